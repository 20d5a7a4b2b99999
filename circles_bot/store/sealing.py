"""Seals what must not be readable in the database, and opens it again (decision 0010).

What is sealed is a text in a column. It is bound to its place: table, column and the row's key are authenticated with
it, so that a sealed text put into another row, or another column, does not open. Its length is rounded up, so that a
name's length tells little. Rows are opened where statements return them, so loaders and rules see plain records.
"""

import base64
import binascii
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, Table
from sqlalchemy.sql import ClauseElement

from circles_bot.engine.errors import StoreError
from circles_bot.store.codec import CONFIDENTIAL, TABLES, Judge, Row, Value, codec_of
from circles_bot.store.payloads import Payload

MARK = "sealed:1:"
"""How a sealed text begins: JSON never does. The number is raised when the way of sealing changes."""

NONCE_BYTES = 12
NONCES_AT_ONCE = 256
ROUNDED_TO_BYTES = 32
PURPOSE = b"circles-bot: seal what is stored"
FILLER = "\0"  # no text in a database holds it


class Sealer:
    """Seals texts with a key derived from ``CIRCLES_SECRET_KEY`` (HKDF-SHA256, then AES-256-GCM)."""

    def __init__(self, secret: bytes) -> None:
        """Derive the key; ``secret`` itself seals nothing."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        self._nonces: list[bytes] = []
        self._cipher: AESGCM = AESGCM(HKDF(SHA256(), 32, salt=None, info=PURPOSE).derive(secret))

    def seal(self, text: str, *place: Value) -> str:
        """Return ``text`` sealed for ``place``: table, column, and the row's key."""
        plain = text.encode()
        nonce = self._next_nonce()
        filled = plain + b"\0" * (-len(plain) % ROUNDED_TO_BYTES)
        return MARK + base64.b64encode(nonce + self._cipher.encrypt(nonce, filled, _bound(place))).decode("ascii")

    def _next_nonce(self) -> bytes:
        """Return bytes never used before; they are drawn many at once, since each draw lets another thread go first."""
        try:
            return self._nonces.pop()
        except IndexError:
            drawn = secrets.token_bytes(NONCE_BYTES * NONCES_AT_ONCE)
            first, *others = (drawn[at : at + NONCE_BYTES] for at in range(0, len(drawn), NONCE_BYTES))
            self._nonces.extend(others)
            return first

    def open(self, sealed: str, *place: Value) -> str:
        """Return the text sealed for ``place``; raises ``StoreError`` where it was not sealed so, with this key."""
        from cryptography.exceptions import InvalidTag

        try:
            data = base64.b64decode(sealed.removeprefix(MARK), validate=True)
            plain = self._cipher.decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], _bound(place))
        except (InvalidTag, ValueError, binascii.Error):
            raise StoreError(
                f"Something sealed in {place[0]} does not open with this key: set CIRCLES_SECRET_KEY to the key it was "
                "sealed with, or put the key file back from a copy."
            ) from None  # the cause knows no more, and might say a piece of it
        return plain.decode().rstrip(FILLER)

    def seal_row(self, kind: type, row: tuple[Value, ...]) -> tuple[Value, ...]:
        """Return a record's row with what must be sealed in it sealed."""
        return _turned(row, _places_in(kind), self.seal)

    def seal_payload(self, payload: Payload, *place: Value) -> str:
        """Return what a timer or effect carries: sealed whole where it names something confidential."""
        return self.seal(payload.text, *place) if is_confidential(payload.text) else payload.text

    def open_payload(self, text: str, *place: Value) -> str:
        """Return what a timer or effect carries, opened where it was sealed."""
        return self.open(text, *place) if text.startswith(MARK) else text


def is_confidential(text: str) -> bool:
    """Tell whether a payload names a confidential interest, or a circle on one."""
    return any(beginning in text for beginning in CONFIDENTIAL)


# --- which columns ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rule:
    """A column whose texts are sealed: always, or where ``judge`` says so."""

    table: str
    column: str
    judge: Judge | None
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A rule's column as it stands in a row, and those that its seal is bound to."""

    rule: _Rule
    at: int
    key_at: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Places:
    """Places that are sealed in the same rows: in all, or where the text at ``judged_at`` begins in a certain way."""

    judged_at: int | None
    beginnings: tuple[str, ...]
    places: tuple[_Place, ...]

    def hold_in(self, row: Sequence[Value]) -> bool:
        """Tell whether the columns are sealed in this row."""
        return self.judged_at is None or str(row[self.judged_at]).startswith(self.beginnings)


_Found = tuple[_Rule, Callable[[str], int]]
"""A rule that applies to a row, and what tells at which place a column of its table stands there."""


def _grouped(found: Iterable[_Found]) -> tuple[_Places, ...]:
    """Return the places of rules in a row, by what decides whether they hold: that is looked at once a row."""
    groups: defaultdict[tuple[int | None, tuple[str, ...]], list[_Place]] = defaultdict(list)
    for rule, at in found:
        judge = rule.judge
        judged_by = (None, ()) if judge is None else (at(judge.column), judge.beginnings)
        groups[judged_by].append(_Place(rule, at(rule.column), tuple(at(name) for name in rule.key)))
    return tuple(_Places(judged_at, beginnings, tuple(places)) for (judged_at, beginnings), places in groups.items())


@cache
def _rules() -> Mapping[tuple[str, str], _Rule]:
    """Return the rules of all tables, by table and column."""
    found: dict[tuple[str, str], _Rule] = {}
    for kind in TABLES:
        codec = codec_of(kind)
        for name, judge in codec.sealed.items():
            found[codec.table.name, name] = _Rule(codec.table.name, name, judge, codec.key_names)
    return found


@cache
def _places_in(kind: type) -> tuple[_Places, ...]:
    """Return what is sealed in a record's whole row."""
    codec = codec_of(kind)
    return _grouped((rule, codec.names.index) for rule in _rules().values() if rule.table == codec.table.name)


def _turned(row: tuple[Value, ...], groups: Sequence[_Places], turn: Callable[..., str]) -> tuple[Value, ...]:
    """Return the row with its sealed places turned, sealed or opened; the same row where there is none."""
    values: list[Value] | None = None
    for group in groups:
        if not group.hold_in(row):
            continue
        for place in group.places:
            value = row[place.at]
            if isinstance(value, str):
                values = list(row) if values is None else values
                values[place.at] = turn(value, place.rule.table, place.rule.column, *(row[at] for at in place.key_at))
    return row if values is None else tuple(values)


# --- rows that come back ------------------------------------------------------------------------------------------

Opens = Callable[[Sealer, Sequence[Row]], Sequence[Row]]


def opening_of(statement: ClauseElement) -> Opens | None:
    """Return what opens the rows of a statement, or None where nothing in them is ever sealed.

    Raises ``TypeError`` for one that reads a sealed column without those that tell its place.
    """
    if not isinstance(statement, Select):
        return None
    columns = [_where_from(column) for column in statement.inner_columns]
    found = [(_rules().get((table, name)), _finder(columns, source)) for source, table, name in columns]
    groups = _grouped((rule, at) for rule, at in found if rule is not None)
    return (lambda sealer, rows: [_turned(tuple(row), groups, sealer.open) for row in rows]) if groups else None


_From = tuple[object, str, str]
"""Where a column comes from: the table or its alias, the table's name, the column's name."""


def _where_from(column: object) -> _From:
    source = getattr(column, "table", None)
    table = getattr(source, "element", source)  # of an alias, what it stands for
    return (source, table.name, str(getattr(column, "key", ""))) if isinstance(table, Table) else (None, "", "")


def _finder(columns: Sequence[_From], source: object) -> Callable[[str], int]:
    """Return what tells at which place a statement returns a column of ``source``."""

    def find(name: str) -> int:
        for at, (other, _, found) in enumerate(columns):
            if other is source and found == name:
                return at
        raise TypeError(f"a statement reads what is sealed, but not {name!r}, without which it does not open")

    return find


def _bound(place: Sequence[Value]) -> bytes:
    """Return a place as the bytes that a sealed text is bound to."""
    return "\x1f".join("" if part is None else str(part) for part in place).encode()
