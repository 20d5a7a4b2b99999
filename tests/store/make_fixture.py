"""Make the databases of a release, to be kept: ``python -m tests.store.make_fixture 0.1.0``.

Run once when a release is cut, never again for that release: what is kept must be what that release really wrote.
"""

import asyncio
import sqlite3
import sys
import tempfile
from pathlib import Path

from tests.histories.test_histories import Act, _do, _yeses
from tests.histories.test_statement_budget import YEAR
from tests.histories.world import PEOPLE, World, migrated_template

UNFINISHED = [
    *(Act("join", person, person % 2, 0) for person in range(PEOPLE)),
    Act("days", 0, 8, 0),
    *_yeses()[:5],
    Act("days", 0, 3, 0),
    *(Act("answer", person, 0, 0) for person in range(PEOPLE)),
    *(Act("join", person, 2, 0) for person in range(PEOPLE)),
    Act("days", 0, 8, 0),
    *_yeses(),
]
"""What makes the end of the history one in which rooms are open, timers are set, and effects wait to be delivered."""

FIXTURES = Path(__file__).parent / "fixtures"


async def _grow(template: Path, folder: Path) -> Path:
    """Let a community live for some months and return its database."""
    world = await World.begin(template, folder)
    for act in [*YEAR, *UNFINISHED]:
        await _do(world, act)
    await world.store.close()
    return folder / "history.db"


def main(release: str) -> None:
    """Write the release's empty and grown database into the fixtures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = migrated_template(folder)
        grown = asyncio.run(_grow(empty, folder))
        for kind, source in (("empty", empty), ("grown", grown)):
            target = FIXTURES / f"{release}-{kind}.db"
            with sqlite3.connect(source) as connection:
                connection.execute("PRAGMA journal_mode=DELETE")
                connection.execute("VACUUM INTO ?", (str(target),))


if __name__ == "__main__":
    main(sys.argv[1])
