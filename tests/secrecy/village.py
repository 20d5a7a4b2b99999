"""A community of thirty-odd people over the real works, and all that each of them is ever shown."""

import random
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from circles_bot.application.heartbeat import TimePasses
from circles_bot.commands import COMMANDS, Call, Who
from circles_bot.engine import events, questions
from circles_bot.engine.effects import AddToRoom, DirectKind, OpenRoom, SendDirect, ShowBoard
from circles_bot.engine.ids import MemberId
from circles_bot.engine.model import Way
from circles_bot.ports.identities import Identities
from circles_bot.ports.store import Store
from circles_bot.store import open_store
from circles_bot.taps import Tap, interpret
from circles_bot.words.message import Message, MessageSelect, PrivateReply
from circles_bot.works import Works, assemble
from tests.fakes.chat import Control, FakeChat, Performed
from tests.fakes.clocks import FixedClock
from tests.keys import KEY

PEOPLE = 34
"""Enough that there may be confidential interests (thirty who have opted in), and a few more."""
STEWARDS = frozenset({0, 1})
ZONES = ("Europe/Amsterdam", "Europe/Lisbon", "Africa/Lagos", "Europe/Athens")
INTERESTS = (("⚾", "baseball"), ("📚", "books"), ("🍲", "cooking"))
"""Three of the four that a community of this size may have: there is room for a confidential one."""
START = datetime.fromisoformat("2026-03-02T09:00:00+00:00")
IDENTITIES = Identities(platform="fake", key=bytes(32))
COMMUNITY = IDENTITIES.community("village")

Shown = tuple[str, ...]
"""One thing that somebody was shown: when, where, and every word of it."""


def actor(person: int) -> events.Actor:
    """Return a person as the platform tells of them."""
    theirs = f"U{person}"
    return events.Actor(
        member=IDENTITIES.member(COMMUNITY, theirs),
        theirs=theirs,
        locale="en",
        timezone=ZONES[person % len(ZONES)],
        is_steward=person in STEWARDS,
    )


MEMBERS: Mapping[MemberId, int] = {actor(person).member: person for person in range(PEOPLE)}


@dataclass(frozen=True, slots=True)
class Past:
    """What happened on the platform before a village is looked at, and the database and hour of that moment."""

    database: Path
    at: datetime
    performed: tuple[Performed, ...] = ()


@dataclass(slots=True)
class Village:
    """The works over one database, from a moment on. ``shown`` holds private answers and probes, by person."""

    store: Store
    works: Works
    chat: FakeChat
    clock: FixedClock
    began: int
    shown: defaultdict[int, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    replies: defaultdict[int, list[Control]] = field(default_factory=lambda: defaultdict(list))
    acts: int = 0

    async def submit(self, person: int, event: events.AnyEvent) -> None:
        """Submit an event; the person sees the private answer."""
        self._keep(person, await self.works.service.submit(event))

    async def ask(self, person: int, question: questions.AnyQuestion) -> None:
        """Ask something; the person sees the answer."""
        self._keep(person, await self.works.service.ask(question))

    async def pass_time(self, by: timedelta) -> None:
        """Let time pass through everything that falls due."""
        passage = TimePasses(heartbeat=self.works.heartbeat, clock=self.clock)
        await passage.advance(self.clock.now() + by)

    async def tap(self, person: int, control: Control, choice: int) -> None:
        """Tap a control that was shown to somebody."""
        values: Sequence[str] = ()
        if isinstance(control, MessageSelect):
            values = [control.options[choice % len(control.options)].value] if control.options else ()
        tap = Tap(
            token=control.token,
            community=COMMUNITY,
            at=self.clock.now(),
            actor=actor(person),
            key=self.key(),
            values=values,
        )
        meaning = interpret(tap)
        if isinstance(meaning, questions.AnyQuestion):
            await self.ask(person, meaning)
        elif meaning is not None:
            await self.submit(person, meaning)

    async def look_everywhere(self, person: int, *, but: frozenset[str]) -> None:
        """Open everything there is to open but the commands ``but``, and type everything that may be completed."""
        for command in COMMANDS:
            if command.name in but or (command.who is Who.STEWARDS and person not in STEWARDS):
                continue
            call = Call(community=COMMUNITY, at=self.clock.now(), actor=actor(person), key=self.key(), options={})
            try:
                meaning = command.means(call)
            except ValueError:
                continue
            if isinstance(meaning, questions.AnyQuestion):
                await self.ask(person, meaning)
        for typed in ("", "b", "li"):
            found = await self.works.service.suggest(COMMUNITY, actor(person).member, option="interest", typed=typed)
            self.shown[person].append(("completion", repr(found)))
        nobody = events.InterestJoined(
            community=COMMUNITY,
            at=self.clock.now(),
            key=self.key(),
            actor=actor(person),
            interest="living with it",
            way=Way.COMMAND,
        )
        await self.submit(person, nobody)

    def key(self) -> str:
        """Return a key that no act had before."""
        self.acts += 1
        return f"act-{self.clock.now().isoformat()}-{self.acts}"

    def controls_of(self, person: int) -> list[Control]:
        """Return every control that somebody was ever shown, in an order that no hour and no lane decides."""
        every = [*self.chat.controls_seen_by(actor(person).theirs), *self.replies[person]]
        return sorted({repr(control): control for control in every}.values(), key=repr)

    def seen_by(self, person: int, *, but: frozenset[DirectKind] = frozenset()) -> list[Shown]:
        """Return all that somebody has been shown since the moment began; direct messages of kinds ``but`` left out.

        In order within a place. Between places the order is no one's to see: lanes are delivered side by side.
        """
        return [*sorted(self._performed_for(person, but), key=lambda shown: shown[0]), *self.shown[person]]

    def past(self, database: Path) -> Past:
        """Return this moment, with a copy of the database at ``database`` that somebody else makes."""
        return Past(database=database, at=self.clock.now(), performed=tuple(self.chat.performed))

    def _performed_for(self, person: int, but: frozenset[DirectKind]) -> Iterator[Shown]:
        theirs, rooms = actor(person).theirs, set[str]()
        for number, done in enumerate(self.chat.performed):
            effect, parcel = done.parcel.effect, done.parcel
            if isinstance(effect, OpenRoom | AddToRoom) and theirs in parcel.people.values():
                rooms.add(effect.circle)
            if isinstance(effect, SendDirect):
                is_shown = parcel.to == theirs and effect.kind not in but
            elif isinstance(effect, ShowBoard):
                is_shown = True
            else:
                is_shown = getattr(effect, "circle", None) in rooms or (
                    person in STEWARDS and getattr(effect, "circle", None) is None
                )
            if is_shown and number >= self.began:
                yield self._as_shown(done)

    def _as_shown(self, done: Performed) -> Shown:
        effect, parcel = done.parcel.effect, done.parcel
        name = effect.name if isinstance(effect, OpenRoom) else ""
        people = repr(sorted(parcel.people.items()))
        return (effect.lane, done.at.isoformat(), type(effect).__name__, name, repr(parcel.words), people)

    def _keep(self, person: int, reply: PrivateReply | None) -> None:
        self.shown[person].append((self.clock.now().isoformat(), "answer", repr(reply)))
        if reply is not None and isinstance(reply.content, Message):
            self.replies[person].extend(reply.content.controls)


@asynccontextmanager
async def opened(past: Past, database: Path) -> AsyncIterator[Village]:
    """Open a village over ``database`` (a copy of the past's), as things stood then."""
    clock = FixedClock(past.at)
    store = await open_store(f"sqlite:///{database}", key=KEY, durable=False)
    works = assemble(store=store, clock=clock, matcher=None)
    chat = FakeChat(clock, performed=list(past.performed))
    works.delivery.connect("fake", chat)
    try:
        yield Village(store=store, works=works, chat=chat, clock=clock, began=len(past.performed))
    finally:
        await store.close()


async def live(
    village: Village, seed: int, *, acts: int, without: frozenset[int], unseen: frozenset[str] = frozenset()
) -> None:
    """Let everybody but ``without`` act at random for a while.

    Who acts and how follows from the seed and from what that person was shown, and from nothing else. Nobody looks at
    the commands ``unseen``.
    """
    dice = random.Random(seed)  # a made-up life, not a secret
    for _ in range(acts):
        person, which, choice = dice.randrange(PEOPLE), dice.randrange(40), dice.randrange(6)
        hours = dice.choice((0, 0, 1, 6, 20, 30))
        if hours:
            await village.pass_time(timedelta(hours=hours))
        if person in without:
            continue
        controls = village.controls_of(person)
        if controls and choice:
            await village.tap(person, controls[which * len(controls) // 40], choice)
        else:
            question = questions.MineAsked(community=COMMUNITY, at=village.clock.now(), actor=actor(person))
            await village.ask(person, question)
    await village.pass_time(timedelta(days=dice.choice((1, 3, 8))))
    for person in sorted({*STEWARDS, *dice.sample(range(PEOPLE), 3)}):
        await village.look_everywhere(person, but=unseen)
