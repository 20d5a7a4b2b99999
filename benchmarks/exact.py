"""Exact optima to hold the matcher against, by column generation and CP-SAT (ortools, used nowhere else).

Every possible circle of a small pool is a column with its cost by the matcher's own objective. A linear program over few
columns gives prices of people; whatever column is cheaper than its people's prices joins, until none is. Its value is a
proven bound, and only columns within the gap between that bound and a known plan can be in a better plan: CP-SAT finds
the best of those. Nothing is lost on the way, so what it proves optimal is optimal over all circles.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from circles_bot.matching.objective import HOURS_COST, OFFER, asks_costs
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

    for members, cost in rows:
        add(members, cost)
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
