"""Time that passed while nobody was there: a bot that was off, or a platform that was, floods nobody."""

import asyncio
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.typing import EventDict

from circles_bot.application import heartbeat
from circles_bot.application.heartbeat import Alarm
from circles_bot.engine.effects import DirectKind, SendDirect
from circles_bot.engine.ids import MemberId
from circles_bot.ports.chat import Later, Outcome, Parcel
from circles_bot.store import open_store
from circles_bot.store.codec import Value
from circles_bot.store.sqlite import SqliteStore
from circles_bot.works import assemble
from tests.contract import samples
from tests.fakes.chat import FakeChat
from tests.fakes.clocks import FixedClock
from tests.histories.test_histories import Act, _do, _yeses, check_budget_and_quiet_hours, check_promises
from tests.histories.world import PEOPLE, World
from tests.keys import KEY


class MovingChat(FakeChat):
    """A platform that can be down."""

    is_down = False

    async def perform(self, parcel: Parcel) -> Outcome:
        """Say later while it is down."""
        return Later() if self.is_down else await super().perform(parcel)


async def town(migrated_file: Path, tmp_path: Path) -> tuple[World, MovingChat]:
    """Return a town where everybody has joined, on a platform that can be down."""
    shutil.copy(migrated_file, tmp_path / "circles.db")
    url = f"sqlite:///{tmp_path / 'circles.db'}"
    world = await World.begin_over(await open_store(url, key=KEY, durable=False), url)
    chat = MovingChat(world.clock)
    chat.performed, chat._seen = world.chat.performed, world.chat._seen
    world.chat = chat
    world.works.delivery.connect("fake", chat)
    for person in range(PEOPLE):
        await _do(world, Act("join", person, person % 2, 0))
    return world, chat


@pytest.mark.parametrize("hours", [0, 7, 13, 19, 40, 90])
async def test_a_platform_that_was_down_for_days_floods_nobody(
    migrated_file: Path, tmp_path: Path, log: list[EventDict], hours: int
) -> None:
    """Invitations that could not be sent for days are not sent late at night, but planned anew, each once."""
    world, chat = await town(migrated_file, tmp_path)

    chat.is_down = True
    await world.pass_time(timedelta(days=3))
    chat.is_down = False
    await world.sleep(timedelta(days=2, hours=hours))
    before = len(chat.performed)
    await world.settle()
    check_budget_and_quiet_hours(world)
    await world.pass_time(timedelta(days=7))
    await world.store.close()

    invited = [
        done.parcel.to
        for done in chat.performed[before:]
        if isinstance(done.parcel.effect, SendDirect) and done.parcel.effect.kind is DirectKind.INVITATION
    ]
    assert len(invited) == len(set(invited))
    assert len(invited) >= 6
    check_promises(world)
    assert not log


@pytest.mark.parametrize("hours", [3, 6, 9, 11])
async def test_what_waited_into_the_night_waits_for_the_morning(
    migrated_file: Path, tmp_path: Path, log: list[EventDict], hours: int
) -> None:
    """Invitations decided by day that a platform could not take until late are not sent at night."""
    world, chat = await town(migrated_file, tmp_path)

    chat.is_down = True
    await world.pass_time(timedelta(days=1, minutes=1))
    chat.is_down = False
    await world.sleep(timedelta(hours=hours))
    await world.settle()
    check_budget_and_quiet_hours(world)
    await world.pass_time(timedelta(days=2))
    await world.store.close()

    check_promises(world)
    assert not log


@pytest.mark.parametrize("hours", [0, 5, 11, 17, 23])
async def test_a_bot_that_was_off_for_days_floods_nobody(
    migrated_file: Path, tmp_path: Path, log: list[EventDict], hours: int
) -> None:
    """Whatever came due in the dark, at any hour of the return: no quiet hour is broken, no budget, no promise."""
    world, _ = await town(migrated_file, tmp_path)
    await world.pass_time(timedelta(days=2))
    for act in _yeses():
        await _do(world, act)

    for _ in range(8):
        await world.sleep(timedelta(days=9, hours=hours))
        await world.settle()
        check_promises(world)
        await world.pass_time(timedelta(days=1))
    await world.store.close()

    check_promises(world)
    assert not log


A_WEEK_AGO = samples.AT.replace(hour=0, minute=0, second=0, microsecond=0)
MIDNIGHT = A_WEEK_AGO + timedelta(days=7)
"""The last at which what was noted at five in the morning a week ago is not yet seven days old."""


async def noted_at(database: Path, beats: Sequence[datetime]) -> list[bool]:
    """Return at each beat of an otherwise idle bot whether it still keeps when it wrote to somebody."""
    clock, noted = FixedClock(A_WEEK_AGO), []
    store = await open_store(f"sqlite:///{database}", key=KEY, durable=False)
    asked = replace(samples.member(), asked_at=(A_WEEK_AGO + timedelta(hours=5),))
    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), asked)))
    heart = assemble(store=store, clock=clock, matcher=None).heartbeat
    for at in beats:
        clock.set_to(at)
        await heart.settle()
        with closing(sqlite3.connect(database)) as reader:
            noted.append(reader.execute("SELECT asked_at FROM members").fetchall() != [("[]",)])
    await store.close()
    return noted


@pytest.mark.parametrize("busy_at", [None, 6, 11])
async def test_when_something_old_is_dropped_does_not_tell_when_there_was_something_to_do(
    database: Path, busy_at: int | None
) -> None:
    """A beat more on the day before, as for a private message, moves nobody's past: old is what was so at midnight."""
    mornings = [MIDNIGHT + timedelta(days=day, hours=9) for day in (-2, -1, 0, 1)]
    busy = [] if busy_at is None else [MIDNIGHT + timedelta(days=-1, hours=busy_at)]
    beats = sorted({*mornings, *busy} - ({mornings[1]} if busy else set()))

    assert await noted_at(database, beats) == [True, True, True, False]


async def test_what_is_old_at_midnight_is_dropped_at_midnight(database: Path) -> None:
    """Where nothing else is due the bot wakes for it: later would be when somebody else gave it something to do."""
    clock = FixedClock(MIDNIGHT - timedelta(hours=3))
    store = await open_store(f"sqlite:///{database}", key=KEY, durable=False)
    heart = assemble(store=store, clock=clock, matcher=None).heartbeat

    at_start = await heart.wakes_at()
    await heart.settle()
    afterwards = await heart.wakes_at()
    await store.close()

    assert (at_start, afterwards) == (clock.now(), MIDNIGHT)


@pytest.mark.parametrize(("due_in_hours", "is_woken"), [(None, True), (1, True), (3, False)])
async def test_only_what_comes_sooner_than_planned_wakes_the_heart(due_in_hours: int | None, is_woken: bool) -> None:
    """A beat asks the database six times; most acts only set a timer for days ahead."""
    alarm = Alarm()
    now = datetime(2026, 3, 3, 12, tzinfo=UTC)
    waiting = asyncio.ensure_future(alarm.wait(now + timedelta(hours=2), 60.0))
    await asyncio.sleep(0)

    alarm.ring(None if due_in_hours is None else now + timedelta(hours=due_in_hours))
    for _ in range(5):
        await asyncio.sleep(0)

    assert waiting.done() is is_woken
    waiting.cancel()


@pytest.mark.parametrize(("due_in_hours", "is_woken"), [(None, True), (1, True), (3, False)])
@pytest.mark.parametrize("is_heard", [False, True])
async def test_what_comes_while_it_beats_is_not_slept_through(
    due_in_hours: int | None, *, is_woken: bool, is_heard: bool
) -> None:
    """Nor does it beat again for what a beat that began afterwards has looked at, or for what is due later anyway."""
    alarm = Alarm()
    now = datetime(2026, 3, 3, 12, tzinfo=UTC)
    alarm.ring(now + timedelta(hours=5))
    alarm.ring(None if due_in_hours is None else now + timedelta(hours=due_in_hours))
    alarm.ring(now + timedelta(hours=4))
    if is_heard:
        alarm.hear()

    waiting = asyncio.ensure_future(alarm.wait(now + timedelta(hours=2), 60.0))
    for _ in range(5):
        await asyncio.sleep(0)

    assert waiting.done() is (is_woken and not is_heard)
    waiting.cancel()


async def test_acts_that_follow_one_another_cost_no_beats(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They set timers for hours ahead: not one of them is looked at before."""
    monkeypatch.setattr(heartbeat, "BREATH_SECONDS", 0.0)
    clock, beats = FixedClock(MIDNIGHT), list[str]()

    def hear(sql: str, _values: Sequence[Value]) -> None:
        beats.extend([sql] if "timers.due_at <=" in sql else [])

    store = await SqliteStore.open(f"sqlite:///{database}", key=KEY, durable=False, heard=hear)
    works = assemble(store=store, clock=clock, matcher=None)
    set_up = replace(samples.community(), set_up_at=MIDNIGHT)
    await store.transact(lambda tx: tx.save(samples.kept(set_up, samples.interest())))
    beating = asyncio.ensure_future(works.heartbeat.run())
    for number in range(40):
        await works.service.submit(samples.joined(MemberId(f"mem_{number}"), at=MIDNIGHT))
    beating.cancel()
    await store.close()

    assert len(beats) <= 3
