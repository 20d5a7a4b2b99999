"""An inbox that remembers what it was brought and answers with one canned message; no engine behind it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from circles_bot.engine.errors import StoreError
from circles_bot.engine.events import AnyEvent
from circles_bot.engine.ids import CircleId, CommunityId, MemberId
from circles_bot.engine.notes import Line, Style
from circles_bot.engine.questions import AnyQuestion
from circles_bot.ports.adapters import House
from circles_bot.ports.identities import Identities
from circles_bot.ports.inbox import Presence, Suggestion, Words
from circles_bot.words.message import Message, MessageButton, MessageOption, MessageSelect, Plain, PrivateReply
from circles_sandbox.clock import SandboxClock

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
"""A Monday morning."""

JOIN = MessageSelect(
    token="join",
    placeholder="Join",
    options=(
        MessageOption(value="int_1", label="baseball", emoji="⚾"),
        MessageOption(value="int_2", label="first job", emoji="🌅"),
    ),
    at_least=1,
    at_most=1,
)


def message(text: str, *controls: MessageButton | MessageSelect) -> Message:
    """Return a message of one paragraph."""
    return Message(title="", paragraphs=((Plain(text),),), controls=controls, footer=(), preview=text)


def button(token: str, label: str = "Tap") -> MessageButton:
    """Return a plain button."""
    return MessageButton(token=token, label=label, style=Style.PLAIN)


class CannedInbox:
    """Implements ``ports.inbox.EventInbox`` without deciding anything."""

    def __init__(self) -> None:
        """Answer everything with "Noted.", until told otherwise."""
        self.events: list[AnyEvent] = []
        self.questions: list[AnyQuestion] = []
        self.lines: list[Line] = []
        self.reply: PrivateReply | None = PrivateReply(content=message("Noted."), replaces=False)
        self.is_broken = False
        self.pilot: str | None = None

    async def submit(self, event: AnyEvent, *, locale: str | None = None) -> PrivateReply | None:
        """See ``ports.inbox.EventInbox.submit``."""
        if self.is_broken:
            raise StoreError("the disk is full")
        self.events.append(event)
        return self.reply

    async def keep(self, event: AnyEvent, *, locale: str | None = None) -> Words | None:
        """See ``ports.inbox.EventInbox.keep``."""
        reply = await self.submit(event, locale=locale)

        async def words() -> PrivateReply:
            assert reply is not None, "then there is nothing to say"
            return reply

        return words if reply is not None else None

    async def ask(self, question: AnyQuestion) -> PrivateReply:
        """See ``ports.inbox.EventInbox.ask``."""
        self.questions.append(question)
        return self.reply or PrivateReply(content=message("Noted."), replaces=False)

    async def suggest(
        self, community: CommunityId, member: MemberId, *, option: str, typed: str
    ) -> Sequence[Suggestion]:
        """See ``ports.inbox.EventInbox.suggest``."""
        return (Suggestion(value="baseball", label="baseball"),)

    async def pilot_of(self, community: CommunityId) -> str | None:
        """See ``ports.inbox.EventInbox.pilot_of``."""
        return self.pilot

    async def welcomes_others(self, community: CommunityId) -> bool:
        """See ``ports.inbox.EventInbox.welcomes_others``."""
        return False

    async def board_of(self, community: CommunityId) -> Mapping[int, str]:
        """See ``ports.inbox.EventInbox.board_of``."""
        return {}

    async def circle_in(self, community: CommunityId, room: str) -> CircleId | None:
        """See ``ports.inbox.EventInbox.circle_in``."""
        return None

    async def people_of(self, community: CommunityId, after: str, limit: int) -> Sequence[tuple[MemberId, str]]:
        """See ``ports.inbox.EventInbox.people_of``."""
        return ()

    async def known_in(self, people: Mapping[CommunityId, MemberId]) -> frozenset[CommunityId]:
        """See ``ports.inbox.EventInbox.known_in``."""
        return frozenset()

    async def hold_first_directs(self, platform: str, until: datetime) -> None:
        """See ``ports.inbox.EventInbox.hold_first_directs``."""

    async def communities(self, platform: str) -> Sequence[Presence]:
        """See ``ports.inbox.EventInbox.communities``."""
        return ()

    async def rooms_place_of(self, community: CommunityId) -> str | None:
        """See ``ports.inbox.EventInbox.rooms_place_of``."""
        return None

    def tell_who_could_open(self, community: CommunityId, at_most: int) -> None:
        """See ``ports.inbox.EventInbox.tell_who_could_open``."""

    async def say(self, community: CommunityId, line: Line, *, locale: str | None = None) -> PrivateReply:
        """See ``ports.inbox.EventInbox.say``."""
        self.lines.append(line)
        return PrivateReply(content=message(line.key), replaces=False)


class PassageOf:
    """Only pushes the clock: nothing ever falls due."""

    def __init__(self, clock: SandboxClock) -> None:
        """Push ``clock``."""
        self._clock = clock

    async def advance(self, until: datetime) -> None:
        """See ``ports.adapters.Passage.advance``."""
        self._clock.push(max(until - self._clock.now(), timedelta()))


def house_of(inbox: CannedInbox, clock: SandboxClock) -> House:
    """Return a house around a canned inbox."""
    return House(inbox=inbox, clock=clock, identities=Identities(platform="sandbox", key=bytes(32)))
