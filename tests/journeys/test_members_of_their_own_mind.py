"""What members choose for themselves, long waits, and leaving the community: nothing of it is seen by anybody else."""

from datetime import timedelta

from circles_bot.engine.tokens import Token
from tests.journeys.acts import FOUR, a_lively_season_ends, circle_opens, opts_in, steward_sets_up, they_talk
from tests.journeys.town import Town


async def test_about_me_takes_each_choice_by_one_tap(town: Town) -> None:
    """/circles me shows what is in force; a choice is kept and shown, and others hear nothing."""
    await steward_sets_up(town)
    await opts_in(town, "Ana")
    await town.command("Ana", "/circles me")

    await town.tap("Ana", Token.PREFER, "Quiet from 19:00", part="quiet_from")
    await town.tap("Ana", Token.PREFER, "English", "Português", part="languages")

    assert "English, Português" in town.heard("Ana")
    assert town.directs("Ben") == []


async def test_who_takes_no_messages_finds_the_invitation_in_my_circles(town: Town) -> None:
    """Nothing comes unasked; the circle waits behind My circles as long as it waits for the others."""
    await steward_sets_up(town)
    for who in FOUR:
        await opts_in(town, who)
    await town.command("Ana", "/circles me")
    await town.tap("Ana", Token.PREFER, "None: I look in myself", part="messages")

    await town.pass_time(timedelta(hours=36))

    assert town.directs("Ana") == []
    await town.command("Ana", "/circles mine")
    await town.tap("Ana", Token.ACCEPT)
    for who in FOUR[1:]:
        await town.tap(who, Token.ACCEPT)
    await town.pass_time(timedelta(days=1))
    assert town.rooms("Ana")


async def test_a_wish_that_waits_for_months_is_asked_about_once(town: Town) -> None:
    """After twelve weeks "shall I keep looking?"; silence puts it to sleep, and a tap wakes it."""
    await steward_sets_up(town)
    await opts_in(town, "Ana")

    await town.pass_time(timedelta(weeks=14))
    assert sum("keep looking" in text for text in town.directs("Ana")) == 1

    await town.pass_time(timedelta(weeks=4))
    await town.command("Ana", "/circles mine")
    assert "asleep" in town.heard("Ana")
    await town.tap("Ana", Token.WAKE_WISH)
    assert "You're in" in town.heard("Ana")


async def test_leaving_the_community_frees_the_seat_without_a_word(town: Town) -> None:
    """The room hears nothing; whoever comes back finds the wish at rest, and nobody woke it for them."""
    await steward_sets_up(town)
    await circle_opens(town)
    before = list(town.in_room("Ben"))

    await town.leaves_the_community("Ana")
    await town.pass_time(timedelta(hours=12))
    assert list(town.in_room("Ben")) == before
    heard = len(town.directs("Ana"))
    await town.pass_time(timedelta(weeks=3))

    await town.comes_back("Ana")
    await town.command("Ana", "/circles mine")
    assert len(town.directs("Ana")) == heard
    assert "rest" in town.heard("Ana")
    assert town.removals() == 0


async def likes_not_to_be_asked(town: Town, who: str) -> None:
    """Somebody chooses so under About me."""
    await town.command(who, "/circles me")
    await town.tap(who, Token.PREFER, "After the first, just open it", part="ask_first")


async def test_after_the_first_circle_a_member_may_be_told_instead_of_asked(town: Town) -> None:
    """Ana's first circle asked; after a fresh mix the next one tells her, and Ben steps out of his by one tap."""
    await steward_sets_up(town)
    for who in ("Ana", "Ben"):
        await opts_in(town, who)
        await likes_not_to_be_asked(town, who)
    await circle_opens(town)
    await they_talk(town, times=17)
    for who in ("Eli", "Fatima"):
        await opts_in(town, who)
    await a_lively_season_ends(town)
    for who in FOUR:
        await town.tap(who, Token.SEASON, part="fresh_mix")
    for who in ("Goran", "Noor"):  # two circles of four: one seat more than Ben's stepping out takes
        await opts_in(town, who)

    for _ in range(10):
        await town.pass_time(timedelta(hours=12))
        told = [who for who in ("Ana", "Ben") if "keep a seat" in town.directs(who)[-1]]
        if len(told) == 2:
            break
    assert told == ["Ana", "Ben"]
    await town.tap("Ben", Token.NOT_NOW)
    for who in ("Chidi", "Dewi", "Eli", "Fatima", "Goran", "Noor"):
        await town.tap(who, Token.ACCEPT) if town.can_tap(who, Token.ACCEPT) else None
    await town.pass_time(timedelta(days=4))

    assert len(town.rooms("Ana")) == 1
    assert town.rooms("Ben") == ()
