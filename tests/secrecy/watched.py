"""A chat platform that keeps for each person what they were shown, as it is shown."""

from collections import defaultdict
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field

from circles_bot.engine.effects import (
    AddToRoom,
    DirectKind,
    OpenRoom,
    SendDirect,
    ShowBoard,
    ShowToStewards,
    TakeBoardAway,
)
from circles_bot.ports.chat import Outcome, Parcel
from circles_bot.words.message import Message
from tests.fakes.chat import Control, FakeChat, Performed

Shown = tuple[str, ...]
"""One thing that somebody was shown: when, where, and every word of it."""


@dataclass(slots=True)
class Seen:
    """Who is in which room, and every control that each person was ever shown; people by the platform's id.

    A room's people stay: who leaves silently may still read there.
    """

    rooms: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    controls: defaultdict[str, dict[str, Control]] = field(default_factory=lambda: defaultdict(dict))

    def copy(self) -> "Seen":
        """Return the same, to be added to."""
        rooms, controls = deepcopy(self.rooms), defaultdict(dict, {who: dict(of) for who, of in self.controls.items()})
        return Seen(rooms=rooms, controls=controls)


@dataclass(slots=True)
class WatchedChat(FakeChat):
    """Also tells what each person saw. ``everybody`` and ``stewards`` are people by the platform's id."""

    everybody: tuple[str, ...] = ()
    stewards: frozenset[str] = frozenset()
    seen: Seen = field(default_factory=Seen)
    shown: defaultdict[str, list[tuple[Shown, DirectKind | None]]] = field(default_factory=lambda: defaultdict(list))

    async def perform(self, parcel: Parcel) -> Outcome:
        """Perform, and note who sees it."""
        before = len(self.performed)
        outcome = await FakeChat.perform(self, parcel)  # a dataclass with slots has no super() without arguments
        for done in self.performed[before:]:
            self._note(done)
        return outcome

    def controls_seen_by(self, person: str) -> list[Control]:
        """Return every control that a person has ever been shown, each once, oldest first."""
        return list(self.seen.controls[person].values())

    def _note(self, done: Performed) -> None:
        parcel = done.parcel
        controls = parcel.words.controls if isinstance(parcel.words, Message) else ()
        shown, kind = _as_shown(done), parcel.effect.kind if isinstance(parcel.effect, SendDirect) else None
        for person in self._audience(parcel):
            self.shown[person].append((shown, kind))
            self.seen.controls[person].update((repr(control), control) for control in controls)

    def _audience(self, parcel: Parcel) -> Iterable[str]:
        effect = parcel.effect
        match effect:
            case SendDirect():
                return [parcel.to] if parcel.to else []
            case ShowBoard() | TakeBoardAway():
                return self.everybody
            case ShowToStewards():
                return self.stewards
            case OpenRoom() | AddToRoom():
                self.seen.rooms[effect.circle].update(parcel.people.values())
        return self.seen.rooms[effect.circle]


def _as_shown(done: Performed) -> Shown:
    effect, parcel = done.parcel.effect, done.parcel
    name = effect.name if isinstance(effect, OpenRoom) else ""
    people = repr(sorted(parcel.people.items()))
    return (effect.lane, done.at.isoformat(), type(effect).__name__, name, repr(parcel.words), people)
