"""Tells news from what comes late: Slack sends again what was not acknowledged, and not always in its order."""

from collections.abc import Hashable

KEPT_AT_MOST = 10_000


class Latest:
    """Remembers when each thing was last told; a start forgets it, and Slack's last try is minutes after its first."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._told: dict[Hashable, float] = {}

    def is_news(self, what: Hashable, at: float) -> bool:
        """Tell whether nothing later was heard of it so far, and remember it."""
        if at < self._told.get(what, 0.0):
            return False
        if what not in self._told and len(self._told) >= KEPT_AT_MOST:
            del self._told[next(iter(self._told))]
        self._told[what] = at
        return True
