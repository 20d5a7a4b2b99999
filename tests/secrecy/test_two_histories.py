"""Two histories that differ in one act of one person: to everybody else they are the same, to the byte.

What is left out on purpose, and what being busy can show, is in docs/secrecy.md. A pair that differs is printed with
the seed of its life and of its continuation.
"""

import asyncio
import multiprocessing
import os
import random
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from circles_bot.store.migrate import upgrade
from tests.secrecy import pairs
from tests.secrecy.leaks import Leak, Planted
from tests.secrecy.moments import Moment, Secret, moments_of
from tests.secrecy.pairs import differences

PAIRS_OF_A_LIFE = 125
LIVES = (0, 1)
"""The seeds of lives in which thirty have opted in by the time that something confidential is proposed."""
COMPARED = tuple(Secret) if os.environ.get("CIRCLES_SECRECY_ALL") else (Secret.FOLLOWS, Secret.DECLINES, Secret.AVOIDS)
"""Reports and check-ins still show something now and then: docs/secrecy.md says what, and how to see it."""
AGAIN = 4
"""How often a pair that differs is lived again: a secret tells itself every time, a quicker thread does not."""
TRIES = 60
"""In how many pairs a planted leak has to be found: a room's name shows only where a room opens."""


def test_nobody_can_tell_two_histories_apart() -> None:
    """375 pairs: follows something confidential or not, a no or silence, avoids somebody or not."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=2, mp_context=context) as workers:
        lived = list(workers.map(_pairs_of_a_life, LIVES))

    told = [line for lines, _ in lived for line in lines]
    compared = sum((counted for _, counted in lived), Counter[str]())
    assert told == []
    assert sum(compared.values()) == PAIRS_OF_A_LIFE * len(LIVES)
    assert set(compared) == {secret.value for secret in COMPARED}


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> list[Moment]:
    """Return the moments of one life at which somebody may join something confidential."""
    folder = tmp_path_factory.mktemp("life")
    found = asyncio.run(_life(17, folder))
    return [moment for moment in found if moment.secret is Secret.FOLLOWS]


@pytest.mark.parametrize("leak", Leak)
def test_a_planted_leak_is_found(leak: Leak, life: list[Moment], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind of leak, put into the working code on purpose, makes two histories differ."""
    planted = Planted(leak=leak)
    planted.plant(monkeypatch)
    told = pairs._told

    async def afresh(moment: Moment, seed: int, *, is_first: bool) -> pairs.Told:
        planted.forget()
        return await told(moment, seed, is_first=is_first)

    monkeypatch.setattr(pairs, "_told", afresh)

    found = (asyncio.run(differences(life[seed % len(life)], seed)) for seed in range(TRIES))
    assert any(found)


def _pairs_of_a_life(seed: int) -> tuple[list[str], Counter[str]]:
    """Live once and compare a share of the pairs; runs in a process of its own."""
    return asyncio.run(_compare(seed, PAIRS_OF_A_LIFE))


async def _compare(seed: int, share: int) -> tuple[list[str], Counter[str]]:
    told: list[str] = []
    compared: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        moments = await _life(seed, Path(folder))
        by_secret = {secret: [one for one in moments if one.secret is secret] for secret in COMPARED}
        dice = random.Random(seed)  # which moments, not a secret
        for number in range(share):
            secret = COMPARED[number % len(COMPARED)]
            if by_secret[secret]:
                moment = dice.choice(by_secret[secret])
                compared[secret.value] += 1
                found = await differences(moment, number)
                for _ in range(AGAIN if found else 0):
                    found = found and await differences(moment, number)
                told.extend(f"life {seed}, pair {number}, {secret.name}: {line}" for line in found[:1])
    return told, compared


async def _life(seed: int, folder: Path) -> list[Moment]:
    template = folder / "template.db"
    upgrade(f"sqlite:///{template}")
    return await moments_of(seed, template, folder)
