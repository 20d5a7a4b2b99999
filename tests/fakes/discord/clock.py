"""The time of a fake that runs as its own process: the real one, which can be pushed forward."""

from datetime import UTC, datetime, timedelta


class RunningClock:
    """Runs, and jumps on demand."""

    def __init__(self) -> None:
        """Begin at the real time."""
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        """Return the time, aware UTC."""
        return datetime.now(UTC) + self._ahead

    def advance(self, by: timedelta) -> None:
        """Jump forward."""
        assert by >= timedelta(0)
        self._ahead += by
