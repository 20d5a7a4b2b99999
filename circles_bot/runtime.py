"""The only place that knows all parts: opens the database, assembles the works, connects the platforms, stops."""

import asyncio
import contextlib
import gc
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache, partial
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

import structlog
from pydantic import SecretStr

from circles_bot.application.flood import ACTS_A_MINUTE
from circles_bot.application.heartbeat import PushableClock, TimePasses
from circles_bot.application.installations import StoredInstallations
from circles_bot.application.shards import StoredShards
from circles_bot.chronicle import Chronicle, Record
from circles_bot.engine.errors import ConfigError, StoreError
from circles_bot.ports.adapters import Adapter, Finding, House, Passage, SetUp
from circles_bot.ports.clock import Clock
from circles_bot.ports.identities import Identities, community_id
from circles_bot.ports.store import Store
from circles_bot.secret_key import key_file, load_secret_key
from circles_bot.settings import Settings
from circles_bot.store import open_serial_store, open_store
from circles_bot.store.migrate import is_current, upgrade
from circles_bot.store.overview import read_set_up
from circles_bot.words.voices import load_voices
from circles_bot.works import Works, assemble

if TYPE_CHECKING:  # only who simulates waits for it
    from circles_bot.simulation.report import Report
    from circles_bot.simulation.run import Plan
    from circles_bot.simulation.town import MakeTown

log = structlog.get_logger(__name__)

SANDBOX_DATABASE = "circles-sandbox.db"
SIMULATION_DATABASE = "simulation.db"
STOP_WITHIN_SECONDS = 10.0


class SandboxClockOf(Protocol):
    """Makes the sandbox's clock from where its workspace is kept."""

    def of(self, folder: Path | None) -> PushableClock:
        """Return the clock, pushed as far as it was."""


class SandboxLedger(Record, Protocol):
    """What the sandbox's side panel reads."""


class SandboxPackage(Protocol):
    """What the runtime asks of the package behind the entry point ``sandbox``."""

    Crowd: "MakeTown"
    SandboxClock: SandboxClockOf
    RecentLedger: Callable[[], SandboxLedger]

    def connect(
        self,
        house: House,
        *,
        folder: Path | None,
        host: str,
        port: int,
        passage: Passage,
        ledger: SandboxLedger,
        sets_up: bool,
    ) -> "SandboxAdapter":
        """Return the adapter, not yet started."""

    def forget_workspace(self, folder: Path) -> None:
        """Delete what the last visit left in ``folder``."""


class DiscordPackage(Protocol):
    """What the runtime asks of the package behind the entry point ``discord``."""

    def connect(self, house: House, *, token: str, api_url: str | None, gateway_url: str | None) -> Adapter:
        """Return the adapter, not yet connected."""

    async def examine(
        self,
        *,
        token: str,
        set_up: Sequence[SetUp],
        now: Callable[[], datetime],
        api_url: str | None,
        gateway_url: str | None,
    ) -> tuple[Finding, ...]:
        """Return what could keep the bot from working there, where it was ``set_up`` above all."""


class SlackPackage(Protocol):
    """What the runtime asks of the package behind the entry point ``slack``."""

    def connect(
        self,
        house: House,
        *,
        bot_token: str | None,
        app_token: str | None,
        signing_secret: str | None,
        client_id: str | None,
        client_secret: str | None,
        api_url: str | None,
        host: str,
        port: int,
    ) -> Adapter:
        """Return the adapter, not yet connected."""

    async def examine(
        self,
        *,
        bot_token: str,
        app_token: str | None,
        signing_secret: str | None,
        api_url: str | None,
        now: Callable[[], datetime],
    ) -> tuple[Finding, ...]:
        """Return what could keep the bot from working there."""


class WallClock:
    """The clocks of the machine."""

    def now(self) -> datetime:
        """See ``ports.clock.Clock.now``."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """See ``ports.clock.Clock.monotonic``."""
        return time.monotonic()


class SandboxAdapter(Adapter, Protocol):
    """An adapter that is a page."""

    @property
    def address(self) -> str:
        """Where its page is, once it has started."""


async def run_platforms(settings: Settings) -> None:
    """Serve the chat platforms whose tokens are set, until SIGINT or SIGTERM."""
    secret = load_secret_key(settings.database_url, settings.secret_key)
    if not is_current(settings.database_url):
        upgrade(settings.database_url)
    async with _opened(settings.database_url, secret) as store, _matcher() as matcher:
        clock = WallClock()
        works = assemble(
            store=store,
            clock=clock,
            matcher=matcher,
            first_directs_per_hour=settings.first_messages_per_hour,
            voices=load_voices(settings.own_folder, partial(community_id, secret)),
            acts_a_minute=ACTS_A_MINUTE,
        )
        adapters = {
            platform: connect(_house(works, store, clock, Identities(platform, secret)))
            for platform, connect in _connections(settings).items()
        }
        await _serve(works, adapters, lambda: log.info("connected", platforms=sorted(adapters)))


def _house(works: Works, store: Store, clock: Clock, identities: Identities) -> House:
    """Return what an adapter is given."""
    installations = StoredInstallations(store, identities, clock)
    shards = StoredShards(store, identities.platform, clock)
    return House(inbox=works.service, clock=clock, identities=identities, installations=installations, shards=shards)


def _connections(settings: Settings) -> Mapping[str, Callable[[House], Adapter]]:
    """Return how to connect each platform whose token is set."""
    connections: dict[str, Callable[[House], Adapter]] = {}
    if settings.discord_token is not None:
        package = cast(DiscordPackage, _adapter_package("discord"))
        connections["discord"] = partial(
            package.connect,
            token=settings.discord_token.get_secret_value(),
            api_url=settings.discord_api_url,
            gateway_url=settings.discord_gateway_url,
        )
    if settings.slack_bot_token is not None or settings.slack_client_id is not None:
        slack = cast(SlackPackage, _adapter_package("slack"))
        connections["slack"] = partial(
            slack.connect,
            bot_token=_secret(settings.slack_bot_token),
            app_token=_secret(settings.slack_app_token),
            signing_secret=_secret(settings.slack_signing_secret),
            client_id=settings.slack_client_id,
            client_secret=_secret(settings.slack_client_secret),
            api_url=settings.slack_api_url,
            host=settings.web_host,
            port=settings.web_port,
        )
    return connections


def _secret(setting: SecretStr | None) -> str | None:
    return setting.get_secret_value() if setting is not None else None


async def examine_discord(settings: Settings) -> tuple[Finding, ...]:
    """Return what could keep the bot from working on Discord, whose token is set."""
    assert settings.discord_token is not None
    package = cast(DiscordPackage, _adapter_package("discord"))
    try:
        set_up = read_set_up(settings.database_url, "discord")
    except StoreError:  # there is none yet; of one that cannot be read the doctor has told before
        set_up = ()
    return await package.examine(
        token=settings.discord_token.get_secret_value(),
        set_up=set_up,
        now=WallClock().now,
        api_url=settings.discord_api_url,
        gateway_url=settings.discord_gateway_url,
    )


async def examine_slack(settings: Settings) -> tuple[Finding, ...]:
    """Return what could keep the bot from working on Slack, whose token is set."""
    assert settings.slack_bot_token is not None
    package = cast(SlackPackage, _adapter_package("slack"))
    return await package.examine(
        bot_token=settings.slack_bot_token.get_secret_value(),
        app_token=_secret(settings.slack_app_token),
        signing_secret=_secret(settings.slack_signing_secret),
        api_url=settings.slack_api_url,
        now=WallClock().now,
    )


async def run_sandbox(
    settings: Settings, *, folder: Path, port: int, fresh: bool, by_hand: bool, announce: Callable[[str], None]
) -> None:
    """Serve the sandbox from ``folder`` until SIGINT or SIGTERM.

    ``fresh`` forgets the last visit first; ``by_hand`` leaves setting the bot up to the visitor.
    """
    package = cast(SandboxPackage, _adapter_package("sandbox"))
    database = folder / SANDBOX_DATABASE
    url = f"sqlite:///{database}"
    _prepare(folder, package if fresh else None)
    secret = load_secret_key(url, settings.secret_key)
    if not is_current(url):
        upgrade(url)
    async with _opened(url, secret) as store, _matcher() as matcher:
        clock = package.SandboxClock.of(folder)
        ledger = package.RecentLedger()
        chronicle = Chronicle(ledger)
        is_limited = "first_messages_per_hour" in settings.model_fields_set  # a page quarantines nobody by itself
        works = assemble(
            store=store,
            clock=clock,
            matcher=matcher,
            on_decided=chronicle.note,
            first_directs_per_hour=settings.first_messages_per_hour if is_limited else None,
            voices=load_voices(settings.own_folder, partial(community_id, secret)),
            acts_a_minute=ACTS_A_MINUTE,
        )
        chronicle.composer = works.composer
        house = House(inbox=works.service, clock=clock, identities=Identities(platform="sandbox", key=secret))
        adapter = package.connect(
            house,
            folder=folder,
            host=settings.web_host,
            port=port,
            passage=TimePasses(heartbeat=works.heartbeat, clock=clock),
            ledger=ledger,
            sets_up=not by_hand,
        )
        await _serve(works, {"sandbox": adapter}, lambda: announce(adapter.address))


async def run_simulation(plan: "Plan", *, lived: Callable[[int, int], None]) -> "Report":
    """Run a plan in a database that is thrown away, and return what came of it; ``lived`` hears of each day."""
    from circles_bot.simulation.run import key_of, simulate

    package = cast(SandboxPackage, _adapter_package("sandbox"))
    with tempfile.TemporaryDirectory(prefix="circles-simulation-") as folder:
        url = f"sqlite:///{Path(folder) / SIMULATION_DATABASE}"
        upgrade(url)
        store = await open_serial_store(url, key=key_of(plan.seed))
        try:
            return await simulate(plan, store=store, make_town=package.Crowd, lived=lived)
        finally:
            await store.close()


async def _serve(works: Works, adapters: Mapping[str, Adapter], is_ready: Callable[[], None]) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(wanted, stopping.set)
    for platform, adapter in adapters.items():
        works.delivery.connect(platform, adapter.gateway)
    started: list[Adapter] = []
    beating = asyncio.create_task(works.heartbeat.run())
    try:
        for adapter in adapters.values():
            await adapter.start()
            started.append(adapter)
        spare_the_collector()
        is_ready()
        await _first_of(stopping, beating)
    finally:
        async with asyncio.timeout(STOP_WITHIN_SECONDS):
            beating.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await beating
            await works.delivery.finish()  # before the adapters let go of what it sends through
            for adapter in started:
                await adapter.stop()


async def _first_of(stopping: asyncio.Event, beating: asyncio.Task[None]) -> None:
    """Wait for the signal to stop; a heart that stopped by itself is a bug and ends the process with its error."""
    waiting = asyncio.create_task(stopping.wait())
    done, _ = await asyncio.wait({waiting, beating}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if beating in done:
        beating.result()


@asynccontextmanager
async def _opened(url: str, key: bytes) -> AsyncIterator[Store]:
    store = await open_store(url, key=key)
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def _matcher() -> AsyncIterator[Callable[[], Executor]]:
    """Offer one worker process for the matcher, made when the first round needs it: it costs time and memory.

    Spawned, because a fork of a process with threads may hang.
    """

    @cache
    def executor() -> Executor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        return ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))

    try:
        yield executor
    finally:
        if executor.cache_info().currsize:
            executor().shutdown(wait=False, cancel_futures=True)


def _adapter_package(name: str) -> object:
    for entry in entry_points(group="circles_bot.adapters", name=name):
        return entry.load()
    raise ConfigError(f"No adapter {name!r} is installed: install circles-bot again (pip install circles-bot).")


def _prepare(folder: Path, package: SandboxPackage | None) -> None:
    """Make the folder; with a package, forget what the last visit left in it."""
    folder.mkdir(parents=True, exist_ok=True)
    if package is None:
        return
    package.forget_workspace(folder)
    database = folder / SANDBOX_DATABASE
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    key_file(database).unlink(missing_ok=True)


def spare_the_collector() -> None:
    """Keep the garbage collector off what lives for ever; measured, it took a third off the p99 of a whole bot."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
