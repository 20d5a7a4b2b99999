"""The board, and the private menu of what there is to join."""

from datetime import timedelta

import pytest

from circles_bot.engine.boards import board_due, board_shown, join_asked
from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.effects import ShowBoard
from circles_bot.engine.events import BoardDue, BoardShown
from circles_bot.engine.joining_timers import board_timer
from circles_bot.engine.model import Address, AddressKind, OptInState
from circles_bot.engine.notes import Argument, Note, Select
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import JoinAsked
from circles_bot.engine.snapshots import CommunityScope
from tests.engine.builders import COMMUNITY, HOUR, NOON, WEEK, a_community, a_member, an_actor
from tests.engine.towns import ALL, BASEBALL, a_standing, a_wish, community_scope, due_of, member_scope, tokens_of


def shown(scope: CommunityScope) -> ShowBoard:
    """Return the board as it is shown at noon."""
    effect = board_due(scope, BoardDue(community=COMMUNITY, at=NOON)).effects[0]
    assert isinstance(effect, ShowBoard)
    return effect


def test_board_begins_with_the_private_select() -> None:
    """The board's first element is Join, with every interest; reacting comes second and says that it shows a name."""
    board = shown(community_scope())

    assert board.note.leads_with_controls
    assert isinstance(board.note.controls[0], Select)
    assert [option.value for option in board.note.controls[0].options] == [interest.id for interest in ALL]
    assert "mine" in tokens_of(board.note)
    assert board.note.footer is not None
    assert board.note.footer.key == "board-reacting"


@pytest.mark.parametrize(
    ("waiting", "live", "key"),
    [
        (0, 0, "board-open"),
        (1, 0, "board-gathering"),
        (10, 0, "board-gathering"),
        (0, 1, "board-talking"),
        (2, 7, "board-talking-and-gathering"),
    ],
)
def test_board_says_states_in_words(waiting: int, live: int, key: str) -> None:
    """An interest's state is a word, never a number."""
    scope = community_scope(waiting={BASEBALL.id: waiting}, live_circles={BASEBALL.id: live})

    line = shown(scope).note.lines[0]

    assert line.key == key
    assert not any(isinstance(value, int) for value in line.args.values())


def test_board_holds_no_number_and_no_person() -> None:
    """No figure by which somebody's absence shows, and nobody's name."""
    note = shown(community_scope(waiting={BASEBALL.id: 3})).note
    values: list[Argument] = [value for line in note.lines for value in line.args.values()]

    assert {type(value).__name__ for value in values} <= {"str", "datetime"}


def test_board_says_when_the_bot_last_looked() -> None:
    """Silence reads as broken: the board says when it last looked, and when it looks again."""
    looked = shown(community_scope(community=a_community(looked_at=NOON - WEEK))).note.lines[-1]

    assert (looked.key, looked.args["looked"]) == ("board-looked", NOON - WEEK)


def test_board_is_shown_at_most_hourly() -> None:
    """A board shown within the hour waits for the next full one."""
    scope = community_scope(community=a_community(board_at=NOON + HOUR / 6))

    decision = board_due(scope, BoardDue(community=COMMUNITY, at=NOON + HOUR / 2))

    assert (decision.effects, due_of(decision, "board:")) == ((), NOON + HOUR)


@pytest.mark.parametrize("minutes", [0, 1, 29, 59])
def test_board_tells_no_minute_of_a_tap(minutes: int) -> None:
    """Whenever somebody joins, what follows shows at the next full hour: no watcher can tell whose tap it was."""
    community, at = a_community(board_at=NOON - 20 * HOUR), NOON + timedelta(minutes=minutes)

    timer = board_timer(community, Policy(), at)

    assert timer.due_at == NOON + HOUR
    shown = board_due(community_scope(community=community), BoardDue(community=COMMUNITY, at=timer.due_at))
    assert len(shown.effects) == 1


def test_board_is_shown_at_once_after_a_stewards_act() -> None:
    """What a steward does may be seen at once: everybody may know of it."""
    community = a_community(board_at=NOON - timedelta(minutes=1))

    timer = board_timer(community, Policy(), NOON, is_at_once=True)

    assert timer.due_at == NOON
    assert isinstance(timer.event, BoardDue)
    assert len(board_due(community_scope(community=community), timer.event).effects) == 1


def test_board_shown_remembers_the_message() -> None:
    """The board is edited in place from then on."""
    decision = board_shown(community_scope(), BoardShown(community=COMMUNITY, at=NOON, theirs="m-1"))

    address = Address(community=COMMUNITY, kind=AddressKind.BOARD, ours=COMMUNITY, theirs="m-1")
    assert decision.changes == (Kept(address),)


def test_board_without_a_place_is_not_shown() -> None:
    """A community that has no board yet gets none."""
    scope = community_scope(community=a_community(board_place=None))

    assert board_due(scope, BoardDue(community=COMMUNITY, at=NOON)) == Decision()


def test_join_menu_marks_what_is_joined() -> None:
    """The menu shows privately what one is in already."""
    scope = member_scope(a_standing(opt_in=a_wish(state=OptInState.SEATED)), member=a_member())

    reply = join_asked(scope, JoinAsked(community=COMMUNITY, at=NOON, actor=an_actor()))

    assert isinstance(reply.content, Note)
    menu = reply.content.controls[0]
    assert isinstance(menu, Select)
    assert [option.value for option in menu.options if option.description] == [BASEBALL.id]
