"""How the runtime and an adapter meet: the object an adapter's package offers as ``connect``."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from circles_bot.ports.chat import ChatGateway
from circles_bot.ports.clock import Clock
from circles_bot.ports.identities import Identities
from circles_bot.ports.inbox import EventInbox
from circles_bot.ports.installations import Installations
from circles_bot.ports.shards import ShardLeases


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What an adapter is given to work with."""

    inbox: EventInbox
    clock: Clock
    identities: Identities
    installations: Installations | None = None
    """For an adapter that many communities may install by themselves."""
    shards: ShardLeases | None = None
    """For an adapter whose platform tells of its communities in shards."""


@dataclass(frozen=True, slots=True)
class SetUp:
    """A community that was set up, with the channels of its board and its rooms: all by the platform's ids."""

    theirs: str
    board_place: str
    rooms_place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at; where it is not well, the text holds the mend."""

    is_well: bool
    text: str


class Adapter(Protocol):
    """One connected platform: brings events in, performs parcels."""

    @property
    def gateway(self) -> ChatGateway:
        """Performs this platform's parcels."""

    async def start(self) -> None:
        """Connect; return when people can be served."""

    async def stop(self) -> None:
        """Take no more in and let go of everything, in under ten seconds."""


class Passage(Protocol):
    """Pushes the domain's clock forward through everything that falls due on the way (sandbox and tests only)."""

    async def advance(self, until: datetime) -> None:
        """Let the time pass to ``until``; returns when all that fell due has been decided and delivered."""
