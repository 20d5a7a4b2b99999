"""Exact optima to hold the matcher against, by column generation and CP-SAT (ortools, used nowhere else).

Every possible circle of a small pool is a column with its cost by the matcher's own objective. A linear program over
few columns gives prices of people; whatever column is cheaper than its people's prices joins, until none is. Its value
is a proven bound, and only columns within the gap between that bound and a known plan can be in a better plan: CP-SAT
finds the best of those. Nothing is lost on the way, so what it proves optimal is optimal over all circles.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]  # it has no stubs
from ortools.sat.python import cp_model

from circles_bot.matching.objective import ASKS, HOUR_MISSING, HOURS_COST, HOURS_WANTED, NO_HOUR, OFFER, asks_costs
from circles_bot.matching.pool import Pool

Numbers: TypeAlias = "NDArray[np.int64]"
A_LITTLE = 1e-6
COLUMNS_A_TURN = 3_000
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Columns:
    """Circles of one size each: who sits in them (a row each, by index) and what each costs."""

    members: list[Numbers]
    costs: list[Numbers]


def columns_of(pool: Pool, sizes: Sequence[int]) -> Columns:
    """Return every group of these sizes (all of a pool with one interest and nobody kept apart) with its cost."""
    found = Columns([], [])
    for size in sizes:
        members = all_groups(len(pool.people), size)
        found.members.append(members)
        found.costs.append(costs_of(pool, members))
    return found


def all_groups(count: int, size: int) -> Numbers:
    """Return every group of a size, a row each."""
    flat = np.fromiter((one for group in combinations(range(count), size) for one in group), np.int64)
    return flat.reshape(comb(count, size), size)


def costs_of(pool: Pool, members: Numbers) -> Numbers:
    """Return what groups of one size cost, by the matcher's objective."""
    people, size = len(pool.people), members.shape[1]
    met = np.zeros((people, people), np.int64)
    for one, known in enumerate(pool.met):
        for other, cost in known.items():
            met[one, other] = cost
    total = np.full(len(members), pool.size_costs[size], np.int64)
    for first, second in combinations(range(size), 2):
        total += met[members[:, first], members[:, second]]
    hours = np.array(pool.hours, np.int64)
    shared = np.bitwise_and.reduce(hours[members], axis=1)
    total += np.array(HOURS_COST, np.int64)[np.bitwise_count(shared)]
    return total + tags_of(pool, members) if pool.has_tags else total


def tags_of(pool: Pool, members: Numbers) -> Numbers:
    """Return what asks and offers cost."""
    asks, offers = np.array(pool.asks, np.int64), np.array(pool.offers, np.int64)
    size = members.shape[1]
    total = np.zeros(len(members), np.int64)
    for seat in range(size):
        others = [other for other in range(size) if other != seat]
        offered = np.bitwise_or.reduce(offers[members[:, others]], axis=1)
        asked = np.bitwise_or.reduce(asks[members[:, others]], axis=1)
        own_asks, own_offers = asks[members[:, seat]], offers[members[:, seat]]
        counts, unmet = np.bitwise_count(own_asks), np.bitwise_count(own_asks & ~offered)
        table = np.zeros((int(counts.max()) + 1, int(counts.max()) + 1), np.int64)
        for count in range(1, len(table)):
            table[count, : count + 1] = asks_costs(count)
        total += table[counts, unmet] + np.where((own_offers != 0) & (own_offers & asked == 0), OFFER, 0)
    return total


def optimum(pool: Pool, columns: Columns, known: Sequence[Sequence[int]], *, circles_at_most: int) -> int | None:
    """Return the proven least cost of seating everybody, or None where it could not be proven in time."""
    rows = [(tuple(circle), pool.price(circle)) for circle in known]
    upper = sum(cost for _, cost in rows)
    prices, share = _prices(pool, columns, rows, circles_at_most)
    bound = sum(prices) + share * circles_at_most
    gap = upper - bound + A_LITTLE
    kept = list(rows)
    for members, costs in zip(columns.members, columns.costs, strict=True):
        near = np.flatnonzero(costs - prices[members].sum(axis=1) - share <= gap)
        kept.extend((tuple(map(int, members[row])), int(costs[row])) for row in near)
    return _best_cover(len(pool.people), kept, circles_at_most, upper)


def _prices(
    pool: Pool, columns: Columns, rows: Sequence[tuple[tuple[int, ...], int]], circles_at_most: int
) -> tuple[NDArray[np.float64], float]:
    """Return each person's price and that of one more circle, at which no column is too cheap."""
    people = len(pool.people)
    solver = pywraplp.Solver.CreateSolver("GLOP")
    covered = [solver.Constraint(1, 1) for _ in range(people)]
    number = solver.Constraint(-solver.infinity(), circles_at_most)
    objective = solver.Objective()
    objective.SetMinimization()

    def add(members: Sequence[int], cost: float) -> None:
        column = solver.NumVar(0, solver.infinity(), "")
        objective.SetCoefficient(column, cost)
        number.SetCoefficient(column, 1)
        for member in members:
            covered[int(member)].SetCoefficient(column, 1)

    for known, price in rows:
        add(known, price)
    while True:
        assert solver.Solve() == pywraplp.Solver.OPTIMAL
        prices = np.array([one.dual_value() for one in covered])
        share = number.dual_value()
        is_done = True
        for members, costs in zip(columns.members, columns.costs, strict=True):
            reduced = costs - prices[members].sum(axis=1) - share
            cheapest = (
                np.argsort(reduced)[:COLUMNS_A_TURN]
                if len(reduced) <= COLUMNS_A_TURN
                else np.argpartition(reduced, COLUMNS_A_TURN)[:COLUMNS_A_TURN]
            )
            new = cheapest[reduced[cheapest] < -A_LITTLE]
            for row in new:
                add(members[row], float(costs[row]))
            is_done = is_done and not len(new)
        if is_done:
            return prices, share


def _best_cover(
    people: int, columns: Sequence[tuple[tuple[int, ...], int]], circles_at_most: int, upper: int
) -> int | None:
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in columns]
    by_person: list[list[cp_model.IntVar]] = [[] for _ in range(people)]
    for taken, (members, _) in zip(chosen, columns, strict=True):
        for member in members:
            by_person[member].append(taken)
    for mine in by_person:
        model.add_exactly_one(mine)
    model.add(sum(chosen) <= circles_at_most)
    total = sum(cost * taken for taken, (_, cost) in zip(chosen, columns, strict=True))
    model.add(total <= upper)
    model.minimize(total)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.max_time_in_seconds = 240
    return int(solver.objective_value) if solver.solve(model) == cp_model.OPTIMAL else None


def cp_sat_alone(pool: Pool, *, circles: int, seconds: float) -> int:
    """Return the cheapest seating that CP-SAT finds in time when it is told the objective and left alone.

    Who sits at which circle is a variable each; so is what follows from it. The first circle is the first person's.
    """
    model = cp_model.CpModel()
    people, sizes = range(len(pool.people)), pool.sizes
    sits = [[model.new_bool_var("") for _ in range(circles)] for _ in people]
    model.add(sits[0][0] == 1)
    for mine in sits:
        model.add_exactly_one(mine)
    cost: list[cp_model.LinearExprT] = []
    for circle in range(circles):
        at = [mine[circle] for mine in sits]
        size = model.new_int_var(0, sizes.most, "")
        model.add(size == sum(at))
        allowed = [(0, 0), *((number, pool.size_costs[number]) for number in range(sizes.least, sizes.most + 1))]
        size_cost = model.new_int_var(0, max(pool.size_costs), "")
        model.add_allowed_assignments([size, size_cost], allowed)
        cost.append(size_cost)
        cost.extend(_hours(model, pool, at, size))
        cost.extend(_tags(model, pool, at))
    for one, known in enumerate(pool.met):
        for other, price in known.items():
            if one < other:
                together = model.new_bool_var("")
                for first, second in zip(sits[one], sits[other], strict=True):
                    model.add(together >= first + second - 1)
                cost.append(price * together)
    model.minimize(sum(cost))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.max_time_in_seconds = seconds
    assert solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return int(solver.objective_value)


def _hours(
    model: cp_model.CpModel, pool: Pool, at: Sequence[cp_model.IntVar], size: cp_model.IntVar
) -> list[cp_model.LinearExprT]:
    """Return the cost of the hours in common; a circle with nobody shares them all."""
    shared = [model.new_bool_var("") for _ in range(24)]
    for hour, taken in enumerate(shared):
        for member, sits in enumerate(at):
            if not pool.hours[member] >> hour & 1:
                model.add_implication(sits, ~taken)
    missing = model.new_int_var(0, HOURS_WANTED, "")
    none = model.new_bool_var("")
    model.add(missing >= HOURS_WANTED - sum(shared))
    model.add(none >= 1 - sum(shared))
    return [HOUR_MISSING * missing, NO_HOUR * none]


def _tags(model: cp_model.CpModel, pool: Pool, at: Sequence[cp_model.IntVar]) -> list[cp_model.LinearExprT]:
    """Return the cost of unmet asks (one or two each) and of offers that nobody asks for."""
    cost: list[cp_model.LinearExprT] = []
    for member, sits in enumerate(at):
        others = [other for other in range(len(at)) if other != member]
        asks, offers = pool.asks[member], pool.offers[member]
        for tag in (bit for bit in range(asks.bit_length()) if asks >> bit & 1):
            unmet = model.new_bool_var("")
            model.add(unmet >= sits - sum(at[other] for other in others if pool.offers[other] >> tag & 1))
            cost.append(ASKS // asks.bit_count() * unmet)
        if offers:
            unasked = model.new_bool_var("")
            model.add(unasked >= sits - sum(at[other] for other in others if pool.asks[other] & offers))
            cost.append(OFFER * unasked)
    return cost


def most_covered(wishes: Sequence[frozenset[str]], least: int) -> int:
    """Return how many people circles can hold at most, when each follows its interest and has enough people."""
    model = cp_model.CpModel()
    opened = {name: model.new_bool_var("") for name in sorted({name for own in wishes for name in own})}
    sits: dict[str, list[cp_model.IntVar]] = {name: [] for name in opened}
    for own in wishes:
        mine = {name: model.new_bool_var("") for name in sorted(own)}
        model.add_at_most_one(mine.values())
        for name, taken in mine.items():
            model.add_implication(taken, opened[name])
            sits[name].append(taken)
    for name, is_open in opened.items():
        model.add(sum(sits[name]) >= least * is_open)
    model.maximize(sum(taken for those in sits.values() for taken in those))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    assert solver.solve(model) == cp_model.OPTIMAL
    return int(solver.objective_value)


def cheapest_cut(size: int, costs: "NDArray[np.int64]") -> int:
    """Return the least cost of cutting people into groups of one size, from the cost of each pair, proven."""
    members = all_groups(len(costs), size)
    totals = sum(
        (costs[members[:, one], members[:, other]] for one, other in combinations(range(size), 2)),
        np.zeros(len(members), np.int64),
    )
    rows = [(tuple(map(int, row)), int(total)) for row, total in zip(members, totals, strict=True)]
    found = _best_cover(len(costs), rows, len(costs) // size, int(totals.sum()))
    assert found is not None, "not proven in time"
    return found
