"""Where the bot works, read beside it for the doctor."""

from dataclasses import replace

from circles_bot.engine.model import Address, AddressKind
from circles_bot.ports.adapters import SetUp
from circles_bot.store.database import SqlStore
from circles_bot.store.overview import read_set_up
from tests.contract import samples
from tests.contract.samples import AT, ELSEWHERE, HERE


async def test_the_places_of_living_communities_are_read(store: SqlStore, url: str) -> None:
    """Of one platform; not where the bot was removed, or was not set up."""
    here = replace(samples.community(), board_place="B", rooms_place="R", removed_at=None)
    there = replace(here, id=ELSEWHERE, removed_at=AT)
    for one in (here, there):
        home = Address(community=one.id, kind=AddressKind.COMMUNITY, ours=one.id, theirs=f"their {one.id}")
        await store.transact(lambda tx, one=one, home=home: tx.save(samples.kept(one, home)))  # type: ignore[misc]  # mypy sees no default

    assert list(read_set_up(url, here.platform)) == [SetUp(f"their {HERE}", "B", "R")]
    assert list(read_set_up(url, "another")) == []
