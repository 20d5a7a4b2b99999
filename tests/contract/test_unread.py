"""A timer or effect that cannot be read stops no other: it waits, and is told to the operator once a while."""

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from circles_bot.engine.decision import Decision, TimerSet
from circles_bot.engine.events import CheckInDue
from circles_bot.engine.ids import TimerKey
from circles_bot.store.codec import Value
from circles_bot.store.database import SqlStore
from circles_bot.store.payloads import to_microseconds
from circles_bot.store.tables import effects, timers
from circles_bot.store.unread import LOOKED_AT_AGAIN_AFTER
from tests.contract import samples
from tests.contract.samples import ANA, AT, BEN, CIRCLE, HERE, LEASE, SECOND

UNREADABLE: list[dict[str, Value]] = [
    {"version": 99},
    {"kind": "SomethingOfTomorrow"},
    {"payload": "{}"},
    {"payload": "not json"},
    {"payload": "[]"},
    {"payload": "sealed:1:AAAA"},
]
LATER = AT + 60 * SECOND


@pytest.mark.parametrize("spoiled", UNREADABLE, ids=str)
async def test_an_effect_that_cannot_be_read_waits_and_the_others_go_on(
    store: SqlStore, spoiled: dict[str, Value]
) -> None:
    """Everybody else's messages arrive; that one is there still when a version comes that can read it."""
    strange, plain = samples.direct("strange", to=ANA), samples.direct("plain", to=BEN)
    await store.transact(lambda tx: tx.save(samples.kept(samples.community())))
    await store.transact(samples.after(samples.joined(), Decision(effects=(strange, plain))))
    spoil = update(effects).where(effects.c.key == strange.key).values(**spoiled)
    await store._write(lambda session: session.rows(spoil))

    with capture_logs() as said:
        claims = await store.claim_effects(LATER, monotonic=1.0, lease=LEASE, limit=9)

    assert [claim.key for claim in claims] == [plain.key]
    assert [line["event"] for line in said] == ["effect_unreadable"]
    find = select(effects.c.state, effects.c.next_at).where(effects.c.key == strange.key)
    assert await store._read(lambda session: [tuple(row) for row in session.rows(find)]) == [
        ("pending", to_microseconds(LATER + LOOKED_AT_AGAIN_AFTER))
    ]


@pytest.mark.parametrize("spoiled", UNREADABLE, ids=str)
async def test_a_timer_that_cannot_be_read_is_skipped_and_the_others_go_on(
    store: SqlStore, spoiled: dict[str, Value]
) -> None:
    """Time goes on for everybody else, also for the clock that asks when the next one is due."""
    events = {
        name: CheckInDue(community=HERE, at=AT, circle=CIRCLE, member=who, number=1)
        for name, who in (("strange", ANA), ("plain", BEN))
    }
    both = tuple(TimerSet(key=TimerKey(name), due_at=AT, event=event) for name, event in events.items())
    await store.transact(lambda tx: tx.save(samples.kept(samples.community())))
    await store.transact(samples.after(samples.joined(), Decision(timers=both)))
    spoil = update(timers).where(timers.c.key == "strange").values(**spoiled)
    await store._write(lambda session: session.rows(spoil))

    with capture_logs() as said:
        due = await store.due_timers(LATER, 9)
        again = await store.due_timers(LATER, 9)

    assert [timer.key for timer in due] == [timer.key for timer in again] == ["plain"]
    assert [line["event"] for line in said] == ["timer_unreadable"]
    await store.transact(lambda tx: tx.consume(due[0]))
    assert await store.next_timer_at() == LATER + LOOKED_AT_AGAIN_AFTER
