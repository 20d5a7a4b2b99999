"""The files that `match` reads: who there is (CSV), and earlier rounds (JSON, as `match` writes them).

Whatever is wrong is told in one sentence with its line, and nothing is done: a circle is never made of half a file.
"""

import csv
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
from circles_bot.engine.names import clean_name, normal_name
from circles_bot.engine.policy import Policy
from circles_bot.engine.schedule import known_zone, waking_hours
from circles_bot.matching.problem import ALL_HOURS, Encounter, Person

NEEDED = ("member", "timezone", "interests")
OPTIONAL = ("asks", "offers", "languages", "avoid", "capacity")
CAPACITY_AT_MOST = 5
FULL_STRENGTH, ROUNDS_A_STEP = 4, 26
"""Rounds are taken to be a week apart, and a meeting fades a step each half year, as in a community that runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersFile:
    """Who is in a file, whom they avoid, and how interests are written in it."""

    people: tuple[Person, ...]
    avoiding: frozenset[tuple[MemberId, MemberId]]
    names: Mapping[InterestId, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Who met whom in earlier rounds, and how many of the last rounds in a row each was left out of."""

    encounters: tuple[Encounter, ...] = ()
    waited: Mapping[MemberId, int] = field(default_factory=dict)


def read_members(path: Path) -> MembersFile:
    """Return who is in a CSV file; raise ConfigError with the line for whatever is wrong in it."""
    rows = _rows(path)
    lines: dict[MemberId, int] = {}
    people: list[Person] = []
    names: dict[InterestId, str] = {}
    avoids: list[tuple[int, MemberId, MemberId]] = []
    for line, row in rows:
        member = MemberId(clean_name(row["member"]))
        if not member:
            raise _wrong(path, line, "the member has no id")
        if member in lines:
            raise _wrong(path, line, f"the member {member} is in line {lines[member]} already")
        lines[member] = line
        people.append(_person(path, line, member, row, names))
        avoids.extend((line, member, MemberId(other)) for other in _several(row.get("avoid", "")))
    for line, member, other in avoids:
        if other not in lines:
            raise _wrong(path, line, f"{member} avoids {other}, who is not in the file")
    return MembersFile(
        people=tuple(people), avoiding=frozenset((member, other) for _, member, other in avoids), names=names
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


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            _check_columns(path, reader.fieldnames or ())
            return [(reader.line_num, _whole(path, reader.line_num, row)) for row in reader]
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text: save it as UTF-8.") from error
    except csv.Error as error:
        raise _wrong(path, reader.line_num + 1, f"it cannot be read as CSV ({error})") from error
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from error


def _check_columns(path: Path, columns: Sequence[str]) -> None:
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise _wrong(path, 1, f"the columns must be {', '.join(NEEDED)}; missing: {', '.join(missing)}")
    unknown = [name for name in columns if name not in (*NEEDED, *OPTIONAL)]
    if unknown:
        raise _wrong(path, 1, f"unknown columns: {', '.join(unknown)}; there may also be {', '.join(OPTIONAL)}")
    if len(set(columns)) < len(columns):
        raise _wrong(path, 1, "a column is there twice")


def _whole(path: Path, line: int, row: Mapping[str | None, str | list[str] | None]) -> dict[str, str]:
    if None in row:
        raise _wrong(path, line, "there are more fields than columns (put quotes around a field with a comma)")
    if None in row.values():
        raise _wrong(path, line, "there are fewer fields than columns")
    return {str(name): str(value) for name, value in row.items()}


def _person(path: Path, line: int, member: MemberId, row: Mapping[str, str], names: dict[InterestId, str]) -> Person:
    for name in _several(row["interests"]):
        names.setdefault(_interest(name), name)
    return Person(
        member=member,
        interests=frozenset(_interest(name) for name in _several(row["interests"])),
        asks=frozenset(map(normal_name, _several(row.get("asks", "")))),
        offers=frozenset(map(normal_name, _several(row.get("offers", "")))),
        languages=frozenset(map(normal_name, _several(row.get("languages", "")))),
        hours=_hours(path, line, row["timezone"].strip()),
        capacity=_capacity(path, line, row.get("capacity", "").strip()),
    )


def _hours(path: Path, line: int, zone: str) -> int:
    hours = _hours_in(zone)
    if hours is None:
        raise _wrong(
            path, line, f"the time zone {zone} is unknown (write one such as Europe/Madrid, or leave it empty)"
        )
    return hours


@cache
def _hours_in(zone: str) -> int | None:
    """Return the hours that somebody of a time zone is awake by default, all where it is empty, None if unknown."""
    if not zone:
        return ALL_HOURS
    if known_zone(zone) is None:
        return None
    return waking_hours(None, Community(id=CommunityId("com_file"), platform="file", timezone=zone), Policy())


def _capacity(path: Path, line: int, typed: str) -> int:
    if not typed:
        return 1
    if not (typed.isascii() and typed.isdigit()) or int(typed) > CAPACITY_AT_MOST:
        raise _wrong(path, line, f"the capacity {typed} is no whole number from 0 to {CAPACITY_AT_MOST}")
    return int(typed)


def _several(typed: str) -> list[str]:
    return [name for part in typed.split("|") if (name := clean_name(part))]


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


def _wrong(path: Path, line: int, what: str) -> ConfigError:
    return ConfigError(f"{path}, line {line}: {what}. Nothing was done.")
