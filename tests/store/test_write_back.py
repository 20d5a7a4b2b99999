"""SQLite's log is copied back beside the writer, and does not grow."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from circles_bot.store.write_back import ACTS_BETWEEN, WriteBack

PATIENCE_SECONDS = 30


class _Notes:
    """A file with one table, its writer, and what copies beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.log = path.with_name(path.name + "-wal")
        self._writer = self._connect()
        self._writer.execute("PRAGMA journal_mode = WAL")
        self._writer.execute("CREATE TABLE notes (text TEXT)")
        self.write_back = WriteBack(self._writer, self._connect())

    def write(self, text: str) -> None:
        """Commit a note and say so, as the writer does after each commit."""
        self._writer.execute("INSERT INTO notes VALUES (?)", (text,))
        self.write_back.committed(1)

    def close(self) -> None:
        """End the copying, then the writer."""
        self.write_back.close()
        self._writer.close()

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[_Notes]:
    """Offer a file that is closed at the end."""
    with closing(_Notes(tmp_path / "notes.db")) as found:
        yield found


def test_enough_acts_are_copied_into_the_file_without_the_writer(notes: _Notes) -> None:
    """What was committed is in the file itself after some two hundred acts, while the writer did nothing for it."""
    for number in range(ACTS_BETWEEN - 1):
        notes.write(f"note {number}")
    assert b"note 7" not in notes.path.read_bytes()

    notes.write("the last one")

    assert notes.write_back.has_copied.wait(PATIENCE_SECONDS)
    assert b"note 7" in notes.path.read_bytes()


def test_log_begins_anew_when_something_was_written_meanwhile(notes: _Notes) -> None:
    """The writer copies what came during the copying, so that the log is used again from its beginning."""
    for number in range(ACTS_BETWEEN // 2):
        notes.write(f"note {number}")
    notes.write_back.has_copied.set()  # as if all but the next had been copied beside us
    notes.write("meanwhile")
    size = notes.log.stat().st_size

    for number in range(ACTS_BETWEEN // 4):
        notes.write(f"later note {number}")

    assert notes.log.stat().st_size == size


def test_closing_ends_the_copying_at_once(notes: _Notes) -> None:
    """Whoever stops the bot waits for no copying; what is in the log is there at the next start."""
    notes.write("only in the log")

    notes.write_back.close()

    assert not notes.write_back.has_copied.is_set()
    with closing(sqlite3.connect(notes.path)) as reader:
        assert reader.execute("SELECT text FROM notes").fetchall() == [("only in the log",)]
