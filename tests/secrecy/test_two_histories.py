"""Two histories that differ in one act of one person: to everybody else they are the same, to the byte.

What is left out on purpose, and what being busy can show, is in docs/secrecy.md. A pair that differs is printed with
the seed of its life and of its continuation.
"""

import asyncio
import os
import random
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from circles_bot.store.migrate import upgrade
from tests.secrecy import pairs
from tests.secrecy.leaks import Leak, Planted
from tests.secrecy.moments import Moment, Secret, moments_of
from tests.secrecy.pairs import Told, compared, differences, told

PAIRS_OF_A_SECRET = 10
"""In each life, of each of the five secrets."""
LIVES = range(*map(int, os.environ.get("CIRCLES_SECRECY_LIVES", "0-10").split("-")))
"""The seeds of the lives. ``CIRCLES_SECRECY_LIVES=100-140`` lives others."""
SAME_AGAIN = int(os.environ.get("CIRCLES_SECRECY_AGAIN", "12"))
TRIES = 60
"""In how many pairs a planted leak has to be found: a room's name shows only where a room opens."""


@pytest.mark.parametrize("life", LIVES)
def test_nobody_can_tell_two_histories_apart(life: int) -> None:
    """Fifty pairs, ten of each secret; five hundred in ten lives."""
    differing, counted = asyncio.run(_compare(life))

    assert differing == []
    assert counted == dict.fromkeys(Secret, PAIRS_OF_A_SECRET)


@pytest.fixture(scope="module")
def moments(tmp_path_factory: pytest.TempPathFactory) -> list[Moment]:
    """Return the moments of one life."""
    return asyncio.run(_life(17, tmp_path_factory.mktemp("life")))


@pytest.mark.parametrize("number", range(SAME_AGAIN))
def test_a_history_that_is_lived_twice_is_the_same(number: int, moments: list[Moment]) -> None:
    """Without a difference there is none: not by threads, by which the bot runs, nor by what comes first of two."""
    moment = random.Random(number).choice(moments)  # which moment, not a secret

    once, again, with_threads = asyncio.run(_thrice(moment, number))

    assert compared(once, again) == []
    assert compared(once, with_threads) == []


@pytest.mark.parametrize("leak", Leak)
def test_a_planted_leak_is_found(leak: Leak, moments: list[Moment], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind of leak, put into the working code on purpose, makes two histories differ."""
    joining = [moment for moment in moments if moment.secret is Secret.FOLLOWS]
    planted = Planted(leak=leak)
    planted.plant(monkeypatch)

    async def afresh(moment: Moment, seed: int, *, is_first: bool) -> Told:
        planted.forget()
        return await told(moment, seed, is_first=is_first)

    monkeypatch.setattr(pairs, "told", afresh)

    found = (asyncio.run(differences(joining[seed % len(joining)], seed)) for seed in range(TRIES))
    assert any(found)


async def _thrice(moment: Moment, seed: int) -> list[Told]:
    return [await told(moment, seed, is_first=True, has_threads=has_threads) for has_threads in (False, False, True)]


async def _compare(seed: int) -> tuple[list[str], Counter[Secret]]:
    differing: list[str] = []
    counted: Counter[Secret] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        moments = await _life(seed, Path(folder))
        dice = random.Random(seed)  # which moments, not a secret
        for secret in Secret:
            at_which = [moment for moment in moments if moment.secret is secret]
            for number in range(PAIRS_OF_A_SECRET if at_which else 0):
                found = await differences(dice.choice(at_which), number)
                counted[secret] += 1
                differing.extend(f"life {seed}, pair {number}, {secret.name}: {line}" for line in found[:1])
    return differing, counted


async def _life(seed: int, folder: Path) -> list[Moment]:
    template = folder / "template.db"
    upgrade(f"sqlite:///{template}")
    return await moments_of(seed, template, folder)
