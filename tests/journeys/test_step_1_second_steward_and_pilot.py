"""Step 1, the two that may be left alone: a second steward, and a pilot with one channel's people."""

from datetime import timedelta

from circles_bot.engine.tokens import Token
from tests.journeys.acts import STARTERS, circle_opens, opts_in, steward_sets_up
from tests.journeys.town import Town
from tests.journeys.towns import where_reactions_get_no_answer


async def sets_up_with(town: Town, **more: str) -> None:
    """Noor sets the bot up and fills in what may be left empty."""
    await town.command("Noor", "/steward setup")
    names = {"second": Token.SETUP_SECOND, "pilot": Token.SETUP_PILOT}
    await town.tap(
        "Noor",
        Token.SETUP,
        fields={
            Token.SETUP_BOARD: ("circles",),
            Token.SETUP_ROOMS: ("circles",),
            Token.SETUP_INTERESTS: STARTERS,
            **{names[name]: (chosen,) for name, chosen in more.items()},
        },
    )
    await town.settle()


async def test_a_second_steward_hears_of_it_privately_and_gets_reports(town: Town) -> None:
    """Goran is named at setup: one private message, no word to others, and a report reaches him as it does Noor."""
    await sets_up_with(town, second="Goran")

    assert "looks after me as well" in town.heard("Noor")
    assert len(town.directs("Goran")) == 1
    assert "named you" in town.directs("Goran")[0]
    assert all(town.directs(who) == [] for who in ("Noor", "Ana", "Ben"))
    await town.command("Goran", "/steward status")
    assert "opted in" in town.heard("Goran")

    await circle_opens(town)
    await town.tap("Ana", Token.NEED, part="menu")
    await town.tap("Ana", Token.NEED, part="report")
    await town.tap("Ana", Token.REPORT, fields={Token.REPORT_TEXT: ("Please look.",)})
    await town.pass_time(timedelta(hours=12))
    assert town.can_tap("Goran", Token.REPORT_OPEN)


async def test_a_naming_can_be_taken_back_and_given_up(town: Town) -> None:
    """Noor takes Goran's name back; Fatima, named later, would rather not. Neither sees the stewards' page after."""
    await sets_up_with(town, second="Goran")
    await town.command("Noor", "/steward team")
    await town.tap("Noor", Token.END_NAMING, "Goran")
    await town.tap("Noor", Token.NAME_STEWARD, "Fatima")
    await town.pass_time(timedelta(hours=12))

    await town.tap("Fatima", Token.STEP_DOWN)

    for who in ("Goran", "Fatima"):
        await town.command(who, "/steward status")
        assert "for the stewards" in town.heard(who)


async def test_a_pilot_is_for_the_people_of_one_channel_until_a_steward_ends_it(town: Town) -> None:
    """Ana, in the channel, joins; Eli, outside, is told kindly, by select and by reaction; then it opens for all."""
    await sets_up_with(town, pilot="tryout")
    assert "small group" in town.board()

    await opts_in(town, "Ana")
    await opts_in(town, "Eli")
    assert "You're in" in town.heard("Ana")
    assert "small group" in town.heard("Eli")
    await town.react("Eli", "⚾")
    assert "small group" in town.heard("Eli")

    await town.pass_time(timedelta(minutes=5))
    await town.command("Noor", "/steward settings")
    await town.tap("Noor", Token.SETTINGS, fields={})
    await town.tap("Noor", Token.SETTINGS_PAGE, part="6")
    await town.tap("Noor", Token.SETTINGS, fields={"set:pilot_place": ("Everybody",)})
    await town.settle()
    assert "small group" not in town.board()
    await town.restart()
    assert town.directs("Eli") == []
    await town.command("Eli", "/circles mine")
    assert "baseball" not in town.heard("Eli")
    await opts_in(town, "Eli")
    assert "You're in" in town.heard("Eli")


async def test_too_many_interests_at_first_are_refused_with_what_is_accepted(town: Town) -> None:
    """Six for a community of nobody yet: nothing is half done, and four are fine."""
    await steward_sets_up(town, "anything", "books", "pets", "music", "films", "games")

    assert "at most 4" in town.heard("Noor")
    await town.command("Ana", "/circles join books")
    assert "not set me up" in town.heard("Ana")
    await steward_sets_up(town, "anything", "books", "pets", "music")
    assert "pets" in town.board()


@where_reactions_get_no_answer
async def test_a_reaction_from_outside_a_pilot_sends_nothing(town: Town) -> None:
    """Where a reaction cannot be answered the board has said who can join; Ana, inside, hears once that she is in."""
    await sets_up_with(town, pilot="tryout")

    for who in ("Ana", "Eli"):
        await town.react(who, "⚾")
    await town.pass_time(timedelta(days=1))

    assert "only they can join" in town.board()
    assert len(town.directs("Ana")) == 1
    assert town.directs("Eli") == []
