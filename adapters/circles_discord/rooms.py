"""Circles' rooms as private threads: made once, found again, and never anybody removed from them.

Discord has no key by which a repeated creation is seen, and announces for good when the bot removes somebody. So before
a room is made again it is looked for, and nothing here takes anybody out.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import discord

from circles_discord.errors import ARCHIVED_THREAD, NO_ACCESS, NO_LONGER_HERE
from circles_discord.wire import once

DAYS_SHOWN_MINUTES: Final = 10_080
"""How long a quiet room stays in the list: the longest that Discord offers, a week."""
THREADS_AT_MOST: Final = 900
"""Active ones in a server: Discord caps them at about a thousand, and people want to open some, too."""
REASON = "A circle's room"
"""Stands in the server's audit log: it names no interest and nobody."""

IsKnown = Callable[[int], Awaitable[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetIn:
    """Who could not be let in: ``absent`` are no longer in the server, ``barred`` do not see the rooms' channel."""

    absent: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()


async def open_room(
    parent: discord.TextChannel, name: str, *, owner: int, may_exist: bool, is_known: IsKnown
) -> discord.Thread:
    """Return the private thread of a circle; ``is_known`` tells whether a thread is another circle's already."""
    if may_exist:
        for thread in await parent.guild.active_threads():
            is_ours = thread.owner_id == owner and thread.parent_id == parent.id and thread.name == name
            if is_ours and not await is_known(thread.id):
                return thread
    with once():
        return await parent.create_thread(
            name=name,
            type=discord.ChannelType.private_thread,
            invitable=False,
            auto_archive_duration=DAYS_SHOWN_MINUTES,
            reason=REASON,
        )


async def make_room_for_another(guild: discord.Guild, *, owner: int, at_most: int = THREADS_AT_MOST) -> None:
    """Archive the quietest of our rooms where a server has as many active threads as we let it have."""
    active = [thread for thread in guild.threads if not thread.archived]
    ours = sorted((thread for thread in active if thread.owner_id == owner), key=_spoken_last)
    for thread in ours[: max(len(active) + 1 - at_most, 0)]:
        with suppress(discord.NotFound):  # deleted at this very moment: that makes room as well
            await put_away(thread)


def _spoken_last(thread: discord.Thread) -> int:
    return thread.last_message_id or thread.id


async def let_in(thread: discord.Thread, people: Sequence[str]) -> LetIn:
    """Let people into a room and return who could not be; who is in it already stays.

    Discord's code does not tell whether it is the person or the bot that may not: where nobody gets in, it is taken for
    the bot, and what Discord said is raised.
    """
    absent: list[str] = []
    barred: dict[str, discord.Forbidden] = {}
    for person in people:
        try:
            await thread.add_user(discord.Object(int(person)))
        except discord.NotFound as error:
            if error.code not in NO_LONGER_HERE:
                raise
            absent.append(person)
        except discord.Forbidden as error:
            if error.code not in NO_ACCESS:
                raise
            barred[person] = error
    if barred and len(absent) + len(barred) == len(people):
        raise next(iter(barred.values()))
    return LetIn(absent=tuple(absent), barred=tuple(barred))


async def wake(thread: discord.Thread) -> None:
    """Bring an archived room back into the list, so that people can be let in."""
    if thread.archived:
        await thread.edit(archived=False, reason=REASON)


async def put_away(thread: discord.Thread) -> None:
    """Archive a room: nothing in it is lost, and a word in it wakes it."""
    if thread.archived:
        return
    try:
        await thread.edit(archived=True, reason=REASON)
    except discord.HTTPException as error:
        if error.code != ARCHIVED_THREAD:  # an earlier try did it, and what it answered was lost
            raise
