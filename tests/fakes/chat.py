"""A chat platform in a few lines: keeps what was performed, once a key, and lets people's controls be found again."""

from dataclasses import dataclass, field
from datetime import datetime

from circles_bot.engine.effects import AddToRoom, OpenRoom, PostToRoom, SendDirect, ShowBoard
from circles_bot.ports.chat import Capabilities, Closed, Done, Outcome, Parcel
from circles_bot.ports.clock import Clock
from circles_bot.words.message import Message, MessageButton, MessageSelect

Control = MessageButton | MessageSelect


@dataclass(frozen=True, slots=True, kw_only=True)
class Performed:
    """A parcel and when it was performed."""

    at: datetime
    parcel: Parcel


@dataclass(slots=True)
class FakeChat:
    """Implements ``ports.chat.ChatGateway``; whoever is in ``closed`` takes no direct messages.

    ``instead`` is what comes of effects of a kind while the platform does not perform them.
    """

    clock: Clock
    performed: list[Performed] = field(default_factory=list)
    repeats: int = 0
    closed: set[str] = field(default_factory=set)
    instead: dict[type, Outcome] = field(default_factory=dict)
    _seen: dict[str, Outcome] = field(default_factory=dict)

    @property
    def capabilities(self) -> Capabilities:
        """It sees activity, and answers no reaction privately."""
        return Capabilities(sees_activity=True, answers_reactions_privately=False)

    async def perform(self, parcel: Parcel) -> Outcome:
        """Keep the parcel; a repeat of its key is counted and answered as the first time."""
        if parcel.key in self._seen:
            self.repeats += 1
            return self._seen[parcel.key]
        if isinstance(parcel.effect, SendDirect) and parcel.to in self.closed:
            return Closed()
        if type(parcel.effect) in self.instead:
            return self.instead[type(parcel.effect)]
        self.performed.append(Performed(at=self.clock.now(), parcel=parcel))
        outcome = Done(theirs=f"theirs-{len(self.performed)}")
        self._seen[parcel.key] = outcome
        return outcome

    def controls_seen_by(self, person: str) -> list[Control]:
        """Return every control that a person has ever been shown, oldest first: board, direct messages, rooms."""
        rooms: set[str] = set()
        controls: list[Control] = []
        for done in self.performed:
            effect, words = done.parcel.effect, done.parcel.words
            if isinstance(effect, OpenRoom | AddToRoom) and person in done.parcel.people.values():
                rooms.add(effect.circle)
            is_seen = (
                isinstance(effect, ShowBoard)
                or (isinstance(effect, SendDirect) and done.parcel.to == person)
                or (isinstance(effect, PostToRoom) and effect.circle in rooms)
            )
            if is_seen and isinstance(words, Message):
                controls.extend(words.controls)
        return controls

    def directs_to(self, person: str) -> list[Performed]:
        """Return the direct messages to a person, oldest first."""
        return [
            done for done in self.performed if isinstance(done.parcel.effect, SendDirect) and done.parcel.to == person
        ]
