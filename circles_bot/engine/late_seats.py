"""Late seats: one more person in a circle that talks already, when everyone who sits there would like that.

Each taps privately, and nobody learns who has. When the last one does, nothing is said either: a seat is open from then
on, and a later round may ask somebody, as privately as always. Every circle offers it, however many sit there: a button
that came when somebody has left would tell of it. A newcomer is kept from whoever they avoid among all who ever sat in
the room, since who left silently may still read there.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from circles_bot.engine import events
from circles_bot.engine.buttons import MINE
from circles_bot.engine.circles import look_again_directly, meetings_of, wish_after
from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.directs import direct_by_morning
from circles_bot.engine.effects import AddToRoom, SendDirect, room_lane
from circles_bot.engine.ids import EffectKey, MemberId, derive
from circles_bot.engine.languages import shared_languages
from circles_bot.engine.lifecycle import ASKED, LIVE_SEATS
from circles_bot.engine.model import Circle, CircleState, Community, Member, OptInState, PostKind, SeatState
from circles_bot.engine.notes import Button, Line, Mentions, Note, Reply
from circles_bot.engine.openings import now_seated
from circles_bot.engine.policy import Policy
from circles_bot.engine.posts import need_button, new_post, show
from circles_bot.engine.schedule import next_shared_waking
from circles_bot.engine.seats import is_open, members_of, seated, seated_view
from circles_bot.engine.snapshots import CircleScope, OpenCircle, SeatView
from circles_bot.engine.timers import first_check_in
from circles_bot.engine.tokens import Token, make_token
from circles_bot.engine.topics import topic_of

MAY_BE_ASKED_AGAIN = frozenset({SeatState.LAPSED, SeatState.RELEASED})
"""Seats in a circle that do not keep their member from being asked into it later; who left is never asked back."""


def takes_more(found: OpenCircle, policy: Policy, at: datetime) -> bool:
    """Tell whether a round may ask somebody into a circle: one at a time, while enough of the season is left."""
    circle = found.circle
    if circle.state is not CircleState.OPEN or circle.open_seats < 1 or circle.season_ends_at is None:
        return False
    if any(seat.is_late and seat.state in ASKED for seat in found.seats):
        return False
    return len(found.sitting) < policy.circle_size_max and circle.season_ends_at - at >= policy.late_seat_needs


def may_join(found: OpenCircle, member: Member, community: Community, avoided: Collection[frozenset[MemberId]]) -> bool:
    """Tell whether every hard rule lets somebody join those in a room: avoidances, a shared language, not twice."""
    for seat in found.seats:
        if seat.member == member.id and seat.state not in MAY_BE_ASKED_AGAIN:
            return False
        is_there = seat.seated_at is not None or seat.state in LIVE_SEATS
        if is_there and frozenset((member.id, seat.member)) in avoided:
            return False
    return bool(shared_languages((member, *found.sitting), community))


def more_asked(scope: CircleScope, circle: Circle, me: MemberId) -> Reply:
    """Say what "one more person" means, with the one tap that is theirs to make."""
    view = seated_view(scope, me)
    if view is None:
        return Reply(content=Note(key="room-not-yours"), replaces=True)
    return Reply(content=Note(key="need-more", controls=(_button(circle, view),)), replaces=True)


def more_wanted(scope: CircleScope, event: events.MoreWanted) -> Decision:
    """Note a tap privately; the seat opens when everyone who sits there has tapped, and the answer never tells."""
    circle, community, view = scope.circle, scope.community, seated_view(scope, event.actor.member)
    if circle is None or community is None or view is None:
        return Decision(reply=Reply(content=Note(key="room-not-yours")), why=Line(key="why-not-seated"))
    noted = replace(view.seat, wants_more=event.is_wanted)
    open_seats = _open_seats_after(scope, circle, community, view, is_wanted=event.is_wanted)
    opened = (Kept(replace(circle, open_seats=open_seats)),) if open_seats != circle.open_seats else ()
    changed = (Kept(noted),) if noted != view.seat else ()
    key = "more-noted" if event.is_wanted else "more-taken-back"
    return Decision(
        changes=(*changed, *opened),
        reply=Reply(content=Note(key=key, controls=(_button(circle, replace(view, seat=noted)),)), replaces=True),
        why=Line(key="why-seat-opened" if open_seats and opened else "why-more-noted"),
    )


def take_seat(scope: CircleScope, circle: Circle, community: Community, view: SeatView, at: datetime) -> Decision:
    """Seat somebody who said yes to a late seat, and let them in when most of the room is awake."""
    taken = replace(view, seat=replace(view.seat, answered_at=at))
    fuller = replace(circle, open_seats=circle.open_seats - 1)
    asked_anew = (
        Kept(replace(other.seat, wants_more=False))
        for other in seated(scope)
        if other.seat.wants_more and not fuller.open_seats
    )
    people = (*members_of(seated(scope)), view.member)
    awake = next_shared_waking(at, people, community, Policy.of(community))
    letting_in = AddToRoom(
        key=EffectKey(derive("eff", "add", circle.id, view.seat.member, at.isoformat())),
        lane=room_lane(circle.id),
        community=circle.community,
        not_before=awake if awake > at else None,
        circle=circle.id,
        members=(view.seat.member,),
    )
    note = Note(key="accepted-late-seat", args={"interest": topic_of(scope), "when": awake}, controls=(MINE,))
    return Decision(
        changes=(Kept(fuller), *now_seated(taken, at), *asked_anew),
        effects=(letting_in,),
        reply=Reply(content=note, replaces=True),
        why=Line(key="why-late-seat-taken"),
    )


def members_added(scope: CircleScope, event: events.MembersAdded) -> Decision:
    """Say in the room who has joined, in one line, and count their season from here."""
    circle, community = scope.circle, scope.community
    comers = tuple(view.seat.member for view in seated(scope) if view.seat.member in event.members)
    if circle is None or community is None or not is_open(circle) or not comers:
        return Decision(why=Line(key="why-late-seat-gone"))  # they left, or it closed, while they were let in
    people = tuple(view.seat.member for view in seated(scope))
    policy = Policy.of(community)
    check_ins = (timer for member in comers for timer in first_check_in(circle, policy, member, event.at))
    news = new_post(circle, PostKind.WELCOME, event.at)  # shown and not kept: nobody taps it, and it never changes
    note = Note(key="room-joined", args={"people": Mentions(comers)}, controls=(need_button(circle.id),))
    met = meetings_of(circle, people, event.at)
    return Decision(
        changes=tuple(Kept(meeting) for meeting in met if {meeting.first, meeting.second} & set(comers)),
        timers=tuple(check_ins),
        effects=(show(news, note),),
        why=Line(key="why-late-seat-filled"),
    )


def adding_failed(scope: CircleScope, event: events.AddingFailed) -> Decision:
    """Put those who could not be let in first in line, tell them honestly, and keep the seat open.

    The wish of who would not be let in the next time, either, rests: nobody is asked again and again in vain.
    """
    circle, community = scope.circle, scope.community
    views = tuple(view for view in seated(scope) if view.seat.member in event.members)
    if circle is None or community is None or not views:
        return Decision(why=Line(key="why-late-seat-gone"))
    then = OptInState.RESTING if event.kept_out else OptInState.WAITING
    seats = (Kept(replace(view.seat, state=SeatState.FINISHED)) for view in views)
    wishes = (change for view in views for change in wish_after(view, then, event.at, is_first=not event.kept_out))
    return Decision(
        changes=(Kept(replace(circle, open_seats=circle.open_seats + len(views))), *seats, *wishes),
        effects=tuple(
            _kept_out_directly(circle, community, view.member, event.at)
            if event.kept_out
            else look_again_directly("room-failed", scope, circle, community, view.member, event.at)
            for view in views
        ),
        why=Line(key="why-kept-out" if event.kept_out else "why-room-failed"),
    )


def _kept_out_directly(circle: Circle, community: Community, member: Member, at: datetime) -> SendDirect:
    """Return the message to who could not be let in; it says nothing of what the circle is about."""
    once = EffectKey(derive("eff", "others-seat-freed", circle.id, member.id))
    note = Note(key="others-seat-freed", controls=(MINE,), footer=Line(key="direct-footer"))
    return direct_by_morning(once, member, community, note, at)


def _open_seats_after(
    scope: CircleScope, circle: Circle, community: Community, view: SeatView, *, is_wanted: bool
) -> int:
    """Return how many seats are open after a tap; who is asked already stays asked, whoever changes their mind."""
    if any(other.seat.is_late and other.seat.state in ASKED for other in scope.seats):
        return circle.open_seats
    if not is_wanted:
        return 0
    others = [other for other in seated(scope) if other.seat.member != view.seat.member]
    has_room = len(others) + 1 < Policy.of(community).circle_size_max
    return (
        max(circle.open_seats, 1) if has_room and all(other.seat.wants_more for other in others) else circle.open_seats
    )


def _button(circle: Circle, view: SeatView) -> Button:
    wish = "no" if view.seat.wants_more else "yes"
    return Button(token=make_token(Token.MORE, circle.id, wish), label=Line(key=f"button-more-{wish}"))
