"""In which servers the bot is: what Discord tells of it, and what is compared after a time in which it told nothing."""

from collections.abc import Callable

from circles_bot.ports.adapters import House
from circles_discord.translate import PLATFORM, Translator


class Servers:
    """Tells the inbox where the bot was removed, and where it is again."""

    def __init__(self, house: House) -> None:
        """Take the house whose inbox hears of it."""
        self._inbox = house.inbox
        self._clock = house.clock
        self._translator = Translator(identities=house.identities)

    async def removed_from(self, guild_id: int) -> None:
        """Let all of a server sleep."""
        await self._inbox.submit(self._translator.removal(guild_id, self._clock.now()))

    async def returned_to(self, guild_id: int) -> None:
        """Let all of a server go on, if it slept."""
        await self._inbox.submit(self._translator.return_(guild_id, self._clock.now()))

    async def compare(self, is_meant: Callable[[int], bool], is_in: Callable[[int], bool]) -> None:
        """Look which of the meant servers the bot was removed from, or added to again, while it heard nothing."""
        for known in await self._inbox.communities(PLATFORM):
            guild_id = int(known.theirs)
            if not is_meant(guild_id):
                continue
            if is_in(guild_id) and known.is_removed:
                await self.returned_to(guild_id)
            elif not is_in(guild_id) and not known.is_removed:
                await self.removed_from(guild_id)
