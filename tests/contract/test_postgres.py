"""What only PostgreSQL has: other processes on the same database, and a server that may go away."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import psycopg
import pytest

from circles_bot.engine.errors import StoreError
from circles_bot.engine.ids import MemberId
from circles_bot.engine.snapshots import MemberScope
from circles_bot.ports.store import Transaction
from circles_bot.store import open_store
from circles_bot.store.postgres import TRIES, PostgresStore
from tests.contract import samples
from tests.databases import copy_of_template
from tests.keys import KEY
from tests.postgres import PostgresServer


@pytest.fixture
def address(migrated_server: PostgresServer) -> str:
    """Return the address of an empty migrated database."""
    return copy_of_template(migrated_server)


@pytest.fixture
async def here(address: str) -> AsyncIterator[PostgresStore]:
    """Return a store on it, with Ana and her wish."""
    store = await PostgresStore.open(address, key=KEY)
    people = samples.kept(samples.community(), samples.interest(), samples.member(), samples.opt_in())
    await store.transact(lambda tx: tx.save(people))
    yield store
    await store.close()


@pytest.fixture
async def there(address: str) -> AsyncIterator[PostgresStore]:
    """Return a store on the same database, as another process has it."""
    store = await PostgresStore.open(address, key=KEY)
    yield store
    await store.close()


async def misses(store: PostgresStore) -> int:
    """Return how many misses Ana's wish counts."""
    scope = await store.read_interests(samples.HERE, samples.ANA)
    wish = scope.standings[0].opt_in
    assert wish is not None
    return wish.misses


def add_a_miss(tx: Transaction) -> None:
    """Count one more."""
    scope = tx.load(samples.joined())
    assert isinstance(scope, MemberScope)
    wish = scope.standings[0].opt_in
    assert wish is not None
    tx.save(samples.kept(replace(wish, misses=wish.misses + 1)))


async def test_an_act_runs_again_when_it_met_another_process(here: PostgresStore, there: PostgresStore) -> None:
    """It sees what the other committed meanwhile, so that nothing is counted away."""
    loop = asyncio.get_running_loop()
    before = await misses(here)
    runs = 0

    def act(tx: Transaction) -> None:
        nonlocal runs
        runs += 1
        tx.load(samples.joined())
        if runs == 1:
            asyncio.run_coroutine_threadsafe(there.transact(add_a_miss), loop).result()
        add_a_miss(tx)

    await here.transact(act)

    assert runs == 2
    assert await misses(here) == before + 2


async def test_an_act_that_always_meets_another_is_given_up(here: PostgresStore, there: PostgresStore) -> None:
    """Its caller is told, and nothing of it is kept."""
    loop = asyncio.get_running_loop()
    before = await misses(here)
    runs = 0

    def act(tx: Transaction) -> None:
        nonlocal runs
        runs += 1
        tx.load(samples.joined())
        asyncio.run_coroutine_threadsafe(there.transact(add_a_miss), loop).result()
        add_a_miss(tx)

    with pytest.raises(StoreError, match="too busy"):
        await here.transact(act)

    assert runs == TRIES
    assert await misses(here) == before + TRIES


async def test_a_lease_is_not_judged_by_another_machines_clock(here: PostgresStore, there: PostgresStore) -> None:
    """Each process has a monotonic clock of its own; only the database's counts between them."""
    await here.transact(samples.after(samples.joined(), samples.to_do(samples.direct("one"))))

    (ours,) = await here.claim_effects(samples.AT, monotonic=5.0, lease=samples.LEASE, limit=9)
    theirs = await there.claim_effects(samples.AT, monotonic=1e9, lease=samples.LEASE, limit=9)

    assert theirs == []
    assert ours.expires == 65.0
    assert await there.next_effect_at() is None


async def test_two_processes_never_lease_one_lane(here: PostgresStore, there: PostgresStore) -> None:
    """However they meet, each lane goes to one of them, and all go."""
    lanes = [samples.direct(f"e{number}", to=MemberId(f"mem_{number}")) for number in range(40)]
    await here.transact(samples.after(samples.joined(), samples.to_do(*lanes)))

    claims = [
        store.claim_effects(samples.AT, monotonic=1.0, lease=samples.LEASE, limit=7)
        for store in (here, there)
        for _ in range(5)
    ]
    found = [claim.key for claims in await asyncio.gather(*claims) for claim in claims]

    assert len(found) == len(set(found))
    assert len(found) <= len(lanes)


async def test_the_store_goes_on_when_the_server_had_closed_its_connections(here: PostgresStore, address: str) -> None:
    """A restart of the server between two acts is nobody's concern."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    assert await here.transact(lambda tx: tx.remember("key", samples.AT))
    assert await misses(here) == samples.opt_in().misses


async def test_an_act_whose_server_goes_away_is_a_store_error(here: PostgresStore, address: str) -> None:
    """It is not run again by itself: nobody knows whether it was committed, and its key tells when it comes again."""

    def act(tx: Transaction) -> None:
        tx.remember("key", samples.AT)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        tx.remember("other", samples.AT)

    with pytest.raises(StoreError, match="cannot be reached"):
        await here.transact(act)

    assert await here.transact(lambda tx: tx.remember("key", samples.AT))


async def test_a_server_that_is_not_there_is_a_sentence(migrated_server: PostgresServer) -> None:
    """So is a database that does not exist on it."""
    with pytest.raises(StoreError, match="cannot be reached"):
        await open_store("postgresql://postgres@/circles?host=/nowhere", key=KEY)
    with pytest.raises(StoreError, match=r"cannot be reached|does not exist"):
        await open_store(migrated_server.url("nowhere"), key=KEY)
