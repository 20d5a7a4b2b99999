"""When the database fails: one sentence with the mend, and nothing half written."""

import asyncio
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from circles_bot.engine.errors import StoreError
from circles_bot.engine.ids import MemberId
from circles_bot.store import migrate, open_store
from circles_bot.store.failures import of_sqlite
from circles_bot.store.sqlite import SqliteStore
from tests.contract import samples
from tests.keys import KEY

ROOT = Path(__file__).resolve().parents[2]
OPEN_ANOTHER = """
import asyncio, ctypes, sys
sys.path.insert(0, sys.argv[1])
from circles_bot.engine.errors import StoreError
from circles_bot.store import open_store
if sys.platform == "linux":
    # Root may write what nobody may; without its capabilities it is like everybody else.
    nothing, version_3_of_myself = (ctypes.c_uint32 * 6)(), (ctypes.c_uint32 * 2)(0x20080522, 0)
    assert ctypes.CDLL(None).capset(version_3_of_myself, nothing) == 0
async def main():
    store = await open_store(sys.argv[2], key=bytes(range(32)))
    await store.close()
try:
    asyncio.run(main())
except StoreError as error:
    print(error)
"""


def said_by_another_process(url: str) -> str:
    """Open the database in a process of its own, without root's powers, and return what it complained about."""
    command = [sys.executable, "-c", OPEN_ANOTHER, str(ROOT), url]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.strip()


def is_one_sentence(error: str) -> bool:
    """Tell whether it is a line that ends, without the traces of a driver."""
    return error.endswith(".") and "\n" not in error and "sqlite3" not in error and "Error" not in error


async def test_a_second_process_is_told_that_the_file_is_open(url: str) -> None:
    """And may have it when the first is done."""
    store = await open_store(url, key=KEY)

    refused = said_by_another_process(url)
    await store.close()

    assert "open in another circles-bot" in refused
    assert is_one_sentence(refused)
    assert said_by_another_process(url) == ""


async def test_a_second_store_in_this_process_is_refused_too(url: str) -> None:
    """Two writers in one process would be as bad."""
    store = await open_store(url, key=KEY)

    with pytest.raises(StoreError, match="open in another circles-bot"):
        await open_store(url, key=KEY)

    await store.close()


async def test_a_file_that_another_program_writes_to_is_in_use(url: str, path: Path) -> None:
    """The act is refused as a whole, and works when the other is done."""
    store = await SqliteStore.open(url, key=KEY, patience=0)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreError, match="in use by another program"):
        await store.transact(lambda tx: tx.remember("key", samples.AT))
    other.execute("ROLLBACK")
    other.close()

    assert await store.transact(lambda tx: tx.remember("key", samples.AT))
    await store.close()


async def test_a_file_that_is_in_use_is_not_opened_and_its_lock_let_go(url: str, path: Path) -> None:
    """Trying again needs nothing but the other program's end."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreError, match="in use by another program"):
        await SqliteStore.open(url, key=KEY, patience=0)
    other.close()

    await (await SqliteStore.open(url, key=KEY)).close()


async def test_a_full_disk_keeps_nothing_of_what_did_not_fit(url: str) -> None:
    """Everybody is told, what was there stays, and it goes on when there is room again."""
    store = await SqliteStore.open(url, key=KEY)
    await store.transact(lambda tx: tx.save(samples.kept(samples.community())))
    pages = await store._write(lambda session: session._driver("PRAGMA page_count", ())[0][0])
    await store._write(lambda session: session._driver(f"PRAGMA max_page_count = {pages}", ()))

    acts = [store.transact(save_many(number)) for number in range(4)]
    results = await asyncio.gather(*acts, return_exceptions=True)

    assert all(isinstance(result, StoreError) and "no room left" in str(result) for result in results)
    assert (await store.read_interests(samples.HERE, MemberId("mem_0_0"))).member is None
    await store._write(lambda session: session._driver("PRAGMA max_page_count = 100000", ()))
    await store.transact(save_many(1))
    assert (await store.read_interests(samples.HERE, MemberId("mem_1_99"))).member is not None
    await store.close()


def save_many(number: int) -> samples.Act:
    """Return an act that needs many pages."""
    members = [samples.member(MemberId(f"mem_{number}_{one}")) for one in range(400)]
    return lambda tx: tx.save(samples.kept(*members))


def test_a_file_that_may_only_be_read_is_refused(url: str, path: Path) -> None:
    """The operator is told that permission is missing, and no lock or journal is left behind."""
    path.chmod(0o444)
    path.parent.chmod(0o555)

    said = said_by_another_process(url)

    path.parent.chmod(0o755)
    assert "may not be written" in said
    assert is_one_sentence(said)
    assert [found.name for found in path.parent.iterdir()] == [path.name]


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """Whatever it is, it stays as it is."""
    path = tmp_path / "circles.db"
    path.write_bytes(b"not a database " * 1_000)
    before = path.read_bytes()

    for look in (migrate.is_current, migrate.upgrade):
        with pytest.raises(StoreError, match="no database, or a damaged one"):
            look(f"sqlite:///{path}")
    with pytest.raises(StoreError, match="no database, or a damaged one"):
        await open_store(f"sqlite:///{path}", key=KEY)

    assert path.read_bytes() == before


async def test_a_damaged_page_is_met_with_a_sentence(url: str, path: Path) -> None:
    """In an act and in a read; the store lives on."""
    store = await SqliteStore.open(url, key=KEY)
    await store.transact(lambda tx: tx.save(samples.kept(*samples.one_of_each())))
    await store.close()
    damage(path, "members")
    store = await SqliteStore.open(url, key=KEY)

    with pytest.raises(StoreError, match="is damaged"):
        await store.transact(lambda tx: tx.load(samples.joined()))
    with pytest.raises(StoreError, match="is damaged"):
        await store.read_interests(samples.HERE, samples.ANA)

    assert await store.next_timer_at() is None
    await store.close()


def damage(path: Path, table: str) -> None:
    """Write noise over a table's first page."""
    connection = sqlite3.connect(path)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)


def test_a_database_in_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """Making folders is the operator's."""
    with pytest.raises(StoreError, match="folder"):
        migrate.upgrade(f"sqlite:///{tmp_path / 'nowhere' / 'circles.db'}")

    assert list(tmp_path.iterdir()) == []


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    """Neither half of the tables nor a revision, and the lock is let go."""
    path = tmp_path / "circles.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE seats (mine INTEGER)")

    with pytest.raises(StoreError):
        migrate.upgrade(f"sqlite:///{path}")

    names = connection.execute("SELECT name FROM sqlite_master").fetchall()
    connection.execute("DROP TABLE seats")
    connection.close()
    assert names == [("seats",)]
    migrate.upgrade(f"sqlite:///{path}")
    assert migrate.is_current(f"sqlite:///{path}")


def test_an_error_nobody_thought_of_is_a_sentence_too() -> None:
    """It asks for a report and holds no statement."""
    said = str(of_sqlite(sqlite3.ProgrammingError("odd"), "circles.db"))

    assert said == "The database circles.db refused: odd. Please report this."
