"""Need something? in a room: a report that a steward answers, a kind closing, the avoid list from anywhere."""

from datetime import timedelta

from circles_bot.engine.tokens import Token
from tests.journeys.acts import FOUR, circle_opens, invitations_come, opts_in, steward_sets_up
from tests.journeys.town import Town

HOURS = timedelta(hours=1)


async def reports(town: Town, who: str, words: str) -> None:
    """Somebody asks a steward to look."""
    await town.tap(who, Token.NEED)
    await town.tap(who, Token.NEED, part="report")
    await town.tap(
        who,
        Token.REPORT,
        fields={Token.REPORT_TEXT: (words,), Token.REPORT_NAME: ("No, please don't say who",)},
    )


async def test_a_report_is_answered_by_a_steward(town: Town) -> None:
    """Ana reports, Noor reads it by a tap and answers; Ana hears, the circle does not, and nobody is named."""
    await steward_sets_up(town)
    await circle_opens(town)
    before = town.in_room("Ben"), town.directs("Ben")

    await reports(town, "Ana", "It is **loud** in here @everyone")
    await town.pass_time(timedelta(hours=14))
    await town.tap("Noor", Token.REPORT_OPEN)
    read = town.heard("Noor")
    await town.tap("Noor", Token.REPORT_ANSWER, part="done")
    await town.pass_time(timedelta(hours=14))

    assert "It is **loud** in here @everyone" in read
    assert "Ana" not in read
    assert not any("loud" in said for said in town.directs("Noor")[:-1])
    assert "taken care of" in town.directs("Ana")[-1]
    assert "Noor" not in town.directs("Ana")[-1]
    assert (town.in_room("Ben"), town.directs("Ben")) == before
    await town.command("Noor", "/steward reports")
    assert not town.can_tap("Noor", Token.REPORT_OPEN, part="x")


async def test_a_steward_closes_a_room_kindly(town: Town) -> None:
    """At the next full hour, with the usual thanks."""
    await steward_sets_up(town)
    await circle_opens(town)
    await reports(town, "Ana", "")
    await town.command("Noor", "/steward reports")
    await town.tap("Noor", Token.REPORT_OPEN)

    await town.tap("Noor", Token.CLOSE_ROOM)
    assert town.rooms("Ben")
    await town.pass_time(HOURS)

    assert not town.rooms("Ben")
    assert town.archived_rooms("Ben")
    assert town.removals() == 0


async def test_a_held_member_is_in_no_new_circle_and_notices_nothing_false(town: Town) -> None:
    """Noor keeps Ben out of new circles: the others get one, Ben's wish is kept."""
    await steward_sets_up(town)
    await town.command("Noor", "/steward hold")
    await town.tap("Noor", Token.HOLD, fields={Token.HOLD_PERSON: ("Ben",), Token.HOLD_WEEKS: ("4 weeks",)})
    for who in (*FOUR, "Eli"):
        await opts_in(town, who)

    await invitations_come(town, "Ana", "Chidi", "Dewi", "Eli")
    await town.command("Ben", "/circles mine")

    assert not town.can_tap("Ben", Token.ACCEPT)
    assert town.directs("Ben") == []
    assert "your wish is kept" in town.heard("Ben")


async def test_avoiding_somebody_never_met_keeps_them_apart(town: Town) -> None:
    """Ana picks Ben from the list of everybody: with only four waiting there is no circle with both."""
    await steward_sets_up(town)
    await town.command("Ana", "/circles avoid Ben")
    for who in FOUR:
        await opts_in(town, who)

    await town.pass_time(timedelta(days=9))

    assert not (town.can_tap("Ana", Token.ACCEPT) and town.can_tap("Ben", Token.ACCEPT))
    await town.command("Ana", "/circles avoid")
    await town.tap("Ana", Token.AVOID_END, "Ben")
    assert not town.can_tap("Ana", Token.AVOID_END)
