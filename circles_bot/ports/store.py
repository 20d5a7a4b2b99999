"""What the application asks of the database."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from circles_bot.engine.decision import Decision
from circles_bot.engine.effects import AnyEffect
from circles_bot.engine.events import AnyEvent, DueEvent
from circles_bot.engine.ids import CommunityId, EffectKey, Lane, MemberId, RoundId, TimerKey
from circles_bot.engine.model import AddressKind, Community
from circles_bot.engine.questions import AnyQuestion
from circles_bot.engine.snapshots import CircleScope, MemberScope, PeopleScope, RoundScope, Snapshot, StewardScope
from circles_bot.ports.inbox import Presence
from circles_bot.ports.shards import Part, Share

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTimer:
    """A timer that fell due."""

    key: TimerKey
    due_at: datetime
    event: DueEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The head of a leased lane. ``token`` is above 1 when an earlier try may have happened.

    ``expires`` is on the monotonic clock given at claiming; send nothing after it.
    """

    key: EffectKey
    lane: Lane
    effect: AnyEffect
    platform: str
    tries: int
    token: int
    first_try_at: datetime
    expires: float
    is_first_direct: bool = False
    """It took a turn of those that :meth:`Store.claim_first_direct` gives."""


Shown = str | int | bool | None
MineRow = Mapping[str, Shown]
Mine = Mapping[str, tuple[MineRow, ...]]
"""What is kept about a member, by table: each row as people can read it, without what is others' to know."""


class Transaction(Protocol):
    """What may be done inside one transaction; every call is at most the number of statements it names."""

    def remember(self, key: str, at: datetime) -> bool:
        """Keep an event's key for seven days; False when it was there already. One statement."""

    def consume(self, timer: DueTimer) -> bool:
        """Take a timer that fell due away; False when it was moved or taken meanwhile. One statement."""

    def settle(self, claim: Claim) -> bool:
        """Mark a claimed effect as over; False when the claim is no longer ours. One statement.

        One more for a first direct message: that the person has had one.
        """

    def load(self, event: AnyEvent) -> Snapshot:
        """Read the snapshot the event needs (``engine.snapshots.SCOPES``). At most two statements."""

    def save(self, decision: Decision) -> None:
        """Write changes, timers, and effects. One statement per table touched."""


class Store(Protocol):
    """One database. Writes are plain functions run by the writer and may be run again; reads go beside it.

    What is asked of the outbox may be limited to a ``part`` of a platform's communities, and all of the others'.
    """

    @property
    def is_shared(self) -> bool:
        """Whether other processes may have this database open, too."""

    async def transact(self, act: Callable[[Transaction], Result]) -> Result:
        """Run ``act`` in a transaction (it does nothing but the database) and return what it returned, committed.

        On SQLite many are committed together, each in its own savepoint. Raises ``StoreError`` when nothing was
        committed; what ``act`` itself raises comes through, with its own writes undone.
        """

    async def read_question(self, question: AnyQuestion) -> MemberScope | CircleScope | PeopleScope | StewardScope:
        """Read what a question needs, beside the writer."""

    async def read_round(self, community: CommunityId, round_id: RoundId) -> RoundScope:
        """Read the pool of a round, beside the writer."""

    async def read_interests(self, community: CommunityId, member: MemberId) -> MemberScope:
        """Read the open interests and how a member stands towards each (for autocompletion), beside the writer."""

    async def read_addresses(
        self, community: CommunityId, wanted: Sequence[tuple[AddressKind, str]]
    ) -> Mapping[tuple[AddressKind, str], str]:
        """Return the platform's ids of ``wanted`` (kind, ours); what has none is left out."""

    async def read_people(self, community: CommunityId, after: str, limit: int) -> Sequence[tuple[MemberId, str]]:
        """Return members and what the platform calls them, in the order of our ids, from the one after ``after`` on."""

    async def read_known_in(self, people: Mapping[CommunityId, MemberId]) -> frozenset[CommunityId]:
        """Return those communities of ``people`` that know the member named for them and have not seen them leave."""

    async def read_communities(self, platform: str) -> Sequence[Presence]:
        """Return the communities of a platform that were set up once, in the order of our ids."""

    async def read_installations(self, platform: str) -> Sequence[str]:
        """Return what a platform gave the bot for each community that installed it."""

    async def keep_installation(self, community: CommunityId, platform: str, content: str) -> None:
        """Keep, sealed, what a platform gave the bot for a community; what was kept for it is replaced."""

    async def drop_installation(self, community: CommunityId) -> None:
        """Keep nothing that a platform gave the bot for a community any more."""

    async def find_ours(self, community: CommunityId, kind: AddressKind, theirs: str) -> str | None:
        """Return our id of what the platform calls ``theirs``.

        Not for members: what they are called is sealed, and their ids follow from it (``ports.identities``).
        """

    async def due_timers(self, at: datetime, limit: int) -> Sequence[DueTimer]:
        """Return timers due at or before ``at``, soonest first. Costs what is due, not what exists."""

    async def next_timer_at(self) -> datetime | None:
        """Return when the next timer is due, or None."""

    async def next_effect_at(self, *, is_paced: bool = False, part: Part | None = None) -> datetime | None:
        """Return when the next effect at the head of an unleased lane is due, or None.

        Paced, first direct messages are left out until they lapse: :meth:`next_first_direct_at` has them.
        """

    async def next_first_direct_at(self, *, part: Part | None = None) -> datetime | None:
        """Return when the next first direct message may go, by its own time and by the turns; or None."""

    async def read_reader(self, community: CommunityId, member: MemberId | None) -> tuple[str | None, str]:
        """Return the locale and time zone's name of a member, or the community's own where theirs are unknown."""

    async def claim_effects(
        self,
        at: datetime,
        *,
        monotonic: float,
        lease: timedelta,
        limit: int,
        is_paced: bool = False,
        part: Part | None = None,
    ) -> Sequence[Claim]:
        """Lease up to ``limit`` lanes whose head is due at ``at`` and return those heads.

        Nothing of a paused community, but for what ``engine.effects.GOES_WHILE_PAUSED`` names. Paced, no first direct
        message that has not lapsed.
        """

    async def claim_first_direct(
        self, at: datetime, *, monotonic: float, lease: timedelta, pause: timedelta, part: Part | None = None
    ) -> Claim | None:
        """Lease the most urgent first direct message, if there is a turn at ``at``; the next turn is a ``pause`` later.

        Turns are the whole database's, whatever the number of processes.
        """

    async def hold_first_directs(self, platform: str, until: datetime) -> None:
        """Let :meth:`claim_first_direct` give no turn there before ``until``; another call moves that moment."""

    async def read_community(self, community: CommunityId) -> Community | None:
        """Return a community as its stewards set it up, beside the writer; None for one that is not known."""

    async def read_mine(self, community: CommunityId, member: MemberId) -> Mine:
        """Read everything that is kept about a member and is theirs to know, beside the writer."""

    async def postpone(self, claim: Claim, until: datetime) -> None:
        """Give a claim back, to be tried again at ``until``."""

    async def bury(self, claim: Claim, reason: str) -> None:
        """Mark a claimed effect as dead: kept and counted, never tried again; its lane goes on."""

    async def renew_shards(
        self,
        platform: str,
        holder: str,
        *,
        kept: AbstractSet[int],
        of: int,
        wanted: int,
        insists: bool,
        monotonic: float,
        lease: timedelta,
    ) -> Share:
        """See ``ports.shards.ShardLeases.renew``; ``holder`` is the process, which has its share for a ``lease``."""

    async def leave_shards(self, platform: str, holder: str) -> None:
        """See ``ports.shards.ShardLeases.leave``."""

    async def take_session_turn(self, platform: str, bucket: int, *, monotonic: float, pause: timedelta) -> timedelta:
        """See ``ports.shards.ShardLeases.take_turn``."""

    async def forget_old(self, at: datetime) -> None:
        """Drop what has been kept long enough, as the tables' comments say: once a day, some statements a community."""

    async def close(self) -> None:
        """Finish what was begun and let go of the database."""
