"""The sandbox as a :class:`tests.journeys.town.Town`: its real workspace, gateway and client over the real works."""

from base64 import b64decode
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from circles_bot.application.heartbeat import TimePasses
from circles_bot.engine.ids import CommunityId
from circles_bot.engine.tokens import Token
from circles_bot.ports.adapters import House
from circles_bot.ports.chat import Capabilities, Outcome, Parcel
from circles_bot.ports.identities import Identities
from circles_bot.ports.store import Store
from circles_bot.store import open_store
from circles_bot.works import Works, assemble
from circles_sandbox.client import Answer, SandboxClient
from circles_sandbox.clock import SandboxClock
from circles_sandbox.gateway import CAPABILITIES, SandboxGateway
from circles_sandbox.model import Message, Person, PlaceKind, Span
from circles_sandbox.workspace import Workspace
from tests.journeys.town import PEOPLE, TRYOUT, sign_on
from tests.many_interests import open_up_to

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
"""A Monday morning."""

ZONES = ("Europe/Amsterdam", "Europe/Lisbon", "Europe/London", "Europe/Berlin", "Europe/Berlin", "Africa/Lagos")
KEY = bytes(32)


class SandboxTown:
    """Runs the bot over a workspace in memory and a database in a file."""

    def __init__(
        self,
        url: str,
        *,
        capabilities: Capabilities = CAPABILITIES,
        clock: SandboxClock | None = None,
        key: bytes = KEY,
    ) -> None:
        """Make the workspace with its people; :meth:`open` starts the bot. Another ``key`` makes another community."""
        self._url = url
        self._capabilities = capabilities
        self._identities = Identities(platform="sandbox", key=key)
        self._clock = clock or SandboxClock(frozen_at=START)
        self._workspace = Workspace(now=self._clock.now)
        self._heard: dict[str, Answer] = {}
        self._store: Store | None = None
        self._works: Works | None = None
        self._client: SandboxClient | None = None
        self.gateway = SandboxGateway(self._workspace)
        for number, name in enumerate(PEOPLE):
            self._workspace.add_person(_person(number, name))
        for channel in ("general", "circles"):
            self._workspace.add_channel(channel, "")
        self._workspace.add_channel("stewards", "", members=[_id(PEOPLE[0])])
        self._workspace.add_channel("tryout", "", members=[_id(name) for name in TRYOUT])

    @classmethod
    async def open(cls, url: str, capabilities: Capabilities = CAPABILITIES) -> "SandboxTown":
        """Return a town whose bot runs over the migrated, empty database at ``url``."""
        town = cls(url, capabilities=capabilities)
        await town._start()
        return town

    def beside(self) -> "SandboxTown":
        """Return another community with the same people, which the same bot serves over the same database."""
        other = SandboxTown(self._url, clock=self._clock, key=bytes(31) + b"2")
        other._workspace.epoch = "beside"  # as two workspaces have: what happens in one is no repeat of the other
        other._store, other._works = self._store, self._works
        other._client = SandboxClient(other._house(), other._workspace)
        gateways = {town.client.translator.community: town.gateway for town in (self, other)}
        self.works.delivery.connect("sandbox", _ByCommunity(gateways))
        return other

    @property
    def works(self) -> Works:
        """The running works."""
        assert self._works is not None
        return self._works

    @property
    def store(self) -> Store:
        """The open store."""
        assert self._store is not None
        return self._store

    @property
    def client(self) -> SandboxClient:
        """What acts for people."""
        assert self._client is not None
        return self._client

    async def close(self) -> None:
        """Stop the bot."""
        if self._works is not None:
            await self._works.delivery.finish()
        if self._store is not None:
            await self._store.close()
        self._store = None

    async def _start(self) -> None:
        self._store = await open_store(self._url, key=KEY, durable=False)
        self._works = assemble(store=self._store, clock=self._clock, matcher=None)
        self._works.delivery.connect("sandbox", self.gateway)
        self._client = SandboxClient(self._house(), self._workspace, self._capabilities)
        await self._client.read_board()

    def _house(self) -> House:
        return House(inbox=self.works.service, clock=self._clock, identities=self._identities)

    def now(self) -> datetime:
        """See ``Town.now``."""
        return self._clock.now()

    async def pass_time(self, by: timedelta) -> None:
        """See ``Town.pass_time``."""
        await TimePasses(heartbeat=self.works.heartbeat, clock=self._clock).advance(self._clock.now() + by)

    async def settle(self) -> None:
        """See ``Town.settle``."""
        await self.works.heartbeat.settle()

    async def restart(self) -> None:
        """See ``Town.restart``."""
        await self.while_down()

    async def while_down(self, *acts: Callable[[], Awaitable[None]]) -> None:
        """See ``Town.while_down``: the bot hears nothing of what people do meanwhile."""
        await self.settle()
        await self.close()
        self._client = None
        for act in acts:
            await act()
        await self._start()

    async def tap(
        self, who: str, control: Token, *values: str, part: str = "", fields: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """See ``Town.tap``."""
        if fields is not None:
            await self._submit_form(who, control, fields)
            return
        offers = (
            (message, token, [self._value(message, token, label) for label in values])
            for message, token in self._controls(who, control, part)
        )
        found = next((offer for offer in offers if None not in offer[2]), None)
        assert found is not None, f"{who} sees nothing to tap for {control} {part} {values}"
        message, token = found[:2]
        chosen = [value for value in found[2] if value is not None]
        self._keep(who, await self.client.tap(_id(who), message.id, token, chosen))

    def can_tap(self, who: str, control: Token, *, part: str = "") -> bool:
        """See ``Town.can_tap``."""
        answer = self._heard.get(who)
        if isinstance(answer, dict) and answer["token"].split(":")[0] == control:
            return True
        return next(self._controls(who, control, part), None) is not None

    def token_of(self, who: str, control: Token) -> str:
        """See ``Town.token_of``."""
        return next(self._controls(who, control, ""))[1]

    async def tap_token(self, who: str, token: str, *values: str) -> None:
        """See ``Town.tap_token``: past the workspace's own check, as a forged request would come."""
        act = await self.client._act(_id(who), None)
        meaning = self.client.translator.tap(act, token, values)
        self._keep(who, await self.client._bring(act, meaning, place=None))

    async def react(self, who: str, emoji: str) -> None:
        """See ``Town.react``."""
        board = self._board_with(emoji)
        if self._client is None:
            self._workspace.react(_id(who), board.id, emoji)
        else:
            self._keep(who, await self._client.react(_id(who), board.id, emoji))

    async def unreact(self, who: str, emoji: str) -> None:
        """See ``Town.unreact``."""
        board = self._board_with(emoji)
        if self._client is None:
            self._workspace.unreact(_id(who), board.id, emoji)
        else:
            self._keep(who, await self._client.unreact(_id(who), board.id, emoji))

    async def command(self, who: str, text: str) -> None:
        """See ``Town.command``."""
        self._keep(who, await self.client.command(_id(who), text))

    async def others_join(self, count: int, interest: str) -> None:
        """See ``Town.others_join``."""
        board = self._board()
        token = next(token for token in board.tokens if token.split(":")[0] == Token.JOIN)
        for number in range(count):
            person = _person(number, f"Somebody {number}", f"X{number}")
            if person not in self._workspace.people:
                self._workspace.add_person(person)
            value = self._value(board, token, interest)
            assert value is not None, f"{interest} is not on the board"
            await self.client.tap(person.id, board.id, token, [value])

    async def say(self, who: str, text: str) -> None:
        """See ``Town.say``."""
        await self.client.say(_id(who), self._rooms(who, archived=False)[-1], text)

    def heard(self, who: str) -> str:
        """See ``Town.heard``."""
        answer = self._heard.get(who)
        if answer is None:
            return ""
        if isinstance(answer, dict):
            return answer["title"]
        labels = [control["label"] for control in answer.controls if control["kind"] == "button"]
        return "\n".join((self._text(answer), *labels))

    def in_stewards_channel(self, who: str) -> Sequence[str] | None:
        """See ``Town.in_stewards_channel``."""
        place = next((one for one in self._workspace.places_of(_id(who)) if one.name == "stewards"), None)
        if place is None:
            return None
        return [self._text(message) for message in self._workspace.messages_for(_id(who), place.id)]

    def directs(self, who: str) -> Sequence[str]:
        """See ``Town.directs``."""
        return [self._text(message) for message in self._unasked(who)]

    def files(self, who: str) -> Mapping[str, str]:
        """See ``Town.files``."""
        files = [file for message in self._unasked(who) if message.body for file in message.body.get("attachments", [])]
        return {file["name"]: b64decode(file["href"].partition("base64,")[2]).decode() for file in files}

    def previews(self, who: str) -> Sequence[str]:
        """See ``Town.previews``."""
        return [message.body["preview"] for message in self._unasked(who) if message.body]

    def local_hours_of_unasked_directs(self, who: str) -> Sequence[int]:
        """See ``Town.local_hours_of_unasked_directs``."""
        zone = ZoneInfo(self._workspace.person(_id(who)).timezone)
        return [message.at.astimezone(zone).hour for message in self._unasked(who)]

    def rooms(self, who: str) -> Sequence[str]:
        """See ``Town.rooms``."""
        return tuple(self._workspace.place(room).name for room in self._rooms(who, archived=False))

    def archived_rooms(self, who: str) -> Sequence[str]:
        """See ``Town.archived_rooms``."""
        return tuple(self._workspace.place(room).name for room in self._rooms(who, archived=True))

    def in_room(self, who: str) -> Sequence[str]:
        """See ``Town.in_room``."""
        places = [place.id for place in self._workspace.places_of(_id(who)) if place.kind is PlaceKind.ROOM]
        messages = self._workspace.messages_for(_id(who), places[-1]) if places else ()
        return [self._text(message) for message in messages if message.body and message.only_for is None]

    async def interests_grow_to(self, count: int) -> None:
        """See ``Town.interests_grow_to``."""
        await self.pass_time(timedelta(minutes=1))  # what one moment shows is shown once
        await open_up_to(self.store, self.client.translator.community, count, self._clock.now())
        await self.settle()

    def board(self) -> str:
        """See ``Town.board``."""
        return "\n".join(self.boards())

    def boards(self) -> Sequence[str]:
        """See ``Town.boards``."""
        return [self._text(message) for message in self._boards()]

    def sign_of(self, interest: str) -> str:
        """See ``Town.sign_of``."""
        return sign_on(self.board(), interest)

    async def close_directs(self, who: str, *, closed: bool) -> None:
        """See ``Town.close_directs``."""
        self._workspace.set_takes_directs(_id(who), not closed)

    async def leaves_the_community(self, who: str) -> None:
        """See ``Town.leaves_the_community``."""
        await self.client.set_is_here(_id(who), is_here=False)

    async def comes_back(self, who: str) -> None:
        """See ``Town.comes_back``."""
        await self.client.set_is_here(_id(who), is_here=True)

    def removals(self) -> int:
        """See ``Town.removals``: the workspace has no way for the bot to remove somebody."""
        return 0

    def _unasked(self, who: str) -> list[Message]:
        return [message for message in self.client.directs_of(_id(who)) if message.body and message.only_for is None]

    async def _submit_form(self, who: str, control: Token, fields: Mapping[str, Sequence[str]]) -> None:
        form = self._heard.get(who)
        assert isinstance(form, dict), f"{who} has no form open"
        assert form["token"].split(":")[0] == control
        chosen: dict[str, list[str]] = {}
        for field in form["fields"]:
            wanted = list(fields.get(field["token"], ()))
            if field["kind"] == "text":
                chosen[field["token"]] = wanted
            elif field.get("picks_people"):
                chosen[field["token"]] = [_id(name) for name in wanted]
            else:
                options = {option["label"].removeprefix("#"): option["value"] for option in field["options"]}
                as_it_is = [option["value"] for option in field["options"] if option["is_chosen"]]
                given = field["token"] in fields
                chosen[field["token"]] = [options[label] for label in wanted] if given else as_it_is
        self._keep(who, await self.client.submit_form(_id(who), form["id"], chosen))

    def _controls(self, who: str, control: Token, part: str) -> Iterator[tuple[Message, str]]:
        """Yield what can be tapped, newest first; a private answer is seen where it was given."""
        for message in reversed(self.client.messages_seen_by(_id(who))):
            for token in message.tokens:
                name, *parts = token.split(":")
                if name == control and (not part or part in parts):
                    yield message, token

    def _value(self, message: Message, token: str, label: str) -> str | None:
        for control in message.controls:
            if control["token"] == token and control["kind"] == "select":
                if control.get("picks_people"):
                    return _id(label)
                for option in control["options"]:
                    name = self._workspace.person(option["person"]).name if option["person"] else option["label"]
                    if label in (name, option["value"]):
                        return option["value"]
        return None

    def _rooms(self, who: str, *, archived: bool) -> list[str]:
        return [
            place.id
            for place in self._workspace.places_of(_id(who))
            if place.kind is PlaceKind.ROOM and place.is_archived is archived
        ]

    def _boards(self) -> Sequence[Message]:
        return self._workspace.messages_marked("board")

    def _board_with(self, emoji: str) -> Message:
        """Return the message of the board under which the bot has set an emoji, else the first."""
        found = (one for one in self._boards() if emoji in self._workspace.reactions_to(one.id))
        return next(found, self._board())

    def _board(self) -> Message:
        board = self._workspace.message_marked("board")
        assert board is not None, "there is no board yet"
        return board

    def _keep(self, who: str, answer: Answer | None) -> None:
        if answer is not None:
            self._heard[who] = answer

    def _text(self, message: Message) -> str:
        if message.body is None:
            return message.text
        paragraphs = ["".join(self._said(span) for span in spans) for spans in message.body["paragraphs"]]
        return "\n".join(part for part in (message.body["title"], *paragraphs) if part)

    def _said(self, span: Span) -> str:
        if span["kind"] == "mention":
            return self._workspace.person(span["person"]).name if span["person"] else "somebody"
        return span["fallback"] if span["kind"] == "moment" else span["text"]


def _id(who: str) -> str:
    return f"U{PEOPLE.index(who) + 1}"


class _ByCommunity:
    """Performs each parcel in the workspace of its own community."""

    def __init__(self, gateways: Mapping[CommunityId, SandboxGateway]) -> None:
        self._gateways = gateways

    @property
    def capabilities(self) -> Capabilities:
        return CAPABILITIES

    async def perform(self, parcel: Parcel) -> Outcome:
        return await self._gateways[parcel.effect.community].perform(parcel)


def _person(number: int, name: str, person: str = "") -> Person:
    return Person(
        id=person or _id(name),
        name=name,
        home="",
        timezone=ZONES[number % len(ZONES)],
        locale="en-GB",
        colour=number,
        is_steward=name == PEOPLE[0],
    )
