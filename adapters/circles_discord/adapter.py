"""Discord as one connected platform: client, gateway and registered commands."""

import asyncio
import contextlib

import discord
import structlog

from circles_bot.engine.errors import ConfigError
from circles_bot.ports.adapters import House
from circles_bot.words.catalog import shipped_catalog
from circles_discord.absences import Absences
from circles_discord.client import CirclesClient
from circles_discord.commands import differs, payloads
from circles_discord.gateway import DiscordGateway
from circles_discord.openers import Openers
from circles_discord.settings import DiscordSettings

log = structlog.get_logger(__name__)


class Discord:
    """The adapter."""

    def __init__(self, house: House, settings: DiscordSettings) -> None:
        """Make the parts; nothing is connected yet."""
        settings.point_library()
        self._settings = settings
        self.client = CirclesClient(
            house,
            ready_timeout_seconds=settings.ready_timeout_seconds,
            requests_a_second=settings.requests_a_second,
            moment_seconds=settings.moment_seconds,
        )
        self._gateway = DiscordGateway(self.client, house)
        self.absences = Absences(self.client, house)
        self.openers = Openers(self.client, house)
        self._connection: asyncio.Task[None] | None = None
        self._looking: tuple[asyncio.Task[None], ...] = ()

    @property
    def gateway(self) -> DiscordGateway:
        """Performs parcels on Discord."""
        return self._gateway

    async def start(self) -> None:
        """Log in, register the commands where they changed, connect; return when the servers have shown up.

        Raises ConfigError for a token that Discord does not know.
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
        self._connection = asyncio.create_task(self.client.connect(reconnect=True))
        ready = asyncio.create_task(self.client.wait_until_ready())
        await asyncio.wait({self._connection, ready}, return_when=asyncio.FIRST_COMPLETED)
        if self._connection.done():
            ready.cancel()
            self._connection.result()
        self._connection.add_done_callback(_say_why)
        self._looking = (asyncio.create_task(self.absences.run()), asyncio.create_task(self.openers.run()))

    async def stop(self) -> None:
        """Take no more in and let go of the connection."""
        for looking in self._looking:
            looking.cancel()
        await self.client.close()
        for task in (*self._looking, self._connection):
            if task is not None:
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    async def _register(self) -> None:
        application = self.client.application_id
        assert application is not None, "known since the login"
        wanted = payloads(shipped_catalog())
        found = await self.client.http.get_global_commands(application)
        if differs(wanted, found):  # Discord counts registrations, and people's clients load them anew
            await self.client.http.bulk_upsert_global_commands(application, wanted)
            log.info("commands_registered", count=len(wanted))


def _say_why(connection: asyncio.Task[None]) -> None:
    """Log a connection that has ended for good, with its mend: nobody else would notice."""
    if connection.cancelled() or connection.exception() is None:
        return
    log.error(
        "connection_ended",
        fault=str(connection.exception()),
        mend="Where Discord no longer takes the token, put a new one into CIRCLES_DISCORD_TOKEN, and start again: "
        "nothing is lost.",
    )
