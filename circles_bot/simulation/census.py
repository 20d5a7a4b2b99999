"""What became of everybody, learned from the decisions alone: who wished, waited, sat, paused, and met whom."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations

from circles_bot.engine.decision import Decision, Dropped
from circles_bot.engine.events import AnyEvent
from circles_bot.engine.ids import CircleId, InterestId, MemberId
from circles_bot.engine.interests import WISHING
from circles_bot.engine.lifecycle import LIVE_CIRCLES, LIVE_SEATS
from circles_bot.engine.model import (
    Circle,
    CircleOrigin,
    CircleState,
    Community,
    Interest,
    Member,
    OptIn,
    OptInState,
    Seat,
    SeatState,
)

LATELY = timedelta(days=14)
A_WEEK = timedelta(days=7)
_OVER = frozenset({CircleState.CLOSED, CircleState.FIZZLED})


Span = tuple[datetime, datetime]


@dataclass(slots=True)
class Spans:
    """Times from when to when something was so; the last may be open."""

    past: list[Span] = field(default_factory=list)
    since: datetime | None = None

    def begin(self, at: datetime) -> None:
        """Let it be so from now on; a repeat changes nothing."""
        self.since = self.since or at

    def end(self, at: datetime) -> None:
        """Let it be so no more."""
        if self.since is not None:
            self.past.append((self.since, at))
            self.since = None

    def touch(self, first: datetime, last: datetime) -> bool:
        """Tell whether it was so at any time from ``first`` to ``last``."""
        if self.since is not None and self.since <= last:
            return True
        return _touch(self.past, first, last)


@dataclass(slots=True)
class Wish:
    """One opt-in: how it stands, since when without a break, and when it skipped."""

    state: OptInState
    standing_since: datetime | None
    skips: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Gathering:
    """One circle: what it is about, who has which seat, and who sits there while it has a room."""

    interest: InterestId | None
    state: CircleState
    origin: CircleOrigin
    seats: dict[MemberId, SeatState] = field(default_factory=dict)
    sitting: set[MemberId] = field(default_factory=set)


class Census:
    """Hears of every decision, in order."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.community: Community | None = None
        self.interests: dict[InterestId, Interest] = {}
        self.members: dict[MemberId, Member] = {}
        self.wishes: dict[tuple[MemberId, InterestId], Wish] = {}
        self.circles: dict[CircleId, Gathering] = {}
        self.opted_in_at: dict[MemberId, datetime] = {}
        self.seated_at: dict[MemberId, datetime] = {}
        self.circle_sizes: Counter[int] = Counter()
        self.pairs = 0
        self.repeat_pairs = 0
        self._met: set[tuple[MemberId, MemberId]] = set()
        self._pauses: defaultdict[MemberId, list[Span]] = defaultdict(list)
        self._sitting: defaultdict[MemberId, Spans] = defaultdict(Spans)
        self._live_seats: Counter[MemberId] = Counter()
        self._wishes_of: defaultdict[MemberId, list[Wish]] = defaultdict(list)

    def decided(self, event: AnyEvent, decision: Decision) -> None:
        """Take in what was decided; what was dropped is of no interest here."""
        touched: dict[CircleId, None] = {}
        for change in decision.changes:
            if isinstance(change, Dropped):
                continue
            match change.record:
                case Community():
                    self.community = change.record
                case Interest():
                    self.interests[change.record.id] = change.record
                case Member():
                    self._member(change.record, event.at)
                case OptIn():
                    self._wish(change.record, event.at)
                case Circle():
                    self._circle(change.record)
                    touched[change.record.id] = None
                case Seat():
                    self._seat(change.record)
                    touched[change.record.circle] = None
                case _:
                    pass
        for circle in touched:  # a seat is saved beside its circle, before it or after
            self._look_who_sits(circle, event.at)

    def live_seats(self, member: MemberId) -> int:
        """Return in how many circles that a round made they sit or are asked to sit."""
        return self._live_seats[member]

    def is_paused(self, member: MemberId, at: datetime) -> bool:
        """Tell whether somebody is on a break."""
        known = self.members.get(member)
        return known is not None and known.paused_until is not None and known.paused_until > at

    def waiting(self) -> int:
        """Return how many people wait and sit nowhere."""
        return sum(
            1
            for member, wishes in self._wishes_of.items()
            if not self._sits(member) and any(wish.state is OptInState.WAITING for wish in wishes)
        )

    def seated(self) -> int:
        """Return how many people sit in a circle."""
        return sum(1 for spans in self._sitting.values() if spans.since is not None)

    def alive(self) -> int:
        """Return how many circles have a room."""
        return sum(1 for circle in self.circles.values() if circle.state in LIVE_CIRCLES)

    def seated_share(self, end: datetime) -> float | None:
        """Return the share of those to be counted (:meth:`counted`) who sat in a live circle at any time lately."""
        counted = self.counted(end)
        sat = sum(self._sitting[member].touch(end - LATELY, end) for member in counted)
        return sat / len(counted) if counted else None

    def counted(self, end: datetime) -> list[MemberId]:
        """Return who has a wish that has stood for fourteen days at ``end``, and no reason of their own to wait.

        The wish has neither rested nor slept nor skipped at any time in those days, and its member has not paused.
        """
        begin = end - LATELY
        return [
            member
            for member, wishes in self._wishes_of.items()
            if any(_stood(wish, begin, end) for wish in wishes) and not _touch(self._pauses[member], begin, end)
        ]

    def _sits(self, member: MemberId) -> bool:
        return member in self._sitting and self._sitting[member].since is not None

    def _member(self, member: Member, at: datetime) -> None:
        self.members[member.id] = member
        pauses = self._pauses[member.id]
        until = member.paused_until or at
        if pauses and pauses[-1][1] > at:
            pauses[-1] = (pauses[-1][0], max(until, at))
        elif until > at:
            pauses.append((at, until))

    def _wish(self, opt_in: OptIn, at: datetime) -> None:
        key = (opt_in.member, opt_in.interest)
        wish = self.wishes.get(key)
        if wish is None:
            wish = self.wishes[key] = Wish(opt_in.state, None)
            self._wishes_of[opt_in.member].append(wish)
            self.opted_in_at.setdefault(opt_in.member, at)
        wish.state = opt_in.state
        if opt_in.state not in WISHING:
            wish.standing_since = None
        elif wish.standing_since is None:
            wish.standing_since = at
        if opt_in.skips_until is not None and opt_in.skips_until > at:
            wish.skips.append((at, opt_in.skips_until))

    def _circle(self, circle: Circle) -> None:
        known = self.circles.get(circle.id)
        if known is None:
            self.circles[circle.id] = Gathering(circle.interest, circle.state, circle.origin)
            return
        known.interest, known.origin = circle.interest, circle.origin
        if circle.state in _OVER and known.state not in _OVER:
            self._count_seats(known, -1)
        known.state = circle.state

    def _seat(self, seat: Seat) -> None:
        circle = self.circles.get(seat.circle)
        if circle is None:  # it comes later in the same decision
            circle = self.circles[seat.circle] = Gathering(None, CircleState.INVITING, CircleOrigin.ROUND)
        before = circle.seats.get(seat.member)
        circle.seats[seat.member] = seat.state
        if circle.origin is CircleOrigin.ROUND and circle.state not in _OVER:
            self._live_seats[seat.member] += (seat.state in LIVE_SEATS) - (before in LIVE_SEATS)

    def _count_seats(self, circle: Gathering, by: int) -> None:
        if circle.origin is CircleOrigin.ROUND:
            for member, state in circle.seats.items():
                self._live_seats[member] += by * (state in LIVE_SEATS)

    def _look_who_sits(self, circle_id: CircleId, at: datetime) -> None:
        circle = self.circles[circle_id]
        is_live = circle.state in LIVE_CIRCLES
        now = {member for member, state in circle.seats.items() if is_live and state is SeatState.SEATED}
        came, went = now - circle.sitting, circle.sitting - now
        if came and not circle.sitting:
            self.circle_sizes[len(now)] += 1
        self._count_pairs(circle.sitting - went, came)
        circle.sitting = now
        for member in came:
            self._sitting[member].begin(at)
            self.seated_at.setdefault(member, at)
        for member in went:
            self._sitting[member].end(at)

    def _count_pairs(self, there: set[MemberId], came: set[MemberId]) -> None:
        pairs = {tuple(sorted((one, other))) for one in came for other in there}
        pairs |= set(combinations(sorted(came), 2))
        self.pairs += len(pairs)
        for first, second in pairs:
            self.repeat_pairs += (first, second) in self._met
            self._met.add((first, second))


def _stood(wish: Wish, begin: datetime, end: datetime) -> bool:
    is_old_enough = wish.standing_since is not None and wish.standing_since <= begin
    return is_old_enough and not _touch(wish.skips, begin, end)


def _touch(spans: list[Span], first: datetime, last: datetime) -> bool:
    return any(begun <= last and ended > first for begun, ended in spans)
