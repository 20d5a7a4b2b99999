"""Leaving the community, and coming back."""

from circles_bot.engine.departures import member_gone
from circles_bot.engine.effects import member_lane
from circles_bot.engine.events import MemberGone
from circles_bot.engine.members import recognise, sits_out
from circles_bot.engine.model import OptInState, Seat, SeatState
from circles_bot.engine.snapshots import PlaceView
from tests.engine.builders import ANA, COMMUNITY, NOON, WEEK, a_circle, a_member, a_seat, an_actor
from tests.engine.towns import BOOKS, a_standing, a_wish, member_scope, members_in, wishes_in

GONE = MemberGone(community=COMMUNITY, at=NOON, member=ANA)
SEATED = PlaceView(seat=a_seat(), circle=a_circle())


def test_who_leaves_the_community_frees_the_seat_and_is_asked_nothing() -> None:
    """Silently: no effect to anybody, what was on its way is no more, wishes sleep until a tap."""
    standings = (a_standing(opt_in=a_wish(state=OptInState.SEATED)), a_standing(BOOKS, a_wish(BOOKS)))

    decision = member_gone(member_scope(*standings, member=a_member(), places=(SEATED,)), GONE)

    seats = [change.record for change in decision.changes if isinstance(change.record, Seat)]
    assert [seat.state for seat in seats] == [SeatState.LEFT]
    assert {wish.interest: wish.state for wish in wishes_in(decision)} == {
        standings[0].interest.id: OptInState.RESTING,
        BOOKS.id: OptInState.ASLEEP,
    }
    assert decision.effects == ()
    assert [one.lane for one in decision.silenced] == [member_lane(ANA)]
    assert sits_out(members_in(decision)[0], NOON + 52 * WEEK)


def test_being_told_twice_changes_nothing() -> None:
    """Platforms say it more than once."""
    assert member_gone(member_scope(member=a_member(gone_at=NOON)), GONE).changes == ()
    assert member_gone(member_scope(member=None), GONE).changes == ()


def test_whoever_acts_is_back() -> None:
    """Coming back needs nothing but doing something; no wish wakes by itself."""
    recognised = recognise(a_member(gone_at=NOON), an_actor(), COMMUNITY, NOON + WEEK)

    assert recognised.member.gone_at is None
