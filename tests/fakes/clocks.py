"""Clocks that stand still until they are pushed."""

from datetime import datetime


class FixedClock:
    """Implements ``application.heartbeat.PushableClock``; its real time stands still, too."""

    def __init__(self, at: datetime) -> None:
        """Begin at an aware time."""
        self._now = at

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self._now

    def monotonic(self) -> float:
        """Return the same real moment for ever: no lease runs out."""
        return 0.0

    def set_to(self, at: datetime) -> None:
        """Let it be ``at``; never backwards."""
        assert at >= self._now
        self._now = at


class StoppableClock(FixedClock):
    """A clock whose real time can jump, as it does for a process that was stopped."""

    real = 0.0

    def monotonic(self) -> float:
        """Return the real time."""
        return self.real
