"""Timers and effects as they come back from the database, each by itself: one that cannot be read stops no other.

What a newer release wrote, what is damaged, or what no key opens is left where it is, looked at again later, and told
to the operator once a day for each kind of row.
"""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

import structlog

from circles_bot.engine.errors import StoreError
from circles_bot.engine.ids import EffectKey, Lane, TimerKey
from circles_bot.ports.store import Claim, DueTimer
from circles_bot.store.codec import Row
from circles_bot.store.payloads import from_microseconds, read_effect, read_event
from circles_bot.store.sealing import Sealer

log = structlog.get_logger(__name__)

Read = TypeVar("Read")

LOOKED_AT_AGAIN_AFTER = timedelta(hours=1)
TOLD_EVERY_SECONDS = 24 * 3600.0


class RowReader:
    """Reads rows that may be unreadable, and remembers what it has told the operator."""

    def __init__(self, sealer: Sealer) -> None:
        """Take what opens sealed payloads."""
        self._sealer = sealer
        self._told: dict[str, float] = {}

    def timers(self, rows: Sequence[Row]) -> tuple[Sequence[DueTimer], Sequence[Row]]:
        """Return the timers in rows of ``due_queries.DUE_TIMERS``, and the rows that could not be read."""
        return self._split("timer_unreadable", rows, lambda row: _timer(self._sealer, row), kind_at=3)

    def claims(self, rows: Sequence[Row], expires: float) -> tuple[Sequence[Claim], Sequence[Row]]:
        """Return the claims in rows of ``queries.CLAIM``, and the rows that could not be read."""
        return self._split("effect_unreadable", rows, lambda row: _claim(self._sealer, row, expires), kind_at=4)

    def _split(
        self, happening: str, rows: Sequence[Row], read: Callable[[Row], Read], *, kind_at: int
    ) -> tuple[Sequence[Read], Sequence[Row]]:
        found: list[Read] = []
        unread: list[Row] = []
        for row in rows:
            try:
                found.append(read(row))
            except (StoreError, ValueError, TypeError, KeyError, AttributeError):  # whatever may stand in a payload
                unread.append(row)
                self._tell(happening, str(row[kind_at]))
        return found, unread

    def _tell(self, happening: str, kind: str) -> None:
        """Log a kind of row that cannot be read, once a day; the reason might hold what it says, so it stays out."""
        now = time.monotonic()
        told = self._told.get(happening + kind)
        if told is None or now - told >= TOLD_EVERY_SECONDS:
            self._told[happening + kind] = now
            log.error(happening, kind=kind, mend="it is left as it is: update circles-bot, or restore its key")


def _timer(sealer: Sealer, row: Row) -> DueTimer:
    community, key, due_at, kind, version, payload = row
    text = sealer.open_payload(str(payload), "timers", "payload", community, key)
    event = read_event(str(kind), int(version or 0), text)
    return DueTimer(key=TimerKey(str(key)), due_at=from_microseconds(int(due_at or 0)), event=event)


def _claim(sealer: Sealer, row: Row, expires: float) -> Claim:
    _, community, key, lane, kind, version, payload, tries, token, first_try_at, platform = row
    text = sealer.open_payload(str(payload), "effects", "payload", community, key)
    return Claim(
        key=EffectKey(str(key)),
        lane=Lane(str(lane)),
        effect=read_effect(str(kind), int(version or 0), text),
        platform=str(platform),
        tries=int(tries or 0),
        token=int(token or 0),
        first_try_at=from_microseconds(int(first_try_at or 0)),
        expires=expires,
    )
