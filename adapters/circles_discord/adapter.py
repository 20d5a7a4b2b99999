"""Discord as one connected platform: the connections, the gateway and the registered commands."""

import asyncio

import discord
import structlog

from circles_bot.engine.errors import ConfigError
from circles_bot.ports.adapters import House
from circles_bot.words.catalog import shipped_catalog
from circles_discord.absences import Absences
from circles_discord.client import CirclesClient
from circles_discord.commands import differs, payloads
from circles_discord.gateway import Conversations, DiscordGateway
from circles_discord.offer import Offer
from circles_discord.openers import Openers
from circles_discord.pilots import Pilots
from circles_discord.settings import DiscordSettings
from circles_discord.sharded_gateway import ShardedGateway
from circles_discord.shards import Shards
from circles_discord.ties import Ties
from circles_discord.wire import Wire

log = structlog.get_logger(__name__)


class Discord:
    """The adapter."""

    def __init__(self, house: House, settings: DiscordSettings) -> None:
        """Make the parts; nothing is connected yet."""
        settings.point_library()
        self._house = house
        self._settings = settings
        self._conversations = Conversations()
        wire = Wire(settings.requests_a_second)
        self.shards = Shards(
            leases=house.shards,
            clock=house.clock,
            wire=wire,
            identify_seconds=settings.identify_seconds,
            make=self._make,
            log_in=lambda client: client.login(settings.token),
        )
        self._ties = Ties(
            wire=wire,
            pilots=Pilots(house, keeps=self.shards.has),
            server=self.shards.server,
            servers=self._servers,
            is_here=self.shards.has,
            may_identify=self.shards.may_identify,
        )
        self.client = self.shards.first()
        self._gateway = ShardedGateway(self.shards)
        self.absences = Absences(self.shards, house)
        self.openers = Openers(self.shards, house)
        self._looking: tuple[asyncio.Task[None], ...] = ()

    @property
    def gateway(self) -> ShardedGateway:
        """Performs parcels on Discord."""
        return self._gateway

    async def start(self) -> None:
        """Log in, register the commands where they changed, connect; return when the first servers have shown up.

        Raises ConfigError for a token that Discord does not know, or for which it begins no more sessions today.
        """
        try:
            await self.client.login(self._settings.token)
        except discord.LoginFailure as error:
            await self.client.close()
            raise ConfigError(
                "Discord does not know this token: copy it again from the developer portal (Bot, Reset Token) into "
                "CIRCLES_DISCORD_TOKEN."
            ) from error
        await self._register()
        offer = await Offer.ask(self.client)
        if not offer.remaining:
            await self.client.close()
            raise ConfigError(
                f"Discord begins no more sessions of this bot today (it takes {offer.total} a day): start it again in "
                f"{round(offer.resets_in.total_seconds() / 60)} minutes, and see why it was started so often."
            )
        await self.shards.start(offer)
        self._looking = (asyncio.create_task(self.absences.run()), asyncio.create_task(self.openers.run()))

    async def stop(self) -> None:
        """Take no more in and let go of the connections."""
        for looking in self._looking:
            looking.cancel()
        await self.shards.stop()
        await asyncio.gather(*self._looking, return_exceptions=True)

    def _make(self) -> tuple[CirclesClient, DiscordGateway]:
        """Return a connection that has not logged in, and what performs through it."""
        client = CirclesClient(
            self._house,
            self._ties,
            ready_timeout_seconds=self._settings.ready_timeout_seconds,
            moment_seconds=self._settings.moment_seconds,
        )
        return client, DiscordGateway(client, self._house, self._conversations)

    def _servers(self) -> tuple[int, ...]:
        """Return the ids of all servers, or of none where some are another process's, or not told yet."""
        clients = [held.client for held in self.shards.held.values()]
        are_all = len(clients) == self.shards.count and all(client and client.is_ready() for client in clients)
        return tuple(guild.id for guild in self.shards.guilds) if are_all else ()

    async def _register(self) -> None:
        application = self.client.application_id
        assert application is not None, "known since the login"
        wanted = payloads(shipped_catalog())
        found = await self.client.http.get_global_commands(application)
        if differs(wanted, found):  # Discord counts registrations, and people's clients load them anew
            await self.client.http.bulk_upsert_global_commands(application, wanted)
            log.info("commands_registered", count=len(wanted))
