"""Which interests get circles, so that as few people as can be are left out.

A person is covered by an interest they follow that gets a circle, and an interest gets one when as many as a circle
needs can be kept for it, nobody for two. Choosing the best set is hard in general, so sets are built again and again:
each time the interests of those whom the last set left out come earlier ("squeaky wheel": Joslin and Clements, 1999),
and the best set is kept. In a large pool the first set covers everybody, and nothing more is tried.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from circles_bot.matching.dice import Dice
from circles_bot.matching.objective import LEFT_OUT
from circles_bot.matching.pool import Pool

DEPTH_AT_MOST = 12
"""How many interests may each give up somebody for another, in a row."""
JITTER = 4
COUNTED_AT_MOST = 60
"""Beyond so many people only the remainder by the aimed size matters."""


@dataclass(slots=True)
class _Kept:
    """Who is kept for which interest, by person (-1: for none) and by interest."""

    owner: list[int]
    people: dict[int, list[int]]


def cover(pool: Pool, dice: Dice, tries: int) -> list[int]:
    """Return an interest for everybody (-1 for none): each has nobody or at least as many as a circle needs."""
    urgency = [len(followers) for followers in pool.followers]
    best, best_cost = _Kept([-1] * len(pool.people), {}), -1
    for _ in range(tries):
        kept = _one_set(pool, urgency)
        missed = [
            person
            for person, options in enumerate(pool.options)
            if options and pool.follows[person].isdisjoint(kept.people)
        ]
        cost = sum(pool.left_out[person] for person in missed)
        if best_cost < 0 or cost < best_cost:
            best, best_cost = kept, cost
        if not cost:
            break
        for person in missed:
            for interest in pool.options[person]:
                urgency[interest] += 1 + dice.below(JITTER)
    return _spread(pool, best, dice)


def _one_set(pool: Pool, urgency: Sequence[int]) -> _Kept:
    """Let interests in, the most urgent first, that still find enough people and somebody not yet covered."""
    kept = _Kept([-1] * len(pool.people), {})
    covered: set[int] = set()
    for interest in sorted(range(len(urgency)), key=lambda interest: (-urgency[interest], interest)):
        followers = pool.followers[interest]
        if not covered.issuperset(followers) and _let_in(pool, kept, interest):
            covered.update(followers)
    return kept


def _let_in(pool: Pool, kept: _Kept, interest: int) -> bool:
    """Keep as many people for an interest as a circle needs, or nobody at all."""
    before = (kept.owner.copy(), {key: people.copy() for key, people in kept.people.items()})
    kept.people[interest] = []
    for _ in range(pool.sizes.least):
        if not _find_one(pool, kept, interest, {interest}, DEPTH_AT_MOST):
            kept.owner, kept.people = before
            return False
    return True


def _find_one(pool: Pool, kept: _Kept, interest: int, seen: set[int], depth: int) -> bool:
    """Keep one more person for an interest: somebody free, else one whose interest finds another in their place."""
    owner = kept.owner
    for person in pool.followers[interest]:
        if owner[person] < 0:
            owner[person] = interest
            kept.people[interest].append(person)
            return True
    if not depth:
        return False
    for person in pool.followers[interest]:
        holder = owner[person]
        if holder not in seen:
            seen.add(holder)
            if _find_one(pool, kept, holder, seen, depth - 1):
                kept.people[holder].remove(person)
                owner[person] = interest
                kept.people[interest].append(person)
                return True
    return False


def _spread(pool: Pool, kept: _Kept, dice: Dice) -> list[int]:
    """Give everybody else an interest that gets circles, so that the groups can be cut well."""
    chosen = kept.owner.copy()
    sizes = {interest: len(people) for interest, people in kept.people.items()}
    odd = odd_sizes(pool)
    free = [
        (len(options), person, options)
        for person, owner in enumerate(chosen)
        if owner < 0 and (options := [one for one in pool.options[person] if one in sizes])
    ]
    for _, person, options in sorted(free):
        start = dice.below(len(options))  # of equals not always the first
        turned = options[start:] + options[:start]
        best = min(turned, key=lambda interest: odd(sizes[interest] + 1) - odd(sizes[interest]))
        chosen[person] = best
        sizes[best] += 1
    return chosen


def odd_sizes(pool: Pool) -> Callable[[int], int]:
    """Return what the sizes of circles cost at least when so many people are cut into circles of allowed sizes."""
    allowed = range(pool.sizes.least, pool.sizes.most + 1)
    costs = [0]
    for count in range(1, COUNTED_AT_MOST + pool.sizes.aim):
        costs.append(
            min(
                (costs[count - size] + pool.size_costs[size] for size in allowed if size <= count),
                default=pool.size_costs[-1] + LEFT_OUT,
            )
        )

    def cost_of(count: int) -> int:
        if count < len(costs):
            return costs[count]
        return costs[COUNTED_AT_MOST + (count - COUNTED_AT_MOST) % pool.sizes.aim]

    return cost_of
