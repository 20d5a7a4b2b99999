"""What must not be readable in the database is sealed there, and only there: rules and people see it as it was."""

from dataclasses import replace

import pytest
from sqlalchemy import select, text, update

from circles_bot.engine.decision import Decision, TimerSet
from circles_bot.engine.errors import ConfigError, StoreError
from circles_bot.engine.events import CheckInDue
from circles_bot.engine.ids import CircleId, InterestId, TimerKey
from circles_bot.engine.model import Address, AddressKind, Proposal
from circles_bot.store import open_store
from circles_bot.store.database import SqlStore
from circles_bot.store.sealing import MARK, Sealer
from circles_bot.store.tables import addresses, effects, interests, proposals, seals, timers
from tests.contract import samples
from tests.contract.samples import ANA, AT, HERE, LEASE, SECOND
from tests.contract.test_records import stored
from tests.keys import KEY

PRIVATE = InterestId("cnf_private")
PRIVATE_CIRCLE = CircleId("ccr_private")
NAME = "coming out at work"


async def everything(store: SqlStore) -> str:
    """Return all that stands in the tables where something may be sealed, as one text."""
    rows = []
    for table in (addresses, interests, proposals, timers, effects):
        rows.extend(await store._read(lambda session, t=table: session.rows(text(f"SELECT * FROM {t.name}"))))  # type: ignore[misc]  # noqa: S608  # our own names
    return repr(rows)


async def test_a_confidential_interests_name_is_not_readable_in_the_database(store: SqlStore) -> None:
    """Promise 6: whoever opens the file sees that there is one, and not what it is about."""
    private = replace(samples.interest(PRIVATE, name=NAME), emoji="🌱")

    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), private)))

    assert NAME not in await everything(store)
    assert await stored(store, private) == [private]


async def test_a_proposed_confidential_interest_is_sealed_before_it_opens(store: SqlStore) -> None:
    """It is as confidential while it waits for a steward."""
    (found,) = [record for record in samples.one_of_each() if isinstance(record, Proposal)]
    proposal = replace(found, interest=PRIVATE, name=NAME)

    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), proposal)))

    assert NAME not in await everything(store)
    assert await stored(store, proposal) == [proposal]


async def test_whose_account_a_member_is_is_not_readable_in_the_database(store: SqlStore) -> None:
    """Promise 6: who reads the file sees what somebody follows, and not who that is."""
    address = Address(community=HERE, kind=AddressKind.MEMBER, ours=ANA, theirs="account-4711")

    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), address)))

    assert "account-4711" not in await everything(store)
    assert await store.read_addresses(HERE, [(AddressKind.MEMBER, ANA)]) == {(AddressKind.MEMBER, ANA): "account-4711"}


async def test_an_open_interests_name_stays_as_it_is(store: SqlStore) -> None:
    """The board shows it anyhow."""
    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), samples.interest(name="chess"))))

    assert "chess" in await everything(store)


async def test_every_loader_opens_what_it_reads(store: SqlStore) -> None:
    """A member's own screens show the name."""
    private = samples.interest(PRIVATE, name=NAME)
    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), private, samples.member())))

    scope = await store.read_interests(HERE, ANA)

    assert [standing.interest.name for standing in scope.standings] == [NAME]


async def test_a_sealed_name_does_not_open_in_another_row(store: SqlStore) -> None:
    """Who can write the database cannot make one thing look like another."""
    first, second = samples.interest(PRIVATE, name=NAME), samples.interest(InterestId("cnf_other"), name="tea")
    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), first, second)))
    swapped = (
        update(interests)
        .where(interests.c.id == PRIVATE)
        .values(name=select(interests.c.name).where(interests.c.id == "cnf_other").scalar_subquery())
    )
    await store._write(lambda session: session.rows(swapped))

    with pytest.raises(StoreError, match="does not open"):
        await stored(store, first)


async def test_names_of_about_the_same_length_are_sealed_alike_long() -> None:
    """How long a name is tells little about it."""
    sealer = Sealer(KEY)

    assert len(sealer.seal("tea", "interests", "name")) == len(sealer.seal("first job abroad", "interests", "name"))


async def test_what_is_to_be_done_about_a_confidential_circle_is_sealed_whole(store: SqlStore) -> None:
    """Its timers and messages are as unreadable as its name, and work like any other."""
    due = CheckInDue(community=HERE, at=AT, circle=PRIVATE_CIRCLE, member=ANA, number=1)
    timer = TimerSet(key=TimerKey("t"), due_at=AT, event=due)
    effect = samples.direct("one", about=PRIVATE_CIRCLE)
    await store.transact(lambda tx: tx.save(samples.kept(samples.community())))

    await store.transact(samples.after(samples.joined(), Decision(timers=(timer,), effects=(effect,))))

    payloads = await store._read(
        lambda session: [*session.rows(select(timers.c.payload)), *session.rows(select(effects.c.payload))]
    )
    assert all(str(payload).startswith(MARK) for (payload,) in payloads)
    assert [found.event for found in await store.due_timers(AT, 9)] == [due]
    (claim,) = await store.claim_effects(AT + 60 * SECOND, monotonic=1.0, lease=LEASE, limit=9)
    assert claim.effect == effect


async def test_another_key_is_refused_at_the_start_and_changes_nothing(url: str) -> None:
    """One sentence with the mend; with the right key all is as it was."""
    private = samples.interest(PRIVATE, name=NAME)
    store = await open_store(url, key=KEY)
    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), private)))
    await store.close()

    with pytest.raises(ConfigError, match="set CIRCLES_SECRET_KEY"):
        await open_store(url, key=bytes(32))

    again = await open_store(url, key=KEY)
    assert isinstance(again, SqlStore)
    assert await stored(again, private) == [private]
    await again.close()


async def test_the_word_that_tells_the_key_is_kept_once(url: str) -> None:
    """A second start reads it and writes nothing."""
    words = []
    for _ in range(2):
        store = await open_store(url, key=KEY)
        assert isinstance(store, SqlStore)
        words.append(await store._read(lambda session: session.rows(select(seals.c.sealed))))
        await store.close()

    assert words[0] == words[1]
    assert len(words[0]) == 1
