"""Sockets that are cut again and again lose no reaction and no acknowledged command, and double none."""

import shutil
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from random import Random

import pytest
from structlog.testing import LogCapture

from circles_bot.engine.tokens import Token
from circles_bot.ports.identities import Identities
from tests.fakes.slack import FakeSlack, Person
from tests.fakes.slack.acts import Act
from tests.fakes.slack.model import Message, Team, controls_in
from tests.journeys.acts import STARTERS, steward_sets_up
from tests.journeys.slack_town import SlackTown

ACTS, CUTS, REACTORS = 1_000, 50, 60
A_PART = ACTS // CUTS
PING_SECONDS = 0.5
RETRY_DELAYS = (0.0, 0.2, 1.0)
"""Slack's are none, a minute and five; these are as much longer than a cut."""
SEED = 20_260_504

Wishes = Counter[tuple[str, str]]
"""How often somebody waits for an interest."""


@pytest.fixture
async def shaky(migrated_file: Path, tmp_path: Path) -> AsyncIterator[SlackTown]:
    """Open a town whose bot soon sees that a socket is broken."""
    shutil.copy(migrated_file, tmp_path / "circles.db")
    opened = await SlackTown.open(f"sqlite:///{tmp_path / 'circles.db'}", ping_seconds=PING_SECONDS)
    opened.fake.delivery.retry_delays = RETRY_DELAYS
    await steward_sets_up(opened)
    yield opened
    await opened.close()


async def disturb(fake: FakeSlack, number: int) -> None:
    """Break both sockets, or one, or let Slack ask for new ones."""
    match number % 3:
        case 0:
            cut(fake)
        case 1 if fake.sockets.connections:
            fake.sockets.abort()
        case _:
            await fake.sockets.refresh()


def cut(fake: FakeSlack) -> None:
    """Break every socket that there is."""
    while fake.sockets.connections:
        fake.sockets.abort()


def toggle(who: Person, board: Message, name: str) -> None:
    """Let somebody set a reaction, or take off the one that stands."""
    (who.unreact if who.user in board.reactions.get(name, ()) else who.react)(board, name)


def wished(
    team: Team, keys: Identities, board: Message, acknowledged: Iterable[tuple[Person, str]]
) -> dict[tuple[str, str], None]:
    """Return who waits for what, by what stands on the board and by the commands that were acknowledged."""
    (options,) = [one["options"] for _, one in controls_in(board.blocks) if "options" in one]
    by_label = {one["text"]["text"].partition(" ")[2]: str(one["value"]) for one in options}
    community = keys.community(team.id)
    by_sign = dict(zip(board.reactions, by_label.values(), strict=True))
    wishes = [(user.id, by_sign[name]) for name, users in board.reactions.items() for user in users if not user.is_bot]
    wishes += [(who.user.id, by_label[interest]) for who, interest in acknowledged]
    return dict.fromkeys((str(keys.member(community, who)), interest) for who, interest in wishes)


def kept(file: Path) -> Wishes:
    """Return who waits for what, by what is kept."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        rows = database.execute("SELECT member, interest FROM opt_ins WHERE state = 'waiting'")
        return Counter((str(member), str(interest)) for member, interest in rows)


async def test_a_thousand_acts_while_the_sockets_are_cut_fifty_times(
    shaky: SlackTown, tmp_path: Path, logged: LogCapture, caplog: pytest.LogCaptureFixture
) -> None:
    """What stands on the board in the end is in force, and each command that was acknowledged, once."""
    dice, fake, board = Random(SEED), shaky.fake, shaky._board()
    signs = list(board.reactions)
    reactors = [fake.person(f"Reactor {number}", shaky.team) for number in range(REACTORS)]
    shaky.circles.members += [one.user for one in reactors]
    sent: list[tuple[Person, str, Act]] = []
    for number in range(ACTS):
        if number % 3:
            toggle(dice.choice(reactors), board, dice.choice(signs))
        else:
            who, interest = fake.person(f"Typist {number}", shaky.team), dice.choice(STARTERS)
            sent.append((who, interest, who.slash(f"circles join {interest}", channel=shaky.circles)))
        if number % A_PART == 0:
            await disturb(fake, dice.randrange(3))
        elif number % A_PART == A_PART // 2:  # half of the acts while nobody is connected, half when somebody is again
            await fake.sockets.until_connected(1)
        elif number % A_PART == A_PART - 1:
            await sent[-2][2].answered()  # and then it is cut while the last of them are on their way
    await fake.sockets.until_connected(2)
    await shaky._heard_by_bot()

    keys = shaky.adapter.translator.identities
    acknowledged = [(who, interest) for who, interest, act in sent if act.ack is not None and act.ack.is_ok]
    lost = [(who, interest) for who, interest, act in sent if act.ack is None or not act.ack.is_ok]
    in_force, expected = kept(tmp_path / "circles.db"), wished(shaky.team, keys, board, acknowledged)
    maybe = wished(shaky.team, keys, board, [*acknowledged, *lost])
    assert {one: number for one, number in in_force.items() if one in expected} == dict.fromkeys(expected, 1)
    assert in_force.keys() <= maybe.keys()
    assert len(acknowledged) > ACTS / 10
    assert len(lost) > CUTS / 5
    assert sum(bool(one.tries) and one.is_delivered for one in fake.delivery.sent) > CUTS
    assert fake.sockets.opened > CUTS / 2
    assert [one for one in logged.entries if one["log_level"] in ("error", "critical")] == []
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


async def test_what_could_not_be_acknowledged_is_in_force_once(
    shaky: SlackTown, logged: LogCapture, caplog: pytest.LogCaptureFixture
) -> None:
    """Both sockets break while a command and a reaction are dealt with: a warning each, and Slack's repeat is known."""
    fake = shaky.fake
    lina, omar = (fake.person(name, shaky.team) for name in ("Lina", "Omar"))
    shaky.people |= {"Lina": lina, "Omar": omar}
    shaky.circles.members += [lina.user, omar.user]
    held = [fake.faults.hold("users.info", channel=one.user.id) for one in (lina, omar)]
    lina.slash("circles join baseball", channel=shaky.circles)
    omar.react(shaky._board(), "baseball")
    for one in held:
        await one.reached.wait()
    logged.entries.clear()

    cut(fake)
    for one in held:
        one.release()
    await fake.sockets.until_connected(2)
    await shaky._heard_by_bot()

    assert lina.answers[-1].failed == "connection_failed"
    assert fake.delivery.sent[-1].tries
    for who in ("Lina", "Omar"):
        assert len(await shaky.states_of(who)) == 1
    lost = [one["kind"] for one in logged.entries if one["event"] == "acknowledgement_lost"]
    assert sorted(lost) == ["events_api", "slash_commands"]
    assert [one for one in logged.entries if one["log_level"] in ("error", "critical")] == []
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
    assert not any("ticket" in f"{record.__dict__}" for record in caplog.records)
    await shaky.command("Lina", "/circles mine")
    assert shaky.can_tap("Lina", Token.LEAVE_WISH)
