"""Drops what has been kept long enough: once a day, so many statements a community, each in its own transaction.

How long is in the comments of the tables; three of the times a community may make shorter (``engine.policy``). What
has a timer of its own (reports) is not here.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Select,
    Text,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)

from circles_bot.engine.ids import CommunityId
from circles_bot.engine.model import Community
from circles_bot.engine.policy import Policy
from circles_bot.store import tables as t
from circles_bot.store.codec import Value, codec_of
from circles_bot.store.payloads import from_json, to_json, to_microseconds
from circles_bot.store.session import Session

BUDGET_KEPT = timedelta(days=7)
LEAVINGS_KEPT = timedelta(weeks=4)
WITHS_KEPT = timedelta(days=7)
REMOVED_KEPT = timedelta(days=30)

STATEMENTS_AT_MOST = 9
"""For each community, and one more for each member whose budget or leavings have entries that are over.

Erasing a community costs one for each table.
"""

_communities = codec_of(Community)
_owner = bindparam("owner", type_=Text)  # no column is called so: a name of one is taken in an update
_before = bindparam("before", type_=BigInteger)
_TIMES = tuple[datetime, ...]
_NONE = literal_column("'[]'", Text)

ALL_COMMUNITIES = select(*(t.communities.c[name] for name in _communities.names))

CHECK_INS = delete(t.check_ins).where(
    t.check_ins.c.community == _owner, func.coalesce(t.check_ins.c.answered_at, t.check_ins.c.asked_at) < _before
)
MEETINGS = delete(t.meetings).where(t.meetings.c.community == _owner, t.meetings.c.met_at < _before)


def _closed() -> Select[tuple[str]]:
    return select(t.circles.c.id).where(t.circles.c.community == _owner, t.circles.c.closed_at < _before)


VOICES = (
    update(t.seats)
    .where(t.seats.c.community == _owner, t.seats.c.active_at.is_not(None), t.seats.c.circle.in_(_closed()))
    .values(active_at=null())
)
_posted_at = (
    select(t.posts.c.posted_at)
    .where(t.posts.c.community == t.tap_answers.c.community, t.posts.c.id == t.tap_answers.c.post)
    .correlate(t.tap_answers)
    .scalar_subquery()
)
TAPS = (
    update(t.tap_answers)
    .where(
        t.tap_answers.c.community == _owner,
        t.tap_answers.c.post.in_(
            select(t.posts.c.id).where(t.posts.c.community == _owner, t.posts.c.circle.in_(_closed()))
        ),
        t.tap_answers.c.tapped_at != _posted_at,
    )
    .values(tapped_at=_posted_at)
)
"""The tap stays with its post, the moment does not: it becomes that of the post, which is nobody's."""

_old_withs = select(t.withs.c.id).where(t.withs.c.community == _owner, t.withs.c.closes_at < _before)
WITH_ASKS = delete(t.with_asks).where(t.with_asks.c.community == _owner, t.with_asks.c.circle.in_(_old_withs))
WITHS = delete(t.withs).where(t.withs.c.community == _owner, t.withs.c.closes_at < _before)
GIFTS = (
    update(t.hand_offs)
    .where(
        t.hand_offs.c.community == _owner,
        t.hand_offs.c.closes_at < _before,
        or_(t.hand_offs.c.asker_gift.is_not(None), t.hand_offs.c.asked_gift.is_not(None)),
    )
    .values(asker_gift=null(), asked_gift=null())
)
BUDGETS = select(t.members.c.id, t.members.c.asked_at, t.members.c.openly_asked_at, t.members.c.left_at).where(
    t.members.c.community == _owner,
    or_(*(t.members.c[name] != _NONE for name in ("asked_at", "openly_asked_at", "left_at"))),
)
BUDGET = (
    update(t.members)
    .where(
        and_(
            t.members.c.community == _owner,
            t.members.c.id == bindparam("member", type_=Text),
            t.members.c.asked_at == bindparam("asked_was", type_=Text),
            t.members.c.openly_asked_at == bindparam("openly_was", type_=Text),
            t.members.c.left_at == bindparam("left_was", type_=Text),
        )
    )
    .values(
        asked_at=bindparam("asked_now", type_=Text),
        openly_asked_at=bindparam("openly_now", type_=Text),
        left_at=bindparam("left_now", type_=Text),
    )
)

ERASURE = (
    *(
        delete(table).where(table.c.community == _owner)
        for table in reversed(t.metadata.sorted_tables)
        if "community" in table.c
    ),
    delete(t.communities).where(t.communities.c.id == _owner),
)
"""Children before their parents."""


def read_communities(session: Session) -> Sequence[Community]:
    """Return all communities."""
    return [_communities.decode(row) for row in session.rows(ALL_COMMUNITIES)]


def sweep(session: Session, community: Community, at: datetime) -> None:
    """Drop what a community has kept long enough: all there is of it, some time after the bot was removed from it."""
    if community.removed_at is not None and community.removed_at <= at - REMOVED_KEPT:
        _erase(session, community.id)
        return
    policy, owner = Policy.of(community), community.id
    for statement, kept in (
        (CHECK_INS, policy.check_ins_kept),
        (VOICES, policy.activity_kept_after_close),
        (TAPS, policy.activity_kept_after_close),
        (MEETINGS, policy.meetings_kept),
        (WITH_ASKS, WITHS_KEPT),
        (WITHS, WITHS_KEPT),
        (GIFTS, timedelta(0)),
    ):
        session.rows(statement, owner=owner, before=to_microseconds(at - kept))
    _forget_budgets(session, owner, at)
    session.has_let_go = True


def _erase(session: Session, community: CommunityId) -> None:
    """Leave nothing of a community."""
    for statement in ERASURE:
        session.rows(statement, owner=community)
    session.has_forgotten = True


def _forget_budgets(session: Session, community: CommunityId, at: datetime) -> None:
    """Drop when the bot wrote to people unasked, and when they left circles, where nothing reaches back to it."""
    for member, asked, openly, left in session.rows(BUDGETS, owner=community):
        asked_now, openly_now = _since(asked, at - BUDGET_KEPT), _since(openly, at - BUDGET_KEPT)
        left_now = _since(left, at - LEAVINGS_KEPT)
        if (asked_now, openly_now, left_now) != (asked, openly, left):
            was = {"asked_was": asked, "openly_was": openly, "left_was": left}
            now = {"asked_now": asked_now, "openly_now": openly_now, "left_now": left_now}
            session.rows(BUDGET, owner=community, member=member, **was, **now)


def _since(times: Value, before: datetime) -> str:
    return to_json(_TIMES, tuple(one for one in from_json(_TIMES, str(times)) if one >= before))
