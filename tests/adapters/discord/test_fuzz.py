"""Malformed and random interactions: each is answered kindly, nothing changes, and no exception reaches the log."""

import random
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from structlog.testing import capture_logs

from circles_bot.commands import COMMANDS
from circles_bot.engine.tokens import Token
from tests.adapters.kept_rows import rows_kept
from tests.fakes.discord.interactions import COMMAND, COMPONENT, MODAL
from tests.journeys.acts import FOUR, circle_opens, steward_sets_up
from tests.journeys.discord_town import DiscordTown

PAYLOADS = 10_000
AT_ONCE = 100
WEIRD = (
    "\0",
    "\ud83d",
    "\u202e",
    "'; drop table circles;--",
    "<@1>",
    "@everyone",
    "x" * 5_000,
    "💥" * 40,
    "-1",
    "1e9",
    "{}",
)


@pytest.fixture
async def town(migrated_file: Path, tmp_path: Path) -> AsyncIterator[DiscordTown]:
    """Open a server in which a circle is talking."""
    copy(migrated_file, tmp_path / "circles.db")
    opened = await DiscordTown.open(f"sqlite:///{tmp_path / 'circles.db'}")
    await steward_sets_up(opened)
    await circle_opens(opened)
    yield opened
    opened.fake.rest.records.clear()  # what was forged is as Discord describes nothing
    await opened.close()


async def test_no_payload_breaks_anything(town: DiscordTown, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Ten thousand from somebody who sits in no circle, of every kind that Discord sends."""
    dice = random.Random(20)
    made: list[Callable[[random.Random, DiscordTown], tuple[int, dict[str, Any]]]] = [a_component, a_form, a_command]
    eli = town.people["Eli"]
    his = {town.adapter.client.translator.member(town.guild.id, str(eli.user.id))}
    before = rows_kept(tmp_path / "circles.db", his)

    with capture_logs() as logs:
        for _ in range(PAYLOADS // AT_ONCE):
            for _ in range(AT_ONCE):
                kind, data = dice.choice(made)(dice, town)
                message = town._board() if kind == COMPONENT else None
                eli.forge(kind, data, message=message)
            await town._heard_by_bot()
            unanswered = [sent.data for sent in eli.answers[-AT_ONCE:] if sent.callback_type is None]
            assert unanswered == [], logs
            assert rows_kept(tmp_path / "circles.db", his) == before

    assert [entry for entry in logs if entry["log_level"] in ("error", "critical")] == []
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
    assert all(town.rooms(who) for who in FOUR)


def _text(dice: random.Random) -> str:
    if dice.random() < 0.4:
        return dice.choice(WEIRD)
    return "".join(
        chr(dice.choice((dice.randrange(32, 127), dice.randrange(0x2FFF)))) for _ in range(dice.randrange(30))
    )


def _custom_id(dice: random.Random, town: DiscordTown) -> str:
    guild = dice.choice((str(town.guild.id), "1", "", "-5", "٣", _text(dice)))
    ids = (_text(dice), "cir_0000000000000000", "mem_0000000000000000", "999999999999999999999", "")
    token = ":".join(
        (dice.choice((*(one.value for one in Token), _text(dice))), *dice.choices(ids, k=dice.randrange(4)))
    )
    return dice.choice((f"1|{guild}|{token}", f"1|{town.guild.id}|{token}", token, _text(dice), f"2|{guild}|{token}"))


def a_component(dice: random.Random, town: DiscordTown) -> tuple[int, dict[str, Any]]:
    """Return a tapped control of any shape."""
    kind = dice.choice((2, 3, 5))
    data: dict[str, Any] = {"component_type": kind, "custom_id": _custom_id(dice, town), "id": 1}
    if kind != 2:
        data["values"] = [_text(dice) for _ in range(dice.randrange(4))]
    if kind == 5 and dice.random() < 0.5:
        data["resolved"] = {"users": {}, "members": {}}
    return COMPONENT, data


def a_form(dice: random.Random, town: DiscordTown) -> tuple[int, dict[str, Any]]:
    """Return a sent form of any shape."""
    fields: list[dict[str, Any]] = []
    for number in range(dice.randrange(6)):
        custom_id = _custom_id(dice, town)
        component: dict[str, Any] = {"type": 4, "custom_id": custom_id, "id": number, "value": _text(dice)}
        if dice.random() < 0.5:
            component = {"type": 3, "custom_id": custom_id, "id": number, "values": [_text(dice)]}
        fields.append({"type": 18, "id": 50 + number, "component": component})
    return MODAL, {"custom_id": _custom_id(dice, town), "components": fields}


def a_command(dice: random.Random, _town: DiscordTown) -> tuple[int, dict[str, Any]]:
    """Return a typed command of any shape."""
    command = dice.choice(COMMANDS)
    options = [
        {"name": option.name, "type": dice.choice((3, 4, 6)), "value": _text(dice)}
        for option in command.options
        if dice.random() < 0.8
    ]
    sub = {"name": dice.choice((command.name, _text(dice))), "type": dice.choice((1, 1, 2)), "options": options}
    return COMMAND, {"id": "1", "type": dice.choice((1, 1, 2)), "name": command.group, "options": [sub]}
