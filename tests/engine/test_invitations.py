"""Invitations: answered privately, decided at a deadline; a "not now" looks like silence."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.effects import OpenRoom
from circles_bot.engine.events import AnswersDue, InvitationAnswered, InvitationDelivered, InvitationDue, NudgeLapsed
from circles_bot.engine.ids import CircleId, MemberId
from circles_bot.engine.invitations import (
    answer_by,
    answers_due,
    invitation_answered,
    invitation_delivered,
    invitation_due,
    invitation_lapsed,
)
from circles_bot.engine.model import CircleState, Member, OptInState, SeatState
from circles_bot.engine.policy import Policy
from circles_bot.engine.snapshots import CircleScope, SeatView
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    CLEO,
    COMMUNITY,
    DAN,
    DAY,
    EVE,
    FAY,
    HOUR,
    MIDNIGHT,
    NOON,
    a_circle,
    a_community,
    a_member,
    a_seat,
    an_actor,
    an_opt_in,
    applied,
    circle_scope,
)
from tests.engine.towns import circles_in, directs_in, due_of, members_in, note_of, seats_in, tokens_of, wishes_in

SIX = (ANA, BEN, CLEO, DAN, EVE, FAY)
DEADLINE = NOON + 3 * DAY


def invited(
    member: MemberId, state: SeatState = SeatState.INVITED, *, delivered: bool = True, answered_at: datetime = NOON
) -> SeatView:
    """Return a seat whose invitation arrived at noon."""
    seat = a_seat(
        member,
        state,
        invited_at=NOON,
        delivered_at=NOON if delivered else None,
        answer_by=DEADLINE if delivered else None,
        answered_at=None if state is SeatState.INVITED else answered_at,
    )
    return SeatView(seat=seat, member=a_member(member), opt_in=an_opt_in(member, OptInState.INVITED))


def inviting(*views: SeatView, state: CircleState = CircleState.INVITING) -> CircleScope:
    """Return a circle whose invitations are out."""
    return circle_scope(*views, circle=a_circle(state, planned_at=NOON))


def four_with(*yeses: MemberId) -> CircleScope:
    """Return a circle of four invited, of whom some have said yes."""
    states = dict.fromkeys(yeses, SeatState.ACCEPTED)
    return inviting(*(invited(member, states.get(member, SeatState.INVITED)) for member in SIX[:4]))


def answered(scope: CircleScope, member: MemberId, *, is_yes: bool = True, at: datetime = NOON + HOUR) -> Decision:
    """Let a member answer."""
    event = InvitationAnswered(community=COMMUNITY, at=at, actor=an_actor(member), circle=CIRCLE, is_yes=is_yes)
    return invitation_answered(scope, event)


def due(scope: CircleScope, at: datetime = DEADLINE) -> Decision:
    """Let the time to answer end."""
    return answers_due(scope, AnswersDue(community=COMMUNITY, at=at, circle=CIRCLE))


def states_in(decision: Decision) -> dict[MemberId, SeatState]:
    """Return the seats' states that a decision keeps."""
    return {seat.member: seat.state for seat in seats_in(decision)}


def opens(decision: Decision) -> bool:
    """Tell whether a decision opens a room."""
    return any(isinstance(effect, OpenRoom) for effect in decision.effects)


# --- delivery -------------------------------------------------------------------------------------------------------


def test_delivered_counts_the_72_hours_from_delivery() -> None:
    """An invitation is open for 72 hours from when it arrived."""
    scope = inviting(invited(ANA, delivered=False))
    at = NOON + 5 * HOUR

    decision = invitation_delivered(scope, InvitationDelivered(community=COMMUNITY, at=at, circle=CIRCLE, member=ANA))

    assert seats_in(decision)[0].answer_by == at + 3 * DAY
    assert due_of(decision, "answers:") == at + 3 * DAY


@pytest.mark.parametrize("hours", [9.5, 12, 19.5])
def test_deadline_in_quiet_hours_moves_to_two_hours_after_them(hours: float) -> None:
    """Nobody's time ends while they sleep."""
    end = answer_by(NOON + timedelta(hours=hours), a_member(), a_community(), Policy())

    assert end == MIDNIGHT + 3 * DAY + 10 * HOUR


def test_deadline_outside_quiet_hours_stays() -> None:
    """72 hours are 72 hours by day."""
    assert answer_by(NOON, a_member(), a_community(), Policy()) == NOON + 3 * DAY


def test_delivered_moves_the_decision_to_the_latest_deadline() -> None:
    """One who was reached late has their whole time."""
    late = invited(BEN, delivered=False)
    scope = inviting(invited(ANA), late)
    event = InvitationDelivered(community=COMMUNITY, at=NOON + DAY, circle=CIRCLE, member=BEN)

    assert due_of(invitation_delivered(scope, event), "answers:") == NOON + 4 * DAY


def test_delivered_twice_changes_nothing() -> None:
    """The 72 hours are counted once."""
    scope = inviting(invited(ANA, delivered=False))
    event = InvitationDelivered(community=COMMUNITY, at=NOON, circle=CIRCLE, member=ANA)

    scope = applied(scope, invitation_delivered(scope, event))

    assert invitation_delivered(scope, replace(event, at=NOON + DAY)) == Decision()


def test_delivered_shows_that_somebody_can_be_reached_again() -> None:
    """Who opened their direct messages again is reachable."""
    view = replace(invited(ANA, delivered=False), member=a_member(is_unreachable=True))
    event = InvitationDelivered(community=COMMUNITY, at=NOON, circle=CIRCLE, member=ANA)

    assert [member.is_unreachable for member in members_in(invitation_delivered(inviting(view), event))] == [False]


def test_held_back_invitation_goes_out_when_due() -> None:
    """An invitation that waited for the morning goes out then."""
    scope = inviting(invited(ANA, delivered=False))

    decision = invitation_due(scope, InvitationDue(community=COMMUNITY, at=NOON, circle=CIRCLE, member=ANA))

    assert [direct.member for direct in directs_in(decision)] == [ANA]


@pytest.mark.parametrize(
    "view",
    [
        replace(invited(ANA, delivered=False), opt_in=an_opt_in(ANA, OptInState.ENDED)),
        replace(invited(ANA, delivered=False), member=a_member(paused_until=NOON + DAY)),
        invited(ANA, SeatState.ACCEPTED, delivered=False),
        invited(ANA),
    ],
)
def test_held_back_invitation_is_dropped_when_nobody_waits_for_it(view: SeatView) -> None:
    """Who left, paused, answered or was asked meanwhile gets no message."""
    event = InvitationDue(community=COMMUNITY, at=NOON, circle=CIRCLE, member=ANA)

    assert directs_in(invitation_due(inviting(view), event)) == ()


def test_lapsed_invitation_is_planned_anew_outside_quiet_hours() -> None:
    """A bot that was off floods nobody at night: the invitation waits for the morning."""
    scope = inviting(invited(ANA, delivered=False))

    decision = invitation_lapsed(scope, NudgeLapsed(community=COMMUNITY, at=MIDNIGHT, circle=CIRCLE, member=ANA))

    assert decision is not None
    assert directs_in(decision) == ()
    assert due_of(decision, "invitation:") == MIDNIGHT + 8 * HOUR


def test_lapsed_invitation_costs_nobody_their_budget() -> None:
    """It was never sent: the next try does not wait for a day or a week that was not used."""
    scope = inviting(replace(invited(ANA, delivered=False), member=a_member(ANA, asked_at=(NOON,))))
    event = NudgeLapsed(community=COMMUNITY, at=MIDNIGHT, circle=CIRCLE, member=ANA)

    decision = invitation_lapsed(scope, event)

    assert decision is not None
    assert [change.record.asked_at for change in decision.changes if isinstance(change.record, Member)] == [
        ()
    ]  # it is night now: held, and nothing counted


def test_lapsed_nudge_of_a_room_is_no_invitation() -> None:
    """What lapsed in a room is for the nudges to plan."""
    event = NudgeLapsed(community=COMMUNITY, at=NOON, circle=CIRCLE, member=None)

    assert invitation_lapsed(inviting(invited(ANA)), event) is None


# --- answers --------------------------------------------------------------------------------------------------------


def test_yes_keeps_the_seat_and_tells_nobody() -> None:
    """A yes is kept, privately."""
    decision = answered(four_with(), ANA)

    assert states_in(decision) == {ANA: SeatState.ACCEPTED}
    assert decision.effects == ()


def test_circle_opens_at_once_when_everybody_said_yes() -> None:
    """When nobody is left to wait for, the room opens."""
    decision = answered(four_with(ANA, BEN, CLEO), DAN)

    assert opens(decision)
    assert set(states_in(decision).values()) == {SeatState.SEATED}
    assert {wish.state for wish in wishes_in(decision)} == {OptInState.SEATED}
    assert [circle.state for circle in circles_in(decision)] == [CircleState.OPENING]
    assert note_of(decision).key == "accepted-opening"


def test_circle_opens_at_once_with_the_fifth_yes() -> None:
    """The first five yeses sit (aim and one), without waiting for the sixth."""
    views = [invited(member, SeatState.ACCEPTED) for member in SIX[:4]]

    decision = answered(inviting(*views, invited(EVE), invited(FAY)), EVE)

    assert opens(decision)
    assert states_in(decision) == dict.fromkeys(SIX[:5], SeatState.SEATED)


@pytest.mark.parametrize("other", [SeatState.INVITED, SeatState.DECLINED])
def test_circle_waits_for_the_deadline_while_one_has_not_said_yes(other: SeatState) -> None:
    """A "not now" has no visible consequence before the deadline: the circle waits as it does for silence."""
    scope = inviting(*(invited(member, SeatState.ACCEPTED) for member in SIX[:2]), invited(CLEO), invited(DAN, other))

    assert not opens(answered(scope, CLEO))


def test_circle_does_not_open_with_fewer_than_the_minimum() -> None:
    """Two are too few, also when both said yes."""
    assert not opens(answered(inviting(invited(ANA, SeatState.ACCEPTED), invited(BEN)), BEN))


def test_not_now_is_noted_on_the_seat_and_nowhere_else() -> None:
    """A decline changes nothing but the member's own seat: no wish, no timer, no effect."""
    decision = answered(four_with(BEN), ANA, is_yes=False)

    assert states_in(decision) == {ANA: SeatState.DECLINED}
    assert len(decision.changes) == 1
    assert (decision.timers, decision.effects, decision.silenced) == ((), (), ())


def test_mind_may_be_changed_before_the_deadline() -> None:
    """The last word before the deadline counts, both ways."""
    scope = four_with()
    scope = applied(scope, answered(scope, ANA, is_yes=False))

    yes = answered(scope, ANA)
    no = answered(applied(scope, yes), ANA, is_yes=False)

    assert states_in(yes) == {ANA: SeatState.ACCEPTED}
    assert states_in(no) == {ANA: SeatState.DECLINED}


@pytest.mark.parametrize("is_yes", [True, False])
def test_answer_given_twice_changes_nothing(is_yes: bool) -> None:
    """A second tap on the same button gets the same answer and changes nothing."""
    scope = four_with()
    scope = applied(scope, answered(scope, ANA, is_yes=is_yes))

    again = answered(scope, ANA, is_yes=is_yes, at=NOON + 2 * HOUR)

    assert (again.changes, again.timers, again.effects) == ((), (), ())


def test_yes_without_the_wish_seats_nobody() -> None:
    """Who took the wish back is not seated by an old button, but may take it up again."""
    view = replace(invited(ANA), opt_in=an_opt_in(ANA, OptInState.ENDED))

    decision = answered(inviting(view, invited(BEN), invited(CLEO)), ANA)

    assert (decision.changes, note_of(decision).key) == ((), "invitation-wish-gone")


def test_yes_counts_when_the_wish_was_taken_back_and_made_again() -> None:
    """Undo and join again while the invitation is open: a yes is a yes."""
    view = replace(invited(ANA), opt_in=an_opt_in(ANA))

    decision = answered(inviting(view, invited(BEN), invited(CLEO)), ANA)

    assert states_in(decision) == {ANA: SeatState.ACCEPTED}
    assert [wish.state for wish in wishes_in(decision)] == [OptInState.INVITED]


def test_yes_during_a_pause_asks_to_end_it_first() -> None:
    """Nothing is seated during a pause; its end is one tap away."""
    view = replace(invited(ANA), member=a_member(paused_until=NOON + DAY))

    decision = answered(inviting(view, invited(BEN)), ANA)

    assert decision.changes == ()
    assert "pause:0" in tokens_of(note_of(decision))


@pytest.mark.parametrize("is_yes", [True, False])
@pytest.mark.parametrize(
    "scope",
    [
        circle_scope(invited(BEN), circle=a_circle(CircleState.INVITING)),
        replace(circle_scope(invited(ANA)), circle=None, seats=()),
        replace(circle_scope(invited(ANA)), community=None),
    ],
)
def test_answer_to_what_is_not_theirs_changes_nothing(scope: CircleScope, is_yes: bool) -> None:
    """An unknown circle, another community's, a seat of somebody else: a kind answer, and the same one."""
    decision = answered(scope, ANA, is_yes=is_yes)

    assert (decision.changes, decision.effects, note_of(decision).key) == ((), (), "invitation-unknown")


@pytest.mark.parametrize("state", [CircleState.OPENING, CircleState.OPEN, CircleState.FIZZLED, CircleState.CLOSED])
@pytest.mark.parametrize("seat", [SeatState.INVITED, SeatState.DECLINED])
def test_yes_too_late_goes_first_in_line(state: CircleState, seat: SeatState) -> None:
    """A yes after the circle is full or over gets a kind answer, and the front of the next round."""
    decision = answered(inviting(invited(ANA, seat), state=state), ANA)

    assert states_in(decision) == {ANA: SeatState.RELEASED}
    assert [(wish.state, wish.is_first_in_line) for wish in wishes_in(decision)] == [(OptInState.WAITING, True)]
    assert note_of(decision).key == "accepted-late"


def test_yes_to_an_invitation_that_never_arrived_goes_first_in_line() -> None:
    """One that waited behind My circles is good for 14 days, and costs nothing."""
    view = replace(invited(ANA, SeatState.LAPSED, delivered=False), opt_in=an_opt_in(ANA))
    scope = inviting(view, state=CircleState.FIZZLED)

    assert wishes_in(answered(scope, ANA, at=NOON + 14 * DAY))[0].is_first_in_line
    assert answered(scope, ANA, at=NOON + 15 * DAY).changes == ()


@pytest.mark.parametrize("seat", [SeatState.SEATED, SeatState.LEFT, SeatState.FINISHED, SeatState.RELEASED])
def test_old_button_of_a_seat_that_is_settled_changes_no_seat(seat: SeatState) -> None:
    """A second click on an old button gets a kind answer and no change of the seat."""
    view = replace(invited(ANA, seat), opt_in=an_opt_in(ANA, OptInState.SEATED))

    assert answered(inviting(view, state=CircleState.OPEN), ANA).changes == ()


def test_not_now_too_late_changes_nothing() -> None:
    """There is nothing left to decline."""
    assert answered(inviting(invited(ANA), state=CircleState.OPEN), ANA, is_yes=False).changes == ()


# --- the deadline ---------------------------------------------------------------------------------------------------


def test_deadline_opens_with_enough_yeses() -> None:
    """Three of four are a circle; who said nothing is let go."""
    decision = due(four_with(ANA, BEN, CLEO))

    assert opens(decision)
    assert states_in(decision) == {**dict.fromkeys((ANA, BEN, CLEO), SeatState.SEATED), DAN: SeatState.LAPSED}


def test_deadline_with_too_few_tells_those_who_said_yes_and_puts_them_first() -> None:
    """Too few: those yeses go to the front of the next round, within 24 hours, and hear it honestly once."""
    decision = due(four_with(ANA, BEN))

    first = {wish.member for wish in wishes_in(decision) if wish.is_first_in_line}
    assert first == {ANA, BEN}
    assert {direct.member for direct in directs_in(decision)} == {ANA, BEN}
    assert due_of(decision, "settle:") == DEADLINE + DAY
    assert [circle.state for circle in circles_in(decision)] == [CircleState.FIZZLED]
    assert not opens(decision)


def test_deadline_without_any_yes_is_over_in_silence() -> None:
    """Nobody is told about a circle that nobody wanted."""
    decision = due(four_with())

    assert (directs_in(decision), due_of(decision, "settle:")) == ((), None)


@pytest.mark.parametrize("yeses", [(), (ANA,), (ANA, BEN, CLEO)])
def test_deadline_cannot_tell_not_now_from_silence(yeses: tuple[MemberId, ...]) -> None:
    """Not now and silence are alike in everything that follows, for everybody."""
    silent = four_with(*yeses)
    declined = applied(silent, answered(silent, DAN, is_yes=False))

    assert due(declined).effects == due(silent).effects
    assert due(declined).timers == due(silent).timers
    assert wishes_in(due(declined)) == wishes_in(due(silent))
    assert states_in(due(declined)) == states_in(due(silent))


def test_miss_skips_two_weeks_and_the_second_in_a_row_sleeps() -> None:
    """After "not now" or silence the wish stays and skips two weeks; after two in a row it sleeps until a tap."""
    once = due(inviting(invited(ANA)))
    tired = replace(invited(ANA), opt_in=an_opt_in(ANA, OptInState.INVITED, misses=1))
    twice = due(inviting(tired))

    assert [(wish.state, wish.skips_until) for wish in wishes_in(once)] == [
        (OptInState.WAITING, DEADLINE + timedelta(weeks=2))
    ]
    assert [wish.state for wish in wishes_in(twice)] == [OptInState.ASLEEP]


def test_invitation_that_never_arrived_costs_nothing() -> None:
    """Closed direct messages are no miss: the wish waits on as before."""
    wish = wishes_in(due(inviting(invited(ANA, delivered=False)), at=NOON + 3 * DAY))[0]

    assert (wish.state, wish.misses, wish.skips_until) == (OptInState.WAITING, 0, None)


def test_yes_resets_the_misses() -> None:
    """Only misses in a row count."""
    view = replace(invited(ANA, SeatState.ACCEPTED), opt_in=an_opt_in(ANA, OptInState.INVITED, misses=1))
    decision = due(inviting(view, invited(BEN, SeatState.ACCEPTED), invited(CLEO, SeatState.ACCEPTED)))

    assert {wish.misses for wish in wishes_in(decision)} == {0}


def test_deadline_waits_for_one_reached_late() -> None:
    """The decision moves with the latest deadline."""
    late = invited(BEN)
    late = replace(late, seat=replace(late.seat, answer_by=DEADLINE + DAY))

    decision = due(inviting(invited(ANA), late))

    assert decision.changes == ()
    assert due_of(decision, "answers:") == DEADLINE + DAY


def test_pause_after_a_yes_seats_nobody_unasked() -> None:
    """Who paused between the yes and the opening is not seated; they go first in line instead."""
    paused = replace(invited(DAN, SeatState.ACCEPTED), member=a_member(DAN, paused_until=DEADLINE + DAY))
    others = [invited(member, SeatState.ACCEPTED) for member in SIX[:3]]

    decision = due(inviting(*others, paused))

    room = next(effect for effect in decision.effects if isinstance(effect, OpenRoom))
    assert DAN not in room.members
    assert states_in(decision)[DAN] is SeatState.RELEASED


def test_leave_after_a_yes_seats_nobody() -> None:
    """Leaving outranks an earlier yes: the seat is not taken."""
    gone = replace(invited(DAN, SeatState.ACCEPTED), opt_in=an_opt_in(DAN, OptInState.ENDED))
    others = [invited(member, SeatState.ACCEPTED) for member in SIX[:3]]

    decision = due(inviting(*others, gone))

    assert DAN not in {wish.member for wish in wishes_in(decision)}
    assert states_in(decision)[DAN] is SeatState.RELEASED


def test_room_opens_with_the_earliest_yeses() -> None:
    """The first five yeses sit; a sixth one that came in goes first in line."""
    views = [
        invited(member, SeatState.ACCEPTED, answered_at=NOON + timedelta(minutes=10 - index))
        for index, member in enumerate(SIX)
    ]

    decision = due(inviting(*views))

    assert states_in(decision)[ANA] is SeatState.RELEASED
    assert sorted(states_in(decision).values()).count(SeatState.SEATED) == 5


def test_deadline_after_an_early_opening_only_lets_the_others_go() -> None:
    """A circle that opened early changes nothing but the invitations still open."""
    decision = due(inviting(invited(ANA), invited(BEN, SeatState.DECLINED), state=CircleState.OPEN))

    assert circles_in(decision) == ()
    assert states_in(decision) == {ANA: SeatState.LAPSED, BEN: SeatState.LAPSED}


def test_deadline_twice_changes_nothing() -> None:
    """A timer that comes again finds everything decided."""
    scope = four_with(ANA, BEN, CLEO)

    again = due(applied(scope, due(scope)))

    assert again == Decision()


def test_deadline_of_an_unknown_circle_changes_nothing() -> None:
    """A circle that is gone has no deadline."""
    assert due(replace(four_with(), circle=None)) == Decision()


def test_fizzled_note_waits_for_the_morning() -> None:
    """The honest note keeps quiet hours, too."""
    decision = due(four_with(ANA), at=MIDNIGHT + 4 * DAY)

    assert directs_in(decision) == ()
    assert due_of(decision, "held-answer:") == MIDNIGHT + 4 * DAY + 8 * HOUR


def test_fizzled_note_does_not_break_a_pause() -> None:
    """Who paused after their yes hears nothing, and still goes first in line."""
    paused = replace(invited(ANA, SeatState.ACCEPTED), member=a_member(paused_until=DEADLINE + DAY))

    decision = due(inviting(paused, invited(BEN)))

    assert (directs_in(decision), due_of(decision, "held-answer:")) == ((), None)
    assert due_of(decision, "settle:") == DEADLINE + DAY


def test_open_room_is_keyed_by_its_circle() -> None:
    """Deciding twice opens one room."""
    room = next(effect for effect in due(four_with(ANA, BEN, CLEO)).effects if isinstance(effect, OpenRoom))

    assert room.key == f"open:{CircleId(CIRCLE)}"
    assert Kept(a_circle(CircleState.OPENING, planned_at=NOON)) in due(four_with(ANA, BEN, CLEO)).changes
