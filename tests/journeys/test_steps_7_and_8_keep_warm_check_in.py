"""Steps 7 and 8: a light question when it is quiet, and now and then "how is this circle for you?"."""

from datetime import timedelta

import pytest

from circles_bot.engine.tokens import Token
from tests.journeys.acts import (
    FOUR,
    answers_opening_question,
    check_in_comes,
    circle_opens,
    invitations_come,
    opts_in,
    steward_sets_up,
)
from tests.journeys.town import Town
from tests.journeys.towns import where_talk_is_heard


async def _a_circle(town: Town) -> None:
    await steward_sets_up(town)
    await circle_opens(town)
    await answers_opening_question(town)


async def test_a_quiet_room_gets_a_question(town: Town) -> None:
    """After four quiet days one light question comes, never in the night."""
    await _a_circle(town)
    before = len(town.in_room("Ana"))

    await town.pass_time(timedelta(days=6))

    assert len(town.in_room("Ana")) == before + 1


@where_talk_is_heard
async def test_a_lively_room_is_left_alone(town: Town) -> None:
    """Where two or more talk, the bot stays out."""
    await _a_circle(town)
    before = len(town.in_room("Ana"))

    for _ in range(6):
        await town.say("Ana", "shall we?")
        await town.say("Ben", "yes")
        await town.pass_time(timedelta(days=2))

    assert len(town.in_room("Ana")) == before


async def test_one_voice_alone_counts_as_quiet(town: Town) -> None:
    """Somebody talking to an empty room is helped by a question."""
    await _a_circle(town)
    before = len(town.in_room("Ana"))

    for _ in range(3):
        await town.pass_time(timedelta(days=2))
        await town.say("Ana", "anybody here?")

    assert len(town.in_room("Ana")) > before


async def test_a_question_is_never_repeated_in_a_circle(town: Town) -> None:
    """Every question in a season is another one."""
    await _a_circle(town)
    for _ in range(5):
        await town.pass_time(timedelta(days=7))
        if town.can_tap("Ana", Token.TAP):
            await answers_opening_question(town, "Ana", "Ben")

    questions = town.in_room("Ana")

    assert len(questions) >= 3
    assert len(set(questions)) == len(questions)


@pytest.mark.parametrize("answer", ["good", "quiet"])
async def test_an_answer_is_thanked_for_and_changes_nothing_for_others(town: Town, answer: str) -> None:
    """One tap, one warm line; the room sees nothing of it."""
    await _a_circle(town)
    await check_in_comes(town, "Ana")
    before = town.in_room("Ben")

    await town.tap("Ana", Token.CHECK_IN, part=answer)
    await town.settle()

    assert town.directs("Ana")
    assert not town.can_tap("Ana", Token.CHECK_IN)
    assert town.in_room("Ben") == before


async def test_not_for_me_leaves_silently_and_at_once(town: Town) -> None:
    """The seat is free, the bot goes quiet for that person, the room hears nothing, and nobody is removed."""
    await _a_circle(town)
    await check_in_comes(town, "Ana")
    room_before = town.in_room("Ben")

    await town.tap("Ana", Token.CHECK_IN, part="not_for_me")
    await town.settle()
    directs_after = len(town.directs("Ana"))
    await town.pass_time(timedelta(weeks=3))

    assert town.in_room("Ben")[: len(room_before)] == room_before
    assert len(town.directs("Ana")) == directs_after
    assert town.removals() == 0
    await town.command("Ana", "/circles mine")
    assert not town.can_tap("Ana", Token.LEAVE_CIRCLE)


async def test_need_a_break_pauses_everything(town: Town) -> None:
    """Nothing comes until the pause ends, and My circles says when that is."""
    await _a_circle(town)
    await check_in_comes(town, "Ana")

    await town.tap("Ana", Token.CHECK_IN, part="break")
    await town.settle()
    before = len(town.directs("Ana"))
    await town.pass_time(timedelta(weeks=3))

    assert len(town.directs("Ana")) == before
    await town.command("Ana", "/circles mine")
    assert town.can_tap("Ana", Token.PAUSE, part="0")


async def test_somethings_off_offers_three_ways(town: Town) -> None:
    """Rather not with somebody, a steward's look, or only telling the bot."""
    await _a_circle(town)
    await check_in_comes(town, "Ana")

    await town.tap("Ana", Token.CHECK_IN, part="off")

    assert town.can_tap("Ana", Token.NEED, part="avoid")
    assert town.can_tap("Ana", Token.NEED, part="report")
    assert town.can_tap("Ana", Token.CONCERN, part="bot")


async def test_a_stewards_look_reaches_the_steward_privately(town: Town) -> None:
    """Noor hears of it in a direct message; the circle hears nothing."""
    await _a_circle(town)
    await check_in_comes(town, "Ana")
    await town.tap("Ana", Token.CHECK_IN, part="off")
    room_before, noor_before = town.in_room("Ben"), len(town.directs("Noor"))

    await town.tap("Ana", Token.NEED, part="report")
    await town.tap("Ana", Token.REPORT, fields={Token.REPORT_NAME: ("No, please don't say who",)})
    await town.pass_time(timedelta(hours=12))

    assert len(town.directs("Noor")) == noor_before + 1
    assert town.in_room("Ben") == room_before


async def test_two_who_avoid_each_other_never_sit_together_again(town: Town) -> None:
    """Ana would rather not sit with Ben: no later circle holds both, and Ben notices nothing."""
    await _a_circle(town)
    ben_before = (town.directs("Ben"), town.in_room("Ben"))
    await town.tap("Ana", Token.NEED)
    await town.tap("Ana", Token.NEED, part="avoid")
    await town.tap("Ana", Token.AVOID, "Ben")
    assert (town.directs("Ben"), town.in_room("Ben")) == ben_before
    await town.tap("Ana", Token.LEAVE_CIRCLE)
    earlier = set(town.rooms("Ben"))

    await town.command("Ben", "/circles mine")
    await town.tap("Ben", Token.LEAVE_CIRCLE)
    for who in ("Ana", "Ben", "Eli", "Fatima"):
        await opts_in(town, who, "first job")
    for _ in range(9):
        await town.pass_time(timedelta(days=1))
        for who in ("Ana", "Ben", "Eli", "Fatima"):
            if town.can_tap(who, Token.ACCEPT):
                await town.tap(who, Token.ACCEPT)
    await town.pass_time(timedelta(days=5))

    shared = set(town.rooms("Ana")) & set(town.rooms("Ben"))
    assert shared <= earlier
    assert set(town.rooms("Ana")) - earlier or set(town.rooms("Ben")) - earlier


async def test_an_unanswered_check_in_is_not_followed_by_another(town: Town) -> None:
    """One that is not answered is the last for the season."""
    await _a_circle(town)
    await check_in_comes(town, "Ana")
    asked = len(town.directs("Ana"))

    await town.pass_time(timedelta(weeks=4))

    assert len(town.directs("Ana")) == asked


async def test_who_never_tapped_is_not_asked(town: Town) -> None:
    """The quiet pace: invitations and answers only, until the first tap in a room."""
    await steward_sets_up(town)
    await circle_opens(town)
    before = len(town.directs("Dewi"))

    await town.pass_time(timedelta(days=14))

    assert len(town.directs("Dewi")) == before


async def test_leaving_by_need_something_is_silent(town: Town) -> None:
    """Asked once more, then out: the others' screens do not change."""
    await _a_circle(town)
    before = town.in_room("Ben")

    await town.tap("Ana", Token.NEED)
    await town.tap("Ana", Token.NEED, part="leave")
    await town.tap("Ana", Token.LEAVE_CIRCLE)
    await town.settle()

    assert town.in_room("Ben") == before
    assert town.removals() == 0


async def test_nothing_is_sent_in_quiet_hours(town: Town) -> None:
    """From 21:00 to 08:00 of each member's own time no direct message arrives, over a whole season."""
    await steward_sets_up(town)
    await circle_opens(town)
    await answers_opening_question(town)

    for _ in range(40):
        await town.pass_time(timedelta(days=1))

    assert all(8 <= hour < 21 for who in FOUR for hour in town.local_hours_of_unasked_directs(who))


async def test_invitations_wait_for_the_morning(town: Town) -> None:
    """An invitation that falls into the night goes out after it."""
    await steward_sets_up(town)
    for who in FOUR:
        await opts_in(town, who)

    await invitations_come(town)

    assert all(8 <= hour < 21 for who in FOUR for hour in town.local_hours_of_unasked_directs(who))
