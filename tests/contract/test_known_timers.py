"""What a store knows of timers changes nothing: after every word on them, undone or not, alone or in a crowd."""

import asyncio
import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from circles_bot.engine.decision import Decision, TimerCancelled, TimerSet
from circles_bot.engine.ids import TimerKey
from circles_bot.ports.store import Transaction
from circles_bot.store.database import SqlStore
from tests.contract import samples
from tests.contract.test_known_interests import UndoneError
from tests.contract.test_timers import due, said, timer

KEYS = ("board", "look", "settle")
MOMENTS = tuple(samples.AT + timedelta(hours=hours) for hours in range(1, 5))
STEPS = 80

Word = TimerSet | TimerCancelled


def a_word(dice: random.Random, key: str) -> Word:
    """Set a timer, mostly so that it keeps an earlier one, or call it off."""
    if dice.random() < 0.15:
        return TimerCancelled(key=TimerKey(key))
    return timer(dice.choice(MOMENTS), key, keeps_earlier=dice.random() < 0.8)


def heed(stand: dict[str, datetime], word: Word) -> None:
    """Do to a dictionary what is to become of the timers."""
    if isinstance(word, TimerCancelled):
        stand.pop(word.key, None)
    elif not word.keeps_earlier or word.key not in stand or word.due_at < stand[word.key]:
        stand[word.key] = word.due_at


@pytest.mark.parametrize("seed", range(6))
async def test_each_word_is_heeded_whatever_was_said_before(store: SqlStore, seed: int) -> None:
    """Several acts at a time, each about another timer, some undone; and now and then a timer is used up."""
    dice, stand = random.Random(seed), dict[str, datetime]()
    for _ in range(STEPS):
        acts = []
        for key in dice.sample(KEYS, dice.randint(1, 3)):
            word, is_undone = a_word(dice, key), dice.random() < 0.3
            acts.append(store.transact(_saying(word, is_undone=is_undone)))
            if not is_undone:
                heed(stand, word)
        told = await asyncio.gather(*acts, return_exceptions=True)
        assert not [one for one in told if isinstance(one, Exception) and not isinstance(one, UndoneError)]
        assert await due(store) == stand

        if stand and dice.random() < 0.3:
            (found, *_) = await store.due_timers(MOMENTS[-1], 1)
            assert await store.transact(lambda tx: tx.consume(found))  # noqa: B023  # run before the next step
            del stand[found.key]


def _saying(word: Word, *, is_undone: bool) -> samples.Act:
    def act(tx: Transaction) -> None:
        samples.after(samples.joined(), Decision(timers=(word,)))(tx)
        if is_undone:
            raise UndoneError

    return act


async def test_what_was_undone_is_set_when_it_is_said_again(store: SqlStore) -> None:
    """In the same group and after it."""
    word = timer(MOMENTS[0], keeps_earlier=True)

    undone, said_again = await asyncio.gather(
        store.transact(_saying(word, is_undone=True)),
        store.transact(_saying(replace(word, due_at=MOMENTS[1]), is_undone=False)),
        return_exceptions=True,
    )

    assert isinstance(undone, UndoneError)
    assert said_again is None
    assert await due(store) == {"board": MOMENTS[1]}


async def test_one_writer_sets_once_what_stands(store: SqlStore, heard: list[str]) -> None:
    """A crowd that joins within an hour: where other processes may write, each act sets it."""
    await said(store, timer(MOMENTS[0], keeps_earlier=True))
    heard.clear()

    await said(store, timer(MOMENTS[0], keeps_earlier=True))
    await said(store, timer(MOMENTS[1], keeps_earlier=True))

    assert sum("timers" in sql for sql in heard) == (2 if store.is_shared else 0)
