"""The two clocks: the domain's time, and the real one for leases and back-off."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the domain's time (which a sandbox may push forward) and the real time that only ever runs evenly."""

    def now(self) -> datetime:
        """Return the domain's time, aware UTC."""

    def monotonic(self) -> float:
        """Return real seconds since some fixed moment of this machine; never runs backwards."""
