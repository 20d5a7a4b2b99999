"""Steps 4 and 10 for the few: one more person, a circle that has become small, seats that are kept open."""

from datetime import timedelta

from circles_bot.engine.tokens import Token
from tests.journeys.acts import (
    FOUR,
    a_lively_season_ends,
    answers_opening_question,
    circle_opens,
    invitations_come,
    opts_in,
    steward_sets_up,
    they_talk,
)
from tests.journeys.town import PEOPLE, Town

THREE = ("Ana", "Ben", "Chidi")


async def wants_one_more(town: Town, who: str) -> None:
    """Somebody taps Need something?, then One more person?, then yes."""
    await town.tap(who, Token.NEED, part="menu")
    await town.tap(who, Token.NEED, part="more")
    await town.tap(who, Token.MORE, part="yes")


async def leaves(town: Town, who: str) -> None:
    """Somebody leaves a circle under My circles."""
    await town.command(who, "/circles mine")
    await town.tap(who, Token.LEAVE_CIRCLE)
    await town.settle()


async def asked_what_it_would_like(town: Town) -> None:
    """Let some days pass until the room is asked."""
    for _ in range(7):
        if town.can_tap("Ana", Token.SEASON, part="one_more"):
            return
        await town.pass_time(timedelta(days=1))
    raise AssertionError("the room was not asked within a week")


async def test_everyones_tap_brings_one_more_person(town: Town) -> None:
    """Three tap, Eli is asked privately and says yes: the room says who has joined, and all of them sit together."""
    await steward_sets_up(town)
    await circle_opens(town, *THREE)
    before = [len(town.in_room(who)) for who in THREE]

    for who in THREE:
        await wants_one_more(town, who)
    await town.settle()

    assert [len(town.in_room(who)) for who in THREE] == before
    await opts_in(town, "Eli")
    await invitations_come_to_one(town, "Eli")
    assert not any(who in town.directs("Eli")[-1] for who in THREE)
    await town.tap("Eli", Token.ACCEPT)
    await town.pass_time(timedelta(hours=24))
    assert town.rooms("Eli") == town.rooms("Ana")
    assert any("Eli" in said for said in town.in_room("Ana")[before[0] :])
    assert town.removals() == 0


async def invitations_come_to_one(town: Town, who: str) -> None:
    """Let the weekly look come, at the latest the one after what is being decided, until somebody is asked."""
    for _ in range(30):
        await town.pass_time(timedelta(hours=12))
        if town.can_tap(who, Token.ACCEPT):
            return
    raise AssertionError(f"{who} was not asked within fifteen days")


async def test_one_who_does_not_tap_is_enough_to_stay_as_they_are(town: Town) -> None:
    """Two of three tap: nobody is asked, and nobody learns that one has not tapped."""
    await steward_sets_up(town)
    await circle_opens(town, *THREE)
    await opts_in(town, "Eli")
    for who in ("Ana", "Ben"):
        await wants_one_more(town, who)
    heard = town.heard("Ana")

    await town.pass_time(timedelta(days=9))

    assert not town.can_tap("Eli", Token.ACCEPT)
    assert town.heard("Ana") == heard


async def test_an_open_seat_that_is_declined_stays_open(town: Town) -> None:
    """Eli says not now: the room hears nothing, and Fatima is asked at a later look."""
    await steward_sets_up(town)
    await circle_opens(town, *THREE)
    for who in THREE:
        await wants_one_more(town, who)
    await opts_in(town, "Eli")
    await invitations_come_to_one(town, "Eli")
    before = [town.in_room(who) for who in THREE]

    await town.tap("Eli", Token.NOT_NOW)
    await opts_in(town, "Fatima")
    await invitations_come_to_one(town, "Fatima")

    assert [said[: len(old)] for said, old in zip((town.in_room(who) for who in THREE), before, strict=True)] == before
    assert town.rooms("Ana")
    assert not town.rooms("Eli")


async def test_a_circle_that_has_become_small_is_asked_days_later(town: Town) -> None:
    """Chidi leaves: nothing is said at that hour, and what comes some days later names neither people nor numbers."""
    await steward_sets_up(town)
    await circle_opens(town, *THREE)
    await answers_opening_question(town, *THREE)
    before = town.in_room("Ana")

    await leaves(town, "Chidi")

    assert town.in_room("Ana") == before
    await town.pass_time(timedelta(days=1))
    assert town.in_room("Ana") == before
    await asked_what_it_would_like(town)
    question = town.in_room("Ana")[-1]
    assert not any(who in question for who in PEOPLE)
    assert not any(word in question.casefold() for word in ("two", "left", "gone", "fewer"))


async def test_silence_carries_on_as_it_is(town: Town) -> None:
    """Nobody answers: the room stays theirs."""
    await steward_sets_up(town)
    await circle_opens(town, *THREE)
    await answers_opening_question(town, *THREE)
    await leaves(town, "Chidi")
    await asked_what_it_would_like(town)

    await town.pass_time(timedelta(days=6))

    assert town.rooms("Ana") == town.rooms("Ben")
    assert town.rooms("Ana")
    assert not town.can_tap("Ana", Token.ACCEPT)


async def test_a_small_circle_is_topped_up_when_both_like(town: Town) -> None:
    """Both tap one more person: Eli is asked and joins."""
    await steward_sets_up(town)
    await circle_opens(town, *THREE)
    await answers_opening_question(town, *THREE)
    await leaves(town, "Chidi")
    await asked_what_it_would_like(town)

    for who in ("Ana", "Ben"):
        await town.tap(who, Token.SEASON, part="one_more")
    await opts_in(town, "Eli")
    await invitations_come_to_one(town, "Eli")
    await town.tap("Eli", Token.ACCEPT)
    await town.pass_time(timedelta(hours=24))

    assert town.rooms("Eli") == town.rooms("Ana")
    assert not town.can_tap("Chidi", Token.ACCEPT)


async def test_a_small_circle_may_rest(town: Town) -> None:
    """Both rest: the room closes kindly, and nobody is asked anything after that."""
    await steward_sets_up(town)
    await circle_opens(town, *THREE)
    await answers_opening_question(town, *THREE)
    await leaves(town, "Chidi")
    await asked_what_it_would_like(town)

    for who in ("Ana", "Ben"):
        await town.tap(who, Token.SEASON, part="rest")
    await town.pass_time(timedelta(days=6))

    assert not town.rooms("Ana")
    assert town.archived_rooms("Ben")


async def test_without_new_faces_the_same_people_or_a_rest(town: Town) -> None:
    """Nobody else waits at the season's end: a fresh mix is not offered, since it could not be one."""
    await steward_sets_up(town)
    await circle_opens(town)
    await answers_opening_question(town)

    await a_lively_season_ends(town)

    assert town.can_tap("Ana", Token.SEASON, part="carry_on")
    assert town.can_tap("Ana", Token.SEASON, part="rest")
    assert not town.can_tap("Ana", Token.SEASON, part="fresh_mix")


async def test_with_new_faces_a_fresh_mix_is_offered(town: Town) -> None:
    """Others wait at the season's end: all three answers are there, and those who mix meet them."""
    await steward_sets_up(town)
    await circle_opens(town)
    await answers_opening_question(town)
    await they_talk(town, times=17)
    for who in ("Eli", "Fatima"):
        await opts_in(town, who)

    await a_lively_season_ends(town)
    for who in FOUR:
        await town.tap(who, Token.SEASON, part="fresh_mix")
    await town.pass_time(timedelta(days=6))

    await invitations_come(town, *FOUR, "Eli", "Fatima")


async def two_are_asked(town: Town) -> None:
    """Let Ana and Ben wait for the same thing, alone, until both are asked whether they would begin as two."""
    await steward_sets_up(town)
    for who in ("Ana", "Ben"):
        await opts_in(town, who)
    await town.pass_time(timedelta(days=5))
    assert not town.can_tap("Ana", Token.ACCEPT)
    for who in ("Ana", "Ben"):
        await invitations_come_to_one(town, who)


async def test_two_who_both_like_begin_as_two(town: Town) -> None:
    """Nobody else came in two weeks: both say yes, and a third who comes later is asked to take the open seat."""
    await two_are_asked(town)

    for who in ("Ana", "Ben"):
        await town.tap(who, Token.ACCEPT)
    await town.pass_time(timedelta(hours=24))

    assert town.rooms("Ana") == town.rooms("Ben")
    assert town.rooms("Ana")
    await opts_in(town, "Chidi")
    await invitations_come_to_one(town, "Chidi")
    await town.tap("Chidi", Token.ACCEPT)
    await town.pass_time(timedelta(hours=24))
    assert town.rooms("Chidi") == town.rooms("Ana")


async def test_one_of_two_who_says_no_looks_like_silence(town: Town) -> None:
    """Ben says not now: Ana just keeps waiting, is told nothing, and My circles says what it said before."""
    await two_are_asked(town)
    await town.tap("Ana", Token.ACCEPT)
    before = len(town.directs("Ana"))

    await town.tap("Ben", Token.NOT_NOW)
    await town.pass_time(timedelta(days=4))

    assert not town.rooms("Ana")
    assert len(town.directs("Ana")) == before
    await town.command("Ana", "/circles mine")
    assert "still gathering" in town.heard("Ana")


async def test_one_left_out_is_offered_something_near_within_a_week(town: Town) -> None:
    """Ana alone waits for baseball: the first weekly look offers her "anything", once; she joins only by a tap."""
    await steward_sets_up(town)
    await opts_in(town, "Ana")

    await town.pass_time(timedelta(days=7))

    assert len([said for said in town.directs("Ana") if "anything" in said]) == 1
    await town.pass_time(timedelta(days=14))
    assert len([said for said in town.directs("Ana") if "anything" in said]) == 1
    await town.command("Ana", "/circles mine")
    assert town.can_tap("Ana", Token.WAKE_WISH)
    await town.tap("Ana", Token.WAKE_WISH)
    await town.command("Ana", "/circles mine")
    assert "anything: still gathering" in town.heard("Ana")


async def test_anything_swallows_nobody(town: Town) -> None:
    """Three wait for anything, one for baseball: that one is asked into no circle on anything without joining it."""
    await steward_sets_up(town)
    for who in ("Ana", "Ben", "Chidi"):
        await opts_in(town, who, "anything")
    await opts_in(town, "Dewi")

    await invitations_come(town, "Ana", "Ben", "Chidi")

    assert not town.can_tap("Dewi", Token.ACCEPT)


async def test_a_late_yes_opens_no_room_in_the_night(town: Town) -> None:
    """The last yes comes at two in the morning: the room opens when most of them are awake."""
    await steward_sets_up(town)
    for who in THREE:
        await opts_in(town, who)
    await invitations_come(town, *THREE)
    for who in ("Ana", "Ben"):
        await town.tap(who, Token.ACCEPT)
    to_two = (26 - town.now().hour) % 24
    await town.pass_time(timedelta(hours=to_two))

    await town.tap("Chidi", Token.ACCEPT)
    await town.settle()

    assert not town.rooms("Ana")
    await town.pass_time(timedelta(hours=8))
    assert town.rooms("Ana")
