"""Records as rows and back, derived once per class from its fields.

A column holds text or a whole number or nothing: times are microseconds, yes and no are 1 and 0, choices their text,
lists and mappings JSON text.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from operator import attrgetter, itemgetter
from types import NoneType, UnionType
from typing import Generic, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from sqlalchemy import Table

from circles_bot.engine import model
from circles_bot.store import tables
from circles_bot.store.payloads import PLAIN, Shape, json_reader, json_writer, shape_of, to_json

Value = str | int | None
Row = Sequence[Value]

R = TypeVar("R")

KNOWN_AT_MOST = 4_096
KNOWN_TEXTS_AT_MOST = 256

TABLES: Mapping[type, Table] = {
    model.Address: tables.addresses,
    model.Community: tables.communities,
    model.Interest: tables.interests,
    model.Member: tables.members,
    model.OptIn: tables.opt_ins,
    model.StandingReaction: tables.standing_reactions,
    model.Round: tables.rounds,
    model.Circle: tables.circles,
    model.Seat: tables.seats,
    model.Post: tables.posts,
    model.TapAnswer: tables.tap_answers,
    model.CheckIn: tables.check_ins,
    model.Meeting: tables.meetings,
    model.Avoidance: tables.avoidances,
    model.Proposal: tables.proposals,
    model.CoSign: tables.co_signs,
    model.Word: tables.words_given,
    model.Report: tables.reports,
    model.With: tables.withs,
    model.WithAsk: tables.with_asks,
    model.HandOff: tables.hand_offs,
}

CONFIDENTIAL = ("cnf_", "ccr_")
"""How ids of confidential interests begin, and those of circles on them: what names one is sealed whole."""


@dataclass(frozen=True, slots=True)
class Judge:
    """A column is sealed only where the one that is named begins in one of these ways."""

    column: str
    beginnings: tuple[str, ...] = CONFIDENTIAL


_SEALED_WHERE: Mapping[type, Mapping[str, Judge]] = {
    model.Address: {"theirs": Judge("kind", (model.AddressKind.MEMBER.value,))},
    model.Interest: {"name": Judge("id"), "aliases": Judge("id"), "emoji": Judge("id")},
    model.Proposal: {"name": Judge("interest")},
}
"""Columns that are sealed only in some rows: a person's address, and whatever names something confidential."""

_WIDE: Mapping[tuple[type, str], Shape] = {(model.Round, "seed"): Shape(str, int)}
"""Numbers of 64 bits without a sign, which no database column holds: kept as text."""


class Codec(Generic[R]):
    """Turns records of one class into rows of its table, in the order of its columns, and back."""

    def __init__(self, kind: type[R]) -> None:
        """Derive everything from the class's fields and the table's key."""
        self.table = TABLES[kind]
        hints = get_type_hints(kind)
        self.names = tuple(column.name for column in self.table.columns)
        assert set(self.names) == set(hints), kind
        self.key_names = tuple(column.name for column in self.table.primary_key.columns)
        self.sealed = _sealed(kind, {name: hints[name] for name in self.names})
        shapes = [_column_shape(kind, name, hints[name]) for name in self.names]
        self._writes = tuple((place, shape.write) for place, shape in enumerate(shapes) if shape.write)
        self._decode = _decoder(kind, self.names, [shape.read for shape in shapes])
        self._values_of = attrgetter(*self.names)
        key_places = tuple(self.names.index(name) for name in self.key_names)
        self._key_values_of: Callable[[Row], tuple[Value, ...]] = itemgetter(*key_places)
        self._probe = key_places[-1]
        self._decode_known = lru_cache(KNOWN_AT_MOST)(self._decode)

    def encode(self, record: R) -> tuple[Value, ...]:
        """Return the record's row."""
        row = list(self._values_of(record))
        for place, write in self._writes:
            value = row[place]
            if value is not None:
                row[place] = write(value)
        return tuple(row)

    def key_of(self, row: Row) -> tuple[Value, ...]:
        """Return the values of the table's key, in its order."""
        return self._key_values_of(row) if len(self.key_names) > 1 else (row[self._probe],)

    def decode(self, row: Row, start: int = 0) -> R:
        """Return the record whose columns begin at ``start`` in a row."""
        return self._decode(row[start : start + len(self.names)])

    def decode_known(self, row: Row, start: int = 0) -> R:
        """Return the record as :meth:`decode` does, and remember it: for those that are read far more than written.

        Records are values: nobody can tell one that was read twice from one that was read once.
        """
        return self._decode_known(tuple(row[start : start + len(self.names)]))

    def decode_joined(self, row: Row, start: int) -> R | None:
        """Return the record of an outer join, or None where there was none."""
        return None if row[start + self._probe] is None else self.decode(row, start)

    def decode_known_joined(self, row: Row, start: int) -> R | None:
        """Return the record of an outer join as :meth:`decode_known` does, or None where there was none."""
        return None if row[start + self._probe] is None else self.decode_known(row, start)


def as_number(value: Value) -> int:
    """Return a value that is known to be a number."""
    assert isinstance(value, int)
    return value


@cache
def codec_of(kind: type[R]) -> Codec[R]:
    """Return the class's one codec."""
    return Codec(kind)


def _decoder(
    kind: type[R], names: Sequence[str], reads: Sequence[Callable[[Value], object] | None]
) -> Callable[[Row], R]:
    """Return what makes a record of its row, written out field by field as dataclasses write an ``__init__``.

    A loop over the fields takes twice as long, a tenth of an act instead of a twentieth.
    """
    known: dict[str, object] = {"make": kind}
    fields = []
    for place, (name, read) in enumerate(zip(names, reads, strict=True)):
        if read is None:
            fields.append(f"{name}=row[{place}]")
        else:
            known[f"read_{place}"] = read
            fields.append(f"{name}=None if row[{place}] is None else read_{place}(row[{place}])")
    made: Callable[[Row], R] = eval(f"lambda row: make({', '.join(fields)})", known)  # noqa: S307  # our own names
    return made


def _sealed(kind: type, hints: Mapping[str, object]) -> Mapping[str, Judge | None]:
    """Return the columns that are sealed, each with what decides it, or None where it always is."""
    always = {name: None for name, hint in hints.items() if _without_none(hint) is model.Sealed}
    return {**always, **_SEALED_WHERE.get(kind, {})}


def _column_shape(kind: type, name: str, hint: object) -> Shape:
    wide = _WIDE.get((kind, name))
    if wide is not None:
        return wide
    inner = _without_none(hint)
    if inner is bool:
        return Shape(int, bool)
    if get_origin(inner) in (tuple, Mapping):
        return _json_shape(inner)
    shape = shape_of(inner)
    if shape is PLAIN or (isinstance(inner, type) and (issubclass(inner, Enum) or inner.__name__ == "datetime")):
        return shape
    raise TypeError(f"no column holds a {hint!r}")


def _json_shape(hint: object) -> Shape:
    """Return how a list or mapping stands in a column; most say the same as another row's, and are read once."""
    empty = to_json(hint, {} if get_origin(hint) is Mapping else ())
    write, read = json_writer(hint), lru_cache(KNOWN_TEXTS_AT_MOST)(json_reader(hint))
    return Shape(lambda value: write(value) if value else empty, read)


def _without_none(hint: object) -> object:
    if get_origin(hint) not in (Union, UnionType):
        return hint
    (inner,) = (kind for kind in get_args(hint) if kind is not NoneType)
    return cast("object", inner)
