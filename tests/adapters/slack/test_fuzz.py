"""Malformed and random payloads: each is acknowledged, nothing changes, and no exception reaches the log."""

import asyncio
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from structlog.testing import LogCapture

from circles_bot.commands import COMMANDS
from circles_bot.engine.tokens import Token
from circles_slack.client import UNREADABLE
from circles_slack.settings import EVENTS
from tests.adapters.kept_rows import rows_kept
from tests.fakes.slack.model import User
from tests.fakes.slack.refusals import JSON
from tests.journeys.acts import FOUR, circle_opens
from tests.journeys.slack_town import SlackTown

PAYLOADS = 10_000
AT_ONCE = 100
WEIRD: tuple[Any, ...] = (
    *("\0", "\ud83d", "\u202e", "'; drop table circles;--", "<@U1>", "<!channel>", "x" * 5_000, "💥" * 40, "-1", "{}"),
    *(None, 7, 1e9, True, [], {}, [[]], {"id": {}}),
)
ENDS_ALL = frozenset({"app_uninstalled", "tokens_revoked"})
"""Events that are true whatever they hold: the bot leaves the workspace, and takes in no payload after them."""
KINDS = ("button", "static_select", "multi_static_select", "users_select", "multi_users_select", "plain_text_input")

Dice = random.Random


async def test_no_payload_breaks_anything(
    town: SlackTown, tmp_path: Path, logged: LogCapture, caplog: pytest.LogCaptureFixture
) -> None:
    """Ten thousand from somebody who sits in no circle, of every kind that Slack sends and of none."""
    await circle_opens(town)
    dice = Dice(20)
    eli = town.people["Eli"].user
    his = {town.adapter.translator.member(town.team.id, eli.id)}
    before = rows_kept(tmp_path / "circles.db", his)
    logged.entries.clear()
    app = town.adapter._app
    assert app is not None

    for _ in range(PAYLOADS // AT_ONCE):
        payloads = [mangled(dice, dice.choice(MAKERS)(dice, town, eli)) for _ in range(AT_ONCE)]
        statuses = await asyncio.gather(*(_status(app, payload) for payload in payloads))
        await town.adapter.reception.drain()
        assert set(statuses) <= {200, 400}
        assert rows_kept(tmp_path / "circles.db", his) == before

    assert [one for one in logged.entries if one["log_level"] in ("error", "critical")] == []
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
    assert not any("drop table" in str(one) for one in logged.entries)
    assert all(town.rooms(who) for who in FOUR)
    town.fake.web_api.records.clear()  # what was forged is answered with what Slack's lists do not know


def _text(dice: Dice) -> str:
    if dice.random() < 0.4:
        return str(dice.choice(WEIRD))
    return "".join(
        chr(dice.choice((dice.randrange(32, 127), dice.randrange(0x2FFF)))) for _ in range(dice.randrange(30))
    )


def _action_id(dice: Dice, town: SlackTown) -> str:
    team = dice.choice((town.team.id, "T1", "", _text(dice)))
    ids = (_text(dice), "cir_0000000000000000", "mem_0000000000000000", "9" * 21, "", "setup", "steward")
    name = dice.choice((*(one.value for one in Token), "do", _text(dice)))
    token = ":".join((name, *dice.choices(ids, k=dice.randrange(4))))
    return dice.choice((f"1|{team}|{token}", f"1|{town.team.id}|{token}", token, _text(dice), f"2|{team}|{token}"))


def _state(dice: Dice) -> JSON:
    kind = dice.choice(KINDS)
    if kind == "static_select":
        return {"type": kind, "selected_option": dice.choice((None, {"value": _text(dice)}))}
    if kind == "multi_static_select":
        return {"type": kind, "selected_options": [{"value": _text(dice)} for _ in range(dice.randrange(3))]}
    if kind == "users_select":
        return {"type": kind, "selected_user": dice.choice((None, _text(dice), "U999"))}
    if kind == "multi_users_select":
        return {"type": kind, "selected_users": [_text(dice) for _ in range(dice.randrange(3))]}
    return {"type": kind, "value": _text(dice)} if kind == "plain_text_input" else {"type": kind}


def _act(dice: Dice, town: SlackTown, who: User, kind: str) -> JSON:
    user = {"id": who.id, "team_id": town.team.id}
    return {"type": kind, "team": {"id": town.team.id}, "user": user, "trigger_id": f"{dice.random()}"}


def _tap(dice: Dice, town: SlackTown, who: User) -> JSON:
    board = town._board()
    container = {"type": "message", "message_ts": board.ts, "channel_id": board.channel.id}
    action = {"action_id": _action_id(dice, town), "block_id": "b", **_state(dice)}
    return _act(dice, town, who, "block_actions") | {"actions": [action], "container": container}


def _form(dice: Dice, town: SlackTown, who: User) -> JSON:
    values = {f"b{number}": {_action_id(dice, town): _state(dice)} for number in range(dice.randrange(6))}
    view = {"id": "V1", "type": "modal", "callback_id": _action_id(dice, town), "state": {"values": values}}
    return _act(dice, town, who, "view_submission") | {"view": view}


def _command(dice: Dice, town: SlackTown, who: User) -> JSON:
    command = dice.choice(COMMANDS)
    return {
        "command": f"/{command.group}",
        "text": f"{dice.choice((command.name, command.name, _text(dice)))} {_text(dice)}",
        "team_id": town.team.id,
        "user_id": who.id,
        "channel_id": town.circles.id,
        "trigger_id": f"{dice.random()}",
    }


def _suggestion(dice: Dice, town: SlackTown, who: User) -> JSON:
    view = {"private_metadata": dice.choice(("", "{}", "[]", '{"setup-pilot": [["a", "b"]]}', _text(dice)))}
    data = {"action_id": _action_id(dice, town), "value": _text(dice), "view": view}
    return _act(dice, town, who, "block_suggestion") | data


def _shortcut(dice: Dice, town: SlackTown, who: User) -> JSON:
    return _act(dice, town, who, "shortcut") | {"callback_id": _text(dice)}


def _event(dice: Dice, town: SlackTown, who: User) -> JSON:
    kind = dice.choice((*sorted(EVENTS - ENDS_ALL), "message", _text(dice)))
    event = {
        "type": kind,
        "user": dice.choice((who.id, _text(dice), {"id": _text(dice)})),
        "channel": dice.choice((town.circles.id, _text(dice))),
        "reaction": _text(dice),
        "item": {"channel": dice.choice((town.circles.id, _text(dice))), "ts": _text(dice)},
        "text": _text(dice),
        "event_ts": dice.choice(("1.0", _text(dice))),
    }
    return {
        "type": "event_callback",
        "team_id": town.team.id,
        "event": event,
        "event_id": f"Ev{dice.random()}",
        "authorizations": [{"team_id": town.team.id}],
    }


MAKERS: tuple[Callable[[Dice, SlackTown, User], JSON], ...] = (_tap, _form, _command, _suggestion, _event, _shortcut)
"""What makes a payload of each kind that Slack sends."""


def mangled(dice: Dice, payload: JSON) -> JSON:
    """Return a payload of which, now and then, something is missing or of another shape."""
    if dice.random() < 0.5:
        return payload
    target = payload
    while True:
        key = dice.choice(list(target))
        inner = target[key]
        if isinstance(inner, dict) and inner and dice.random() < 0.6:
            target = inner
            continue
        if dice.random() < 0.5:
            del target[key]
        else:
            target[key] = dice.choice(WEIRD)
        return payload


async def _status(app: AsyncApp, payload: JSON) -> int:
    """Return how a payload is acknowledged; what bolt itself makes nothing of is refused at the door."""
    try:
        return (await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=payload))).status
    except UNREADABLE:
        return 400
