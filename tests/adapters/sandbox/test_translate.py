"""Translating: each act to its event, and nobody's words to anything."""

from dataclasses import fields

import pytest

from circles_bot.commands import COMMANDS
from circles_bot.engine import events, questions
from circles_bot.engine.model import CheckInAnswer, Way
from circles_bot.ports.identities import Identities
from circles_bot.taps import Meaning
from circles_sandbox.beginnings import PEOPLE
from circles_sandbox.model import BOT, Message, Place, PlaceKind
from circles_sandbox.translate import Act, Translator, event_key, people_named
from tests.adapters.sandbox.canned_inbox import START

TRANSLATOR = Translator(identities=Identities(platform="sandbox", key=bytes(32)))
ANA, NOOR = PEOPLE[0], PEOPLE[1]
ACT = Act(id="memory:A7", person=ANA, at=START)
CHANNEL = Place(id="C1", kind=PlaceKind.CHANNEL, name="circles")
ROOM = Place(id="R1", kind=PlaceKind.ROOM, name="willow-3", members=frozenset({"U1"}), marker="cir_1")


def test_an_actor_has_what_the_workspace_tells() -> None:
    """Language, time zone and stewardship come from the workspace; the id is ours."""
    ana, noor = TRANSLATOR.actor(ANA), TRANSLATOR.actor(NOOR)

    assert (ana.theirs, ana.locale, ana.timezone, ana.is_steward) == ("U1", "en-GB", "Europe/Lisbon", False)
    assert noor.is_steward
    assert ana.member != noor.member
    assert ana.member.startswith("mem_")


@pytest.mark.parametrize(
    ("token", "values", "kind"),
    [
        ("join", ("int_1",), events.InterestJoined),
        ("leave-wish:int_1", (), events.InterestLeft),
        ("accept:cir_1", (), events.InvitationAnswered),
        ("tap:cir_1:pos_1:2", (), events.PromptTapped),
        ("check-in:cir_1:1:good", (), events.CheckInAnswered),
        ("pause:4", (), events.PauseChosen),
        ("mine", (), questions.MineAsked),
        ("need:cir_1:menu", (), questions.RoomAsked),
    ],
)
def test_a_tap_becomes_what_it_means(token: str, values: tuple[str, ...], kind: type[Meaning]) -> None:
    """Each token comes out as its event or question, of the person who tapped."""
    meaning = TRANSLATOR.tap(ACT, token, values)

    assert isinstance(meaning, kind)
    assert meaning.community == TRANSLATOR.community
    assert isinstance(meaning, events.Personal | questions.Question)
    assert meaning.actor == TRANSLATOR.actor(ANA)
    assert meaning.at == START


@pytest.mark.parametrize("token", ["", "nonsense", "tap", "tap:cir_1:pos_1:x", "check-in:cir_1:1:sublime", "join"])
def test_a_tap_that_cannot_be_read_means_nothing(token: str) -> None:
    """Old, cut or forged tokens are None, never an error."""
    assert TRANSLATOR.tap(ACT, token) is None


def test_the_same_act_has_the_same_key() -> None:
    """What arrives twice is recognised: the key follows from the act's id."""
    first, again = (TRANSLATOR.tap(ACT, "check-in:cir_1:1:good") for _ in range(2))

    assert first == again
    assert isinstance(first, events.CheckInAnswered)
    assert first.answer is CheckInAnswer.GOOD
    assert first.key == event_key(ACT) == "sandbox:memory:A7"


def test_a_form_brings_its_fields_and_the_workspace() -> None:
    """The setup knows which platform and community it is about."""
    act = Act(id="a", person=NOOR, at=START)
    chosen = {"setup-board": ["C1"], "setup-rooms": ["C1"], "setup-interests": ["⚾ baseball"]}

    meaning = TRANSLATOR.tap(act, "setup", fields=chosen)

    assert isinstance(meaning, events.SetupChosen)
    assert (meaning.platform, meaning.community_theirs) == ("sandbox", "sandbox")
    assert meaning.interests == (("⚾", "baseball"),)


def test_a_command_becomes_what_it_means() -> None:
    """/circles join baseball is an opt-in by command; an option that is none means nothing."""
    join = next(command for command in COMMANDS if command.name == "join")
    pause = next(command for command in COMMANDS if command.name == "pause")

    meaning = TRANSLATOR.command(ACT, join, {"interest": "baseball"}, [CHANNEL], PEOPLE)

    assert isinstance(meaning, events.InterestJoined)
    assert meaning.way is Way.COMMAND
    assert TRANSLATOR.command(ACT, pause, {"weeks": "a few"}, [CHANNEL], PEOPLE) is None


def test_people_are_named_by_their_whole_or_first_name() -> None:
    """As one writes them, in any case, each once; a name that is nobody's is refused."""
    assert people_named("noor, @Ana Ribeiro, ana", PEOPLE) == (NOOR, ANA)

    with pytest.raises(KeyError):
        people_named("Ana, Nobody", PEOPLE)


def test_the_setup_is_offered_the_channels() -> None:
    """A steward chooses among the workspace's channels, by the names people see."""
    setup = next(command for command in COMMANDS if command.name == "setup")

    meaning = TRANSLATOR.command(ACT, setup, {}, [CHANNEL], PEOPLE)

    assert isinstance(meaning, questions.SetupAsked)
    assert meaning.places == (questions.Place(theirs="C1", name="#circles"),)


def test_only_the_board_s_reactions_mean_anything() -> None:
    """A reaction elsewhere is between people."""
    board, other = _message(marker="board"), _message()

    seen = TRANSLATOR.reaction(ACT, board, "⚾", is_set=True, hears_reply=True)

    assert seen == events.ReactionSeen(
        community=TRANSLATOR.community, at=START, actor=TRANSLATOR.actor(ANA), emoji="⚾", is_set=True, hears_reply=True
    )
    assert TRANSLATOR.reaction(ACT, other, "⚾", is_set=True, hears_reply=True) is None


def test_a_reaction_says_under_which_page_it_was() -> None:
    """Each page's emoji stand for its own interests."""
    seen = TRANSLATOR.reaction(ACT, _message(marker="board:1"), "⚾", is_set=True, hears_reply=True)

    assert seen is not None
    assert seen.page == 1


def test_the_board_is_read_whole_without_the_bot() -> None:
    """The bot's own reactions are no wishes; without any of them the board was cleared."""
    people = {person.id: person for person in PEOPLE}

    read = TRANSLATOR.board({"⚾": (BOT, "U1"), "📚": (BOT,)}, people, START, page=0)
    cleared = TRANSLATOR.board({"⚾": ("U1",)}, people, START, page=0)

    assert dict(read.reactions) == {"⚾": (TRANSLATOR.actor(ANA),), "📚": ()}
    assert not read.is_cleared
    assert cleared.is_cleared


def test_of_what_is_said_only_that_it_was_said() -> None:
    """The bot never reads: an event of speech has no field that could hold words."""
    spoke = TRANSLATOR.speech(ACT, ROOM)

    assert isinstance(spoke, events.RoomSpoke)
    assert spoke.circle == "cir_1"
    assert {field.name for field in fields(spoke)} == {"community", "at", "key", "actor", "circle"}


def test_what_is_said_elsewhere_is_not_even_noticed() -> None:
    """Channels, direct messages and rooms that people made themselves are nobody's business."""
    own_room = Place(id="R2", kind=PlaceKind.ROOM, name="lunch", members=frozenset({"U1"}))

    assert TRANSLATOR.speech(ACT, CHANNEL) is None
    assert TRANSLATOR.speech(ACT, own_room) is None
    assert TRANSLATOR.departure(ACT, own_room) is None
    assert isinstance(TRANSLATOR.departure(ACT, ROOM), events.CircleLeft)


def _message(marker: str = "") -> Message:
    return Message(id="M1", number=1, place="C1", author=BOT, at=START, marker=marker)
