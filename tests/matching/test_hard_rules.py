"""What the matcher keeps always, on random communities."""

from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circles_bot.engine.ids import MemberId
from circles_bot.matching.planner import plan
from circles_bot.matching.problem import Problem
from tests.matching.pools import broken_rules, people, problems

MOVES = 120
SEEDS = st.integers(0, 2**63 - 1)


@settings(deadline=None, max_examples=200)
@given(problem=problems(), seed=SEEDS)
def test_plan_breaks_no_hard_rule(problem: Problem, seed: int) -> None:
    """Size bounds, the circle's interest, a shared language, avoidances, capacity and pauses: always."""
    assert broken_rules(problem, plan(problem, seed=seed, moves=MOVES)) == []


@settings(deadline=None, max_examples=60)
@given(problem=problems(), seed=SEEDS, data=st.data())
def test_plan_does_not_depend_on_the_order_of_what_it_is_given(
    problem: Problem, seed: int, data: st.DataObject
) -> None:
    """The order in which a database returns its rows changes nothing."""
    shuffled = replace(
        problem,
        people=tuple(data.draw(st.permutations(problem.people))),
        encounters=tuple(data.draw(st.permutations(problem.encounters))),
        avoiding=frozenset((other, one) for one, other in problem.avoiding),
    )

    assert plan(shuffled, seed=seed, moves=MOVES) == plan(problem, seed=seed, moves=MOVES)


@settings(deadline=None, max_examples=60)
@given(problem=problems(), seed=SEEDS)
def test_plan_is_the_same_for_the_same_seed(problem: Problem, seed: int) -> None:
    """A crash runs the same seed again and gets the same circles."""
    assert plan(problem, seed=seed, moves=MOVES) == plan(problem, seed=seed, moves=MOVES)


@settings(deadline=None, max_examples=60)
@given(problem=problems(), seed=SEEDS, data=st.data())
def test_plan_never_seats_a_pair_that_comes_to_avoid_each_other(
    problem: Problem, seed: int, data: st.DataObject
) -> None:
    """Take any two whom a plan seats together: once one avoids the other, no plan does."""
    groups = plan(problem, seed=seed, moves=MOVES).groups
    if not groups:
        return
    group = data.draw(st.sampled_from(groups))
    one, other = data.draw(st.permutations(group.invited))[:2]

    again = plan(
        replace(problem, avoiding=problem.avoiding | {(MemberId(one), MemberId(other))}), seed=seed, moves=MOVES
    )

    assert not any({one, other} <= {*found.members, *found.extras} for found in again.groups)


@settings(deadline=None, max_examples=60)
@given(problem=problems(), seed=SEEDS)
def test_more_moves_never_make_a_plan_dearer(problem: Problem, seed: int) -> None:
    """What the moves make of the first plan is kept only where it is no worse in what they weigh."""
    once = replace(problem, people=tuple(replace(one, capacity=min(one.capacity, 1)) for one in problem.people))

    before, after = (plan(once, seed=seed, moves=moves) for moves in (0, MOVES))

    extras = 40 * sum(len(group.extras) for group in (*before.groups, *after.groups))
    assert after.cost.total <= before.cost.total + extras


@pytest.mark.parametrize("seed", range(4))
def test_no_move_joins_a_pair_that_avoids_each_other(seed: int) -> None:
    """Forty people, a quarter of all pairs kept apart, two languages: thousands of moves, and none breaks a rule."""
    dice = Random(seed)
    crowd = tuple(
        replace(one, languages=frozenset(dice.choice((("en",), ("es",), ("en", "es")))), asks=frozenset({"a thesis"}))
        for one in people(40)
    )
    pairs = list(combinations([one.member for one in crowd], 2))
    problem = Problem(people=crowd, avoiding=frozenset(dice.sample(pairs, len(pairs) // 4)))

    assert broken_rules(problem, plan(problem, seed=seed, moves=8_000)) == []


def test_plan_leaves_everybody_out_where_everybody_avoids_everybody() -> None:
    """What cannot be done leaves people out with a reason, and never raises."""
    crowd = people(8)
    everybody = frozenset((one.member, other.member) for one in crowd for other in crowd if one != other)

    found = plan(Problem(people=crowd, avoiding=everybody), seed=1, moves=MOVES)

    assert found.groups == ()
    assert {left.reason.value for left in found.left_out} == {"nobody_to_sit_with"}
