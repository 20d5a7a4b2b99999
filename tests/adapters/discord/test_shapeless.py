"""Whatever comes in an interaction: no bug in the log, nothing changed for anybody else, and an answer or silence."""

import logging
from random import Random

import pytest
import structlog.testing

from circles_bot.engine.tokens import Token
from circles_discord.custom_ids import pack, unpack
from tests.fakes.discord.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL
from tests.fakes.discord.refusals import JSON
from tests.journeys.discord_town import DiscordTown

INTERACTIONS, AT_ONCE = 2_000, 50
SEED = 20_260_504
TEXTS = (
    *(
        "",
        " ",
        "baseball",
        "\0",
        "a\0b",
        "\ud800",
        "\udfff\ud800",
        "\N{BASEBALL}",
        "\N{RIGHT-TO-LEFT OVERRIDE}evil",
        "-1",
    ),
    *("x" * 6_000, "@everyone <@1> `**`", "9" * 400, "' OR 1=1 --", "١٢", "1|1|join", "None", "e\u0301" * 50, "|", ":"),
)

SHAPELESS = ("values", "options", "components", "resolved", "name")
"""Parts that may be anything at all; an id that is no text breaks discord.py itself, and comes from nobody."""


class Dice(Random):
    """Makes up what could come."""

    def text(self) -> str:
        """Return some text."""
        return self.choice(TEXTS) + (self.choice(TEXTS) if self.random() < 0.3 else "")

    def custom_id(self, guild: int, known: list[str]) -> str:
        """Return an id of a control: ours, ours of another server, half of one, or none."""
        token = ":".join([self.choice(list(Token)), *(self.text() for _ in range(self.randrange(3)))])
        made = self.choice(known) if self.random() < 0.3 else f"1|{self.choice((guild, 1, 0, 10**30))}|{token}"
        return made if self.random() < 0.8 else made[: self.randrange(len(made) + 1)] + self.text()

    def value(self, depth: int = 0) -> object:
        """Return a value of any kind that JSON has."""
        kinds: list[object] = [None, True, self.randrange(-5, 10**19), 0.5, self.text()]
        if depth < 3:
            kinds += [[self.value(depth + 1) for _ in range(self.randrange(3))], {self.text(): self.value(depth + 1)}]
        return self.choice(kinds)


def interaction(dice: Dice, guild: int, known: list[str], people: list[str]) -> tuple[int, JSON]:
    """Return the kind and the data of a made-up interaction."""
    kind = dice.choice((COMMAND, COMPONENT, MODAL, AUTOCOMPLETE))
    resolved = {"users": {dice.choice(people): {"id": "1", "username": "somebody"}}, "members": {}}
    if kind == COMPONENT:
        values = [dice.text() if dice.random() < 0.7 else dice.choice(people) for _ in range(dice.randrange(4))]
        data: JSON = {
            "component_type": dice.choice((2, 3, 5)),
            "custom_id": dice.custom_id(guild, known),
            "values": values,
        }
    elif kind == MODAL:
        fields = [
            {"type": 18, "component": {"type": 4, "custom_id": dice.custom_id(guild, known), "value": dice.text()}}
            for _ in range(dice.randrange(4))
        ]
        data = {"custom_id": dice.custom_id(guild, known), "components": fields}
    else:
        name = dice.choice(("interest", "person", "weeks", "topic", dice.text()))
        option = {"name": name, "type": dice.choice((3, 4, 6)), "value": dice.text(), "focused": True}
        sub = {
            "name": dice.choice(("join", "leave", "pause", "avoid", "with", dice.text())),
            "type": 1,
            "options": [option],
        }
        data = {"id": "1", "name": dice.choice(("circles", "steward", dice.text())), "type": 1, "options": [sub]}
    if dice.random() < 0.2:
        data["resolved"] = resolved
    if dice.random() < 0.3:
        data[dice.choice(SHAPELESS)] = dice.value()
    return kind, data


async def test_interactions_of_any_shape_break_nothing(town: DiscordTown, caplog: pytest.LogCaptureFixture) -> None:
    """Eli, who is no steward, sends them: Ana's wish and the server's settings are what they were."""
    dice = Dice(SEED)
    await town.command("Ana", "/circles join baseball")
    ana, eli = town.people["Ana"], town.people["Eli"]
    before = await town.wishes_of(str(ana.user.id)), town.board()
    known = [one["custom_id"] for who in (ana, town.people["Noor"]) for _, one in who.controls()]
    known += [pack(1, found.token) for one in known if (found := unpack(one)) is not None]
    people = [str(one.user.id) for one in town.people.values()]
    town.fake.rest.keeps_records = False
    with structlog.testing.capture_logs() as logged, caplog.at_level(logging.ERROR):
        for number in range(INTERACTIONS):
            eli.forge(*interaction(dice, town.guild.id, known, people))
            if number % AT_ONCE == 0:
                await town._heard_by_bot()
        await town._heard_by_bot()

    assert [one for one in logged if one["log_level"] == "error"] == []
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert (await town.wishes_of(str(ana.user.id)), town.board()) == before
