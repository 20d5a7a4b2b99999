"""What people do in plain words: the workspace changes, the inbox hears of it, the right person sees the answer."""

import pytest

from circles_bot.engine import events, questions
from circles_bot.engine.errors import StoreError
from circles_bot.words.message import MessageForm, MessageSelect, MessageTextField, PrivateReply
from circles_sandbox.adapter import furnish, set_up
from circles_sandbox.client import SandboxClient
from circles_sandbox.clock import SandboxClock
from circles_sandbox.errors import ControlGoneError, UnusableError
from circles_sandbox.model import BOT, Message
from circles_sandbox.render import render_message
from circles_sandbox.workspace import Workspace
from tests.adapters.sandbox.canned_inbox import JOIN, START, CannedInbox, button, house_of, message


class Visit:
    """A furnished workspace with a board and a canned inbox."""

    def __init__(self) -> None:
        """Put up the board."""
        clock = SandboxClock(frozen_at=START)
        self.inbox = CannedInbox()
        self.workspace = Workspace(now=clock.now)
        furnish(self.workspace)
        self.client = SandboxClient(house_of(self.inbox, clock), self.workspace)
        self.place = self.workspace.channels[2].id
        body = render_message(message("board", JOIN, button("mine")), {})
        self.board = self.workspace.post(self.place, body, nonce="b", marker="board")
        self.workspace.seed_reactions(self.board.id, ["⚾"])


@pytest.fixture
def visit() -> Visit:
    """Return a new visit."""
    return Visit()


async def test_choosing_in_the_select_joins_and_only_you_see_the_answer(visit: Visit) -> None:
    """One tap: the inbox hears of it, the answer is a private note beside the board."""
    answer = await visit.client.tap("U1", visit.board.id, "join", ["int_1"])

    assert [type(event) for event in visit.inbox.events] == [events.InterestJoined]
    assert isinstance(answer, Message)
    assert (answer.only_for, answer.place) == ("U1", visit.place)
    assert answer in visit.client.messages_seen_by("U1", visit.place)
    assert answer not in visit.client.messages_seen_by("U2")
    assert visit.client.history.wish_of("U1") == "int_1"


async def test_a_forged_token_reaches_nobody(visit: Visit) -> None:
    """What the message does not offer cannot be tapped in it."""
    with pytest.raises(ControlGoneError):
        await visit.client.tap("U1", visit.board.id, "leave-circle:cir_1")

    assert not visit.inbox.events


async def test_a_reaction_on_the_board_is_seen_both_ways(visit: Visit) -> None:
    """Setting it twice is one news; taking it off is another; the bot's own stays."""
    await visit.client.react("U1", visit.board.id, "⚾")
    await visit.client.react("U1", visit.board.id, "⚾")
    await visit.client.unreact("U1", visit.board.id, "⚾")

    seen = [event.is_set for event in visit.inbox.events if isinstance(event, events.ReactionSeen)]
    assert seen == [True, False]
    assert visit.workspace.reactions_to(visit.board.id) == {"⚾": (BOT,)}


async def test_a_reaction_elsewhere_is_between_people(visit: Visit) -> None:
    """The inbox hears nothing of it."""
    said = visit.workspace.say("U2", visit.place, "Good morning")

    assert await visit.client.react("U1", said.id, "🌱") is None
    assert not visit.inbox.events


async def test_words_in_a_room_are_noticed_and_never_carried(visit: Visit) -> None:
    """The event says that Ana spoke; the words stay in the workspace."""
    room = visit.workspace.open_room("willow-3", ["U1", "U2"], under=visit.place, marker="cir_1")

    await visit.client.say("U1", room.id, "a very private sentence")
    await visit.client.say("U1", visit.place, "a public one")

    assert [type(event) for event in visit.inbox.events] == [events.RoomSpoke]
    assert "private sentence" not in repr(visit.inbox.events)


async def test_leaving_a_room_by_the_platform_leaves_the_circle(visit: Visit) -> None:
    """Leaving counts however it is done."""
    room = visit.workspace.open_room("willow-3", ["U1", "U2"], under=visit.place, marker="cir_1")

    await visit.client.leave("U1", room.id)

    assert [type(event) for event in visit.inbox.events] == [events.CircleLeft]
    assert room.id not in [place.id for place in visit.workspace.places_of("U1")]


async def test_a_command_is_read_and_answered(visit: Visit) -> None:
    """A known one is done; an unknown one, a slip and a wrong option are answered kindly.

    Whether a steward's command is theirs the engine says: it knows whom a steward has named.
    """
    await visit.client.command("U1", "/circles mine", place=visit.place)
    await visit.client.command("U1", "/circles jion baseball")
    await visit.client.command("U1", "/weather")
    await visit.client.command("U1", "/circles pause soon")
    await visit.client.command("U1", "/steward setup")

    assert [type(question) for question in visit.inbox.questions] == [questions.MineAsked, questions.SetupAsked]
    assert [line.key for line in visit.inbox.lines] == [
        "sorry-did-you-mean",
        "sorry-unknown-command",
        "sorry-weeks",
    ]
    assert not visit.inbox.events


async def test_an_answer_that_replaces_takes_the_place_of_what_was_tapped(visit: Visit) -> None:
    """In direct messages and private notes nothing dangling stays; in public it is a note of its own."""
    direct = visit.workspace.direct_with("U1")
    invitation = render_message(message("ready?", button("accept:cir_1")), {})
    asked = visit.workspace.post(direct.id, invitation, nonce="d")
    visit.inbox.reply = PrivateReply(content=message("Good."), replaces=True)

    await visit.client.tap("U1", asked.id, "accept:cir_1")
    await visit.client.tap("U1", visit.board.id, "join", ["int_1"])

    assert [found.words for found in visit.client.directs_of("U1")] == ["Good."]
    assert visit.workspace.message(visit.board.id).words == "board"


async def test_a_form_is_checked_against_what_was_shown(visit: Visit) -> None:
    """Only the form that is open, only with choices that it has, and only once."""
    form = MessageForm(token="setup", title="Set up", intro="", fields=(JOIN,), submit="Done")
    visit.inbox.reply = PrivateReply(content=form, replaces=False)
    shown = await visit.client.command("U2", "/steward setup")
    assert isinstance(shown, dict)

    with pytest.raises(ControlGoneError):
        await visit.client.submit_form("U1", shown["id"], {"join": ["int_1"]})
    with pytest.raises(UnusableError):
        await visit.client.submit_form("U2", shown["id"], {"join": ["int_9"]})
    await visit.client.submit_form("U2", shown["id"], {"join": ["int_1"]})
    with pytest.raises(ControlGoneError):
        await visit.client.submit_form("U2", shown["id"], {"join": ["int_1"]})


async def test_a_written_field_is_held_to_its_limit(visit: Visit) -> None:
    """Too long, or nothing where something is needed, is refused before it goes anywhere; the form stays open."""
    words = MessageTextField(token="topic", label="Topic", at_most_chars=5, is_required=True, starts_with="")
    form = MessageForm(token="setup", title="Set up", intro="", fields=(words,), submit="Done")
    visit.inbox.reply = PrivateReply(content=form, replaces=False)
    shown = await visit.client.command("U2", "/steward setup")
    assert isinstance(shown, dict)

    for refused in (["letter"], [], [""], ["a", "b"]):
        with pytest.raises(UnusableError):
            await visit.client.submit_form("U2", shown["id"], {"topic": refused})

    await visit.client.submit_form("U2", shown["id"], {"topic": ["zines"]})


async def test_who_was_picked_comes_as_a_member(visit: Visit) -> None:
    """The platform offers its people; what comes back is our id of one, and nobody who is not there."""
    picker = MessageSelect(
        token="avoid:cir_1", placeholder="Whom", options=(), at_least=1, at_most=1, picks_people=True
    )
    shown = visit.workspace.note("U1", visit.board.place, render_message(message("Whom?", picker), {}))

    await visit.client.tap("U1", shown.id, "avoid:cir_1", ["U3"])
    with pytest.raises(ControlGoneError):
        await visit.client.tap("U1", shown.id, "avoid:cir_1", ["U99"])

    (avoided,) = visit.inbox.events
    assert isinstance(avoided, events.MemberAvoided)
    assert avoided.other == visit.client.translator.actor(visit.workspace.person("U3")).member


async def test_the_same_act_twice_has_one_key(visit: Visit) -> None:
    """A page that sends again after a lost answer does not act twice."""
    for _ in range(2):
        await visit.client.tap("U1", visit.board.id, "join", ["int_1"], act_id="same")
    await visit.client.tap("U1", visit.board.id, "join", ["int_1"])

    keys = [event.key for event in visit.inbox.events]
    assert keys[0] == keys[1] != keys[2]


async def test_a_broken_database_is_told_and_nothing_is_shown(visit: Visit) -> None:
    """The error goes up to whoever can say so; no note pretends."""
    visit.inbox.is_broken = True

    with pytest.raises(StoreError):
        await visit.client.tap("U1", visit.board.id, "join", ["int_1"])

    assert all(found.only_for is None for found in visit.client.messages_seen_by("U1"))


async def test_the_board_is_read_again_at_the_start(visit: Visit) -> None:
    """Reactions made while the bot was down count."""
    visit.workspace.react("U3", visit.board.id, "⚾")

    await visit.client.read_board()

    (read,) = visit.inbox.events
    assert isinstance(read, events.BoardRead)
    assert [actor.theirs for actor in read.reactions["⚾"]] == ["U3"]


async def test_the_setup_takes_the_good_guesses(visit: Visit) -> None:
    """For the newcomer Noor walks the steward's path as the form suggests it."""
    form = MessageForm(token="setup", title="Set up", intro="", fields=(JOIN,), submit="Done")
    visit.inbox.reply = PrivateReply(content=form, replaces=False)

    await set_up(visit.client)

    assert [type(question) for question in visit.inbox.questions] == [questions.SetupAsked]
    assert [line.key for line in visit.inbox.lines] == ["sorry-unknown-tap"]  # the canned form is no real setup
