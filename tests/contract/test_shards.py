"""Who serves which shards of a platform: leases that lapse, fair shares, and the part of the outbox that is theirs."""

import asyncio
import shutil
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from circles_bot.engine.ids import CommunityId
from circles_bot.engine.model import Address, AddressKind
from circles_bot.ports.shards import Part, Share, shard_of
from circles_bot.store.database import SqlStore
from circles_bot.store.postgres import PostgresStore
from circles_bot.store.sqlite import SqliteStore
from tests.contract import samples
from tests.contract.samples import AT, ELSEWHERE, HERE, LEASE, direct
from tests.databases import copy_of_template
from tests.keys import KEY
from tests.postgres import PostgresServer

OVER = timedelta(0)
"""A lease that has lapsed as soon as it is given, on the database's own clock, too."""
PAUSE = timedelta(seconds=5)


async def renewed(
    store: SqlStore,
    holder: str,
    kept: AbstractSet[int] = frozenset(),
    *,
    of: int = 4,
    wanted: int = 4,
    insists: bool = False,
    lease: timedelta = LEASE,
    real: float = 1.0,
) -> Share:
    """Let a process renew its share."""
    return await store.renew_shards(
        "discord", holder, kept=kept, of=of, wanted=wanted, insists=insists, monotonic=real, lease=lease
    )


async def test_whoever_is_alone_has_all(store: SqlStore) -> None:
    """And knows until when, on its own clock."""
    share = await renewed(store, "a", real=7.0)

    assert share == Share(shards=4, numbers=frozenset(range(4)), processes=1, expires=67.0)
    assert await renewed(store, "a", share.numbers, real=8.0) == replace(share, expires=68.0)


async def test_another_process_gets_its_half_once_it_is_given_up(store: SqlStore) -> None:
    """Nobody takes what another has; who has more than a fair share sees it at the next renewal."""
    mine = await renewed(store, "a")
    assert (await renewed(store, "b")).numbers == frozenset()

    again = await renewed(store, "a", mine.numbers)
    assert (again.numbers, again.processes, again.fair) == (mine.numbers, 2, 2)
    assert (await renewed(store, "a", {2, 3})).numbers == {2, 3}

    assert (await renewed(store, "b")).numbers == {0, 1}
    assert (await renewed(store, "c")).numbers == frozenset()


async def test_what_somebody_had_who_died_is_free(store: SqlStore) -> None:
    """When their lease has lapsed, and not before; they do not count any more, either."""
    await renewed(store, "a", lease=OVER, real=1.0)

    share = await renewed(store, "b", real=2.0)

    assert (share.numbers, share.processes) == (frozenset(range(4)), 1)
    late = await renewed(store, "a", {0, 1, 2, 3}, real=2.0)
    assert late.numbers == frozenset()


async def test_who_leaves_is_no_longer_counted(store: SqlStore) -> None:
    """At once: nobody waits for a lease to lapse after a stop."""
    await renewed(store, "a")
    await store.leave_shards("discord", "a")

    assert (await renewed(store, "b")).numbers == frozenset(range(4))


async def test_the_number_of_those_who_live_counts(store: SqlStore) -> None:
    """A process that comes later joins them, also where it was told another number; alone, it goes by its own."""
    await renewed(store, "a", wanted=2)
    joined = await renewed(store, "b", wanted=4)
    assert joined.shards == 2

    await store.leave_shards("discord", "a")
    await store.leave_shards("discord", "b")
    assert (await renewed(store, "b", wanted=4)).shards == 4


async def test_who_insists_on_more_moves_everybody(store: SqlStore) -> None:
    """Nothing is given out anew while somebody still has one of the old: two would hear of the same communities."""
    await renewed(store, "a", of=1, wanted=1)
    insisting = await renewed(store, "b", of=1, wanted=4, insists=True)
    assert (insisting.shards, insisting.numbers) == (4, frozenset())

    told = await renewed(store, "a", {0}, of=1, wanted=1)
    assert (told.shards, told.numbers) == (4, frozenset({0}))
    assert (await renewed(store, "b", of=4, wanted=4, insists=True)).numbers == frozenset()

    assert (await renewed(store, "a", of=4, wanted=1)).numbers == {0, 1}
    assert (await renewed(store, "b", of=4, wanted=4, insists=True)).numbers == {2, 3}


async def test_platforms_share_nothing(store: SqlStore) -> None:
    """Each has its own."""
    await renewed(store, "a")

    other = await store.renew_shards(
        "another", "b", kept=set(), of=1, wanted=1, insists=False, monotonic=1.0, lease=LEASE
    )

    assert (other.numbers, other.processes) == (frozenset({0}), 1)


async def test_sessions_begin_a_pause_apart(store: SqlStore) -> None:
    """In each bucket by itself; who comes too early is told how long to wait, and comes again."""

    async def turn(bucket: int, pause: timedelta = PAUSE) -> timedelta:
        return await store.take_session_turn("discord", bucket, monotonic=1.0, pause=pause)

    assert await turn(0) == OVER
    assert await turn(1, OVER) == OVER
    assert PAUSE / 2 < await turn(0) <= PAUSE
    assert PAUSE / 2 < await turn(0) <= PAUSE
    assert await turn(1) == OVER


async def test_the_one_process_of_a_file_finds_nothing_of_the_one_before_it(
    migrated_file: Path, tmp_path: Path
) -> None:
    """Whoever had the file is gone, with a clock that means nothing here: all is free, and so is the next turn."""
    shutil.copy(migrated_file, tmp_path / "circles.db")
    for holder in ("a", "b"):
        store = await SqliteStore.open(f"sqlite:///{tmp_path / 'circles.db'}", key=KEY)
        share = await renewed(store, holder, lease=timedelta(days=36_500))
        wait = await store.take_session_turn("discord", 0, monotonic=1.0, pause=PAUSE)
        await store.close()

        assert (share.numbers, wait) == (frozenset(range(4)), OVER)


async def test_only_its_part_is_claimed_and_waited_for(store: SqlStore) -> None:
    """Of the platform that has shards; what is for other platforms' communities goes out anywhere."""
    homes = {HERE: "discord", ELSEWHERE: "discord", CommunityId("com_other"): "slack"}
    theirs = {HERE: 5 << 22, ELSEWHERE: 6 << 22}
    for number, (home, platform) in enumerate(homes.items()):
        community = replace(samples.community(), id=home, platform=platform)
        address = Address(
            community=home, kind=AddressKind.COMMUNITY, ours=home, theirs=str(theirs.get(home, "T0123ABC"))
        )
        effect = replace(direct(f"e{number}"), community=home)
        made = samples.kept(community, address)
        await store.transact(lambda tx, made=made: tx.save(made))  # type: ignore[misc]  # mypy sees no default
        event = replace(samples.joined(), community=home)
        await store.transact(samples.after(event, samples.to_do(effect)))

    async def claimed(*numbers: int) -> set[str]:
        part = Part(platform="discord", shards=4, numbers=frozenset(numbers))
        upcoming = await store.next_effect_at(part=part)
        claims = await store.claim_effects(AT, monotonic=1.0, lease=OVER, limit=9, part=part)
        assert (upcoming is None) is (not claims)
        return {claim.effect.community for claim in claims}

    assert (shard_of(5 << 22, 4), shard_of(6 << 22, 4)) == (1, 2)
    assert await claimed(0, 1) == {HERE, "com_other"}
    assert await claimed(2) == {ELSEWHERE, "com_other"}
    assert await claimed() == {"com_other"}
    assert len(await store.claim_effects(AT, monotonic=1.0, lease=OVER, limit=9)) == 3


async def test_two_processes_never_have_the_same_one(migrated_server: PostgresServer) -> None:
    """However they meet: on one PostgreSQL, eight at once."""
    url = copy_of_template(migrated_server)
    stores = [await PostgresStore.open(url, key=KEY) for _ in range(2)]

    shares = await asyncio.gather(*(renewed(stores[number % 2], f"p{number}", wanted=16) for number in range(8)))

    had = [number for share in shares for number in share.numbers]
    assert len(had) == len(set(had))
    for store in stores:
        await store.close()
