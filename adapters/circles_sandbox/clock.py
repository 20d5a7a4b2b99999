"""The sandbox's clock: the real time, pushed forward. How far it was pushed survives a restart."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from circles_sandbox.storage import Documents, number, open_documents

KEY = "clock"


class SandboxClock:
    """A domain's clock that can only be pushed forward. With ``frozen_at`` it moves by pushes alone (for tests)."""

    def __init__(self, *, frozen_at: datetime | None = None, documents: Documents | None = None) -> None:
        """Take up the time where ``documents`` left it; raise ValueError for a naive start."""
        if frozen_at is not None and frozen_at.tzinfo is None:
            raise ValueError("a clock's time must be aware")
        self._frozen_at = frozen_at
        self._documents = documents
        self._pushed_by = _restore(documents)
        self._listeners: list[Callable[[], None]] = []

    @classmethod
    def of(cls, folder: Path | None) -> "SandboxClock":
        """Return the clock of the workspace kept in ``folder`` (None: a new one, in memory only)."""
        return cls(documents=open_documents(folder))

    @property
    def pushed_by(self) -> timedelta:
        """How far ahead of the real time it is."""
        return self._pushed_by

    def now(self) -> datetime:
        """Return the domain's time, aware UTC."""
        return self._base() + self._pushed_by

    def monotonic(self) -> float:
        """Return real seconds since some fixed moment; pushes do not touch it."""
        return time.monotonic()

    def push(self, by: timedelta) -> None:
        """Move the time forward; raise ValueError for a step back."""
        if by < timedelta():
            raise ValueError("the sandbox's clock never runs backwards")
        self._pushed_by += by
        if self._documents is not None:
            self._documents.write({KEY: {"pushed_by_us": self._pushed_by // timedelta(microseconds=1)}})
        for listener in self._listeners:
            listener()

    def set_to(self, at: datetime) -> None:
        """Move the time forward to ``at``; a moment that has passed already changes nothing."""
        self.push(max(at - self.now(), timedelta()))

    def listen(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each push."""
        self._listeners.append(listener)

    def close(self) -> None:
        """Let go of the file."""
        documents, self._documents = self._documents, None
        if documents is not None:
            documents.close()

    def _base(self) -> datetime:
        return self._frozen_at or datetime.now(UTC)


def _restore(documents: Documents | None) -> timedelta:
    found = documents.read().get(KEY) if documents else None
    return timedelta(microseconds=number(found, "pushed_by_us")) if found else timedelta()
