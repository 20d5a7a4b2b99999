"""What Discord's errors mean for a parcel. Numbers: https://discord.com/developers/docs/topics/opcodes-and-status-codes"""

import asyncio
from datetime import timedelta
from http import HTTPStatus

import aiohttp
import discord

from circles_bot.ports.chat import Closed, Dead, Gone, Later, Outcome

UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MEMBER, UNKNOWN_MESSAGE, UNKNOWN_USER = 10003, 10004, 10007, 10008, 10013
UNKNOWN_INTERACTION, ALREADY_ANSWERED = 10062, 40060
MISSING_ACCESS, MISSING_PERMISSION, NO_MUTUAL_SERVER, CLOSED_DIRECTS = 50001, 50013, 50278, 50007
OPENS_TOO_FAST = 40003
THREADS_CAPPED, ARCHIVED_THREAD = 160006, 50083

GONE = frozenset({UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MESSAGE, UNKNOWN_USER, UNKNOWN_MEMBER})
NO_ACCESS = frozenset({MISSING_ACCESS, MISSING_PERMISSION})
CLOSED = frozenset({CLOSED_DIRECTS, NO_MUTUAL_SERVER})
NO_LONGER_HERE = frozenset({UNKNOWN_MEMBER, UNKNOWN_USER})
CAP_PAUSE = timedelta(hours=1)
TOKEN_PAUSE = timedelta(minutes=10)
"""A token that was taken back: with a new one all goes on; until then Discord counts each try."""
OPENING_PAUSE = timedelta(hours=6)
"""After Discord said that conversations are opened too fast: going on then is what gets bots quarantined."""

FAULTS = (discord.DiscordException, aiohttp.ClientError, asyncio.TimeoutError, OSError)
"""What a call may raise that is not a bug of ours: a connection that breaks is no ``DiscordException``."""
LET_GO = (RuntimeError,)
"""What a call raises through a connection that was closed meanwhile, as when its shard is another process's by now."""


def outcome_of(error: BaseException) -> Outcome:
    """Return what became of a parcel whose call raised."""
    if isinstance(error, discord.RateLimited):
        return Later(retry_after=timedelta(seconds=error.retry_after))
    if not isinstance(error, discord.HTTPException):
        return Later()
    if error.status == HTTPStatus.UNAUTHORIZED:
        return Later(retry_after=TOKEN_PAUSE)
    if error.code in GONE:
        return Gone()
    if error.code in CLOSED:
        return Closed()
    if error.code == OPENS_TOO_FAST:
        return Later(retry_after=OPENING_PAUSE)
    if error.code == THREADS_CAPPED:
        return Later(retry_after=CAP_PAUSE)
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR or error.status in (
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.REQUEST_TIMEOUT,
    ):
        return Later()
    if error.code in NO_ACCESS:
        return Dead(
            reason=f"the bot may not do this there any more ({error.code}): circles-bot doctor says what to allow"
        )
    return Dead(reason=f"Discord refused with {error.status} {error.code}")
