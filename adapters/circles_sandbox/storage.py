"""The workspace's file: one table of documents by key, each change one transaction. Nothing more is needed here."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from circles_bot.engine.errors import ConfigError, StoreError

FILE_NAME = "circles-sandbox-workspace.db"
BUSY_AFTER_SECONDS = 5.0

Document = Mapping[str, object]
Value = TypeVar("Value")


class Documents:
    """A small database of JSON documents."""

    def __init__(self, path: Path) -> None:
        """Open or make the file; raise ConfigError when it cannot be used."""
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, isolation_level=None, timeout=BUSY_AFTER_SECONDS)
            # NORMAL: a power cut may cost the last moments of a sandbox, never its wholeness
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS documents (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
            )
        except (OSError, sqlite3.Error) as error:
            raise ConfigError(
                f"The sandbox's workspace file {path} cannot be used ({error}): "
                "move it away to begin anew, or make its folder writable."
            ) from error

    def read(self) -> dict[str, dict[str, object]]:
        """Return every document by its key; raise ConfigError when the file is damaged."""
        try:
            return {key: json.loads(value) for key, value in self._db.execute("SELECT key, value FROM documents")}
        except (sqlite3.Error, ValueError) as error:
            raise ConfigError(
                f"The sandbox's workspace file {self._path} is damaged ({error}): move it away to begin anew."
            ) from error

    def write(self, changed: Mapping[str, Document | None]) -> None:
        """Write documents (None: take it away) in one transaction; raise StoreError when nothing was written."""
        kept = [(key, json.dumps(value, ensure_ascii=False)) for key, value in changed.items() if value is not None]
        dropped = [(key,) for key, value in changed.items() if value is None]
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?)", kept)
            self._db.executemany("DELETE FROM documents WHERE key = ?", dropped)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise StoreError(
                f"The sandbox's workspace file {self._path} could not be written ({error}): free some space there."
            ) from error

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


def open_documents(folder: Path | None) -> Documents | None:
    """Return the workspace's file in ``folder``, or None where everything is kept in memory only."""
    return None if folder is None else Documents(folder / FILE_NAME)


def forget_workspace(folder: Path) -> None:
    """Delete the workspace's file in ``folder``, if there is one."""
    for suffix in ("", "-wal", "-shm"):
        (folder / f"{FILE_NAME}{suffix}").unlink(missing_ok=True)


def text(document: Document, name: str) -> str:
    """Return a text of a document; raise ValueError for anything else."""
    return _typed(document, name, str)


def number(document: Document, name: str) -> int:
    """Return a whole number of a document; raise ValueError for anything else."""
    return _typed(document, name, int)


def texts(document: Document, name: str) -> tuple[str, ...]:
    """Return a list of texts of a document; raise ValueError for anything else."""
    found: Iterable[object] = _typed(document, name, list)
    return tuple(str(entry) for entry in found)


def _typed(document: Document, name: str, kind: type[Value]) -> Value:
    found = document.get(name)
    if not isinstance(found, kind):
        raise ValueError(f"{name} of a document is not what it was written as")
    return found
