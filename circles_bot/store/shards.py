"""Which process has which of a platform's shards: a row for each process, read whole and written by its own alone.

Who has what is reckoned from all rows in the transaction that writes one's own. On PostgreSQL transactions are
serialisable: of two that read the same rows and would take the same shard, one runs again and sees the other's. A row
for each shard would say less: a process that has none yet must be seen, too, for the others to make room.
"""

import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sqlalchemy import BigInteger, Text, bindparam, delete, select
from sqlalchemy.sql import ClauseElement

from circles_bot.store import tables as t
from circles_bot.store.codec import as_number
from circles_bot.store.session import Session
from circles_bot.store.statements import real_now, take_turn, upsert

_holders = t.shard_holders
_platform = bindparam("platform", type_=Text)
_sessions = "sessions"

NOW = select(real_now())
HOLDERS = select(_holders.c.holder, _holders.c.shards, _holders.c.numbers, _holders.c.until).where(
    _holders.c.platform == _platform
)
LEAVE = delete(_holders).where(_holders.c.platform == _platform, _holders.c.holder == bindparam("holder", type_=Text))
DROP_LAPSED = delete(_holders).where(
    _holders.c.platform == _platform, _holders.c.until <= bindparam("at", type_=BigInteger)
)
TURN = select(t.paces.c.free_at).where(t.paces.c.name == bindparam("name", type_=Text))

END_ALL: Sequence[ClauseElement] = (
    delete(_holders),
    delete(t.paces).where(t.paces.c.name.startswith(f"{_sessions}:", autoescape=True)),
)
"""For who opens a database that only one process has: whoever was there before is gone, and so is its clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What another live process has: some of so many shards."""

    shards: int
    numbers: frozenset[int]


def divide(
    others: Sequence[Holding], *, kept: AbstractSet[int], of: int, wanted: int, insists: bool
) -> tuple[int, frozenset[int]]:
    """Return how many shards there are to be, and which of them a process has, beside what ``others`` have.

    See ``ports.shards.ShardLeases.renew``.
    """
    shards = max((one.shards for one in others), default=wanted)
    if insists:
        shards = max(shards, wanted)
    taken = frozenset(number for one in others for number in one.numbers)
    if kept and of != shards:  # it closes them first
        return shards, frozenset(kept)
    if any(one.numbers and one.shards != shards for one in others):
        return shards, frozenset()
    mine = frozenset(kept) - taken
    fair = -(-shards // (len(others) + 1))
    free = [number for number in range(shards) if number not in taken | mine]
    return shards, mine | frozenset(free[: max(fair - len(mine), 0)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """What a process asks for; times are microseconds."""

    platform: str
    holder: str
    kept: AbstractSet[int]
    of: int
    wanted: int
    insists: bool
    lease: int


def renew(session: Session, asked: Renewal, now: int) -> tuple[int, frozenset[int], int]:
    """Write what a process has from now on; return how many shards there are, which are its own, and how many live.

    ``now`` is the real time where that is not the database's own. Three statements, one more after somebody's death.
    """
    ((at,),) = session.rows(NOW, real_now=now)
    rows = session.rows(HOLDERS, platform=asked.platform)
    others = [
        Holding(shards=as_number(shards), numbers=frozenset(json.loads(str(numbers))))
        for holder, shards, numbers, until in rows
        if holder != asked.holder and as_number(until) > as_number(at)
    ]
    if any(as_number(until) <= as_number(at) for _, _, _, until in rows):
        session.rows(DROP_LAPSED, platform=asked.platform, at=at)
    shards, numbers = divide(others, kept=asked.kept, of=asked.of, wanted=asked.wanted, insists=asked.insists)
    written = asked.of if numbers and numbers == asked.kept else shards
    row = (asked.platform, asked.holder, written, json.dumps(sorted(numbers)), as_number(at) + asked.lease)
    session.run_arranged(upsert(session.dialect, _holders, 1), row)
    return shards, numbers, len(others) + 1


def take_session_turn(session: Session, platform: str, bucket: int, *, pause: int, now: int) -> int:
    """Take the turn in a bucket, if it has come; return how long it is to be waited for otherwise (microseconds)."""
    name = f"{_sessions}:{platform}:{bucket}"
    ((at,),) = session.rows(NOW, real_now=now)
    rows = session.rows(TURN, name=name)
    free_at = as_number(rows[0][0]) if rows else 0
    if free_at > as_number(at):
        return free_at - as_number(at)
    session.run_arranged(take_turn(session.dialect), (name, as_number(at) + pause))
    return 0
