"""The gateway: each parcel once however often it is performed, and every refusal an outcome."""

from datetime import timedelta

import pytest

from circles_bot.engine import effects
from circles_bot.engine.errors import ChatError
from circles_bot.engine.ids import CircleId, CommunityId, EffectKey, Lane, MemberId, PostId
from circles_bot.engine.notes import Line, Note
from circles_bot.ports.chat import ChatEffect, Closed, Dead, Done, Gone, Later, Parcel
from circles_sandbox.adapter import furnish
from circles_sandbox.errors import MEANINGS, UnusableError, WorkspaceError, chat_error, outcome_of
from circles_sandbox.gateway import Fault, SandboxGateway
from circles_sandbox.model import BOT, PlaceKind
from circles_sandbox.workspace import Workspace
from tests.adapters.sandbox.canned_inbox import JOIN, START, button, message

COMMUNITY = CommunityId("com_1")
CIRCLE = CircleId("cir_1")
ANA, NOOR = MemberId("mem_ana"), MemberId("mem_noor")
PEOPLE = {ANA: "U1", NOOR: "U2"}
NOTE = Note(key="any", footer=Line(key="fewer"))


@pytest.fixture
def workspace() -> Workspace:
    """Return a workspace with its first people and channels."""
    workspace = Workspace(now=lambda: START)
    furnish(workspace)
    return workspace


def parcel(effect: ChatEffect, *, to: str | None, message_id: str | None = None, text: str = "hello") -> Parcel:
    """Return a parcel of an effect."""
    return Parcel(
        key=effect.key,
        effect=effect,
        community="sandbox",
        to=to,
        message=message_id,
        words=message(text, button("tap:1"), JOIN),
        people=PEOPLE,
    )


def open_room(place: str) -> effects.OpenRoom:
    """Return the opening of a room for Ana and Noor."""
    return effects.OpenRoom(
        key=EffectKey("open"),
        lane=Lane("l"),
        community=COMMUNITY,
        circle=CIRCLE,
        place=place,
        name="willow-3",
        members=(ANA, NOOR),
    )


def post(key: str = "post") -> effects.PostToRoom:
    """Return a post to the room."""
    return effects.PostToRoom(
        key=EffectKey(key),
        lane=Lane("l"),
        community=COMMUNITY,
        circle=CIRCLE,
        post=PostId("pos_1"),
        note=NOTE,
        pings=(ANA,),
    )


def direct(key: str = "direct") -> effects.SendDirect:
    """Return a direct message to Ana."""
    return effects.SendDirect(
        key=EffectKey(key),
        lane=Lane("l"),
        community=COMMUNITY,
        member=ANA,
        kind=effects.DirectKind.INVITATION,
        circle=CIRCLE,
        note=NOTE,
    )


def board(place: str, key: str = "board", *, page: int = 0) -> effects.ShowBoard:
    """Return the showing of a page of the board."""
    return effects.ShowBoard(
        key=EffectKey(key),
        lane=Lane("l"),
        community=COMMUNITY,
        place=place,
        note=NOTE,
        seed_emoji=("⚾", "📚"),
        page=page,
    )


async def test_a_room_opens_once_with_its_members(workspace: Workspace) -> None:
    """The same opening again, a restart in between or not, is the same room."""
    gateway, under = SandboxGateway(workspace), workspace.channels[2].id

    first = await gateway.perform(parcel(open_room(under), to=under))
    again = await gateway.perform(parcel(open_room(under), to=under))

    assert first == again
    assert isinstance(first, Done)
    assert first.theirs is not None
    assert workspace.place(first.theirs).members == {"U1", "U2"}
    assert [place.id for place in workspace.places_of("U1") if place.kind is PlaceKind.ROOM] == [first.theirs]


async def test_a_post_and_a_direct_message_arrive_once(workspace: Workspace) -> None:
    """An uncertain try may be made again without anybody reading it twice."""
    gateway, under = SandboxGateway(workspace), workspace.channels[2].id
    room = await gateway.perform(parcel(open_room(under), to=under))
    assert isinstance(room, Done)

    posts = [await gateway.perform(parcel(post(), to=room.theirs)) for _ in range(2)]
    directs = [await gateway.perform(parcel(direct(), to="U1")) for _ in range(2)]

    assert posts[0] == posts[1]
    assert directs[0] == directs[1]
    assert len(workspace.messages_for("U1", room.theirs or "")) == 1
    assert workspace.messages_for("U1", room.theirs or "")[0].pings == {"U1"}
    assert len(workspace.messages_for("U1", "DU1")) == 1


async def test_a_post_is_edited_in_place(workspace: Workspace) -> None:
    """Tap answers show up in the post itself; editing the same again changes nothing."""
    gateway, under = SandboxGateway(workspace), workspace.channels[2].id
    room = await gateway.perform(parcel(open_room(under), to=under))
    assert isinstance(room, Done)
    posted = await gateway.perform(parcel(post(), to=room.theirs))
    assert isinstance(posted, Done)
    edit = effects.EditPost(
        key=EffectKey("edit"), lane=Lane("l"), community=COMMUNITY, circle=CIRCLE, post=PostId("pos_1"), note=NOTE
    )

    for _ in range(2):
        await gateway.perform(parcel(edit, to=room.theirs, message_id=posted.theirs, text="Ana: mountains"))

    shown = workspace.messages_for("U2", room.theirs or "")
    assert [found.words for found in shown] == ["Ana: mountains"]
    assert shown[0].version == 2
    assert await gateway.perform(parcel(edit, to=room.theirs, message_id=None)) == Gone()


async def test_a_closed_room_is_archived(workspace: Workspace) -> None:
    """Closing keeps what was said, takes no posts, and may be done again."""
    gateway, under = SandboxGateway(workspace), workspace.channels[2].id
    room = await gateway.perform(parcel(open_room(under), to=under))
    assert isinstance(room, Done)
    close = effects.CloseRoom(key=EffectKey("close"), lane=Lane("l"), community=COMMUNITY, circle=CIRCLE)

    outcomes = [await gateway.perform(parcel(close, to=room.theirs)) for _ in range(2)]

    assert outcomes == [Done(), Done()]
    assert workspace.place(room.theirs or "").is_archived
    assert await gateway.perform(parcel(post("late"), to=room.theirs)) == Gone()


async def test_the_board_is_posted_once_then_edited(workspace: Workspace) -> None:
    """The bot's own reactions stand first, each once; people's stay through every edit."""
    gateway, place = SandboxGateway(workspace), workspace.channels[2].id
    first = await gateway.perform(parcel(board(place), to=None))
    assert isinstance(first, Done)
    assert first.theirs is not None
    workspace.react("U1", first.theirs, "⚾")

    again = await gateway.perform(parcel(board(place), to=None))
    edited = await gateway.perform(parcel(board(place, "later"), to=first.theirs, text="anew"))

    assert first == again == edited
    assert workspace.reactions_to(first.theirs) == {"⚾": (BOT, "U1"), "📚": (BOT,)}
    assert workspace.message(first.theirs).words.startswith("anew")


async def test_a_board_that_moves_leaves_nothing_behind(workspace: Workspace) -> None:
    """The steward chose another channel: one board, over there."""
    gateway = SandboxGateway(workspace)
    old, new = workspace.channels[2].id, workspace.channels[0].id
    await gateway.perform(parcel(board(old), to=None))

    moved = await gateway.perform(parcel(board(new, "moved"), to=None))

    assert isinstance(moved, Done)
    marked = workspace.message_marked("board")
    assert marked is not None
    assert (marked.id, marked.place) == (moved.theirs, new)
    assert not workspace.messages_for("U1", old)


async def test_what_is_not_there_is_gone(workspace: Workspace) -> None:
    """A room, a place, a message or a person that is no longer there."""
    gateway = SandboxGateway(workspace)

    assert await gateway.perform(parcel(post(), to="R99")) == Gone()
    assert await gateway.perform(parcel(post(), to=None)) == Gone()
    assert await gateway.perform(parcel(direct(), to="U99")) == Gone()
    assert await gateway.perform(parcel(board("C99"), to=None)) == Gone()


async def test_pages_of_the_board_are_messages_of_their_own(workspace: Workspace) -> None:
    """Each is edited in place, and one that is taken away takes no other with it; taken away again, it is gone."""
    gateway, place = SandboxGateway(workspace), workspace.channels[2].id
    first = await gateway.perform(parcel(board(place), to=None))
    second = await gateway.perform(parcel(board(place, "board:1", page=1), to=None))
    assert isinstance(first, Done)
    assert isinstance(second, Done)
    assert second.theirs is not None
    assert [one.id for one in workspace.messages_marked("board")] == [first.theirs, second.theirs]

    away = effects.TakeBoardAway(key=EffectKey("away"), lane=Lane("l"), community=COMMUNITY, theirs=second.theirs)
    assert await gateway.perform(parcel(away, to=second.theirs)) == Done()
    assert await gateway.perform(parcel(away, to=second.theirs)) == Gone()

    assert [one.id for one in workspace.messages_marked("board")] == [first.theirs]


async def test_a_board_that_is_lost_is_shown_anew(workspace: Workspace) -> None:
    """The message was deleted: people get a board again, as a new one."""
    gateway = SandboxGateway(workspace)

    shown = await gateway.perform(parcel(board(workspace.channels[0].id), to="M99"))

    assert isinstance(shown, Done)
    assert workspace.message_marked("board") is not None


async def test_closed_direct_messages_are_closed(workspace: Workspace) -> None:
    """Somebody who takes no direct messages is reported as such, and nothing is sent."""
    workspace.set_takes_directs("U1", False)

    assert await SandboxGateway(workspace).perform(parcel(direct(), to="U1")) == Closed()


@pytest.mark.parametrize("outcome", [Later(retry_after=timedelta(seconds=30)), Closed(), Gone(), Dead(reason="a bug")])
async def test_it_fails_on_demand(workspace: Workspace, outcome: Later | Closed | Gone | Dead) -> None:
    """A test may ask for any outcome once; the next try is honest again."""
    gateway = SandboxGateway(workspace)
    gateway.faults.append(Fault(outcome=outcome))

    failed = await gateway.perform(parcel(direct(), to="U1"))
    after = await gateway.perform(parcel(direct(), to="U1"))

    assert failed == outcome
    assert isinstance(after, Done)


async def test_an_answer_that_got_lost_is_not_sent_twice(workspace: Workspace) -> None:
    """It arrived, the report did not: the second try finds it."""
    gateway = SandboxGateway(workspace)
    gateway.faults.append(Fault(outcome=Later(), happens_anyway=True))

    assert await gateway.perform(parcel(direct(), to="U1")) == Later()
    assert isinstance(await gateway.perform(parcel(direct(), to="U1")), Done)
    assert len(workspace.messages_for("U1", "DU1")) == 1


def test_every_refusal_of_the_workspace_has_a_meaning() -> None:
    """No error of the workspace is unmapped, now or when one is added."""
    known: set[type[WorkspaceError]] = {WorkspaceError} | _below(WorkspaceError)

    assert set(MEANINGS) == known
    for refusal in known:
        assert isinstance(chat_error(refusal()), ChatError)
    assert isinstance(outcome_of(WorkspaceError()), Later)
    assert isinstance(outcome_of(UnusableError()), Dead)


def _below(kind: type[WorkspaceError]) -> set[type[WorkspaceError]]:
    return {found for below in kind.__subclasses__() for found in {below, *_below(below)}}
