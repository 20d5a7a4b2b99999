"""Acts: all or nothing, each for itself, and a repeat is recognised."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.errors import StoreError
from circles_bot.engine.ids import MemberId
from circles_bot.engine.snapshots import MemberScope, Snapshot
from circles_bot.ports.store import Transaction
from circles_bot.store.database import SqlStore
from circles_bot.store.session import Session
from circles_bot.store.tables import interests
from tests.contract import samples


class TestError(Exception):
    """What an act may raise."""

    __test__ = False


async def test_a_key_is_new_once_only(store: SqlStore) -> None:
    """An event that comes again is recognised, in the same transaction and in a later one."""
    first = await store.transact(lambda tx: (tx.remember("key", samples.AT), tx.remember("key", samples.AT)))
    again = await store.transact(lambda tx: (tx.remember("key", samples.AT), tx.remember("other", samples.AT)))

    assert first == (True, False)
    assert again == (False, True)


async def test_a_key_is_forgotten_after_seven_days(store: SqlStore) -> None:
    """Nothing is kept longer than it is needed for."""
    await store.transact(lambda tx: tx.remember("key", samples.AT))

    await store.forget_old(samples.AT + 7 * 24 * 3600 * samples.SECOND)
    kept = not await store.transact(lambda tx: tx.remember("key", samples.AT))
    await store.forget_old(samples.AT + (7 * 24 * 3600 + 1) * samples.SECOND)
    forgotten = await store.transact(lambda tx: tx.remember("key", samples.AT))

    assert kept
    assert forgotten


async def test_what_an_act_returns_comes_back_when_it_is_committed(store: SqlStore) -> None:
    """Whoever reads afterwards sees it, beside the writer too."""
    snapshot = await store.transact(keep_ana)
    read = await store.read_interests(samples.HERE, samples.ANA)

    assert isinstance(snapshot, MemberScope)
    assert snapshot.member == samples.member()
    assert read.member == samples.member()


async def test_nothing_of_an_act_stays_when_it_raises(store: SqlStore) -> None:
    """What it raised comes to its caller as it is, and its key may come again."""
    with pytest.raises(TestError):
        await store.transact(keep_and_fail)

    read = await store.read_interests(samples.HERE, samples.ANA)
    assert read.community is None
    assert await store.transact(lambda tx: tx.remember("key", samples.AT))


async def test_one_act_fails_alone_when_many_come_at_once(store: SqlStore) -> None:
    """Acts that are committed together do not share their failures."""
    acts = [keep_and_fail if number % 3 == 0 else keep_member(number) for number in range(30)]
    await store.transact(lambda tx: tx.save(samples.kept(samples.community())))

    results = await asyncio.gather(*(store.transact(act) for act in acts), return_exceptions=True)

    failed = [number for number, result in enumerate(results) if isinstance(result, TestError)]
    found = [await store.read_interests(samples.HERE, MemberId(f"mem_{number}")) for number in range(30)]
    there = [number for number, scope in enumerate(found) if scope.member is not None]
    assert failed == list(range(0, 30, 3))
    assert there == [number for number in range(30) if number % 3]


async def test_acts_at_once_on_one_row_follow_one_another(store: SqlStore) -> None:
    """Nothing that somebody else committed meanwhile is written over: twenty additions make twenty."""
    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), samples.interest(), samples.member())))
    await store.transact(lambda tx: tx.save(samples.kept(samples.opt_in())))

    await asyncio.gather(*(store.transact(add_a_miss) for _ in range(20)))

    scope = await store.read_interests(samples.HERE, samples.ANA)
    wish = scope.standings[0].opt_in
    assert wish is not None
    assert wish.misses == samples.opt_in().misses + 20


async def test_what_the_database_refuses_is_a_store_error_without_values(store: SqlStore) -> None:
    """An operator reads it; it names no person and no text."""
    with pytest.raises(StoreError) as caught:
        await store.transact(lambda tx: tx.save(samples.kept(samples.opt_in())))

    assert samples.ANA not in str(caught.value)
    assert "\n" not in str(caught.value)


async def test_a_closed_store_says_so(store: SqlStore) -> None:
    """What comes after the close is refused; closing again does no harm."""
    await store.close()
    await store.close()

    with pytest.raises(StoreError, match="closed"):
        await store.transact(keep_ana)
    with pytest.raises(StoreError, match="closed"):
        await store.next_timer_at()


async def test_what_was_begun_is_finished_when_the_store_is_closed(store: SqlStore) -> None:
    """Nobody who was promised a commit goes without."""
    acts = [asyncio.ensure_future(store.transact(lambda tx: tx.remember("key", samples.AT))) for _ in range(20)]
    await asyncio.sleep(0)

    await store.close()

    assert sum([await act for act in acts]) == 1


async def test_a_read_sees_one_moment_only(store: SqlStore) -> None:
    """The statements of one read all see the same state, whatever is committed between them."""
    await store.transact(lambda tx: tx.save(samples.kept(samples.community())))
    loop = asyncio.get_running_loop()

    def write_between() -> None:
        act = store.transact(lambda tx: tx.save(samples.kept(samples.interest())))
        asyncio.run_coroutine_threadsafe(act, loop).result()

    def read(session: Session) -> tuple[list[str], list[str]]:
        before = ids(session)
        write_between()
        return before, ids(session)

    assert await store._read(read) == ([], [])
    assert await store._read(ids) == [samples.interest().id]


def ids(session: Session) -> list[str]:
    """Return the ids of all interests."""
    return [str(row[0]) for row in session.rows(select(interests.c.id))]


def keep_ana(tx: Transaction) -> Snapshot:
    """Keep a community and Ana, and read them back."""
    tx.save(samples.kept(samples.community(), samples.member()))
    return tx.load(samples.joined())


def keep_and_fail(tx: Transaction) -> None:
    """Write something and raise."""
    tx.remember("key", samples.AT)
    keep_ana(tx)
    raise TestError


def keep_member(number: int) -> Callable[[Transaction], None]:
    """Return an act that keeps a member of its own."""
    return lambda tx: tx.save(Decision(changes=(Kept(samples.member(MemberId(f"mem_{number}"))),)))


def add_a_miss(tx: Transaction) -> None:
    """Read Ana's wish and count one more miss, as a rule does."""
    scope = tx.load(samples.joined())
    assert isinstance(scope, MemberScope)
    wish = scope.standings[0].opt_in
    assert wish is not None
    tx.save(samples.kept(replace(wish, misses=wish.misses + 1)))
