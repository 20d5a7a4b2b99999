"""Entries of the locale files, taken apart once: what is said as it is, what is bold, and where an argument goes.

Fluent resolves an entry in a tenth of a millisecond, which is more than deciding takes; so each entry is resolved once
for each set of argument names (and each value of its numbers, which may select a plural) and kept in pieces.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from circles_bot.engine.notes import Argument
from circles_bot.words.catalog import Catalog
from circles_bot.words.message import Plain, Strong

_MARK = re.compile("\ue000(\\w+)\ue001")
_STRONG = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_KEPT_AT_MOST = 5_000
"""Numbers are few in what people read; this only keeps a mistake from growing for ever."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an argument goes, and whether it stands in bold there."""

    name: str
    is_strong: bool = False


Piece = Plain | Strong | Slot
_Key = tuple[str, str | None, str, tuple[tuple[str, int | None], ...]]


@dataclass(frozen=True, slots=True)
class Templates:
    """Takes entries apart and keeps the pieces."""

    catalog: Catalog
    _kept: dict[_Key, tuple[Piece, ...]] = field(default_factory=dict, compare=False)
    _plain: dict[tuple[str, str], str] = field(default_factory=dict, compare=False)
    _lacking: set[tuple[str, str | None, str]] = field(default_factory=set, compare=False)
    """Attributes, mostly, that an entry has not: whatever its arguments are."""

    def pieces(
        self, key: str, args: Mapping[str, Argument], *, locale: str | None, attribute: str | None = None
    ) -> tuple[Piece, ...] | None:
        """Return an entry's pieces in order, or None where the entry (or its attribute) is nowhere."""
        language = self.catalog.language_of(locale)
        if (key, attribute, language) in self._lacking:
            return None
        shape = tuple((name, value if isinstance(value, int) else None) for name, value in args.items())
        kept_as = (key, attribute, language, shape)
        if kept_as not in self._kept:
            if len(self._kept) >= _KEPT_AT_MOST:
                self._kept.clear()
            marked = {name: f"\ue000{name}\ue001" if number is None else number for name, number in shape}
            text = self.catalog.text(key, marked, locale=language, attribute=attribute)
            if text is None:
                self._lacking.add((key, attribute, language))
                return None
            self._kept[kept_as] = _taken_apart(text)
        return self._kept[kept_as]

    def plain(self, key: str, *, locale: str | None) -> str | None:
        """Return an entry without arguments as plain text, or None where it is nowhere."""
        kept_as = (key, self.catalog.language_of(locale))
        found = self._plain.get(kept_as)
        if found is None:
            pieces = self.pieces(key, {}, locale=locale)
            if pieces is None:
                return None
            found = self._plain[kept_as] = "".join(piece.text for piece in pieces if not isinstance(piece, Slot))
        return found


def _taken_apart(text: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for index, part in enumerate(_STRONG.split(text)):
        words = Strong if index % 2 else Plain
        for position, piece in enumerate(_MARK.split(part)):
            if position % 2:
                pieces.append(Slot(piece, is_strong=words is Strong))
            elif piece:
                pieces.append(words(piece))
    return tuple(pieces)
