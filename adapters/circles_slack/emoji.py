"""Slack calls emoji by short names (``baseball``), the engine by the signs themselves.

Slack's names are those of emoji-data, a list that comes with this package (no published package of it is fit to be
installed); a workspace's own emoji keep their ``:name:``.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from circles_bot.engine.names import normal_emoji

LIST = "emoji.tsv"


def short_name(emoji: str) -> str | None:
    """Return what Slack calls an emoji, or None where it has none of it."""
    if len(emoji) > 2 and emoji.startswith(":") and emoji.endswith(":"):
        return emoji.strip(":")
    return _names().get(normal_emoji(emoji))


def sign_of(name: str) -> str:
    """Return the emoji that a reaction's name means; in whatever skin tone it is the same."""
    plain = without_tone(name)
    return _signs().get(plain) or f":{plain}:"


def without_tone(name: str) -> str:
    """Return a reaction's name without its skin tone, which Slack adds after two colons."""
    return name.split("::", 1)[0]


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    return {normal_emoji(sign): names[0] for sign, *names in _rows()}


@lru_cache(maxsize=1)
def _signs() -> Mapping[str, str]:
    return {name: sign for sign, *names in _rows() for name in names}


def _rows() -> list[list[str]]:
    """Return each emoji with its names; 1,900 are not read before the first is asked for."""
    written = (files(__package__) / LIST).read_text(encoding="utf-8")
    return [line.split("\t") for line in written.splitlines() if not line.startswith("# ")]
