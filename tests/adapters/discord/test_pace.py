"""No request is refused for being too many, and a server's threads stay within their budget."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

from circles_bot.ports.chat import Done
from circles_discord import rooms
from circles_discord.wire import REQUESTS_A_SECOND, unhurried
from tests.adapters.discord.test_faults import Desk
from tests.fakes.discord import threads
from tests.fakes.discord.model import ChannelType
from tests.journeys.acts import steward_sets_up
from tests.journeys.discord_town import DiscordTown

ROOMS, POSTS = 40, 500


class UnhurriedTown(DiscordTown):
    """Keeps the pace that Discord is kept to."""

    REQUESTS_A_SECOND = REQUESTS_A_SECOND


async def test_five_hundred_posts_to_forty_rooms_meet_no_limit(
    migrated_file: Path, tmp_path: Path, real_patience: None
) -> None:
    """At Discord's own limits: fifty in a second in all, five in five seconds in a room."""
    shutil.copy(migrated_file, tmp_path / "circles.db")
    town = await UnhurriedTown.open(f"sqlite:///{tmp_path / 'circles.db'}")
    await steward_sets_up(town)
    desk = Desk(town)
    opened = [await desk.room() for _ in range(ROOMS)]
    town.fake.limits.speed, town.fake.rest.keeps_records = 1.0, False
    parcels = [desk.parcel("post", f"post {n}", to=str(opened[n % ROOMS].id)) for n in range(POSTS)]
    outcomes = await asyncio.gather(*(town.adapter.gateway.perform(parcel) for parcel in parcels))

    assert all(isinstance(outcome, Done) for outcome in outcomes)
    assert [route for (route, status) in town.fake.rest.counts if status == 429] == []
    await town.close()


async def test_what_nobody_waits_for_lets_others_go_first(
    migrated_file: Path, tmp_path: Path, real_patience: None
) -> None:
    """Of sixty requests for boards that are compared, most are still to come when a member's is answered."""
    shutil.copy(migrated_file, tmp_path / "circles.db")
    town = await UnhurriedTown.open(f"sqlite:///{tmp_path / 'circles.db'}")
    town.fake.limits.speed = 1.0
    http = town.adapter.client.http
    places = [town.fake.world.add_channel(town.guild, f"place-{number}") for number in range(60)]
    with unhurried():
        reads = [asyncio.create_task(http.get_channel(int(place.id))) for place in places]
    await asyncio.sleep(0)

    await http.get_guild(town.guild.id)

    assert sum(not read.done() for read in reads) > REQUESTS_A_SECOND // 2
    for read in reads:
        read.cancel()
    await asyncio.gather(*reads, return_exceptions=True)
    await town.close()


async def test_the_quietest_room_is_archived_where_a_server_is_full(town: DiscordTown) -> None:
    """The oldest word counts; rooms of others are not ours to archive."""
    desk = Desk(town)
    first, second, third = [await desk.room() for _ in range(3)]
    await town.pass_time(timedelta(minutes=1))
    assert isinstance(await desk.deliver(desk.parcel("post", "hello", to=str(first.id))), Done)
    client = town.adapter.client
    guild = client.get_guild(town.guild.id)
    assert guild is not None
    assert client.user is not None
    await town._heard_by_bot()

    await rooms.make_room_for_another(guild, owner=client.user.id, at_most=3)

    assert [bool(one.thread and one.thread.archived) for one in (first, second, third)] == [False, True, False]


def active_threads(town: DiscordTown) -> set[int]:
    """Return the ids of the active threads of everybody."""
    return {one.id for one in town.guild.threads.values() if one.thread and not one.thread.archived}


async def test_the_budget_of_active_threads_is_kept(town: DiscordTown) -> None:
    """Where nine hundred are active, our quietest goes for a new one, and the next for one that is woken."""
    desk = Desk(town)
    quiet, lively = [await desk.room() for _ in range(2)]
    await town.pass_time(timedelta(minutes=1))
    assert isinstance(await desk.deliver(desk.parcel("post", "hello", to=str(lively.id))), Done)
    chidi = town.people["Chidi"].user
    for number in range(rooms.THREADS_AT_MOST - 2):
        form = {"name": f"talk {number}", "type": ChannelType.PUBLIC_THREAD}
        threads.create(town.fake.world, desk.place, chidi, form)
    await town._heard_by_bot()

    opened = await desk.room()
    await town._heard_by_bot()

    active = active_threads(town)
    assert len(active) == rooms.THREADS_AT_MOST
    assert [one.id in active for one in (quiet, lively, opened)] == [False, True, True]

    assert isinstance(await desk.deliver(desk.parcel("post", "good morning", to=str(quiet.id))), Done)
    await town._heard_by_bot()
    active = active_threads(town)
    assert len(active) == rooms.THREADS_AT_MOST
    assert [one.id in active for one in (quiet, lively)] == [True, False]


async def test_a_cleared_board_is_nobodys_leave(town: DiscordTown) -> None:
    """Neither at once, nor when the bot's own reactions are set again and the board is read."""
    ana = town.people["Ana"]
    sign = next(iter(town._board().reactions.values())).emoji["name"]
    await town.react("Ana", sign)
    assert len(await town.wishes_of(str(ana.user.id))) == 1

    town._board().reactions.clear()
    await town.pass_time(timedelta(hours=3))
    await town.others_join(1, "baseball")
    await town.pass_time(timedelta(hours=3))
    await town.restart()
    await town.all_read()

    assert len(await town.wishes_of(str(ana.user.id))) == 1
