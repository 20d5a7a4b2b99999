"""What people send, looked at before the workspace takes it: text, emoji, and what was chosen."""

import unicodedata
from collections.abc import Collection, Sequence

from circles_sandbox.model import Control, TextControl

TEXT_LIMIT_CHARS = 4000
NAME_LIMIT_CHARS = 80
EMOJI_LIMIT_CHARS = 16

_PICTURES = frozenset({"So", "Sk", "Sm", "Po", "Nd", "Mn", "Me"})
"""Unicode categories that emoji are made of: signs, skin tones, keycaps, variation marks."""
_JOINERS = frozenset({"\u200d", *map(chr, range(0xE0020, 0xE0080))})
"""The joiner of families, and the tags of regional flags; other format characters could turn text around."""


def accepts(control: Control | TextControl, values: Sequence[str], people: Collection[str]) -> bool:
    """Tell whether a control may come back with these values; ``people`` are those there are to pick from."""
    if control["kind"] == "button":
        return not values
    if control["kind"] == "text":
        written = "".join(values)
        return (
            len(values) <= 1
            and len(written) <= control["at_most_chars"]
            and bool(written or not control["is_required"])
        )
    known = set(people) if control.get("picks_people") else {option["value"] for option in control["options"]}
    return control["at_least"] <= len(values) <= control["at_most"] and set(values) <= known


def plain_text(words: str) -> str:
    """Return words without control characters (line ends stay) and without blanks around."""
    kept = (sign for sign in words.replace("\r\n", "\n") if sign == "\n" or unicodedata.category(sign) != "Cc")
    return "".join(kept).strip()


def one_line(name: str) -> str:
    """Return a name on one line, within the limit."""
    return " ".join(plain_text(name).split())[:NAME_LIMIT_CHARS]


def is_emoji(sign: str) -> bool:
    """Tell whether something may stand as a reaction: pictures and what joins them, nothing that is text."""
    if not 0 < len(sign) <= EMOJI_LIMIT_CHARS or sign.isascii():
        return False
    return all(part in _JOINERS or unicodedata.category(part) in _PICTURES for part in sign)
