"""A thousand reactions and commands while the connection is cut fifty times."""

import random
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copy

import pytest

from circles_bot.ports.identities import Identities
from tests.fakes.discord import Person
from tests.fakes.discord.interactions import Interaction
from tests.journeys.acts import steward_sets_up
from tests.journeys.discord_town import DiscordTown
from tests.journeys.sandbox_town import KEY

CUTS = 50
ACTS_A_CUT = 20
STARTERS = {"anything": "💬", "baseball": "⚾", "books": "📚", "first job": "🌅"}


@pytest.fixture
async def town(migrated_file: Path, tmp_path: Path) -> AsyncIterator[DiscordTown]:
    """Open a server with the bot in it, set up with four interests."""
    copy(migrated_file, tmp_path / "circles.db")
    opened = await DiscordTown.open(f"sqlite:///{tmp_path / 'circles.db'}")
    await steward_sets_up(opened, *STARTERS)
    yield opened
    await opened.close()


async def test_every_reaction_and_every_answered_command_is_in_force_once(town: DiscordTown, tmp_path: Path) -> None:
    """Cut, closed, asked to reconnect, invalidated, forgotten: after a new session the board is read."""
    dice = random.Random(50)
    reacting = [town.fake.person(f"Reacting {number}", town.guild) for number in range(60)]
    typing = [town.fake.person(f"Typing {number}", town.guild) for number in range(60)]
    stands: dict[tuple[Person, str], bool] = {}
    commands: dict[tuple[Person, str], list[Interaction]] = {}
    board, gateway = town._board(), town.fake.gateway

    for cut in range(CUTS):
        for act in range(ACTS_A_CUT):
            interest = dice.choice(sorted(STARTERS))
            if act % 4 == 0:
                person = dice.choice(typing)
                commands.setdefault((person, interest), []).append(person.slash("circles join", interest=interest))
                continue
            person = dice.choice(reacting)
            is_set = stands[person, interest] = not stands.get((person, interest), False)
            (person.react if is_set else person.unreact)(board, STARTERS[interest])
            if act == ACTS_A_CUT // 2:
                _disturb(town, cut)
        await gateway.until_ended(cut + 1)
        await gateway.until_ready()
    await town._heard_by_bot()

    waiting = _waiting(town, tmp_path)
    for (person, interest), is_set in stands.items():
        assert ((person.user.name, interest) in waiting) is is_set, f"{person.user.name}, {interest}"
    answered = [key for key, sent in commands.items() if any(one.callback_type is not None for one in sent)]
    assert len(answered) > CUTS
    for person, interest in answered:
        assert (person.user.name, interest) in waiting
    assert len(waiting) == len(set(waiting))
    assert len(gateway.identified) > 1
    assert len(gateway.resumed) > CUTS // 2


def _disturb(town: DiscordTown, cut: int) -> None:
    gateway = town.fake.gateway
    match cut % 10:
        case 3:
            gateway.ask_reconnect()
        case 6:
            gateway.invalidate(resumable=True)
        case 8 if cut % 20 == 8:
            gateway.forget_sessions()
            gateway.cut()
        case 9 if cut % 20 == 9:
            gateway.invalidate(resumable=False)
        case number if number % 2:
            gateway.close(4000)
        case _:
            gateway.cut()


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
