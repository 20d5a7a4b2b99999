"""What a store knows of interests is what the database says: after every change, undone or not, alone or in a crowd."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from circles_bot.engine.decision import Decision, Dropped, Kept
from circles_bot.engine.ids import CommunityId, InterestId
from circles_bot.engine.model import Interest, OptInState
from circles_bot.engine.snapshots import InterestStanding, MemberScope
from circles_bot.ports.store import Transaction
from circles_bot.store.database import SqlStore
from circles_bot.store.known import COMMUNITIES_AT_MOST
from tests.contract import samples
from tests.contract.samples import ANA, AT, BASEBALL, HERE
from tests.contract.test_loading import loaded

NAMES = ("baseball", "books", "chess", "tea")
STEPS = 60


class UndoneError(Exception):
    """Undoes an act."""


async def stands_towards(store: SqlStore, community: CommunityId = HERE) -> MemberScope:
    """Return the scope of Ana's yes, without what is counted for a yes alone."""
    scope = await loaded(store, samples.joined(community_id=community))
    assert isinstance(scope, MemberScope)
    standings = tuple(replace(one, waiting=0, has_reacted=False) for one in scope.standings)
    return replace(scope, standings=standings)


def names_of(standings: Sequence[InterestStanding]) -> list[str]:
    """Return their interests' names."""
    return [one.interest.name for one in standings]


def saves(*records: Interest) -> Callable[[Transaction], None]:
    """Return an act that keeps them."""
    return lambda tx: tx.save(samples.kept(*records))


@pytest.fixture
async def town(store: SqlStore) -> SqlStore:
    """Return a store with a community, two interests, and Ana, who has said yes once."""
    baseball, books = samples.interest(name="baseball"), samples.interest(InterestId("int_books"), name="books")
    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), baseball, books, samples.member())))
    await stands_towards(store)
    return store


@pytest.mark.parametrize("seed", range(6))
async def test_a_yes_is_told_what_a_page_is_told(town: SqlStore, seed: int) -> None:
    """Whatever happened to the interests before: the page reads them anew each time."""
    dice = random.Random(seed)
    for _ in range(STEPS):
        name = dice.choice(NAMES)
        changed = replace(
            samples.interest(InterestId(f"int_{name}"), name=name),
            emoji=dice.choice(("\u26be", "\U0001f4da", "")),
            archived_at=dice.choice((None, AT)),
            is_confidential=dice.random() < 0.2,
        )
        wish = replace(samples.opt_in(state=dice.choice(tuple(OptInState))), interest=changed.id)
        is_undone, has_wish = dice.random() < 0.3, dice.random() < 0.4

        def act(tx: Transaction) -> None:
            tx.save(samples.kept(changed, *((wish,) if has_wish else ())))  # noqa: B023  # run before the next step
            tx.load(samples.joined())
            if is_undone:  # noqa: B023  # as above
                raise UndoneError

        told = await asyncio.gather(
            stands_towards(town), town.transact(act), stands_towards(town), return_exceptions=True
        )
        assert not [one for one in told if isinstance(one, Exception) and not isinstance(one, UndoneError)]
        assert await stands_towards(town) == await town.read_interests(HERE, ANA)


async def test_what_changed_before_it_in_the_same_act_is_told(town: SqlStore) -> None:
    """And where the act is undone, nobody else is told of it."""

    def act(tx: Transaction) -> None:
        tx.save(samples.kept(samples.interest(name="softball")))
        scope = tx.load(samples.joined())
        assert isinstance(scope, MemberScope)
        assert names_of(scope.standings) == ["books", "softball"]
        raise UndoneError

    undone, told = await asyncio.gather(town.transact(act), stands_towards(town), return_exceptions=True)

    assert isinstance(undone, UndoneError)
    assert isinstance(told, MemberScope)
    assert names_of(told.standings) == names_of((await stands_towards(town)).standings) == ["baseball", "books"]


async def test_an_interest_that_is_dropped_is_known_no_more(town: SqlStore) -> None:
    """The next yes finds it no more."""
    await town.transact(lambda tx: tx.save(Decision(changes=(Dropped(samples.interest()),))))

    assert names_of((await stands_towards(town)).standings) == ["books"]


async def test_each_community_has_its_own(town: SqlStore) -> None:
    """More of them than are kept in mind, too."""
    communities = [CommunityId(f"com_{number}") for number in range(COMMUNITIES_AT_MOST + 2)]
    for community in communities:
        own = samples.interest(BASEBALL, name=f"topic of {community}", community_id=community)
        records = (Kept(samples.community(community)), Kept(own))
        await town.transact(lambda tx, records=records: tx.save(Decision(changes=records)))  # type: ignore[misc]  # mypy sees no default

    for community in (*communities, *communities):
        assert names_of((await stands_towards(town, community)).standings) == [f"topic of {community}"]
    assert names_of((await stands_towards(town)).standings) == ["baseball", "books"]


async def test_one_writer_reads_them_once(town: SqlStore, heard: list[str]) -> None:
    """Where other processes may write, each act reads them itself: two statements, as many as an act may read."""
    heard.clear()
    await stands_towards(town)
    await stands_towards(town)

    assert len(heard) == (4 if town.is_shared else 2)
