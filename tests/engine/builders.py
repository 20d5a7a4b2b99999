"""Builders for the engine's tests: small communities made of values, with times that mean something.

``NOON`` is a Wednesday at noon UTC, outside everybody's quiet hours. :func:`applied` makes the snapshot that the store
would show after a decision, so that tests can let several events follow one another without a database.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast

from circles_bot.engine import events
from circles_bot.engine.decision import Decision, Dropped, Kept
from circles_bot.engine.events import Actor
from circles_bot.engine.ids import CircleId, CommunityId, InterestId, MemberId, PromptId, RoundId
from circles_bot.engine.model import (
    CheckIn,
    Circle,
    CircleState,
    Community,
    Interest,
    Member,
    OptIn,
    OptInState,
    Post,
    Seat,
    SeatState,
    TapAnswer,
    Way,
)
from circles_bot.engine.prompts import Deck, Prompt, Stage
from circles_bot.engine.snapshots import (
    SCOPES,
    CircleScope,
    CommunityScope,
    MemberScope,
    PeopleScope,
    RoundScope,
    SeatView,
    SetupScope,
)
from circles_bot.store.loading import EXTRAS
from circles_bot.store.standings import MEMBER_EXTRAS

Record = TypeVar("Record")
Value = TypeVar("Value")

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 5, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)

COMMUNITY = CommunityId("com_library")
INTEREST = InterestId("int_baseball")
CIRCLE = CircleId("cir_one")
ANA, BEN, CLEO, DAN, EVE, FAY = (MemberId(f"mem_{name}") for name in ("ana", "ben", "cleo", "dan", "eve", "fay"))


def a_community(**changes: object) -> Community:
    """Return a community that is set up, on UTC."""
    return changed(
        Community(id=COMMUNITY, platform="sandbox", set_up_at=NOON - WEEK, board_place="board", rooms_place="rooms"),
        changes,
    )


def an_interest(name: str = "baseball", **changes: object) -> Interest:
    """Return an open interest."""
    interest = Interest(id=InterestId(f"int_{name}"), community=COMMUNITY, name=name, emoji="⚾", opened_at=NOON - WEEK)
    return changed(interest, changes)


def a_member(member: MemberId = ANA, **changes: object) -> Member:
    """Return a member who has done nothing yet but join; what they were asked was open, unless it is said otherwise."""
    changes.setdefault("openly_asked_at", changes.get("asked_at", ()))
    return changed(Member(id=member, community=COMMUNITY, since=NOON - WEEK), changes)


def an_opt_in(member: MemberId = ANA, state: OptInState = OptInState.WAITING, **changes: object) -> OptIn:
    """Return a wish for a circle on baseball."""
    wish = OptIn(
        community=COMMUNITY, member=member, interest=INTEREST, state=state, way=Way.SELECT, since=NOON - 5 * DAY
    )
    return changed(wish, changes)


def an_actor(member: MemberId = ANA, **changes: object) -> Actor:
    """Return who acts, as a platform tells it."""
    return changed(Actor(member=member, theirs=f"their-{member}"), changes)


def a_circle(state: CircleState = CircleState.OPEN, **changes: object) -> Circle:
    """Return a circle; one with a room opened at ``NOON`` with eight weeks before it."""
    circle = Circle(
        id=CIRCLE,
        community=COMMUNITY,
        interest=INTEREST,
        round=RoundId("rnd_one"),
        state=state,
        planned_at=NOON - 3 * DAY,
        room_name="baseball-1",
    )
    if state in {CircleState.OPEN, CircleState.ASKING}:
        circle = replace(circle, opened_at=NOON, season_ends_at=NOON + 8 * WEEK)
    return changed(circle, changes)


def a_seat(member: MemberId = ANA, state: SeatState = SeatState.SEATED, **changes: object) -> Seat:
    """Return a seat in the circle."""
    seated_at = NOON if state in {SeatState.SEATED, SeatState.LEFT, SeatState.FINISHED} else None
    seat = Seat(
        community=COMMUNITY,
        circle=CIRCLE,
        member=member,
        state=state,
        invited_at=NOON - 2 * DAY,
        seated_at=seated_at,
    )
    return changed(seat, changes)


def a_view(member: MemberId = ANA, *, seat: Seat | None = None, **changes: object) -> SeatView:
    """Return a seated member with their wish; ``changes`` are the member's."""
    wish = an_opt_in(member, OptInState.SEATED)
    return SeatView(seat=seat or a_seat(member), member=a_member(member, **changes), opt_in=wish)


def circle_scope(*seats: SeatView, circle: Circle | None = None, **changes: object) -> CircleScope:
    """Return the snapshot of a circle with these seats (Ana, Ben, Cleo where none are given), by member id."""
    views = seats or (a_view(ANA), a_view(BEN), a_view(CLEO))
    scope = CircleScope(
        community=a_community(),
        circle=circle or a_circle(),
        interest=an_interest(),
        seats=tuple(sorted(views, key=lambda view: view.seat.member)),
        posts=(),
        taps=(),
        check_ins=(),
        stewards=(),
    )
    return changed(scope, changes)


def a_deck(per_stage: int = 6, answers: int = 4) -> Deck:
    """Return a deck with the same number of prompts in every stage."""
    return Deck(
        prompts={
            stage: tuple(
                Prompt(id=PromptId(f"{stage}-{number}"), stage=stage, answers=answers) for number in range(per_stage)
            )
            for stage in Stage
        }
    )


def applied(scope: CircleScope, decision: Decision) -> CircleScope:
    """Return the circle's snapshot as the store would show it after ``decision``."""
    for change in decision.changes:
        scope = _kept(scope, change.record) if isinstance(change, Kept) else _dropped(scope, change)
    return scope


def _kept(scope: CircleScope, record: object) -> CircleScope:
    match record:
        case Circle():
            return replace(scope, circle=record)
        case Community():
            return replace(scope, community=record)
        case Seat():
            return _views(scope, lambda view: replace(view, seat=record), record.member)
        case Member():
            return _views(scope, lambda view: replace(view, member=record), record.id)
        case OptIn():
            return _views(scope, lambda view: replace(view, opt_in=record), record.member)
        case Post():
            return replace(scope, posts=_upsert(scope.posts, record, lambda post: post.id))
        case TapAnswer():
            return replace(scope, taps=_upsert(scope.taps, record, lambda tap: (tap.post, tap.member)))
        case CheckIn():
            return replace(scope, check_ins=_upsert(scope.check_ins, record, lambda one: (one.member, one.number)))
        case _:
            return scope  # addresses, meetings, avoidances: no part of this snapshot


def _dropped(scope: CircleScope, change: Dropped) -> CircleScope:
    match change.record:
        case Post() as gone:
            return replace(scope, posts=tuple(post for post in scope.posts if post.id != gone.id))
        case CheckIn() as gone:
            kept = (one for one in scope.check_ins if (one.member, one.number) != (gone.member, gone.number))
            return replace(scope, check_ins=tuple(kept))
        case _:
            return scope


def _views(scope: CircleScope, change: Callable[[SeatView], SeatView], member: MemberId) -> CircleScope:
    return replace(scope, seats=tuple(change(view) if view.seat.member == member else view for view in scope.seats))


def _upsert(records: Iterable[Record], record: Record, key: Callable[[Record], object]) -> tuple[Record, ...]:
    return (*(other for other in records if key(other) != key(record)), record)


STATEMENTS_AT_MOST = 8
LOADS = {SetupScope: 1, MemberScope: 2, CircleScope: 1, CommunityScope: 1, RoundScope: 8, PeopleScope: 2}
DEARER = frozenset({events.PersonAvoided, events.HandOffAsked, events.ReportTold, events.ConcernTold})
"""Events whose loading costs one statement more."""


def statements_of(event: events.AnyEvent, decision: Decision) -> int:
    """Return what the act costs the store: the gate, the loading, and a statement for each thing written."""
    kind = type(event)
    reads = LOADS[SCOPES[kind]] + (kind in EXTRAS) + (kind in DEARER) + (kind in MEMBER_EXTRAS)
    tables = {(type(change), type(change.record)) for change in decision.changes}
    return 1 + reads + len(tables) + sum(map(bool, (decision.timers, decision.silenced, decision.effects)))


def changed(value: Value, changes: Mapping[str, object]) -> Value:
    """Return a value with some fields changed; a wrong name raises."""
    return cast(Value, replace(cast(Any, value), **changes))  # a test may change any field of any value
