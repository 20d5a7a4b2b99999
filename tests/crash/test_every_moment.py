"""Killed at the n-th passing of every named point, for every n: the next life ends where an undisturbed one does.

One lively history over a real SQLite file with ``synchronous=FULL`` and a platform in a file that outlives the bot.
The undisturbed life tells how often each point is passed; each case kills one life there and lets the next go on.
By default a number of cases is drawn with a seed that is printed; ``CIRCLES_CRASH_CASES=all`` runs every one,
``CIRCLES_CRASH_SEED`` draws others.

Controls, without which a green run would prove nothing:

* a platform that forgets its keys performs an effect twice (``test_without_keys_a_kill_doubles``);
* acknowledging before sending (``Delivery._deliver_one`` settles the claim and then calls the gateway) loses what was
  under way when the life ends before the call: red at that point, tried by hand;
* taking an event's key in a transaction of its own, before deciding, loses the act of who asks again: red after the
  commit, tried by hand.
"""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from circles_bot.engine.decision import Decision
from circles_bot.engine.effects import OpenRoom, ShowBoard
from circles_bot.store.sealing import MARK, Sealer
from tests.crash.lives import AFTER_CALL, KILLED, POINTS, FileChat, FileClock, Ledger, database_of, notebook_of
from tests.crash.nursery import PASSED
from tests.histories.test_histories import check_promises
from tests.histories.world import World
from tests.keys import KEY

ROOT = Path(__file__).resolve().parents[2]
CASES_A_POINT = 3
TWICE = 3
SEED = "2026"
KEYS_KEPT = timedelta(days=7)
BOOKKEEPING = ("inbox", "effects", "seals", "sqlite_sequence")
"""Tables that tell how the way was, not where it led."""

Kills = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Nursery:
    """The process that forks lives, and an empty migrated database."""

    process: "subprocess.Popen[str]"
    template: Path

    def live(self, folder: Path, *, kill: tuple[str, int] | None = None, knows_keys: bool = True) -> int:
        """Live one life in ``folder``; return how it ended."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        if not database_of(folder).exists():
            shutil.copyfile(self.template, database_of(folder))
        wanted = {"folder": str(folder), "kill": kill, "knows_keys": knows_keys}
        self.process.stdin.write(json.dumps(wanted) + "\n")
        self.process.stdin.flush()
        return int(json.loads(self.process.stdout.readline())["status"])


@dataclass(frozen=True, slots=True)
class End:
    """Where a history ended: every row of every record, and what the platform saw, lane by lane (but for the board)."""

    rows: Mapping[str, frozenset[tuple[object, ...]]]
    lanes: Mapping[str, tuple[str, ...]]


@pytest.fixture(scope="module")
def nursery(migrated_file: Path) -> Iterator[Nursery]:
    """Start the process that forks lives."""
    command = [sys.executable, "-m", "tests.crash.nursery"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "adapters")))}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    ) as process:
        yield Nursery(process, migrated_file)
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture(scope="module")
def undisturbed(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Live one life without a kill."""
    folder = tmp_path_factory.mktemp("undisturbed")
    assert nursery.live(folder) == 0
    return folder


def test_an_undisturbed_life_is_lively(undisturbed: Path) -> None:
    """The history that is disturbed below has all there is: rooms, taps, check-ins, a season's answers, a close."""
    with sqlite3.connect(database_of(undisturbed)) as connection:
        closed = connection.execute("SELECT count(*) FROM circles WHERE state = 'closed'").fetchone()[0]
        tables = ("tap_answers", "check_ins", "posts", "meetings")
        filled = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]  # noqa: S608
    connection.close()

    assert closed >= 2
    assert all(filled)
    assert set(passed_in(undisturbed)) == set(POINTS)


def test_the_same_life_ends_the_same(nursery: Nursery, undisturbed: Path, tmp_path: Path) -> None:
    """Without a kill two lives are alike to the last row: what differs below is the kill's doing."""
    assert nursery.live(tmp_path) == 0

    assert end_of(tmp_path) == end_of(undisturbed)


def test_killed_anywhere_the_next_life_loses_and_doubles_nothing(
    nursery: Nursery, undisturbed: Path, tmp_path: Path
) -> None:
    """Every answered act is there, every effect was performed once, every promise holds, and the end is the same."""
    wanted = end_of(undisturbed)

    for number, kills in enumerate(cases(passed_in(undisturbed))):
        folder = tmp_path / str(number)
        folder.mkdir()
        under_way: set[str] = set()
        for kill in kills:
            assert nursery.live(folder, kill=kill) == KILLED, f"{kills}: no life came to {kill}"
            check_answered_is_kept(folder, kills)
            under_way |= claimed_in(folder)
        assert nursery.live(folder) == 0, f"{kills}: the last life failed"
        check_effects(folder, kills, under_way)
        assert end_of(folder) == wanted, f"{kills}: it ended otherwise"
        check_promises(as_world(folder))
        shutil.rmtree(folder)


def test_without_keys_a_kill_doubles(nursery: Nursery, undisturbed: Path, tmp_path: Path) -> None:
    """The control: killed between the call and its acknowledgement, only the key keeps an effect from doubling."""
    nth = passed_in(undisturbed)[AFTER_CALL] // 2

    assert nursery.live(tmp_path, kill=(AFTER_CALL, nth), knows_keys=False) == KILLED
    assert nursery.live(tmp_path, knows_keys=False) == 0

    keys = [done.parcel.key for done in as_world(tmp_path).chat.performed]
    assert len(keys) > len(set(keys))


def cases(passed: Mapping[str, int]) -> list[Kills]:
    """Return where to kill: every passing of every point, or some of each point by the seed; some lives twice."""
    every = [(point, nth) for point in POINTS for nth in range(1, passed[point] + 1)]
    if os.environ.get("CIRCLES_CRASH_CASES") == "all":
        return [(kill,) for kill in every]
    seed = os.environ.get("CIRCLES_CRASH_SEED", SEED)
    print(f"CIRCLES_CRASH_SEED={seed}: some of {len(every)} kills")  # noqa: T201  # to draw the same again
    dice = random.Random(seed)
    once = [(point, nth) for point in POINTS for nth in dice.sample(range(1, passed[point] + 1), CASES_A_POINT)]
    early = dice.sample([kill for kill in every if kill[1] <= passed[kill[0]] * 3 // 4], TWICE)
    soon_again = dice.sample([(point, nth) for point in POINTS for nth in (1, 2)], TWICE)
    return [*((kill,) for kill in once), *zip(early, soon_again, strict=True)]


def check_answered_is_kept(folder: Path, kills: Kills) -> None:
    """Assert that what people were answered is committed: no answer ran ahead of its commit."""
    with sqlite3.connect(database_of(folder)) as connection:
        kept = {key for (key,) in connection.execute("SELECT key FROM inbox")}
    connection.close()
    now = FileClock(folder / "clock").now()
    answered = {
        event.key for word, event in notebook_of(folder).read() if word == "answered" and event.at > now - KEYS_KEPT
    }
    assert answered - {None} <= kept, f"{kills}: answered and lost"


def claimed_in(folder: Path) -> set[str]:
    """Return the effects that were under way when the last life ended."""
    with sqlite3.connect(database_of(folder)) as connection:
        keys = {key for (key,) in connection.execute("SELECT key FROM effects WHERE state = 'pending' AND token > 0")}
    connection.close()
    return keys


def check_effects(folder: Path, kills: Kills, under_way: set[str]) -> None:
    """Assert that every effect was performed, once, and called again only where it was under way at a kill."""
    world = as_world(folder)
    keys = [done.parcel.key for done in world.chat.performed]
    assert len(keys) == len(set(keys)), f"{kills}: performed twice"
    rooms = [done.parcel.effect.circle for done in world.chat.performed if isinstance(done.parcel.effect, OpenRoom)]
    assert len(rooms) == len(set(rooms)), f"{kills}: a room twice"
    left = world.rows("SELECT key, state FROM effects WHERE state <> 'over'")
    assert not left, f"{kills}: never performed: {left}"
    assert isinstance(world.chat, FileChat)
    assert all(parcel.is_uncertain for parcel in world.chat.repeated), f"{kills}: repeated without saying so"
    assert {parcel.key for parcel in world.chat.repeated} <= under_way, f"{kills}: repeated for nothing"


def end_of(folder: Path) -> End:
    """Return where the history in ``folder`` ended.

    The board is left out: which of two things due at one moment comes first is open, and a board that was shown before
    a round is shown once more after it, an hour later.
    """
    rows: dict[str, frozenset[tuple[object, ...]]] = {}
    with sqlite3.connect(database_of(folder)) as connection:
        connection.execute("ATTACH ':memory:' AS aside")
        connection.execute("CREATE TABLE aside.communities AS SELECT * FROM main.communities")
        connection.execute("ALTER TABLE aside.communities DROP COLUMN board_at")
        connection.create_function("opened", 4, _opened)
        connection.execute(
            "CREATE TABLE aside.addresses AS SELECT community, kind, ours, opened(community, kind, ours, theirs) "
            "FROM main.addresses WHERE kind <> 'board'"
        )
        tables = [name for (name,) in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        for table in tables:
            if table not in BOOKKEEPING:
                schema = "aside" if table in {"communities", "addresses"} else "main"
                rows[table] = frozenset(connection.execute(f'SELECT * FROM {schema}."{table}"'))  # noqa: S608  # our own
        connection.rollback()
    connection.close()
    lanes: defaultdict[str, list[str]] = defaultdict(list)
    for done in as_world(folder).chat.performed:
        if not isinstance(done.parcel.effect, ShowBoard):
            lanes[done.parcel.effect.lane].append(f"{done.at.isoformat()} {done.parcel.key}")
    return End(rows, {lane: tuple(keys) for lane, keys in lanes.items()})


def _opened(community: str, kind: str, ours: str, theirs: str) -> str:
    """Return an address as it was before it was sealed: no two seals of it are the same."""
    return Sealer(KEY).open(theirs, "addresses", "theirs", community, kind, ours) if theirs.startswith(MARK) else theirs


def as_world(folder: Path) -> World:
    """Return the history in ``folder`` as what the checks of random histories look at; no bot runs in it."""
    clock = FileClock(folder / "clock")
    decisions = list(Ledger(folder / "decisions").read())
    heard = {event.key for event, _ in decisions}
    # A life that ended between a commit and its note still decided: the person's notebook says what.
    decisions.extend((event, Decision()) for _, event in notebook_of(folder).read() if event.key not in heard)
    return World(
        store=None,  # type: ignore[arg-type]  # the checks only read files
        works=None,  # type: ignore[arg-type]  # as above
        chat=FileChat(clock, folder / "platform"),
        clock=clock,
        database=f"sqlite:///{database_of(folder)}",
        decisions=decisions,
    )


def passed_in(folder: Path) -> Mapping[str, int]:
    """Return how often the life in ``folder`` passed each point."""
    return {str(point): int(times) for point, times in json.loads((folder / PASSED).read_text()).items()}
