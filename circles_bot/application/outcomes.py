"""What an outcome means: a delivery's end, said as the event that the engine knows."""

from datetime import datetime

from circles_bot.engine import events
from circles_bot.engine.effects import (
    BUDGETED,
    AddToRoom,
    AnyEffect,
    DirectKind,
    EditPost,
    OpenRoom,
    PostToRoom,
    SendDirect,
    ShowBoard,
    ShowToStewards,
)
from circles_bot.ports.chat import ChatEffect, Closed, Dead, Done, Gone, Outcome


def event_of(effect: ChatEffect, outcome: Outcome, at: datetime) -> events.OutcomeEvent | None:
    """Return the event that an outcome is, or None where nobody needs to know."""
    match outcome:
        case Done(theirs=theirs):
            return _done(effect, theirs, at)
        case Gone():
            return _gone(effect, at)
        case Closed() if isinstance(effect, SendDirect):
            is_counted = effect.kind in BUDGETED
            return events.DirectClosed(community=effect.community, at=at, member=effect.member, is_counted=is_counted)
        case Dead() if isinstance(effect, OpenRoom):
            return events.RoomFailed(community=effect.community, at=at, circle=effect.circle)
        case Dead() if isinstance(effect, AddToRoom):
            return events.AddingFailed(community=effect.community, at=at, circle=effect.circle, members=effect.members)
        case Dead() if isinstance(effect, ShowBoard | ShowToStewards):
            is_board = isinstance(effect, ShowBoard)
            return events.ShowingFailed(community=effect.community, at=at, place=effect.place, is_board=is_board)
        case _:
            return None


def lapse_of(effect: AnyEffect, at: datetime) -> events.OutcomeEvent | None:
    """Return the event that something was not sent in time, where it is to be planned anew."""
    match effect:
        case PostToRoom():
            return events.NudgeLapsed(community=effect.community, at=at, circle=effect.circle, member=None)
        case SendDirect(circle=circle) if circle is not None:
            return events.NudgeLapsed(community=effect.community, at=at, circle=circle, member=effect.member)
        case SendDirect(kind=DirectKind.STILL):
            return events.StillLapsed(community=effect.community, at=at, member=effect.member)
        case _:
            return None


def _done(effect: ChatEffect, theirs: str | None, at: datetime) -> events.OutcomeEvent | None:
    community = effect.community
    match effect:
        case OpenRoom() if theirs is not None:
            return events.RoomOpened(community=community, at=at, circle=effect.circle, theirs=theirs)
        case AddToRoom():
            return events.MembersAdded(community=community, at=at, circle=effect.circle, members=effect.members)
        case ShowBoard() if theirs is not None:
            return events.BoardShown(community=community, at=at, theirs=theirs, page=effect.page)
        case PostToRoom() if theirs is not None:
            return events.PostShown(community=community, at=at, circle=effect.circle, post=effect.post, theirs=theirs)
        case SendDirect(kind=DirectKind.INVITATION, circle=circle) if circle is not None:
            return events.InvitationDelivered(community=community, at=at, circle=circle, member=effect.member)
        case _:
            return None


def _gone(effect: ChatEffect, at: datetime) -> events.OutcomeEvent | None:
    match effect:
        case OpenRoom():
            return events.RoomFailed(community=effect.community, at=at, circle=effect.circle, place=effect.place)
        case ShowBoard() | ShowToStewards():
            return events.PlaceGone(community=effect.community, at=at, place=effect.place)
        case PostToRoom() | AddToRoom():
            return events.RoomGone(community=effect.community, at=at, circle=effect.circle)
        case EditPost():
            return events.PostGone(community=effect.community, at=at, circle=effect.circle, post=effect.post)
        case SendDirect():
            return events.MemberGone(community=effect.community, at=at, member=effect.member)
        case _:
            return None
