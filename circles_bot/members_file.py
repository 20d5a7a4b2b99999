"""A community written down as a CSV file, one person a line: what ``match`` and ``simulate`` read.

``member,timezone,interests`` are needed; ``asks,offers,languages,avoid,capacity`` may follow, in any order. Several of
something stand in one cell with ``|`` between them. Nothing is guessed: what cannot be read is said with its line.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from circles_bot.engine.errors import ConfigError
from circles_bot.engine.names import clean_name
from circles_bot.engine.preferences import CIRCLES_AT_MOST
from circles_bot.engine.schedule import known_zone

NEEDED = ("member", "timezone", "interests")
COLUMNS = (*NEEDED, "asks", "offers", "languages", "avoid", "capacity")
BETWEEN = "|"
SHOWN_CHARS = 40
"""How much of a wrong cell an error shows."""
_CAPACITIES = {str(number) for number in range(CIRCLES_AT_MOST + 1)}
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """One person of the file.

    ``timezone`` is None where the cell is empty: their hours are not known. ``languages`` are codes such as ``en``
    (``pt-BR`` is read as ``pt``); none means that nothing is known of them. ``avoid`` holds members of the same file.
    """

    member: str
    timezone: str | None
    interests: tuple[str, ...]
    asks: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    capacity: int = 1


def load_members(path: Path) -> tuple[MemberRow, ...]:
    """Read the file at ``path``; raise ConfigError when it is not there, or as :func:`read_members`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text: save it as CSV in UTF-8.") from error
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror}): give a CSV file.") from error
    try:
        return read_members(text)
    except ConfigError as error:
        raise ConfigError(f"{path}, {error} Nothing was done.") from error


def read_members(text: str) -> tuple[MemberRow, ...]:
    """Return everybody in the order of the file; raise ConfigError with the first wrong line and what is wrong."""
    lines = _lines(text)
    first, header = next(lines, (1, []))
    columns = [name.strip().casefold() for name in header]
    _check_header(first, columns)
    rows: list[MemberRow] = []
    seen: dict[str, int] = {}
    for line, cells in lines:
        if len(cells) != len(columns):
            raise ConfigError(f"line {line}: {len(cells)} columns where the first line has {len(columns)}.")
        row = _row(line, dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
        if row.member in seen:
            raise ConfigError(f"line {line}: member {_shown(row.member)} is on line {seen[row.member]} already.")
        seen[row.member] = line
        rows.append(row)
    if not rows:
        raise ConfigError(f"line {first}: nobody follows the first line; write one person a line.")
    for row in rows:
        for other in row.avoid:
            if other not in seen:  # a slip here would seat them together
                line = seen[row.member]
                raise ConfigError(f"line {line}: {_shown(row.member)} avoids {_shown(other)}, who is not in the file.")
    return tuple(rows)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each filled line with the number of the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ConfigError(f"line {begins}: this is no line of a CSV file ({error}).") from error
        if any(cell.strip() for cell in cells):
            yield begins, cells


def _check_header(line: int, columns: list[str]) -> None:
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise ConfigError(f"line {line}: the first line must name the columns; it lacks {', '.join(missing)}.")
    for name in columns:
        if name not in COLUMNS:
            raise ConfigError(f"line {line}: no column is called {_shown(name)}; there are {', '.join(COLUMNS)}.")
        if columns.count(name) > 1:
            raise ConfigError(f"line {line}: the column {name} is there twice.")


def _row(line: int, cells: Mapping[str, str]) -> MemberRow:
    member, zone, capacity = clean_name(cells["member"]), cells["timezone"], cells.get("capacity") or "1"
    if not member or not member.isprintable():
        raise ConfigError(f"line {line}: member must be a name or an id, found {_shown(member)}.")
    if zone and known_zone(zone) is None:
        raise ConfigError(f"line {line}: timezone must be one such as Europe/Amsterdam, found {_shown(zone)}.")
    interests, avoid = _several(cells["interests"]), _several(cells.get("avoid", ""))
    if not interests:
        raise ConfigError(f"line {line}: {_shown(member)} has no interests; write at least one.")
    if member in avoid:
        raise ConfigError(f"line {line}: {_shown(member)} cannot avoid themselves.")
    if capacity not in _CAPACITIES:
        raise ConfigError(
            f"line {line}: capacity must be a number from 0 to {CIRCLES_AT_MOST}, found {_shown(capacity)}."
        )
    return MemberRow(
        member=member,
        timezone=zone or None,
        interests=interests,
        asks=_several(cells.get("asks", "")),
        offers=_several(cells.get("offers", "")),
        languages=_languages(line, cells.get("languages", "")),
        avoid=avoid,
        capacity=int(capacity),
    )


def _languages(line: int, cell: str) -> tuple[str, ...]:
    codes: list[str] = []
    for found in _several(cell):
        code = _LANGUAGE.fullmatch(found.casefold())
        if code is None:
            raise ConfigError(f"line {line}: languages must be codes such as en, found {_shown(found)}.")
        codes.append(code[1])
    return tuple(dict.fromkeys(codes))


def _several(cell: str) -> tuple[str, ...]:
    """Return what stands in one cell, each once, in its order."""
    return tuple(dict.fromkeys(name for part in cell.split(BETWEEN) if (name := clean_name(part))))


def _shown(found: str) -> str:
    return repr(found if len(found) <= SHOWN_CHARS else f"{found[:SHOWN_CHARS]}…")
