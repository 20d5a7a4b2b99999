"""Rate limits (docs.slack.dev/apis/web-api/rate-limits): so many calls of a method a minute, by workspace.

Posting has its own: one message a second in a channel, and some in all of the workspace.
"""

import math
from collections import defaultdict, deque
from collections.abc import Callable, Hashable

TIERS = {"t1": 1, "t2": 20, "t3": 50, "t4": 100}
MINUTE = 60.0
POSTS_A_SECOND = 5
"""In a workspace; "several hundred a minute" in Slack's words."""
TOLERANCE = 0.1
"""What part of a window is forgiven: who sends evenly is not refused for a network's jitter."""


class Limits:
    """Counts calls; ``speed`` shortens the windows (1 is as slow as Slack), ``is_on`` can be turned off."""

    def __init__(self, now: Callable[[], float], *, speed: float = 1.0) -> None:
        """Begin with nothing counted."""
        self.is_on = True
        self.speed = speed
        self._now = now
        self._taken: defaultdict[Hashable, deque[float]] = defaultdict(deque)

    def take(self, method: str, tier: str, team: str, channel: str = "") -> int | None:
        """Count a call, or return after how many seconds it may be tried again."""
        if not self.is_on:
            return None
        windows: list[tuple[Hashable, int, float]] = []
        if tier in TIERS:
            windows = [((method, team), TIERS[tier], MINUTE)]
        elif method == "chat.postMessage":
            windows = [((method, team, channel), 1, 1.0), ((method, team), POSTS_A_SECOND, 1.0)]
        wait = max((self._wait(*one) for one in windows), default=0.0)
        if wait > 0:
            return max(1, math.ceil(wait))
        for key, _, _ in windows:
            self._taken[key].append(self._now())
        return None

    def _wait(self, key: Hashable, most: int, seconds: float) -> float:
        taken, begin = self._taken[key], self._now() - seconds * (1 - TOLERANCE) / self.speed
        while taken and taken[0] <= begin:
            taken.popleft()
        return taken[0] - begin if len(taken) >= most else 0.0
