"""The board in two messages on Slack: each is heard, read, cleared and posted anew on its own."""

from datetime import timedelta

import pytest

from circles_bot.engine.tokens import Token
from circles_slack.emoji import short_name
from tests.journeys.acts import opts_in, steward_sets_up
from tests.journeys.slack_town import SlackTown

HOUR = timedelta(hours=1)
LATE = "topic 25"
"""It stands on the second message."""


async def is_in(town: SlackTown, who: str, interest: str) -> bool:
    """Tell whether somebody's own page says that they wait for it."""
    await town.command(who, "/circles mine")
    return interest in town.heard(who)


@pytest.fixture
async def grown(town: SlackTown) -> SlackTown:
    """Let thirty interests be open; Ana has reacted on the first message, and Ben on the second."""
    await town.interests_grow_to(30)
    await town.react("Ana", "⚾")
    await town.react("Ben", town.sign_of(LATE))
    return town


async def test_a_reaction_on_the_second_message_is_answered_to_its_author_alone(grown: SlackTown) -> None:
    """As under the first: a note that nobody else sees."""
    note = grown.people["Ben"].ephemerals[-1]

    assert LATE in grown._text(note, "Ben")
    assert not grown.people["Ana"].ephemerals or LATE not in grown._text(grown.people["Ana"].ephemerals[-1], "Ana")


async def test_a_second_message_that_is_deleted_is_posted_anew_alone(grown: SlackTown) -> None:
    """The first stays the message it is, and what was done under it meanwhile counts; nobody's wish has ended."""
    first, second = grown._boards()

    async def delete() -> None:
        grown.people["Noor"].delete_message(second)

    await grown.while_down(delete, lambda: grown.unreact("Ana", "⚾"))
    await grown._heard_by_bot()
    assert not await is_in(grown, "Ana", "baseball")
    assert await is_in(grown, "Ben", LATE)

    await opts_in(grown, "Chidi")
    await grown.pass_time(2 * HOUR)

    here, anew = grown._boards()
    assert here.ts == first.ts
    assert anew.ts != second.ts
    await grown.restart()
    assert await is_in(grown, "Ben", LATE)
    await grown.react("Ben", grown.sign_of(LATE))
    await grown.unreact("Ben", grown.sign_of(LATE))
    assert not await is_in(grown, "Ben", LATE)


async def test_an_emoji_under_the_other_message_says_nothing(grown: SlackTown) -> None:
    """Eli sets one of the first's under the second: neither now nor after a restart is it a wish."""
    _, second = grown._boards()
    grown.people["Eli"].react(second, "baseball")
    await grown._heard_by_bot()
    assert not await is_in(grown, "Eli", "baseball")

    await grown.restart()

    assert not await is_in(grown, "Eli", "baseball")


async def test_one_that_has_ended_makes_room_for_the_next(town: SlackTown) -> None:
    """A message takes so many reactions of one author: the bot takes its own off again."""
    await town.interests_grow_to(20)
    (board,) = town._boards()
    ended = short_name(town.sign_of("topic 5"))
    assert ended in board.reactions
    await town.pass_time(HOUR)

    await town.command("Noor", "/steward interests")
    await town.tap("Noor", Token.ARCHIVE, "topic 5")
    await town.settle()

    assert not board.reactions.get(ended or "")
    assert len([name for name, who in board.reactions.items() if who]) == 19


async def test_a_board_that_has_moved_is_nobodys_leave(grown: SlackTown) -> None:
    """The reactions went with the old messages; when the new ones are read, everybody is still in."""
    await grown.pass_time(HOUR)
    await steward_sets_up(grown, board="general")
    assert [board.channel.name for board in grown._boards()] == ["general", "general"]

    await grown.restart()

    assert await is_in(grown, "Ana", "baseball")
    assert await is_in(grown, "Ben", LATE)
