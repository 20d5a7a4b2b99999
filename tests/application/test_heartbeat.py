"""Time that passed while nobody was there: a bot that was off, or a platform that was, floods nobody."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.typing import EventDict

from circles_bot.engine.effects import DirectKind, SendDirect
from circles_bot.ports.chat import Later, Outcome, Parcel
from circles_bot.store import open_store
from tests.fakes.chat import FakeChat
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
