"""What `match` reads, as the matcher takes it: a members' file, and earlier rounds as `match` writes them."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from pathlib import Path

from circles_bot.engine.errors import ConfigError
from circles_bot.engine.ids import CommunityId, InterestId, MemberId
from circles_bot.engine.model import Community
from circles_bot.engine.names import normal_name
from circles_bot.engine.policy import Policy
from circles_bot.engine.schedule import waking_hours
from circles_bot.matching.problem import ALL_HOURS, Encounter, Person
from circles_bot.members_file import MemberRow, load_members

FULL_STRENGTH, ROUNDS_A_STEP = 4, 26
"""Rounds are taken to be a week apart, and a meeting fades a step each half year, as in a community that runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who is in a file, whom they avoid, and how interests are written in it."""

    people: tuple[Person, ...]
    avoiding: frozenset[tuple[MemberId, MemberId]]
    names: Mapping[InterestId, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Who met whom in earlier rounds, and how many of the last rounds in a row each was left out of."""

    encounters: tuple[Encounter, ...] = ()
    waited: Mapping[MemberId, int] = field(default_factory=dict)


def read_people(path: Path) -> People:
    """Return who is in a members' file, as the matcher takes them; raise ConfigError as :func:`load_members`."""
    rows = load_members(path)
    names: dict[InterestId, str] = {}
    for name in (name for row in rows for name in row.interests):
        names.setdefault(_interest(name), name)
    return People(
        people=tuple(map(_person, rows)),
        avoiding=frozenset((MemberId(row.member), MemberId(other)) for row in rows for other in row.avoid),
        names=names,
    )


def read_history(paths: Sequence[Path]) -> History:
    """Return what earlier rounds tell, the oldest first; raise ConfigError for a file that is no such round."""
    rounds = [_round(path) for path in paths]
    encounters = [
        Encounter(first=first, second=second, strength=strength)
        for age, (circles, _) in enumerate(reversed(rounds), 1)
        if (strength := FULL_STRENGTH - age // ROUNDS_A_STEP) > 0
        for circle in circles
        for first, second in combinations(circle, 2)
    ]
    waited: Counter[MemberId] = Counter()
    still_out: set[MemberId] | None = None
    for _, left_out in reversed(rounds):
        still_out = set(left_out) if still_out is None else still_out.intersection(left_out)
        waited.update(still_out)
    return History(encounters=tuple(encounters), waited=dict(waited))


def _person(row: MemberRow) -> Person:
    return Person(
        member=MemberId(row.member),
        interests=frozenset(map(_interest, row.interests)),
        asks=frozenset(map(normal_name, row.asks)),
        offers=frozenset(map(normal_name, row.offers)),
        languages=frozenset(row.languages),
        hours=_hours(row.timezone),
        capacity=row.capacity,
    )


@cache
def _hours(zone: str | None) -> int:
    """Return the hours that somebody of a time zone is awake by default, all where it is not known."""
    if zone is None:
        return ALL_HOURS
    return waking_hours(None, Community(id=CommunityId("com_file"), platform="file", timezone=zone), Policy())


def _interest(name: str) -> InterestId:
    return InterestId(f"int_{normal_name(name)}")


def _round(path: Path) -> tuple[list[tuple[MemberId, ...]], list[MemberId]]:
    """Return a round's circles and who was left out."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        circles = [_ids(circle["members"]) for circle in found["circles"]]
        left_out = _ids([left["member"] for left in found.get("left_out", ())])
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ConfigError(f"{path} is no round as circles-bot match --json writes it. Nothing was done.") from error
    return circles, list(left_out)


def _ids(found: object) -> tuple[MemberId, ...]:
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise TypeError("members are a list of ids")
    return tuple(map(MemberId, found))
