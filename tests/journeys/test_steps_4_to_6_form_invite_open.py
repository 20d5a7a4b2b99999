"""Steps 4 to 6: people who wait are invited privately; those who say yes sit in a room with an easy first question."""

from datetime import timedelta

from circles_bot.engine.tokens import Token
from tests.journeys.acts import FOUR, all_opt_in, circle_opens, invitations_come, opts_in, steward_sets_up
from tests.journeys.town import PEOPLE, Town


async def test_four_who_say_yes_sit_in_one_room(town: Town) -> None:
    """The whole way: four taps on the board, four yeses, one private room that nobody else sees."""
    await steward_sets_up(town)

    await circle_opens(town)

    names = {town.rooms(who) for who in FOUR}
    assert len(names) == 1
    assert len(next(iter(names))) == 1
    assert not town.rooms("Eli")


async def test_an_invitation_names_nobody_and_no_number(town: Town) -> None:
    """A small circle is ready: no names, no numbers, who could see it, and how to get fewer."""
    await steward_sets_up(town)
    await all_opt_in(town)
    await invitations_come(town)

    invitation = town.directs("Ana")[-1]

    assert not any(who in invitation for who in PEOPLE if who != "Ana")
    assert "baseball" in invitation


async def test_the_welcome_is_short_and_says_who_is_here(town: Town) -> None:
    """At most 350 characters, everybody's name, one question with answers to tap."""
    await steward_sets_up(town)

    await circle_opens(town)

    welcome = town.in_room("Ana")[0]
    assert len(welcome) <= 350
    assert all(who in welcome for who in FOUR)
    assert town.can_tap("Ana", Token.TAP)
    assert town.can_tap("Ana", Token.NEED)


async def test_a_tap_shows_the_answer_to_the_room(town: Town) -> None:
    """Ana taps; Ben sees "Ana: …"; who has not tapped is named nowhere."""
    await steward_sets_up(town)
    await circle_opens(town)

    await town.tap("Ana", Token.TAP)
    await town.settle()

    welcome = town.in_room("Ben")[0]
    assert "Ana: " in welcome
    assert "Ben: " not in welcome


async def test_nothing_happens_on_a_no_before_the_deadline(town: Town) -> None:
    """A no looks like silence: the others' screens are the same until the time to answer is over."""
    await steward_sets_up(town)
    await all_opt_in(town)
    await invitations_come(town)
    before = [(town.directs(who), town.rooms(who)) for who in ("Ana", "Ben", "Chidi")]

    await town.tap("Dewi", Token.NOT_NOW)
    await town.settle()

    assert [(town.directs(who), town.rooms(who)) for who in ("Ana", "Ben", "Chidi")] == before


async def test_three_yeses_are_enough_at_the_deadline(town: Town) -> None:
    """The circle opens with those who said yes when the time to answer is over."""
    await steward_sets_up(town)
    await all_opt_in(town)
    await invitations_come(town)
    for who in ("Ana", "Ben", "Chidi"):
        await town.tap(who, Token.ACCEPT)
    await town.tap("Dewi", Token.NOT_NOW)

    await town.pass_time(timedelta(days=5))

    assert all(town.rooms(who) for who in ("Ana", "Ben", "Chidi"))
    assert not town.rooms("Dewi")


async def test_one_more_than_planned_for_may_sit(town: Town) -> None:
    """Five wait for a circle of four: all are asked, all say yes, all sit, and the room opens without a deadline."""
    five = (*FOUR, "Eli")
    await steward_sets_up(town)

    await circle_opens(town, *five)

    assert len({tuple(town.rooms(who)) for who in five}) == 1
    assert len(town.rooms("Ana")) == 1


async def test_too_few_yeses_go_first_in_the_next_round(town: Town) -> None:
    """Two yeses open nothing; they are told so, and are asked first when others have come."""
    await steward_sets_up(town)
    await all_opt_in(town)
    await invitations_come(town)
    for who in ("Ana", "Ben"):
        await town.tap(who, Token.ACCEPT)

    await town.pass_time(timedelta(days=5))

    assert not town.rooms("Ana")
    await town.command("Ana", "/circles mine")
    assert "baseball" in town.heard("Ana")
    await all_opt_in(town, "Eli", "Fatima", "Goran")
    await invitations_come(town, "Ana", "Ben")


async def test_not_now_and_silence_skip_two_weeks_alike(town: Town) -> None:
    """Neither is asked again for two weeks, and neither loses the wish."""
    await steward_sets_up(town)
    await all_opt_in(town)
    await invitations_come(town)
    await town.tap("Dewi", Token.NOT_NOW)

    await town.pass_time(timedelta(days=5))

    texts = []
    for who in ("Chidi", "Dewi"):
        await town.command(who, "/circles mine")
        texts.append(town.heard(who))
    assert texts[0] == texts[1]
    assert "baseball" in texts[0]


async def test_a_closed_direct_message_waits_behind_my_circles(town: Town) -> None:
    """An invitation that cannot be delivered is found at My circles, and costs nothing."""
    await steward_sets_up(town)
    await town.close_directs("Ana", closed=True)
    await all_opt_in(town)
    await invitations_come(town, "Ben", "Chidi", "Dewi")

    assert not town.directs("Ana")
    await town.command("Ana", "/circles mine")
    assert town.can_tap("Ana", Token.ACCEPT)


async def test_a_no_is_changed_to_a_yes_before_the_deadline(town: Town) -> None:
    """Minds may change while there is time."""
    await steward_sets_up(town)
    await all_opt_in(town)
    await invitations_come(town)
    circle = await _circle_of_invitation(town, "Dewi")
    await town.tap("Dewi", Token.NOT_NOW)

    await town.tap_token("Dewi", f"accept:{circle}")
    for who in ("Ana", "Ben", "Chidi"):
        await town.tap(who, Token.ACCEPT)
    await town.settle()

    assert town.rooms("Dewi")


async def test_a_second_tap_on_an_old_button_changes_nothing(town: Town) -> None:
    """Tapping yes again after the room has opened is answered kindly."""
    await steward_sets_up(town)
    await all_opt_in(town)
    await invitations_come(town)
    circle = await _circle_of_invitation(town, "Ana")
    for who in FOUR:
        await town.tap(who, Token.ACCEPT)
    await town.settle()
    before = town.in_room("Ana")

    await town.tap_token("Ana", f"accept:{circle}")
    await town.settle()

    assert town.heard("Ana")
    assert town.in_room("Ana") == before
    assert len(town.rooms("Ana")) == 1


async def test_a_small_pool_is_told_honestly_that_it_is_gathering(town: Town) -> None:
    """Two who wait are not left in silence: My circles says when the bot looks again."""
    await steward_sets_up(town)
    await all_opt_in(town, "Ana", "Ben")
    await town.pass_time(timedelta(days=8))

    await town.command("Ana", "/circles mine")

    assert "baseball" in town.heard("Ana")
    assert "Tuesday" in town.heard("Ana")


async def test_people_who_have_met_are_mixed_afresh(town: Town) -> None:
    """Eight people, two circles: everybody has a seat in exactly one."""
    await steward_sets_up(town)
    everybody = PEOPLE[0:8]
    await all_opt_in(town, *everybody)
    await invitations_come(town, *everybody)
    for who in everybody:
        await town.tap(who, Token.ACCEPT)
    await town.settle()

    rooms = [town.rooms(who) for who in everybody]

    assert all(len(names) == 1 for names in rooms)
    assert len(set(rooms)) == 2


async def test_no_one_is_invited_who_did_not_ask(town: Town) -> None:
    """Opt-in only: being in the community is not a wish."""
    await steward_sets_up(town)
    await circle_opens(town)

    await town.pass_time(timedelta(weeks=2))

    for who in ("Eli", "Fatima", "Goran"):
        assert not town.directs(who)
        assert not town.rooms(who)


async def test_leaving_the_wish_before_the_answer_counts(town: Town) -> None:
    """Who takes the wish back while invited is out, whatever they tap afterwards."""
    await steward_sets_up(town)
    await all_opt_in(town)
    await invitations_come(town)
    await town.command("Dewi", "/circles leave baseball")
    for who in ("Ana", "Ben", "Chidi"):
        await town.tap(who, Token.ACCEPT)

    await town.pass_time(timedelta(days=5))

    assert town.rooms("Ana")
    assert not town.rooms("Dewi")


async def test_a_late_joiner_is_offered_a_circle_within_a_week(town: Town) -> None:
    """First offer within a week, even for those who come after the first round."""
    await steward_sets_up(town)
    await circle_opens(town)

    for who in ("Eli", "Fatima", "Goran"):
        await opts_in(town, who)
    await town.pass_time(timedelta(days=7, hours=12))

    assert all(town.directs(who) for who in ("Eli", "Fatima", "Goran"))


async def _circle_of_invitation(town: Town, who: str) -> str:
    return town.token_of(who, Token.ACCEPT).split(":")[1]
