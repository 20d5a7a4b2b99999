"""Four shards in one process: each server is heard and served through its own, and they begin at Discord's pace."""

import asyncio
import shutil
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from discord.gateway import KeepAliveHandler
from structlog.testing import capture_logs

from circles_bot.engine.errors import ConfigError
from circles_bot.ports.chat import Done, Later
from circles_discord import shards
from tests.adapters.discord.test_faults import Desk
from tests.fakes.clocks import StoppableClock
from tests.journeys.acts import FOUR, all_opt_in, invitations_come, opts_in, steward_sets_up
from tests.journeys.sandbox_town import START
from tests.journeys.sharded_town import SHARDS, ShardedTown

MEMBER = "GET /guilds/{guild_id}/members/{user_id}"


class RealClock(StoppableClock):
    """Its domain's time stands still; its real time runs."""

    def monotonic(self) -> float:
        """Return the machine's."""
        return time.monotonic()


class SlowTown(ShardedTown):
    """Begins one session after the other."""

    MAX_CONCURRENCY = 1
    IDENTIFY_SECONDS = 0.2
    FAKE_IDENTIFY_SECONDS = 0.08

    @classmethod
    def clock(cls) -> StoppableClock:
        """See ``ShardedTown.clock``."""
        return RealClock(START)


class EagerTown(ShardedTown):
    """Begins all four at once, where each next one of a bucket would have to wait an hour."""

    IDENTIFY_SECONDS = FAKE_IDENTIFY_SECONDS = 3_600.0


class SmallTown(ShardedTown):
    """Is offered one shard at first."""

    OFFERED = 1


@pytest.fixture
def url(migrated_file: Path, tmp_path: Path) -> str:
    """Return the address of an empty migrated database."""
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'circles.db')}"


Opens = Callable[[type[ShardedTown]], Awaitable[ShardedTown]]


@pytest.fixture
async def opens(url: str, real_patience: None) -> AsyncIterator[Opens]:
    """Open a town of a kind; it is closed after the test."""
    opened: list[ShardedTown] = []

    async def open_town(kind: type[ShardedTown]) -> ShardedTown:
        opened.append(await kind.open(url))
        return opened[0]

    yield open_town
    for town in opened:
        await town.close()


@pytest.fixture
async def town(opens: Opens) -> ShardedTown:
    """Open a town whose bot has four shards."""
    return await opens(ShardedTown)


async def test_every_server_is_heard_answered_and_written_to(town: ShardedTown) -> None:
    """Set up, opted in and asked, through to a room: in all four shards at once."""
    towns = [town, *(town.beside(shard) for shard in (0, 1, 3))]
    for one in towns:
        await steward_sets_up(one)
        await all_opt_in(one)
    for one in towns:
        await invitations_come(one)
        assert [len(one.directs(who)) for who in FOUR] == [1, 1, 1, 1]
    assert sorted(shard for shard, _ in town.fake.gateway.identified) == list(range(SHARDS))
    assert len(town.fake.calls("PUT /applications/{application_id}/commands")) == 1


async def test_a_shard_that_is_dropped_resumes_and_the_others_notice_nothing(town: ShardedTown) -> None:
    """What was done meanwhile is replayed."""
    other = town.beside(1)
    for one in (town, other):
        await steward_sets_up(one)
    gateway = town.fake.gateway
    gateway.cut(shard=2)
    await town.fake.gateway.until_ended()
    town.people["Ana"].react(town._board(), "⚾")
    await other.react("Ben", "⚾")
    await gateway.until_resumed()
    await town._heard_by_bot()

    assert [len(await one.wishes_of(str(one.people[who].user.id))) for one, who in ((town, "Ana"), (other, "Ben"))] == [
        1,
        1,
    ]
    assert [shard for shard, _ in gateway.resumed] == [2]
    assert (len(gateway.identified), gateway.ended) == (SHARDS, 1)


async def test_only_the_servers_of_a_shard_are_compared_when_it_is_ready(town: ShardedTown) -> None:
    """The bot was thrown out of one while it was down: those in other shards are not taken for gone."""
    towns = [town, *(town.beside(shard) for shard in (0, 1, 3))]
    for one in towns:
        await steward_sets_up(one)

    async def thrown_out() -> None:
        town.fake.world.remove_bot(towns[1].guild)

    await town.while_down(thrown_out)

    known = await town.works.service.communities("discord")
    assert {int(one.theirs) for one in known if one.is_removed} == {towns[1].guild.id}


async def test_sessions_of_one_bucket_begin_a_pause_apart(opens: Opens) -> None:
    """None is refused for coming too soon; also when all of them have to begin anew."""
    town = await opens(SlowTown)
    gateway, clients = town.fake.gateway, [held.client for held in town.adapter.shards.held.values()]
    again = [asyncio.create_task(client.wait_for("ready")) for client in clients if client is not None]
    await asyncio.sleep(0)
    gateway.invalidate(resumable=False)
    await asyncio.gather(*again)
    await town._heard_by_bot()

    assert (len(gateway.identified), gateway.too_fast) == (2 * SHARDS, 0)


async def test_sessions_of_different_buckets_begin_at_once(opens: Opens) -> None:
    """Where Discord takes sixteen at once, nobody waits for five seconds, or for an hour."""
    town = await opens(EagerTown)

    assert len(town.fake.gateway.identified) == SHARDS
    assert town.fake.gateway.too_fast == 0


@pytest.mark.parametrize("offered", [SHARDS, 1])
async def test_a_bot_that_has_grown_moves_to_more_shards(opens: Opens, offered: int) -> None:
    """Discord closes a shard that would hear of too many servers; where it says no number that is enough, we go on."""
    town = await opens(SmallTown)
    others = [town.beside(shard) for shard in (0, 1, 3)]
    gateway = town.fake.gateway
    await steward_sets_up(town)
    assert [shard for shard, _ in gateway.identified] == [0]

    gateway.shards, gateway.guilds_a_shard = offered, 1
    gateway.close(4011)
    await gateway.until_ready(SHARDS)
    await town.adapter.shards.all_served()

    assert {session.shards for session in gateway.sessions.values() if session.connection is not None} == {SHARDS}
    for one in (town, *others):
        await steward_sets_up(one)
        await opts_in(one, "Ana")
        assert len(await one.wishes_of(str(one.people["Ana"].user.id))) == 1


async def test_a_bot_that_is_too_large_at_its_start_moves_on_at_once(opens: Opens) -> None:
    """The start returns when the first server can be served, in as many shards as it takes."""
    town = await opens(SmallTown)
    other = town.beside(1)
    town.fake.gateway.guilds_a_shard = 1
    await town.restart()
    await steward_sets_up(town)

    assert (town.adapter.shards.count, town.hosted_by(town.adapter), other.hosted_by(town.adapter)) == (2, True, True)


async def test_no_session_begins_where_discord_takes_none_today(town: ShardedTown) -> None:
    """Beyond a thousand a day it takes the token back: the start says when it may be tried again."""
    gateway = town.fake.gateway
    await town._stop()
    gateway.identified *= 250

    with pytest.raises(ConfigError, match="start it again in 1440 minutes"):
        await town._start()

    assert len(gateway.identified) == 1_000


async def test_people_are_looked_for_in_every_shard(town: ShardedTown) -> None:
    """Who left a server is noticed whichever connection hears of it."""
    other = town.beside(3)
    for one in (town, other):
        await steward_sets_up(one)
        await opts_in(one, "Ana")
        await one.leaves_the_community("Ana")
        assert await one.wishes_of(str(one.people["Ana"].user.id)) == []
    assert {guild.id for guild in town.adapter.shards.guilds} == {town.guild.id, other.guild.id}


async def test_a_shard_is_given_back_when_what_is_being_sent_has_arrived(town: ShardedTown) -> None:
    """What comes after it waits for whoever has the shard then."""
    await steward_sets_up(town)
    desk, gateway, shards = Desk(town), town.adapter.gateway, town.adapter.shards
    room = str((await desk.room()).id)
    held = town.fake.faults.hold("POST /channels/{channel_id}/messages")
    sending = asyncio.create_task(gateway.perform(desk.parcel("post", "on its way", to=room)))
    await held.reached.wait()

    giving = asyncio.create_task(shards._let_go(2))
    await asyncio.sleep(0)
    assert await gateway.perform(desk.parcel("post", "too late", to=room)) == Later()
    held.release()
    await giving

    assert isinstance(await sending, Done)
    assert sorted(shards.held) == [0, 1, 3]


async def test_what_is_being_given_back_when_it_stops_is_closed_too(town: ShardedTown) -> None:
    """Whoever gave it back was stopped on the way: no connection goes on without anybody who knows of it."""
    await steward_sets_up(town)
    desk, adapter = Desk(town), town.adapter
    room = str((await desk.room()).id)
    held = town.fake.faults.hold("POST /channels/{channel_id}/messages")
    sending = asyncio.create_task(adapter.gateway.perform(desk.parcel("post", "on its way", to=room)))
    await held.reached.wait()
    shard = adapter.shards.held[2]
    giving = asyncio.create_task(adapter.shards._let_go(2))
    await asyncio.sleep(0)

    giving.cancel()
    await asyncio.wait({giving})
    stopping = asyncio.create_task(adapter.stop())
    held.release()
    await asyncio.gather(stopping, sending)

    assert shard.connection is not None
    assert shard.client is not None
    assert (shard.connection.done(), shard.client.is_closed()) == (True, True)


async def test_a_shard_whose_connection_meets_what_the_library_does_not_know_opens_again(
    town: ShardedTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is logged once, as the bug that it is; the other shards notice nothing, and what was done meanwhile counts."""
    monkeypatch.setattr(shards, "RENEW_EVERY_SECONDS", 0.05)
    other = town.beside(1)
    for one in (town, other):
        await steward_sets_up(one)
    gateway = town.fake.gateway
    await town.restart()
    before = len(gateway.identified)
    (session,) = [one for one in gateway.sessions.values() if one.shard == 2 and one.connection is not None]

    with capture_logs() as logs:
        session.dispatch("GUILD_ROLE_DELETE", "{}")
        await gateway.until_ended()
        town.people["Ana"].react(town._board(), "⚾")
        await gateway.until_identified(before + 1)
        await town.adapter.shards.all_served()
        await town._heard_by_bot()

    failed = [one for one in logs if one["log_level"] == "error"]
    assert [(one["event"], one["shard"]) for one in failed] == [("connection_failed", 2)]
    assert len(await town.wishes_of(str(town.people["Ana"].user.id))) == 1


async def test_no_heartbeat_outlives_its_connection(town: ShardedTown) -> None:
    """Where a shard is given back before its session has begun, the library knows nothing of its heartbeat."""
    adapter = town._adapter
    assert adapter is not None
    client = adapter.shards.held[1].client
    assert client is not None
    beating = [one for one in threading.enumerate() if isinstance(one, KeepAliveHandler) and one.ws is client.ws]
    client.ws = None  # type: ignore[assignment]  # as it is until then

    await adapter.stop()

    assert [one._stop_ev.is_set() for one in beating] == [True]
