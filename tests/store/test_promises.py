"""What the SQLite file promises: it survives a power cut, keeps nothing that was deleted, and refuses orphans."""

from pathlib import Path

import pytest

from circles_bot.engine.decision import Decision, Dropped
from circles_bot.engine.model import Address, AddressKind
from circles_bot.store.codec import Value
from circles_bot.store.sqlite import SqliteStore
from tests.contract import samples
from tests.keys import KEY

SETTINGS = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}
TELLTALE = "U-telltale-4711"


async def setting(store: SqliteStore, name: str) -> Value:
    """Return a setting of the writer's connection."""
    rows = await store._write(lambda session: session._driver(f"PRAGMA {name}", ()))
    return rows[0][0]


async def test_the_writer_keeps_its_promises_to_the_disk(url: str) -> None:
    """Every commit is on the disk (2 is FULL), and what is deleted is overwritten."""
    store = await SqliteStore.open(url, key=KEY)

    found = {name: await setting(store, name) for name in SETTINGS}

    await store.close()
    assert found == SETTINGS


@pytest.mark.parametrize(("durable", "synchronous"), [(True, 2), (False, 0)])
async def test_only_who_asks_for_it_gives_up_durability(url: str, durable: bool, synchronous: int) -> None:
    """Simulations may."""
    store = await SqliteStore.open(url, key=KEY, durable=durable)

    found = await setting(store, "synchronous")

    await store.close()
    assert found == synchronous


async def test_nothing_of_what_was_dropped_is_left_in_the_file(url: str, path: Path) -> None:
    """Neither in the database nor in its journal, once the store is closed."""
    address = Address(community=samples.HERE, kind=AddressKind.ROOM, ours=samples.CIRCLE, theirs=TELLTALE)
    store = await SqliteStore.open(url, key=KEY)
    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), address)))
    there = TELLTALE.encode() in path.with_name(path.name + "-wal").read_bytes()

    await store.transact(lambda tx: tx.save(Decision(changes=(Dropped(address),))))
    await store.close()

    assert there
    assert [file.name for file in path.parent.iterdir() if TELLTALE.encode() in file.read_bytes()] == []
