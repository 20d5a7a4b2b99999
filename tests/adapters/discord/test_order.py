"""Reactions faster than the bot decides."""

import sqlite3
from pathlib import Path

from circles_bot.ports.identities import Identities
from tests.journeys.discord_town import DiscordTown
from tests.journeys.sandbox_town import KEY


async def test_on_and_off_in_a_moment_ends_as_it_ended(town: DiscordTown, tmp_path: Path) -> None:
    """Thirty people set and take off a reaction five times, faster than the bot decides: the last one counts."""
    people = [town.fake.person(f"Hasty {number}", town.guild) for number in range(30)]
    board = town._board()

    for _ in range(2):
        for act in ("react", "unreact"):
            for person in people:
                getattr(person, act)(board, "⚾")
    for person in people[:15]:
        person.react(board, "⚾")
    await town._heard_by_bot()

    assert sorted(_waiting(town, tmp_path)) == sorted((person.user.name, "baseball") for person in people[:15])


def _waiting(town: DiscordTown, folder: Path) -> list[tuple[str, str]]:
    """Return who waits for what, as the database has it."""
    identities = Identities(platform="discord", key=KEY)
    community = identities.community(str(town.guild.id))
    names = {identities.member(community, str(one.user.id)): one.user.name for one in town.fake.people.values()}
    with sqlite3.connect(f"file:{folder / 'circles.db'}?mode=ro", uri=True) as database:
        rows = database.execute(
            "SELECT o.member, i.name FROM opt_ins o JOIN interests i ON i.id = o.interest WHERE o.state = 'waiting'"
        ).fetchall()
    return [(names[member], interest) for member, interest in rows]
