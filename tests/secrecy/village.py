"""A community of forty people over the real works, and all that each of them is ever shown."""

import random
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from circles_bot.application.heartbeat import TimePasses
from circles_bot.commands import COMMANDS, Call, Who
from circles_bot.engine import events, questions
from circles_bot.engine.effects import DirectKind
from circles_bot.engine.ids import MemberId
from circles_bot.engine.model import CheckInAnswer, Way
from circles_bot.engine.tokens import Token
from circles_bot.ports.identities import Identities
from circles_bot.ports.store import Store
from circles_bot.taps import Tap, interpret
from circles_bot.words.message import Message, MessageSelect, PrivateReply
from circles_bot.works import Works, assemble
from tests.fakes.chat import Control
from tests.fakes.clocks import FixedClock
from tests.keys import KEY
from tests.secrecy.at_once import SqliteAtOnce
from tests.secrecy.watched import Seen, Shown, WatchedChat

PEOPLE = 40
"""Enough that there may be confidential interests (thirty who have opted in), whatever becomes of some wishes."""
STEWARDS = frozenset({0, 1})
EAGER_AT_ONCE = 1
"""How many join an open interest with each act: without them, few wait, and hardly anybody is asked."""
GLAD_AT_ONCE = 8
"""How many look at their latest invitation with each act: without a yes from some, no room opens in a week."""
ZONES = ("Europe/Amsterdam", "Europe/Lisbon", "Africa/Lagos", "Europe/Athens")
INTERESTS = (("⚾", "baseball"), ("📚", "books"), ("🍲", "cooking"))
"""Three of the four that a community of this size may have: there is room for a confidential one."""
START = datetime.fromisoformat("2026-03-02T09:00:00+00:00")
IDENTITIES = Identities(platform="fake", key=bytes(32))
COMMUNITY = IDENTITIES.community("village")


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
    """The database and the hour of a moment, and what people had been shown until then."""

    database: Path
    at: datetime
    seen: Seen = field(default_factory=Seen)


@dataclass(slots=True)
class Village:
    """The works over one database, from a moment on. ``shown`` holds private answers and probes, by person."""

    store: Store
    works: Works
    chat: WatchedChat
    clock: FixedClock
    shown: defaultdict[int, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    accepted: set[tuple[int, str]] = field(default_factory=set)
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

    async def accept_latest(self, person: int, kind: str) -> None:
        """Say yes to the latest invitation to a circle of a kind, where somebody has one and has not said so before."""
        begins = f"{Token.ACCEPT.value}:{kind}_", f"{Token.OPEN_PRIVATELY.value}:{kind}_"
        seen = self.chat.controls_seen_by(actor(person).theirs)
        invitations = [control for control in seen if control.token.startswith(begins)]
        if invitations and (person, invitations[-1].token) not in self.accepted:
            self.accepted.add((person, invitations[-1].token))
            await self.tap(person, invitations[-1], 0)

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
        await self.submit(person, self.joined(person, "living with it"))

    async def export(self, person: int) -> None:
        """Let somebody ask for all that is kept about them."""
        asked = events.MineExported(community=COMMUNITY, at=self.clock.now(), key=self.key(), actor=actor(person))
        await self.submit(person, asked)

    def joined(self, person: int, interest: str, way: Way = Way.COMMAND) -> events.InterestJoined:
        """Return that somebody joins an interest, now."""
        return events.InterestJoined(
            community=COMMUNITY, at=self.clock.now(), key=self.key(), actor=actor(person), interest=interest, way=way
        )

    def key(self) -> str:
        """Return a key that no act had before."""
        self.acts += 1
        return f"act-{self.clock.now().isoformat()}-{self.acts}"

    def controls_of(self, person: int) -> list[Control]:
        """Return every control that somebody was ever shown, in an order that no hour and no lane decides."""
        controls = self.chat.seen.controls[actor(person).theirs]
        return [controls[key] for key in sorted(controls)]

    def seen_by(self, person: int, *, but: frozenset[DirectKind] = frozenset()) -> list[Shown]:
        """Return all that somebody has been shown since the moment began; direct messages of kinds ``but`` left out.

        In order within a place. Between places the order is no one's to see: lanes are delivered side by side.
        """
        performed = [shown for shown, kind in self.chat.shown[actor(person).theirs] if kind not in but]
        return [*sorted(performed, key=lambda shown: shown[0]), *self.shown[person]]

    def past(self, database: Path) -> Past:
        """Return this moment, with a copy of the database at ``database`` that somebody else makes."""
        return Past(database=database, at=self.clock.now(), seen=self.chat.seen.copy())

    def _keep(self, person: int, reply: PrivateReply | None) -> None:
        self.shown[person].append((self.clock.now().isoformat(), "answer", repr(reply)))
        if reply is not None and isinstance(reply.content, Message):
            controls = self.chat.seen.controls[actor(person).theirs]
            controls.update((repr(control), control) for control in reply.content.controls)


@asynccontextmanager
async def opened(past: Past, database: Path, store: Store | None = None) -> AsyncIterator[Village]:
    """Open a village over ``database`` (a copy of the past's), as things stood then; ``store`` is closed, too."""
    clock = FixedClock(past.at)
    store = store or SqliteAtOnce(database, key=KEY)
    works = assemble(store=store, clock=clock, matcher=None)
    chat = WatchedChat(
        clock,
        everybody=tuple(actor(person).theirs for person in range(PEOPLE)),
        stewards=frozenset(actor(person).theirs for person in STEWARDS),
        seen=past.seen.copy(),
    )
    works.delivery.connect("fake", chat)
    try:
        yield Village(store=store, works=works, chat=chat, clock=clock)
    finally:
        await store.close()


async def live(
    village: Village,
    seed: int,
    *,
    acts: int,
    without: frozenset[int],
    secretive: Sequence[int] = (),
    apart: frozenset[int] = frozenset(),
    unseen: frozenset[str] = frozenset(),
    calm: str | None = None,
) -> None:
    """Let everybody but ``without`` act at random for a while, and everybody but ``apart`` join open interests.

    Who acts and how follows from the seed and from what that person was shown, and from nothing else; who joins, from
    the seed alone, so that it may also be somebody whose screens rightly differ. The ``secretive`` say yes to every
    private invitation, which others must not notice, in whichever history they have one. Nobody looks at
    the commands ``unseen``, and nobody says of the circle ``calm`` that it is quiet or off.
    """
    dice = random.Random(seed)  # a made-up life, not a secret
    for _ in range(acts):
        person, which, choice = dice.randrange(PEOPLE), dice.randrange(40), dice.randrange(6)
        hours = dice.choice((0, 0, 1, 6, 20, 30))
        if hours:
            await village.pass_time(timedelta(hours=hours))
        for eager in dice.sample(range(PEOPLE), EAGER_AT_ONCE):
            if eager not in apart:
                await village.submit(eager, village.joined(eager, dice.choice(INTERESTS)[1]))
        for glad in dice.sample(range(PEOPLE), GLAD_AT_ONCE):
            if glad not in without:
                await village.accept_latest(glad, "cir")
        for follower in secretive:
            await village.accept_latest(follower, "ccr")
        if person in without:
            continue
        controls = [control for control in village.controls_of(person) if not _says_low(control, calm)]
        if controls and choice:
            await village.tap(person, controls[which * len(controls) // 40], choice)
        else:
            question = questions.MineAsked(community=COMMUNITY, at=village.clock.now(), actor=actor(person))
            await village.ask(person, question)
    await village.pass_time(timedelta(days=dice.choice((1, 3, 8))))
    await _look_around(village, dice, without, unseen)


async def _look_around(village: Village, dice: random.Random, without: frozenset[int], unseen: frozenset[str]) -> None:
    """Let a steward and two others open all there is, and the two ask for all that is kept about them."""
    curious = dice.sample(range(PEOPLE), 2)
    for person in sorted({dice.choice(sorted(STEWARDS)), *curious}):
        await village.look_everywhere(person, but=unseen)
    for person in curious:
        if person not in without:
            await village.export(person)
    await village.pass_time(timedelta(hours=12))  # nobody's file comes at night


def _says_low(control: Control, circle: str | None) -> bool:
    name, *parts = control.token.split(":")
    return name == Token.CHECK_IN and parts[0] == circle and parts[-1] in {CheckInAnswer.QUIET, CheckInAnswer.OFF}
