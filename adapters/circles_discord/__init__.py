"""Discord: circles in a server's private threads, through discord.py."""

from circles_bot.ports.adapters import House
from circles_discord.adapter import Discord
from circles_discord.settings import DiscordSettings

__all__ = ["Discord", "DiscordSettings", "connect"]


def connect(house: House, *, token: str, api_url: str | None = None, gateway_url: str | None = None) -> Discord:
    """Return the adapter, not connected yet; the addresses are Discord's own unless others are given."""
    return Discord(house, DiscordSettings(token=token, api_url=api_url, gateway_url=gateway_url))
