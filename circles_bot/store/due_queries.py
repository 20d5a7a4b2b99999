"""Statements about what falls due: timers, and the outbox of effects.

They name no community: the bot works through what is due for all together. The head of a lane is the lowest pending
number in it, and the lane is leased while its head is under way.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    and_,
    bindparam,
    case,
    cast,
    delete,
    exists,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
    update,
)

from circles_bot.engine.effects import GOES_WHILE_PAUSED, URGENCY, member_lane
from circles_bot.engine.events import RUNS_WHILE_PAUSED
from circles_bot.engine.ids import MemberId
from circles_bot.ports.shards import LOW_BITS
from circles_bot.store import tables as t
from circles_bot.store.queries import _texts
from circles_bot.store.statements import real_now

FIRST_DIRECTS = "first-directs"
"""The name of their pace; with a platform's name after a colon, of what that platform asked to be held."""

_community = bindparam("community", type_=Text)
_member = bindparam("member", type_=Text)
_key = bindparam("key", type_=Text)
_at = bindparam("at", type_=BigInteger)
_limit = bindparam("limit", type_=BigInteger)

# --- timers -------------------------------------------------------------------------------------------------------

_resting = t.communities.alias("resting")
_is_paused = _resting.c.paused_at.is_not(None)
_is_asleep = _resting.c.removed_at.is_not(None)


def _rests(community: ColumnElement[str], how: ColumnElement[bool]) -> ColumnElement[bool]:
    """Tell whether a community rests: a steward has paused everything, or the bot is not there."""
    return exists().where(_resting.c.id == community, how)


_runs = or_(
    *(t.timers.c.kind == literal_column(f"'{kind.__name__}'", Text) for kind in RUNS_WHILE_PAUSED),
    ~_rests(t.timers.c.community, or_(_is_paused, _is_asleep)),
)
"""Which timers run: a resting community's wait, overdue, until it goes on."""

CONSUME = (
    delete(t.timers)
    .where(t.timers.c.community == _community, t.timers.c.key == _key, t.timers.c.due_at == _at)
    .returning(t.timers.c.key)
)

DUE_TIMERS = (
    select(
        t.timers.c.community, t.timers.c.key, t.timers.c.due_at, t.timers.c.kind, t.timers.c.version, t.timers.c.payload
    )
    .where(t.timers.c.due_at <= _at, _runs)
    .order_by(t.timers.c.due_at, t.timers.c.key)
    .limit(_limit)
)

PUT_OFF_TIMER = (
    update(t.timers)
    .where(
        t.timers.c.community == bindparam("owner", type_=Text),
        t.timers.c.key == bindparam("its_key", type_=Text),
        t.timers.c.due_at == _at,
    )
    .values(due_at=bindparam("until", type_=BigInteger))
)

NEXT_TIMER = (
    select(t.timers.c.due_at)
    .where(t.timers.c.due_at.is_not(None), _runs)
    .order_by(t.timers.c.due_at)
    .limit(literal_column("1"))
)

# --- the outbox ---------------------------------------------------------------------------------------------------

_later = t.effects.alias("head")
_other = t.effects.alias("other")

_is_held_by_pause = and_(
    _is_paused,
    func.coalesce(_later.c.urgency, literal_column("-1")).not_in(
        [literal_column(str(URGENCY[kind])) for kind in sorted(GOES_WHILE_PAUSED)]
    ),
)
_may_go = ~_rests(_later.c.community, or_(_is_asleep, _is_held_by_pause))
"""What is sent: nothing where the bot is not, little where all is paused; the rest waits, or lapses, until it goes on.
"""

_is_head = and_(
    _later.c.state == t.PENDING,
    or_(_later.c.leased_until.is_(None), _later.c.leased_until <= real_now()),
    ~exists().where(
        _other.c.lane == _later.c.lane,
        _other.c.community == _later.c.community,
        _other.c.state == t.PENDING,
        or_(_other.c.seq < _later.c.seq, _other.c.leased_until > real_now()),
    ),
    _may_go,
)

_is_first_direct = and_(
    _later.c.urgency.is_not(None),
    exists().where(
        t.members.c.community == _later.c.community,
        t.members.c.id == func.substr(_later.c.lane, literal_column(str(len(member_lane(MemberId(""))) + 1))),
        t.members.c.has_direct == literal_column("0"),
    ),
)
"""The first that somebody hears from the bot directly: it opens a conversation, which platforms count."""

_held_until = (
    select(t.paces.c.free_at)
    .where(
        t.communities.c.id == _later.c.community,
        t.paces.c.name == literal_column(f"'{FIRST_DIRECTS}:'", Text) + t.communities.c.platform,
    )
    .correlate(_later)
    .scalar_subquery()
)
"""From when on their platform lets conversations be opened, if it ever asked to wait: another's waits for nothing."""


def _claiming(condition: ColumnElement[bool], *order: ColumnElement[Any]) -> Any:  # Any: as SQLAlchemy builds it
    """Return the statement that leases the lanes whose heads are due and meet a condition, in an order."""
    heads = (
        select(_later.c.seq)
        .where(_later.c.next_at <= _at, condition, _is_head)
        .order_by(*order, _later.c.next_at, _later.c.seq)
        .limit(_limit)
        .with_for_update(skip_locked=True, of=_later)
        .cte("heads")
    )
    return (
        update(t.effects)
        .where(t.effects.c.seq.in_(select(heads.c.seq)))
        .values(
            token=t.effects.c.token + literal_column("1"),
            leased_until=real_now() + bindparam("lease", type_=BigInteger),
            claimed_at=_at,
            first_try_at=func.coalesce(t.effects.c.first_try_at, _at),
        )
        .returning(
            t.effects.c.seq,
            t.effects.c.community,
            t.effects.c.key,
            t.effects.c.lane,
            t.effects.c.kind,
            t.effects.c.version,
            t.effects.c.payload,
            t.effects.c.tries,
            t.effects.c.token,
            t.effects.c.first_try_at,
            select(t.communities.c.platform)
            .where(t.communities.c.id == t.effects.c.community)
            .correlate(t.effects)
            .scalar_subquery(),
        )
    )


_lapses = _later.c.lapses_at <= _at
_may_open = func.coalesce(_held_until, literal_column("0")) <= _at
_waits_its_turn = and_(_is_first_direct, or_(_later.c.lapses_at.is_(None), _later.c.lapses_at > _at))
_next_first = case((_held_until > _later.c.next_at, _held_until), else_=_later.c.next_at)
_next_paced = case((_is_first_direct, _later.c.lapses_at), else_=_later.c.next_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """What is asked of the outbox: of all of it, or of a part of a platform's communities and all others'."""

    claim: Any  # statements, as SQLAlchemy builds them; the others too
    claim_paced: Any
    """All but first direct messages: those wait their turn, but for what has lapsed and is planned anew unsent."""
    claim_first_direct: Any
    """The most urgent of the first direct messages; of equals the one that waits longest."""
    next_effect: Any
    next_paced: Any
    """As above, where first direct messages wait their turn: of those, only when one lapses."""
    next_first_direct: Any
    """When the next may go as far as it and its platform go, and from when on there is a turn."""


def _outbox(is_here: ColumnElement[bool]) -> Outbox:
    free_at = select(t.paces.c.free_at).where(t.paces.c.name == literal_column(f"'{FIRST_DIRECTS}'", Text))
    return Outbox(
        claim=_claiming(is_here),
        claim_paced=_claiming(and_(or_(~_is_first_direct, _lapses), is_here)),
        claim_first_direct=_claiming(and_(_waits_its_turn, _may_open, is_here), _later.c.urgency),
        next_effect=select(_later.c.next_at)
        .where(_is_head, is_here)
        .order_by(_later.c.next_at, _later.c.seq)
        .limit(literal_column("1")),
        next_paced=select(func.min(_next_paced)).where(_is_head, is_here),
        next_first_direct=select(func.min(_next_first), free_at.scalar_subquery()).where(
            _is_head, _is_first_direct, is_here
        ),
    )


_homes = t.addresses.alias("homes")
_served = t.communities.alias("served")
_shard = (cast(_homes.c.theirs, BigInteger) // literal_column(str(1 << LOW_BITS), BigInteger)) % bindparam(
    "part_shards", type_=BigInteger
)
_is_elsewhere = exists().where(
    _served.c.id == _later.c.community,
    _homes.c.community == _later.c.community,
    _homes.c.kind == literal_column("'community'", Text),
    case(  # in this order: other platforms' ids are no numbers
        (
            _served.c.platform == bindparam("part_platform", type_=Text),
            cast(_shard, Text).not_in(select(_texts("part_numbers").c.value)),
        ),
        else_=false(),
    ),
)
"""In a shard that another process serves (``ports.shards.shard_of``)."""

ALL = _outbox(true())
IN_PART = _outbox(~_is_elsewhere)

FIRST_DIRECT_HAD = (
    update(t.members).where(t.members.c.community == _community, t.members.c.id == _member).values(has_direct=1)
)

_is_ours = and_(
    t.effects.c.community == bindparam("claimed_community", type_=Text),
    t.effects.c.key == bindparam("claimed_key", type_=Text),
    t.effects.c.token == bindparam("claimed_token", type_=BigInteger),
    t.effects.c.state == t.PENDING,
)

SETTLE = (
    update(t.effects)
    .where(_is_ours)
    .values(state=t.OVER, leased_until=null(), payload=literal_column("''", Text))
    .returning(t.effects.c.key)
)
"""Only its key stays, so that it is not done twice: what was said is nobody's business any more."""

POSTPONE = (
    update(t.effects)
    .where(_is_ours)
    .values(
        next_at=bindparam("until", type_=BigInteger), tries=t.effects.c.tries + literal_column("1"), leased_until=null()
    )
)

BURY = update(t.effects).where(_is_ours).values(state=t.DEAD, reason=bindparam("why", type_=Text), leased_until=null())

END_LEASES = (
    update(t.effects)
    .where(t.effects.c.state == t.PENDING, t.effects.c.leased_until.is_not(None))
    .values(leased_until=null())
)
