"""Timers that fall due: one that meets a bug stands in nobody's way."""

from datetime import timedelta
from pathlib import Path

import pytest
from structlog.typing import EventDict

from circles_bot.application.timekeeper import RETRY_AFTER_BUG
from circles_bot.engine import events
from circles_bot.engine.decision import Decision, TimerCancelled, TimerSet
from circles_bot.engine.errors import StoreError
from circles_bot.engine.ids import CommunityId, MemberId, TimerKey
from circles_bot.store import open_store
from circles_bot.works import assemble
from tests.contract.samples import AT
from tests.fakes.clocks import FixedClock
from tests.fakes.watched_store import Trap, WatchedStore
from tests.keys import KEY

NOBODY = CommunityId("com_nobody")


def timer(number: int) -> TimerSet:
    """Return a timer that leads to nothing, due ``number`` seconds after the beginning."""
    due_at = AT + timedelta(seconds=number)
    event = events.HeldAnswerDue(community=NOBODY, at=due_at, member=MemberId(f"mem_{number}"))
    return TimerSet(key=TimerKey(f"timer-{number}"), due_at=due_at, event=event)


async def test_a_rule_that_raises_is_put_off_an_hour_and_the_others_run(database: Path, log: list[EventDict]) -> None:
    """The bug is logged once with ids only, its timer is tried again in an hour, and the other timers ran."""
    trap, clock, heard = Trap(), FixedClock(AT), list[events.AnyEvent]()
    store = WatchedStore(await open_store(f"sqlite:///{database}", key=KEY, durable=False), trap.reach)
    works = assemble(store=store, clock=clock, matcher=None, on_decided=lambda event, _: heard.append(event))
    await store.transact(lambda tx: tx.save(Decision(timers=(timer(1), timer(2), timer(3)))))
    trap.raises = {2: RuntimeError("a bug in a rule")}

    clock.set_to(AT + timedelta(seconds=5))
    await works.heartbeat.settle()
    ran = sorted(str(getattr(event, "member", "")) for event in heard)
    again = await store.next_timer_at()
    clock.set_to(clock.now() + RETRY_AFTER_BUG)
    await works.heartbeat.settle()
    left = await store.next_timer_at()
    await store.close()

    assert ran == ["mem_2", "mem_3"]
    assert again == AT + timedelta(seconds=5) + RETRY_AFTER_BUG
    assert sorted(str(getattr(event, "member", "")) for event in heard) == ["mem_1", "mem_2", "mem_3"]
    assert left is None
    assert [(line["event"], line["log_level"], line["timer"]) for line in log] == [("timer_failed", "error", "timer-1")]


async def test_a_timer_called_off_while_it_failed_stays_called_off(database: Path, log: list[EventDict]) -> None:
    """Putting off what met a bug brings nothing back that somebody's leaving has meanwhile cancelled."""
    trap, clock = Trap(), FixedClock(AT)
    store = WatchedStore(await open_store(f"sqlite:///{database}", key=KEY, durable=False), trap.reach)
    works = assemble(store=store, clock=clock, matcher=None)
    await store.transact(lambda tx: tx.save(Decision(timers=(timer(0),))))
    (due,) = await store.due_timers(AT, 10)
    event = events.HeldAnswerDue(community=NOBODY, at=AT, member=MemberId("mem_0"))

    def call_off(tx: object) -> None:
        tx.load(event)  # type: ignore[attr-defined]  # a transaction, by its use
        tx.save(Decision(timers=(TimerCancelled(key=due.key),)))  # type: ignore[attr-defined]  # as above

    await store.transact(call_off)
    trap.raises = {trap.passed + 1: RuntimeError("a bug in a rule")}
    await works.heartbeat._timekeeper._run(due)
    left = await store.next_timer_at()
    await store.close()

    assert left is None
    assert [line["event"] for line in log] == ["timer_failed"]


async def test_a_database_that_fails_is_no_bug(database: Path, log: list[EventDict]) -> None:
    """A full disk comes through to the heartbeat, which waits; the timer is neither lost nor moved."""
    trap, clock = Trap(), FixedClock(AT)
    store = WatchedStore(await open_store(f"sqlite:///{database}", key=KEY, durable=False), trap.reach)
    works = assemble(store=store, clock=clock, matcher=None)
    await store.transact(lambda tx: tx.save(Decision(timers=(timer(0),))))
    trap.raises = {2: StoreError("The disk is full.")}

    with pytest.raises(StoreError):
        await works.heartbeat.beat()
    left = await store.next_timer_at()
    await store.close()

    assert left == AT
    assert not log
