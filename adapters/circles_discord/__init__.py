"""Discord: circles in a server's private threads, through discord.py."""

from collections.abc import Callable, Sequence
from datetime import datetime

from circles_bot.ports.adapters import Finding, House, SetUp
from circles_discord import examination
from circles_discord.adapter import Discord
from circles_discord.settings import DiscordSettings

__all__ = ["Discord", "DiscordSettings", "connect", "examine"]


def connect(house: House, *, token: str, api_url: str | None = None, gateway_url: str | None = None) -> Discord:
    """Return the adapter, not connected yet; the addresses are Discord's own unless others are given."""
    return Discord(house, DiscordSettings(token=token, api_url=api_url, gateway_url=gateway_url))


async def examine(
    *,
    token: str,
    now: Callable[[], datetime],
    set_up: Sequence[SetUp] = (),
    api_url: str | None = None,
    gateway_url: str | None = None,
) -> tuple[Finding, ...]:
    """Return what ``circles-bot doctor`` tells of Discord, and of the clock ``now``; nothing is changed there.

    ``set_up`` are the servers with the channels that the bot works in.
    """
    settings = DiscordSettings(token=token, api_url=api_url, gateway_url=gateway_url)
    return await examination.examine(settings, set_up, now=now)
