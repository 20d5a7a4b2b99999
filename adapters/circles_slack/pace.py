"""Keeps each method and workspace inside what Slack allows, ahead of it: a 429 that never comes costs nobody a wait.

Slack counts each method of each workspace by itself, in tiers of so many calls a minute, and messages once a second in
a channel: https://docs.slack.dev/apis/web-api/rate-limits. A short burst may pass at once, and what follows is spread.

When a call arrives is not known when it leaves, only that it has when its answer is there. Of a minute that is nothing,
of a second much: so a message's place is free again a second after its answer.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
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
    "conversations.info": 3,
    "conversations.invite": 3,
    "conversations.inviteShared": 2,
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
SPARE = 1.04
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
        self._posts = asyncio.Semaphore(POSTS_A_SECOND)
        self._channels: dict[str, asyncio.Semaphore] = {}
        self._held: dict[str, float] = {}
        self._waiting: Counter[str] = Counter()

    @asynccontextmanager
    async def turn(
        self, method: str, *, channel: str | None = None, wait_seconds: float = WAIT_AT_MOST_SECONDS
    ) -> AsyncIterator[None]:
        """Wait until a call may go, which the block then makes; raise ``LimitedError`` for more than ``wait_seconds``.

        Who can tell from those who wait already that it will not go in time waits in vain, and is told so at once.
        """
        self._refuse_held(method)
        self._refuse_hopeless(method, wait_seconds)
        places = self._places(method, channel)
        self._waiting[method] += 1
        try:
            async with asyncio.timeout(wait_seconds):
                await _take(places)
                if method in TIER_OF:
                    await self._limiter(method).acquire()
        except TimeoutError:
            raise LimitedError from None
        finally:
            self._waiting[method] -= 1
        try:
            self._refuse_held(method)
            yield
        finally:
            for place in places:
                asyncio.get_running_loop().call_later(self._second, place.release)

    def hold(self, method: str, retry_after: timedelta) -> None:
        """Let a method rest as long as Slack asked for."""
        self._held[method] = asyncio.get_running_loop().time() + retry_after.total_seconds()

    def _refuse_held(self, method: str) -> None:
        left = self._held.get(method, 0.0) - asyncio.get_running_loop().time()
        if left > 0:
            raise LimitedError(timedelta(seconds=left))

    def _refuse_hopeless(self, method: str, wait_seconds: float) -> None:
        waiting = self._waiting[method]
        if method == POST:
            seconds_of_one = self._second / POSTS_A_SECOND
        elif method in TIER_OF:
            limiter = self._limiter(method)
            seconds_of_one = limiter.time_period / limiter.max_rate
            if waiting >= TIERS[TIER_OF[method]]:
                raise LimitedError  # a minute's calls wait already: nobody waits longer
        else:
            return
        if waiting * seconds_of_one > SURELY * wait_seconds:
            raise LimitedError

    def _limiter(self, method: str) -> AsyncLimiter:
        found = self._limiters.get(method)
        if found is None:
            calls = TIERS[TIER_OF[method]]
            burst = max(int(calls * BURST), 1)
            found = AsyncLimiter(burst, burst / (calls - burst) * self._minute * SPARE)
            self._limiters[method] = found
        return found

    def _places(self, method: str, channel: str | None) -> Sequence[asyncio.Semaphore]:
        """Return what a message needs: the channel's first, or the room that waits would keep others from theirs."""
        if method != POST:
            return ()
        return (self._posts,) if channel is None else (self._channel(channel), self._posts)

    def _channel(self, channel: str) -> asyncio.Semaphore:
        found = self._channels.get(channel)
        if found is None:
            if len(self._channels) >= CHANNELS_AT_MOST:
                self._channels = {name: one for name, one in self._channels.items() if one.locked()}
            found = self._channels[channel] = asyncio.Semaphore(1)
        return found


async def _take(places: Sequence[asyncio.Semaphore]) -> None:
    """Take all of them, or none."""
    taken: list[asyncio.Semaphore] = []
    try:
        for place in places:
            await place.acquire()
            taken.append(place)
    except BaseException:
        for place in taken:
            place.release()
        raise
