"""A board that is gone for good: a new one is posted once, stewards hear of a lost channel once, no wish is lost."""

from datetime import timedelta

import pytest

from tests.adapters.discord.test_losses import channel, told
from tests.fakes.discord import messages
from tests.journeys.acts import opts_in, steward_sets_up
from tests.journeys.discord_town import DiscordTown

HOUR = timedelta(hours=1)
A_WEEK = timedelta(days=8)


async def wishes(town: DiscordTown, *people: str) -> list[int]:
    """Return how many wishes people have."""
    return [len(await town.wishes_of(str(town.people[who].user.id))) for who in people]


async def read_again(town: DiscordTown) -> None:
    """Let the board be read at another start."""
    await town.restart()
    await town.all_read()


@pytest.mark.parametrize("is_down", [False, True])
async def test_a_deleted_board_is_posted_once_and_no_wish_is_lost(town: DiscordTown, *, is_down: bool) -> None:
    """Its reactions are gone with it; who set one has a wish all the same, and may set it and take it off again."""
    await town.react("Ana", "⚾")
    await opts_in(town, "Ben")
    old = town._board()

    async def delete() -> None:
        messages.delete(town.fake.world, old, town.guild.owner)

    await (town.while_down(delete) if is_down else delete())
    await town.all_read()
    await town.pass_time(A_WEEK)

    (new,) = town._boards()
    assert new is not old
    await read_again(town)
    assert await wishes(town, "Ana", "Ben") == [1, 1]
    assert told(town, "The channel with the board") == 0
    await town.react("Ana", "⚾")
    await town.unreact("Ana", "⚾")
    assert await wishes(town, "Ana", "Ben") == [0, 1]


@pytest.mark.parametrize("is_down", [False, True])
async def test_a_board_whose_channel_is_deleted_comes_back_once_with_a_setup(
    town: DiscordTown, *, is_down: bool
) -> None:
    """Nothing is asked of the old one again, and who had reacted there took nothing off."""
    await steward_sets_up(town, rooms="general")
    await town.react("Ana", "⚾")
    await opts_in(town, "Ben")

    async def delete() -> None:
        town.fake.world.delete_channel(channel(town))

    await (town.while_down(delete) if is_down else delete())
    await town.all_read()
    await town.pass_time(A_WEEK)
    assert told(town, "The channel with the board is gone") == 1

    await steward_sets_up(town, board="general", rooms="general")
    await town.pass_time(HOUR)
    (new,) = town._boards()
    assert new.channel is channel(town, "general")
    await read_again(town)
    await town.pass_time(A_WEEK)

    assert await wishes(town, "Ana", "Ben") == [1, 1]
    assert list(town._boards()) == [new]
    assert told(town, "The channel with the board is gone") == 1
    await town.react("Ana", "⚾")
    await town.unreact("Ana", "⚾")
    assert await wishes(town, "Ana", "Ben") == [0, 1]
