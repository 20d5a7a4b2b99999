"""Two workspaces that one bot serves: nothing of one is in any output of the other."""

import asyncio
import json
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import LogCapture

from circles_bot.engine.tokens import Token
from tests.adapters.slack.conftest import OpenTown
from tests.adapters.slack.two_workspaces import next_door, rows
from tests.fakes.slack.model import Surface, controls_in
from tests.journeys.acts import STARTERS, circle_opens, steward_sets_up
from tests.journeys.slack_town import SlackTown
from tests.journeys.town import PEOPLE

MINUTES = 60
STEP_MINUTES, ACTS = 3, 3
SEED = 20_260_504


@pytest.mark.parametrize("is_on_http", [False, True])
async def test_nothing_of_one_workspace_is_in_any_output_of_the_other(
    town_over: OpenTown, tmp_path: Path, logged: LogCapture, is_on_http: bool
) -> None:
    """Circles open in both, and for an hour people do whatever can be done, in both at the same time."""
    dice, town = random.Random(SEED), await town_over(is_on_http)
    school = await next_door(town)
    await steward_sets_up(school)
    towns = {"Quill": town, "Marsh": school}
    for surname, one in towns.items():
        for name, person in one.people.items():
            person.user.name = f"{name} {surname}"
    await asyncio.gather(*(circle_opens(one, *people) for one, people in zip(towns.values(), _FOURS, strict=True)))
    for _ in range(MINUTES // STEP_MINUTES):
        for _ in range(ACTS):
            await asyncio.gather(*(_act(dice, one, surname) for surname, one in towns.items()))
        await town.pass_time(timedelta(minutes=STEP_MINUTES))

    said = {surname: list(_outputs(one)) for surname, one in towns.items()}
    words = {surname: _words_of(one, surname, tmp_path) for surname, one in towns.items()}
    for surname, other in (("Quill", "Marsh"), ("Marsh", "Quill")):
        assert sum(surname in output for output in said[surname]) > ACTS
        assert [(word, output) for output in said[surname] for word in words[other] if word in output] == []
    assert [one for one in logged.entries if one["log_level"] in ("error", "critical")] == []


_FOURS = (("Ana", "Ben", "Chidi", "Dewi"), ("Dewi", "Eli", "Fatima", "Goran"))


async def _act(dice: random.Random, town: SlackTown, surname: str) -> None:
    """Let somebody do something."""
    who, other = dice.sample(PEOPLE, 2)
    person, interest = town.people[who], dice.choice(STARTERS)
    match dice.randrange(9):
        case 0:
            await town.command(who, f"/circles {dice.choice(('join', 'join', 'leave'))} {interest}")
        case 1:
            await town.command(who, f"/circles {dice.choice(('mine', 'me', 'export', 'joi', 'help', 'pause 1'))}")
        case 2:
            await town.command(who, f"/circles propose the {surname} in {dice.randrange(99)} pages")
        case 3:
            await town.command(who, "/circles with")
            if town.can_tap(who, Token.WITH):
                about: dict[str, tuple[str, ...]] = {
                    Token.WITH_PEOPLE: (other,),
                    Token.WITH_TOPIC: (f"{surname}, as it was",),
                }
                await town.tap(who, Token.WITH, fields=about)
        case 4:
            is_on = person.user in town._board().reactions["baseball"]
            await (town.unreact if is_on else town.react)(who, "⚾")
        case 5 if town.rooms(who):
            await town.say(who, f"I am {who} {surname}")
        case 6:
            person.open_home()
            await town._heard_by_bot()
        case 7:
            await town.command(
                "Noor", f"/steward {dice.choice(('settings', 'status', 'setup', 'interests', 'team', 'reports'))}"
            )
        case _:
            await _tap_anything(dice, town, who)


async def _tap_anything(dice: random.Random, town: SlackTown, who: str) -> None:
    person = town.people[who]
    surfaces: list[Surface] = [person.modal] if person.modal else [*person.everything()]
    surfaces += [person.home] if person.home and not person.modal else []
    found = [
        (surface, element["action_id"])
        for surface in surfaces
        for _, element in controls_in(surface.blocks)
        if element["type"] == "button" and town.team.id in element["action_id"]
    ]
    if found:
        surface, action = dice.choice(found)
        await person.click(surface, action).answered()
        await town._heard_by_bot()
    person.user.modals.clear()


def _outputs(town: SlackTown) -> Iterator[str]:
    """Yield every call in a workspace with its arguments, and everything that is or was shown there."""
    fake, team = town.fake, town.team
    for call in fake.calls():
        if call.team == team.id:
            yield json.dumps(call.args, ensure_ascii=False)
    for channel in fake.world.channels.values():
        if channel.team is team:
            yield json.dumps([channel.name, channel.topic, channel.purpose], ensure_ascii=False)
            yield from (_shown(one) for one in channel.messages.values() if one.author.is_bot)
    for person in town.people.values():
        user = person.user
        yield from (_shown(one) for one in (*user.shown, *user.modals, *([user.home] if user.home else ())))
        yield from (json.dumps(act.ack.body, ensure_ascii=False) for act in person.answers if act.ack is not None)
        yield from (_shown(one) for act in person.answers for one in act.messages)


def _shown(surface: Surface) -> str:
    said: list[Any] = [surface.blocks, getattr(surface, "form", None), getattr(surface, "text", "")]
    return json.dumps([*said, getattr(surface, "metadata", None)], ensure_ascii=False)


def _words_of(town: SlackTown, surname: str, folder: Path) -> set[str]:
    """Return what nobody elsewhere may read: a surname, Slack's ids of a workspace, and ours."""
    translator, team = town.adapter.translator, town.team
    users = [*team.users.values()]
    theirs = {team.id, *(one.id for one in users)}
    theirs |= {one.id for one in town.fake.world.channels.values() if one.team is team}
    community = translator.community(team.id)
    members = {translator.member(team.id, one.id) for one in users}
    circles = {row.split("'")[1] for row in rows(folder)["circles"] if community in row}
    return {surname, community, *theirs, *members, *circles}
