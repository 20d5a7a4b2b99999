"""A crash keeps what was committed, whole, and nothing else."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from circles_bot.engine.ids import EffectKey, MemberId
from circles_bot.ports.store import Transaction
from circles_bot.store import open_store
from circles_bot.store.sqlite import SqliteStore
from tests.contract import samples
from tests.keys import KEY

ROOT = Path(__file__).resolve().parents[2]
COMMIT_ON_AND_ON = """
import asyncio, sys
sys.path.insert(0, sys.argv[1])
from tests.store.test_crashes import act
from circles_bot.store import open_store
async def main():
    store = await open_store(sys.argv[2], key=bytes(range(32)))
    first = int(sys.argv[3])
    async def caller(number):
        while True:
            await store.transact(act(number))
            print(number, flush=True)
            number += 4
    await asyncio.gather(*(caller(first + one) for one in range(4)))
asyncio.run(main())
"""
KILLS = 5


def act(number: int) -> samples.Act:
    """Return an act that writes four rows, which are there together or not at all."""
    member = samples.member(MemberId(f"mem_{number}"))
    effect = samples.direct(f"eff_{number}", to=member.id)
    decision = samples.kept(samples.community(), samples.interest(), member, samples.opt_in(member.id))

    def write(tx: Transaction) -> None:
        tx.remember(f"key_{number}", samples.AT)
        tx.save(decision)
        tx.save(samples.to_do(effect))

    return write


def committed(path: Path) -> list[set[int]]:
    """Return whose rows are there, by table."""
    connection = sqlite3.connect(path)
    queries = (
        "SELECT key FROM inbox",
        "SELECT id FROM members",
        "SELECT member FROM opt_ins",
        "SELECT key FROM effects",
    )
    found = [{int(text.partition("_")[2]) for (text,) in connection.execute(query)} for query in queries]
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    return found


def test_all_that_was_promised_is_there_after_a_kill(url: str, path: Path) -> None:
    """Killed five times amid its commits: every act that was answered is there, and every act is whole."""
    promised: set[int] = set()

    for turn in range(KILLS):
        command = [sys.executable, "-c", COMMIT_ON_AND_ON, str(ROOT), url, str(turn * 1_000_000)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
            assert child.stdout is not None
            for _ in range(40 + 13 * turn):
                promised.add(int(child.stdout.readline()))
            child.kill()
            promised.update(int(line) for line in child.stdout if line.endswith("\n"))
        keys, members, wishes, effects = committed(path)
        assert keys == members == wishes == effects
        assert promised <= keys


@pytest.mark.parametrize("part", [number / 12 for number in range(13)])
async def test_a_journal_that_was_cut_off_holds_the_first_of_what_was_committed(
    url: str, path: Path, tmp_path: Path, part: float
) -> None:
    """As after a power cut: a committed beginning, never a hole, never half an act."""
    store = await SqliteStore.open(url, key=KEY)
    for number in range(30):
        await store.transact(act(number))
    journal = path.with_name(path.name + "-wal")
    copy = tmp_path / "copy" / path.name
    copy.parent.mkdir()
    shutil.copy(path, copy)
    whole = journal.read_bytes()
    copy.with_name(journal.name).write_bytes(whole[: int(len(whole) * part)])
    await store.close()

    keys, members, wishes, effects = committed(copy)

    assert keys == members == wishes == effects == set(range(len(keys)))
    assert (len(keys) == 30) == (part == 1)


async def test_lanes_are_free_when_whoever_leased_them_is_dead(url: str) -> None:
    """One process has the file, so a lease that it finds there is nobody's; its token goes on counting."""
    store = await open_store(url, key=KEY)
    await store.transact(act(1))
    (before,) = await store.claim_effects(samples.AT, monotonic=5.0, lease=samples.LEASE, limit=9)
    await store.close()

    again = await open_store(url, key=KEY)
    (after,) = await again.claim_effects(samples.AT, monotonic=1.0, lease=samples.LEASE, limit=9)
    await again.close()

    assert before.key == after.key == EffectKey("eff_1")
    assert (before.token, after.token) == (1, 2)
