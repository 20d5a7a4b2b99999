"""Rooms are private threads: each thing that Discord or somebody there can do to one has a decided end."""

from datetime import timedelta

import pytest

from circles_bot.engine.model import Seat
from circles_bot.engine.questions import RoomAsked, RoomQuestion
from circles_bot.engine.snapshots import CircleScope
from circles_bot.engine.tokens import Token
from circles_bot.ports.chat import Dead
from circles_discord import rooms
from circles_discord.translate import Person
from tests.adapters.discord.test_faults import THREADS, Desk
from tests.adapters.discord.test_losses import channel, told
from tests.fakes.discord.model import Channel, Overwrite, Permission
from tests.journeys.acts import FOUR, all_opt_in, circle_opens, invitations_come, steward_sets_up
from tests.journeys.discord_town import DiscordTown

NOTHING, VIEW = Permission(0), Permission.VIEW_CHANNEL
ANNOUNCEMENTS = 5


async def everybody_accepts(town: DiscordTown, *denied: Overwrite) -> None:
    """Let the four who were asked say yes, while the rooms' channel denies something; an hour passes."""
    town.fake.world.set_overwrites(channel(town), *denied)
    for who in FOUR:
        await town.tap(who, Token.ACCEPT)
    await town.pass_time(timedelta(hours=1))


async def test_one_who_does_not_see_the_rooms_channel_hears_it_and_waits_on(town: DiscordTown) -> None:
    """The others have their room; nothing is said there of who could not come, and no steward is told."""
    ana = town.people["Ana"].user.id
    await all_opt_in(town)
    await invitations_come(town)

    await everybody_accepts(town, Overwrite(id=ana, is_member=True, allow=NOTHING, deny=VIEW))

    assert [who for who in FOUR if town.rooms(who)] == ["Ben", "Chidi", "Dewi"]
    assert len(town.guild.threads) == 1
    assert await town.wishes_of(str(ana)) == ["baseball"]
    assert sum("could not open its room" in text for text in town.directs("Ana")) == 1
    assert not any("Ana" in text for text in town.in_room("Ben"))
    await town.pass_time(timedelta(days=1))
    assert told(town, "its room did not open") == 0


@pytest.mark.parametrize("leaves", [False, True])
async def test_where_nobody_gets_in_the_stewards_hear_it(town: DiscordTown, leaves: bool) -> None:
    """It is theirs to mend, then: the bot may not, or nobody sees that channel; also where one has left by now."""
    everyone, bot = town.guild.id, town.fake.world.bot.id
    await all_opt_in(town)
    await invitations_come(town)
    if leaves:
        town.people["Ana"].leave_guild()

    await everybody_accepts(
        town,
        Overwrite(id=everyone, is_member=False, allow=NOTHING, deny=VIEW),
        Overwrite(id=bot, is_member=True, allow=VIEW, deny=NOTHING),
    )
    await town.pass_time(timedelta(days=1))

    assert not any(town.rooms(who) for who in FOUR)
    assert told(town, "A circle was ready, but its room did not open") == 1
    assert sum("could not open its room" in text for text in town.directs("Ben")) == 1


async def test_what_discord_writes_in_somebodys_name_is_no_voice(town: DiscordTown) -> None:
    """A seated moderator renames the room: nobody has spoken, until they do."""
    await circle_opens(town, "Noor", "Ben", "Chidi", "Dewi")
    (found,) = town.people["Noor"].threads()

    town.people["Noor"].edit_thread(found, name="home runs")
    await town._heard_by_bot()
    assert [seat.active_at for seat in await seats_of(town, found)] == [None] * 4

    await town.say("Noor", "Hello")
    assert [seat.active_at for seat in await seats_of(town, found) if seat.active_at] == [town.now()]


async def seats_of(town: DiscordTown, found: Channel) -> list[Seat]:
    """Return the seats of a room's circle."""
    translator, noor = town.adapter.client.translator, town.people["Noor"].user.id
    community = translator.community(town.guild.id)
    circle = await town.works.service.circle_in(community, str(found.id))
    assert circle is not None
    actor = translator.actor(town.guild.id, Person(id=str(noor)))
    about = RoomQuestion.WHO_SEES
    scope = await town.store.read_question(
        RoomAsked(community=community, at=town.now(), actor=actor, circle=circle, about=about)
    )
    assert isinstance(scope, CircleScope)
    return [view.seat for view in scope.seats]


async def test_a_quiet_room_that_was_deleted_just_now_makes_room_as_well(town: DiscordTown) -> None:
    """The bot has not heard of it yet, and goes on to the next: the channel of the rooms is there all the same."""
    desk = Desk(town)
    deleted, quiet, lively = [await desk.room() for _ in range(3)]
    await town._heard_by_bot()
    client = town.adapter.client
    guild = client.get_guild(town.guild.id)
    assert guild is not None
    assert client.user is not None
    del town.guild.threads[deleted.id], town.fake.world.channels[deleted.id]

    await rooms.make_room_for_another(guild, owner=client.user.id, at_most=2)

    assert [one.thread and one.thread.archived for one in (quiet, lively)] == [True, False]


async def test_rooms_open_under_no_channel_for_announcements(town: DiscordTown) -> None:
    """It holds no private threads: the operator reads it in words, and nothing is asked of Discord."""
    desk = Desk(town)
    become_announcements(town, desk.place)
    await town._heard_by_bot()

    outcome = await desk.deliver(desk.parcel("open", "room", to=str(desk.place.id)))

    assert isinstance(outcome, Dead)
    assert "not under one for announcements" in outcome.reason
    assert town.fake.calls(THREADS) == []


async def test_setup_offers_no_channel_for_announcements_to_rooms(town: DiscordTown) -> None:
    """A board may be there, and nothing is lacking for it; for the rooms it is not in the list."""
    become_announcements(town, channel(town, "general"))

    await town.pass_time(timedelta(minutes=1))  # what one moment shows is shown once
    await steward_sets_up(town, board="general")

    assert town._board().channel is channel(town, "general")
    with pytest.raises(AssertionError, match="not among the channels"):
        await steward_sets_up(town, rooms="general")


def become_announcements(town: DiscordTown, place: Channel) -> None:
    """Let a steward make an announcement channel of a text channel."""
    place.type = ANNOUNCEMENTS  # type: ignore[assignment]  # the fake makes none of these by itself
    town.fake.world.tell_of_channel("CHANNEL_UPDATE", place)
