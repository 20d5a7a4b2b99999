"""Rounds in a worker process of their own plan what they plan in this one, and one after the other."""

import shutil
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

from circles_bot.application.heartbeat import TimePasses
from circles_bot.engine.decision import Decision
from circles_bot.engine.events import AnyEvent, RoundDue, RoundPlanned
from circles_bot.engine.ids import InterestId
from circles_bot.engine.model import RoundCause
from circles_bot.store import open_store
from circles_bot.works import assemble
from tests.crash.lives import setup_event
from tests.fakes.chat import FakeChat
from tests.fakes.clocks import FixedClock
from tests.histories.test_histories import Act, _do
from tests.histories.world import COMMUNITY, PEOPLE, START, World
from tests.keys import KEY


async def planned(database: Path, matcher: Callable[[], Executor] | None) -> list[tuple[object, ...]]:
    """Return the seats that a town's first round plans."""
    url = f"sqlite:///{database}"
    store, clock = await open_store(url, key=KEY, durable=False), FixedClock(START)
    works = assemble(store=store, clock=clock, matcher=matcher)
    chat = FakeChat(clock)
    works.delivery.connect("fake", chat)
    world = World(store=store, works=works, chat=chat, clock=clock, database=url, decisions=[])
    await world.submit(0, setup_event(world))
    for person in range(PEOPLE):
        await _do(world, Act("join", person, 0, 0))
    await TimePasses(heartbeat=works.heartbeat, clock=clock).advance(START + timedelta(days=3))
    await store.close()
    return world.rows("SELECT circle, member, state, is_extra FROM seats ORDER BY 1, 2")


async def test_a_real_worker_process_plans_the_same(migrated_file: Path, tmp_path: Path) -> None:
    """The problem and its plan survive the way to a spawned process and back, and the seed decides, not the place."""
    here, there = tmp_path / "here.db", tmp_path / "there.db"
    shutil.copy(migrated_file, here)
    shutil.copy(migrated_file, there)

    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as executor:
        elsewhere = await planned(there, lambda: executor)

    assert elsewhere == await planned(here, None)
    assert elsewhere


async def test_of_two_rounds_at_one_moment_the_second_sees_whom_the_first_has_asked(database: Path) -> None:
    """A weekly look and a settling may fall on one hour; who waits is asked once, and the second plans for the rest."""
    store, clock = await open_store(f"sqlite:///{database}", key=KEY, durable=False), FixedClock(START)
    planned: list[RoundPlanned] = []

    def hear(event: AnyEvent, _decision: Decision) -> None:
        planned.extend([event] if isinstance(event, RoundPlanned) else [])

    works = assemble(store=store, clock=clock, matcher=None, on_decided=hear)
    chat = FakeChat(clock)
    works.delivery.connect("fake", chat)
    world = World(store=store, works=works, chat=chat, clock=clock, database=f"sqlite:///{database}", decisions=[])
    await world.submit(0, setup_event(world))
    for person in range(PEOPLE):
        await _do(world, Act("join", person, 0, 0))
    interest = InterestId(str(world.rows("SELECT interest FROM opt_ins LIMIT 1")[0][0]))

    for cause, about in ((RoundCause.SETTLED, interest), (RoundCause.WEEKLY, None)):
        await works.service.submit(RoundDue(community=COMMUNITY, at=START, cause=cause, interest=about))
    await works.heartbeat.settle()
    await store.close()

    first, second = planned
    assert first.circles
    assert second.circles == ()
