"""A crowd instead of a visitor: many people act in a workspace kept in memory, and no page is served.

Whatever they do takes the same way as on the page, through :class:`~circles_sandbox.client.SandboxClient`; what the
workspace refuses is answered with None. The simulator lives in it.
"""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass

from circles_bot.engine.ids import CommunityId, MemberId
from circles_bot.ports.adapters import House
from circles_sandbox.client import Answer, SandboxClient
from circles_sandbox.errors import WorkspaceError
from circles_sandbox.gateway import SandboxGateway
from circles_sandbox.model import Message, Person
from circles_sandbox.translate import BOARD_MARKER, COMMUNITY
from circles_sandbox.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PrivateAnswer:
    """What somebody was shown at once: the message's id, and by token what may be chosen there (buttons: nothing)."""

    message: str
    controls: dict[str, tuple[str, ...]]


class Crowd:
    """People of a workspace; ``gateway`` performs what the bot has for them."""

    def __init__(self, house: House) -> None:
        """Begin with an empty workspace."""
        self._workspace = Workspace(now=house.clock.now)
        self._client = SandboxClient(house, self._workspace)
        self.gateway = SandboxGateway(self._workspace)

    @property
    def community(self) -> CommunityId:
        """Our id of the community."""
        return self._client.translator.community

    @property
    def community_theirs(self) -> str:
        """The workspace's own name for itself."""
        return COMMUNITY

    def add_channel(self, name: str) -> str:
        """Make a channel and return its id."""
        return self._workspace.add_channel(name, "").id

    def let_in(self, person: str, *, timezone: str, locale: str, is_steward: bool = False) -> MemberId:
        """Let somebody in, known by their id alone, and return our id of them."""
        known = Person(
            id=person, name=person, home="", timezone=timezone, locale=locale, colour=0, is_steward=is_steward
        )
        self._workspace.add_person(known)
        return self._client.translator.actor(known).member

    def people_in(self, room: str) -> frozenset[str]:
        """Return who is in a room."""
        return self._workspace.place(room).members

    async def command(self, person: str, words: str) -> PrivateAnswer | None:
        """Give a slash command."""
        return await _answered(self._client.command(person, words))

    async def tap(self, person: str, message: str, token: str, values: Sequence[str] = ()) -> PrivateAnswer | None:
        """Tap a button or choose values; None too where the control is gone."""
        return await _answered(self._client.tap(person, message, token, values))

    async def react_on_board(self, person: str, emoji: str) -> PrivateAnswer | None:
        """Set a reaction on the board."""
        pages = self._workspace.messages_marked(BOARD_MARKER)
        page = next((one for one in pages if emoji in self._workspace.reactions_to(one.id)), None)
        return None if page is None else await _answered(self._client.react(person, page.id, emoji))

    async def say(self, person: str, room: str) -> None:
        """Say something in a room; what it is matters to nobody."""
        await _answered(self._client.say(person, room, "…"))

    async def leave(self, person: str, room: str) -> None:
        """Leave a room by the platform's own means."""
        await _answered(self._client.leave(person, room))


async def _answered(act: Awaitable[Answer | None]) -> PrivateAnswer | None:
    try:
        answer = await act
    except WorkspaceError:
        return None
    if not isinstance(answer, Message):
        return None
    values: dict[str, tuple[str, ...]] = {}
    for control in answer.controls:
        offered = tuple(option["value"] for option in control["options"]) if control["kind"] == "select" else ()
        values[control["token"]] = (*values.get(control["token"], ()), *offered)  # a long list is several
    return PrivateAnswer(answer.id, values)
