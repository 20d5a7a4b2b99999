"""Faults on demand: what shall go wrong with the next requests to a route."""

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """How a request can fail."""

    STATUS = "status"
    REFUSAL = "refusal"
    LIMIT = "limit"
    DROP_BEFORE = "drop-before"
    DROP_AFTER = "drop-after"
    STATUS_AFTER = "status-after"
    HOLD = "hold"


@dataclass(slots=True, kw_only=True, eq=False)
class Fault:
    """What happens to the next ``times`` requests that match; an empty ``route`` or ``path`` matches any.

    ``route`` is the template in the OpenAPI description, such as ``POST /channels/{channel_id}/messages``; ``path`` a
    part of the real path. ``passed`` counts those it has met.
    """

    kind: Kind
    route: str = ""
    path: str = ""
    times: int = 1
    status: int = 500
    code: int = 0
    retry_after: float = 0.0
    scope: str = "user"
    via: bool = True
    passed: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    def matches(self, route: str, path: str) -> bool:
        """Tell whether a request is meant, and there are some left."""
        return self.passed < self.times and self.route in ("", route) and self.path in path

    def release(self) -> None:
        """Let the held requests go on."""
        self.released.set()


class Faults:
    """The faults that are planned, the oldest first."""

    def __init__(self) -> None:
        """Begin with nothing wrong."""
        self._planned: list[Fault] = []

    def fail(
        self, status: int, route: str = "", *, path: str = "", times: int = 1, after_effect: bool = False
    ) -> Fault:
        """Answer with a status such as 500, 502, 503, 504 or 524, before anything was done or after it was."""
        kind = Kind.STATUS_AFTER if after_effect else Kind.STATUS
        return self.plan(Fault(kind=kind, route=route, path=path, times=times, status=status))

    def refuse(self, code: int, route: str = "", *, path: str = "", times: int = 1) -> Fault:
        """Refuse with one of Discord's codes, such as 40003."""
        return self.plan(Fault(kind=Kind.REFUSAL, route=route, path=path, times=times, code=code))

    def limit(
        self,
        route: str = "",
        *,
        retry_after: float,
        scope: str = "user",
        via: bool = True,
        path: str = "",
        times: int = 1,
    ) -> Fault:
        """Answer 429 of a scope (user, global or shared); without ``via`` it looks like Cloudflare's ban."""
        fault = Fault(
            kind=Kind.LIMIT, route=route, path=path, times=times, retry_after=retry_after, scope=scope, via=via
        )
        return self.plan(fault)

    def drop(self, route: str = "", *, after_effect: bool, path: str = "", times: int = 1) -> Fault:
        """Cut the connection before anything was done, or after it was (a lost acknowledgement)."""
        kind = Kind.DROP_AFTER if after_effect else Kind.DROP_BEFORE
        return self.plan(Fault(kind=kind, route=route, path=path, times=times))

    def hold(self, route: str = "", *, path: str = "", times: int = 1) -> Fault:
        """Hold a request back, before anything is done, until ``release``; ``reached`` tells that one waits."""
        return self.plan(Fault(kind=Kind.HOLD, route=route, path=path, times=times))

    def plan(self, fault: Fault) -> Fault:
        """Add a fault."""
        self._planned.append(fault)
        return fault

    def clear(self) -> None:
        """Let everything be well again; what is held goes on."""
        for fault in self._planned:
            fault.release()
        self._planned.clear()

    def meet(self, route: str, path: str) -> Fault | None:
        """Return the fault that this request meets, and count it."""
        for fault in self._planned:
            if fault.matches(route, path):
                fault.passed += 1
                return fault
        return None
