"""What people write to the bot in their own words, made harmless to show: it stays words, whatever is in it.

Markup and mentions need nothing here: an adapter shows people's words as they are (``circles_bot.words.message``).
"""

import unicodedata

from circles_bot.engine.names import clean_name

MARKS_IN_A_ROW = 3
"""No script stacks more marks on a letter; more of them only spill over the lines around."""
_JOINERS = frozenset("\u200c\u200d")
_NEVER = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Me"})


def clean_line(typed: str) -> str:
    """Return what was typed on one line, without control and direction marks and without towers of marks."""
    return _calm(clean_name(typed))


def clean_text(typed: str) -> str:
    """Return what was typed with its lines (an empty one at most between two), otherwise as :func:`clean_line`."""
    lines = (" ".join(_calm(_seen(line)).split()) for line in typed.replace("\r\n", "\n").split("\n"))
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


def _seen(line: str) -> str:
    return "".join(" " if letter == "\t" else letter for letter in line if letter == "\t" or _is_seen(letter))


def _is_seen(letter: str) -> bool:
    return letter in _JOINERS or unicodedata.category(letter) not in _NEVER


def _calm(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in _MARKS else 0
        if marks <= MARKS_IN_A_ROW:
            kept.append(letter)
    return "".join(kept)
