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
    _kept: dict[_Key, tuple[Piece, ...] | None] = field(default_factory=dict, compare=False)

    def pieces(
        self, key: str, args: Mapping[str, Argument], *, locale: str | None, attribute: str | None = None
    ) -> tuple[Piece, ...] | None:
        """Return an entry's pieces in order, or None where the entry (or its attribute) is nowhere."""
        language = self.catalog.language_of(locale)
        shape = tuple((name, value if isinstance(value, int) else None) for name, value in args.items())
        kept_as = (key, attribute, language, shape)
        if kept_as not in self._kept:
            if len(self._kept) >= _KEPT_AT_MOST:
                self._kept.clear()
            marked = {name: f"\ue000{name}\ue001" if number is None else number for name, number in shape}
            text = self.catalog.text(key, marked, locale=language, attribute=attribute)
            self._kept[kept_as] = None if text is None else _taken_apart(text)
        return self._kept[kept_as]


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
