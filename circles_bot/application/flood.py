"""A guard against floods: so many acts a minute from one person, in memory; beyond it nothing reaches the database.

Each person has a bucket of tokens that fills with the time that the events themselves tell. Ways out (leaving, pausing,
avoiding somebody, reporting) have a bucket of their own: nobody is kept in by what they did. Of reactions the last
one is held and decided when the guard lets go: they end as they stand, whatever happened in between. What is held is
lost with the process, and does no harm: the board is read whole at the start.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from circles_bot.engine import events
from circles_bot.engine.ids import MemberId

ACTS_A_MINUTE = 30
A_MINUTE = timedelta(minutes=1)
BUCKETS_AT_MOST = 10_000
"""Full buckets are forgotten beyond this: they say nothing."""

WAYS_OUT: frozenset[type[events.AnyEvent]] = frozenset(
    {
        events.CircleLeft,
        events.InterestLeft,
        events.PauseChosen,
        events.MemberAvoided,
        events.PersonAvoided,
        events.ReportTold,
        events.ForgottenMe,
    }
)


class Purpose(Enum):
    """What a bucket is for."""

    ACTS = "acts"
    WAYS_OUT = "ways out"
    VOICES = "voices"
    """Messages in rooms, of which once an hour is enough to know."""


class Verdict(Enum):
    """What becomes of an act."""

    PASS = "let by"  # noqa: S105  # no password
    TELL = "tell"
    """Too much, and the person is told so, once a minute."""
    SILENT = "silent"


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: datetime
    told_at: datetime | None = None


class FloodGuard:
    """Lets so many acts a minute of each person pass."""

    def __init__(self, acts_a_minute: int = ACTS_A_MINUTE) -> None:
        """Begin with full buckets."""
        self._limit = acts_a_minute
        self._buckets: dict[tuple[MemberId, Purpose], _Bucket] = {}
        self._held: dict[tuple[MemberId, str], events.ReactionSeen] = {}

    def judge(self, event: events.AnyEvent) -> Verdict:
        """Say what becomes of an event; the last of somebody's reactions that do not pass is held."""
        if not isinstance(event, events.Personal):
            return Verdict.PASS
        verdict = self.admit(event.actor.member, _purpose_of(event), event.at)
        if isinstance(event, events.ReactionSeen):
            key = (event.actor.member, event.emoji)
            self._held.pop(key, None)  # whatever was held is not how it stands any more
            if verdict is not Verdict.PASS:
                self._held[key] = event
        return verdict

    def admit(self, member: MemberId, purpose: Purpose, at: datetime) -> Verdict:
        """Take a token of somebody's, if there is one."""
        bucket = self._filled(member, purpose, at)
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return Verdict.PASS
        if bucket.told_at is not None and at - bucket.told_at < A_MINUTE:
            return Verdict.SILENT
        bucket.told_at = at
        return Verdict.TELL

    def let_go(self, at: datetime) -> Sequence[events.ReactionSeen]:
        """Return the held reactions that may be decided now, as of now, each with a token taken."""
        free = []
        for key in sorted(self._held):
            member, _ = key
            bucket = self._filled(member, Purpose.ACTS, at)
            if bucket.tokens >= 1:
                bucket.tokens -= 1
                # the platform's private answer to it is long over: what there is to say comes by direct message
                free.append(replace(self._held.pop(key), at=at, hears_reply=False))
        return free

    def next_at(self) -> datetime | None:
        """Return when the next held reaction may be decided, or None."""
        times = [self._next_token_at(member) for member, _ in self._held]
        return min(times, default=None)

    def _next_token_at(self, member: MemberId) -> datetime:
        bucket = self._buckets[member, Purpose.ACTS]
        seconds = (1 - bucket.tokens) * A_MINUTE.total_seconds() / self._limit
        return bucket.at + timedelta(seconds=max(0.0, seconds), milliseconds=1)

    def _filled(self, member: MemberId, purpose: Purpose, at: datetime) -> _Bucket:
        known = self._buckets.get((member, purpose))
        if known is None:
            self._forget_full(at)
            known = self._buckets[member, purpose] = _Bucket(tokens=self._limit, at=at)
        known.tokens, known.at = self._tokens(known, at), max(at, known.at)
        return known

    def _tokens(self, bucket: _Bucket, at: datetime) -> float:
        passed = max(at - bucket.at, timedelta())
        return min(float(self._limit), bucket.tokens + self._limit * (passed / A_MINUTE))

    def _forget_full(self, at: datetime) -> None:
        if len(self._buckets) < BUCKETS_AT_MOST:
            return
        held = {member for member, _ in self._held}
        for key, bucket in list(self._buckets.items()):
            if self._tokens(bucket, at) >= self._limit and key[0] not in held:
                del self._buckets[key]


def _purpose_of(event: events.Personal) -> Purpose:
    if isinstance(event, events.RoomSpoke):
        return Purpose.VOICES
    return Purpose.WAYS_OUT if type(event) in WAYS_OUT else Purpose.ACTS
