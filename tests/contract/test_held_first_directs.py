"""First direct messages that a platform refused: none is given before the moment that was kept, by any process."""

from dataclasses import replace
from datetime import timedelta

from circles_bot.engine.ids import CommunityId, MemberId
from circles_bot.store.database import SqlStore
from circles_bot.store.postgres import PostgresStore
from tests.contract import samples
from tests.contract.conftest import open_counted
from tests.contract.samples import ANA, AT, BEN, ELSEWHERE, HERE, LEASE
from tests.contract.test_first_directs import PAUSE, a_newcomer, a_rush, addressee, claimed_at
from tests.databases import copy_of_template
from tests.keys import KEY
from tests.postgres import PostgresServer

HELD = timedelta(hours=6)


async def one_waits(store: SqlStore, community: CommunityId, member: MemberId, *, platform: str) -> None:
    """Let a first message wait for somebody in a community on a platform, of which it has the name."""
    there = replace(samples.community(community), platform=platform)
    newcomer = replace(a_newcomer(member), community=community)
    hello = replace(samples.direct(platform, to=member), community=community)
    await store.transact(lambda tx: tx.save(replace(samples.kept(there, newcomer), effects=(hello,))))


async def test_held_first_messages_wait_through_a_restart(store: SqlStore, url: str) -> None:
    """Nobody's turn comes before the moment, though one came as usual before; then they go at their pace again."""
    await a_rush(store)
    await claimed_at(store, AT)
    await store.hold_first_directs("sandbox", AT + HELD)
    await store.close()

    again = await open_counted(url, [])
    upcoming = await again.next_first_direct_at()
    before = await claimed_at(again, AT + HELD - PAUSE)
    after = await claimed_at(again, AT + HELD)
    following = await again.next_first_direct_at()
    await again.close()

    assert (upcoming, before, len(after)) == (AT + HELD, [], 1)
    assert following == AT + HELD + PAUSE


async def test_who_has_heard_from_the_bot_goes_on_hearing(store: SqlStore) -> None:
    """Only what opens a conversation is held."""
    await a_rush(store)
    (first,) = await claimed_at(store, AT)
    await store.hold_first_directs("sandbox", AT + HELD)
    again = samples.direct("again", to=addressee(first).member)
    await store.transact(samples.after(samples.joined(), samples.to_do(again)))

    claims = await claimed_at(store, AT + PAUSE)

    assert [claim.key for claim in claims] == ["again"]


async def test_only_the_platform_that_said_so_is_held(store: SqlStore, url: str) -> None:
    """Another's first messages go on, at the pace that they share; also after a restart."""
    await one_waits(store, HERE, ANA, platform="discord")
    await one_waits(store, ELSEWHERE, BEN, platform="slack")
    await store.hold_first_directs("discord", AT + HELD)
    await store.close()

    again = await open_counted(url, [])
    (now,) = await claimed_at(again, AT)
    upcoming = await again.next_first_direct_at()
    before = await claimed_at(again, AT + HELD - PAUSE)
    (later,) = await claimed_at(again, AT + HELD)
    await again.close()

    assert (now.key, upcoming, before, later.key) == ("slack", AT + HELD, [], "discord")


async def test_what_one_process_was_refused_the_other_does_not_try(migrated_server: PostgresServer) -> None:
    """The moment is the whole database's."""
    url = copy_of_template(migrated_server)
    store, other = await PostgresStore.open(url, key=KEY), await PostgresStore.open(url, key=KEY)
    await a_rush(store)

    await store.hold_first_directs("sandbox", AT + HELD)
    claim = await other.claim_first_direct(AT + PAUSE, monotonic=1.0, lease=LEASE, pause=PAUSE)
    await store.close()
    await other.close()

    assert claim is None
