"""Neighbours: "people here who follow X often follow Y", worked out once a week from open opt-ins alone.

How near two interests are is the cosine of who follows them, not how many do: else the largest interest would be near
to everything. A confidential interest is neither counted nor named, and nothing is said of fewer people than a total
may be about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import isqrt

from circles_bot.engine.ids import InterestId, is_confidential
from circles_bot.engine.model import Interest
from circles_bot.engine.policy import Policy

A_MILLION = 1_000_000
NEIGHBOURS_AT_MOST = 3
"""One is shown; the others are there for who follows the first already."""


def with_neighbours(
    interests: Iterable[Interest], together: Mapping[tuple[InterestId, InterestId], int], policy: Policy
) -> tuple[Interest, ...]:
    """Return the interests whose neighbours have changed; none where nothing was counted."""
    if not together:
        return ()
    found = ((one, replace(one, neighbours=_neighbours_of(one.id, together, policy))) for one in interests)
    return tuple(changed for one, changed in found if changed != one)


def nearness(both: int, one: int, other: int) -> int:
    """Return the cosine of two interests in millionths: how many follow both, and each of them."""
    return isqrt(both * both * A_MILLION * A_MILLION // (one * other)) if both else 0


def _neighbours_of(
    interest: InterestId, together: Mapping[tuple[InterestId, InterestId], int], policy: Policy
) -> tuple[InterestId, ...]:
    near = sorted(
        (-nearness(count, together[one, one], together[other, other]), other)
        for (one, other), count in together.items()
        if one == interest != other and count >= policy.smallest_group and not is_confidential(other)
    )
    return tuple(other for _, other in near[:NEIGHBOURS_AT_MOST])
