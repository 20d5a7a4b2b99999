"""Which communities know somebody: one statement, whatever their number."""

from dataclasses import replace

from circles_bot.engine.ids import CommunityId
from circles_bot.store.database import SqlStore
from tests.contract import samples
from tests.contract.samples import ANA, AT, BEN, ELSEWHERE, HERE

NOWHERE = CommunityId("com_nowhere")


async def test_a_community_knows_who_did_something_there(store: SqlStore, heard: list[str]) -> None:
    """By our id in each: who is known by another id is somebody else."""
    for community, member in ((HERE, ANA), (ELSEWHERE, BEN)):
        kept = samples.kept(samples.community(community), samples.member(member, community))
        await store.transact(samples.after(samples.joined(community_id=community), kept))
    heard.clear()

    known = await store.read_known_in({HERE: ANA, ELSEWHERE: ANA, NOWHERE: BEN})

    assert known == {HERE}
    assert len(heard) == 1
    assert await store.read_known_in({HERE: ANA, ELSEWHERE: BEN}) == {HERE, ELSEWHERE}
    assert await store.read_known_in({}) == frozenset()


async def test_a_community_that_somebody_left_does_not_count(store: SqlStore) -> None:
    """What is kept of them waits for their return; a command is not meant for it."""
    gone = replace(samples.member(), gone_at=AT)
    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), gone)))

    assert await store.read_known_in({HERE: ANA}) == frozenset()
