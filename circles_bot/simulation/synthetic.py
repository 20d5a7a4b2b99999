"""Communities that nobody lives in: a heavy-tailed spread of interests over several time zones and languages.

A few interests are followed by many and most by a handful, as in every community: the k-th most popular has a weight of
1 / k. How many one follows, and who speaks what, are rough guesses at a professional community across the world.
"""

import random
from collections.abc import Mapping
from itertools import accumulate

from circles_bot.members_file import MemberRow

LARGEST = 100_000
FOLLOWED = {1: 0.45, 2: 0.30, 3: 0.15, 4: 0.07, 5: 0.03}
"""How many interests somebody follows, and the share of people who do."""

PLACES: Mapping[str, tuple[str, float]] = {
    "Europe/Amsterdam": ("nl", 0.14),
    "Europe/London": ("en", 0.16),
    "Europe/Madrid": ("es", 0.10),
    "Africa/Lagos": ("en", 0.08),
    "Asia/Kolkata": ("en", 0.12),
    "Asia/Tokyo": ("ja", 0.06),
    "America/New_York": ("en", 0.16),
    "America/Bogota": ("es", 0.08),
    "America/Los_Angeles": ("en", 0.10),
}
"""Time zones with the language spoken there and the share of people who live there."""
SPEAKS_ENGLISH_TOO = 0.85
SPEAKS_HOME_LANGUAGE_TOO = 0.10
"""The share of people in an English-speaking place who speak another of the languages as well."""


def interests_in(people: int) -> int:
    """Return how many interests a community of that size has: few in a small one, 150 at most."""
    return max(4, min(150, people // 20))


def synthetic_community(people: int, seed: int) -> tuple[MemberRow, ...]:
    """Return a made-up community; the same for the same size and seed."""
    dice = random.Random(f"{seed}:{people}")  # noqa: S311  # a made-up community is no secret
    names = [f"interest {number}" for number in range(1, interests_in(people) + 1)]
    weights = list(accumulate(1 / rank for rank in range(1, len(names) + 1)))
    width = len(str(people))
    return tuple(_member(f"m{number:0{width}}", names, weights, dice) for number in range(1, people + 1))


def _member(member: str, names: list[str], weights: list[float], dice: random.Random) -> MemberRow:
    (wanted,) = dice.choices(list(FOLLOWED), list(FOLLOWED.values()))
    followed: dict[str, None] = {}
    while len(followed) < min(wanted, len(names)):
        followed[dice.choices(names, cum_weights=weights)[0]] = None
    (zone,) = dice.choices(list(PLACES), [share for _, share in PLACES.values()])
    home = PLACES[zone][0]
    spoken = {home}
    if home != "en" and dice.random() < SPEAKS_ENGLISH_TOO:
        spoken.add("en")
    if home == "en" and dice.random() < SPEAKS_HOME_LANGUAGE_TOO:
        spoken.add(dice.choice(sorted({language for language, _ in PLACES.values()} - {"en"})))
    return MemberRow(member=member, timezone=zone, interests=tuple(followed), languages=tuple(sorted(spoken)))
