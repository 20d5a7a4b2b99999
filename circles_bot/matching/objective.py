"""The objective: what makes one plan better than another, in whole half points (so that every machine agrees).

For each circle, to be made small:

- ``met``: 10 points times the square of how recently two of its members met, for each pair. Novelty is soft: at small
  sizes a hard rule leaves people out (facts: a strict twelve-week bar is infeasible below 27 people).
- ``hours``: 2 points for each waking hour in common short of three, and 6 more where there is none at all.
- ``size``: 1.5 points times the square of the distance from the aimed size.

For each person: 40 points times the square of one more than the rounds they have waited for being left out, and one
point for being asked on top of a circle's size (an extra is asked too, but has no seat of their own). These weights are
proposed by the project's notes on matching and not tuned yet.
"""

from collections.abc import Callable, Sequence

MET = 20
MET_STEPS = 16
"""``strength`` goes to 4: its square is divided by this."""

HOURS_WANTED = 3
HOUR_MISSING = 4
NO_HOUR = 12
SIZE = 3
LEFT_OUT = 80
EXTRA = 2
FIRST_IN_LINE_ROUNDS = 4
"""A kept yes weighs as much as this many more rounds of waiting."""

ROUNDS_COUNTED = 20
"""After so many rounds a wait weighs no more: nothing outweighs a hard rule, and numbers stay small."""

Met = Callable[[int, int], int]


def met_cost(strength: int) -> int:
    """Return the cost of seating two people whose meetings' strengths add up to ``strength``."""
    return MET * strength * strength // MET_STEPS


def hours_cost(shared: int) -> int:
    """Return the cost of the waking hours in common (24 bits)."""
    count = shared.bit_count()
    return HOUR_MISSING * max(0, HOURS_WANTED - count) + (NO_HOUR if count == 0 else 0)


def size_cost(size: int, aim: int) -> int:
    """Return the cost of a size other than the aimed one."""
    return SIZE * (size - aim) ** 2


def left_out_cost(rounds_waited: int, *, is_first_in_line: bool) -> int:
    """Return the cost of leaving somebody out."""
    waited = min(rounds_waited, ROUNDS_COUNTED) + (FIRST_IN_LINE_ROUNDS if is_first_in_line else 0)
    return LEFT_OUT * (1 + waited) ** 2


def group_cost(members: Sequence[int], hours: Sequence[int], met: Met, aim: int) -> int:
    """Return what a circle of these people (by index) costs."""
    shared = hours[members[0]]
    cost = size_cost(len(members), aim)
    for index, first in enumerate(members):
        shared &= hours[first]
        cost += sum(met(first, second) for second in members[index + 1 :])
    return cost + hours_cost(shared)
