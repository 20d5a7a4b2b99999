"""A community from which the bot was removed: nothing goes out, and after thirty days nothing of it is left."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from circles_bot.engine.decision import Decision, TimerSet
from circles_bot.engine.effects import DirectKind
from circles_bot.engine.events import QuietDue, ReportExpired
from circles_bot.engine.ids import ReportId, TimerKey
from circles_bot.engine.model import Address, AddressKind
from circles_bot.ports.inbox import Presence
from circles_bot.store import tables as t
from circles_bot.store.database import SqlStore
from tests.contract import samples
from tests.contract.samples import AT, CIRCLE, ELSEWHERE, HERE, LEASE

DAY = timedelta(days=1)
QUIET = QuietDue(community=HERE, at=AT, circle=CIRCLE)
EXPIRED = ReportExpired(community=HERE, at=AT, report=ReportId("rep_1"))


async def keep(store: SqlStore) -> None:
    """Keep one of everything here, from where the bot was removed, and a community elsewhere."""
    here = Address(community=HERE, kind=AddressKind.COMMUNITY, ours=HERE, theirs="T1")
    elsewhere = Address(community=ELSEWHERE, kind=AddressKind.COMMUNITY, ours=ELSEWHERE, theirs="T2")
    await store.transact(lambda tx: tx.save(samples.kept(*samples.one_of_each(), here)))
    await store.transact(lambda tx: tx.save(samples.kept(samples.community(ELSEWHERE), elsewhere)))
    report = replace(samples.direct("report"), kind=DirectKind.REPORT)
    timers = tuple(TimerSet(key=TimerKey(type(one).__name__), due_at=AT, event=one) for one in (QUIET, EXPIRED))
    ahead = Decision(timers=timers, effects=(report, samples.to_room("r")))
    await store.transact(samples.after(samples.joined(), ahead))
    await store.transact(lambda tx: tx.save(samples.kept(replace(samples.community(), removed_at=AT))))


async def left_of(store: SqlStore, community: str) -> dict[str, int]:
    """Count the rows of a community, in each table that has some."""
    found: dict[str, int] = {}
    for table in t.metadata.sorted_tables:
        column = table.c.id if table is t.communities else table.c.get("community")
        if column is not None:
            query = select(func.count()).where(column == community)
            ((count,),) = await store._read(lambda session, query=query: session.rows(query))  # type: ignore[misc]  # as in test_forgetting
            found |= {table.name: int(count)} if count else {}
    return found


async def test_nothing_goes_out_and_only_what_keeps_a_promise_falls_due(store: SqlStore) -> None:
    """Not even a report is sent: there is nobody to send it as. What is to be deleted is deleted."""
    await keep(store)

    claims = await store.claim_effects(AT + DAY, monotonic=1.0, lease=LEASE, limit=50)
    due = await store.due_timers(AT + DAY, 50)

    assert list(claims) == []
    assert await store.next_effect_at() is None
    assert [type(timer.event) for timer in due] == [ReportExpired]


@pytest.mark.parametrize("days", [29, 30])
async def test_all_of_it_is_erased_after_thirty_days(store: SqlStore, days: int) -> None:
    """Every row in every table; of other communities nothing."""
    await keep(store)
    elsewhere = await left_of(store, ELSEWHERE)

    await store.forget_old(AT + days * DAY)

    assert bool(await left_of(store, HERE)) is (days < 30)
    assert await left_of(store, ELSEWHERE) == elsewhere


async def test_where_the_bot_is_can_be_asked(store: SqlStore) -> None:
    """Of one platform, with what the platform calls each community and the places in it."""
    await keep(store)
    platform = samples.community().platform
    places = replace(samples.community(), rooms_place="c2", stewards_place="c3", pilot_place="c4", removed_at=AT)
    await store.transact(lambda tx: tx.save(samples.kept(places)))

    assert await store.read_communities(platform) == (
        Presence(community=ELSEWHERE, theirs="T2", is_removed=False, places=frozenset({"c1"})),
        Presence(community=HERE, theirs="T1", is_removed=True, places=frozenset({"c1", "c2", "c3", "c4"})),
    )
    assert await store.read_communities("another") == ()
