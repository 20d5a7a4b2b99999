"""The objective: what makes one plan better than another, in whole half points (so that every machine agrees).

For each circle, to be made small (decision 0017 has each weight's reason and what was measured):

- ``met``: 10 points times the square of how often two of its members met lately, for each pair, three times at most.
  Novelty is soft: at small sizes a hard rule leaves people out (a strict twelve-week bar is infeasible below 27).
- ``hours``: 2 points for each waking hour in common short of three, and 6 more where there is none at all.
- ``asks``: 4 points times the share of somebody's asks that nobody else there offers, for each member.
- ``offers``: 2 points for each member whose offers nobody else there asks for.
- ``size``: 1.5 points times the square of the distance from the aimed size. Where people are asked first, and some
  decline, a short circle fails easily and a large one does not: half a point, then one and a half for the second.

For each person left out: 100 points times the square of one more than the rounds they have waited; 10 points for each
further circle that somebody has room for and does not get.
"""

from collections.abc import Mapping, Sequence
from functools import cache

MET = 20
MET_STEPS = 16
"""``strength`` goes to 4 for one meeting: its square is divided by this."""
STRENGTH_AT_MOST = 12
"""Having met lately three times: beyond that, being seated at all matters more."""

HOURS_WANTED = 3
HOUR_MISSING = 4
NO_HOUR = 12
ASKS = 8
OFFER = 4
SIZE = 3
ON_TOP = 1
LEFT_OUT = 200
ANOTHER_CIRCLE = 20
FIRST_IN_LINE_ROUNDS = 4
"""A kept yes weighs as much as this many more rounds of waiting."""

ROUNDS_COUNTED = 20
"""After so many rounds a wait weighs no more: nothing outweighs a hard rule, and numbers stay small."""

HOURS_COST = tuple(HOUR_MISSING * max(0, HOURS_WANTED - count) + (0 if count else NO_HOUR) for count in range(25))
"""By how many waking hours are shared."""


def met_cost(strength: int) -> int:
    """Return the cost of seating two people whose meetings' strengths add up to ``strength``."""
    counted = min(strength, STRENGTH_AT_MOST)
    return MET * counted * counted // MET_STEPS


def size_cost(size: int, aim: int, *, are_asked: bool) -> int:
    """Return the cost of a size other than the aimed one."""
    if are_asked and size > aim:
        return ON_TOP * (size - aim) * (size - aim + 1) // 2
    return SIZE * (size - aim) ** 2


def left_out_cost(rounds_waited: int, *, is_first_in_line: bool) -> int:
    """Return the cost of leaving somebody out."""
    waited = min(rounds_waited, ROUNDS_COUNTED) + (FIRST_IN_LINE_ROUNDS if is_first_in_line else 0)
    return LEFT_OUT * (1 + waited) ** 2


@cache
def asks_costs(asks: int) -> tuple[int, ...]:
    """Return what it costs somebody with so many asks that 0, 1, 2, … of them are met by nobody."""
    return tuple(ASKS * unmet // asks for unmet in range(asks + 1)) if asks else (0,)


def tags_cost(members: Sequence[int], asks: Sequence[int], offers: Sequence[int]) -> tuple[int, int]:
    """Return what unmet asks cost, and offers that nobody asks for (a bit for each tag, by index).

    What one asks must be offered by another: bits that two or more set are set by another for each of them.
    """
    offered = offered_twice = asked = asked_twice = 0
    for member in members:
        offered_twice |= offered & offers[member]
        offered |= offers[member]
        asked_twice |= asked & asks[member]
        asked |= asks[member]
    of_asks = of_offers = 0
    for member in members:
        own_asks, own_offers = asks[member], offers[member]
        if own_asks:
            unmet = own_asks & ~(offered & ~own_offers | offered_twice)
            of_asks += asks_costs(own_asks.bit_count())[unmet.bit_count()]
        if own_offers and not own_offers & (asked & ~own_asks | asked_twice):
            of_offers += OFFER
    return of_asks, of_offers


def met_costs(members: Sequence[int], met: Sequence[Mapping[int, int]]) -> int:
    """Return the cost of the pairs among these people that have met."""
    total = 0
    for index, first in enumerate(members):
        known = met[first]
        if known:
            for second in members[index + 1 :]:
                total += known.get(second, 0)
    return total
