"""The store of a run that must be the same each time: no thread, and the promises of the other."""

import threading

import pytest

from circles_bot.engine.decision import Decision
from circles_bot.engine.errors import StoreError
from circles_bot.engine.model import Address, AddressKind
from circles_bot.ports.store import Transaction
from circles_bot.store import open_serial_store
from tests.contract import samples
from tests.keys import KEY

ADDRESS = Address(community=samples.HERE, kind=AddressKind.MEMBER, ours=samples.ANA, theirs="U1")


async def test_every_call_is_over_when_it_returns(url: str) -> None:
    """What an act wrote is there for the next read, and all of it happened in the caller's own thread."""
    store, threads = await open_serial_store(url, key=KEY), set[int]()

    def act(tx: Transaction) -> None:
        threads.add(threading.get_ident())
        tx.save(samples.kept(samples.community(), ADDRESS))

    call = store.transact(act)
    with pytest.raises(StopIteration):  # it never waits for anybody
        call.send(None)
    found = await store.read_addresses(samples.HERE, [(AddressKind.MEMBER, samples.ANA)])
    await store.close()

    assert threads == {threading.get_ident()}
    assert found == {(AddressKind.MEMBER, samples.ANA): "U1"}


async def test_an_act_that_fails_changes_nothing(url: str) -> None:
    """Its error is its caller's, and what it had written is undone."""
    store = await open_serial_store(url, key=KEY)

    def act(tx: Transaction) -> None:
        tx.save(samples.kept(samples.community(), ADDRESS))
        raise LookupError

    with pytest.raises(LookupError):
        await store.transact(act)
    found = await store.read_addresses(samples.HERE, [(AddressKind.MEMBER, samples.ANA)])
    await store.close()

    assert not found


async def test_it_counts_what_the_last_act_cost(url: str) -> None:
    """One statement a table, as the budget counts them; reads beside it do not count."""
    store = await open_serial_store(url, key=KEY)

    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), ADDRESS)))
    await store.read_addresses(samples.HERE, [(AddressKind.MEMBER, samples.ANA)])
    two = store.statements_of_last_act
    await store.transact(lambda tx: tx.save(Decision()))
    none = store.statements_of_last_act
    await store.close()

    assert (two, none) == (2, 0)


async def test_a_closed_store_says_so_and_frees_its_file(url: str) -> None:
    """Another may open the file then."""
    store = await open_serial_store(url, key=KEY)
    await store.close()
    await store.close()

    with pytest.raises(StoreError, match="closed"):
        await store.next_timer_at()
    again = await open_serial_store(url, key=KEY)
    await again.close()
