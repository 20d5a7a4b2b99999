"""Timers: set, moved, called off, and taken away once."""

from datetime import datetime, timedelta

from sqlalchemy import select

from circles_bot.engine.decision import Decision, TimerCancelled, TimerSet
from circles_bot.engine.events import BoardDue, CheckInDue
from circles_bot.engine.ids import TimerKey
from circles_bot.store import tables
from circles_bot.store.database import SqlStore
from tests.contract import samples

LATER = samples.AT + timedelta(hours=1)
LATEST = samples.AT + timedelta(days=1)


def timer(at: datetime, key: str = "board", *, keeps_earlier: bool = False) -> TimerSet:
    """Return a timer."""
    event = BoardDue(community=samples.HERE, at=at)
    return TimerSet(key=TimerKey(key), due_at=at, event=event, keeps_earlier=keeps_earlier)


async def said(store: SqlStore, *timers: TimerSet | TimerCancelled) -> None:
    """Save a decision about timers after an event."""
    await store.transact(samples.after(samples.joined(), Decision(timers=timers)))


async def due(store: SqlStore, at: datetime = LATEST) -> dict[str, datetime]:
    """Return what is due by key."""
    return {timer.key: timer.due_at for timer in await store.due_timers(at, 100)}


async def test_a_timer_comes_back_with_its_event_when_it_is_due(store: SqlStore) -> None:
    """Soonest first, not before its time, and no more than were asked for."""
    event = CheckInDue(community=samples.HERE, at=LATER, circle=samples.CIRCLE, member=samples.ANA, number=2)
    await said(store, timer(LATEST), TimerSet(key=TimerKey("check"), due_at=LATER, event=event))

    assert await store.due_timers(LATER - timedelta(microseconds=1), 10) == []
    assert [found.event for found in await store.due_timers(LATER, 10)] == [event]
    assert list(await due(store)) == ["check", "board"]
    assert len(await store.due_timers(LATEST, 1)) == 1
    assert await store.next_timer_at() == LATER


async def test_there_is_no_next_timer_when_there_is_none(store: SqlStore) -> None:
    """An empty table is nothing to wait for."""
    assert await store.next_timer_at() is None


async def test_a_timer_is_moved_when_it_is_set_again(store: SqlStore) -> None:
    """Earlier or later, the last word counts."""
    await said(store, timer(LATER))
    await said(store, timer(LATEST))

    assert await due(store) == {"board": LATEST}

    await said(store, timer(samples.AT))

    assert await due(store) == {"board": samples.AT}


async def test_the_earlier_time_stays_when_a_timer_is_set_to_keep_it(store: SqlStore) -> None:
    """Asking for the board to be shown twice shows it at the first time asked for."""
    await said(store, timer(LATER, keeps_earlier=True))
    await said(store, timer(LATEST, keeps_earlier=True))

    assert await due(store) == {"board": LATER}

    await said(store, timer(samples.AT, keeps_earlier=True))

    assert await due(store) == {"board": samples.AT}


async def test_a_timer_is_gone_when_it_is_called_off(store: SqlStore) -> None:
    """Only the one named, and one that is not there does no harm."""
    await said(store, timer(LATER), timer(LATER, "other"))
    await said(store, TimerCancelled(key=TimerKey("board")), TimerCancelled(key=TimerKey("unknown")))

    assert await due(store) == {"other": LATER}


async def test_a_timer_called_off_beside_one_that_is_set_is_gone(store: SqlStore) -> None:
    """It is neither due nor waited for nor consumed, and the next word on it counts whatever it keeps."""
    await said(store, timer(LATER))
    (found,) = await store.due_timers(LATER, 10)

    await said(store, TimerCancelled(key=TimerKey("board")), timer(LATEST, "other"))

    assert await due(store) == {"other": LATEST}
    assert await store.next_timer_at() == LATEST
    assert await store.transact(lambda tx: tx.consume(found)) is False
    await said(store, timer(LATEST, keeps_earlier=True))
    assert await due(store) == {"board": LATEST, "other": LATEST}


async def test_a_timer_called_off_leaves_no_trace_once_old_things_are_forgotten(store: SqlStore) -> None:
    """What it was about is gone at once, and the rest when the store next forgets; what is set stays."""
    await said(store, TimerCancelled(key=TimerKey("board")), timer(LATEST, "other"))
    await store.forget_old(samples.AT)

    rows = await store._read(lambda session: session.rows(select(tables.timers.c.key)))

    assert [key for (key,) in rows] == ["other"]


async def test_setting_and_calling_off_is_one_statement(store: SqlStore, heard: list[str]) -> None:
    """However many timers a decision names; one that only calls off leaves no row."""
    off = TimerCancelled(key=TimerKey("off"))
    heard.clear()

    await store.transact(lambda tx: tx.save(Decision(timers=(timer(LATER), off, timer(LATER, "other")))))
    await store.transact(samples.after(samples.joined(), Decision(timers=(off,))))

    assert sum("timers" in sql for sql in heard) == 2
    assert await due(store) == {"board": LATER, "other": LATER}


async def test_the_last_word_counts_when_a_decision_names_a_timer_twice(store: SqlStore) -> None:
    """Set and called off, called off and set, and the earlier of two."""
    off = TimerCancelled(key=TimerKey("off"))
    on = TimerCancelled(key=TimerKey("on"))
    await said(store, timer(samples.AT, "on"))

    await said(
        store,
        timer(LATER, "off"),
        off,
        on,
        timer(LATEST, "on", keeps_earlier=True),
        timer(LATER, "both"),
        timer(LATEST, "both", keeps_earlier=True),
    )

    assert await due(store) == {"on": LATEST, "both": LATER}


async def test_another_communitys_timer_of_the_same_key_stays(store: SqlStore) -> None:
    """Calling off is about one's own community only."""
    event = BoardDue(community=samples.ELSEWHERE, at=LATER)
    theirs = TimerSet(key=TimerKey("board"), due_at=LATER, event=event)
    await store.transact(lambda tx: tx.save(Decision(timers=(theirs,))))
    await said(store, timer(LATEST))

    await said(store, TimerCancelled(key=TimerKey("board")))

    assert [found.event for found in await store.due_timers(LATEST, 10)] == [event]


async def test_a_timer_is_consumed_once(store: SqlStore) -> None:
    """Whoever comes second has nothing to decide."""
    await said(store, timer(LATER))
    (found,) = await store.due_timers(LATER, 10)

    assert await store.transact(lambda tx: (tx.consume(found), tx.consume(found))) == (True, False)
    assert await due(store) == {}


async def test_a_timer_is_not_consumed_when_it_was_moved_meanwhile(store: SqlStore) -> None:
    """What was read as due is not due any more."""
    await said(store, timer(LATER))
    (found,) = await store.due_timers(LATER, 10)
    await said(store, timer(LATEST))

    assert await store.transact(lambda tx: tx.consume(found)) is False
    assert await due(store) == {"board": LATEST}
