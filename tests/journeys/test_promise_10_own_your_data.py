"""Promise 10: people own their data. Export mine and forget me are one command each, complete, at once."""

import json
from datetime import timedelta

from circles_bot.engine.tokens import Token
from tests.journeys.acts import FOUR, answers_opening_question, circle_opens, steward_sets_up
from tests.journeys.town import Town

OTHERS = tuple(who for who in FOUR if who != "Ana")


async def _ana_is_forgotten(town: Town) -> None:
    await town.command("Ana", "/circles forget")
    await town.tap("Ana", Token.FORGET_ME)
    await town.settle()


async def test_ana_gets_everything_that_is_kept_about_her(town: Town) -> None:
    """As a page and as a file, in a direct message; nobody else gets anything."""
    await steward_sets_up(town)
    await circle_opens(town)

    await town.command("Ana", "/circles export")
    await town.settle()

    files = town.files("Ana")
    assert set(files) == {"circles-about-me.html", "circles-about-me.json"}
    found = json.loads(files["circles-about-me.json"])
    assert [row["interest"] for row in found["opt_ins"]] == ["baseball"]
    assert len(found["meetings"]) == len(OTHERS)
    assert "baseball" in files["circles-about-me.html"]
    assert not any(town.files(who) for who in (*OTHERS, "Noor"))


async def test_being_forgotten_is_silent_and_the_circle_goes_on(town: Town) -> None:
    """Nobody hears of it, nobody is removed, and the room shows her taps no more some days later."""
    await steward_sets_up(town)
    await circle_opens(town)
    await answers_opening_question(town)
    before = {who: (list(town.directs(who)), list(town.in_room(who))) for who in OTHERS}

    await _ana_is_forgotten(town)

    assert "forgotten" in town.heard("Ana")
    assert {who: (list(town.directs(who)), list(town.in_room(who))) for who in OTHERS} == before
    assert any("Ana" in text for text in town.in_room("Ben"))
    await town.pass_time(timedelta(days=3))
    assert not any("Ana" in text for text in town.in_room("Ben"))
    assert all(town.rooms(who) for who in OTHERS)
    assert town.removals() == 0


async def test_nothing_more_comes_until_she_joins_again(town: Town) -> None:
    """The emoji that still stands joins nobody; her own next tap begins anew."""
    await steward_sets_up(town)
    await town.react("Ana", "⚾")
    await town.settle()
    await _ana_is_forgotten(town)
    heard = len(town.directs("Ana"))

    await town.restart()
    await town.pass_time(timedelta(weeks=3))

    assert len(town.directs("Ana")) == heard
    await town.command("Ana", "/circles export")
    assert "nothing about you" in town.heard("Ana")
    await town.command("Ana", "/circles join baseball")
    await town.command("Ana", "/circles mine")
    assert "baseball" in town.heard("Ana")
