"""Somebody deletes a room or the channel above it, or shuts the bot out: the stewards hear of it, and can mend it."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from circles_bot.engine.errors import StoreError
from circles_bot.engine.tokens import Token
from circles_bot.ports.adapters import House
from circles_bot.ports.identities import Identities
from circles_bot.works import assemble
from circles_discord.absences import Absences
from tests.fakes.discord import messages
from tests.fakes.discord.model import Channel, Overwrite, Permission
from tests.fakes.watched_store import Trap, WatchedStore
from tests.journeys.acts import FOUR, circle_opens, opts_in, steward_sets_up
from tests.journeys.discord_town import DiscordTown
from tests.journeys.sandbox_town import KEY
from tests.journeys.test_step_15_look_after_it import chooses

DAY = timedelta(days=1)
UNKNOWN_MESSAGE = 10008


def room(town: DiscordTown) -> Channel:
    """Return the room that Ana sits in."""
    (found,) = town.people["Ana"].threads()
    return found


def channel(town: DiscordTown, name: str = "circles") -> Channel:
    """Return a channel."""
    return next(one for one in town.guild.channels.values() if one.name == name)


def told(town: DiscordTown, words: str) -> int:
    """Return how often the steward was told so."""
    return sum(words in text for text in town.directs("Noor"))


@pytest.mark.parametrize("is_down", [False, True])
async def test_a_deleted_room_opens_again_for_the_same_people(town: DiscordTown, *, is_down: bool) -> None:
    """Told by Discord, or met as a 404 by the next question to a room that was deleted while the bot was away."""
    await circle_opens(town)
    await town.pass_time(timedelta(hours=2))
    old = room(town)

    async def delete() -> None:
        town.people["Noor"].delete_thread(old)

    if is_down:
        await town.while_down(delete)
        await town.pass_time(5 * DAY)
    else:
        await delete()
        await town.settle()

    assert room(town) is not old
    assert all(town.people[who].threads() == [room(town)] for who in FOUR)
    assert len(town.in_room("Ana")) == 1
    assert len(town.directs("Ana")) == 1
    await town.pass_time(DAY)
    assert told(town, "The room of a circle was deleted here") == 1


async def test_a_new_room_that_is_deleted_at_once_is_not_opened_again(town: DiscordTown) -> None:
    """A moderator who deletes it twice means it; those who sat there wait for the next round."""
    await circle_opens(town)
    await town.pass_time(timedelta(hours=2))
    for _ in range(2):
        town.people["Noor"].delete_thread(room(town))
        await town.settle()

    assert not any(town.rooms(who) for who in FOUR)
    assert len(await town.wishes_of(str(town.people["Ana"].user.id))) == 1


@pytest.mark.parametrize("is_down", [False, True])
async def test_rooms_move_where_their_channel_is_deleted(town: DiscordTown, *, is_down: bool) -> None:
    """The rooms' own: all of them open again under the board's, and the stewards hear of the channel, once."""
    await steward_sets_up(town, rooms="general")
    await circle_opens(town)
    await town.pass_time(timedelta(hours=2))

    async def delete() -> None:
        town.fake.world.delete_channel(channel(town, "general"))

    if is_down:
        await town.while_down(delete)
        await town.pass_time(5 * DAY)
    else:
        await delete()
        await town.settle()
    await town.pass_time(DAY)

    assert room(town).parent is channel(town)
    assert told(town, "The channel under which rooms opened is gone") == 1


async def test_a_room_that_the_bot_may_not_open_is_told_to_the_stewards(town: DiscordTown) -> None:
    """They can mend it; those who said yes go first next time, and are told that it was not theirs."""
    bot = town.fake.world.bot.id
    nothing, private = Permission(0), Permission.CREATE_PRIVATE_THREADS
    town.fake.world.set_overwrites(channel(town), Overwrite(id=bot, is_member=True, allow=nothing, deny=private))
    await circle_opens(town)
    await town.pass_time(2 * DAY)

    assert told(town, "A circle was ready, but its room did not open") == 1
    assert sum("could not open its room" in text for text in town.directs("Ana")) == 1


def may_send(town: DiscordTown, name: str, *, allowed: bool) -> None:
    """Let the bot see a channel and write into it, or only see it."""
    deny = Permission(0) if allowed else Permission.SEND_MESSAGES
    own = Overwrite(id=town.fake.world.bot.id, is_member=True, allow=Permission.VIEW_CHANNEL, deny=deny)
    place = channel(town, name)
    town.fake.world.set_overwrites(place, *(one for one in place.overwrites.values() if one.id != own.id), own)


async def test_a_board_that_the_bot_may_not_show_is_told_to_the_stewards(town: DiscordTown) -> None:
    """By a message, once a day however often it is tried; once it is allowed, a setup brings the board."""
    for _ in range(3):
        may_send(town, "general", allowed=True)
        await town.command("Noor", "/steward setup")
        await town.tap("Noor", Token.SETUP, fields={Token.SETUP_BOARD: ("general",)})
        may_send(town, "general", allowed=False)  # what was lacking before is named at once, and nothing is changed
        await town.pass_time(timedelta(hours=1))
    assert told(town, "I could not show the board in its channel") == 1

    may_send(town, "general", allowed=True)
    await steward_sets_up(town, board="general")
    await town.pass_time(2 * DAY)

    assert town._board().channel is channel(town, "general")
    assert told(town, "I could not show the board in its channel") == 1


async def test_what_the_stewards_channel_does_not_take_is_told_to_each_of_them(town: DiscordTown) -> None:
    """The monthly message does not die unseen."""
    await chooses(town, 3, stewards_place="stewards")
    may_send(town, "stewards", allowed=False)

    await town.pass_time(35 * DAY)

    assert told(town, "I could not show it in the channel you chose") == 1


async def test_a_board_deleted_by_a_moderator_is_posted_anew(town: DiscordTown) -> None:
    """At the next hour; also when it is deleted right after it was posted: the channel is there all the same."""
    ana = town.people["Ana"]
    await town.react("Ana", "⚾")
    messages.delete(town.fake.world, town._board(), town.guild.owner)
    town.fake.faults.refuse(
        UNKNOWN_MESSAGE, "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me"
    )
    await town.command("Ben", "/circles join baseball")
    await town.pass_time(timedelta(hours=2))

    assert "baseball" in town.board()
    assert len(await town.wishes_of(str(ana.user.id))) == 1
    await town.restart()
    await town.all_read()
    assert len(await town.wishes_of(str(ana.user.id))) == 1
    assert told(town, "The channel with the board") == 0


async def test_an_emoji_that_a_moderator_clears_is_nobodys_leave(town: DiscordTown) -> None:
    """Of that one and of the others: the bot sets it again, and who had set it may set it again, too."""
    ana, ben = (str(town.people[who].user.id) for who in ("Ana", "Ben"))
    await town.react("Ana", "⚾")
    await town.react("Ben", "💬")
    messages.clear_reactions(town.fake.world, town._board(), town.guild.owner, "⚾")
    await town.pass_time(timedelta(hours=2))
    await town.restart()
    await town.all_read()
    assert [len(await town.wishes_of(who)) for who in (ana, ben)] == [1, 1]

    await town.unreact("Ben", "💬")
    assert [len(await town.wishes_of(who)) for who in (ana, ben)] == [1, 0]
    await opts_in(town, "Chidi")
    await town.pass_time(timedelta(hours=2))
    assert town.fake.world.bot.id in town._board().reactions["⚾"].users
    await town.react("Ana", "⚾")
    await town.unreact("Ana", "⚾")
    assert await town.wishes_of(ana) == []


@pytest.mark.parametrize("has_stewards_channel", [False, True])
async def test_without_any_channel_everything_waits_for_a_setup(
    town: DiscordTown, *, has_stewards_channel: bool
) -> None:
    """The board's and the rooms' at once: nobody is asked into a room that cannot open, and a setup mends all."""
    if has_stewards_channel:
        await chooses(town, 3, stewards_place="stewards")
    await opts_in(town, "Ana")
    town.fake.world.delete_channel(channel(town))
    await town.settle()
    await town.pass_time(DAY)
    assert told(town, "The channel with the board and the rooms is gone") == 1

    await steward_sets_up(town, board="general", rooms="general")
    await circle_opens(town)
    await town.pass_time(DAY)

    assert room(town).parent is channel(town, "general")
    assert "baseball" in town.board()


async def test_who_left_is_looked_for_again_after_the_database_failed(town: DiscordTown) -> None:
    """The look says so once and goes on: in the next round it is kept who is no longer there."""
    await opts_in(town, "Ana")
    trap, identities = Trap(), Identities(platform="discord", key=KEY)
    works = assemble(store=WatchedStore(town.store, trap.reach), clock=town._clock, matcher=None)
    absences = Absences(town.adapter.shards, House(inbox=works.service, clock=town._clock, identities=identities))
    guild = town.adapter.shards.get_guild(town.guild.id)
    assert guild is not None
    town.people["Ana"].leave_guild()

    trap.raises = {1: StoreError("The disk is full.")}
    with capture_logs() as logs:
        await absences.look_through(guild, at_once)
    assert [entry["event"] for entry in logs] == ["absences_not_kept"]
    assert len(await town.wishes_of(str(town.people["Ana"].user.id))) == 1

    await absences.look_through(guild, at_once)
    assert await town.wishes_of(str(town.people["Ana"].user.id)) == []


async def at_once(_seconds: float) -> None:
    """Wait for nothing."""
