"""The board in two messages on Discord: each is heard, read, cleared and posted anew on its own."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from circles_bot.engine.tokens import Token
from tests.fakes.discord import messages
from tests.journeys.acts import opts_in, steward_sets_up
from tests.journeys.discord_town import DiscordTown

HOUR = timedelta(hours=1)
LATE = "topic 25"
"""It stands on the second message."""


async def waits(town: DiscordTown, who: str) -> list[str]:
    """Return for what somebody waits, by name."""
    return sorted(await town.wishes_of(str(town.people[who].user.id)))


@pytest.fixture
async def grown(town: DiscordTown) -> DiscordTown:
    """Let thirty interests be open; Ana has reacted on the first message, and Ben on the second."""
    await town.interests_grow_to(30)
    await town.react("Ana", "⚾")
    await town.react("Ben", town.sign_of(LATE))
    return town


async def test_a_second_message_that_is_deleted_is_posted_anew_alone(grown: DiscordTown) -> None:
    """The first stays the message it is, and what was done under it meanwhile counts; nobody's wish has ended."""
    first, second = grown._boards()

    async def delete() -> None:
        messages.delete(grown.fake.world, second, grown.guild.owner)

    await grown.while_down(delete, lambda: grown.unreact("Ana", "⚾"))
    await grown.all_read()
    assert [await waits(grown, who) for who in ("Ana", "Ben")] == [[], [LATE]]

    await opts_in(grown, "Chidi")
    await grown.pass_time(2 * HOUR)

    here, anew = grown._boards()
    assert here.id == first.id
    assert anew.id != second.id
    assert all(grown.fake.world.bot.id in one.users for one in anew.reactions.values())
    await grown.restart()
    await grown.all_read()
    assert await waits(grown, "Ben") == [LATE]
    await grown.react("Ben", grown.sign_of(LATE))
    await grown.unreact("Ben", grown.sign_of(LATE))
    assert await waits(grown, "Ben") == []


async def test_a_message_that_cannot_be_read_takes_nobody_out(grown: DiscordTown) -> None:
    """Discord refuses the first: its people stay, and the second is read all the same."""
    late, (first, _) = grown.sign_of(LATE), grown._boards()
    refused = grown.fake.faults.refuse(50013, path=f"/channels/{first.channel.id}/messages/{first.id}")

    await grown.while_down(lambda: grown.unreact("Ana", "⚾"), lambda: grown.unreact("Ben", late))
    await grown.all_read()

    assert refused.passed == 1
    assert [await waits(grown, who) for who in ("Ana", "Ben")] == [["baseball"], []]


async def test_a_second_message_that_is_cleared_is_nobodys_leave(grown: DiscordTown) -> None:
    """The bot sets its reactions again, and who stood there may set theirs again, too."""
    second = list(grown._boards())[1]
    second.reactions.clear()

    await opts_in(grown, "Chidi", LATE)
    await grown.pass_time(2 * HOUR)
    await grown.restart()
    await grown.all_read()

    assert await waits(grown, "Ben") == [LATE]
    assert len(second.reactions) == 10


async def test_an_emoji_under_the_other_message_says_nothing(grown: DiscordTown) -> None:
    """Eli sets one of the first's under the second: neither now nor after a restart is it a wish."""
    _, second = grown._boards()
    grown.people["Eli"].react(second, "⚾")
    await grown._heard_by_bot()
    assert await waits(grown, "Eli") == []

    await grown.restart()
    await grown.all_read()

    assert await waits(grown, "Eli") == []


async def test_both_messages_are_listened_to_after_a_restart(grown: DiscordTown) -> None:
    """Where they are is kept: the very first reaction under either is heard."""
    await grown.restart()

    await grown.react("Chidi", grown.sign_of(LATE))
    await grown.react("Dewi", "⚾")

    assert [await waits(grown, who) for who in ("Chidi", "Dewi")] == [[LATE], ["baseball"]]


async def test_one_that_has_ended_makes_room_for_the_next(town: DiscordTown) -> None:
    """A message takes twenty different reactions: the bot takes its own off, so that the next one finds a place."""
    await town.interests_grow_to(20)
    (board,) = town._boards()
    ended = town.sign_of("topic 5")
    await town.pass_time(HOUR)
    await town.command("Noor", "/steward interests")
    await town.tap("Noor", Token.ARCHIVE, "topic 5")
    await town.settle()
    assert ended not in [one.emoji["name"] for one in board.reactions.values() if one.users]

    await town.interests_grow_to(20)

    assert len(list(town._boards())) == 1
    assert len([one for one in board.reactions.values() if town.fake.world.bot.id in one.users]) == 20


async def test_a_message_full_of_other_reactions_is_a_board_all_the_same(town: DiscordTown) -> None:
    """People have set some of their own: the bot sets what finds room, and whoever likes chooses from the list."""
    await town.interests_grow_to(19)
    (board,) = town._boards()
    for sign in ("🥳", "🫠"):
        if len(board.reactions) < 20:
            town.people["Eli"].react(board, sign)

    with capture_logs() as logs:
        await town.interests_grow_to(20)

    assert not [one for one in logs if one["event"] == "effect_died"]
    assert "topic 17" in town.board()
    await opts_in(town, "Ana", "topic 17")
    assert await waits(town, "Ana") == ["topic 17"]
    await town.restart()
    await town.react("Ben", "⚾")
    assert await waits(town, "Ben") == ["baseball"]


async def test_a_board_that_has_moved_is_nobodys_leave(grown: DiscordTown) -> None:
    """The reactions went with the old messages; when the new ones are read, everybody is still in."""
    await grown.pass_time(HOUR)
    await steward_sets_up(grown, board="general")
    assert [board.channel.name for board in grown._boards()] == ["general", "general"]

    await grown.restart()

    await grown.all_read()
    assert [await waits(grown, who) for who in ("Ana", "Ben")] == [["baseball"], [LATE]]
