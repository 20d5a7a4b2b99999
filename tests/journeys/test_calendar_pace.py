"""Step 7 where the platform does not tell that people talk: questions by the calendar, at half the pace."""

from datetime import timedelta

from circles_bot.engine.tokens import Token
from tests.journeys.acts import circle_opens, steward_sets_up
from tests.journeys.town import Town
from tests.journeys.towns import where_talk_is_heard, where_talk_is_not_heard

DAY = timedelta(days=1)


async def days_until_a_question(town: Town, *, at_most: int = 40) -> int:
    """Let the days pass, with people talking on each, until the room is asked something; Ana answers by a tap."""
    before = len(town.in_room("Ana"))
    for day in range(1, at_most):
        await town.say("Ana", "Did anybody see the game?")
        await town.say("Ben", "All of it.")
        await town.pass_time(DAY)
        if len(town.in_room("Ana")) > before:
            await town.tap("Ana", Token.TAP)
            return day
    raise AssertionError("no question came")


@where_talk_is_not_heard
async def test_a_room_that_cannot_be_seen_is_asked_at_half_the_pace(town: Town) -> None:
    """They talk every day and the bot cannot know: a question now and then, and one tap for "we're talking"."""
    await steward_sets_up(town)
    await circle_opens(town)

    await days_until_a_question(town)
    between = await days_until_a_question(town)
    assert between in {10, 11}  # twice five days, at an hour when most are awake

    await town.tap("Chidi", Token.TALKING)
    skipped = await days_until_a_question(town)
    assert skipped >= 14


@where_talk_is_heard
async def test_where_it_is_told_a_lively_room_is_left_in_peace(town: Town) -> None:
    """The same weeks on a chat that tells: two who talk keep every question out."""
    await steward_sets_up(town)
    await circle_opens(town)
    before = len(town.in_room("Ana"))

    for _ in range(14):
        await town.say("Ana", "Did anybody see the game?")
        await town.say("Ben", "All of it.")
        await town.pass_time(DAY)

    assert len(town.in_room("Ana")) == before
