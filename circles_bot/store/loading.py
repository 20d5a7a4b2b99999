"""Reads snapshots: one loader a scope, the fewest statements that fill what the event needs.

A bounded act costs at most two. A whole board's reactions cost three, a round seven, whatever their size.
Lists are sorted here and not by the database, whose idea of alphabetical order is its own.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, assert_never, cast

from sqlalchemy.sql import ClauseElement

from circles_bot.engine import events, questions
from circles_bot.engine.events import AnyEvent
from circles_bot.engine.ids import CircleId, CommunityId, MemberId
from circles_bot.engine.joining_timers import last_look
from circles_bot.engine.model import (
    Avoidance,
    CheckIn,
    CheckInAnswer,
    Circle,
    Community,
    CoSign,
    Interest,
    Meeting,
    Member,
    OptIn,
    Post,
    Proposal,
    Round,
    Seat,
    StandingReaction,
    TapAnswer,
)
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import AnyQuestion
from circles_bot.engine.snapshots import (
    SCOPES,
    CircleScope,
    CommunityScope,
    MemberScope,
    Mood,
    PeopleScope,
    SeatView,
    Snapshot,
    StewardScope,
)
from circles_bot.store import queries
from circles_bot.store.between import REPORTS_LATELY, load_between, load_between_question
from circles_bot.store.codec import Row, Value, as_number, codec_of
from circles_bot.store.communities import load_community
from circles_bot.store.payloads import to_microseconds
from circles_bot.store.pools import load_round
from circles_bot.store.session import Session
from circles_bot.store.standings import load_asked, load_member_of, load_setup

if TYPE_CHECKING:
    from circles_bot.engine.people import PeopleEvent

LATELY = timedelta(days=1)
MOODS_OF = timedelta(days=30)
"""How far back check-ins are looked at for a mood."""

_communities = codec_of(Community)
_members = codec_of(Member)
_interests = codec_of(Interest)
_opt_ins = codec_of(OptIn)
_reactions = codec_of(StandingReaction)
_rounds = codec_of(Round)
_circles = codec_of(Circle)
_seats = codec_of(Seat)
_posts = codec_of(Post)
_taps = codec_of(TapAnswer)
_check_ins = codec_of(CheckIn)
_meetings = codec_of(Meeting)
_avoidances = codec_of(Avoidance)
_proposals = codec_of(Proposal)
_co_signs = codec_of(CoSign)


def load_snapshot(session: Session, event: AnyEvent) -> Snapshot:
    """Read what ``SCOPES`` says the event needs."""
    scope = SCOPES[type(event)]
    if scope is MemberScope:
        return load_member_of(session, event, _member_of(event) or MemberId(""))
    if scope is CircleScope:
        return _load_circle_of(session, event)
    if isinstance(event, events.SetupChosen):
        return load_setup(session, event)
    if scope is CommunityScope:
        return load_community(session, event)
    if scope is PeopleScope:
        return load_between(session, cast("PeopleEvent", event))  # SCOPES pairs them
    if isinstance(event, events.MonthDue):
        return load_stewards(session, event.community, MemberId(""), event.at)
    assert isinstance(event, events.RoundPlanned)
    return load_round(session, event.community, event.round)


def load_question(session: Session, question: AnyQuestion) -> MemberScope | CircleScope | PeopleScope | StewardScope:
    """Read what a question needs: the member with their places, or the circle whose room it was asked in."""
    match question:
        case questions.RoomAsked():
            return _load_circle(session, question.community, question.circle, _stewards)
        case questions.InvitationAsked():
            return _load_circle(session, question.community, question.circle, None)
        case (
            questions.ForgetAsked()
            | questions.MineAsked()
            | questions.JoinAsked()
            | questions.HelpAsked()
            | questions.RhythmAsked()
            | questions.AboutMeAsked()
            | questions.SetupAsked()
            | questions.SettingsAsked()
            | questions.PreviewAsked()
            | questions.PrivateAsked()
            | questions.ProposeAsked()
            | questions.InterestsAsked()
            | questions.WordAsked()
        ):
            return load_asked(session, question)
        case (
            questions.AvoidedAsked()
            | questions.ReportsAsked()
            | questions.ReportAsked()
            | questions.HoldAsked()
            | questions.StewardsAsked()
            | questions.WithFormAsked()
            | questions.HandOffWhoAsked()
            | questions.HandOffGiftAsked()
        ):
            return load_between_question(session, question)
        case questions.StatusAsked():
            return load_stewards(session, question.community, question.actor.member, question.at)
        case _:
            assert_never(question)


def load_stewards(session: Session, community: CommunityId, member: MemberId, at: datetime) -> StewardScope:
    """Read a community in totals: three statements, whatever its size."""
    head = session.rows(queries.MEMBER, community=community, member=member)
    ((opted_in, waiting, talking, circles),) = session.rows(queries.TOTALS, community=community)
    found = _communities.decode_known(head[0]) if head else None
    until = last_look(found, Policy.of(found), at) if found else at
    window = {"since": to_microseconds(until - MOODS_OF), "until": to_microseconds(until)}
    answered = session.rows(queries.MOODS, community=community, member=member, **window)
    moods = {(circle, season, who): answer for circle, season, who, answer in answered}
    return StewardScope(
        community=found,
        member=_members.decode_joined(head[0], len(_communities.names)) if head else None,
        opted_in=as_number(opted_in),
        waiting=as_number(waiting),
        talking=as_number(talking),
        circles=as_number(circles),
        moods=tuple(
            Mood(
                circle=CircleId(str(circle)),
                season=as_number(season),
                member=MemberId(str(who)),
                answer=CheckInAnswer(str(answer)),
            )
            for (circle, season, who), answer in moods.items()
        ),
    )


# --- a circle -----------------------------------------------------------------------------------------------------


class _Extras:
    """What of a circle's scope only some events need, and how it is read: one statement each."""

    def __init__(self, session: Session, event: AnyEvent | None, circle: Circle) -> None:
        self.session = session
        self.event = event
        self.circle = circle
        self.posts: tuple[Post, ...] = ()
        self.taps: tuple[TapAnswer, ...] = ()
        self.check_ins: tuple[CheckIn, ...] = ()
        self.stewards: tuple[Member, ...] = ()
        self.others_waiting: int | None = None
        self.reports_lately = 0

    def rows(self, statement: ClauseElement, **more: Value) -> Sequence[Row]:
        return self.session.rows(
            statement, community=self.circle.community, circle=self.circle.id, season=self.circle.season, **more
        )


def _named_post(extras: _Extras) -> None:
    """Read the one post that the event names, with its taps."""
    assert isinstance(extras.event, events.PromptTapped)
    _take_posts(extras, extras.rows(queries.POST, post=extras.event.post))


def _all_posts(extras: _Extras) -> None:
    """Read all posts of the room, with the taps of the running season."""
    _take_posts(extras, extras.rows(queries.POSTS))


def _all_taps(extras: _Extras) -> None:
    """Read all posts of the room, with all taps."""
    _take_posts(extras, extras.rows(queries.ALL_TAPS))


def _take_posts(extras: _Extras, rows: Sequence[Row]) -> None:
    posts = {post.id: post for post in map(_posts.decode, rows)}
    taps = [_taps.decode_joined(row, len(_posts.names)) for row in rows]
    extras.posts = tuple(sorted(posts.values(), key=lambda post: (post.posted_at, post.id)))
    extras.taps = tuple(sorted((tap for tap in taps if tap), key=lambda tap: (tap.tapped_at, tap.member, tap.post)))


def _season_check_ins(extras: _Extras) -> None:
    """Read the check-ins of the running season, and all of the member that the event names."""
    member = _member_of(extras.event) if extras.event else None
    found = (_check_ins.decode(row) for row in extras.rows(queries.CHECK_INS, member=member))
    extras.check_ins = tuple(sorted(found, key=lambda one: (one.member, one.number)))


def _what_lapsed(extras: _Extras) -> None:
    """Read what a nudge that was not sent in time may have been: a post of the room, or a check-in of one member."""
    assert isinstance(extras.event, events.NudgeLapsed)
    (_all_posts if extras.event.member is None else _season_check_ins)(extras)


def _stewards(extras: _Extras) -> None:
    """Read the community's known stewards."""
    found = (_members.decode(row) for row in extras.rows(queries.STEWARDS))
    extras.stewards = tuple(sorted(found, key=lambda one: one.id))


def _others_waiting(extras: _Extras) -> None:
    """Count who else waits for the circle's interest."""
    extras.others_waiting = as_number(extras.rows(queries.OTHERS_WAITING)[0][0])


def _stewards_and_reports(extras: _Extras) -> None:
    """Read the stewards, and how often the acting member has reported within a day."""
    assert isinstance(extras.event, events.ConcernTold | events.ReportTold)
    _stewards(extras)
    since = to_microseconds(extras.event.at - LATELY)
    ((lately,),) = extras.rows(REPORTS_LATELY, member=extras.event.actor.member, since=since)
    extras.reports_lately = as_number(lately)


_Extra = Callable[[_Extras], None]

EXTRAS: Mapping[type[AnyEvent], _Extra] = {
    events.PromptTapped: _named_post,
    events.QuietDue: _all_posts,
    events.PickNextTapped: _all_posts,
    events.ChangeDue: _all_posts,
    events.PostShown: _all_posts,
    events.TidyDue: _all_taps,
    events.CheckInDue: _season_check_ins,
    events.CheckInAnswered: _season_check_ins,
    events.NudgeLapsed: _what_lapsed,
    events.SeasonDue: _others_waiting,
    events.ConcernTold: _stewards_and_reports,
    events.ReportTold: _stewards_and_reports,
    events.RoomGone: _stewards,
    events.RoomFailed: _stewards,
}
"""The second statement of a circle's events; those that are not named need none."""


def _load_circle_of(session: Session, event: AnyEvent) -> CircleScope:
    circle: CircleId = event.circle  # type: ignore[union-attr]  # SCOPES pairs this scope with events of a circle
    return _load_circle(session, event.community, circle, EXTRAS.get(type(event)), event)


def _load_circle(
    session: Session, community: CommunityId, circle: CircleId, extra: _Extra | None, event: AnyEvent | None = None
) -> CircleScope:
    head = session.rows(queries.CIRCLE, community=community, circle=circle)
    known = _communities.decode_known(head[0]) if head else None
    found = _circles.decode_joined(head[0], len(_communities.names)) if head else None
    if found is None:
        return CircleScope(
            community=known, circle=None, interest=None, seats=(), posts=(), taps=(), check_ins=(), stewards=()
        )
    extras = _Extras(session, event, found)
    if extra is not None:
        extra(extras)
    return CircleScope(
        community=known,
        circle=found,
        interest=_interests.decode_known_joined(head[0], len(_communities.names) + len(_circles.names)),
        seats=tuple(sorted(filter(None, map(_seat_view, head)), key=lambda view: view.seat.member)),
        posts=extras.posts,
        taps=extras.taps,
        check_ins=extras.check_ins,
        stewards=extras.stewards,
        others_waiting=extras.others_waiting,
        reports_lately=extras.reports_lately,
    )


def _seat_view(row: Row) -> SeatView | None:
    start = len(_communities.names) + len(_circles.names) + len(_interests.names)
    seat = _seats.decode_joined(row, start)
    if seat is None:
        return None
    start += len(_seats.names)
    return SeatView(
        seat=seat,
        member=_members.decode(row, start),
        opt_in=_opt_ins.decode_joined(row, start + len(_members.names)),
        is_apart=bool(row[start + len(_members.names) + len(_opt_ins.names)]),
    )


def _member_of(event: AnyEvent) -> MemberId | None:
    """Return whom the event is about: who did it, or whom it names."""
    if isinstance(event, events.Personal):
        return event.actor.member
    return getattr(event, "member", None)
