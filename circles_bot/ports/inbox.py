"""Where adapters bring what happened and what is asked."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from circles_bot.engine.events import AnyEvent
from circles_bot.engine.ids import CircleId, CommunityId, MemberId
from circles_bot.engine.notes import Line
from circles_bot.engine.questions import AnyQuestion
from circles_bot.words.message import PrivateReply


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One line of an autocompletion."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """A community that was set up once, what the platform calls it, and whether the bot was removed from it.

    ``places`` are those that it works in: the board's, the rooms', the stewards' and the pilot's.
    """

    community: CommunityId
    theirs: str
    is_removed: bool
    places: frozenset[str] = frozenset()


Words = Callable[[], Awaitable[PrivateReply]]
"""Puts an answer into words, in the reader's language."""


class EventInbox(Protocol):
    """The one way in. Every answer is already words, in the reader's language."""

    async def submit(self, event: AnyEvent, *, locale: str | None = None) -> PrivateReply | None:
        """Decide and commit; return the private answer, or None when there is nothing to say (or it was a repeat).

        Raises ``StoreError`` when nothing could be committed: nothing has changed then.
        """

    async def keep(self, event: AnyEvent, *, locale: str | None = None) -> Words | None:
        """Decide and commit as ``submit`` does; return what puts the answer into words, where nobody waits for it."""

    async def ask(self, question: AnyQuestion) -> PrivateReply:
        """Answer a question; changes nothing."""

    async def suggest(
        self, community: CommunityId, member: MemberId, *, option: str, typed: str
    ) -> Sequence[Suggestion]:
        """Return what may complete ``typed`` for a command's ``option``, best first, at most 25."""

    async def pilot_of(self, community: CommunityId) -> str | None:
        """Return the platform's id of the channel to whose people a pilot is limited, or None without a pilot.

        For an adapter to tell of everybody who acts, or is picked, whether they are in it (``Actor.is_in_pilot``).
        """

    async def welcomes_others(self, community: CommunityId) -> bool:
        """Tell whether stewards let people of other organisations sit in circles; never unless they chose it.

        For an adapter whose platform has such people in its channels: what they do is not brought else.
        """

    async def board_of(self, community: CommunityId) -> Mapping[int, str]:
        """Return what the adapter's gateway called the messages of the community's board when they were shown, by page.

        Empty without a board. What is read or seen under one of them is told with its page.
        """

    async def circle_in(self, community: CommunityId, room: str) -> CircleId | None:
        """Return the circle whose room the platform calls ``room``, or None when it is no circle's."""

    async def people_of(self, community: CommunityId, after: str, limit: int) -> Sequence[tuple[MemberId, str]]:
        """Return members and what the platform calls them, by our ids, from the one after ``after`` on.

        For an adapter whose platform does not tell that somebody left: it looks for them, a few at a time.
        """

    async def known_in(self, people: Mapping[CommunityId, MemberId]) -> frozenset[CommunityId]:
        """Return the communities that know somebody, of whom ``people`` holds our id in each; not those they left.

        For an adapter that hears a command without being told which community is meant.
        """

    async def hold_first_directs(self, platform: str, until: datetime) -> None:
        """Let no message open a conversation there before ``until``, by whatever process, also after a restart.

        For an adapter whose platform says that conversations are opened too fast; other platforms' go on.
        """

    async def communities(self, platform: str) -> Sequence[Presence]:
        """Return where the bot is, or was, as far as we know.

        For an adapter to see at its start where it was removed meanwhile, and where it is again.
        """

    async def rooms_place_of(self, community: CommunityId) -> str | None:
        """Return the platform's id of the channel under which rooms open, or None where there is none."""

    def tell_who_could_open(self, community: CommunityId, at_most: int) -> None:
        """Keep in mind how many people at most could open a room, besides those in it: it is said before a yes."""

    async def say(self, community: CommunityId, line: Line, *, locale: str | None = None) -> PrivateReply:
        """Return one entry of the locale files as a private answer (a tap or command that cannot be read)."""
