"""What people are about to do, by when."""

import heapq
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from itertools import count

Act = Callable[[], Awaitable[None]]


class Agenda:
    """Acts to come; those of one moment in the order in which they were planned."""

    def __init__(self) -> None:
        """Begin empty."""
        self._acts: list[tuple[datetime, int, Act]] = []
        self._numbers = count()

    def plan(self, at: datetime, act: Act) -> None:
        """Let somebody do something at ``at``."""
        heapq.heappush(self._acts, (at, next(self._numbers), act))

    def next_at(self) -> datetime | None:
        """Return when the next act is due, or None."""
        return self._acts[0][0] if self._acts else None

    def take_due(self, at: datetime) -> Iterator[Act]:
        """Yield what is due at ``at``, and what is planned for it meanwhile."""
        while self._acts and self._acts[0][0] <= at:
            yield heapq.heappop(self._acts)[2]
