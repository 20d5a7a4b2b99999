"""Writes decisions: one statement a table, whatever the number of rows of a bounded act.

Rows are sorted by key, so that two processes that write the same rows never wait for each other in a ring; parents are
written before children and dropped after them. What a decision says twice counts as it was said last.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import chain

from circles_bot.engine.decision import Decision, Dropped, Kept, Silenced, TimerCancelled, TimerSet
from circles_bot.engine.effects import URGENCY, AnyEffect, SendDirect
from circles_bot.engine.errors import RuleError
from circles_bot.engine.ids import CommunityId, TimerKey
from circles_bot.engine.model import Community
from circles_bot.store import tables
from circles_bot.store.codec import TABLES, Value, codec_of
from circles_bot.store.forgetting import forget_member
from circles_bot.store.payloads import to_microseconds, write_payload
from circles_bot.store.sealing import Sealer
from circles_bot.store.session import Session
from circles_bot.store.statements import ROWS_AT_MOST, drop, insert_effects, silence, upsert, upsert_timers

_TABLE_PLACES = {table: place for place, table in enumerate(tables.metadata.sorted_tables)}
_PLACES = {kind: _TABLE_PLACES[table] for kind, table in TABLES.items()}
"""Parents before children."""

_Rows = dict[tuple[Value, ...], tuple[Value, ...]]
"""Rows of one table by key."""


def save_decision(
    session: Session, decision: Decision, *, community: CommunityId | None, at: datetime | None, real_now: int
) -> None:
    """Write all of a decision but its reply.

    ``community`` and ``at`` are those of the event that was loaded, where one was; ``real_now`` is what leases are
    judged by where the database has no clock of its own. Raises ``RuleError`` when the decision is about another
    community than the event, or about two, or none: no rule may reach across.
    """
    owner = _owner_of_all(decision, community)
    if decision.forgotten is not None:
        forget_member(session, owner, decision.forgotten)
    if decision.changes:
        _save_changes(session, decision.changes, owner)
    if decision.timers:
        _save_timers(session, decision.timers, owner)
    if decision.silenced:
        _silence(session, decision.silenced, owner, real_now)
    if decision.effects:
        _save_effects(session, decision.effects, at)


def _owner_of_all(decision: Decision, community: CommunityId | None) -> CommunityId:
    owners = [
        change.record.id if isinstance(change.record, Community) else change.record.community
        for change in decision.changes
    ]
    owners.extend([effect.community for effect in decision.effects])
    owners.extend([timer.event.community for timer in decision.timers if isinstance(timer, TimerSet)])
    owner = community or (owners[0] if owners else None)
    if owner is None:
        if decision.timers or decision.silenced:
            raise RuleError("a decision names no community, and no event was loaded")
        return CommunityId("")
    if owners.count(owner) != len(owners):
        raise RuleError("a decision reaches into another community")
    return owner


# --- records ------------------------------------------------------------------------------------------------------


def _save_changes(session: Session, changes: Sequence[Kept | Dropped], community: CommunityId) -> None:
    """Write rows and drop rows, a statement a table each; the last word on a key counts."""
    kept: dict[type, _Rows] = {}
    dropped: dict[type, _Rows] = {}
    for change in changes:
        kind: type = type(change.record)
        codec = codec_of(kind)
        row = session.sealer.seal_row(kind, codec.encode(change.record))
        key = codec.key_of(row)
        now, before = (kept, dropped) if isinstance(change, Kept) else (dropped, kept)
        now.setdefault(kind, {})[key] = row
        if kind in before:
            before[kind].pop(key, None)
    for kind in sorted(kept, key=_PLACES.__getitem__):
        rows = kept[kind]
        for part in _parts([rows[key] for key in sorted(rows)]):
            session.run_arranged(upsert(session.dialect, TABLES[kind], len(part)), _flat(part))
    for kind in sorted(dropped, key=_PLACES.__getitem__, reverse=True):
        for part in _parts([key[1:] for key in sorted(dropped[kind])]):
            session.run_arranged(drop(TABLES[kind], len(part)), (community, *_flat(part)))


# --- timers -------------------------------------------------------------------------------------------------------


def _save_timers(session: Session, timers: Sequence[TimerSet | TimerCancelled], community: CommunityId) -> None:
    """Set and call off in one statement: beside one that is set, one that is called off is a row that is not due.

    What is known to change nothing is not written.
    """
    last: dict[TimerKey, TimerSet | TimerCancelled] = {}
    for timer in timers:
        last[timer.key] = _after(last.get(timer.key), timer)
    known = session.known
    if known is not None:
        last = {key: timer for key, timer in last.items() if not known.has_sooner(community, timer)}
    if not any(isinstance(timer, TimerSet) for timer in last.values()):
        for keys in _parts([(key,) for key in sorted(last)]):
            session.run_arranged(drop(tables.timers, len(keys)), (community, *_flat(keys)))
        return
    for part in _parts([_timer_row(session.sealer, last[key], community) for key in sorted(last)]):
        session.run_arranged(upsert_timers(session.dialect, len(part)), _flat(part))
    if known is not None:
        known.keep_timers(community, last.values())


def _after(before: TimerSet | TimerCancelled | None, timer: TimerSet | TimerCancelled) -> TimerSet | TimerCancelled:
    """Return what two words on one timer come to."""
    if before is None:
        return timer
    match before, timer:
        case TimerSet(), TimerSet() if timer.keeps_earlier:
            return before if before.due_at <= timer.due_at else _replaced(timer, keeps_earlier=before.keeps_earlier)
        case TimerCancelled(), TimerSet():
            return _replaced(timer, keeps_earlier=False)
        case _:
            return timer


def _replaced(timer: TimerSet, *, keeps_earlier: bool) -> TimerSet:
    return TimerSet(key=timer.key, due_at=timer.due_at, event=timer.event, keeps_earlier=keeps_earlier)


def _timer_row(sealer: Sealer, timer: TimerSet | TimerCancelled, community: CommunityId) -> tuple[Value, ...]:
    if isinstance(timer, TimerCancelled):
        return (community, timer.key, None, 0, "", 0, "")
    payload = _timer_payload(timer.event)
    due_at = to_microseconds(timer.due_at)
    text = sealer.seal_payload(payload, "timers", "payload", community, timer.key)
    return (community, timer.key, due_at, int(timer.keeps_earlier), payload.kind, payload.version, text)


_timer_payload = lru_cache(maxsize=1_024)(write_payload)
"""A community's looks are set anew by every act that may lead to one, mostly to the same moment."""


# --- effects ------------------------------------------------------------------------------------------------------


def _save_effects(session: Session, effects: Sequence[AnyEffect], at: datetime | None) -> None:
    """Append to the lanes; with no event loaded they count as made in 1970, and are due at once."""
    made_at = to_microseconds(at) if at is not None else 0
    for part in _parts([_effect_row(session.sealer, effect, made_at) for effect in effects]):
        session.run_arranged(insert_effects(session.dialect, len(part)), _flat(part))


def _effect_row(sealer: Sealer, effect: AnyEffect, made_at: int) -> tuple[Value, ...]:
    payload = write_payload(effect)
    next_at = made_at if effect.not_before is None else max(made_at, to_microseconds(effect.not_before))
    return (
        effect.community,
        effect.key,
        effect.lane,
        getattr(effect, "circle", None),
        payload.kind,
        payload.version,
        sealer.seal_payload(payload, "effects", "payload", effect.community, effect.key),
        "pending",
        made_at,
        next_at,
        to_microseconds(effect.lapses_at) if effect.lapses_at is not None else None,
        URGENCY[effect.kind] if isinstance(effect, SendDirect) else None,
        0,
        0,
    )


def _silence(session: Session, silenced: Sequence[Silenced], community: CommunityId, real_now: int) -> None:
    lanes = tuple(one.about is not None for one in silenced)
    values: dict[str, Value] = {"community": community, "real_now": real_now}
    for place, one in enumerate(silenced):
        values[f"lane_{place}"] = one.lane
        values[f"about_{place}"] = one.about
    session.rows(silence(lanes), **values)


def _parts(rows: Sequence[tuple[Value, ...]]) -> Iterator[Sequence[tuple[Value, ...]]]:
    """Yield rows in as few statements as they fit in."""
    if 0 < len(rows) <= ROWS_AT_MOST:
        yield rows
        return
    for start in range(0, len(rows), ROWS_AT_MOST):
        yield rows[start : start + ROWS_AT_MOST]


def _flat(rows: Iterable[tuple[Value, ...]]) -> tuple[Value, ...]:
    return tuple(chain.from_iterable(rows))
