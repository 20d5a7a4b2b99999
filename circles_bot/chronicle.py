"""Writes decisions down in plain words for the sandbox's side panel. Production keeps no such thing."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from circles_bot.engine.decision import Change, Decision, Dropped, TimerCancelled, TimerSet
from circles_bot.engine.effects import AnyEffect
from circles_bot.engine.events import AnyEvent
from circles_bot.words.compose import Composer, Reader

_READER = Reader(locale="en", zone=ZoneInfo("UTC"))
_TELLING = ("state", "name", "room_name", "answer", "season_answer", "pace", "paused_until")


class Record(Protocol):
    """Where decisions are noted."""

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
        """Note one decision, each part as short lines."""


class Chronicle:
    """Hears of every decision and notes those in which something was decided."""

    def __init__(self, ledger: Record) -> None:
        """Note in ``ledger``; the composer is set once the works are assembled."""
        self._ledger = ledger
        self.composer: Composer | None = None

    def note(self, event: AnyEvent, decision: Decision) -> None:
        """Note a decision, with the reason in words."""
        why = self.composer.line(decision.why, _READER) if self.composer and decision.why else ""
        self._ledger.record(
            at=event.at,
            event=type(event).__name__,
            why=why,
            changes=[_change(change) for change in decision.changes],
            timers=[_timer(timer) for timer in decision.timers],
            effects=[_effect(effect) for effect in decision.effects],
        )


def _change(change: Change) -> str:
    record = change.record
    told = [
        f"{field.name} {getattr(record, field.name)}"
        for field in fields(record)
        if field.name in _TELLING and getattr(record, field.name) not in (None, "")
    ]
    verb = "dropped" if isinstance(change, Dropped) else ""
    return " ".join(part for part in (type(record).__name__, verb, ", ".join(told)) if part)


def _timer(timer: TimerSet | TimerCancelled) -> str:
    if isinstance(timer, TimerCancelled):
        return f"{timer.key.split(':')[0]} cancelled"
    return f"{type(timer.event).__name__} at {timer.due_at:%a %d %b, %H:%M} UTC"


def _effect(effect: AnyEffect) -> str:
    return f"{type(effect).__name__} in {effect.lane.split(':')[0]} lane"
