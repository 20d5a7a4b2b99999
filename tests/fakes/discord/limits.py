"""Rate limits: a bucket for each route and its channel, guild or webhook, and the bot's global limit.

They run on the event loop's seconds, as discord.py's own pacing does. Discord tells its true sizes only in headers;
these are of the same kind. ``speed`` shortens every window, so that a journey need not wait: 100 makes five in five
seconds five in 50 ms.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.fakes.discord.refusals import JSON

GLOBAL_PER_SECOND = 50
DEFAULT = (40, 1.0)
SIZES: Mapping[str, tuple[int, float]] = {
    "POST /channels/{channel_id}/messages": (5, 5.0),
    "PATCH /channels/{channel_id}/messages/{message_id}": (5, 5.0),
    "DELETE /channels/{channel_id}/messages/{message_id}": (5, 1.0),
    "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me": (1, 0.25),
    "PATCH /channels/{channel_id}": (5, 15.0),
    "POST /channels/{channel_id}/threads": (50, 300.0),
    "PUT /channels/{channel_id}/thread-members/{user_id}": (5, 5.0),
    "POST /users/@me/channels": (10, 10.0),
    "POST /webhooks/{webhook_id}/{webhook_token}": (5, 2.0),
}
"""How many requests in how many seconds."""


@dataclass(slots=True, kw_only=True)
class Window:
    """One bucket's requests since it was last empty."""

    ends: float = -math.inf
    used: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a request may pass, with the headers to tell; ``retry_after`` only where it may not."""

    headers: dict[str, str]
    retry_after: float | None = None
    scope: str = "user"

    @property
    def body(self) -> JSON:
        """Return the 429's JSON."""
        return {
            "message": "You are being rate limited.",
            "retry_after": self.retry_after,
            "global": self.scope == "global",
            "code": 0,
        }


@dataclass(slots=True, kw_only=True)
class Limits:
    """All buckets."""

    now: Callable[[], float]
    speed: float = 1.0
    sizes: dict[str, tuple[int, float]] = field(default_factory=lambda: dict(SIZES))
    per_second: int = GLOBAL_PER_SECOND
    _windows: dict[tuple[str, str], Window] = field(default_factory=dict)
    _global: Window = field(default_factory=Window)

    def take(self, route: str, major: str, *, is_callback: bool) -> Verdict:
        """Count one request; an interaction's endpoints are outside the global limit."""
        now = self.now()
        if not is_callback:
            over = self._take(self._global, self.per_second, 1.0, now)
            if over is not None:
                return refused(over, scope="global")
        limit, seconds = self.sizes.get(route, DEFAULT)
        window = self._windows.setdefault((route, major), Window())
        over = self._take(window, limit, seconds, now)
        headers = self._headers(route, limit, window, now)
        if over is not None:
            return refused(over, scope="user", headers=headers)
        return Verdict(headers=headers)

    def _take(self, window: Window, limit: int, seconds: float, now: float) -> float | None:
        """Return how long to wait, or None when the request passed."""
        if now >= window.ends:
            window.ends, window.used = now + seconds / self.speed, 0
        if window.used >= limit:
            return window.ends - now
        window.used += 1
        return None

    def _headers(self, route: str, limit: int, window: Window, now: float) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(limit - window.used),
            "X-RateLimit-Reset": f"{window.ends:.3f}",
            "X-RateLimit-Reset-After": f"{_up(window.ends - now):.3f}",
            "X-RateLimit-Bucket": f"{hash(route) & 0xFFFFFFFF:08x}",
        }


def refused(seconds: float, *, scope: str, headers: Mapping[str, str] | None = None) -> Verdict:
    """Return the verdict that makes a 429 of this scope; ``Via`` tells that it is Discord's, not Cloudflare's."""
    told = dict(headers or {}) | {
        "Via": "1.1 google",
        "X-RateLimit-Scope": scope,
        "Retry-After": str(math.ceil(seconds)),
    }
    if scope == "global":
        told["X-RateLimit-Global"] = "true"
    return Verdict(headers=told, retry_after=_up(seconds), scope=scope)


def _up(seconds: float) -> float:
    """Round up to a millisecond: who waits as long as it is told is never early."""
    return math.ceil(max(seconds, 0.0) * 1000) / 1000
