"""The first circles: each interest's people in the order of their languages and of their day, cut into groups."""

from collections.abc import Sequence
from functools import cache
from itertools import islice

from circles_bot.matching.coverage import cover
from circles_bot.matching.dice import Dice
from circles_bot.matching.pool import Pool
from circles_bot.matching.seating import NOWHERE, Seating

LOOK_AHEAD = 64
"""How many of those next in order are looked at for a seat: a large pool must not cost its square."""
HOURS = 24


def seeded(pool: Pool, dice: Dice, tries: int) -> Seating:
    """Return circles that keep every hard rule; who finds none is out."""
    groups: list[list[int]] = [[] for _ in pool.interests]
    for person, interest in enumerate(cover(pool, dice, tries)):
        if interest != NOWHERE:
            groups[interest].append(person)
    circles: list[tuple[int, Sequence[int]]] = []
    for interest, people in enumerate(groups):
        people.sort(key=lambda person: (pool.languages[person], start_of_day(pool.hours[person]), dice.bits()))
        circles.extend((interest, members) for members in _cut(pool, people))
    return Seating(pool, circles)


@cache
def start_of_day(hours: int) -> int:
    """Return the hour (UTC) at which the longest run of waking hours begins; 0 where there is none to tell by."""
    return max(range(HOURS), key=lambda start: (_run_from(hours, start), -start))


def _run_from(hours: int, start: int) -> int:
    length = 0
    while length < HOURS and hours >> (start + length) % HOURS & 1:
        length += 1
    return length


def _cut(pool: Pool, people: Sequence[int]) -> list[list[int]]:
    """Return groups of people who may sit together, of good sizes, nearly in the order given."""
    rest = list(people)
    groups = [group for size in good_sizes(pool, len(people)) if (group := _gather(pool, rest, size))]
    placed = {person for group in groups for person in group}
    for person in people:
        if person not in placed:
            _squeeze_in(pool, groups, person)
    return groups


def _gather(pool: Pool, rest: list[int], size: int) -> list[int]:
    """Take a group out of the rest: whoever is first, and the next who may sit with them; nobody where they are few."""
    if not pool.is_strict:
        group = rest[:size]
        del rest[:size]
        return group
    if not rest:
        return []
    group, position = [rest.pop(0)], 0
    taken = []
    while len(group) < size and position < min(len(rest), LOOK_AHEAD):
        if pool.fits(rest[position], group):
            taken.append(position)
            group.append(rest[position])
        position += 1
    if len(group) < pool.sizes.least:
        return []
    for position in reversed(taken):
        del rest[position]
    return group


def _squeeze_in(pool: Pool, groups: list[list[int]], person: int) -> None:
    """Put somebody into the smallest group that may take one more, if there is one."""
    with_room = (group for group in groups if len(group) < pool.sizes.most)
    fitting = [group for group in islice(with_room, LOOK_AHEAD) if pool.fits(person, group)]
    if fitting:
        min(fitting, key=len).append(person)


def good_sizes(pool: Pool, count: int) -> list[int]:
    """Return into what sizes so many people are cut best: as alike as can be, the larger first."""
    sizes = pool.sizes
    fewest, most = -(-count // sizes.most), count // sizes.least
    near = range(max(1, fewest, count // sizes.aim - 1), min(most, count // sizes.aim + 2) + 1)
    cuts = [[count // number + (place < count % number) for place in range(number)] for number in near]
    fitting = [cut for cut in cuts if cut[0] <= sizes.most]
    if not fitting:
        return [sizes.most] * most if count >= sizes.least else []
    return min(fitting, key=lambda cut: sum(pool.size_costs[size] for size in cut))
