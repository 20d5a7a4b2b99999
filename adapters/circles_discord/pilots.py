"""To which channel's people a server's pilot is limited, kept in memory: every act asks for it.

All acts of a server come through one process, so that a change of its settings is seen here; only somebody's taps in
direct messages may come through another, which keeps nothing.
"""

from collections.abc import Callable

from circles_bot.engine.events import SettingsChosen, SetupChosen
from circles_bot.ports.adapters import House
from circles_bot.taps import Meaning
from circles_discord.translate import Translator


class Pilots:
    """Reads a server's pilot once, until its settings change."""

    def __init__(self, house: House, *, keeps: Callable[[int], bool]) -> None:
        """Take the house that knows them; ``keeps`` tells of which servers all acts come through this process."""
        self._inbox = house.inbox
        self._translator = Translator(identities=house.identities)
        self._keeps = keeps
        self._channels: dict[int, str | None] = {}
        self._changes = 0

    async def of(self, guild_id: int) -> str | None:
        """Return the channel's id, or None without a pilot."""
        if guild_id in self._channels:
            return self._channels[guild_id]
        changes = self._changes
        channel = await self._inbox.pilot_of(self._translator.community(guild_id))
        if changes == self._changes and self._keeps(guild_id):  # else it may be what was so before
            self._channels[guild_id] = channel
        return channel

    def have_heard(self, guild_id: int, meaning: Meaning) -> None:
        """Read anew after what may have changed the pilot."""
        if isinstance(meaning, SetupChosen | SettingsChosen):
            self._changes += 1
            self._channels.pop(guild_id, None)
