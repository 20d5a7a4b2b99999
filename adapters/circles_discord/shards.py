"""The shards that this process serves: one connection each, begun at Discord's pace, kept while the lease lasts.

Processes that share a database share the shards by leases (docs/decisions/0026). A process that cannot renew its leases
closes its connections before another may open them; one that has more than its share gives some back, each when what
was being sent through it is sent. A new owner begins a session of its own, and reads the boards.
"""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import discord
import structlog
from discord.gateway import KeepAliveHandler

from circles_bot.engine.errors import StoreError
from circles_bot.ports.clock import Clock
from circles_bot.ports.shards import Part, ShardLeases, Share, shard_of
from circles_discord.client import CirclesClient
from circles_discord.distant import DistantServers
from circles_discord.errors import FAULTS
from circles_discord.gateway import DiscordGateway
from circles_discord.offer import Offer
from circles_discord.translate import PLATFORM
from circles_discord.wire import Wire

log = structlog.get_logger(__name__)

RENEW_EVERY_SECONDS = 10.0
CLOSING_SECONDS = 10.0
"""So long before a lease lapses that could not be renewed, its connections are closed."""
SENT_WITHIN_SECONDS = 5.0
"""How long a connection that is given back is kept for what is being sent through it."""
SHARDING_REQUIRED = 4011
"""Discord closes a session that would hear of too many servers: https://discord.com/developers/docs/topics/opcodes"""


@dataclass(slots=True, kw_only=True, eq=False)
class Held:
    """A shard that is ours, with its connection once there is one."""

    client: CirclesClient | None = None
    gateway: DiscordGateway | None = None
    launching: asyncio.Task[None] | None = None
    connection: asyncio.Task[None] | None = None
    sending: set[asyncio.Task[Any]] = field(default_factory=set)


class Shards:
    """Knows which connection hears of which server."""

    def __init__(
        self,
        *,
        leases: ShardLeases | None,
        clock: Clock,
        wire: Wire,
        identify_seconds: float,
        make: Callable[[], tuple[CirclesClient, DiscordGateway]],
        log_in: Callable[[CirclesClient], Awaitable[None]],
    ) -> None:
        """Take what makes a connection; nothing is connected yet.

        Until Discord has said otherwise there is one shard, and the connection that :attr:`first` makes is its.
        """
        self._leases = leases
        self._clock = clock
        self._wire = wire
        self._pause = timedelta(seconds=identify_seconds)
        self._make = make
        self._log_in = log_in
        self._distant = DistantServers(clock)
        self.count = 1
        self.held: dict[int, Held] = {}
        self._spare: Held | None = None
        self._wanted, self._insists, self._at_once = 1, False, 1
        self._expires = 0.0
        self._turn = asyncio.Lock()
        self._turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._launching: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._is_served = asyncio.Event()
        self._ended: asyncio.Future[None] | None = None
        self._renewing: asyncio.Task[None] | None = None
        self._growing: asyncio.Task[None] | None = None
        self._closing: set[asyncio.Task[None]] = set()

    def first(self) -> CirclesClient:
        """Return the connection that logs in before it is known which shards are ours."""
        client, gateway = self._make()
        self._spare = self.held[0] = Held(client=client, gateway=gateway)
        return client

    # --- which connection -----------------------------------------------------------------------------------------

    def holds(self, guild_id: int) -> Held | None:
        """Return the shard that hears of a server, if it is ours."""
        return self.held.get(shard_of(guild_id, self.count))

    def has(self, guild_id: int) -> bool:
        """Tell whether a server is in a shard of ours."""
        return self.holds(guild_id) is not None

    def client_of(self, guild_id: int) -> CirclesClient | None:
        """Return the connection that hears of a server, if it is ours and there is one."""
        held = self.holds(guild_id)
        return held.client if held is not None else None

    def get_guild(self, guild_id: int) -> discord.Guild | None:
        """Return a server that is known to a connection of ours."""
        client = self.client_of(guild_id)
        return client.get_guild(guild_id) if client is not None else None

    async def server(self, guild_id: int) -> discord.Guild | None:
        """Return a server, looked up where another process hears of it."""
        if self.has(guild_id):
            return self.get_guild(guild_id)
        client = next(iter(self._clients()), None)
        return await self._distant.find(client, guild_id) if client is not None else None

    @property
    def guilds(self) -> tuple[discord.Guild, ...]:
        """Return the servers that our connections hear of."""
        return tuple(guild for client in self._clients() for guild in client.guilds)

    @property
    def part(self) -> Part | None:
        """Return what is served here, or None where that is everything."""
        if self._leases is None or not self._leases.is_shared:
            return None
        ready = frozenset(number for number, held in self.held.items() if held.client and held.client.is_ready())
        return None if len(ready) == self.count else Part(platform=PLATFORM, shards=self.count, numbers=ready)

    def _clients(self) -> Iterable[CirclesClient]:
        return [held.client for held in tuple(self.held.values()) if held.client is not None]

    # --- which shards ---------------------------------------------------------------------------------------------

    async def start(self, offer: Offer) -> None:
        """Take what is ours and return when the first of it can be served; raises what ended a connection for good."""
        self._wanted, self._at_once = offer.shards, offer.at_once
        self._ended = ended = asyncio.get_running_loop().create_future()
        self.held.clear()
        await self.renew()
        self._renewing = asyncio.create_task(self._run())
        if self.held:
            served = asyncio.create_task(self._is_served.wait())
            await asyncio.wait({ended, served}, return_when=asyncio.FIRST_COMPLETED)
            served.cancel()
        self._ended = None
        if ended.done():
            ended.result()

    async def all_served(self) -> None:
        """Return when every shard of ours has shown its servers, or has ended."""
        while waiting := [one.launching for one in self.held.values() if one.launching and not one.launching.done()]:
            await asyncio.wait(waiting)

    async def renew(self) -> None:
        """Keep what is ours a while longer, take what is free, and let go of what others should have."""
        async with self._turn:
            try:
                share = await self._renewed()
            except StoreError as error:
                log.warning("shards_not_renewed", error=str(error))
                if self._clock.monotonic() >= self._expires - CLOSING_SECONDS:
                    await self._let_go(*self.held, kindly=False)  # another may have them soon
                return
            self._expires = share.expires
            self._wire.share_among(share.processes)
            new = sorted(share.numbers - self.held.keys())
            for number in new:
                held = self.held[number] = Held()
                held.launching = asyncio.create_task(self._serve(number, held))
            if new:
                log.info("shards_taken", numbers=new, shards=share.shards, processes=share.processes)

    async def _renewed(self) -> Share:
        share = await self._ask()
        if share.shards != self.count:  # what is ours is numbered otherwise from now on
            await self._let_go(*self.held)
            self.count = share.shards
            return await self._ask()
        await self._let_go(*(self.held.keys() - share.numbers), kindly=False)  # stopped for so long that others took it
        if len(share.numbers) > share.fair:
            await self._let_go(*sorted(self.held)[share.fair :])
            share = await self._ask()
        return share

    async def _ask(self) -> Share:
        assert self._leases is not None, "the runtime gives one to Discord"
        return await self._leases.renew(
            kept=frozenset(self.held), of=self.count, wanted=self._wanted, insists=self._insists
        )

    async def _run(self) -> None:
        """Renew for ever; alone, only what did not succeed is tried again."""
        assert self._leases is not None
        while True:
            await asyncio.sleep(RENEW_EVERY_SECONDS)
            if self._leases.is_shared or len(self.held) < self.count:
                await self.renew()

    async def stop(self) -> None:
        """Close every connection and give everything back."""
        begun = [task for task in (self._renewing, self._growing) if task is not None]
        for task in begun:
            task.cancel()
        await asyncio.gather(*begun, return_exceptions=True)
        async with self._turn:
            await self._let_go(*self.held, kindly=False)  # what is being sent was waited for already
            await _all_over(set(self._closing))
            if self._spare is not None and self._spare.client is not None:
                await self._spare.client.close()
            if self._leases is not None:
                try:
                    await self._leases.leave()
                except StoreError as error:
                    log.warning("shards_not_given_back", error=str(error))

    # --- one shard ------------------------------------------------------------------------------------------------

    async def may_identify(self, number: int) -> None:
        """Return when a shard may begin a session: its bucket's turn has come, of all processes' (docs: gateway)."""
        assert self._leases is not None
        bucket = number % self._at_once
        async with self._turns[bucket]:
            try:
                while wait := await self._leases.take_turn(bucket, self._pause):  # noqa: ASYNC110  # time is waited for
                    await asyncio.sleep(wait.total_seconds())
            except StoreError as error:
                log.warning("turn_not_taken", error=str(error))
                await asyncio.sleep(self._pause.total_seconds())

    async def _serve(self, number: int, held: Held) -> None:
        """Connect a shard; return once its servers have shown up, or it has ended."""
        try:
            async with self._launching[number % self._at_once]:  # no connection stands open long before its turn
                client = await self._connection(held)
                client.be_shard(number, self.count)
                held.connection = asyncio.create_task(client.connect(reconnect=True))
                held.connection.add_done_callback(partial(self._over, number, held))
                await _either(held.connection, client.has_identified.wait())
            await _either(held.connection, client.wait_until_ready())
        except FAULTS as error:  # while logging in; the next renewal takes it again
            log.warning("shard_not_opened", shard=number, error=type(error).__name__)
            if self.held.get(number) is held:
                del self.held[number]
            return
        if client.is_ready():
            self._is_served.set()

    async def _connection(self, held: Held) -> CirclesClient:
        """Give a shard a connection that has logged in: the first of all, or a new one."""
        if self._spare is not None:
            held.client, held.gateway, self._spare = self._spare.client, self._spare.gateway, None
        else:
            client, gateway = self._make()
            try:
                await self._log_in(client)
            except BaseException:
                await client.close()
                raise
            held.client, held.gateway = client, gateway
        assert held.client is not None
        return held.client

    def _over(self, number: int, held: Held, connection: asyncio.Task[None]) -> None:
        """Hear that a connection has ended for good: nobody else would notice."""
        error = None if connection.cancelled() else connection.exception()
        if error is None or self.held.get(number) is not held:
            return
        if isinstance(error, discord.ConnectionClosed) and error.code == SHARDING_REQUIRED:
            self._growing = asyncio.create_task(self._grow(number, self.count))
        elif self._ended is not None and not self._ended.done():
            self._ended.set_exception(error)
        elif not isinstance(error, discord.DiscordException):  # something that was sent is not as the library knows it
            log.error("connection_failed", shard=number, exc_info=error)
            self._close_soon(number, kindly=False)  # the next renewal takes it again
        else:
            log.error(
                "connection_ended",
                fault=str(error),
                mend="Where Discord no longer takes the token, put a new one into CIRCLES_DISCORD_TOKEN, and start "
                "again: nothing is lost.",
            )

    async def _grow(self, number: int, count: int) -> None:
        """Have as many shards as Discord wants by now, everywhere; ``count`` were too few when it closed this one."""
        async with self._turn:
            if max(self._wanted, self.count) > count:
                return  # another of them was closed for the same reason
            await self._let_go(number, kindly=False)
            new = Held()
            try:
                offer = await Offer.ask(await self._connection(new))
            except FAULTS as error:  # the next renewal takes what there is, and Discord refuses it again
                log.warning("shards_not_known", error=type(error).__name__)
                await _close(new, kindly=False)
                return
            except BaseException:
                await _close(new, kindly=False)
                raise
            self._spare = new
        self._wanted, self._at_once, self._insists = max(offer.shards, self.count + 1), offer.at_once, True
        log.warning("shards_too_few", shards=self.count, wanted=self._wanted)
        await self.renew()

    async def _let_go(self, *numbers: int, kindly: bool = True) -> None:
        """Close connections; ``kindly``, what is being sent through them is waited for.

        Who is stopped meanwhile leaves them to be closed all the same, and :meth:`stop` waits for that.
        """
        await _all_over([self._close_soon(number, kindly=kindly) for number in numbers])
        if numbers:
            log.info("shards_given_back", numbers=sorted(numbers))

    def _close_soon(self, number: int, *, kindly: bool) -> asyncio.Task[None]:
        closing = asyncio.create_task(_close(self.held.pop(number), kindly=kindly))
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)
        return closing


async def _all_over(tasks: Collection[asyncio.Task[None]]) -> None:
    """Wait for tasks, and raise what one of them raised; who is stopped meanwhile does not stop them."""
    if tasks:
        await asyncio.wait(tasks)
    for task in tasks:
        task.result()


async def _close(held: Held, *, kindly: bool) -> None:
    if kindly and held.sending:
        await asyncio.wait(held.sending, timeout=SENT_WITHIN_SECONDS)
    tasks = [task for task in (held.launching, held.connection) if task is not None]
    for task in tasks:
        task.cancel()
    if held.client is not None:
        await held.client.close()
    await asyncio.gather(*tasks, return_exceptions=True)
    if held.client is not None:
        _end_heartbeats(held.client)


def _end_heartbeats(client: discord.Client) -> None:
    """Stop what keeps a connection alive that had not begun its session yet: the library has lost hold of it."""
    for thread in threading.enumerate():
        if isinstance(thread, KeepAliveHandler) and thread.ws._connection is client._connection:  # noqa: SLF001
            thread.stop()


async def _either(connection: asyncio.Task[None], other: Coroutine[Any, Any, object]) -> None:
    """Return when a connection has ended, or something else has come about."""
    waiting = asyncio.create_task(other)
    try:
        await asyncio.wait({connection, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
