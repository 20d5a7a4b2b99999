"""A Discord of our own on loopback: real HTTP and gateway for the unmodified discord.py (``server.FakeDiscord``)."""

from tests.fakes.discord.model import Permission
from tests.fakes.discord.people import Person
from tests.fakes.discord.server import FakeDiscord

__all__ = ["FakeDiscord", "Permission", "Person"]
