"""What people get to see on Discord, view by view, as it stands in ``golden/views.md``: read it like a reviewer.

Run with ``CIRCLES_GOLDEN=write`` to write it anew after a change of words or looks, and read the difference.
"""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from shutil import copy

import pytest

from circles_bot.engine.tokens import Token
from circles_discord.custom_ids import unpack
from tests.adapters.golden_views import compare
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.model import Message
from tests.fakes.discord.refusals import JSON
from tests.journeys.acts import (
    all_opt_in,
    answers_opening_question,
    check_in_comes,
    invitations_come,
    season_question_comes,
    steward_sets_up,
)
from tests.journeys.discord_town import DiscordTown
from tests.journeys.test_steps_9_and_11_carry_on_and_with import asked_comes

GOLDEN = Path(__file__).parent / "golden" / "views.md"
KINDS = {2: "button", 3: "list", 4: "text field", 5: "list of people", 8: "list of channels"}
_CHANNEL = re.compile(r"<#(\d+)>")
STYLES = {1: "main button", 2: "button"}


@pytest.fixture
async def town(migrated_file: Path, tmp_path: Path) -> AsyncIterator[DiscordTown]:
    """Open a server with the bot in it, not set up yet."""
    copy(migrated_file, tmp_path / "circles.db")
    opened = await DiscordTown.open(f"sqlite:///{tmp_path / 'circles.db'}")
    yield opened
    await opened.close()


async def test_the_views_are_as_they_were_looked_at(town: DiscordTown) -> None:
    """From setup to the season's question: the words, their order, and what can be tapped; each fits a phone."""
    compare([_with_names(town, view) async for view in _views(town)], GOLDEN)


async def _views(town: DiscordTown) -> AsyncIterator[str]:
    await town.command("Noor", "/steward setup")
    yield _view("Setup", _heard(town, "Noor").modal)
    await steward_sets_up(town)
    yield _view("What the steward is told", _heard(town, "Noor"))
    yield _view("The board", town._board())
    await all_opt_in(town)
    yield _view("Joined", _heard(town, "Ana"))
    await town.command("Ana", "/circles mine")
    yield _view("My circles, waiting", _heard(town, "Ana"))
    await invitations_come(town)
    yield _view("The invitation", town.people["Ana"].dms()[-1])
    for who in ("Ana", "Ben", "Chidi", "Dewi"):
        await town.tap(who, Token.ACCEPT)
    await town.settle()
    (room,) = town.people["Ana"].threads()
    said = [message for message in room.messages.values() if message.components]
    yield _view(f"The welcome, in {room.name}", said[0])
    await answers_opening_question(town)
    yield _view("The welcome, answered", said[0])
    await town.tap("Ana", Token.NEED)
    yield _view("Need something?", _heard(town, "Ana"))
    await check_in_comes(town, "Ana")
    yield _view("The check-in", town.people["Ana"].dms()[-1])
    await town.tap("Ana", Token.CHECK_IN, part="good")
    yield _view("The check-in, answered", town.people["Ana"].dms()[-1])
    await town.command("Ana", "/circles me")
    yield _view("About me", _heard(town, "Ana"))
    await town.command("Ana", "/circles help")
    yield _view("Help", _heard(town, "Ana"))
    await town.command("Ana", "/circles leave 42")
    yield _view("A name that there is not", _heard(town, "Ana"))

    await town.command("Noor", "/steward settings")
    yield _view("Settings", _heard(town, "Noor").modal)
    await town.tap("Noor", Token.SETTINGS, fields={})
    await town.tap("Noor", Token.SETTINGS_PAGE, part="3")
    yield _view("More settings, with a channel", _heard(town, "Noor").modal)
    await town.command("Noor", "/steward status")
    yield _view("How it stands, for stewards", _heard(town, "Noor"))
    await town.command("Ana", "/circles propose")
    yield _view("Proposing a topic", _heard(town, "Ana").modal)
    await town.tap("Ana", Token.PRIVATE_MENU)
    yield _view("Joining something private, too early", _heard(town, "Ana"))
    await town.command("Ana", "/circles with")
    yield _view("With chosen people", _heard(town, "Ana").modal)
    await town.tap("Ana", Token.WITH, fields={Token.WITH_PEOPLE: ("Eli",), Token.WITH_TOPIC: ("zines",)})
    yield _view("With chosen people, asked", _heard(town, "Ana"))
    await asked_comes(town, "Eli", Token.WITH_YES)
    yield _view("What the chosen are asked", town.people["Eli"].dms()[-1])
    await town.tap("Ana", Token.NEED)
    await town.tap("Ana", Token.NEED, part="report")
    yield _view("Telling the stewards", _heard(town, "Ana").modal)
    await town.tap("Ana", Token.NEED, part="hand_off")
    yield _view("Carrying on elsewhere: with whom?", _heard(town, "Ana"))
    await town.tap("Ana", Token.HANDOFF, "Ben")
    await asked_comes(town, "Ben", Token.HANDOFF_YES)
    yield _view("Carrying on elsewhere, asked", town.people["Ben"].dms()[-1])
    await season_question_comes(town, "Ana")
    said = [message for message in room.messages.values() if message.components]
    yield _view("The season's question", said[-1])
    await town.command("Ana", "/circles mine")
    await town.tap("Ana", Token.LEAVE_CIRCLE)
    yield _view("A circle that was left", _heard(town, "Ana"))
    await town.command("Ana", "/circles forget")
    yield _view("To be forgotten", _heard(town, "Ana"))

    await town.interests_grow_to(22)
    yield _view("The board's second message", list(town._boards())[1])
    await town.interests_grow_to(27)
    await town.command("Ben", "/circles join")
    yield _view("More than one list holds", _heard(town, "Ben"))


def _heard(town: DiscordTown, who: str) -> Interaction:
    return town.people[who].answers[-1]


def _with_names(town: DiscordTown, view: str) -> str:
    return _CHANNEL.sub(lambda found: f"#{town.fake.world.channels[int(found[1])].name}", view)


def _view(name: str, shown: Message | Interaction | JSON | None) -> str:
    if isinstance(shown, Interaction):
        shown = shown.response
    assert shown is not None, f"{name} shows nothing"
    title = "" if isinstance(shown, Message) else f"**{shown['title']}**\n"
    components = shown.components if isinstance(shown, Message) else shown["components"]
    return f"# {name}\n\n{title}" + "\n".join(_lines(components)) + "\n\n"


def _lines(components: list[JSON]) -> Iterator[str]:
    for one in components:
        if one["type"] == 10:
            yield one["content"]
        elif one["type"] == 14:
            yield "———"
        elif one["type"] == 9:
            yield "\n".join(_lines(one["components"])) + " → " + "\n".join(_control(one["accessory"]))
        elif one["type"] == 18:
            yield f"{one['label']}:"
            yield from filter(None, [one.get("description")])
            yield from _lines([one["component"]])
        elif one["type"] in KINDS:
            yield from _control(one)
        else:
            yield from _lines(one["components"])


def _control(one: JSON) -> Iterator[str]:
    found = unpack(one["custom_id"])
    assert found is not None
    kind = STYLES[one["style"]] if one["type"] == 2 else KINDS[one["type"]]
    yield f"[{one.get('label') or one.get('placeholder') or ''}] ({kind}: {found.token.split(':')[0]})"
    for channel in one.get("default_values", ()):
        yield f"  · <#{channel['id']}> ✓"
    for option in one.get("options", ()):
        emoji = (option.get("emoji") or {}).get("name", "")
        chosen = " ✓" if option.get("default") else ""
        yield " ".join(filter(None, ("  ·", emoji, option["label"], option.get("description")))) + chosen
