"""Step 10: at a season's end, or after two silent questions, the room is asked: carry on, a fresh mix, or rest."""

from datetime import timedelta

from circles_bot.engine.tokens import Token
from tests.journeys.acts import (
    FOUR,
    answers_opening_question,
    circle_opens,
    invitations_come,
    season_question_comes,
    steward_sets_up,
)
from tests.journeys.town import Town
from tests.journeys.towns import where_talk_is_heard, where_talk_is_not_heard


async def _season_ends(town: Town) -> None:
    await steward_sets_up(town)
    await circle_opens(town)
    await answers_opening_question(town)
    await season_question_comes(town, "Ana")


async def _everybody_answers(town: Town, answer: str) -> None:
    for who in FOUR:
        await town.tap(who, Token.SEASON, part=answer)
    await town.pass_time(timedelta(days=6))


async def test_carrying_on_keeps_the_room(town: Town) -> None:
    """All say carry on: the same room goes on, and questions come again."""
    await _season_ends(town)

    await _everybody_answers(town, "carry_on")

    assert all(town.rooms(who) for who in FOUR)
    before = len(town.in_room("Ana"))
    await town.pass_time(timedelta(days=12))
    assert len(town.in_room("Ana")) > before


async def test_rest_closes_the_room_and_thanks_once(town: Town) -> None:
    """All rest: the room is archived with nothing lost, and nobody is asked anything after that."""
    await _season_ends(town)

    await _everybody_answers(town, "rest")

    assert not any(town.rooms(who) for who in FOUR)
    assert all(town.archived_rooms(who) for who in FOUR)
    before = [len(town.directs(who)) for who in FOUR]
    await town.pass_time(timedelta(weeks=4))
    assert [len(town.directs(who)) for who in FOUR] == before


@where_talk_is_heard
async def test_a_fresh_mix_waits_for_the_next_round(town: Town) -> None:
    """After silence all want a fresh mix: their wishes wait again and the next round asks them."""
    await _season_ends(town)

    await _everybody_answers(town, "fresh_mix")

    assert not any(town.rooms(who) for who in FOUR)
    await invitations_come(town)


@where_talk_is_heard
async def test_two_silent_questions_lead_to_the_question_of_carrying_on(town: Town) -> None:
    """Nobody taps or talks: the room is asked kindly, long before eight weeks are over."""
    await steward_sets_up(town)
    await circle_opens(town)

    await town.pass_time(timedelta(days=30))

    assert town.can_tap("Ana", Token.SEASON) or town.archived_rooms("Ana")


@where_talk_is_not_heard
async def test_what_may_be_no_silence_ends_nothing(town: Town) -> None:
    """Nobody taps, and the bot cannot know whether they talk: the room is asked at the season's end and not before."""
    await steward_sets_up(town)
    await circle_opens(town)
    opened = town.now()

    await season_question_comes(town, "Ana")

    assert town.now() - opened >= timedelta(weeks=8)


async def test_silence_at_the_end_is_a_rest(town: Town) -> None:
    """Nobody answers: the room closes kindly, and a tap wakes the wish."""
    await _season_ends(town)

    await town.pass_time(timedelta(days=8))

    assert town.archived_rooms("Ana")
    await town.command("Ana", "/circles mine")
    assert town.can_tap("Ana", Token.WAKE_WISH)
    await town.tap("Ana", Token.WAKE_WISH)
    await town.command("Ana", "/circles mine")
    assert "baseball" in town.heard("Ana")


async def test_a_button_of_a_closed_circle_gets_a_kind_answer(town: Town) -> None:
    """Old taps and old season buttons change nothing."""
    await _season_ends(town)
    token = town.token_of("Ana", Token.SEASON)
    await _everybody_answers(town, "rest")

    await town.tap_token("Ana", token)

    assert town.heard("Ana")
    assert not town.rooms("Ana")
