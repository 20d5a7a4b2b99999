"""What people are called, for lists: those show no mentions. Kept in memory and nowhere else."""

from collections.abc import Awaitable, Callable, Mapping

import discord

from circles_bot.words.message import MessageForm, MessageSelect, PrivateReply
from circles_discord.errors import FAULTS

NAMES_AT_MOST = 10_000
"""Who is asked for again costs a request."""


class Names:
    """Display names by Discord's ids."""

    def __init__(self) -> None:
        """Know nobody yet."""
        self._known: dict[str, str] = {}

    def keep(self, user: discord.abc.User) -> None:
        """Keep what somebody is called where they act."""
        self.put(str(user.id), user.display_name)

    def put(self, person: str, name: str) -> None:
        """Keep a name; the one that was kept first makes room for it."""
        if person not in self._known and len(self._known) >= NAMES_AT_MOST:
            del self._known[next(iter(self._known))]
        self._known[person] = name

    async def known_for(
        self, reply: PrivateReply, server: Callable[[], Awaitable[discord.Guild | None]]
    ) -> Mapping[str, str]:
        """Return names, with those of the people whom a reply lets one choose from, looked up in ``server``."""
        people = dict(reply.people)
        controls = reply.content.fields if isinstance(reply.content, MessageForm) else reply.content.controls
        wanted = {
            people[option.member]
            for control in controls
            if isinstance(control, MessageSelect)
            for option in control.options
            if option.member in people
        }
        unknown = sorted(one for one in wanted if one not in self._known)  # of all the names a few are wanted
        guild = await server() if unknown else None
        for person in unknown:
            if guild is None:
                break
            try:
                self.keep(await guild.fetch_member(int(person)))
            except FAULTS:
                continue
        return self._known
