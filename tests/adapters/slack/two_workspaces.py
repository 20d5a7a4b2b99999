"""A second workspace beside a town's, served by the same bot over the same database, and what is kept there."""

import sqlite3
from pathlib import Path

from tests.journeys.slack_town import SlackTown

ACTS_HEARD = frozenset({"inbox"})
"""Tables that only say what was heard, so that it is not heard twice."""

Rows = dict[str, list[str]]


async def next_door(town: SlackTown) -> SlackTown:
    """Let the bot serve a second workspace, with other people of the same first names, and return it."""
    other = SlackTown(town._url, town.fake, town._clock, is_on_http=town._is_on_http, is_aware=not town._is_on_http)
    other.team.name = "School"
    await town.adapter._join(town.adapter._client(town.fake.token(other.team)))
    other._store, other._works, other._adapter = town.store, town.works, town.adapter
    return other


def rows(folder: Path, *, without: str = "") -> Rows:
    """Return everything that is kept but the keys of what was heard; ``without`` those rows that name an id."""
    with sqlite3.connect(f"file:{folder / 'circles.db'}?mode=ro", uri=True) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {
            table: sorted(map(repr, database.execute(f"SELECT * FROM {table}")))  # noqa: S608 - our own names
            for table in tables
            if table not in ACTS_HEARD
        }
    return {table: [row for row in kept if not without or without not in row] for table, kept in found.items()}
