"""Faults on demand: what shall go wrong with the next calls of a method."""

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """How a call can fail."""

    STATUS = "status"
    REFUSAL = "refusal"
    LIMIT = "limit"
    DROP_BEFORE = "drop-before"
    DROP_AFTER = "drop-after"
    STATUS_AFTER = "status-after"
    HOLD = "hold"


@dataclass(slots=True, kw_only=True, eq=False)
class Fault:
    """What happens to the next ``times`` calls that match; an empty ``method`` or ``channel`` matches any.

    ``method`` is a name such as ``chat.postMessage`` (``response_url`` for answers to those); ``channel`` an id in the
    call, be it of a channel or of a person. ``passed`` counts those it has met.
    """

    kind: Kind
    method: str = ""
    channel: str = ""
    times: int = 1
    status: int = 500
    error: str = ""
    retry_after: int = 1
    passed: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    def matches(self, method: str, places: set[str]) -> bool:
        """Tell whether a call is meant, and there are some left."""
        return self.passed < self.times and self.method in ("", method) and (not self.channel or self.channel in places)

    def release(self) -> None:
        """Let the held calls go on."""
        self.released.set()


class Faults:
    """The faults that are planned, the oldest first."""

    def __init__(self) -> None:
        """Begin with nothing wrong."""
        self._planned: list[Fault] = []

    def fail(
        self, status: int, method: str = "", *, channel: str = "", times: int = 1, after_effect: bool = False
    ) -> Fault:
        """Answer with a status such as 500 or 503, before anything was done or after it was."""
        kind = Kind.STATUS_AFTER if after_effect else Kind.STATUS
        return self.plan(Fault(kind=kind, method=method, channel=channel, times=times, status=status))

    def refuse(self, error: str, method: str = "", *, channel: str = "", times: int = 1) -> Fault:
        """Refuse with one of Slack's errors, such as ``restricted_action``."""
        return self.plan(Fault(kind=Kind.REFUSAL, method=method, channel=channel, times=times, error=error))

    def limit(self, method: str = "", *, retry_after: int = 1, channel: str = "", times: int = 1) -> Fault:
        """Answer 429 with Retry-After in whole seconds."""
        return self.plan(Fault(kind=Kind.LIMIT, method=method, channel=channel, times=times, retry_after=retry_after))

    def drop(self, method: str = "", *, after_effect: bool, channel: str = "", times: int = 1) -> Fault:
        """Cut the connection before anything was done, or after it was (a lost acknowledgement)."""
        kind = Kind.DROP_AFTER if after_effect else Kind.DROP_BEFORE
        return self.plan(Fault(kind=kind, method=method, channel=channel, times=times))

    def hold(self, method: str = "", *, channel: str = "", times: int = 1) -> Fault:
        """Hold a call back, before anything is done, until ``release``; ``reached`` tells that one waits."""
        return self.plan(Fault(kind=Kind.HOLD, method=method, channel=channel, times=times))

    def plan(self, fault: Fault) -> Fault:
        """Add a fault."""
        self._planned.append(fault)
        return fault

    def clear(self) -> None:
        """Let everything be well again; what is held goes on."""
        for fault in self._planned:
            fault.release()
        self._planned.clear()

    def meet(self, method: str, places: set[str]) -> Fault | None:
        """Return the fault that this call meets, and count it."""
        for fault in self._planned:
            if fault.matches(method, places):
                fault.passed += 1
                return fault
        return None
