"""What people get to see on Slack, view by view, as it stands in ``golden/views.md``: read it like a reviewer.

Run with ``CIRCLES_GOLDEN=write`` to write it anew after a change of words or looks, and read the difference.
"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from shutil import copy

import pytest

from circles_bot.engine.tokens import Token
from circles_slack.custom_ids import unpack
from tests.adapters.golden_views import compare
from tests.fakes.slack.model import Message, Surface, View
from tests.fakes.slack.refusals import JSON
from tests.journeys.acts import (
    all_opt_in,
    answers_opening_question,
    check_in_comes,
    invitations_come,
    season_question_comes,
    steward_sets_up,
)
from tests.journeys.slack_town import SlackTown
from tests.journeys.test_steps_9_and_11_carry_on_and_with import asked_comes

GOLDEN = Path(__file__).parent / "golden" / "views.md"
KINDS = {
    "static_select": "list",
    "multi_static_select": "list of several",
    "users_select": "list of people",
    "multi_users_select": "list of several people",
    "external_select": "list to type into",
    "plain_text_input": "text field",
}


@pytest.fixture
async def new_town(migrated_file: Path, tmp_path: Path) -> AsyncIterator[SlackTown]:
    """Open a workspace with the bot in it, not set up yet."""
    copy(migrated_file, tmp_path / "circles.db")
    opened = await SlackTown.open(f"sqlite:///{tmp_path / 'circles.db'}")
    yield opened
    await opened.close()


async def test_the_views_are_as_they_were_looked_at(new_town: SlackTown) -> None:
    """From setup to the season's question: the words, their order, and what can be tapped; each fits a phone."""
    compare([view async for view in _views(new_town)], GOLDEN)


async def _views(town: SlackTown) -> AsyncIterator[str]:
    await town.command("Noor", "/steward setup")
    yield _view("Setup", town.people["Noor"].modal)
    await steward_sets_up(town)
    yield _view("What the steward is told, in the form's window", town.people["Noor"].modal)
    yield _view("The board", town._board())
    await all_opt_in(town)
    yield _view("Joined, for her alone", town.people["Ana"].ephemerals[-1])
    town.people["Ana"].open_home()
    await town._heard_by_bot()
    yield _view("The Home tab, waiting", town.people["Ana"].home)
    town.people["Noor"].open_home()
    await town._heard_by_bot()
    yield _view("A steward's Home tab", town.people["Noor"].home)
    await invitations_come(town)
    yield _view("The invitation", town.people["Ana"].inbox[-1])
    for who in ("Ana", "Ben", "Chidi", "Dewi"):
        await town.tap(who, Token.ACCEPT)
    await town.settle()
    yield _view("The invitation, answered", town.people["Ana"].inbox[-1])
    (room,) = town._rooms("Ana", is_archived=False)
    said = [message for message in room.messages.values() if message.blocks]
    yield _view(f"The welcome, in {room.name} ({room.topic})", said[0])
    await answers_opening_question(town)
    yield _view("The welcome, answered", said[0])
    await town.tap("Ana", Token.NEED)
    yield _view("Need something?, for her alone", town.people["Ana"].ephemerals[-1])
    await check_in_comes(town, "Ana")
    yield _view("The check-in", town.people["Ana"].inbox[-1])
    await town.tap("Ana", Token.CHECK_IN, part="good")
    yield _view("The check-in, answered", town.people["Ana"].inbox[-1])
    await town.command("Ana", "/circles me")
    yield _view("About me", town.people["Ana"].ephemerals[-1])
    await town.command("Ana", "/circles with")
    yield _view("With chosen people", town.people["Ana"].modal)
    await town.tap("Ana", Token.WITH, fields={Token.WITH_PEOPLE: ("Eli",), Token.WITH_TOPIC: ("zines",)})
    yield _view("With chosen people, asked", town.people["Ana"].modal)
    await asked_comes(town, "Eli", Token.WITH_YES)
    yield _view("What the chosen are asked", town.people["Eli"].inbox[-1])
    await town.command("Noor", "/steward settings")
    yield _view("Settings", town.people["Noor"].modal)
    await town.command("Noor", "/steward status")
    yield _view("How it stands, for stewards", town.people["Noor"].ephemerals[-1])
    await town.command("Ana", "/circles propose")
    yield _view("Proposing a topic", town.people["Ana"].modal)
    await town.tap("Ana", Token.NEED)
    await town.tap("Ana", Token.NEED, part="report")
    yield _view("Telling the stewards", town.people["Ana"].modal)
    await town.tap("Ana", Token.NEED, part="hand_off")
    yield _view("Carrying on elsewhere: with whom?", town.people["Ana"].ephemerals[-1])
    await town.tap("Ana", Token.HANDOFF, "Ben")
    await asked_comes(town, "Ben", Token.HANDOFF_YES)
    yield _view("Carrying on elsewhere, asked", town.people["Ben"].inbox[-1])
    await season_question_comes(town, "Ana")
    said = [message for message in room.messages.values() if message.blocks]
    yield _view("The season's question", said[-1])
    await town.command("Ana", "/circles mine")
    await town.tap("Ana", Token.LEAVE_CIRCLE)
    yield _view("A circle that was left", town.people["Ana"].ephemerals[-1])
    await town.command("Ana", "/circles forget")
    yield _view("To be forgotten", town.people["Ana"].ephemerals[-1])
    await town.command("Ana", "/circles miin")
    yield _view("A slip of the pen", town.people["Ana"].ephemerals[-1])

    await town.interests_grow_to(22)
    yield _view("The board's second message", list(town._boards())[1])
    await town.interests_grow_to(27)
    await town.command("Ben", "/circles join")
    yield _view("More than one list holds", town.people["Ben"].ephemerals[-1])


def _view(name: str, shown: Surface | None) -> str:
    assert shown is not None, f"{name} shows nothing"
    lead = _lead(shown)
    return f"# {name}\n\n{lead}" + "\n".join(line for block in shown.blocks for line in _lines(block)) + "\n\n"


def _lead(shown: Surface) -> str:
    """Return what stands outside: a notification's words, or a window's title and its button."""
    if isinstance(shown, Message):
        return f"({shown.text})\n"
    assert isinstance(shown, View)
    if shown.form["type"] == "home":
        return ""
    submit = (shown.form.get("submit") or {}).get("text", "")
    return f"**{shown.form['title']['text']}** [{submit}]\n"


def _lines(block: JSON) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield f"### {block['text']['text']}"
        case "rich_text":
            yield "".join(_word(one) for one in block["elements"][0]["elements"])
        case "section" if block.get("accessory", {}).get("type") == "button":
            yield f"{block['text']['text']} → " + "\n".join(_control(block["accessory"]))
        case "section":
            yield f"{block['text']['text']}:"
            yield from _control(block["accessory"]) if "accessory" in block else ()
        case "context":
            yield "(" + " ".join(one["text"] for one in block["elements"]) + ")"
        case "actions":
            for element in block["elements"]:
                yield from _control(element)
        case "input":
            yield f"{block['label']['text']}{'' if block.get('optional') else ' *'}"
            yield from _control(block["element"])
        case _:
            yield "———"


def _word(one: JSON) -> str:
    match one["type"]:
        case "user":
            return f"@{one['user_id']}"
        case "date":
            return f"[{one['fallback']}]"
        case _:
            return f"**{one['text']}**" if one.get("style") else str(one["text"])


def _control(one: JSON) -> Iterator[str]:
    found = unpack(one["action_id"])
    assert found is not None
    if one["type"] == "button":
        heard = f", heard as {one['accessibility_label']}" if "accessibility_label" in one else ""
        yield f"[{one['text']['text']}] ({one.get('style', 'plain')} button: {found.token.split(':')[0]}{heard})"
        return
    yield f"[{(one.get('placeholder') or {}).get('text', '')}] ({KINDS[one['type']]}: {found.token.split(':')[0]})"
    chosen = {option["value"] for option in [*(one.get("initial_options") or ()), one.get("initial_option")] if option}
    for option in one.get("options", ()):
        mark = " ✓" if option["value"] in chosen else ""
        yield f"  · {option['text']['text']}{mark}"
