"""Performs each parcel through the connection that hears of its server."""

import asyncio

from circles_bot.ports.chat import Capabilities, Later, Outcome, Parcel
from circles_discord.errors import LET_GO, TOKEN_PAUSE
from circles_discord.shards import Shards


class ShardedGateway:
    """Discord's side of :class:`circles_bot.ports.chat.ChatGateway`."""

    def __init__(self, shards: Shards) -> None:
        """Perform through the connections there are."""
        self._shards = shards

    @property
    def capabilities(self) -> Capabilities:
        """It notices that messages came in rooms; a reaction cannot be answered privately."""
        return Capabilities(sees_activity=True, answers_reactions_privately=False, serves=self._shards.part)

    async def perform(self, parcel: Parcel) -> Outcome:
        """Perform a parcel; a repeat of the same key changes nothing and reports the same."""
        held = self._shards.holds(int(parcel.community))
        if held is None or held.gateway is None or held.client is None:
            return Later()  # it was given back just now: whoever has it sends it
        if held.client.is_closed():  # for good, as when the token was taken back: all waits for the next start
            return Later(retry_after=TOKEN_PAUSE)
        sending = asyncio.current_task()
        assert sending is not None
        held.sending.add(sending)
        try:
            return await held.gateway.perform(parcel)
        except LET_GO:
            if not held.client.is_closed():
                raise
            return Later()
        finally:
            held.sending.discard(sending)
