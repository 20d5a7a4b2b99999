"""What follows from an event: records as they are now, timers, effects, and the private answer."""

from dataclasses import dataclass
from datetime import datetime

from circles_bot.engine.effects import AnyEffect
from circles_bot.engine.events import DueEvent
from circles_bot.engine.ids import Lane, MemberId, TimerKey
from circles_bot.engine.model import Record
from circles_bot.engine.notes import Line, Reply


@dataclass(frozen=True, slots=True)
class Kept:
    """A record's new value: written whole over what was there under the same key."""

    record: Record


@dataclass(frozen=True, slots=True)
class Dropped:
    """A record that is no more (``record`` needs only its key right)."""

    record: Record


Change = Kept | Dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerSet:
    """``event`` falls due at ``due_at``; a timer of the same key is moved there.

    With ``keeps_earlier`` a timer of that key that is due sooner stays as it is.
    """

    key: TimerKey
    due_at: datetime
    event: DueEvent
    keeps_earlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerCancelled:
    """The timer of this key, if any, is no more."""

    key: TimerKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Silenced:
    """Effects of a lane that are not yet under way are no more.

    ``about`` narrows it to effects about one circle (its id); None takes the whole lane.
    """

    lane: Lane
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """All that follows from one event, saved in one transaction. An empty one is "nothing"."""

    changes: tuple[Change, ...] = ()
    timers: tuple[TimerSet | TimerCancelled, ...] = ()
    silenced: tuple[Silenced, ...] = ()
    effects: tuple[AnyEffect, ...] = ()
    forgotten: MemberId | None = None
    """Who is forgotten: every row about them goes, before anything else is saved (the store knows where they are)."""
    reply: Reply | None = None
    why: Line | None = None
    """The reason in a line, for the sandbox's side panel and for tests (an entry of the locale files)."""
