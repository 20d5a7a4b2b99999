"""A community of made-up people over the real works and a real database, with a fake chat."""

import asyncio
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg

from circles_bot.application.heartbeat import TimePasses
from circles_bot.engine import events, questions
from circles_bot.engine.decision import Decision
from circles_bot.engine.tokens import Token
from circles_bot.ports.identities import Identities
from circles_bot.ports.store import Store
from circles_bot.store import open_store
from circles_bot.store.migrate import upgrade
from circles_bot.store.tables import metadata
from circles_bot.taps import Tap, interpret
from circles_bot.words.message import Message, MessageSelect, PrivateReply
from circles_bot.works import Works, assemble
from tests.fakes.chat import Control, FakeChat
from tests.fakes.clocks import FixedClock
from tests.keys import KEY

START = datetime(2026, 3, 23, 9, 0, tzinfo=UTC)
"""A Monday, six days before the clocks go forward in Europe."""

ZONES = ("Europe/Amsterdam", "Europe/Lisbon", "Africa/Lagos", "America/Bogota", "Asia/Tokyo", "Asia/Kolkata")
INTERESTS = (("⚾", "baseball"), ("📚", "books"), ("🌱", "anything"))
PEOPLE = 9
IDENTITIES = Identities(platform="fake", key=bytes(32))
COMMUNITY = IDENTITIES.community("town")


def actor(person: int) -> events.Actor:
    """Return a person as the platform tells of them; person 0 is a steward."""
    theirs = f"U{person}"
    return events.Actor(
        member=IDENTITIES.member(COMMUNITY, theirs),
        theirs=theirs,
        locale="en",
        timezone=ZONES[person % len(ZONES)],
        is_steward=person == 0,
    )


def zone_of_person(person: int) -> ZoneInfo:
    """Return the time zone in which a person lives."""
    return ZoneInfo(ZONES[person % len(ZONES)])


def person_of(member: str) -> int:
    """Return which person a member id is."""
    return next(number for number in range(PEOPLE) if actor(number).member == member)


@dataclass(slots=True)
class World:
    """Everything that a history needs; ``decisions`` are all that was decided, oldest first."""

    store: Store
    works: Works
    chat: FakeChat
    clock: FixedClock
    database: str
    decisions: list[tuple[events.AnyEvent, Decision]]
    replies: dict[int, list[Control]] = field(default_factory=dict)
    acts: int = 0

    @classmethod
    async def begin(cls, template: Path, folder: Path) -> "World":
        """Return a community that has just been set up, on a copy of an empty migrated database."""
        database = folder / "history.db"
        await asyncio.to_thread(shutil.copyfile, template, database)
        return await cls.begin_at(f"sqlite:///{database}")

    @classmethod
    async def begin_at(cls, url: str) -> "World":
        """Return a community that has just been set up, over the migrated database at ``url``."""
        return await cls.begin_over(await open_store(url, key=KEY, durable=False), url)

    @classmethod
    async def begin_over(cls, store: Store, url: str) -> "World":
        """Return a community that has just been set up, over an open store of the database at ``url``."""
        clock = FixedClock(START)
        decisions: list[tuple[events.AnyEvent, Decision]] = []
        works = assemble(
            store=store, clock=clock, matcher=None, on_decided=lambda event, made: decisions.append((event, made))
        )
        chat = FakeChat(clock)
        works.delivery.connect("fake", chat)
        world = cls(store=store, works=works, chat=chat, clock=clock, database=url, decisions=decisions)
        await world.submit(
            0,
            events.SetupChosen(
                community=COMMUNITY,
                at=clock.now(),
                key="setup",
                actor=actor(0),
                platform="fake",
                community_theirs="town",
                board_place="C1",
                rooms_place="C1",
                interests=INTERESTS,
            ),
        )
        await works.heartbeat.settle()
        return world

    async def submit(self, person: int, event: events.AnyEvent) -> PrivateReply | None:
        """Submit an event and keep the controls of its private answer."""
        reply = await self.works.service.submit(event)
        self._keep(person, reply)
        return reply

    async def tap_any(self, person: int, which: int, choice: int) -> events.AnyEvent | None:
        """Tap some control that a person was ever shown, old ones too; return the event it was, if it was one."""
        controls = [*self.chat.controls_seen_by(actor(person).theirs), *self.replies.get(person, [])]
        return await self._tap(person, controls[-1 - which % len(controls)], choice) if controls else None

    async def tap_named(self, person: int, name: Token, which: int) -> events.AnyEvent | None:
        """Tap one of the newest controls of that name that a person was shown in public, in rooms or directly."""
        seen = self.chat.controls_seen_by(actor(person).theirs)
        named = [control for control in seen if control.token.split(":")[0] == name][-5:]
        return await self._tap(person, named[-1 - which % len(named)], which) if named else None

    async def _tap(self, person: int, control: Control, choice: int) -> events.AnyEvent | None:
        values: Sequence[str] = ()
        if isinstance(control, MessageSelect):
            values = [control.options[choice % len(control.options)].value] if control.options else ()
        self.acts += 1
        tap = Tap(
            token=control.token,
            community=COMMUNITY,
            at=self.clock.now(),
            actor=actor(person),
            key=f"tap-{self.acts}",
            values=values,
        )
        meaning = interpret(tap)
        if meaning is None:
            return None
        if isinstance(meaning, questions.AnyQuestion):
            self._keep(person, await self.works.service.ask(meaning))
            return None
        await self.submit(person, meaning)
        return meaning

    async def look(self, person: int) -> PrivateReply:
        """Open My circles."""
        question = questions.MineAsked(community=COMMUNITY, at=self.clock.now(), actor=actor(person))
        reply = await self.works.service.ask(question)
        self._keep(person, reply)
        return reply

    async def again(self, event: events.AnyEvent) -> None:
        """Deliver an event a second time, as a platform that got no answer would."""
        await self.works.service.submit(event)

    async def pass_time(self, by: timedelta) -> None:
        """Let time pass through everything that falls due."""
        passage = TimePasses(heartbeat=self.works.heartbeat, clock=self.clock)
        await passage.advance(self.clock.now() + by)

    async def settle(self) -> None:
        """Let everything that is due be decided and delivered."""
        await self.works.heartbeat.settle()

    async def sleep(self, by: timedelta) -> None:
        """Let time pass while the bot is off: nothing runs until it is back."""
        self.clock.set_to(self.clock.now() + by)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Read the database beside the bot."""
        if self.database.startswith("postgresql"):
            with psycopg.connect(self.database) as connection:
                return connection.execute(sql.replace("%", "%%").encode()).fetchall()
        reader = sqlite3.connect(self.database.removeprefix("sqlite:///"))
        try:
            return reader.execute(sql).fetchall()
        finally:
            reader.close()

    def dump(self) -> list[str]:
        """Return all rows of all tables but the inbox, as text."""
        tables = sorted(table.name for table in metadata.sorted_tables if table.name != "inbox")
        if self.database.startswith("postgresql"):
            every = " UNION ALL ".join(f"SELECT '{name}', t::text FROM {name} t" for name in tables)  # noqa: S608  # our own names
            return sorted(map(repr, self.rows(every)))
        reader = sqlite3.connect(self.database.removeprefix("sqlite:///"))
        try:
            return [repr((name, row)) for name in tables for row in reader.execute(f"SELECT * FROM {name}")]  # noqa: S608  # our own names
        finally:
            reader.close()

    def _keep(self, person: int, reply: PrivateReply | None) -> None:
        if reply is not None and isinstance(reply.content, Message):
            self.replies.setdefault(person, []).extend(reply.content.controls)


def migrated_template(folder: Path) -> Path:
    """Make an empty migrated database to copy from, once."""
    template = folder / "template.db"
    upgrade(f"sqlite:///{template}")
    return template
