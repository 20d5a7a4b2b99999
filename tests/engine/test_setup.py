"""Setting a community up, and doing it again."""

from dataclasses import replace

import pytest

from circles_bot.engine.decision import Decision, Dropped, Kept
from circles_bot.engine.effects import ShowBoard
from circles_bot.engine.events import SetupChosen
from circles_bot.engine.model import Address, AddressKind, Community, Interest
from circles_bot.engine.notes import Form, Note, Select
from circles_bot.engine.proposals import interest_id
from circles_bot.engine.questions import Place, SetupAsked
from circles_bot.engine.setup import setup_asked, setup_chosen
from circles_bot.engine.snapshots import MemberScope
from tests.engine.builders import COMMUNITY, DAY, HOUR, NOON, an_actor
from tests.engine.towns import BASEBALL, a_standing, a_wish, due_of, member_scope, note_of, wishes_in

EMPTY = MemberScope(community=None, member=None, standings=())
CHOSEN = SetupChosen(
    community=COMMUNITY,
    at=NOON,
    actor=an_actor(is_steward=True),
    platform="sandbox",
    community_theirs="town",
    board_place="board",
    rooms_place="rooms",
    interests=(("💬", "anything"), ("⚾", "baseball")),
)
PLACES = (
    Place(theirs="1", name="#random"),
    Place(theirs="2", name="#general"),
    Place(theirs="3", name="#circles", lacks=("send messages",)),
    Place(theirs="4", name="#introductions"),
)


def asked(*, is_steward: bool = True, scope: MemberScope = EMPTY) -> Form | Note:
    """Ask for the setup."""
    actor = an_actor(is_steward=is_steward)
    return setup_asked(scope, SetupAsked(community=COMMUNITY, at=NOON, actor=actor, places=PLACES)).content


def fields_of(form: Form | Note) -> tuple[Select, ...]:
    """Return a form's fields."""
    assert isinstance(form, Form)
    return tuple(field for field in form.fields if isinstance(field, Select))


def interests_in(decision: Decision) -> tuple[Interest, ...]:
    """Return the interests that a decision keeps."""
    return tuple(change.record for change in decision.changes if isinstance(change.record, Interest))


def test_setup_form_guesses_places_that_lack_nothing() -> None:
    """Three choices with good guesses; a channel where the bot lacks a permission says so and is not guessed."""
    board, rooms, _ = fields_of(asked())

    assert [option.value for option in board.options if option.is_chosen] == ["4"]
    assert [option.value for option in rooms.options if option.is_chosen] == ["4"]
    assert [option.value for option in board.options if option.description] == ["3"]


def test_setup_form_starts_small() -> None:
    """Small communities start with three interests and ``anything``."""
    chosen = [option.label for option in fields_of(asked())[2].options if option.is_chosen]

    assert len(chosen) == 4
    assert "anything" in chosen


def test_setup_form_fits_both_platforms_limits() -> None:
    """A select holds at most 25 options, whatever the number of channels."""
    many = tuple(Place(theirs=str(number), name=f"channel {number}") for number in range(60))
    question = SetupAsked(community=COMMUNITY, at=NOON, actor=an_actor(is_steward=True), places=many)

    assert all(len(field.options) <= 25 for field in fields_of(setup_asked(EMPTY, question).content))


def test_setup_is_for_stewards_only() -> None:
    """Anybody else gets a kind answer, from the form as from its submission."""
    refused = asked(is_steward=False)
    assert isinstance(refused, Note)
    assert refused.key == "setup-stewards-only"

    decision = setup_chosen(EMPTY, replace(CHOSEN, actor=an_actor()))

    assert (decision.changes, decision.effects, note_of(decision).key) == ((), (), "setup-stewards-only")


def test_setup_makes_community_addresses_interests_board_and_weekly_look() -> None:
    """Two minutes, one form, and everything is in place."""
    decision = setup_chosen(EMPTY, CHOSEN)

    records = [change.record for change in decision.changes]
    assert any(isinstance(record, Community) and record.set_up_at == NOON for record in records)
    assert {record.kind for record in records if isinstance(record, Address)} == {
        AddressKind.COMMUNITY,
        AddressKind.PLACE,
        AddressKind.MEMBER,
    }
    assert [interest.name for interest in interests_in(decision)] == ["anything", "baseball"]
    assert isinstance(decision.effects[0], ShowBoard)
    assert due_of(decision, "weekly:") == NOON + 6 * DAY + 6 * HOUR


def test_setup_replies_with_an_announcement_to_post() -> None:
    """The steward gets the words to tell the others."""
    assert [line.key for line in note_of(setup_chosen(EMPTY, CHOSEN)).lines] == ["setup-announcement"]


def test_setup_again_repairs_and_keeps_everything() -> None:
    """Done again it makes no doubles, touches no wish, and closes no interest that was not chosen again."""
    scope = member_scope(a_standing(opt_in=a_wish()))

    decision = setup_chosen(scope, replace(CHOSEN, interests=(("🏏", "BASEBALL "), ("🍲", "cooking"))))

    by_name = {interest.name: interest for interest in interests_in(decision)}
    assert by_name["baseball"] == BASEBALL
    assert "books" in by_name
    assert "cooking" in by_name
    assert wishes_in(decision) == ()


def test_setup_elsewhere_posts_the_board_anew() -> None:
    """A board moved to another channel is a new message there."""
    decision = setup_chosen(member_scope(), replace(CHOSEN, board_place="elsewhere"))

    dropped = [change.record for change in decision.changes if isinstance(change, Dropped)]
    assert [record.kind for record in dropped if isinstance(record, Address)] == [AddressKind.BOARD]


def test_setup_in_the_same_place_edits_the_board() -> None:
    """A board that stays is edited in place."""
    assert not any(isinstance(change, Dropped) for change in setup_chosen(member_scope(), CHOSEN).changes)


def test_setup_gives_every_interest_an_emoji_of_its_own() -> None:
    """A reaction must mean one thing."""
    decision = setup_chosen(EMPTY, replace(CHOSEN, interests=(("⚾", "baseball"), ("⚾️", "softball"), ("", "chess"))))

    assert len({interest.emoji for interest in interests_in(decision)}) == 3


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "x" * 81])
def test_setup_refuses_names_that_are_none(name: str) -> None:
    """An interest's name has 1 to 80 characters that can be seen."""
    decision = setup_chosen(EMPTY, replace(CHOSEN, interests=(("⚾", name),)))

    assert (decision.changes, note_of(decision).key) == ((), "setup-no-interests")


def test_interest_ids_follow_from_the_name_however_typed() -> None:
    """The same interest gets the same id again, and another community another one."""
    assert interest_id(COMMUNITY, "First  Job") == interest_id(COMMUNITY, "ｆｉｒｓｔ job")
    assert interest_id(COMMUNITY, "first job") != interest_id("com_other", "first job")


def test_setup_keeps_what_is_true_when_repeated() -> None:
    """The day of the first setup stays, and so does the zone."""
    first = setup_chosen(EMPTY, replace(CHOSEN, timezone="Europe/Paris"))
    community = next(change.record for change in first.changes if isinstance(change.record, Community))
    scope = member_scope(community=community)

    again = setup_chosen(scope, replace(CHOSEN, at=NOON + DAY, timezone="Asia/Tokyo"))

    assert Kept(replace(community, board_at=NOON + DAY)) in again.changes
