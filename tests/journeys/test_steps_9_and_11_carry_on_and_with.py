"""Steps 9 and 11: talking with chosen people, and carrying on elsewhere by two yeses."""

from datetime import timedelta

from circles_bot.engine.tokens import Token
from tests.journeys.acts import circle_opens, steward_sets_up
from tests.journeys.town import Town

DAY = timedelta(days=1)


async def asked_comes(town: Town, who: str, control: Token) -> None:
    """Let some hours pass until somebody is asked."""
    for _ in range(6):
        if town.can_tap(who, control):
            return
        await town.pass_time(timedelta(hours=6))
    raise AssertionError(f"{who} was not asked")


async def test_two_of_three_say_yes_and_get_a_room(town: Town) -> None:
    """Ana asks Ben, Chidi and Dewi; Dewi declines; at the deadline there is a room for three, and nobody is named."""
    await steward_sets_up(town)
    await town.command("Ana", "/circles with Ben, Chidi, Dewi: zines @everyone")
    for who in ("Ben", "Chidi", "Dewi"):
        await asked_comes(town, who, Token.WITH_YES)
    asked = town.directs("Ben")[-1]

    await town.tap("Ben", Token.WITH_YES)
    await town.tap("Dewi", Token.WITH_NO)
    await town.tap("Chidi", Token.WITH_YES)
    assert not town.rooms("Ana")
    await town.pass_time(8 * DAY)

    assert "Ana" in asked
    assert "zines @everyone" in asked
    assert not any(other in asked for other in ("Chidi", "Dewi"))
    assert len(town.rooms("Ana")) == len(town.rooms("Ben")) == len(town.rooms("Chidi")) == 1
    assert not town.rooms("Dewi")
    assert "Dewi" not in "".join((*town.in_room("Ana"), *town.directs("Ana")))
    assert "zines" in town.in_room("Ana")[0]
    assert town.can_tap("Ana", Token.NEED)


async def test_nobody_says_yes_and_one_neutral_line_comes(town: Town) -> None:
    """Ana hears once, at the deadline, that it did not come about; a no came to nobody's notice."""
    await steward_sets_up(town)
    await town.command("Ana", "/circles with")
    await town.tap("Ana", Token.WITH, fields={Token.WITH_PEOPLE: ("Ben", "Chidi"), Token.WITH_TOPIC: ("zines",)})
    await asked_comes(town, "Ben", Token.WITH_NO)
    await town.tap("Ben", Token.WITH_NO)
    await town.pass_time(3 * DAY)
    assert town.directs("Ana") == []

    await town.pass_time(6 * DAY)

    assert len(town.directs("Ana")) == 1
    assert not any(who in town.directs("Ana")[0] for who in ("Ben", "Chidi"))
    assert not town.rooms("Ana")


async def test_a_hand_off_with_contacts(town: Town) -> None:
    """Ana asks Ben, Ben says yes, both give: each sees the other's words once, and then they are gone."""
    await steward_sets_up(town)
    await circle_opens(town)
    await town.tap("Ana", Token.NEED)
    await town.tap("Ana", Token.NEED, part="hand_off")
    await town.tap("Ana", Token.HANDOFF, "Ben")
    await asked_comes(town, "Ben", Token.HANDOFF_YES)
    assert "Ana" in town.directs("Ben")[-1]

    await town.tap("Ben", Token.HANDOFF_YES)
    await town.tap("Ben", Token.HANDOFF_GIVE)
    await town.tap("Ben", Token.HANDOFF_GIFT, fields={Token.HANDOFF_TEXT: ("ben@example.org",)})
    await town.pass_time(timedelta(hours=14))
    await town.tap("Ana", Token.HANDOFF_SHOW)

    assert "ben@example.org" in town.heard("Ana")
    await town.tap("Ana", Token.HANDOFF_SHOW)
    assert "ben@example.org" not in town.heard("Ana")
    assert not any("ben@example.org" in said for said in town.directs("Ana"))
    await town.tap("Ana", Token.HANDOFF_NOTHING)
    await town.pass_time(timedelta(hours=14))
    assert "hello" in town.directs("Ben")[-1]


async def test_a_declined_hand_off_says_nothing(town: Town) -> None:
    """Ana hears nothing, ever; what she sees is the same as with no answer."""
    await steward_sets_up(town)
    await circle_opens(town)
    await town.command("Ana", "/circles handoff Ben")
    await asked_comes(town, "Ben", Token.HANDOFF_NO)
    before = town.directs("Ana"), town.in_room("Ana")

    await town.tap("Ben", Token.HANDOFF_NO)
    await town.pass_time(DAY)

    assert (town.directs("Ana"), town.in_room("Ana")) == before


async def test_avoiding_bites_on_every_path(town: Town) -> None:
    """Ben avoids Ana after their circle: neither a with nor a hand-off of hers ever reaches him."""
    await steward_sets_up(town)
    await circle_opens(town)
    await town.tap("Ben", Token.NEED)
    await town.tap("Ben", Token.NEED, part="avoid")
    await town.tap("Ben", Token.AVOID, "Ana")
    before = town.directs("Ben")

    await town.command("Ana", "/circles handoff Ben")
    said = town.heard("Ana")
    await town.command("Ana", "/circles with Ben, Eli: zines")
    await town.pass_time(8 * DAY)

    assert "I ask Ben privately" in said
    new = [message for message in town.directs("Ben") if message not in before]
    assert not any("Ana" in message for message in new)
    assert not town.can_tap("Ben", Token.WITH_YES)
    assert not town.can_tap("Ben", Token.HANDOFF_YES)


async def test_a_question_that_does_not_arrive_waits_behind_my_circles(town: Town) -> None:
    """Ben's and Chidi's messages are closed: they find what Ana asked under My circles, and a yes counts like any."""
    await steward_sets_up(town)
    await circle_opens(town)
    for who in ("Ben", "Chidi"):
        await town.close_directs(who, closed=True)
    heard = len(town.directs("Ben"))

    await town.command("Ana", "/circles with Ben: zines")
    await town.command("Ana", "/circles handoff Chidi")
    await town.pass_time(2 * DAY)

    await town.command("Ben", "/circles mine")
    await town.command("Chidi", "/circles mine")
    assert len(town.directs("Ben")) == heard
    assert "zines" in town.heard("Ben")
    assert "just the two of you" in town.heard("Chidi")
    await town.tap("Ben", Token.WITH_YES)
    await town.tap("Chidi", Token.HANDOFF_YES)
    await town.pass_time(DAY)
    assert len(town.rooms("Ben")) == 2
    assert any("Chidi" in text for text in town.directs("Ana"))
