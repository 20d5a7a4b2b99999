"""From a round's snapshot to the matcher and back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from circles_bot.engine.events import RoundPlanned
from circles_bot.engine.model import Avoidance, CircleState, Meeting, OptInState
from circles_bot.engine.policy import Policy
from circles_bot.engine.rounds import round_planned
from circles_bot.matching.planner import plan
from circles_bot.matching.problem import Problem
from circles_bot.matching.rounds import planned_circles, pool_of
from tests.engine.builders import ANA, BEN, CLEO, COMMUNITY, DAN, DAY, EVE, NOON, a_member
from tests.engine.towns import BASEBALL, BOOKS, ROUND, a_wish, circles_in, round_scope, seats_in

POLICY = Policy()


def test_pool_holds_only_who_may_be_seated() -> None:
    """Who sits, skips, pauses or has no seat to spare is no part of the pool."""
    scope = round_scope(
        a_wish(member=ANA),
        a_wish(member=BEN, skips_until=NOON + DAY),
        a_wish(member=CLEO),
        a_wish(member=DAN, state=OptInState.INVITED),
        a_wish(member=EVE),
        members={CLEO: a_member(CLEO, paused_until=NOON + DAY)},
        live_seats={EVE: 1},
    )

    assert [person.member for person in pool_of(scope, POLICY).people] == [ANA]


def test_pool_gathers_all_of_somebodys_wishes() -> None:
    """All open interests of a community are matched together."""
    scope = round_scope(a_wish(member=ANA, rounds_waited=2), a_wish(BOOKS, member=ANA, is_first_in_line=True))

    person = pool_of(scope, POLICY).people[0]

    assert person.interests == {BASEBALL.id, BOOKS.id}
    assert (person.rounds_waited, person.is_first_in_line) == (2, True)


@pytest.mark.parametrize(("weeks", "strength"), [(0, 4), (25, 4), (26, 3), (52, 2), (78, 1), (104, 0), (300, 0)])
def test_meetings_fade_over_two_years(weeks: int, strength: int) -> None:
    """Having met weighs less with time, and nothing after two years."""
    met = Meeting(community=COMMUNITY, first=ANA, second=BEN, met_at=NOON - timedelta(weeks=weeks))

    pool = pool_of(round_scope(a_wish(member=ANA), a_wish(member=BEN), meetings=(met,)), POLICY)

    assert pool.encounters[0].strength == strength


def test_plan_of_a_pool_is_applied_whole() -> None:
    """What the matcher plans from a snapshot, applying it to that snapshot invites: none of its seats is refused."""
    everybody = (ANA, BEN, CLEO, DAN, EVE)
    avoiding = Avoidance(community=COMMUNITY, member=ANA, other=BEN, since=NOON)
    scope = round_scope(*(a_wish(member=member) for member in everybody), avoidances=(avoiding,))
    circles = planned_circles(plan(pool_of(scope, POLICY), seed=ROUND.seed, moves=500))

    decision = round_planned(scope, RoundPlanned(community=COMMUNITY, at=NOON, round=ROUND.id, circles=circles))

    assert [circle.state for circle in circles_in(decision)] == [CircleState.INVITING]
    assert {seat.member for seat in seats_in(decision)} == {*circles[0].members, *circles[0].extras}
    assert not {ANA, BEN} <= {seat.member for seat in seats_in(decision)}


def test_pool_of_a_round_that_is_gone_is_empty() -> None:
    """An unknown round has nobody to match."""
    assert pool_of(replace(round_scope(a_wish()), round=None), POLICY) == Problem(people=())
