"""What both stores have in common: all of ``ports.store.Store`` but how an act or a read gets to the database."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from circles_bot.engine.ids import CommunityId, MemberId, RoundId
from circles_bot.engine.model import AddressKind, Community
from circles_bot.engine.questions import AnyQuestion
from circles_bot.engine.snapshots import CircleScope, MemberScope, PeopleScope, RoundScope, StewardScope
from circles_bot.ports.inbox import Presence
from circles_bot.ports.shards import Part, Share
from circles_bot.ports.store import Claim, DueTimer, Mine, Transaction
from circles_bot.store import due_queries, queries, shards, tables
from circles_bot.store.codec import Row, Value
from circles_bot.store.communities import read_community
from circles_bot.store.exporting import read_mine
from circles_bot.store.loading import load_question
from circles_bot.store.payloads import from_microseconds, to_json, to_microseconds
from circles_bot.store.pools import load_round
from circles_bot.store.retention import read_communities, sweep
from circles_bot.store.sealing import Sealer
from circles_bot.store.seals import require_key, seal_addresses
from circles_bot.store.session import Session
from circles_bot.store.standings import load_member
from circles_bot.store.statements import take_turn, upsert
from circles_bot.store.transactions import claimed
from circles_bot.store.unread import LOOKED_AT_AGAIN_AFTER, RowReader

Result = TypeVar("Result")

KEYS_KEPT = timedelta(days=7)
EFFECTS_KEPT = timedelta(days=1)


class SqlStore(ABC):
    """A ``ports.store.Store`` over SQL."""

    is_shared = False
    """See ``ports.store.Store.is_shared``."""

    def __init__(self, sealer: Sealer) -> None:
        """Take what seals and opens texts."""
        self._sealer = sealer
        self._row_reader = RowReader(sealer)

    @abstractmethod
    async def transact(self, act: Callable[[Transaction], Result]) -> Result:
        """See ``ports.store.Store.transact``."""

    @abstractmethod
    async def _write(self, act: Callable[[Session], Result]) -> Result:
        """Run ``act`` like :meth:`transact`, but on the session itself."""

    @abstractmethod
    async def _read(self, read: Callable[[Session], Result]) -> Result:
        """Run ``read`` beside the writer, on one state of the database, and return what it returned."""

    @abstractmethod
    async def close(self) -> None:
        """See ``ports.store.Store.close``."""

    async def _require_key(self) -> None:
        """Close again and raise ``ConfigError`` where another key sealed this database; the first one is kept.

        What an earlier release left readable is sealed.
        """
        try:
            await self._write(require_key)
            await self._write(seal_addresses)
        except BaseException:
            await self.close()
            raise

    def _tell_real_time(self, monotonic: float) -> int:
        """Return the real time by which leases are judged, where that is not the database's own (microseconds)."""
        return round(monotonic * 1_000_000)

    async def read_question(self, question: AnyQuestion) -> MemberScope | CircleScope | PeopleScope | StewardScope:
        """See ``ports.store.Store.read_question``."""
        return await self._read(lambda session: load_question(session, question))

    async def read_round(self, community: CommunityId, round_id: RoundId) -> RoundScope:
        """See ``ports.store.Store.read_round``."""
        return await self._read(lambda session: load_round(session, community, round_id))

    async def read_interests(self, community: CommunityId, member: MemberId) -> MemberScope:
        """See ``ports.store.Store.read_interests``."""
        return await self._read(lambda session: load_member(session, community, member))

    async def read_addresses(
        self, community: CommunityId, wanted: Sequence[tuple[AddressKind, str]]
    ) -> Mapping[tuple[AddressKind, str], str]:
        """See ``ports.store.Store.read_addresses``."""
        pairs = {(kind.value, ours) for kind, ours in wanted}
        kinds = to_json(tuple[str, ...], sorted({kind for kind, _ in pairs}))
        ours = to_json(tuple[str, ...], sorted({ours for _, ours in pairs}))
        rows = await self._read(
            lambda session: session.rows(queries.ADDRESSES, community=community, kinds=kinds, ours=ours)
        )
        found = {(str(kind), str(ours)): str(theirs) for _, kind, ours, theirs in rows}
        return {(kind, ours): found[kind, ours] for kind, ours in wanted if (kind, ours) in found}

    async def read_people(self, community: CommunityId, after: str, limit: int) -> Sequence[tuple[MemberId, str]]:
        """See ``ports.store.Store.read_people``."""
        rows = await self._read(
            lambda session: session.rows(queries.PEOPLE, community=community, after=after, limit=limit)
        )
        return tuple((MemberId(str(ours)), str(theirs)) for _, _, ours, theirs in rows)

    async def read_known_in(self, people: Mapping[CommunityId, MemberId]) -> frozenset[CommunityId]:
        """See ``ports.store.Store.read_known_in``."""
        width = max(map(len, people), default=0)
        pairs = to_json(tuple[str, ...], [f"{community:<{width}}{member}" for community, member in people.items()])
        rows = await self._read(lambda session: session.rows(queries.KNOWN_IN, pairs=pairs, width=width))
        return frozenset(CommunityId(str(community)) for (community,) in rows)

    async def read_communities(self, platform: str) -> Sequence[Presence]:
        """See ``ports.store.Store.read_communities``."""
        rows = await self._read(lambda session: session.rows(queries.COMMUNITIES, platform=platform))
        return tuple(
            Presence(
                community=CommunityId(str(ours)),
                theirs=str(theirs),
                is_removed=removed_at is not None,
                places=frozenset(str(place) for place in places if place is not None),
            )
            for _, _, ours, theirs, removed_at, *places in rows
        )

    async def read_installations(self, platform: str) -> Sequence[str]:
        """See ``ports.store.Store.read_installations``."""
        rows = await self._read(lambda session: session.rows(queries.INSTALLATIONS, platform=platform))
        return tuple(self._sealer.open(str(content), *_installation(str(community))) for community, content in rows)

    async def keep_installation(self, community: CommunityId, platform: str, content: str) -> None:
        """See ``ports.store.Store.keep_installation``."""
        sealed = self._sealer.seal(content, *_installation(community))
        await self._write(
            lambda session: session.run_arranged(
                upsert(session.dialect, tables.installations, 1), (community, platform, sealed)
            )
        )

    async def drop_installation(self, community: CommunityId) -> None:
        """See ``ports.store.Store.drop_installation``."""
        await self._write(lambda session: session.rows(queries.DROP_INSTALLATION, community=community))

    async def find_ours(self, community: CommunityId, kind: AddressKind, theirs: str) -> str | None:
        """See ``ports.store.Store.find_ours``."""
        rows = await self._read(
            lambda session: session.rows(queries.OURS, community=community, kind=kind.value, theirs=theirs)
        )
        return str(rows[0][0]) if rows else None

    async def read_reader(self, community: CommunityId, member: MemberId | None) -> tuple[str | None, str]:
        """See ``ports.store.Store.read_reader``."""
        rows = await self._read(lambda session: session.rows(queries.READER, community=community, member=member or ""))
        return (str(rows[0][0]), str(rows[0][1])) if rows else (None, "UTC")

    async def read_community(self, community: CommunityId) -> Community | None:
        """See ``ports.store.Store.read_community``."""
        return await self._read(lambda session: read_community(session, community))

    async def read_mine(self, community: CommunityId, member: MemberId) -> Mine:
        """See ``ports.store.Store.read_mine``."""
        return await self._read(lambda session: read_mine(session, community, member))

    async def due_timers(self, at: datetime, limit: int) -> Sequence[DueTimer]:
        """See ``ports.store.Store.due_timers``."""
        rows = await self._read(
            lambda session: session.rows(due_queries.DUE_TIMERS, at=to_microseconds(at), limit=limit)
        )
        timers, unread = self._row_reader.timers(rows)
        if unread:
            await self._write(lambda session: _put_off_timers(session, unread, at + LOOKED_AT_AGAIN_AFTER))
        return timers

    async def next_timer_at(self) -> datetime | None:
        """See ``ports.store.Store.next_timer_at``."""
        return _time_of(await self._read(lambda session: session.rows(due_queries.NEXT_TIMER)))

    async def next_effect_at(self, *, is_paced: bool = False, part: Part | None = None) -> datetime | None:
        """See ``ports.store.Store.next_effect_at``."""
        outbox, bound = _outbox(part)
        now, statement = self._last_real_time(), outbox.next_paced if is_paced else outbox.next_effect
        return _time_of(await self._read(lambda session: session.rows(statement, real_now=now, **bound)))

    async def next_first_direct_at(self, *, part: Part | None = None) -> datetime | None:
        """See ``ports.store.Store.next_first_direct_at``."""
        outbox, bound = _outbox(part)
        now = self._last_real_time()
        rows = await self._read(lambda session: session.rows(outbox.next_first_direct, real_now=now, **bound))
        due, free = rows[0] if rows else (None, None)
        return from_microseconds(max(due, int(free or due))) if isinstance(due, int) else None

    def _last_real_time(self) -> int:
        """Return the latest real time this process told, where leases are judged by it."""
        return 0

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
        outbox, bound = _outbox(part)
        statement = outbox.claim_paced if is_paced else outbox.claim
        values = self._claiming(at, monotonic, lease, limit) | bound
        rows = await self._write(lambda session: session.rows(statement, **values))
        return await self._claims(rows, at, monotonic + lease.total_seconds())

    async def claim_first_direct(
        self, at: datetime, *, monotonic: float, lease: timedelta, pause: timedelta, part: Part | None = None
    ) -> Claim | None:
        """See ``ports.store.Store.claim_first_direct``."""
        outbox, bound = _outbox(part)
        values = self._claiming(at, monotonic, lease, 1) | bound

        def claim(session: Session) -> Sequence[Row]:
            ((_, free_at),) = session.rows(outbox.next_first_direct, **values)
            if isinstance(free_at, int) and free_at > to_microseconds(at):
                return ()
            rows = session.rows(outbox.claim_first_direct, **values)
            if rows:
                _give_no_turn(session, due_queries.FIRST_DIRECTS, at + pause)
            return rows

        rows = await self._write(claim)
        claims = await self._claims(rows, at, monotonic + lease.total_seconds())
        return replace(claims[0], is_first_direct=True) if claims else None

    async def hold_first_directs(self, platform: str, until: datetime) -> None:
        """See ``ports.store.Store.hold_first_directs``."""
        await self._write(lambda session: _give_no_turn(session, f"{due_queries.FIRST_DIRECTS}:{platform}", until))

    async def _claims(self, rows: Sequence[Row], at: datetime, expires: float) -> Sequence[Claim]:
        """Return claimed rows in their order; those that cannot be read are put off and stop no other."""
        claims, unread = self._row_reader.claims(sorted(rows, key=lambda row: row[0] or 0), expires)
        if unread:
            await self._write(lambda session: _put_off_effects(session, unread, at + LOOKED_AT_AGAIN_AFTER))
        return claims

    def _claiming(self, at: datetime, monotonic: float, lease: timedelta, limit: int) -> dict[str, Value]:
        """Return the bound values of a statement that leases lanes."""
        span = round(lease.total_seconds() * 1_000_000)
        now = self._tell_real_time(monotonic)
        return {"at": to_microseconds(at), "real_now": now, "lease": span, "limit": limit}

    async def postpone(self, claim: Claim, until: datetime) -> None:
        """See ``ports.store.Store.postpone``."""
        await self._write(
            lambda session: session.rows(
                due_queries.POSTPONE,
                **claimed(claim),
                until=to_microseconds(until),
            )
        )

    async def bury(self, claim: Claim, reason: str) -> None:
        """See ``ports.store.Store.bury``."""
        await self._write(lambda session: session.rows(due_queries.BURY, **claimed(claim), why=reason))

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
        span, now = round(lease.total_seconds() * 1_000_000), self._tell_real_time(monotonic)
        asked = shards.Renewal(
            platform=platform, holder=holder, kept=kept, of=of, wanted=wanted, insists=insists, lease=span
        )
        there_are, numbers, processes = await self._write(lambda session: shards.renew(session, asked, now))
        expires = monotonic + lease.total_seconds()
        return Share(shards=there_are, numbers=numbers, processes=processes, expires=expires)

    async def leave_shards(self, platform: str, holder: str) -> None:
        """See ``ports.store.Store.leave_shards``."""
        await self._write(lambda session: session.rows(shards.LEAVE, platform=platform, holder=holder))

    async def take_session_turn(self, platform: str, bucket: int, *, monotonic: float, pause: timedelta) -> timedelta:
        """See ``ports.store.Store.take_session_turn``."""
        span, now = round(pause.total_seconds() * 1_000_000), self._tell_real_time(monotonic)
        wait = await self._write(
            lambda session: shards.take_session_turn(session, platform, bucket, pause=span, now=now)
        )
        return timedelta(microseconds=wait)

    async def forget_old(self, at: datetime) -> None:
        """See ``ports.store.Store.forget_old``."""

        def forget(session: Session) -> None:
            session.rows(queries.FORGET_KEYS, at=to_microseconds(at - KEYS_KEPT))
            session.rows(queries.FORGET_TIMERS)
            session.rows(queries.FORGET_EFFECTS, at=to_microseconds(at - EFFECTS_KEPT))

        await self._write(forget)
        for community in await self._read(read_communities):
            await self._write(lambda session, community=community: sweep(session, community, at))  # type: ignore[misc]  # mypy sees no default


def _outbox(part: Part | None) -> tuple[due_queries.Outbox, dict[str, Value]]:
    """Return the statements that fit, and what they have bound of the part."""
    if part is None:
        return due_queries.ALL, {}
    numbers = json.dumps([str(number) for number in sorted(part.numbers)])
    return due_queries.IN_PART, {"part_platform": part.platform, "part_shards": part.shards, "part_numbers": numbers}


def _installation(community: str) -> tuple[str, str, str]:
    """Return the place to which a sealed installation is bound."""
    return ("installations", "content", community)


def _give_no_turn(session: Session, name: str, until: datetime) -> None:
    session.run_arranged(take_turn(session.dialect), (name, to_microseconds(until)))


def _put_off_timers(session: Session, rows: Sequence[Row], until: datetime) -> None:
    for community, key, due_at, *_ in rows:
        session.rows(due_queries.PUT_OFF_TIMER, owner=community, its_key=key, at=due_at, until=to_microseconds(until))


def _put_off_effects(session: Session, rows: Sequence[Row], until: datetime) -> None:
    for _, community, key, *_, token, _first, _platform in rows:
        session.rows(
            due_queries.POSTPONE,
            claimed_community=community,
            claimed_key=key,
            claimed_token=token,
            until=to_microseconds(until),
        )


def _time_of(rows: Sequence[Row]) -> datetime | None:
    value = rows[0][0] if rows else None
    return from_microseconds(value) if isinstance(value, int) else None
