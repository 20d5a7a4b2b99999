"""How people behave in a simulation, and the chance that follows from a seed."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from circles_bot.engine.errors import ConfigError

Choice = TypeVar("Choice")

AWAKE_FROM, AWAKE_TO = 8, 21
"""The local hours in which people do anything."""
A_MOMENT = timedelta(minutes=15)
"""People act at quarters of an hour: what a quarter holds is then one step of a run."""
_WHOLE = 1 << 53


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Shares from 0 to 1 with the defaults of issue 5; the last three are the answers at a season's end."""

    accept: float = 0.70
    """Says yes to an invitation, an offer of something near, or a hand-off; of the others half say "not now"."""
    tap: float = 0.50
    """Taps an answer under a prompt or says something in the room after it."""
    check_in: float = 0.60
    leave: float = 0.01
    """A week: leaves their circle; who sits in none takes every wish back."""
    pause: float = 0.02
    """A week: pauses for two weeks."""
    hand_off: float = 0.01
    """A circle: one asks another to carry on elsewhere; with a yes both leave it."""
    carry_on: float = 0.50
    fresh_mix: float = 0.30
    rest: float = 0.20

    def __post_init__(self) -> None:
        """Raise ConfigError for what is no share, or for answers that do not add up to one."""
        for field in fields(self):
            share = getattr(self, field.name)
            if not 0 <= share <= 1:
                flag = field.name.replace("_", "-")
                raise ConfigError(f"--{flag} must be a share from 0 to 100 %, found {100 * share:g}.")
        answers = self.carry_on + self.fresh_mix + self.rest
        if not math.isclose(answers, 1, abs_tol=1e-9):
            raise ConfigError(
                f"--carry-on, --fresh-mix and --rest must add up to 100 %, found {100 * answers:g}: give all three."
            )


@dataclass(frozen=True, slots=True)
class Chance:
    """Numbers that look random and follow from a seed and what they are about, whoever asks first."""

    seed: int

    def share(self, *about: str) -> float:
        """Return a number from 0 up to 1, without 1."""
        text = "\x1f".join((str(self.seed), *about))
        digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
        return (int.from_bytes(digest, "big") >> 11) / _WHOLE

    def happens(self, rate: float, *about: str) -> bool:
        """Tell whether something of that rate happens."""
        return self.share(*about) < rate

    def one_of(self, options: Sequence[Choice], *about: str) -> Choice:
        """Return one of some options, each as likely."""
        return options[int(self.share(*about) * len(options))]

    def weighed(self, weights: Mapping[Choice, float], *about: str) -> Choice:
        """Return one of some options by weight; the first where no weight is above nothing."""
        rest = self.share(*about) * sum(weights.values())
        for option, weight in weights.items():
            rest -= weight
            if rest < 0:
                return option
        return next(iter(weights))

    def wait(self, mean: timedelta, at_most: timedelta, *about: str) -> timedelta:
        """Return how long somebody takes to do something: soon mostly, long now and then."""
        return min(mean * -math.log1p(-self.share(*about)), at_most)


def when_awake(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the first quarter of an hour from ``at`` on at which somebody in ``zone`` is awake (UTC)."""
    moment = at + (datetime.min.replace(tzinfo=at.tzinfo) - at) % A_MOMENT
    local = moment.astimezone(zone)
    if AWAKE_FROM <= local.hour < AWAKE_TO:
        return moment
    days = timedelta(days=local.hour >= AWAKE_TO)
    morning = (local + days).replace(hour=AWAKE_FROM, minute=local.minute // 15 * 15, second=0, microsecond=0)
    return morning.astimezone(at.tzinfo)
