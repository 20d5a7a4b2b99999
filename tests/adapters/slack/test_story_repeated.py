"""The same story twice: each request once, and each one to four times, in any order, some at the same time."""

import asyncio
import json
import random
import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from circles_bot.engine.tokens import Token, make_token
from tests.adapters.slack.two_workspaces import rows
from tests.fakes.slack import channels
from tests.fakes.slack.delivery import Ack, Transport
from tests.fakes.slack.refusals import JSON
from tests.journeys.acts import FOUR, answers_opening_question, check_in_comes, circle_opens, steward_sets_up
from tests.journeys.slack_town import SlackTown
from tests.journeys.test_need_something import reports

HEARD = frozenset(
    {
        *("reaction_added", "reaction_removed", "app_home_opened", "user_change", "member_joined_channel"),
        *("member_left_channel", "group_archive", "channel_id_changed", "message"),
    }
)
"""Of what is subscribed to, all but what ends it (``test_lifecycle``) and other words for an archived channel."""


class Repeating:
    """Carries each payload one to four times: some together with the first, some only after later ones."""

    def __init__(self, inner: Transport, seed: int) -> None:
        """Carry by ``inner``."""
        self._inner = inner
        self._dice = random.Random(seed)
        self._late: list[tuple[str, JSON]] = []
        self.carried: Counter[str] = Counter()
        self.copies = 0

    async def send_rest(self) -> None:
        """Carry what is still to come, after everything else."""
        self._dice.shuffle(self._late)
        while self._late:
            kind, payload = self._late.pop()
            await self._inner.send(kind, payload, attempt=3, reason="http_timeout", seconds=3.0)

    async def send(self, kind: str, payload: JSON, *, attempt: int, reason: str, seconds: float) -> Ack:
        """Return the acknowledgement that says most: a repeat is acknowledged without a word."""
        dice, inner = self._dice, self._inner
        self.carried[str(payload.get("event", payload)["type"]) if "command" not in payload else "command"] += 1
        now, later = dice.randrange(3), dice.randrange(2)
        old = [self._late.pop(dice.randrange(len(self._late))) for _ in range(bool(self._late) * dice.randrange(2))]
        self._late += [(kind, payload)] * later
        self.copies += now + later
        together = [*old, *[(kind, payload)] * now]
        dice.shuffle(together)
        first = inner.send(kind, payload, attempt=attempt, reason=reason, seconds=seconds)
        others = [inner.send(how, what, attempt=1, reason="http_timeout", seconds=seconds) for how, what in together]
        acks = await asyncio.gather(first, *others)
        mine = [acks[0], *(ack for ack, (_, what) in zip(acks[1:], together, strict=True) if what is payload)]
        return max(mine, key=lambda ack: (ack.is_ok, len(json.dumps(ack.body))))


class RepeatingTown(SlackTown):
    """A town whose copies are all there before time passes: Slack's last try is six minutes after its first."""

    repeating: Repeating | None = None

    async def pass_time(self, by: timedelta) -> None:
        """See ``Town.pass_time``."""
        await self._heard_by_bot()
        if self.repeating is not None:
            await self.repeating.send_rest()
        await super().pass_time(by)


async def story(town: SlackTown) -> dict[str, Any]:
    """Live through everything that Slack tells, and return what came of it."""
    people = town.people
    await town.react("Eli", "⚾")
    await town.unreact("Eli", "⚾")
    for _ in range(3):
        for act in ("join", "leave", "join"):
            await town.command("Eli", f"/circles {act} first job")
    await town.command("Eli", "/circles propose zines")
    await circle_opens(town)
    await answers_opening_question(town)
    for who in ("Ana", "Ben"):
        await town.say(who, "hello")
    people["Goran"].open_home()
    await town.command("Fatima", "/circles with")
    await town.tap("Fatima", Token.WITH, fields={Token.WITH_PEOPLE: ("Goran",), Token.WITH_TOPIC: ("maps",)})
    await town.command("Goran", "/circles pause 2")
    await reports(town, "Ana", "Please look.")
    await town.command("Noor", "/steward settings")
    await town.tap("Noor", Token.SETTINGS, fields={make_token(Token.SET, "quiet_hours"): ("None",)})
    channels.change_id(town.fake.world, town._rooms("Ana", is_archived=False)[-1])
    await check_in_comes(town, "Ana")
    await town.tap("Ana", Token.CHECK_IN, part="good")
    people["Ben"].leave_channel(town._rooms("Ben", is_archived=False)[-1])
    people["Chidi"].leave_team()
    await town.settle()
    people["Chidi"].join_team()
    await town.settle()
    people["Ana"].archive_channel(town._rooms("Ana", is_archived=False)[-1])
    await town.pass_time(timedelta(days=3))
    kept = rows(Path(town._url.removeprefix("sqlite:///")).parent)
    return {
        **{f"rows of {table}": len(found) for table, found in kept.items()},
        **{f"states of {who}": sorted(await town.states_of(who)) for who in people},
        **{f"directs of {who}": len(town.directs(who)) for who in people},
        **{f"rooms of {who}": len(town.rooms(who)) for who in people},
        **{f"room messages of {who}": len(town.in_room(who)) for who in FOUR},
        "channels": len(town.fake.world.channels),
        "board": town.board(),
    }


@pytest.mark.parametrize(("is_on_http", "seed"), [(False, 1), (True, 2), (False, 3)])
async def test_a_story_in_which_everything_is_delivered_again(
    migrated_file: Path, tmp_path: Path, is_on_http: bool, seed: int
) -> None:
    """Rows, wishes, messages and rooms are as many as where each event, command, tap and form came once."""
    came: list[dict[str, Any]] = []
    for name in ("once", "again"):
        folder = tmp_path / name
        folder.mkdir()
        shutil.copy(migrated_file, folder / "circles.db")
        town = await RepeatingTown.open(f"sqlite:///{folder / 'circles.db'}", is_on_http=is_on_http)
        try:
            await steward_sets_up(town)
            inner = town.fake.delivery.transport
            assert inner is not None
            repeating = Repeating(inner, seed)
            if name == "again":
                town.fake.delivery.transport = town.repeating = repeating
            came.append(await story(town))
        finally:
            await town.close()

    once, again = came
    assert repeating.copies > 60
    assert repeating.carried.keys() >= HEARD | {"command", "block_actions", "view_submission"}
    assert {key: (once[key], again[key]) for key in once if once[key] != again[key]} == {}
