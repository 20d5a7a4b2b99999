"""Reads what a round matches: all open interests together, or one confidential one alone.

The two kinds share no row: a confidential interest's wishes, meetings and seats change nothing in open matching, and
the other way round. What is confidential is told from an id alone.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, bindparam, case, func, literal_column, or_, select

from circles_bot.engine import model
from circles_bot.engine.ids import (
    CONFIDENTIAL,
    CONFIDENTIAL_CIRCLE,
    CircleId,
    CommunityId,
    InterestId,
    MemberId,
    RoundId,
)
from circles_bot.engine.lifecycle import LIVE_SEATS
from circles_bot.engine.model import (
    Avoidance,
    Circle,
    CircleOrigin,
    CircleState,
    Community,
    Interest,
    Meeting,
    Member,
    OptIn,
    OptInState,
    Round,
    RoundCause,
    Seat,
    SeatState,
)
from circles_bot.engine.snapshots import OpenCircle, RoundScope
from circles_bot.store import tables as t
from circles_bot.store.codec import Row, Value, as_number, codec_of
from circles_bot.store.payloads import from_microseconds
from circles_bot.store.queries import _all_fixed, _begins_with, _columns, _fixed
from circles_bot.store.session import Session
from circles_bot.store.standings import by_name

_communities = codec_of(Community)
_members = codec_of(Member)
_interests = codec_of(Interest)
_opt_ins = codec_of(OptIn)
_MEMBER_AT = _opt_ins.names.index("member")
_circles = codec_of(Circle)
_seats = codec_of(Seat)
_rounds = codec_of(Round)
_meetings = codec_of(Meeting)
_avoidances = codec_of(Avoidance)

_community = bindparam("community", type_=Text)
_round = bindparam("round", type_=Text)
_interest = bindparam("interest", type_=Text)


_OVER = frozenset({CircleState.CLOSED, CircleState.FIZZLED})

_lives = t.circles.alias("lives")

_LIVE_ROOMS = (
    select(func.count())
    .select_from(_lives)
    .where(
        _lives.c.community == _community,
        _lives.c.state.not_in(_all_fixed(_OVER)),
        ~_begins_with(_lives.c.id, CONFIDENTIAL_CIRCLE),
    )
    .scalar_subquery()
)
"""Confidential circles are not counted: they change nothing for the others. It names the community by itself, so that
it is counted once and not again for each interest."""

ROUND = (
    select(*_columns(model.Community), *_columns(model.Round), *_columns(model.Interest), _LIVE_ROOMS)
    .select_from(
        t.communities.outerjoin(
            t.rounds, and_(t.rounds.c.community == t.communities.c.id, t.rounds.c.id == _round)
        ).outerjoin(
            t.interests, and_(t.interests.c.community == t.communities.c.id, t.interests.c.archived_at.is_(None))
        )
    )
    .where(t.communities.c.id == _community)
)

_pool = t.opt_ins.alias("pool")
_kept_open = t.circles.alias("kept_open")
_there = t.seats.alias("there")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The statements that read a round's pool: of all open interests together, or of one confidential one alone."""

    wishes: Any  # a select, whose columns SQLAlchemy knows at run time; the others too
    other_wishes: Any
    meetings: Any
    avoidances: Any
    live_seats: Any
    open_circles: Any
    sat_at: Any


def _pool_of(*, is_private: bool) -> Pool:
    """Return the statements of one kind of pool; neither reads anything of the other's.

    A circle of chosen people does not count as a seat: whoever says yes to one still waits for what they wished for.
    """

    def is_in(interest: ColumnElement[str]) -> ColumnElement[bool]:
        return interest == _interest if is_private else ~_begins_with(interest, CONFIDENTIAL)

    def waits(member: ColumnElement[str]) -> ColumnElement[bool]:
        waiting = select(_pool.c.member).where(
            _pool.c.community == _community, _pool.c.state == _fixed(OptInState.WAITING), is_in(_pool.c.interest)
        )
        return member.in_(waiting)

    def keeps_a_seat(circles: Any) -> ColumnElement[bool]:  # Any: a table or its alias
        return and_(
            circles.c.community == _community,
            circles.c.open_seats > literal_column("0"),
            circles.c.state == _fixed(CircleState.OPEN),
            is_in(func.coalesce(circles.c.interest, literal_column("''", Text))),
        )

    def waits_or_sits(member: ColumnElement[str]) -> ColumnElement[bool]:
        """Tell whether somebody waits, or sits or sat in a circle that keeps a seat open."""
        room = and_(_there.c.community == _kept_open.c.community, _there.c.circle == _kept_open.c.id)
        there = select(_there.c.member).select_from(_kept_open.join(_there, room)).where(keeps_a_seat(_kept_open))
        return or_(waits(member), member.in_(there))

    is_private_circle = _begins_with(t.seats.c.circle, CONFIDENTIAL_CIRCLE)
    own_seats = t.seats.join(
        t.circles, and_(t.circles.c.community == t.seats.c.community, t.circles.c.id == t.seats.c.circle)
    )
    one: ColumnElement[Any] = literal_column("1")  # Any: nobody reads what it counts
    is_live = and_(t.seats.c.state.in_(_all_fixed(LIVE_SEATS)), t.circles.c.state.not_in(_all_fixed(_OVER)))
    has_sat = and_(t.seats.c.seated_at.is_not(None), t.circles.c.opened_at.is_not(None))
    return Pool(
        wishes=select(*_columns(model.OptIn), *_columns(model.Member))
        .select_from(
            t.opt_ins.join(
                t.members, and_(t.members.c.community == t.opt_ins.c.community, t.members.c.id == t.opt_ins.c.member)
            )
        )
        .where(
            t.opt_ins.c.community == _community,
            t.opt_ins.c.state == _fixed(OptInState.WAITING),
            is_in(t.opt_ins.c.interest),
        ),
        other_wishes=select(t.opt_ins.c.member, t.opt_ins.c.interest).where(
            t.opt_ins.c.community == _community,
            t.opt_ins.c.state != _fixed(OptInState.WAITING),
            is_in(t.opt_ins.c.interest),
            waits(t.opt_ins.c.member),
        ),
        meetings=select(*_columns(model.Meeting)).where(
            t.meetings.c.community == _community,
            t.meetings.c.scope == (_interest if is_private else literal_column("''", Text)),
            waits_or_sits(t.meetings.c.first),
            waits_or_sits(t.meetings.c.second),
        ),
        avoidances=select(*_columns(model.Avoidance)).where(
            t.avoidances.c.community == _community,
            waits_or_sits(t.avoidances.c.member),
            waits_or_sits(t.avoidances.c.other),
        ),
        live_seats=select(t.seats.c.member, func.count(case((is_live, one))), func.count(case((has_sat, one))))
        .select_from(own_seats)
        .where(
            t.seats.c.community == _community,
            or_(is_live, has_sat),
            t.circles.c.origin == _fixed(CircleOrigin.ROUND),
            is_private_circle if is_private else ~is_private_circle,
            waits(t.seats.c.member),
        )
        .group_by(t.seats.c.member),
        open_circles=select(*_columns(model.Circle), *_columns(model.Seat), *_columns(model.Member))
        .select_from(
            t.circles.join(
                t.seats, and_(t.seats.c.community == t.circles.c.community, t.seats.c.circle == t.circles.c.id)
            ).join(t.members, and_(t.members.c.community == t.seats.c.community, t.members.c.id == t.seats.c.member))
        )
        .where(keeps_a_seat(t.circles)),
        sat_at=select(t.seats.c.member, func.max(t.seats.c.seated_at))
        .where(
            t.seats.c.community == _community,
            t.seats.c.seated_at.is_not(None),
            is_private_circle,
            waits(t.seats.c.member),
        )
        .group_by(t.seats.c.member),
    )


OPEN_POOL = _pool_of(is_private=False)
PRIVATE_POOL = _pool_of(is_private=True)

_mine = t.opt_ins.alias("mine")
_also = t.opt_ins.alias("also")

OFTEN_TOGETHER = (
    select(_mine.c.interest, _also.c.interest, func.count())
    .select_from(
        _mine.join(
            _also,
            and_(
                _also.c.community == _mine.c.community,
                _also.c.member == _mine.c.member,
            ),
        )
    )
    .where(
        _mine.c.community == _community,
        _mine.c.state != _fixed(OptInState.ENDED),
        _also.c.state != _fixed(OptInState.ENDED),
        ~_begins_with(_mine.c.interest, CONFIDENTIAL),
        ~_begins_with(_also.c.interest, CONFIDENTIAL),
    )
    .group_by(_mine.c.interest, _also.c.interest)
)
"""How many people follow both of two open interests, and (one with itself) each of them; read once a week."""


def load_round(session: Session, community: CommunityId, round_id: RoundId) -> RoundScope:
    """Read everybody who waits in a community, whom they met and whom they avoid: eight statements at most.

    A confidential interest's round reads that interest's pool alone, and the others nothing of it.
    """
    head = session.rows(ROUND, community=community, round=round_id)
    start = len(_communities.names)
    found = _rounds.decode_joined(head[0], start) if head else None
    alone = found.interest if found else None
    reading = OPEN_POOL if alone is None else PRIVATE_POOL
    about: dict[str, Value] = {"community": community} if alone is None else {"community": community, "interest": alone}
    interests = filter(None, (_interests.decode_joined(row, start + len(_rounds.names)) for row in head))
    pool = session.rows(reading.wishes, **about)
    meetings = (_meetings.decode(row) for row in session.rows(reading.meetings, **about))
    avoidances = (_avoidances.decode(row) for row in session.rows(reading.avoidances, **about))
    members = {str(row[_MEMBER_AT]): row for row in pool}  # who has several wishes is there once for each
    opt_ins = (_opt_ins.decode(row) for row in pool)
    live = session.rows(reading.live_seats, **about)
    scope = RoundScope(
        community=_communities.decode_known(head[0]) if head else None,
        round=found,
        interests=tuple(
            sorted((one for one in interests if (one.id if one.is_confidential else None) == alone), key=by_name)
        ),
        members={MemberId(key): _members.decode(row, len(_opt_ins.names)) for key, row in sorted(members.items())},
        opt_ins=tuple(sorted(opt_ins, key=lambda one: (one.member, one.interest))),
        live_seats={MemberId(str(row[0])): as_number(row[1]) for row in live if row[1]},
        have_sat=frozenset(MemberId(str(row[0])) for row in live if row[2]),
        meetings=tuple(sorted(meetings, key=lambda one: (one.first, one.second))),
        avoidances=tuple(sorted(avoidances, key=lambda one: (one.member, one.other))),
        live_rooms=as_number(head[0][-1]) if head else 0,
        open_circles=_open_circles(session.rows(reading.open_circles, **about)),
        other_wishes=frozenset(
            (MemberId(str(row[0])), InterestId(str(row[1]))) for row in session.rows(reading.other_wishes, **about)
        ),
    )
    if alone is not None:
        sat = session.rows(reading.sat_at, **about)
        return replace(
            scope, sat_privately_at={MemberId(str(row[0])): from_microseconds(as_number(row[1])) for row in sat}
        )
    return _with_neighbours(session, scope) if found and found.cause is RoundCause.WEEKLY else scope


def _with_neighbours(session: Session, scope: RoundScope) -> RoundScope:
    assert scope.community is not None
    rows = session.rows(OFTEN_TOGETHER, community=scope.community.id)
    pairs = {(InterestId(str(one)), InterestId(str(other))): as_number(count) for one, other, count in rows}
    return replace(scope, often_together=pairs)


def _open_circles(rows: Sequence[Row]) -> tuple[OpenCircle, ...]:
    start = len(_circles.names)
    end = start + len(_seats.names)
    circles = {circle.id: circle for circle in map(_circles.decode, rows)}
    there: defaultdict[CircleId, list[tuple[Seat, Member]]] = defaultdict(list)
    for row in rows:
        seat = _seats.decode(row, start)
        there[seat.circle].append((seat, _members.decode(row, end)))
    found = {circle: sorted(pairs, key=lambda pair: pair[0].member) for circle, pairs in there.items()}
    return tuple(
        OpenCircle(
            circle=circles[circle],
            seats=tuple(seat for seat, _ in pairs),
            sitting=tuple(member for seat, member in pairs if seat.state is SeatState.SEATED),
        )
        for circle, pairs in sorted(found.items())
    )
