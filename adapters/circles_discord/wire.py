"""What every request of the bot passes on its way out: a pace, and no second try where that would double.

discord.py paces each route by what Discord tells in headers; of the limit over all routes it hears only with a 429, and
too many of those get an address banned. And it repeats by itself what ended in a 5xx, although it may have happened:
messages carry a nonce for that, a thread cannot.
"""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from http import HTTPStatus
from types import SimpleNamespace

import aiohttp
import discord
from aiolimiter import AsyncLimiter

REQUESTS_A_SECOND = 48
"""Discord takes fifty of a bot in a second, over all routes."""
A_SECOND = 1.02
"""Not all take the same time on the way: two that were sent a second apart may arrive a little closer."""
UNHURRIED_SHARE = 3
"""What nobody waits for takes one in three of these requests at most."""
OUTSIDE_THE_LIMIT = ("/interactions/", "/webhooks/", "/gw")


class UnknownEndError(discord.DiscordException):
    """A call may have happened, or not: look before it is done again."""


@dataclass(slots=True)
class _Calls:
    is_unknown: bool = False


_once: ContextVar[_Calls | None] = ContextVar("once", default=None)
_unhurried: ContextVar[bool] = ContextVar("unhurried", default=False)


@contextmanager
def once() -> Iterator[None]:
    """Let a call in here not be repeated by the library when it may have happened: raises UnknownEndError instead."""
    token = _once.set(_Calls())
    try:
        yield
    finally:
        _once.reset(token)


@contextmanager
def unhurried() -> Iterator[None]:
    """Let the calls in here leave the greater part of the pace to those that somebody waits for."""
    token = _unhurried.set(True)
    try:
        yield
    finally:
        _unhurried.reset(token)


class Wire:
    """Lets so many requests pass in any second, in their order."""

    def __init__(self, requests_a_second: int) -> None:
        """Begin free."""
        self._requests_a_second = requests_a_second
        self._passed: deque[float] = deque(maxlen=requests_a_second)
        self._turn = asyncio.Lock()
        self._leisure = _a_share(requests_a_second)

    def share_among(self, processes: int) -> None:
        """Keep to an even part of the pace, which is the bot's, whatever the number of its processes."""
        ours = max(self._requests_a_second // processes, 1)
        if ours != self._passed.maxlen:
            self._passed = deque(self._passed, maxlen=ours)
            self._leisure = _a_share(ours)

    def traced(self) -> aiohttp.TraceConfig:
        """Return what the library's session takes to let each request pass here."""
        config = aiohttp.TraceConfig()
        config.on_request_start.append(self._begins)
        config.on_request_end.append(self._ended)
        config.on_request_exception.append(self._broke)
        return config

    async def _begins(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, request: aiohttp.TraceRequestStartParams
    ) -> None:
        calls = _once.get()
        if calls is not None and calls.is_unknown:
            raise UnknownEndError
        if any(part in request.url.path for part in OUTSIDE_THE_LIMIT):
            return
        if _unhurried.get():
            await self._leisure.acquire()
        time = asyncio.get_running_loop().time
        async with self._turn:
            if len(self._passed) == self._passed.maxlen:
                await asyncio.sleep(self._passed[0] + A_SECOND - time())
            self._passed.append(time())

    async def _ended(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, request: aiohttp.TraceRequestEndParams
    ) -> None:
        calls = _once.get()
        if calls is not None:
            calls.is_unknown = request.response.status >= HTTPStatus.INTERNAL_SERVER_ERROR

    async def _broke(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, _request: aiohttp.TraceRequestExceptionParams
    ) -> None:
        calls = _once.get()
        if calls is not None:
            calls.is_unknown = True


def _a_share(requests_a_second: int) -> AsyncLimiter:
    """Return the pace of what is unhurried; evenly, once it has begun."""
    return AsyncLimiter(max(requests_a_second // UNHURRIED_SHARE, 1), A_SECOND)
