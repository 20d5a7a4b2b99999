"""Rendering: neutral messages come out as the page's JSON, people's words untouched and inert."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from circles_bot.engine.ids import MemberId
from circles_bot.engine.notes import Style
from circles_bot.words.message import (
    Mention,
    Message,
    MessageButton,
    MessageForm,
    MessageOption,
    MessageSelect,
    Moment,
    Plain,
    Strong,
)
from circles_sandbox.render import render_form, render_message

GOLDEN = Path(__file__).parent / "golden"

INTERESTS = MessageSelect(
    token="join",
    placeholder="Join",
    options=(
        MessageOption(value="int_1", label="baseball", emoji="⚾", description="open, come in", is_chosen=True),
        MessageOption(value="int_2", label="<script>alert(1)</script> @everyone **x** \u202egnp"),
    ),
    at_least=1,
    at_most=2,
)

MESSAGES = {
    "welcome": Message(
        title="Circles",
        paragraphs=(
            (Strong("baseball"), Plain(" brought you together: "), Mention(MemberId("mem_1"))),
            (Mention(MemberId("mem_gone")), Plain(" was here.")),
        ),
        controls=(MessageButton(token="tap:cir_1:pos_1:0", label="Mountains", style=Style.PLAIN), INTERESTS),
        footer=(Plain("I look on "), Moment(datetime(2026, 5, 5, 16, 0, tzinfo=UTC), "Tuesday"), Plain(".")),
        preview="Your circle is open",
    ),
    "mischief": Message(
        title="\u202eeltit",
        paragraphs=((Plain("<img src=x onerror=alert(1)> <@U1> @everyone [a](javascript:b) " + "a" * 10_000),),),
        controls=(MessageButton(token="mine", label="<b>My circles</b>", style=Style.QUIET),),
        footer=(),
        preview="",
    ),
    "mine": Message(
        title="My circles",
        paragraphs=((Plain("How things stand."),), (Plain("zines"),)),
        controls=(
            MessageButton(token="leave-wish:1", label="Take back zines", style=Style.QUIET, brief="Take back"),
            MessageButton(token="join-menu", label="Join", style=Style.MAIN),
        ),
        footer=(),
        preview="How things stand.",
        beside=(0, 1),
    ),
}


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_a_message_renders_as_its_golden_file(name: str) -> None:
    """What the page gets is what the file says, whatever people wrote into it."""
    rendered = render_message(MESSAGES[name], {MemberId("mem_1"): "U1"})

    assert rendered == json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def test_controls_lead_only_where_the_message_says_so() -> None:
    """The board's Join comes before its words; everywhere else the words come first."""
    board = replace(MESSAGES["welcome"], leads_with_controls=True)

    assert render_message(board, {})["leads_with_controls"]
    assert "leads_with_controls" not in render_message(MESSAGES["welcome"], {})


def test_a_form_renders_as_its_golden_file() -> None:
    """A form keeps its fields in order, each with its choices."""
    form = MessageForm(token="setup", title="Set up", intro="Three choices.", fields=(INTERESTS,), submit="Done")

    assert render_form(form) == json.loads((GOLDEN / "form.json").read_text(encoding="utf-8"))


def test_an_option_names_the_person_it_is() -> None:
    """By the workspace's own id, or nobody's where they are not known there: the label is shown then."""
    options = tuple(MessageOption(value=one, label="somebody", member=MemberId(one)) for one in ("mem_1", "mem_gone"))
    select = MessageSelect(token="avoid", placeholder="Whom", options=options, at_least=1, at_most=1)
    message = Message(title="", paragraphs=(), controls=(select,), footer=(), preview="")

    (control,) = render_message(message, {MemberId("mem_1"): "U1"})["controls"]

    assert control["kind"] == "select"
    assert [(option["person"], option["label"]) for option in control["options"]] == [
        ("U1", "somebody"),
        ("", "somebody"),
    ]


def test_no_span_can_hold_markup() -> None:
    """The only ways to show something are words, a name, and a time."""
    rendered = render_message(MESSAGES["mischief"], {})

    kinds = {span["kind"] for paragraph in rendered["paragraphs"] for span in paragraph}
    assert kinds == {"plain"}
