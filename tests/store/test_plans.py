"""How SQLite finds rows: by what a statement asks for, never by reading all that a community has."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.sql import ClauseElement

from circles_bot.store import between, interest_queries, pools, queries
from circles_bot.store.sqlite import SqliteStore
from circles_bot.store.statements import sqlite_compiler
from circles_bot.store.statistics import tell_planner
from tests.keys import KEY

BOUNDED: dict[str, ClauseElement] = {
    "a member's wishes": queries.STANDINGS,
    "a member and their wishes": interest_queries.MEMBER_AND_WISHES,
    "a member's circles": queries.PLACES,
    "a member's rooms": queries.ROOMS_OF,
    "a circle": queries.CIRCLE,
    "a circle's posts": queries.POSTS,
    "who else waits": queries.OTHERS_WAITING,
    "the board": queries.COMMUNITY,
    "what two shared": between.SHARED,
    "hand-offs between two": between.HAND_OFFS,
    "open reports": between.OPEN_REPORTS,
    "words that somebody gave": interest_queries.WORDS_GIVEN,
}
"""Statements of bounded acts that look for a few rows in tables that hold a community's all."""
MAY_BE_READ = {"interests"}
"""A community has few interests, and a member's wishes and the board are about all of them."""


@pytest.fixture
async def connection(url: str, path: Path) -> sqlite3.Connection:
    """Return a connection of its own to a file that a store has opened once."""
    store = await SqliteStore.open(url, key=KEY)
    await store.close()
    return sqlite3.connect(path)


def _plan(connection: sqlite3.Connection, statement: ClauseElement) -> list[str]:
    compiled = sqlite_compiler().compile(statement)
    rows = connection.execute(f"EXPLAIN QUERY PLAN {compiled.sql}", [None] * len(compiled.names))
    return [str(row[3]) for row in rows]


@pytest.mark.parametrize("what", BOUNDED)
async def test_a_bounded_act_reads_no_whole_community(connection: sqlite3.Connection, what: str) -> None:
    """Every table is searched by more than the community's id: the cost of an act does not grow with it."""
    steps = _plan(connection, BOUNDED[what])

    connection.close()
    whole = [
        step for step in steps if step.startswith("SCAN ") or step.removesuffix(" LEFT-JOIN").endswith("(community=?)")
    ]
    read = {step.split()[1] for step in whole} - MAY_BE_READ
    assert not {name for name in read if not name.startswith("anon")}, steps


async def test_a_round_counts_the_living_circles_once(connection: sqlite3.Connection) -> None:
    """Not again for each of its interests: all circles that a community ever had are looked at."""
    steps = _plan(connection, pools.ROUND)

    connection.close()
    assert [step.split()[0] for step in steps if "SUBQUERY" in step] == ["SCALAR"]


async def test_statistics_that_are_there_are_not_written_again(connection: sqlite3.Connection) -> None:
    """A store that opens a file of this version writes nothing for the planner; one of another is put right."""
    tell_planner(connection)
    unchanged = connection.total_changes
    connection.execute("UPDATE sqlite_stat1 SET stat = '1 1' WHERE tbl = 'opt_ins'")
    connection.commit()
    tell_planner(connection)

    (wrong,) = connection.execute("SELECT count(*) FROM sqlite_stat1 WHERE stat = '1 1'").fetchone()
    connection.close()
    assert (unchanged, wrong) == (0, 0)
