"""Forgets a member: every row about them in their community, and their name out of what is still to be sent.

The bound: one statement for each line of ``people.PEOPLE``, two that look into timers and effects, and one for each of
those that name the member. On SQLite the freed space is overwritten (``secure_delete``) and the log emptied afterwards.
"""

import json
from functools import cache
from typing import Any

from sqlalchemy import Delete, Table, Text, Update, and_, bindparam, delete, literal_column, or_, select, update

from circles_bot.engine.effects import member_lane
from circles_bot.engine.ids import CommunityId, MemberId
from circles_bot.store import tables as t
from circles_bot.store.people import PEOPLE, Owned
from circles_bot.store.sealing import MARK
from circles_bot.store.session import Session

_community = bindparam("community", type_=Text)


def forget_member(session: Session, community: CommunityId, member: MemberId) -> None:
    """Leave nothing of a member in their community but what ``people`` says must stay."""
    _forget_timers(session, community, member)
    _forget_effects(session, community, member)
    for statement in _statements():
        session.rows(statement, owner=community, whom=member)
    session.has_forgotten = True


@cache
def _statements() -> tuple[Delete | Update, ...]:
    """Return what drops or empties the rows of one member, children before their parents."""
    in_order = [table for table in reversed(t.metadata.sorted_tables) if table in PEOPLE]
    return tuple(
        _without_them(table, owned) for table in in_order for owned in PEOPLE[table] if owned.empties or not owned.stays
    )


def _without_them(table: Table, owned: Owned) -> Delete | Update:
    # no column is called owner or whom: a name of one is taken in an update
    theirs = and_(
        table.c.community == bindparam("owner", type_=Text), table.c[owned.whose] == bindparam("whom", type_=Text)
    )
    if owned.empties:
        return update(table).where(theirs).values(dict.fromkeys(owned.empties, literal_column("''", Text)))
    return delete(table).where(theirs)


# --- timers -------------------------------------------------------------------------------------------------------

_SEALED = MARK + "%"
_LIKE = bindparam("like", type_=Text)

_TIMERS = select(t.timers.c.key, t.timers.c.payload).where(
    t.timers.c.community == _community,
    or_(t.timers.c.key.like(_LIKE), t.timers.c.payload.like(_LIKE), t.timers.c.payload.like(_SEALED)),
)
_DROP_TIMER = delete(t.timers).where(t.timers.c.community == _community, t.timers.c.key == bindparam("key", type_=Text))


def _forget_timers(session: Session, community: CommunityId, member: MemberId) -> None:
    for key, payload in session.rows(_TIMERS, community=community, like=f"%{member}%"):
        said = session.sealer.open_payload(str(payload), "timers", "payload", community, key)
        if member in str(key) or member in said:
            session.rows(_DROP_TIMER, community=community, key=key)


# --- effects ------------------------------------------------------------------------------------------------------

_EFFECTS = select(t.effects.c.seq, t.effects.c.key, t.effects.c.lane, t.effects.c.payload).where(
    t.effects.c.community == _community,
    or_(
        t.effects.c.lane == bindparam("lane", type_=Text),
        t.effects.c.key.like(_LIKE),
        t.effects.c.payload.like(_LIKE),
        t.effects.c.payload.like(_SEALED),
    ),
)
_DROP_EFFECT = delete(t.effects).where(t.effects.c.seq == bindparam("seq"), t.effects.c.community == _community)
_CHANGE_EFFECT = (
    update(t.effects)
    .where(t.effects.c.seq == bindparam("about"), t.effects.c.community == bindparam("owner", type_=Text))
    .values(payload=bindparam("said", type_=Text))
)


def _forget_effects(session: Session, community: CommunityId, member: MemberId) -> None:
    lane = member_lane(member)
    for seq, key, its_lane, payload in session.rows(_EFFECTS, community=community, lane=lane, like=f"%{member}%"):
        place = ("effects", "payload", community, key)
        said = session.sealer.open_payload(str(payload), *place)
        if its_lane == lane or member in str(key):
            session.rows(_DROP_EFFECT, seq=seq, community=community)
        elif member in said:
            left = without_member(said, member)
            if left is None:
                session.rows(_DROP_EFFECT, seq=seq, community=community)
            else:
                kept = session.sealer.seal(left, *place) if str(payload).startswith(MARK) else left
                session.rows(_CHANGE_EFFECT, about=seq, owner=community, said=kept)


def without_member(payload: str, member: MemberId) -> str | None:
    """Return an effect's payload without the member in its lists, or None where it is about them alone."""
    left = json.dumps(_without(json.loads(payload), member), separators=(",", ":"))
    return None if member in left else left


def _without(value: Any, member: MemberId) -> Any:  # Any: JSON
    if isinstance(value, dict):
        return {name: _without(one, member) for name, one in value.items()}
    if isinstance(value, list):
        return [_without(one, member) for one in value if one != member and not _is_about(one, member)]
    return value


def _is_about(item: Any, member: MemberId) -> bool:
    """Tell whether an entry of a list is the member's own: an option that stands for them, an answer only they gave."""
    if not isinstance(item, dict):
        return False
    return member in [one for one in item.values() if isinstance(one, str)] or item.get("members") == [member]
