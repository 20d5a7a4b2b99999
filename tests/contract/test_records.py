"""Records: what is kept is there, whole, and belongs to its community."""

import pytest
from sqlalchemy import select

from circles_bot.engine.decision import Decision, Dropped, Kept, TimerCancelled
from circles_bot.engine.errors import RuleError, StoreError
from circles_bot.engine.ids import InterestId, MemberId, TimerKey
from circles_bot.engine.model import Record
from circles_bot.store.codec import TABLES, codec_of
from circles_bot.store.database import SqlStore
from tests.contract import samples


async def test_every_kind_of_record_comes_back_as_it_was(store: SqlStore) -> None:
    """Nothing is lost or bent on the way to the database and back."""
    records = samples.one_of_each()

    await store.transact(lambda tx: tx.save(samples.kept(*records)))

    assert {type(record) for record in records} == set(TABLES)
    assert [await stored(store, record) for record in records] == [[record] for record in records]


async def test_a_record_is_replaced_whole_when_it_is_kept_again(store: SqlStore) -> None:
    """The new value counts in every field, also where it says nothing now."""
    before = samples.member()
    after = type(before)(id=before.id, community=before.community, since=samples.AT + samples.SECOND)

    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), before)))
    await store.transact(lambda tx: tx.save(samples.kept(after)))

    assert await stored(store, before) == [after]


async def test_a_record_is_gone_when_it_is_dropped(store: SqlStore) -> None:
    """Each kind of record can be dropped, and only the one named goes."""
    await store.transact(lambda tx: tx.save(samples.kept(*samples.one_of_each())))

    for record in reversed(samples.one_of_each()[4:]):
        await store.transact(samples.after(samples.joined(), Decision(changes=(Dropped(record),))))
        assert await stored(store, record) == []

    assert await stored(store, samples.member()) == [samples.member()]


async def test_the_last_word_counts_when_a_decision_names_a_record_twice(store: SqlStore) -> None:
    """A rule made of parts may keep what another part kept, or dropped."""
    early, late = samples.interest(name="early"), samples.interest(name="late")
    gone = samples.interest(InterestId("int_gone"))
    changes = (Kept(samples.community()), Kept(early), Kept(gone), Dropped(late), Kept(late), Dropped(gone))

    await store.transact(lambda tx: tx.save(Decision(changes=changes)))

    assert await stored(store, early) == [late]
    assert await stored(store, gone) == []


async def test_more_rows_than_one_statement_takes_are_all_kept(store: SqlStore) -> None:
    """A round writes as many rows as it needs."""
    members = [samples.member(MemberId(f"mem_{number}")) for number in range(250)]

    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), *members)))

    assert [await stored(store, one) for one in (members[0], members[99], members[100], members[249])] == [
        [members[0]],
        [members[99]],
        [members[100]],
        [members[249]],
    ]


async def test_the_same_id_in_another_community_is_another_row(store: SqlStore) -> None:
    """What one community keeps under an id never touches what another keeps under it."""
    here = samples.interest(name="ours")
    there = samples.interest(community_id=samples.ELSEWHERE, name="theirs")

    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), here)))
    await store.transact(lambda tx: tx.save(samples.kept(samples.community(samples.ELSEWHERE), there)))
    await store.transact(lambda tx: tx.save(Decision(changes=(Dropped(here),))))

    assert await stored(store, there) == [there]


async def test_a_decision_is_refused_when_it_reaches_into_another_community(store: SqlStore) -> None:
    """A rule with a bug cannot write across the wall between communities."""
    there = samples.community(samples.ELSEWHERE)

    with pytest.raises(RuleError):
        await store.transact(samples.after(samples.joined(), samples.kept(there)))
    with pytest.raises(RuleError):
        await store.transact(lambda tx: tx.save(Decision(timers=(TimerCancelled(key=TimerKey("t")),))))

    assert await stored(store, there) == []


async def test_a_child_without_its_parent_is_refused(store: SqlStore) -> None:
    """A wish of nobody is a bug, and nothing of it is kept."""
    with pytest.raises(StoreError):
        await store.transact(lambda tx: tx.save(samples.kept(samples.community(), samples.opt_in())))

    assert await stored(store, samples.community()) == []


async def stored(store: SqlStore, record: Record) -> list[Record]:
    """Return the rows under a record's key, as records."""
    kind: type = type(record)
    codec = codec_of(kind)
    key = codec.key_of(codec.encode(record))
    conditions = [column == value for column, value in zip(codec.table.primary_key.columns, key, strict=True)]
    query = select(*(codec.table.c[name] for name in codec.names)).where(*conditions)
    rows = await store._read(lambda session: session.rows(query))
    return [codec.decode(row) for row in rows]
