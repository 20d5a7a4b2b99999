"""Rounds: when the matcher runs, and what becomes of its plan."""

from dataclasses import replace
from datetime import datetime

import pytest

from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.effects import PlanRound
from circles_bot.engine.events import PlannedCircle, RoundDue, RoundPlanned
from circles_bot.engine.ids import CircleId, MemberId
from circles_bot.engine.model import (
    Avoidance,
    CircleState,
    Community,
    Member,
    OptIn,
    OptInState,
    Round,
    RoundCause,
    RoundState,
    SeatState,
)
from circles_bot.engine.notes import Entry
from circles_bot.engine.rounds import room_name, round_due, round_planned
from circles_bot.engine.snapshots import RoundScope
from tests.engine.builders import (
    ANA,
    BEN,
    CLEO,
    COMMUNITY,
    DAN,
    DAY,
    EVE,
    FAY,
    HOUR,
    MIDNIGHT,
    NOON,
    a_community,
    a_member,
    an_interest,
)
from tests.engine.towns import (
    BASEBALL,
    BOOKS,
    ROUND,
    a_wish,
    circles_in,
    community_scope,
    directs_in,
    due_of,
    members_in,
    round_scope,
    seats_in,
    tokens_of,
    wishes_in,
)

FOUR = (ANA, BEN, CLEO, DAN)
TUESDAY = NOON + 6 * DAY + 6 * HOUR


def due(cause: RoundCause, community: Community | None = None, at: datetime = NOON) -> Decision:
    """Let a round fall due."""
    interest = BASEBALL.id if cause is RoundCause.SETTLED else None
    event = RoundDue(community=COMMUNITY, at=at, cause=cause, interest=interest)
    return round_due(community_scope(community=community), event)


def planned(
    scope: RoundScope,
    members: tuple[MemberId, ...] = FOUR,
    extras: tuple[MemberId, ...] = (),
    at: datetime = NOON,
) -> Decision:
    """Apply a plan of one circle on baseball at noon."""
    circle = PlannedCircle(interest=BASEBALL.id, members=members, extras=extras)
    return round_planned(scope, RoundPlanned(community=COMMUNITY, at=at, round=ROUND.id, circles=(circle,)))


def waiting(*members: MemberId) -> tuple[OptIn, ...]:
    """Return wishes for baseball."""
    return tuple(a_wish(member=member) for member in members)


def invited(decision: Decision) -> set[MemberId]:
    """Return who is invited."""
    return {seat.member for seat in seats_in(decision)}


@pytest.mark.parametrize("cause", list(RoundCause))
def test_round_due_begins_a_round(cause: RoundCause) -> None:
    """A round is a record with a seed, and the matcher is asked to plan it."""
    decision = due(cause)

    begun = next(change.record for change in decision.changes if isinstance(change.record, Round))
    assert (begun.state, begun.cause) == (RoundState.PLANNING, cause)
    assert [type(effect) for effect in decision.effects] == [PlanRound]
    assert 0 <= begun.seed < 2**63


def test_round_due_is_the_same_when_decided_again() -> None:
    """Deciding twice gives the same round, seed and effect: a repeat is recognised."""
    assert due(RoundCause.WEEKLY) == due(RoundCause.WEEKLY)


def test_round_weekly_plans_the_next_look() -> None:
    """The weekly look comes every week, and the board says when it was last."""
    decision = due(RoundCause.WEEKLY, at=TUESDAY)

    assert due_of(decision, "weekly:") == TUESDAY + 7 * DAY
    assert Kept(a_community(looked_at=TUESDAY)) in decision.changes


def test_round_settled_runs_at_most_once_a_day() -> None:
    """A second interest that settles within a day is looked at a day after the first."""
    decision = due(RoundCause.SETTLED, a_community(settled_round_at=NOON - 5 * HOUR))

    assert decision.effects == ()
    assert due_of(decision, "settle:") == NOON + 19 * HOUR


def test_round_settled_is_left_to_the_weekly_look_when_that_comes_first() -> None:
    """The weekly look looks at everybody anyway."""
    at = TUESDAY - 2 * HOUR

    decision = due(RoundCause.SETTLED, a_community(settled_round_at=at - HOUR), at)

    assert (decision.timers, decision.effects) == ((), ())


def test_round_settled_runs_again_the_next_day() -> None:
    """A day later it may."""
    assert due(RoundCause.SETTLED, a_community(settled_round_at=NOON - DAY)).effects != ()


def test_plan_invites_everybody_privately() -> None:
    """A circle is planned, its people are invited, and each is asked by a private message."""
    decision = planned(round_scope(*waiting(*FOUR)))

    assert [circle.state for circle in circles_in(decision)] == [CircleState.INVITING]
    assert {seat.state for seat in seats_in(decision)} == {SeatState.INVITED}
    assert {wish.state for wish in wishes_in(decision)} == {OptInState.INVITED}
    assert {direct.member for direct in directs_in(decision)} == set(FOUR)
    assert all(seat.delivered_at is None and seat.answer_by is None for seat in seats_in(decision))


def test_invitation_says_who_can_see_and_no_numbers_or_names() -> None:
    """Before the yes: who else could open the room. No numbers, no names, and how to get fewer."""
    note = directs_in(planned(round_scope(*waiting(*FOUR))))[0].note

    assert note.args["who_sees"] == Entry("who-can-open-room")
    assert set(note.args) == {"interest", "until", "who_sees"}
    assert note.footer is not None
    assert [token.partition(":")[0] for token in tokens_of(note)] == ["accept", "not-now", "mine"]


def test_invitations_count_in_the_budget() -> None:
    """What the bot asks of somebody is counted."""
    assert all(member.asked_at == (NOON,) for member in members_in(planned(round_scope(*waiting(*FOUR)))))


def test_invitations_at_night_wait_for_the_morning() -> None:
    """Quiet hours hold an invitation back; its time to answer is expected from then."""
    decision = planned(round_scope(*waiting(*FOUR)), at=MIDNIGHT)

    assert directs_in(decision) == ()
    assert due_of(decision, "invitation:") == MIDNIGHT + 8 * HOUR
    assert due_of(decision, "answers:") == MIDNIGHT + 3 * DAY + 8 * HOUR


def test_invitations_over_the_budget_wait() -> None:
    """Somebody who was asked today is asked tomorrow."""
    members = {ANA: a_member(ANA, asked_at=(NOON - HOUR,))}

    decision = planned(round_scope(*waiting(*FOUR), members=members))

    assert {direct.member for direct in directs_in(decision)} == {BEN, CLEO, DAN}
    assert due_of(decision, f"invitation:{circles_in(decision)[0].id}:{ANA}") is not None


def test_plan_applied_twice_changes_nothing() -> None:
    """A second plan of the same round changes nothing."""
    scope = round_scope(*waiting(*FOUR))
    applied = next(change.record for change in planned(scope).changes if isinstance(change.record, Round))

    assert planned(replace(scope, round=applied)) == Decision()


@pytest.mark.parametrize(
    "wish",
    [
        a_wish(state=OptInState.ENDED),
        a_wish(state=OptInState.SEATED),
        a_wish(state=OptInState.ASLEEP),
        a_wish(skips_until=NOON + HOUR),
        a_wish(BOOKS),
    ],
)
def test_plan_seats_nobody_whose_wish_no_longer_waits(wish: OptIn) -> None:
    """Each seat is checked again: who left, sits, sleeps or skips meanwhile is not invited."""
    scope = round_scope(wish, *waiting(BEN, CLEO, DAN))

    assert invited(planned(scope)) == {BEN, CLEO, DAN}


@pytest.mark.parametrize(
    ("member", "live"), [(a_member(ANA, paused_until=NOON + DAY), 0), (a_member(ANA), 1), (a_member(ANA), 3)]
)
def test_plan_seats_nobody_who_is_paused_or_has_no_seat_to_spare(member: Member, live: int) -> None:
    """Nobody above capacity, nobody paused: they paused or were seated while the plan was made."""
    scope = round_scope(*waiting(*FOUR), members={ANA: member}, live_seats={ANA: live})

    assert invited(planned(scope)) == {BEN, CLEO, DAN}


@pytest.mark.parametrize(("live", "opens"), [(98, True), (99, True), (100, False), (140, False)])
def test_a_round_opens_no_more_rooms_than_there_may_be(live: int, opens: bool) -> None:
    """Those for whom there is no room keep waiting, and go first in line when there is one again."""
    community = a_community(platform="slack")

    decision = planned(round_scope(*waiting(*FOUR), community=community, live_rooms=live))

    assert bool(invited(decision)) is opens
    wishes = [change.record for change in decision.changes if isinstance(change.record, OptIn)]
    assert {wish.is_first_in_line for wish in wishes} == {not opens}, "asked now, or first next time"


@pytest.mark.parametrize(("member", "other"), [(ANA, BEN), (BEN, ANA)])
def test_plan_never_joins_two_of_whom_one_avoids_the_other(member: MemberId, other: MemberId) -> None:
    """An avoidance that came while the plan was made is kept, whoever said it."""
    avoiding = Avoidance(community=COMMUNITY, member=member, other=other, since=NOON)

    assert not {ANA, BEN} <= invited(planned(round_scope(*waiting(*FOUR), avoidances=(avoiding,))))


def test_plan_never_joins_people_without_a_shared_language() -> None:
    """A shared language always; Ben, who has not said, is taken to talk in the community's."""
    both = {member: a_member(member, languages=("en", "es")) for member in (CLEO, DAN)}

    decision = planned(round_scope(*waiting(*FOUR), members={ANA: a_member(ANA, languages=("es",)), **both}))

    assert invited(decision) == {ANA, CLEO, DAN}


def test_plan_drops_a_circle_that_no_longer_reaches_the_minimum() -> None:
    """Its people go on waiting, a round nearer to the front."""
    scope = round_scope(a_wish(state=OptInState.ENDED), *waiting(BEN, CLEO))

    decision = planned(scope, (ANA, BEN, CLEO))

    assert circles_in(decision) == ()
    assert {(wish.member, wish.state, wish.rounds_waited) for wish in wishes_in(decision)} == {
        (BEN, OptInState.WAITING, 1),
        (CLEO, OptInState.WAITING, 1),
    }


def test_plan_fills_up_with_extras() -> None:
    """Extras are asked on top; one seat lost to a leave does not sink the circle."""
    scope = round_scope(a_wish(state=OptInState.ENDED), *waiting(BEN, CLEO, DAN, EVE, FAY))

    decision = planned(scope, (ANA, BEN, CLEO), (DAN, EVE, FAY))

    assert invited(decision) == {BEN, CLEO, DAN, EVE, FAY}
    assert {seat.member for seat in seats_in(decision) if seat.is_extra} == {DAN, EVE, FAY}


def test_plan_invites_at_most_six() -> None:
    """Six invitations for four seats, whatever a plan says."""
    many = tuple(MemberId(f"mem_{number}") for number in range(9))

    assert len(invited(planned(round_scope(*waiting(*many)), many))) == 6


def test_plan_asks_nobody_into_two_circles() -> None:
    """Nobody above capacity, also within one plan."""
    circles = tuple(PlannedCircle(interest=interest.id, members=FOUR, extras=()) for interest in (BASEBALL, BOOKS))
    wishes = (*waiting(*FOUR), *(a_wish(BOOKS, member=member) for member in FOUR))
    event = RoundPlanned(community=COMMUNITY, at=NOON, round=ROUND.id, circles=circles)

    assert len(circles_in(round_planned(round_scope(*wishes), event))) == 1


def test_plan_moves_those_left_out_forward() -> None:
    """Longest wait first next time; who rests or was met elsewhere has not waited."""
    resting = a_wish(member=FAY, skips_until=NOON + DAY)

    decision = planned(round_scope(*waiting(*FOUR, EVE), resting, a_wish(BOOKS, member=ANA)))

    waited = {(wish.member, wish.interest): wish.rounds_waited for wish in wishes_in(decision)}
    assert waited[EVE, BASEBALL.id] == 1
    assert (FAY, BASEBALL.id) not in waited
    assert (ANA, BOOKS.id) not in waited


def test_plan_of_an_unknown_round_changes_nothing() -> None:
    """Another community's round is an unknown one."""
    assert planned(replace(round_scope(*waiting(*FOUR)), round=None)) == Decision()


def test_plan_of_an_archived_interest_invites_nobody() -> None:
    """An interest that was closed meanwhile opens no circle."""
    scope = replace(round_scope(*waiting(*FOUR)), interests=(replace(BASEBALL, archived_at=NOON),))

    assert circles_in(planned(scope)) == ()


@pytest.mark.parametrize("name", ["first job", "@everyone <b>", "📚", "книги", "x" * 80])
def test_room_name_is_short_and_free_of_markup(name: str) -> None:
    """A room has a friendly name, always the same for a circle, whatever its interest is called."""
    found = room_name(an_interest(name), CircleId("cir_1"))

    assert found == room_name(an_interest(name), CircleId("cir_1"))
    assert 0 < len(found) <= 60
    assert all(letter.isalnum() or letter == "-" for letter in found)
