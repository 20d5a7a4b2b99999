"""What the matcher is measured against: chance, and the rules of other bots."""

from collections.abc import Mapping, Sequence, Set
from itertools import pairwise
from random import Random

from circles_bot.engine.ids import InterestId, MemberId
from circles_bot.matching.problem import Person

Circles = list[tuple[MemberId, ...]]


def cut(members: Sequence[MemberId], aim: int = 4) -> Circles:
    """Return people in the order given, in as many circles as the aimed size takes, as alike in size as can be."""
    count = max(1, -(-len(members) // aim))
    ends = [len(members) * number // count for number in range(count + 1)]
    return [tuple(members[start:end]) for start, end in pairwise(ends)]


def shuffled(people: Sequence[Person], dice: Random) -> Circles:
    """Return circles by chance: what most pairs bots do."""
    members = [person.member for person in people]
    dice.shuffle(members)
    return cut(members)


def greedy_prefer_new(people: Sequence[Person], met: Set[frozenset[MemberId]], dice: Random, aim: int = 4) -> Circles:
    """Return circles each filled with whoever has met the fewest of those in it: the best of the peers' rules."""
    rest = [person.member for person in people]
    dice.shuffle(rest)
    circles: list[list[MemberId]] = []
    for size in map(len, cut(rest, aim)):
        circle = [rest.pop()]
        while len(circle) < size:
            chosen = min(rest, key=lambda one: sum(frozenset((one, other)) in met for other in circle))
            rest.remove(chosen)
            circle.append(chosen)
        circles.append(circle)
    return [tuple(circle) for circle in circles]


def popular(counts: Mapping[InterestId, int], own: Set[InterestId], most: int) -> list[InterestId]:
    """Return the interests that most people follow, out of those that somebody does not."""
    return sorted((one for one in counts if one not in own), key=lambda one: (-counts[one], one))[:most]
