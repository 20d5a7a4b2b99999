"""In how many shards Discord wants the bot, and how many sessions it still takes from it today."""

from dataclasses import dataclass
from datetime import timedelta

import discord


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What Discord answers; ``at_once`` is its ``max_concurrency``."""

    shards: int
    at_once: int
    remaining: int
    total: int
    resets_in: timedelta

    @classmethod
    async def ask(cls, client: discord.Client) -> "Offer":
        """Ask, with a client that has logged in."""
        shards, _, limit = await client.http.get_bot_gateway()
        return cls(
            shards=shards,
            at_once=limit["max_concurrency"],
            remaining=limit["remaining"],
            total=limit["total"],
            resets_in=timedelta(milliseconds=limit["reset_after"]),
        )
