"""From answers to a circle: it opens with those who said yes, or it does not come about and they go first next time.

Who said "not now" and who said nothing are treated by one function that cannot tell them apart. Who likes not to be
asked counts as a yes once they have been told: their silence is a yes, and their "not now" looks to others like a
silence.
"""

from dataclasses import replace
from datetime import datetime

from circles_bot.engine.circles import FEWEST_IN_A_CIRCLE
from circles_bot.engine.decision import Change, Decision, Kept, TimerSet
from circles_bot.engine.effects import OpenRoom, SendDirect, room_lane
from circles_bot.engine.ids import EffectKey
from circles_bot.engine.interests import answer_directly, fizzled_note
from circles_bot.engine.joining_timers import settle_timer
from circles_bot.engine.lifecycle import may
from circles_bot.engine.members import sits_out
from circles_bot.engine.model import Circle, CircleState, Community, Interest, Member, OptInState, Seat, SeatState
from circles_bot.engine.notes import Line
from circles_bot.engine.policy import Policy
from circles_bot.engine.schedule import next_shared_waking
from circles_bot.engine.snapshots import CircleScope, SeatView

UNDECIDED = frozenset({SeatState.INVITED, SeatState.DECLINED})
"""Not yet a yes: "not now" and silence, alike until the deadline and after it."""


def is_pair(circle: Circle | None) -> bool:
    """Tell whether a circle that gathers was planned as two with a seat kept open."""
    return circle is not None and circle.open_seats > 0


def fewest(circle: Circle | None, policy: Policy) -> int:
    """Return how many yeses a circle needs."""
    return FEWEST_IN_A_CIRCLE if is_pair(circle) else policy.circle_size_min


def stands(view: SeatView) -> bool:
    """Tell whether the wish that led to an invitation still stands: it may have been taken back meanwhile."""
    return view.opt_in is not None and view.opt_in.state is OptInState.INVITED


def may_say_yes(view: SeatView) -> bool:
    """Tell whether a yes may count: the wish still stands, or was taken back and made again meanwhile."""
    return stands(view) or (view.opt_in is not None and view.opt_in.state is OptInState.WAITING)


def with_wish_back(view: SeatView) -> SeatView:
    """Return the seat of somebody who says yes, their wish belonging to this invitation (again)."""
    if view.opt_in is None or stands(view):
        return view
    return replace(view, opt_in=replace(view.opt_in, state=OptInState.INVITED))


def counts(seat: Seat, member: Member) -> bool:
    """Tell whether a seat counts as a yes: its member said it, or was told instead of asked, as they (still) like it.

    Nobody is counted whom the message has not reached: they could not have stepped out.
    """
    if seat.state is not SeatState.ACCEPTED:
        return False
    return not seat.is_unasked or (seat.delivered_at is not None and not member.asks_first)


def yeses(scope: CircleScope, at: datetime) -> tuple[SeatView, ...]:
    """Return who said yes and may still sit, earliest first; a pause since then takes nobody along unasked.

    Nor does anybody sit with one they are kept apart from, even when that was wished after the plan was made.
    """
    accepted = (view for view in scope.seats if counts(view.seat, view.member))
    possible = (view for view in accepted if stands(view) and not view.is_apart and not sits_out(view.member, at))
    return tuple(sorted(possible, key=lambda view: (view.seat.answered_at or at, view.seat.member)))


def is_ready(scope: CircleScope, policy: Policy, at: datetime) -> bool:
    """Tell whether a circle opens before its deadline: every seat is taken, or everybody asked has said yes.

    While everything is paused it waits for its deadline, which waits as well.
    """
    if scope.community is not None and scope.community.paused_at is not None:
        return False
    said_yes = yeses(scope, at)
    if len(said_yes) >= _seats_of(policy):
        return True
    asked = [view for view in scope.seats if view.seat.state in UNDECIDED | {SeatState.ACCEPTED}]
    return len(said_yes) == len(asked) and len(said_yes) >= fewest(scope.circle, policy)


def open_circle(scope: CircleScope, community: Community, at: datetime) -> Decision:
    """Seat the earliest yeses and open the room; those for whom no seat is left go first in line."""
    assert scope.circle is not None
    policy = Policy.of(community)
    said_yes = yeses(scope, at)
    sitting = said_yes[: _seats_of(policy)]
    members = {view.seat.member for view in sitting}
    others = [view for view in scope.seats if view.seat.state is SeatState.ACCEPTED and view.seat.member not in members]
    if is_pair(scope.circle):  # both have said yes to a seat kept open, and may take that back like anybody
        sitting = tuple(replace(view, seat=replace(view.seat, wants_more=True)) for view in sitting)
    seated = tuple(change for view in sitting for change in now_seated(view, at))
    released = tuple(change for view in others for change in _released(view))
    awake = next_shared_waking(at, [view.member for view in sitting], community, policy)
    effect = OpenRoom(
        key=EffectKey(f"open:{scope.circle.id}"),
        lane=room_lane(scope.circle.id),
        community=community.id,
        not_before=awake if awake > at else None,
        circle=scope.circle.id,
        place=community.rooms_place or "",
        name=scope.circle.room_name,
        members=tuple(view.seat.member for view in sitting),
    )
    return Decision(
        changes=(Kept(replace(scope.circle, state=CircleState.OPENING)), *seated, *released),
        effects=(effect,),
        why=Line(key="why-circle-opens"),
    )


def decide_answers(
    scope: CircleScope, circle: Circle, community: Community, interest: Interest, at: datetime
) -> Decision:
    """Decide what the deadline brings; a circle that opened early only lets go of who had not said yes."""
    undecided = [view for view in scope.seats if view.seat.state in UNDECIDED]
    lapsed = tuple(change for view in undecided for change in _lapsed(view, Policy.of(community), at))
    if circle.state is not CircleState.INVITING:
        return Decision(changes=lapsed, why=Line(key="why-answers-over") if lapsed else None)
    if len(yeses(scope, at)) >= fewest(circle, Policy.of(community)):
        opening = open_circle(scope, community, at)
        return replace(opening, changes=(*opening.changes, *lapsed))
    return _fizzled(scope, circle, community, interest, at, lapsed)


def late_yes(view: SeatView, at: datetime) -> tuple[Change, ...]:
    """Put a yes that came too late first in line, if the wish still stands in any way; else nothing."""
    opt_in = view.opt_in
    if opt_in is None or opt_in.state not in {OptInState.INVITED, OptInState.WAITING, OptInState.ASLEEP}:
        return ()
    if opt_in.state is OptInState.INVITED and view.seat.state not in UNDECIDED:
        return ()  # invited again meanwhile, elsewhere: this old button is about the one before
    changes: list[Change] = [
        Kept(replace(opt_in, state=OptInState.WAITING, is_first_in_line=True, skips_until=None, misses=0))
    ]
    if may(view.seat.state, SeatState.RELEASED):
        changes.append(Kept(replace(view.seat, state=SeatState.RELEASED, answered_at=at)))
    return tuple(changes)


def _fizzled(
    scope: CircleScope,
    circle: Circle,
    community: Community,
    interest: Interest,
    at: datetime,
    lapsed: tuple[Change, ...],
) -> Decision:
    policy = Policy.of(community)
    accepted = [view for view in scope.seats if view.seat.state is SeatState.ACCEPTED]
    by = at + policy.front_of_line_within
    fizzled = Kept(replace(circle, state=CircleState.FIZZLED, closed_at=at))
    if is_pair(circle):  # of two, the one who said yes just keeps waiting: a message would tell of the other's answer
        back = tuple(change for view in accepted for change in _released(view, is_first=False))
        return Decision(changes=(fizzled, *back, *lapsed), why=Line(key="why-pair-waits-on"))
    changes: list[Change] = [fizzled]
    changes.extend(change for view in accepted for change in _released(view))
    changes.extend(lapsed)
    timers: list[TimerSet] = []
    effects: list[SendDirect] = []
    standing = [view for view in accepted if stands(view) and counts(view.seat, view.member)]
    for view in standing:
        key = EffectKey(f"fizzled:{circle.id}:{view.member.id}")
        answered = answer_directly(view.member, community, fizzled_note(interest, by), key, at)
        changes.extend([Kept(answered.member)] if answered.effects else [])
        timers.extend(answered.timers)
        effects.extend(answered.effects)
    if standing:
        timers.append(settle_timer(community.id, interest.id, by, keeps_earlier=True))
    return Decision(
        changes=tuple(changes), timers=tuple(timers), effects=tuple(effects), why=Line(key="why-circle-fizzled")
    )


def _seats_of(policy: Policy) -> int:
    return min(policy.circle_size_aim + 1, policy.circle_size_max)


def now_seated(view: SeatView, at: datetime) -> tuple[Change, ...]:
    """Return the changes of somebody who sits down: their seat, and their wish if it is still known."""
    seat = Kept(replace(view.seat, state=SeatState.SEATED, seated_at=at))
    if view.opt_in is None:
        return (seat,)
    wish = replace(view.opt_in, state=OptInState.SEATED, rounds_waited=0, misses=0, skips_until=None)
    return (seat, Kept(replace(wish, is_first_in_line=False, asks_first=False)))


def _released(view: SeatView, *, is_first: bool = True) -> tuple[Change, ...]:
    seat = Kept(replace(view.seat, state=SeatState.RELEASED))
    if view.opt_in is None or not stands(view):
        return (seat,)
    return (seat, Kept(replace(view.opt_in, state=OptInState.WAITING, is_first_in_line=is_first, misses=0)))


def _lapsed(view: SeatView, policy: Policy, at: datetime) -> tuple[Change, ...]:
    """Let an invitation go that met no yes. Only whether it had arrived matters, never whether it was answered."""
    seat = Kept(replace(view.seat, state=SeatState.LAPSED))
    if view.opt_in is None or not stands(view):
        return (seat,)
    if view.seat.delivered_at is None:
        return (seat, Kept(replace(view.opt_in, state=OptInState.WAITING)))
    misses = view.opt_in.misses + 1
    state = OptInState.ASLEEP if misses >= policy.misses_before_sleep else OptInState.WAITING
    skips = at + policy.skip_after_miss if state is OptInState.WAITING else None
    return (seat, Kept(replace(view.opt_in, state=state, misses=misses, skips_until=skips)))
