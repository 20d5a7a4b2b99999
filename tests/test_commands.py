"""Commands: declared once, read from text, described in words."""

from datetime import UTC, datetime

import pytest

from circles_bot.commands import COMMANDS, COMMANDS_WITH_PLACES, Call, Command, read_typed
from circles_bot.engine import events, questions
from circles_bot.engine.ids import CommunityId, MemberId
from circles_bot.words.catalog import shipped_catalog

AT = datetime(2026, 5, 5, 12, tzinfo=UTC)
ANA = events.Actor(member=MemberId("mem_a"), theirs="U1")


def a_call(**options: str) -> Call:
    """Return a call of Ana's."""
    return Call(community=CommunityId("com_1"), at=AT, actor=ANA, key="k", options=options)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.words_key)
def test_every_command_is_described_with_an_example(command: Command) -> None:
    """Its help is in the locale files, and fits what platforms allow for a description (100 characters)."""
    catalog = shipped_catalog()
    description = catalog.text(command.words_key, {}, locale="en")

    assert description
    assert len(description) <= 100
    assert catalog.has(command.words_key, "example")


def test_a_typed_command_is_read_with_its_option() -> None:
    """The words after the name are the option's value, spaces and all."""
    typed = read_typed("/circles join first job")

    assert typed.command is not None
    assert typed.command.name == "join"
    assert typed.options == {"interest": "first job"}


@pytest.mark.parametrize(("typed", "name"), [("/circles", "help"), ("/circles ", "help"), ("/STEWARD", "setup")])
def test_a_group_alone_means_what_one_would_expect(typed: str, name: str) -> None:
    """Who types only /circles wants to know what this is."""
    command = read_typed(typed).command

    assert command is not None
    assert command.name == name


def test_a_slip_of_the_pen_has_a_nearest_command() -> None:
    """/circles jion is not join, but we can say so."""
    typed = read_typed("/circles jion baseball")

    assert typed.command is None
    assert typed.nearest is not None
    assert typed.nearest.name == "join"


def test_join_and_leave_without_an_interest_show_what_there_is() -> None:
    """Nobody has to know a name by heart."""
    by_name = {command.name: command for command in COMMANDS}

    assert isinstance(by_name["join"].means(a_call()), questions.JoinAsked)
    assert isinstance(by_name["leave"].means(a_call()), questions.MineAsked)


def test_setup_takes_what_was_picked_and_nothing_typed() -> None:
    """Channels come from a platform's picker; words after a typed command name none."""
    typed = read_typed("/steward setup #general: #random")

    assert typed.command is not None
    assert typed.options == {}
    question = typed.command.means(a_call(board="C1", rooms="C2"))
    assert isinstance(question, questions.SetupAsked)
    assert (question.board, question.rooms) == ("C1", "C2")


@pytest.mark.parametrize("weeks", ["x", "-1", "27", "1.5"])
def test_a_pause_out_of_range_is_refused(weeks: str) -> None:
    """Weeks are whole numbers from 0 to 26."""
    pause = next(command for command in COMMANDS if command.name == "pause")

    with pytest.raises(ValueError, match=r".+"):
        pause.means(a_call(weeks=weeks))


def test_commands_that_offer_places_are_known() -> None:
    """An adapter looks up a community's channels for these alone: one that is not named would offer none."""
    offering = {
        (command.group, command.name)
        for command in COMMANDS
        if not any(option.is_required for option in command.options) and hasattr(command.means(a_call()), "places")
    }

    assert offering == COMMANDS_WITH_PLACES
