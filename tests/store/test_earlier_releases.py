"""Databases that earlier releases wrote keep every row, and the bot goes on with them."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from circles_bot.engine.ids import CommunityId
from circles_bot.engine.model import AddressKind, Record
from circles_bot.store import open_store
from circles_bot.store.codec import TABLES, codec_of
from circles_bot.store.migrate import is_current, upgrade
from circles_bot.store.sealing import MARK
from circles_bot.works import assemble
from tests.fakes.chat import FakeChat
from tests.fakes.clocks import FixedClock
from tests.histories.world import START
from tests.keys import KEY

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.db"))


@pytest.fixture(params=FIXTURES, ids=lambda path: path.stem)
def earlier(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Copy a database that an earlier release wrote."""
    return Path(shutil.copy(request.param, tmp_path / "circles.db"))


def test_there_are_databases_of_earlier_releases() -> None:
    """Each release leaves an empty and a grown one."""
    assert {path.stem.rsplit("-", 1)[1] for path in FIXTURES} == {"empty", "grown"}


def test_upgrading_keeps_every_row(earlier: Path) -> None:
    """After the migrations every row is there with every value it had."""
    before = _rows(earlier)

    upgrade(f"sqlite:///{earlier}")

    assert is_current(f"sqlite:///{earlier}")
    after = _rows(earlier)
    for table, rows in before.items():
        if table != "alembic_version":
            assert _narrowed(after[table], rows) == rows, table


def test_every_record_can_still_be_read(earlier: Path) -> None:
    """Each row of each record's table becomes a record again."""
    upgrade(f"sqlite:///{earlier}")

    with sqlite3.connect(earlier) as connection:
        for kind, table in TABLES.items():
            codec = codec_of(kind)
            names = ", ".join(f'"{name}"' for name in codec.names)
            rows = connection.execute(f'SELECT {names} FROM "{table.name}"').fetchall()  # noqa: S608  # our own names
            records: list[Record] = [codec.decode(row) for row in rows]
            assert len(records) == len(rows)


async def test_the_bot_goes_on_with_it(earlier: Path) -> None:
    """What was due is decided and delivered, and nothing dies."""
    upgrade(f"sqlite:///{earlier}")
    store = await open_store(f"sqlite:///{earlier}", key=KEY)
    clock = FixedClock(START.replace(year=START.year + 2))
    works = assemble(store=store, clock=clock, matcher=None)
    works.delivery.connect("fake", FakeChat(clock))

    await works.heartbeat.settle()
    await store.close()

    with sqlite3.connect(earlier) as connection:
        assert connection.execute("SELECT count(*) FROM effects WHERE state = 'dead'").fetchone() == (0,)


async def test_what_was_readable_is_sealed_at_the_next_start(earlier: Path) -> None:
    """People's accounts stood open in 0.1.0; afterwards they are found as before, and the file does not tell them."""
    upgrade(f"sqlite:///{earlier}")
    before = _members(earlier)

    for _ in range(2):
        store = await open_store(f"sqlite:///{earlier}", key=KEY)
        found = [
            await store.read_addresses(CommunityId(community), [(AddressKind.MEMBER, ours)])
            for community, ours, _ in before
        ]
        await store.close()

    assert [theirs for one in found for theirs in one.values()] == [theirs for _, _, theirs in before]
    assert [theirs for _, _, theirs in _members(earlier) if not theirs.startswith(MARK)] == []


def _members(path: Path) -> list[tuple[str, str, str]]:
    """Return the members' addresses as they stand in the file."""
    with sqlite3.connect(path) as connection:
        return connection.execute(
            "SELECT community, ours, theirs FROM addresses WHERE kind = 'member' ORDER BY community, ours"
        ).fetchall()


def _rows(path: Path) -> dict[str, list[dict[str, object]]]:
    """Return every row of every table as a mapping, in the order of its text."""
    with sqlite3.connect(path) as connection:
        connection.row_factory = sqlite3.Row
        tables = [row["name"] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: sorted((dict(row) for row in connection.execute(f'SELECT * FROM "{table}"')), key=repr)  # noqa: S608  # our own names
            for table in tables
        }


def _narrowed(rows: list[dict[str, object]], like: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return rows with only the columns that the earlier ones had."""
    columns = like[0].keys() if like else ()
    return sorted(({name: row[name] for name in columns} for row in rows), key=repr) if like else []
