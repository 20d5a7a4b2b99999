"""Neighbours: "people here who follow X often follow Y", worked out once a week from open opt-ins alone.

A confidential interest is neither counted nor named, and nothing is said of fewer people than a total may be about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from circles_bot.engine.ids import InterestId, is_confidential
from circles_bot.engine.model import Interest
from circles_bot.engine.policy import Policy

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


def _neighbours_of(
    interest: InterestId, together: Mapping[tuple[InterestId, InterestId], int], policy: Policy
) -> tuple[InterestId, ...]:
    counted = sorted(
        (-count, other)
        for (one, other), count in together.items()
        if one == interest and count >= policy.smallest_group and not is_confidential(other)
    )
    return tuple(other for _, other in counted[:NEIGHBOURS_AT_MOST])
