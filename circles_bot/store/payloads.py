"""Values as JSON and back: what timers and effects carry, and the lists inside a record.

Derived once per type from its fields, never written by hand, so that a new event or effect is stored as it is declared.
A payload is kept with its type's name and a version; reading takes a missing field's default and ignores an unknown
one, so that the release before and the release after read each other's rows. What a union may be is told by its name.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from circles_bot.engine.effects import AnyEffect
from circles_bot.engine.errors import StoreError
from circles_bot.engine.events import DueEvent

VERSION = 1
"""Of every payload written now; raised when an old one needs more than defaults to be read."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Any, because a shape is made for a type that is known only when the program runs; `shape_of` pairs the two.
Turn = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """How values of one type become JSON's own values, and how they are read back. None: they are that already."""

    write: Turn | None = None
    read: Turn | None = None


PLAIN = Shape()


def to_microseconds(at: datetime) -> int:
    """Return an aware time as whole microseconds since 1970, UTC."""
    since = at - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def from_microseconds(number: int) -> datetime:
    """Return the aware UTC time of :func:`to_microseconds`."""
    return EPOCH + timedelta(microseconds=number)


@dataclass(frozen=True, slots=True)
class Payload:
    """An event or effect as the store keeps it."""

    kind: str
    version: int
    text: str


def write_payload(value: DueEvent | AnyEffect) -> Payload:
    """Return ``value`` as text."""
    kind = type(value)
    return Payload(kind.__name__, VERSION, to_json(kind, value))


def read_event(kind: str, version: int, text: str) -> DueEvent:
    """Return the timer's event; raises ``StoreError`` when it was written by a newer release."""
    return cast("DueEvent", _read_payload(_named(DueEvent), kind, version, text))  # a member of the union, by its name


def read_effect(kind: str, version: int, text: str) -> AnyEffect:
    """Return the effect; raises ``StoreError`` when it was written by a newer release."""
    return cast("AnyEffect", _read_payload(_named(AnyEffect), kind, version, text))  # as above


def to_json(hint: object, value: object) -> str:
    """Return a value of type ``hint`` as JSON text (ASCII, so that any text fits any database)."""
    write = shape_of(hint).write
    return _to_text(write(value) if write else value)


def from_json(hint: object, text: str) -> Any:  # Any: the caller knows what `hint` stands for
    """Return the value that :func:`to_json` wrote."""
    return json_reader(hint)(text)


def json_writer(hint: object) -> Turn:
    """Return :func:`to_json` for one type, looked up once."""
    write = shape_of(hint).write
    return _to_text if write is None else lambda value: _to_text(write(value))


def json_reader(hint: object) -> Turn:
    """Return :func:`from_json` for one type, looked up once."""
    read = shape_of(hint).read
    return json.loads if read is None else lambda text: read(json.loads(text))


_to_text = json.JSONEncoder(separators=(",", ":")).encode


def _read_payload(kinds: Mapping[str, type], kind: str, version: int, text: str) -> object:
    if kind not in kinds or version > VERSION:
        raise StoreError(
            f"The database holds a {kind} of version {version}, which a newer circles-bot wrote: update it."
        )
    return from_json(kinds[kind], text)


@cache
def shape_of(hint: object) -> Shape:
    """Return how values of a type (a class, union, tuple or mapping of such) are written and read."""
    hint = getattr(hint, "__supertype__", hint)
    origin = get_origin(hint)
    if hint in (str, int, bool, NoneType):
        return PLAIN
    if hint is datetime:
        return Shape(to_microseconds, from_microseconds)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return Shape(attrgetter("value"), _enum_reader(hint))
    if origin in (Union, UnionType):
        return _union_shape(get_args(hint))
    if origin is tuple:
        return _tuple_shape(get_args(hint))
    if origin is Mapping:
        return _mapping_shape(get_args(hint)[1])
    if isinstance(hint, type) and is_dataclass(hint):
        return _dataclass_shape(hint)
    raise TypeError(f"no way to store a {hint!r}")


def _enum_reader(kind: type[Enum]) -> Turn:
    """Return what finds a choice by its value: a look-up, a fifth of calling the class, which still refuses others."""
    known: Mapping[Any, Enum] = {choice.value: choice for choice in kind}
    return lambda value: known[value] if value in known else kind(value)


def _dataclass_shape(kind: type) -> Shape:
    hints = get_type_hints(kind)
    shapes = {field.name: shape_of(hints[field.name]) for field in fields(kind)}
    names = tuple(shapes)
    writes = tuple((name, shape.write) for name, shape in shapes.items() if shape.write)
    reads = tuple((name, shape.read) for name, shape in shapes.items() if shape.read)
    values_of = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    required = frozenset(f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)

    def write(value: Any) -> dict[str, Any]:
        data = dict(zip(names, values_of(value), strict=True))
        for name, turn in writes:
            data[name] = turn(data[name])
        return data

    def read(data: dict[str, Any]) -> Any:
        known = {name: data[name] for name in names if name in data}
        if not required <= known.keys():
            raise StoreError(f"The database holds a {kind.__name__} without {sorted(required - known.keys())}.")
        for name, turn in reads:
            if name in known:
                known[name] = turn(known[name])
        return kind(**known)

    return Shape(write, read)


def _tuple_shape(kinds: tuple[object, ...]) -> Shape:
    if kinds[-1] is Ellipsis:
        item = shape_of(kinds[0])
        write, read = item.write, item.read
        if write is None or read is None:
            return Shape(list, tuple)
        return Shape(lambda value: [write(one) for one in value], lambda data: tuple(read(one) for one in data))
    shapes = [shape_of(kind) for kind in kinds]
    return Shape(
        lambda value: [_turn(shape.write, one) for shape, one in zip(shapes, value, strict=True)],
        lambda data: tuple(_turn(shape.read, one) for shape, one in zip(shapes, data, strict=True)),
    )


def _mapping_shape(value_kind: object) -> Shape:
    item = shape_of(value_kind)
    write, read = item.write, item.read
    if write is None or read is None:
        return Shape(dict, dict)
    return Shape(
        lambda value: {key: write(one) for key, one in value.items()},
        lambda data: {key: read(one) for key, one in data.items()},
    )


def _union_shape(kinds: tuple[object, ...]) -> Shape:
    """Write what JSON can tell apart by itself as it is, and everything else as [name, value]."""
    named = {kind.__name__: kind for kind in kinds if isinstance(kind, type) and shape_of(kind) is not PLAIN}
    others = [kind for kind in kinds if not isinstance(kind, type) and shape_of(kind) is not PLAIN]
    rest = [kind for kind in kinds if kind is not NoneType]
    if len(rest) == 1:
        return _optional_shape(shape_of(rest[0]))
    if others:
        raise TypeError(f"no way to tell apart what {kinds!r} may be")
    if not named:
        return PLAIN
    writes = {kind: (name, shape_of(kind).write) for name, kind in named.items()}
    reads = {name: shape_of(kind).read for name, kind in named.items()}

    def write(value: Any) -> Any:
        found = writes.get(type(value))
        return value if found is None else [found[0], _turn(found[1], value)]

    def read(data: Any) -> Any:
        return _turn(reads[data[0]], data[1]) if isinstance(data, list) else data

    return Shape(write, read)


def _optional_shape(shape: Shape) -> Shape:
    write, read = shape.write, shape.read
    if write is None or read is None:
        return PLAIN
    return Shape(
        lambda value: None if value is None else write(value),
        lambda data: None if data is None else read(data),
    )


def _turn(turn: Turn | None, value: Any) -> Any:
    return turn(value) if turn else value


@cache
def _named(union: object) -> Mapping[str, type]:
    return {kind.__name__: kind for kind in get_args(union)}
