"""A bot that does nothing, to be measured beside ours: it acknowledges each interaction and hears each reaction.

It has our intents and our small caches, so that what differs is what we do. ``python -m benchmarks.bare_discord`` takes
the token and the two addresses.
"""

import sys

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

INTENTS = discord.Intents(guilds=True, guild_messages=True, guild_reactions=True)


class Bare(discord.Client):
    """Acknowledges, and no more."""

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Acknowledge."""
        await interaction.response.send_message("ok", ephemeral=True)

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Hear it."""

    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        """Hear it."""


def main() -> None:
    """Run until the process is ended."""
    token, api_url, gateway_url = sys.argv[1:]
    Route.BASE = api_url
    DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)
    client = Bare(
        intents=INTENTS,
        chunk_guilds_at_startup=False,
        max_messages=None,
        member_cache_flags=discord.MemberCacheFlags.none(),
    )
    client.run(token, log_handler=None)


if __name__ == "__main__":
    main()
