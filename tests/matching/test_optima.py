"""The benchmark's own reckoning agrees with the matcher's, so that an optimum it proves is one of the same sum."""

from random import Random

from benchmarks.crowds import crowd, meetings_of
from benchmarks.exact import columns_of, optimum
from circles_bot.matching.annealing import circles_at_most
from circles_bot.matching.planner import plan
from circles_bot.matching.pool import make_pool
from circles_bot.matching.problem import Problem, Sizes


def test_a_small_pool_is_planned_at_the_proven_optimum() -> None:
    """Twelve people who have met before: over every possible circle there is none cheaper."""
    people, dice = crowd(12, 5), Random(5)
    order = [person.member for person in people]
    dice.shuffle(order)
    met = meetings_of([order[:4], order[4:8], order[8:]])
    problem = Problem(people=people, sizes=Sizes(are_asked=False), encounters=tuple(met))
    pool = make_pool(problem, people, 1)
    index = {person.member: place for place, person in enumerate(pool.people)}

    made = plan(problem, seed=1, moves=36_000)

    columns = columns_of(pool, range(3, 7))
    for members, costs in zip(columns.members, columns.costs, strict=True):
        assert [pool.price([int(one) for one in row]) for row in members[::50]] == list(costs[::50])
    known = [[index[one] for one in group.invited] for group in made.groups]
    assert made.cost.total == optimum(pool, columns, known, circles_at_most=circles_at_most(pool))
