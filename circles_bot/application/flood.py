"""A guard against floods: so many acts from one person and one community, in memory; beyond it nothing is written.

Each person has buckets of tokens that fill with the time that the events themselves tell: one for a minute and one for
a day; each community has one, so that a thousand accounts at once leave the others on the same host their turn. Ways
out (leaving, pausing, avoiding somebody, reporting) have a bucket of their own: nobody is kept in by what they, or
others, did. Of reactions the last one is held and decided when the guard lets go: they end as they stand, whatever
happened in between. What is held is lost with the process, and does no harm: the board is read whole at the start.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum, StrEnum
from typing import NamedTuple

from circles_bot.engine import events
from circles_bot.engine.ids import MemberId

ACTS_A_MINUTE = 30
ACTS_A_DAY = 600
"""Of one person: joining and taking it back all day long wears out the disk and nothing else, but it does."""
ACTS_OF_ALL_A_MINUTE = 1_200
"""Of one community: more than ever come when something is announced, and a few at a time for the database."""
A_MINUTE = timedelta(minutes=1)
A_DAY = timedelta(days=1)
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


class Purpose(StrEnum):
    """What a bucket is for."""

    ACTS = "acts"
    WAYS_OUT = "ways out"
    VOICES = "voices"
    """Messages in rooms, of which once an hour is enough to know."""
    ALL_DAY = "acts of a day"
    OF_ALL = "acts of a whole community"


class Verdict(Enum):
    """What becomes of an act."""

    PASS = "let by"  # noqa: S105  # no password
    TELL = "tell"
    """Too much, and the person is told so, once a minute."""
    TELL_TODAY = "tell that it is enough for today"
    TELL_BUSY = "tell that very many do something at once"
    SILENT = "silent"


@dataclass(slots=True)
class _Bucket:
    """``at`` is when ``tokens`` were there, in seconds since 1970: dates are dear to reckon with at each act."""

    tokens: float
    at: float
    told_at: datetime | None = None


class _Rate(NamedTuple):
    """How many tokens a bucket holds, and how fast it fills."""

    limit: float
    a_second: float


_Key = tuple[str, Purpose]
"""Whose bucket it is, a member's or a community's, and what for."""

_TELLING = {Purpose.ALL_DAY: Verdict.TELL_TODAY, Purpose.OF_ALL: Verdict.TELL_BUSY}


class FloodGuard:
    """Lets so many acts of each person pass, and so many of each community."""

    def __init__(self, acts_a_minute: int = ACTS_A_MINUTE) -> None:
        """Begin with full buckets."""
        a_minute = A_MINUTE.total_seconds()
        of_one = _Rate(acts_a_minute, acts_a_minute / a_minute)
        self._rates = dict.fromkeys(Purpose, of_one) | {
            Purpose.ALL_DAY: _Rate(ACTS_A_DAY, ACTS_A_DAY / A_DAY.total_seconds()),
            Purpose.OF_ALL: _Rate(ACTS_OF_ALL_A_MINUTE, ACTS_OF_ALL_A_MINUTE / a_minute),
        }
        self._buckets: dict[_Key, _Bucket] = {}
        self._room = BUCKETS_AT_MOST
        self._held: dict[tuple[MemberId, str], events.ReactionSeen] = {}

    def judge(self, event: events.AnyEvent) -> Verdict:
        """Say what becomes of an event; the last of somebody's reactions that do not pass is held."""
        if not isinstance(event, events.Personal):
            return Verdict.PASS
        verdict = self._take(_keys_of(event), event.at)
        if isinstance(event, events.ReactionSeen):
            key = (event.actor.member, event.emoji)
            self._held.pop(key, None)  # whatever was held is not how it stands any more
            if verdict is not Verdict.PASS:
                self._held[key] = event
        return verdict

    def admit(self, member: MemberId, purpose: Purpose, at: datetime) -> Verdict:
        """Take a token of somebody's, if there is one."""
        return self._take(((member, purpose),), at)

    def let_go(self, at: datetime) -> Sequence[events.ReactionSeen]:
        """Return the held reactions that may be decided now, as of now, each with its tokens taken."""
        free = []
        for key in sorted(self._held):
            if self._lacking(_keys_of(self._held[key]), at) is None:
                self._take(_keys_of(self._held[key]), at)
                # the platform's private answer to it is long over: what there is to say comes by direct message
                free.append(replace(self._held.pop(key), at=at, hears_reply=False))
        return free

    def next_at(self) -> datetime | None:
        """Return when the next held reaction may be decided, or None."""
        times = (max(map(self._next_token_at, _keys_of(event))) for event in self._held.values())
        return min(times, default=None)

    def _take(self, keys: Sequence[_Key], at: datetime) -> Verdict:
        """Take a token from each bucket, or none at all where one is empty."""
        lacking = self._lacking(keys, at)
        if lacking is None:
            for key in keys:
                self._buckets[key].tokens -= 1
            return Verdict.PASS
        bucket = self._buckets[lacking]
        if bucket.told_at is not None and at - bucket.told_at < A_MINUTE:
            return Verdict.SILENT
        bucket.told_at = at
        return _TELLING.get(lacking[1], Verdict.TELL)

    def _lacking(self, keys: Sequence[_Key], at: datetime) -> _Key | None:
        """Return the first of these buckets that is empty."""
        now, empty = at.timestamp(), None
        for key in keys:
            if self._filled(key, now).tokens < 1 and empty is None:
                empty = key
        return empty

    def _next_token_at(self, key: _Key) -> datetime:
        bucket, rate = self._buckets[key], self._rates[key[1]]
        wait = max(0.0, 1 - bucket.tokens) / rate.a_second
        return datetime.fromtimestamp(bucket.at + wait, UTC) + timedelta(milliseconds=1)

    def _filled(self, key: _Key, now: float) -> _Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            self._forget_full(now)
            bucket = self._buckets[key] = _Bucket(tokens=self._rates[key[1]].limit, at=now)
        elif now > bucket.at:
            bucket.tokens, bucket.at = self._tokens(key[1], bucket, now), now
        return bucket

    def _tokens(self, purpose: Purpose, bucket: _Bucket, now: float) -> float:
        rate = self._rates[purpose]
        return min(rate.limit, bucket.tokens + rate.a_second * max(0.0, now - bucket.at))

    def _forget_full(self, now: float) -> None:
        if len(self._buckets) < self._room:
            return
        held = {key for event in self._held.values() for key in _keys_of(event)}
        for key, bucket in list(self._buckets.items()):
            if self._tokens(key[1], bucket, now) >= self._rates[key[1]].limit and key not in held:
                del self._buckets[key]
        self._room = max(BUCKETS_AT_MOST, 2 * len(self._buckets))  # where many act, not each newcomer costs a look


def _keys_of(event: events.Personal) -> tuple[_Key, ...]:
    """Return the buckets from which an event takes."""
    purpose, member = _purpose_of(event), event.actor.member
    if purpose is not Purpose.ACTS:
        return ((member, purpose),)
    return (member, purpose), (member, Purpose.ALL_DAY), (event.community, Purpose.OF_ALL)


def _purpose_of(event: events.Personal) -> Purpose:
    if isinstance(event, events.RoomSpoke):
        return Purpose.VOICES
    return Purpose.WAYS_OUT if type(event) in WAYS_OUT else Purpose.ACTS
