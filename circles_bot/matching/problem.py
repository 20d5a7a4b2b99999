"""What the matcher is given and what it returns: frozen values, whole numbers only."""

from dataclasses import dataclass
from enum import StrEnum

from circles_bot.engine.ids import CircleId, InterestId, MemberId

ALL_HOURS = (1 << 24) - 1
"""Somebody whose waking hours are not known shares them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who waits.

    ``hours`` has a bit for each waking hour of the day in UTC. ``languages`` empty means not known: shares with all.
    ``capacity`` is how many more circles they may be asked into, each on another interest.
    """

    member: MemberId
    interests: frozenset[InterestId]
    asks: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    hours: int = ALL_HOURS
    capacity: int = 1
    is_away: bool = False
    """Paused: not to be seated at all."""
    rounds_waited: int = 0
    is_first_in_line: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """Two people who have met; ``strength`` goes from 4 (lately) to 0 (so long ago that it is as if they had not)."""

    first: MemberId
    second: MemberId
    strength: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How large circles may be; ``invitations`` is how many are asked for one circle at most."""

    least: int = 3
    aim: int = 4
    most: int = 6
    invitations: int = 6
    are_asked: bool = True
    """People are asked first and some decline: rather one more than one short. Otherwise everyone attends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talking:
    """A circle that talks and keeps ``seats`` open; ``closed_to`` are those who may not be asked into it at all."""

    circle: CircleId
    interest: InterestId
    sitting: tuple[Person, ...]
    seats: int = 1
    closed_to: frozenset[MemberId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A pool to be matched. ``avoiding`` pairs hold both ways; the order of anything here changes nothing."""

    people: tuple[Person, ...]
    sizes: Sizes = Sizes()
    encounters: tuple[Encounter, ...] = ()
    avoiding: frozenset[tuple[MemberId, MemberId]] = frozenset()
    talking: tuple[Talking, ...] = ()


class Reason(StrEnum):
    """Why somebody is in no circle of this plan. Never shown as it is: it may touch what others wish."""

    AWAY = "away"
    NO_SEAT_TO_SPARE = "no_seat_to_spare"
    TOO_FEW_FOLLOW = "too_few_follow"
    """No interest of theirs has enough people who could be asked."""
    NOBODY_TO_SIT_WITH = "nobody_to_sit_with"
    """Enough follow, but no group of them keeps every hard rule (a language, an avoidance)."""
    NO_SEAT_LEFT = "no_seat_left"
    IMPOSSIBLE_SIZES = "impossible_sizes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One planned circle: ``members`` first in line first, ``extras`` invited on top. All follow ``interest``.

    What explains it is of all who are invited: how many waking hours they share, how many of their pairs have met.
    """

    interest: InterestId
    members: tuple[MemberId, ...]
    extras: tuple[MemberId, ...] = ()
    shared_hours: int = 24
    pairs_met: int = 0

    @property
    def invited(self) -> tuple[MemberId, ...]:
        """Return everybody who is asked."""
        return (*self.members, *self.extras)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateSeat:
    """Somebody to be asked into a circle that talks already."""

    circle: CircleId
    member: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Somebody in no circle of the plan, and why."""

    member: MemberId
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The objective's parts, in half points (see :mod:`circles_bot.matching.objective`)."""

    met: int = 0
    hours: int = 0
    asks: int = 0
    offers: int = 0
    size: int = 0
    left_out: int = 0

    @property
    def total(self) -> int:
        """Return the sum of all parts."""
        return self.met + self.hours + self.asks + self.offers + self.size + self.left_out

    def __add__(self, other: "Cost") -> "Cost":
        """Return the sum, part by part."""
        return Cost(
            met=self.met + other.met,
            hours=self.hours + other.hours,
            asks=self.asks + other.asks,
            offers=self.offers + other.offers,
            size=self.size + other.size,
            left_out=self.left_out + other.left_out,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who is asked into which circle, who is not and why, and what it cost; ``seed`` makes it again."""

    seed: int
    groups: tuple[Group, ...]
    left_out: tuple[LeftOut, ...]
    cost: Cost
    late: tuple[LateSeat, ...] = ()
