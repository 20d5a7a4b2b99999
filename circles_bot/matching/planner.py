"""The matcher: who waits goes into circles of the aimed size, and who is left is asked on top where that is possible.

Hard rules hold by construction: every step goes through :meth:`Pool.fits`, and nobody is asked twice in a round. What
is soft is one sum of whole numbers (:mod:`circles_bot.matching.objective`), made smaller in four steps; between the
first and the second, who is left out takes the seats kept open in circles that talk already.

1. *Seed*: whoever's turn it is gets the cheapest circle that can be made around them from those not yet placed.
2. *Rescue*: who is left out, and cannot be asked on top of a circle either, founds one with others left out and with
   people from circles that can spare them.
3. *Improve*: a budget of random swaps, relocations and insertions, accepted while they make the sum at most a little
   larger (threshold accepting: like annealing, without a single fraction), at the end only when they do not.
4. *Top up*: who is still left out is asked on top of a circle of theirs, up to six invitations each.

A circle larger than the aim is never planned: up to six are invited anyhow, and a planned fifth member would be the
same invitation under another name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from circles_bot.engine.ids import InterestId
from circles_bot.matching.dice import Dice
from circles_bot.matching.late import take_late_seats
from circles_bot.matching.objective import EXTRA, hours_cost, size_cost
from circles_bot.matching.pool import Pool, make_pool
from circles_bot.matching.problem import Cost, Group, LeftOut, Plan, Problem, Reason

CANDIDATES_AT_MOST = 64
"""How many of those whose turn is next are looked at for a seat: a large pool must not cost its square."""

FIRST_THRESHOLD = 12
"""Six points: what a pair that met a while ago costs."""


@dataclass(slots=True)
class _Circle:
    interest: InterestId
    members: list[int]
    cost: int


def plan(problem: Problem, *, seed: int, moves: int) -> Plan:
    """Return the circles to ask people into; deterministic, and never raises for what cannot be done."""
    pool = make_pool(problem, seed)
    circles, out = _seeded(pool)
    late = take_late_seats(pool, out)
    _rescue(pool, circles, out)
    circles, out = _improved(pool, circles, out, Dice(seed), moves)
    extras = _extras(pool, circles, out)
    return replace(_plan_of(pool, seed, circles, out, extras), late=late)


def _seeded(pool: Pool) -> tuple[list[_Circle], list[int]]:
    free = dict.fromkeys(range(len(pool.people)))
    circles: list[_Circle] = []
    for person in range(len(pool.people)):
        made = _cheapest_around(pool, person, free) if person in free else None
        if made is not None:
            circles.append(made)
            for member in made.members:
                del free[member]
    return circles, list(free)


def _cheapest_around(pool: Pool, person: int, free: dict[int, None]) -> _Circle | None:
    """Return the best circle around somebody: nearest to the aimed size, cheapest, of the interest fewest follow."""
    best: tuple[tuple[int, int, int, str], _Circle] | None = None
    for interest in sorted(pool.people[person].interests):
        followers = pool.followers[interest]
        members = _gathered(pool, person, (other for other in followers if other in free), pool.sizes.aim)
        if len(members) < pool.sizes.least:
            continue
        made = _Circle(interest, members, pool.cost(members))
        rank = (pool.sizes.aim - len(members), made.cost, len(followers), interest)
        if best is None or rank < best[0]:
            best = (rank, made)
    return best[1] if best else None


def _gathered(pool: Pool, person: int, others: Iterable[int], size: int) -> list[int]:
    """Return somebody and those of ``others`` who go with them at the lowest cost, up to ``size``."""
    members = [person]
    candidates = list(islice((other for other in others if pool.fits(other, members)), CANDIDATES_AT_MOST))
    while candidates and len(members) < size:
        chosen = min(candidates, key=lambda other: (pool.cost([*members, other]), other))
        members.append(chosen)
        candidates = [other for other in candidates if pool.fits(other, members)]
    return members


def _rescue(pool: Pool, circles: list[_Circle], out: list[int]) -> None:
    """Let who cannot even be asked on top found a circle, where others left out or well-filled circles allow it."""
    stuck = list(out)
    _extras(pool, circles, stuck)
    for person in stuck:
        if person in out and not _insert(pool, circles, out, person):
            _found_circle(pool, circles, out, person)


def _insert(pool: Pool, circles: list[_Circle], out: list[int], person: int) -> bool:
    open_ones = (circle for circle in circles if _takes(pool, circle, person))
    best = min(open_ones, key=lambda circle: pool.cost([*circle.members, person]) - circle.cost, default=None)
    if best is None:
        return False
    best.members.append(person)
    best.cost = pool.cost(best.members)
    out.remove(person)
    return True


def _takes(pool: Pool, circle: _Circle, person: int) -> bool:
    has_room = len(circle.members) < pool.sizes.aim
    return has_room and pool.follows(person, circle.interest) and pool.fits(person, circle.members)


def _found_circle(pool: Pool, circles: list[_Circle], out: list[int], person: int) -> None:
    for interest in sorted(pool.people[person].interests, key=lambda key: (len(pool.followers[key]), key)):
        spare = _to_spare(pool, circles, interest)
        others = [other for other in out if other != person and pool.follows(other, interest)]
        members = _gathered(pool, person, [*others, *spare], pool.sizes.least)
        if len(members) < pool.sizes.least:
            continue
        for member in members:
            if member in spare:
                spare[member].members.remove(member)
                spare[member].cost = pool.cost(spare[member].members)
            else:
                out.remove(member)
        circles.append(_Circle(interest, members, pool.cost(members)))
        return


def _to_spare(pool: Pool, circles: list[_Circle], interest: InterestId) -> dict[int, _Circle]:
    """Return one follower of an interest from each circle that stays large enough without them."""
    spare: dict[int, _Circle] = {}
    for circle in circles:
        if len(circle.members) > pool.sizes.least:
            found = next((member for member in circle.members if pool.follows(member, interest)), None)
            if found is not None:
                spare[found] = circle
    return spare


def _improved(
    pool: Pool, circles: list[_Circle], out: list[int], dice: Dice, moves: int
) -> tuple[list[_Circle], list[int]]:
    """Spend the budget of moves; return the better of what there was and what became of it."""
    if not circles or (len(circles) == 1 and not out):
        return circles, out
    before = ([_Circle(circle.interest, list(circle.members), circle.cost) for circle in circles], list(out))
    gained = 0
    for move in range(moves):
        threshold = max(0, FIRST_THRESHOLD - 2 * FIRST_THRESHOLD * move // max(moves, 1))
        gained += _try_move(pool, circles, out, dice, threshold)
    return before if gained > 0 else (circles, out)


def _try_move(pool: Pool, circles: list[_Circle], out: list[int], dice: Dice, threshold: int) -> int:
    """Try one random move and return by how much it changed the sum, 0 when it was not taken."""
    kind = dice.below(20)
    first = circles[dice.below(len(circles))]
    if kind < 4 and out:
        return _try_replace(pool, first, out, dice, threshold)
    second = circles[dice.below(len(circles))]
    if first is second:
        return 0
    if kind < 7:
        return _try_relocate(pool, first, second, dice, threshold)
    return _try_swap(pool, first, second, dice, threshold)


def _try_swap(pool: Pool, first: _Circle, second: _Circle, dice: Dice, threshold: int) -> int:
    one, other = dice.below(len(first.members)), dice.below(len(second.members))
    leaving, coming = first.members[one], second.members[other]
    if not (pool.follows(leaving, second.interest) and pool.follows(coming, first.interest)):
        return 0
    staying, there = _without(first.members, one), _without(second.members, other)
    if not (pool.fits(coming, staying) and pool.fits(leaving, there)):
        return 0
    return _take(pool, (first, [*staying, coming]), (second, [*there, leaving]), threshold)


def _try_relocate(pool: Pool, first: _Circle, second: _Circle, dice: Dice, threshold: int) -> int:
    one = dice.below(len(first.members))
    moving = first.members[one]
    if len(first.members) <= pool.sizes.least or not _takes(pool, second, moving):
        return 0
    return _take(pool, (first, _without(first.members, one)), (second, [*second.members, moving]), threshold)


def _try_replace(pool: Pool, circle: _Circle, out: list[int], dice: Dice, threshold: int) -> int:
    """Give a seat to somebody left out: a free one, else another's."""
    position, seat = dice.below(len(out)), dice.below(len(circle.members))
    coming, leaving = out[position], circle.members[seat]
    if _takes(pool, circle, coming):
        return _seat(pool, circle, out, position)
    staying = _without(circle.members, seat)
    if not pool.follows(coming, circle.interest) or not pool.fits(coming, staying):
        return 0
    members = [*staying, coming]
    cost = pool.cost(members)
    delta = cost - circle.cost + pool.left_out(leaving) - pool.left_out(coming)
    if delta > threshold:
        return 0
    circle.members, circle.cost, out[position] = members, cost, leaving
    return delta


def _seat(pool: Pool, circle: _Circle, out: list[int], position: int) -> int:
    members = [*circle.members, out[position]]
    delta = pool.cost(members) - circle.cost - pool.left_out(out[position])
    if delta > 0:
        return 0
    circle.members, circle.cost = members, circle.cost + delta + pool.left_out(out[position])
    del out[position]
    return delta


def _take(pool: Pool, first: tuple[_Circle, list[int]], second: tuple[_Circle, list[int]], threshold: int) -> int:
    costs = (pool.cost(first[1]), pool.cost(second[1]))
    delta = sum(costs) - first[0].cost - second[0].cost
    if delta > threshold:
        return 0
    for (circle, members), cost in zip((first, second), costs, strict=True):
        circle.members, circle.cost = members, cost
    return delta


def _without(members: Sequence[int], position: int) -> list[int]:
    return [*members[:position], *members[position + 1 :]]


def _extras(pool: Pool, circles: list[_Circle], out: list[int]) -> list[list[int]]:
    """Ask who is still left out on top of a circle, by turns, the one with the fewest invitations first."""
    extras: list[list[int]] = [[] for _ in circles]
    by_interest: dict[InterestId, list[int]] = {}
    for index, circle in enumerate(circles):
        by_interest.setdefault(circle.interest, []).append(index)
    for person in sorted(out):
        following = (index for key in sorted(pool.people[person].interests) for index in by_interest.get(key, ()))
        open_ones = [index for index in following if _may_top_up(pool, circles[index], extras[index], person)]
        if open_ones:
            chosen = min(open_ones, key=lambda index: (len(circles[index].members) + len(extras[index]), index))
            extras[chosen].append(person)
            out.remove(person)
    return extras


def _may_top_up(pool: Pool, circle: _Circle, extras: Sequence[int], person: int) -> bool:
    asked = [*circle.members, *extras]
    return len(asked) < pool.sizes.invitations and pool.fits(person, asked)


def _plan_of(pool: Pool, seed: int, circles: list[_Circle], out: list[int], extras: list[list[int]]) -> Plan:
    groups = [
        Group(
            interest=circle.interest,
            members=tuple(pool.people[member].member for member in sorted(circle.members)),
            extras=tuple(pool.people[member].member for member in more),
        )
        for circle, more in zip(circles, extras, strict=True)
    ]
    left_out = [LeftOut(member=pool.people[person].member, reason=_reason(pool, person)) for person in out]
    left_out.extend(LeftOut(member=person.member, reason=reason) for person, reason in pool.set_aside)
    return Plan(
        seed=seed,
        groups=tuple(sorted(groups, key=lambda group: (group.interest, group.members))),
        left_out=tuple(sorted(left_out, key=lambda left: left.member)),
        cost=_cost(pool, circles, out, extras),
    )


def _reason(pool: Pool, person: int) -> Reason:
    interests = pool.people[person].interests
    reachable = [key for key in sorted(interests) if len(pool.followers[key]) >= pool.sizes.least]
    if not reachable:
        return Reason.TOO_FEW_FOLLOW
    for interest in reachable:
        if len(_gathered(pool, person, pool.followers[interest], pool.sizes.least)) >= pool.sizes.least:
            return Reason.NO_SEAT_LEFT
    return Reason.NOBODY_TO_SIT_WITH


def _cost(pool: Pool, circles: list[_Circle], out: list[int], extras: list[list[int]]) -> Cost:
    hours = sum(hours_cost(_shared_hours(pool, circle.members)) for circle in circles)
    size = sum(size_cost(len(circle.members), pool.sizes.aim) for circle in circles)
    return Cost(
        met=sum(circle.cost for circle in circles) - hours - size,
        hours=hours,
        size=size,
        left_out=sum(pool.left_out(person) for person in out),
        extras=EXTRA * sum(len(more) for more in extras),
    )


def _shared_hours(pool: Pool, members: Sequence[int]) -> int:
    shared = -1
    for member in members:
        shared &= pool.hours[member]
    return shared
