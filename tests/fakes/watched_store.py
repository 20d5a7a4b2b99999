"""A store with somebody at the door: every call goes to the real one, and is heard of before and after.

For tests that must act at a named moment: between a commit and what follows from it, between claiming and sending.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from circles_bot.engine.ids import CommunityId, MemberId, RoundId
from circles_bot.engine.model import AddressKind, Community
from circles_bot.engine.questions import AnyQuestion
from circles_bot.engine.snapshots import CircleScope, MemberScope, PeopleScope, RoundScope, StewardScope
from circles_bot.ports.inbox import Presence
from circles_bot.ports.shards import Part, Share
from circles_bot.ports.store import Claim, DueTimer, Mine, Store, Transaction

Result = TypeVar("Result")


class Moment(StrEnum):
    """When somebody at the door may act."""

    BEFORE_COMMIT = "before commit"
    """All of an act is written, and nothing of it committed. On SQLite this is in the writer's thread."""
    AFTER_COMMIT = "after commit"
    """It is committed, and nobody has been told."""
    CLAIMED = "claimed"
    """Lanes are leased, and nothing has been sent."""


class WatchedStore:
    """Implements ``ports.store.Store`` over another; ``reach`` is called at every :class:`Moment`."""

    def __init__(self, inner: Store, reach: Callable[[str], None]) -> None:
        """Take the real store and who is called."""
        self._inner = inner
        self._reach = reach

    async def transact(self, act: Callable[[Transaction], Result]) -> Result:
        """See ``ports.store.Store.transact``."""

        def watched(tx: Transaction) -> Result:
            result = act(tx)
            self._reach(Moment.BEFORE_COMMIT)
            return result

        result = await self._inner.transact(watched)
        self._reach(Moment.AFTER_COMMIT)
        return result

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
        """See ``ports.store.Store.claim_effects``."""
        claims = await self._inner.claim_effects(
            at, monotonic=monotonic, lease=lease, limit=limit, is_paced=is_paced, part=part
        )
        if claims:
            self._reach(Moment.CLAIMED)
        return claims

    async def claim_first_direct(
        self, at: datetime, *, monotonic: float, lease: timedelta, pause: timedelta, part: Part | None = None
    ) -> Claim | None:
        """See ``ports.store.Store.claim_first_direct``."""
        claim = await self._inner.claim_first_direct(at, monotonic=monotonic, lease=lease, pause=pause, part=part)
        if claim:
            self._reach(Moment.CLAIMED)
        return claim

    async def hold_first_directs(self, platform: str, until: datetime) -> None:
        """See ``ports.store.Store.hold_first_directs``."""
        await self._inner.hold_first_directs(platform, until)

    async def next_first_direct_at(self, *, part: Part | None = None) -> datetime | None:
        """See ``ports.store.Store.next_first_direct_at``."""
        return await self._inner.next_first_direct_at(part=part)

    @property
    def is_shared(self) -> bool:
        """See ``ports.store.Store.is_shared``."""
        return self._inner.is_shared

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
        """See ``ports.store.Store.renew_shards``."""
        return await self._inner.renew_shards(
            platform, holder, kept=kept, of=of, wanted=wanted, insists=insists, monotonic=monotonic, lease=lease
        )

    async def leave_shards(self, platform: str, holder: str) -> None:
        """See ``ports.store.Store.leave_shards``."""
        await self._inner.leave_shards(platform, holder)

    async def take_session_turn(self, platform: str, bucket: int, *, monotonic: float, pause: timedelta) -> timedelta:
        """See ``ports.store.Store.take_session_turn``."""
        return await self._inner.take_session_turn(platform, bucket, monotonic=monotonic, pause=pause)

    async def read_question(self, question: AnyQuestion) -> MemberScope | CircleScope | PeopleScope | StewardScope:
        """See ``ports.store.Store.read_question``."""
        return await self._inner.read_question(question)

    async def read_round(self, community: CommunityId, round_id: RoundId) -> RoundScope:
        """See ``ports.store.Store.read_round``."""
        return await self._inner.read_round(community, round_id)

    async def read_interests(self, community: CommunityId, member: MemberId) -> MemberScope:
        """See ``ports.store.Store.read_interests``."""
        return await self._inner.read_interests(community, member)

    async def read_addresses(
        self, community: CommunityId, wanted: Sequence[tuple[AddressKind, str]]
    ) -> Mapping[tuple[AddressKind, str], str]:
        """See ``ports.store.Store.read_addresses``."""
        return await self._inner.read_addresses(community, wanted)

    async def find_ours(self, community: CommunityId, kind: AddressKind, theirs: str) -> str | None:
        """See ``ports.store.Store.find_ours``."""
        return await self._inner.find_ours(community, kind, theirs)

    async def read_reader(self, community: CommunityId, member: MemberId | None) -> tuple[str | None, str]:
        """See ``ports.store.Store.read_reader``."""
        return await self._inner.read_reader(community, member)

    async def read_known_in(self, people: Mapping[CommunityId, MemberId]) -> frozenset[CommunityId]:
        """See ``ports.store.Store.read_known_in``."""
        return await self._inner.read_known_in(people)

    async def read_communities(self, platform: str) -> Sequence[Presence]:
        """See ``ports.store.Store.read_communities``."""
        return await self._inner.read_communities(platform)

    async def read_installations(self, platform: str) -> Sequence[str]:
        """See ``ports.store.Store.read_installations``."""
        return await self._inner.read_installations(platform)

    async def keep_installation(self, community: CommunityId, platform: str, content: str) -> None:
        """See ``ports.store.Store.keep_installation``."""
        await self._inner.keep_installation(community, platform, content)

    async def drop_installation(self, community: CommunityId) -> None:
        """See ``ports.store.Store.drop_installation``."""
        await self._inner.drop_installation(community)

    async def read_people(self, community: CommunityId, after: str, limit: int) -> Sequence[tuple[MemberId, str]]:
        """See ``ports.store.Store.read_people``."""
        return await self._inner.read_people(community, after, limit)

    async def read_community(self, community: CommunityId) -> Community | None:
        """See ``ports.store.Store.read_community``."""
        return await self._inner.read_community(community)

    async def read_mine(self, community: CommunityId, member: MemberId) -> Mine:
        """See ``ports.store.Store.read_mine``."""
        return await self._inner.read_mine(community, member)

    async def due_timers(self, at: datetime, limit: int) -> Sequence[DueTimer]:
        """See ``ports.store.Store.due_timers``."""
        return await self._inner.due_timers(at, limit)

    async def next_timer_at(self) -> datetime | None:
        """See ``ports.store.Store.next_timer_at``."""
        return await self._inner.next_timer_at()

    async def next_effect_at(self, *, is_paced: bool = False, part: Part | None = None) -> datetime | None:
        """See ``ports.store.Store.next_effect_at``."""
        return await self._inner.next_effect_at(is_paced=is_paced, part=part)

    async def postpone(self, claim: Claim, until: datetime) -> None:
        """See ``ports.store.Store.postpone``."""
        await self._inner.postpone(claim, until)
        self._reach(Moment.AFTER_COMMIT)

    async def bury(self, claim: Claim, reason: str) -> None:
        """See ``ports.store.Store.bury``."""
        await self._inner.bury(claim, reason)
        self._reach(Moment.AFTER_COMMIT)

    async def forget_old(self, at: datetime) -> None:
        """See ``ports.store.Store.forget_old``."""
        await self._inner.forget_old(at)

    async def close(self) -> None:
        """See ``ports.store.Store.close``."""
        await self._inner.close()


class Trap:
    """Raises, as a rule with a bug or a full disk would, the n-th time that something is about to be committed."""

    def __init__(self) -> None:
        """Begin harmless."""
        self.passed = 0
        self.raises: dict[int, Exception] = {}

    def reach(self, moment: str) -> None:
        """Pass, or raise."""
        if moment == Moment.BEFORE_COMMIT:
            self.passed += 1
            if self.passed in self.raises:
                raise self.raises[self.passed]
