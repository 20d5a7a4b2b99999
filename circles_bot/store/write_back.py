"""Copies SQLite's log back into the file, beside the writer instead of between two of its commits.

SQLite does it by itself after a commit that leaves a thousand pages in the log. Whoever comes after that commit waits
for the copying and its ``fsync``: 10 to 20 ms, one act in a hundred, which is what a p99 is made of (0024). A second
connection may copy while the writer goes on; what was written meanwhile is a page or two, which the writer then copies
itself, so that the log begins anew and does not grow. See https://sqlite.org/wal.html#ckpt.
"""

import contextlib
import sqlite3
import threading

ACTS_BETWEEN = 200
"""An act touches some ten pages, so about two thousand pages are copied at a time."""
PAGES_AT_MOST = 16_000
"""With so much in the log a commit copies it after all: where copying beside the writer fails, or an act is huge."""

_COPY = "PRAGMA wal_checkpoint(PASSIVE)"


class WriteBack:
    """Copies on a thread and a connection of its own, each time enough was committed."""

    def __init__(self, writer: sqlite3.Connection, beside: sqlite3.Connection) -> None:
        """Take the writer's connection and the one beside it, which is closed at the end, and begin to wait."""
        writer.execute(f"PRAGMA wal_autocheckpoint = {PAGES_AT_MOST}")
        self._writer = writer
        self._beside = beside
        self._acts = 0
        self._is_wanted = threading.Event()
        self.has_copied = threading.Event()
        """Set where something was copied beside the writer, who has not yet copied what came meanwhile."""
        self._is_over = False
        self._thread = threading.Thread(target=self._work, name="circles-write-back", daemon=True)
        self._thread.start()

    def committed(self, acts: int) -> None:
        """Hear of a commit, on the writer's thread, when those who waited for it have their answers."""
        if self.has_copied.is_set():
            self.has_copied.clear()
            _copy(self._writer)
        self._acts += acts
        if self._acts >= ACTS_BETWEEN:
            self._acts = 0
            self._is_wanted.set()

    def close(self) -> None:
        """Copy no more, and let go of the connection."""
        self._is_over = True
        self._is_wanted.set()
        self._thread.join()
        self._beside.close()

    def _work(self) -> None:
        while True:
            self._is_wanted.wait()
            self._is_wanted.clear()
            if self._is_over:
                return
            _copy(self._beside)
            self.has_copied.set()


def _copy(connection: sqlite3.Connection) -> None:
    with contextlib.suppress(sqlite3.Error):  # a full disk, say: the next commit tells of it, and the next time copies
        connection.execute(_COPY).fetchall()
