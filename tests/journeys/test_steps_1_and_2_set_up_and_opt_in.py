"""Steps 1 and 2: a steward sets the bot up; members opt in and out, each in the way they like."""

from datetime import timedelta

from circles_bot.engine.tokens import Token
from tests.journeys.acts import STARTERS, opts_in, steward_sets_up
from tests.journeys.town import Town


async def test_setup_shows_a_board_with_the_chosen_interests(town: Town) -> None:
    """Three choices and the board is there, with every interest and no number on it."""
    await steward_sets_up(town)

    board = town.board()

    assert all(interest in board for interest in STARTERS)
    assert not any(character.isdigit() for line in board.splitlines() if "baseball" in line for character in line)


async def test_setup_answers_with_a_text_to_announce(town: Town) -> None:
    """The steward gets something to post, so that nobody has to explain the bot."""
    await steward_sets_up(town)

    assert "board" in town.heard("Noor").casefold()


async def test_setup_done_again_repairs_and_keeps_everybody(town: Town) -> None:
    """Running setup a second time neither doubles an interest nor loses a wish."""
    await steward_sets_up(town)
    await opts_in(town, "Ana")
    await town.pass_time(timedelta(minutes=5))

    await steward_sets_up(town, "books")

    assert town.board().count("baseball") == 1
    assert "books" in town.board()
    await town.command("Ana", "/circles mine")
    assert "baseball" in town.heard("Ana")


async def test_setup_is_for_stewards(town: Town) -> None:
    """Anybody else gets a kind answer, and nothing is set up."""
    await town.command("Ana", "/steward setup")

    assert town.heard("Ana")
    assert not town.can_tap("Ana", Token.SETUP)


async def test_joining_by_select_is_answered_at_once_and_privately(town: Town) -> None:
    """One tap: in, told so at once, and nobody else sees anything."""
    await steward_sets_up(town)
    before = town.board()

    await opts_in(town, "Ana")

    assert "in" in town.heard("Ana").casefold()
    assert town.can_tap("Ana", Token.LEAVE_WISH)
    assert town.board() == before
    assert not town.directs("Ben")


async def test_undo_takes_the_wish_back(town: Town) -> None:
    """The first answer's Undo undoes."""
    await steward_sets_up(town)
    await opts_in(town, "Ana")

    await town.tap("Ana", Token.LEAVE_WISH)

    await town.command("Ana", "/circles mine")
    assert "baseball" not in town.heard("Ana")


async def test_joining_by_command_understands_the_name_as_typed(town: Town) -> None:
    """/circles join First Job joins first job."""
    await steward_sets_up(town)

    await town.command("Ana", "/circles join First  Job")

    await town.command("Ana", "/circles mine")
    assert "first job" in town.heard("Ana")


async def test_an_unknown_interest_is_answered_with_the_nearest(town: Town) -> None:
    """A slip of the pen is met with "did you mean", and nothing is joined."""
    await steward_sets_up(town)

    await town.command("Ana", "/circles join basebal")

    assert "baseball" in town.heard("Ana")
    await town.command("Ana", "/circles mine")
    assert "baseball" not in town.heard("Ana")


async def test_too_long_a_name_gets_an_answer(town: Town) -> None:
    """Ten thousand characters are answered kindly and change nothing."""
    await steward_sets_up(town)

    await town.command("Ana", "/circles join " + "x" * 10_000)

    assert town.heard("Ana")
    assert "xxxx" not in town.board()


async def test_joining_by_reaction_counts_and_is_told(town: Town) -> None:
    """An emoji on the board is a wish; the first answer comes within a day, once: at once where the platform can."""
    await steward_sets_up(town)

    await town.react("Ana", "⚾")
    told_at_once = "baseball" in town.heard("Ana")
    await town.pass_time(timedelta(hours=24))

    await town.command("Ana", "/circles mine")
    assert "baseball" in town.heard("Ana")
    assert told_at_once != bool(town.directs("Ana"))


async def test_taking_the_reaction_off_ends_the_waiting_wish(town: Town) -> None:
    """Off is off, however the wish was made."""
    await steward_sets_up(town)
    await opts_in(town, "Ana")
    await town.react("Ana", "⚾")

    await town.unreact("Ana", "⚾")

    await town.command("Ana", "/circles mine")
    assert "baseball" not in town.heard("Ana")


async def test_leaving_outranks_a_reaction_that_still_stands(town: Town) -> None:
    """After an explicit leave the emoji on the board means nothing until it is set again."""
    await steward_sets_up(town)
    await town.react("Ana", "⚾")
    await town.command("Ana", "/circles leave baseball")

    await town.restart()

    await town.command("Ana", "/circles mine")
    assert "baseball" not in town.heard("Ana")
    await town.unreact("Ana", "⚾")
    await town.react("Ana", "⚾")
    await town.command("Ana", "/circles mine")
    assert "baseball" in town.heard("Ana")


async def test_joining_twice_is_joining_once(town: Town) -> None:
    """A second tap is answered kindly and doubles nothing."""
    await steward_sets_up(town)

    await opts_in(town, "Ana")
    await opts_in(town, "Ana")

    await town.command("Ana", "/circles mine")
    assert town.heard("Ana").count("baseball:") == 1


async def test_reactions_made_while_the_bot_was_down_count(town: Town) -> None:
    """What people set or took off in the meantime is seen when the bot is back."""
    await steward_sets_up(town)
    await town.react("Ben", "⚾")

    await town.while_down(lambda: town.react("Ana", "⚾"), lambda: town.unreact("Ben", "⚾"))

    await town.command("Ana", "/circles mine")
    assert "baseball" in town.heard("Ana")
    await town.command("Ben", "/circles mine")
    assert "baseball" not in town.heard("Ben")


async def test_a_wish_survives_a_restart(town: Town) -> None:
    """Nothing that was answered is lost."""
    await steward_sets_up(town)
    await opts_in(town, "Ana")

    await town.restart()

    await town.command("Ana", "/circles mine")
    assert "baseball" in town.heard("Ana")


async def test_a_forged_or_old_token_gets_a_kind_answer(town: Town) -> None:
    """A button we never made, or one of somebody else's community, changes nothing."""
    await steward_sets_up(town)

    for token in ("accept:cir_0000000000000000", "tap:cir_1:pst_1:99", "nonsense", "check-in:a:b:c", "season::"):
        await town.tap_token("Ana", token)
        assert town.heard("Ana")
