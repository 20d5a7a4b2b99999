"""Reads everything that is kept about one member, table by table, as far as it is theirs to know.

The bound: one statement for each line of ``people.PEOPLE`` that is shown, two for timers and effects, three for names.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from enum import Enum

from sqlalchemy import Select, Table, Text, bindparam, select

from circles_bot.engine import model
from circles_bot.engine.effects import member_lane
from circles_bot.engine.ids import CommunityId, MemberId
from circles_bot.ports.store import Mine, MineRow, Shown
from circles_bot.store import tables as t
from circles_bot.store.codec import TABLES, Row, codec_of
from circles_bot.store.payloads import from_microseconds
from circles_bot.store.people import PEOPLE, Owned
from circles_bot.store.session import Session

_community = bindparam("community", type_=Text)
_member = bindparam("member", type_=Text)
_KINDS = {table: kind for kind, table in TABLES.items()}

_ADDRESSES = select(*t.addresses.columns).where(
    t.addresses.c.community == _community, t.addresses.c.kind == model.AddressKind.MEMBER.value
)
_INTERESTS = select(t.interests.c.community, t.interests.c.id, t.interests.c.name, t.interests.c.emoji).where(
    t.interests.c.community == _community
)
_ROOMS = (
    select(t.circles.c.id, t.circles.c.room_name)
    .select_from(
        t.seats.join(t.circles, (t.circles.c.community == t.seats.c.community) & (t.circles.c.id == t.seats.c.circle))
    )
    .where(t.seats.c.community == _community, t.seats.c.member == _member)
)
_TIMERS = select(t.timers.c.kind, t.timers.c.due_at).where(
    t.timers.c.community == _community,
    t.timers.c.key.like(bindparam("like", type_=Text)),
    t.timers.c.due_at.is_not(None),
)
_EFFECTS = select(t.effects.c.kind, t.effects.c.state, t.effects.c.next_at).where(
    t.effects.c.community == _community, t.effects.c.lane == bindparam("lane", type_=Text)
)


def read_mine(session: Session, community: CommunityId, member: MemberId) -> Mine:
    """Return what is kept about a member, each table once, its rows in the order of their text."""
    names = _names(session, community, member)
    found: dict[str, list[MineRow]] = {}
    for table, lines in PEOPLE.items():
        rows = found.setdefault(table.name, [])
        for owned in lines:
            if not owned.is_hidden:
                read = session.rows(_owned(table, owned), community=community, member=member)
                rows.extend(_shown(table, owned, row, names) for row in read)
    found["timers"] = [
        {"what": kind, "due_at": _time(due_at)}
        for kind, due_at in session.rows(_TIMERS, community=community, like=f"%{member}%")
    ]
    found["effects"] = [
        {"what": kind, "state": state, "at": _time(at)}
        for kind, state, at in session.rows(_EFFECTS, community=community, lane=member_lane(member))
    ]
    return {name: tuple(sorted(rows, key=repr)) for name, rows in found.items()}


def _owned(table: Table, owned: Owned) -> Select[tuple[object, ...]]:
    mine = select(*(table.c[name] for name in codec_of(_KINDS[table]).names)).where(
        table.c.community == _community, table.c[owned.whose] == _member
    )
    return mine if owned.known_by is None else mine.where(table.c[owned.known_by].is_not(None))


def _names(session: Session, community: CommunityId, member: MemberId) -> Mapping[str, str]:
    """Return what our ids are called by people: an account's id, an interest's name, a room's name."""
    people = {str(ours): str(theirs) for _, _, ours, theirs in session.rows(_ADDRESSES, community=community)}
    interests = {str(row[1]): str(row[2]) for row in session.rows(_INTERESTS, community=community)}
    rooms = {str(row[0]): str(row[1]) for row in session.rows(_ROOMS, community=community, member=member)}
    return {**people, **interests, **rooms}


def _shown(table: Table, owned: Owned, row: Row, names: Mapping[str, str]) -> MineRow:
    kind = _KINDS[table]
    record = codec_of(kind).decode(row)
    hidden = {"community", *owned.hides}
    shown = ((field.name, getattr(record, field.name)) for field in fields(kind) if field.name not in hidden)
    return {name: _readable(value, names) for name, value in shown}


def _readable(value: object, names: Mapping[str, str]) -> Shown:
    match value:
        case datetime():
            return value.isoformat(timespec="seconds")
        case Enum():
            return str(value.value)
        case tuple():
            return ", ".join(str(_readable(one, names)) for one in value)
        case bool() | int() | None:
            return value
        case _:
            return names.get(str(value), str(value))


def _time(value: object) -> str | None:
    return from_microseconds(value).isoformat(timespec="seconds") if isinstance(value, int) else None


def exported() -> Iterator[str]:
    """Yield the name of every table that an export shows."""
    yield from (table.name for table, lines in PEOPLE.items() if any(not owned.is_hidden for owned in lines))
    yield from ("timers", "effects")
