"""What SQLite's planner is told about the shape of the tables: the same in every file, whatever it holds.

Without statistics SQLite takes a community's id for selective (some ten rows), so that it reads all of a community by
the primary key where an index would find a handful: in a community of a thousand, the wishes for a join took five
milliseconds instead of half of one. ``ANALYZE`` would tell it how the file was on that day, and a new file's truth is
the opposite of a full one's; so it is told what is always true: a community is most of the file, and what is in it is
many. Tables that are looked up by something else (timers, effects) are left to the planner: there its guess is right.
Source: https://www.sqlite.org/optoverview.html (manual control of query plans using sqlite_stat tables).
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from circles_bot.store import tables

ROWS = 100_000
MANY = 5_000
"""Of how many different values a column is said to hold, in one community."""
DIFFERENT: Mapping[str, int] = {"community": 2, "interest": 100, "kind": 4, "state": 3}
"""The columns that hold fewer."""

Row = tuple[str, str, str]


def tell_planner(connection: sqlite3.Connection) -> None:
    """Put the statistics into the file where it has others or none, and let this connection go by them."""
    connection.execute("ANALYZE sqlite_schema")  # makes the table where there is none, and looks at nothing
    wanted = sorted(_statistics())
    if connection.execute("SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1, 2").fetchall() == wanted:
        return
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DELETE FROM sqlite_stat1")
    connection.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", wanted)
    connection.execute("COMMIT")
    connection.execute("ANALYZE sqlite_schema")


def _statistics() -> Iterable[Row]:
    for table in tables.metadata.sorted_tables:
        keys = {str(index.name): [column.name for column in index.columns] for index in table.indexes}
        keys[table.name] = [column.name for column in table.primary_key]  # without a rowid the key is the table
        if all(columns[0] == "community" for columns in keys.values()):
            yield from (
                (table.name, name, _shape(columns, is_whole=name == table.name)) for name, columns in keys.items()
            )


def _shape(columns: Sequence[str], *, is_whole: bool) -> str:
    """Return the rows there are, and how many of them agree in the first column, in the first two, and so on."""
    agreeing = [ROWS]
    for column in columns:
        agreeing.append(max(agreeing[-1] // DIFFERENT.get(column, MANY), 1))
    if is_whole:
        agreeing[-1] = 1
    return " ".join(map(str, agreeing))
