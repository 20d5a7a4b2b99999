"""The people that the matcher is measured on: made up from a seed, or a real community's interests."""

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from random import Random

from circles_bot.engine.ids import InterestId, MemberId
from circles_bot.matching.problem import Encounter, Person, Plan

TOPIC = InterestId("int_topic")
TAGS = tuple(f"tag{number}" for number in range(24))
ZONES = (-8, -8, -5, -5, -5, 0, 1, 1, 1, 2, 5, 8, 9)
"""Hours from UTC: a community of three continents, most of it where most chat communities are."""
AWAKE = 13
FIRST_HOUR = 8

Pair = tuple[MemberId, MemberId]


def alike(count: int) -> tuple[Person, ...]:
    """Return people who differ in nothing but in whom they meet."""
    return tuple(Person(member=MemberId(f"m{number:07}"), interests=frozenset({TOPIC})) for number in range(count))


def crowd(count: int, seed: int, *, interests: int = 1) -> tuple[Person, ...]:
    """Return made-up people with waking hours over three continents, one or two asks and offers each of two dozen."""
    dice = Random(f"crowd {count} {seed}")
    names = [InterestId(f"int_{number:03}") for number in range(interests)]
    weights = [1 / (1 + rank) for rank in range(interests)]  # a heavy tail: the tenth is followed a tenth as often
    return tuple(
        Person(
            member=MemberId(f"m{number:07}"),
            interests=frozenset(dice.choices(names, weights, k=dice.randint(1, 3))),
            hours=waking(dice.choice(ZONES)),
            asks=frozenset(dice.sample(TAGS, dice.randint(1, 2))),
            offers=frozenset(dice.sample(TAGS, dice.randint(1, 2))),
        )
        for number in range(count)
    )


def waking(zone: int) -> int:
    """Return the default waking hours of somebody so many hours from UTC."""
    return sum(1 << (FIRST_HOUR + hour - zone) % 24 for hour in range(AWAKE))


def young_people(count: int, seed: int) -> tuple[Person, ...] | None:
    """Return so many of a real community, 1–3 interests each drawn from a person's own; None where it is not there."""
    found = real_interests()
    if found is None:
        return None
    dice = Random(f"young {count} {seed}")
    chosen = dice.sample(found, count)
    return tuple(
        Person(
            member=MemberId(f"m{number:07}"),
            interests=frozenset(map(InterestId, dice.sample(own, min(len(own), dice.randint(1, 3))))),
        )
        for number, own in enumerate(chosen)
    )


def real_interests() -> Sequence[Sequence[str]] | None:
    """Return each person's interests in the shared file, or None where there is none."""
    path = Path(os.environ.get("TEST_SHARED_DIR", "../shared")) / "data" / "young-people.csv"
    if not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as file:
        return [sorted(filter(None, row["interests"].split("|"))) for row in csv.DictReader(file)]


def pairs_of(circle: Sequence[MemberId]) -> list[Pair]:
    """Return everybody with everybody once, in order."""
    members = sorted(circle)
    return [(first, second) for index, first in enumerate(members) for second in members[index + 1 :]]


def meetings_of(circles: Sequence[Sequence[MemberId]]) -> list[Encounter]:
    """Return what one round adds to who met whom."""
    return [Encounter(first=one, second=other, strength=4) for circle in circles for one, other in pairs_of(circle)]


def circles_of(plan: Plan) -> list[tuple[MemberId, ...]]:
    """Return who sits together where everybody attends."""
    return [group.invited for group in plan.groups]
