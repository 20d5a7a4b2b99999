"""Several processes on one PostgreSQL: each serves its shards and sends to their servers; another takes over."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from circles_bot.application.heartbeat import TimePasses
from circles_bot.application.shards import LEASE
from circles_bot.engine.tokens import Token
from circles_bot.ports.store import Store
from circles_bot.store import open_store
from circles_bot.works import Works, assemble
from circles_discord import Discord
from tests.databases import copy_of_template
from tests.fakes.clocks import StoppableClock
from tests.fakes.discord.interactions import COMPONENT
from tests.fakes.discord.model import PATIENCE
from tests.journeys.acts import FOUR, all_opt_in, steward_sets_up
from tests.journeys.sandbox_town import KEY
from tests.journeys.sharded_town import SHARDS, ShardedTown
from tests.journeys.test_step_1_second_steward_and_pilot import sets_up_with
from tests.postgres import PostgresServer

LAPSES_AT_ONCE = timedelta(0)
"""The lease of a process that was stopped: nobody has to wait for the database's own clock."""
SELECT = 3
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One more process of the bot."""

    store: Store
    works: Works
    adapter: Discord

    @property
    def numbers(self) -> set[int]:
        """Return which shards it has."""
        return set(self.adapter.shards.held)

    async def renews(self) -> None:
        """Renew its leases, as it does every ten seconds, and connect what is new."""
        await self.adapter.shards.renew()
        await self.adapter.shards.all_served()

    async def stops(self) -> None:
        """Stop as at SIGTERM; again, nothing happens."""
        await self.works.delivery.finish()
        await self.adapter.stop()
        await self.store.close()

    async def dies(self) -> None:
        """End without a word to anybody: its connections break, and nothing is given back."""
        for held in self.adapter.shards.held.values():
            assert held.client is not None
            await held.client.close()


class Cluster(ShardedTown):
    """A town whose bot is in several processes."""

    LEASE = LEASE

    async def _start(self) -> None:
        self.processes: list[Process] = []
        first = await self.another(lease=self.LEASE)
        self._store, self._works, self._adapter = first.store, first.works, first.adapter
        self.first = first
        await self._heard_by_bot()

    async def another(self, *, lease: timedelta = LEASE) -> Process:
        """Start one more process."""
        store = await open_store(self._url, key=KEY, durable=False)
        works = assemble(store=store, clock=self._clock, matcher=None)
        process = Process(store=store, works=works, adapter=self._connected(store, works, lease=lease))
        self.processes.append(process)
        await process.adapter.start()
        async with asyncio.timeout(PATIENCE):
            await process.adapter.shards.all_served()
        return process

    async def close(self) -> None:
        """Stop all of them, and the fake."""
        for process in self.processes:
            await process.stops()
        await super().close()

    def goes_on_with(self, process: Process) -> None:
        """Look at another process from now on."""
        self._store, self._works, self._adapter = process.store, process.works, process.adapter


class Halved(Cluster):
    """Is offered two shards at first."""

    OFFERED = 2


class Doomed(Cluster):
    """Its first process is stopped, and its lease has lapsed."""

    LEASE = LAPSES_AT_ONCE


@pytest.fixture
async def town(migrated_server: PostgresServer, real_patience: None) -> AsyncIterator[Cluster]:
    """Open a town whose bot is one process so far."""
    opened = await Cluster.open(copy_of_template(migrated_server))
    assert isinstance(opened, Cluster)
    yield opened
    await opened.close()


@pytest.fixture
async def doomed(migrated_server: PostgresServer, real_patience: None) -> AsyncIterator[Doomed]:
    """Open a town whose first process will be stopped."""
    opened = await Doomed.open(copy_of_template(migrated_server))
    assert isinstance(opened, Doomed)
    yield opened
    await opened.close()


async def test_a_second_process_gets_half_and_each_serves_its_own(town: Cluster) -> None:
    """Every server is heard by exactly one of them, and everybody is asked once, by that one."""
    towns = [town, *(town.beside(shard) for shard in (0, 1, 3))]
    for one in towns:
        await steward_sets_up(one)
    second = await town.another()
    assert second.numbers == set()

    await town.first.renews()
    await second.renews()
    assert (town.first.numbers, second.numbers) == ({0, 1}, {2, 3})
    for one in towns:
        await all_opt_in(one)
    for _ in range(8):
        await town.pass_time(timedelta(hours=12))
        await second.works.heartbeat.settle()

    assert [[len(one.directs(who)) for who in FOUR] for one in towns] == [[1, 1, 1, 1]] * SHARDS
    assert [one.hosted_by(second.adapter) for one in towns] == [True, False, False, True]
    assert second.adapter._ties.wire._passed.maxlen == town.REQUESTS_A_SECOND // 2
    await second.stops()
    await town.first.renews()
    assert town.first.numbers == set(range(SHARDS))


async def test_what_another_serves_is_neither_claimed_nor_waited_for(town: Cluster) -> None:
    """A process without shards runs what falls due, and leaves sending to whoever has the server, without turning."""
    await steward_sets_up(town)
    second = await town.another()
    await all_opt_in(town)

    await TimePasses(heartbeat=second.works.heartbeat, clock=town._clock).advance(town.now() + 4 * DAY)
    waits = (await second.works.delivery.begin_due(), await second.works.delivery.next_at())
    due = await town.works.delivery.next_at()
    assert waits == (0, None)
    assert due is not None
    assert due <= town.now()
    assert town.directs("Ana") == []

    await town.settle()
    assert len(town.directs("Ana")) == 1


async def test_another_takes_over_from_one_that_died(doomed: Doomed) -> None:
    """With sessions of its own, and the boards read: what people did meanwhile counts."""
    await steward_sets_up(doomed)
    gateway = doomed.fake.gateway
    await doomed.first.dies()
    await gateway.until_gone()
    doomed.people["Ana"].react(doomed._board(), "⚾")

    second = await doomed.another()
    doomed.goes_on_with(second)
    await doomed.all_read()

    assert second.numbers == set(range(SHARDS))
    assert (len(gateway.identified), gateway.resumed) == (2 * SHARDS, [])
    assert len(await doomed.wishes_of(str(doomed.people["Ana"].user.id))) == 1


async def test_a_process_that_slept_lets_go_of_what_others_took(doomed: Doomed) -> None:
    """A machine that was stopped for a while finds its lease lapsed: it closes what is another's by now."""
    second = await doomed.another()
    assert (doomed.first.numbers, second.numbers) == (set(range(SHARDS)), set(range(SHARDS)))

    await doomed.first.renews()

    assert doomed.first.numbers == set()
    assert len(doomed.fake.gateway.connections) == SHARDS


async def test_connections_are_closed_before_a_lease_lapses_that_could_not_be_renewed(town: Cluster) -> None:
    """The database cannot be reached: another process may have the shards from the lease's end on."""
    assert isinstance(town._clock, StoppableClock)
    await town.first.store.close()

    town._clock.real = 30.0
    await town.first.renews()
    assert town.first.numbers == set(range(SHARDS))
    town._clock.real = 36.0
    await town.first.renews()

    assert town.first.numbers == set()
    await town.fake.gateway.until_gone()


async def test_everybody_moves_when_one_process_needs_more_shards(migrated_server: PostgresServer) -> None:
    """All are numbered anew, and none is given out while another process still has one of the old ones."""
    town = await Halved.open(copy_of_template(migrated_server))
    assert isinstance(town, Halved)
    second = await town.another()
    await town.first.renews()
    await second.renews()
    gateway, connection = town.fake.gateway, town.first.adapter.shards.held[0].connection
    gateway.shards = SHARDS
    gateway.close(4011, shard=0)
    assert connection is not None
    await asyncio.wait({connection})
    growing = town.first.adapter.shards._growing
    assert growing is not None
    await growing
    assert (town.first.numbers, second.numbers) == (set(), {1})

    await second.renews()
    assert second.numbers == {0, 1}
    await town.first.renews()

    assert town.first.numbers == {2, 3}
    assert town.hosted_by(town.first.adapter)
    assert [one.session.shards for one in gateway.connections if one.session] == [SHARDS] * SHARDS
    await town.close()


@pytest.mark.parametrize(("who", "hears"), [("Ana", "You're in"), ("Eli", "small group")])
async def test_a_tap_in_direct_messages_about_a_server_of_another_process(town: Cluster, who: str, hears: str) -> None:
    """Those all come to whoever has the first shard: it looks up who sees the pilot's channel there."""
    await sets_up_with(town, pilot="tryout")
    second = await town.another()
    await town.first.renews()
    await second.renews()
    assert not town.hosted_by(town.adapter)
    person = town.people[who]
    _, control = next(town._controls(person, Token.JOIN, ""))
    value = next(one["value"] for one in control["options"] if "baseball" in one["label"])
    data = {"component_type": SELECT, "custom_id": control["custom_id"], "id": 1, "values": [value]}

    await town._keep(who, person.forge(COMPONENT, data, channel=town.fake.world.dm_with(person.user)))

    assert hears in town.heard(who)
