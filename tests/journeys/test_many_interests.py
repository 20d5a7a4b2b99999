"""A community with more interests than one message holds: the board is two, and each is as good as the other."""

from datetime import timedelta

from circles_bot.engine.tokens import Token
from tests.journeys.acts import opts_in, steward_sets_up
from tests.journeys.town import Town


async def thirty_interests(town: Town) -> None:
    """Noor has set the bot up, and in time thirty interests have opened."""
    await steward_sets_up(town)
    await town.interests_grow_to(30)


async def test_thirty_interests_are_two_board_messages_and_a_reaction_on_the_second_joins(town: Town) -> None:
    """Twenty are on the first and ten on the second; Ana reacts on the second, and is in; taking it off, she is out."""
    await thirty_interests(town)
    first, second = town.boards()
    assert "topic 17: open" in first
    assert "topic 18: open" in second
    assert [text.count(": open") for text in (first, second)] == [20, 10]

    await town.react("Ana", town.sign_of("topic 25"))
    await town.command("Ana", "/circles mine")
    assert "topic 25" in town.heard("Ana")

    await town.unreact("Ana", town.sign_of("topic 25"))
    await town.command("Ana", "/circles mine")
    assert "topic 25" not in town.heard("Ana")


async def test_either_message_joins_by_its_list(town: Town) -> None:
    """Ben chooses from the second message's list; who types /circles join finds all thirty."""
    await thirty_interests(town)

    await opts_in(town, "Ben", "topic 25")

    assert "You're in" in town.heard("Ben")
    await town.command("Chidi", "/circles join")
    await town.tap("Chidi", Token.JOIN, "topic 26")
    assert "You're in" in town.heard("Chidi")
    await town.command("Chidi", "/circles join")
    await town.tap("Chidi", Token.JOIN, "baseball")
    assert "You're in" in town.heard("Chidi")


async def test_what_was_done_on_either_message_while_the_bot_was_away_counts(town: Town) -> None:
    """Ana takes hers off the first and Ben sets one under the second; Chidi's, under the first, stands."""
    await thirty_interests(town)
    late = town.sign_of("topic 25")
    for who in ("Ana", "Chidi"):
        await town.react(who, "⚾")

    await town.while_down(lambda: town.unreact("Ana", "⚾"), lambda: town.react("Ben", late))

    for who, interest, is_in in (("Ana", "baseball", False), ("Ben", "topic 25", True), ("Chidi", "baseball", True)):
        await town.command(who, "/circles mine")
        assert (interest in town.heard(who)) is is_in


async def test_a_message_with_nothing_on_it_goes_away(town: Town) -> None:
    """The only interest of the second message is archived: one message is left, and nobody on it has moved."""
    await steward_sets_up(town)
    await town.interests_grow_to(21)
    first, second = town.boards()
    assert "topic 18: open" in second
    await town.pass_time(timedelta(minutes=5))

    await town.command("Noor", "/steward interests")
    await town.tap("Noor", Token.ARCHIVE, "topic 18")
    await town.settle()

    assert town.boards() == [first]


async def test_all_messages_move_with_the_board(town: Town) -> None:
    """Noor chooses another channel: both messages are there, none is left behind, and nobody's wish has ended.

    Not by reading the new messages either. Ana's reaction may have gone with the old one: she may set it anew, and take
    that off.
    """
    await thirty_interests(town)
    late = town.sign_of("topic 25")
    await town.react("Ana", late)
    await town.pass_time(timedelta(minutes=5))

    await steward_sets_up(town, board="general")
    assert "Nothing was changed" not in town.heard("Noor")
    assert [text.count(": open") for text in town.boards()] == [20, 9], "one is gathering"
    await town.restart()

    await town.command("Ana", "/circles mine")
    assert "topic 25" in town.heard("Ana")
    await town.react("Ana", late)
    await town.unreact("Ana", late)
    await town.command("Ana", "/circles mine")
    assert "topic 25" not in town.heard("Ana")


async def test_interests_are_merged_wherever_they_stand(town: Town) -> None:
    """Noor merges one of the second message into one of the first: who waited waits on."""
    await thirty_interests(town)
    await opts_in(town, "Ana", "topic 25")
    await town.pass_time(timedelta(minutes=5))

    await town.command("Noor", "/steward interests")
    await town.tap("Noor", Token.INTERESTS, part="merge")
    await town.tap("Noor", Token.MERGE_FROM, "topic 25")
    await town.tap("Noor", Token.MERGE_INTO, "baseball")
    await town.settle()

    assert "topic 25" not in town.board()
    await town.command("Ana", "/circles mine")
    assert "baseball" in town.heard("Ana")
