"""What the side panel reads: what the engine decided lately, and why. Kept in memory only."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

KEPT_ENTRIES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One decision: its event's name, the reason in words, and what followed, each as a short line."""

    number: int
    at: datetime
    event: str
    why: str
    changes: tuple[str, ...] = ()
    timers: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()


class Ledger(Protocol):
    """Where decisions are noted for people to look at."""

    @property
    def latest(self) -> int:
        """The number of the newest entry, 0 when there is none."""

    def after(self, number: int) -> Sequence[LedgerEntry]:
        """Return the entries above ``number`` that are still kept, oldest first."""


class RecentLedger:
    """Keeps the last few hundred decisions; ``record`` is called after each commit."""

    def __init__(self, kept_entries: int = KEPT_ENTRIES) -> None:
        """Begin empty."""
        self._entries: deque[LedgerEntry] = deque(maxlen=kept_entries)
        self._latest = 0

    @property
    def latest(self) -> int:
        """The number of the newest entry, 0 when there is none."""
        return self._latest

    def record(
        self,
        *,
        at: datetime,
        event: str,
        why: str,
        changes: Sequence[str] = (),
        timers: Sequence[str] = (),
        effects: Sequence[str] = (),
    ) -> None:
        """Note one decision."""
        self._latest += 1
        self._entries.append(
            LedgerEntry(
                number=self._latest,
                at=at,
                event=event,
                why=why,
                changes=tuple(changes),
                timers=tuple(timers),
                effects=tuple(effects),
            )
        )

    def after(self, number: int) -> Sequence[LedgerEntry]:
        """Return the entries above ``number`` that are still kept, oldest first."""
        missing = min(max(self._latest - number, 0), len(self._entries))
        return tuple(self._entries)[len(self._entries) - missing :]
