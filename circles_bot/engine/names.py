"""What people type, made comparable: names of interests, and emoji.

What they typed stays as they typed it (``clean_name``); two spellings are one interest when their ``normal_name`` is
the same. Nothing here knows what a name means.
"""

import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

EMOJI_LIMIT_CHARS = 64
"""Room for a family with skin tones, and for a custom emoji's name and number."""

MARKS_ON_A_LETTER = 3
"""Vietnamese puts two on a letter and Hebrew with its cantillation three."""

_INVISIBLE = frozenset("\u00ad\u200b\u2060\ufeff")
_TURNING = frozenset(map(chr, (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""Marks that turn the direction of writing: in a name they can only disguise it (right-to-left scripts need none)."""

_LOOK_ALIKE = str.maketrans("абвеіјкмнорѕтухԁԛԝοαεικνρτυχ01", "abbeijkmhopstyxdqwoaeikvptuxol")
"""Cyrillic and Greek small letters, and digits, that pass for Latin letters."""

_JOINERS = frozenset("\u200c\u200d")
_VARIANTS = frozenset("\ufe0e\ufe0f")
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_UNSEEN = _INVISIBLE | _TURNING
_SHAPING = _JOINERS | _VARIANTS
_TINTING = _VARIANTS | _SKIN_TONES


def clean_name(typed: str) -> str:
    """Return what was typed without control characters and direction marks, its spaces made single."""
    if typed.isascii() and typed.isprintable():  # as nearly all are: a tenth of the work
        return " ".join(typed.split())
    kept = (" " if _is_control(letter) else letter for letter in _unstacked(typed) if letter not in _UNSEEN)
    return " ".join("".join(kept).split())


def skeleton(typed: str) -> str:
    """Return what a name looks like: letters of other scripts that pass for Latin ones as those, marks left out.

    Two names of one skeleton are near duplicates; they are never taken for one interest without asking.
    Source: the letters most used to deceive, of Unicode's confusables (UTS 39).
    """
    plain = unicodedata.normalize("NFKD", normal_name(typed).translate(_LOOK_ALIKE))
    return "".join(letter for letter in plain if not unicodedata.combining(letter) and not letter.isspace())


@lru_cache(maxsize=1_024)  # each act compares what was typed with every interest there is
def normal_name(typed: str) -> str:
    """Return the form in which two spellings of one name are equal (NFKC, folded case, single spaces)."""
    cleaned = clean_name(typed)
    if cleaned.isascii():
        return cleaned.casefold()
    folded = unicodedata.normalize("NFKC", cleaned).casefold()
    plain = "".join(letter for letter in unicodedata.normalize("NFKC", folded) if letter not in _SHAPING)
    return " ".join(plain.split())


def clean_emoji(typed: str) -> str:
    """Return an emoji, or a custom one's written form, as it is; nothing where that is too long or holds controls."""
    return typed if len(typed) <= EMOJI_LIMIT_CHARS and clean_name(typed) == typed else ""


@lru_cache(maxsize=1_024)
def normal_emoji(emoji: str) -> str:
    """Return an emoji without its variation selectors and skin tones: platforms send now one, now another."""
    return "".join(sign for sign in emoji if sign not in _TINTING)


SPARE_EMOJI = tuple("🟢🔵🟣🟠🟡🟤🔷🔶🌀⭐🍀🌻🌊🍄🐝🦉🐢🌵🍋🎈🪁🛶🎐")
"""For interests that have none, or whose emoji is another's: a reaction must mean one thing."""


def free_emoji(taken: Iterable[str], *, wanted: str = "") -> str:
    """Return ``wanted`` where it is nobody's yet, else one that is free; nothing when all are taken."""
    used = {normal_emoji(sign) for sign in taken}
    return next((sign for sign in (wanted, *SPARE_EMOJI) if sign and normal_emoji(sign) not in used), "")


def nearest_names(typed: str, names: Sequence[str], *, at_most: int = 3) -> tuple[str, ...]:
    """Return those of ``names`` that look most like what was typed, best first."""
    by_normal = {skeleton(name): name for name in names}
    found = difflib.get_close_matches(skeleton(typed), by_normal, n=at_most, cutoff=0.6)
    return tuple(by_normal[name] for name in found)


def slug_of(name: str, limit_chars: int) -> str:
    """Return a name as rooms are named: small letters of any script and digits, hyphens between the words."""
    signs = (letter if letter.isalnum() else " " for letter in normal_name(name))
    return "-".join("".join(signs).split())[:limit_chars].strip("-")


def _unstacked(typed: str) -> Iterator[str]:
    """Yield letters with at most as many marks on each as any language writes; the rest only climbs over its line."""
    marks = 0
    for letter in typed:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MARKS_ON_A_LETTER:
            yield letter


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Zl", "Zp", "Cs", "Co"}
