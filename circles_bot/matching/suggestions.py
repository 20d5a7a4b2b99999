"""Suggestions: "people who follow X often follow Y too", counted among the people there are.

How near two interests are is the cosine of who follows them: the share of their followers that they have in common.
Plain counts would name the largest interest to everybody (0.63 against 0.51 of hidden interests found, facts on real
interests). Nothing is said of fewer than five people, and a confidential interest is neither counted nor named.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import combinations

from circles_bot.engine.ids import InterestId, is_confidential
from circles_bot.engine.neighbours import nearness

FEWEST = 5


class Together:
    """Who follows what together, counted once over a community's open wishes."""

    def __init__(self, wishes: Iterable[Collection[InterestId]], *, fewest: int = FEWEST) -> None:
        """Count each person's interests; pairs that fewer than ``fewest`` follow count as none."""
        self._followers: Counter[InterestId] = Counter()
        pairs: Counter[tuple[InterestId, InterestId]] = Counter()
        for own in wishes:
            open_ones = sorted(interest for interest in own if not is_confidential(interest))
            self._followers.update(open_ones)
            pairs.update(combinations(open_ones, 2))
        self._near: dict[InterestId, dict[InterestId, int]] = {}
        for (one, other), count in pairs.items():
            if count >= fewest:
                found = nearness(count, self._followers[one], self._followers[other])
                self._near.setdefault(one, {})[other] = found
                self._near.setdefault(other, {})[one] = found

    def near(self, own: Collection[InterestId], most: int) -> list[tuple[InterestId, InterestId]]:
        """Return what goes best with somebody's interests, the nearest first, each with the one of theirs it is near.

        What they follow already is not named. Several of their interests that point to one thing add up.
        """
        sums: Counter[InterestId] = Counter()
        for one in own:
            for other, found in self._near.get(one, {}).items():
                if other not in own:
                    sums[other] += found
        ranked = sorted(sums, key=lambda other: (-sums[other], other))[:most]
        return [(other, self._nearest(own, other)) for other in ranked]

    def _nearest(self, own: Collection[InterestId], other: InterestId) -> InterestId:
        near = self._near[other]
        return min((one for one in own if one in near), key=lambda one: (-near[one], one))
