"""A board that is gone for good: a new one is posted once, stewards hear of a lost channel once, no wish is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from circles_bot.engine.model import OptInState
from tests.adapters.slack.test_board import set_up_anew
from tests.fakes.slack.model import Channel, Message
from tests.fakes.slack.people import Person
from tests.journeys.acts import opts_in
from tests.journeys.slack_town import SlackTown

A_WEEK = timedelta(days=8)


async def wishes(town: SlackTown, *people: str) -> list[int]:
    """Return how many wishes people have."""
    return [sum(one is not OptInState.ENDED for one in await town.states_of(who)) for who in people]


async def sets_and_takes_off(town: SlackTown, who: str, board: Message) -> None:
    """Let somebody react on a board, and think better of it."""
    for act in (town.people[who].react, town.people[who].unreact):
        act(board, "baseball")
        await town._heard_by_bot()


@pytest.mark.parametrize("is_down", [False, True])
async def test_a_deleted_board_is_posted_once_and_no_wish_is_lost(town: SlackTown, *, is_down: bool) -> None:
    """Its reactions are gone with it; who set one has a wish all the same, and may set it and take it off again."""
    await town.react("Ana", "⚾")
    await opts_in(town, "Ben")
    old = town._board()

    async def delete() -> None:
        town.people["Noor"].delete_message(old)

    await (town.while_down(delete) if is_down else delete())
    await town.pass_time(A_WEEK)

    (new,) = town._boards()
    assert new is not old
    await town.restart()
    assert await wishes(town, "Ana", "Ben") == [1, 1]
    assert not any("board" in text for text in town.directs("Noor"))
    await sets_and_takes_off(town, "Ana", new)
    assert await wishes(town, "Ana", "Ben") == [0, 1]


@pytest.mark.parametrize("is_down", [False, True])
@pytest.mark.parametrize("act", [Person.archive_channel, Person.delete_channel])
async def test_a_board_whose_channel_is_gone_comes_back_once_with_a_setup(
    town: SlackTown, act: Callable[[Person, Channel], None], *, is_down: bool
) -> None:
    """Nothing is asked of the old one again, and who had reacted there took nothing off."""
    await town.react("Ana", "⚾")
    await opts_in(town, "Ben")

    async def lose() -> None:
        act(town.people["Noor"], town.circles)

    await (town.while_down(lose) if is_down else lose())
    await town.pass_time(A_WEEK)
    assert sum("The channel with the board" in text for text in town.directs("Noor")) == 1

    await set_up_anew(town, "general")
    await town.settle()
    (new,) = (one for one in town._boards() if one.channel.name == "general")
    await town.restart()
    await town.pass_time(A_WEEK)

    assert await wishes(town, "Ana", "Ben") == [1, 1]
    assert [one for one in town._boards() if one.channel.name == "general"] == [new]
    assert sum("The channel with the board" in text for text in town.directs("Noor")) == 1
    await sets_and_takes_off(town, "Ana", new)
    assert await wishes(town, "Ana", "Ben") == [0, 1]
