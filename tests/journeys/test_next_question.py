"""Step 7: anyone may pick the next question; where nothing else tells, anyone may say that they are talking."""

from datetime import timedelta

from circles_bot.engine.tokens import Token
from tests.journeys.acts import answers_opening_question, circle_opens, steward_sets_up
from tests.journeys.town import PEOPLE, Town
from tests.journeys.towns import where_talk_is_heard


async def a_question_comes(town: Town) -> str:
    """Let days pass until the room is asked something, and return it."""
    before = len(town.in_room("Ana"))
    for _ in range(20):
        await town.pass_time(timedelta(days=1))
        if len(town.in_room("Ana")) > before:
            return town.in_room("Ana")[-1]
    raise AssertionError("no question within twenty days")


async def test_anyone_may_pick_the_next_question_unnamed(town: Town) -> None:
    """Ben picks one of three; nothing happens in the room then, and the next question is his, without a name."""
    await steward_sets_up(town)
    await circle_opens(town)
    await answers_opening_question(town)
    await a_question_comes(town)
    before = town.in_room("Ana")

    await town.tap("Ben", Token.PICK)
    first = town.heard("Ben").splitlines()[1]
    await town.tap("Ben", Token.PICK, part=town.token_of("Ben", Token.PICK).split(":")[2])
    await town.settle()

    assert town.in_room("Ana") == before
    question = await a_question_comes(town)
    assert not any(who in question for who in PEOPLE)
    assert first


@where_talk_is_heard
async def test_the_bot_does_not_ask_whether_they_talk_where_it_hears_them(town: Town) -> None:
    """Where the chat tells that somebody spoke there is no button for it."""
    await steward_sets_up(town)
    await circle_opens(town)
    await answers_opening_question(town)

    await a_question_comes(town)

    assert town.can_tap("Ana", Token.PICK)
    assert not town.can_tap("Ana", Token.TALKING)
