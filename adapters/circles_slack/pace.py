"""Keeps each method and workspace inside what Slack allows, ahead of it: a 429 that never comes costs nobody a wait.

Slack counts each method of each workspace by itself, in tiers of so many calls a minute, and messages once a second in
a channel: https://docs.slack.dev/apis/web-api/rate-limits. A short burst may pass at once, and what follows is spread.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

from aiolimiter import AsyncLimiter

from circles_slack.errors import LimitedError

TIERS: Mapping[int, int] = {2: 20, 3: 50, 4: 100}
"""Calls a minute."""
TIER_OF: Mapping[str, int] = {
    "chat.delete": 3,
    "chat.postEphemeral": 4,
    "chat.update": 3,
    "conversations.archive": 2,
    "conversations.create": 2,
    "conversations.history": 3,
    "conversations.invite": 3,
    "conversations.join": 3,
    "conversations.list": 2,
    "conversations.members": 4,
    "conversations.open": 3,
    "conversations.setTopic": 2,
    "reactions.add": 3,
    "reactions.get": 3,
    "reactions.remove": 2,
    "users.info": 4,
    "users.list": 2,
    "views.open": 4,
    "views.publish": 4,
    "views.update": 4,
}
BURST = 0.3
"""How much of a minute's calls may go at once: with what follows in that minute it is never more than all."""
POST = "chat.postMessage"
POSTS_A_SECOND = 5
"""In a workspace; Slack says "several hundred a minute"."""
SPARE = 1.07
"""Calls that left evenly may arrive a little closer."""
CHANNELS_AT_MOST = 2_000
SURELY = 2
"""So many times too long a queue is hopeless, though some in it give up before their turn."""
WAIT_AT_MOST_SECONDS = 10.0
"""Who would wait longer is put off by the outbox instead: a lane is leased for a minute."""
AT_ONCE_SECONDS = 1.5
"""What somebody waits for, who has tapped something."""
NOTE_WAITS_SECONDS = 60.0
"""So late a note about a reaction is still news; it has no other way to whoever reacted."""


class Pace:
    """One workspace's."""

    def __init__(self, *, minute_seconds: float = 60.0) -> None:
        """Begin free; ``minute_seconds`` is how long Slack's minute is."""
        self._minute = minute_seconds
        self._second = minute_seconds / 60
        self._limiters: dict[str, AsyncLimiter] = {}
        self._channels: dict[str, AsyncLimiter] = {}
        self._held: dict[str, float] = {}
        self._waiting: Counter[str] = Counter()

    async def turn(
        self, method: str, *, channel: str | None = None, wait_seconds: float = WAIT_AT_MOST_SECONDS
    ) -> None:
        """Wait until a call may go; raise ``LimitedError`` where that takes longer than ``wait_seconds``.

        Who can tell from those who wait already that it will not go in time waits in vain, and is told so at once.
        """
        self._refuse_held(method)
        if method in TIER_OF and self._waiting[method] >= TIERS[TIER_OF[method]]:
            raise LimitedError  # a minute's calls wait already: nobody waits longer
        limiters = [self._limiter(method)] if method in TIER_OF or method == POST else []
        if method == POST and channel is not None:
            limiters.insert(0, self._channel(channel))
        if limiters and self._waiting[method] * _seconds_of_one(limiters[-1]) > SURELY * wait_seconds:
            raise LimitedError
        self._waiting[method] += 1
        try:
            async with asyncio.timeout(wait_seconds):
                for limiter in limiters:
                    await limiter.acquire()
        except TimeoutError:
            raise LimitedError from None
        finally:
            self._waiting[method] -= 1
        self._refuse_held(method)

    def hold(self, method: str, retry_after: timedelta) -> None:
        """Let a method rest as long as Slack asked for."""
        self._held[method] = asyncio.get_running_loop().time() + retry_after.total_seconds()

    def _refuse_held(self, method: str) -> None:
        left = self._held.get(method, 0.0) - asyncio.get_running_loop().time()
        if left > 0:
            raise LimitedError(timedelta(seconds=left))

    def _limiter(self, method: str) -> AsyncLimiter:
        found = self._limiters.get(method)
        if found is None:
            found = self._limiters[method] = self._made(method)
        return found

    def _made(self, method: str) -> AsyncLimiter:
        if method == POST:
            return AsyncLimiter(1, self._second / POSTS_A_SECOND * SPARE)
        calls = TIERS[TIER_OF[method]]
        burst = max(int(calls * BURST), 1)
        return AsyncLimiter(burst, burst / (calls - burst) * self._minute * SPARE)

    def _channel(self, channel: str) -> AsyncLimiter:
        found = self._channels.get(channel)
        if found is None:
            if len(self._channels) >= CHANNELS_AT_MOST:
                self._channels.clear()
            found = self._channels[channel] = AsyncLimiter(1, self._second * SPARE)
        return found


def _seconds_of_one(limiter: AsyncLimiter) -> float:
    return limiter.time_period / limiter.max_rate
