"""Messages as Discord's components: what they look like, and that nothing in them is beyond Discord's limits."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles_bot.engine.ids import MemberId
from circles_bot.engine.notes import Style
from circles_bot.words.message import (
    Attachment,
    Mention,
    Message,
    MessageButton,
    MessageForm,
    MessageOption,
    MessageSelect,
    MessageTextField,
    Moment,
    Plain,
    Strong,
)
from circles_discord.custom_ids import CustomId, unpack
from circles_discord.render import plain, render_files, render_form, render_message

GUILD = 1_234_567_890_123_456_789
ANA = MemberId("mem_ana")
NONE_OF_DISCORDS = 0

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
buttons = st.builds(
    MessageButton,
    token=st.sampled_from(["mine", "tap:cir_1:pos_1:0", "need:cir_1"]),
    label=st.text(min_size=1, max_size=120),
    style=st.sampled_from(Style),
    brief=st.text(max_size=120),
)
options = st.lists(
    st.builds(MessageOption, value=st.uuids().map(str), label=st.text(min_size=1, max_size=200), description=text),
    max_size=25,
).map(tuple)
selects = st.builds(
    MessageSelect,
    token=st.sampled_from(["join", "leave"]),
    placeholder=text,
    options=options,
    at_least=st.just(1),
    at_most=st.integers(1, 5),
    picks_people=st.booleans(),
)
spans = st.one_of(
    st.builds(Plain, text),
    st.builds(Strong, text),
    st.builds(Mention, st.just(ANA)),
    st.builds(
        Moment,
        st.datetimes(
            timezones=st.just(UTC),
            min_value=datetime(2020, 1, 1),  # noqa: DTZ001  # Hypothesis takes naive bounds
        ),
        st.just("soon"),
    ),
)
plain_messages = st.builds(
    Message,
    title=text,
    paragraphs=st.lists(st.lists(spans, max_size=5).map(tuple), max_size=8).map(tuple),
    controls=st.one_of(
        st.lists(buttons, max_size=15).map(tuple), st.lists(st.one_of(buttons, selects), max_size=6).map(tuple)
    ),
    footer=st.lists(spans, max_size=2).map(tuple),
    preview=text,
    leads_with_controls=st.booleans(),
)
pages = st.builds(
    Message,
    title=text,
    paragraphs=st.lists(st.lists(spans, max_size=3).map(tuple), min_size=1, max_size=20).map(tuple),
    controls=st.lists(buttons, max_size=25).map(tuple),
    footer=st.lists(spans, max_size=2).map(tuple),
    preview=text,
    beside=st.lists(st.integers(0, 6), min_size=1, max_size=20).map(tuple),
)
"""With buttons beside their lines."""
messages = plain_messages | pages


def components(message: Message) -> list[dict[str, Any]]:
    """Return every component of a rendered message, depth first."""
    view = render_message(message, {ANA: "42"}, guild=GUILD)
    return list(
        _walk(
            view.to_components()  # type: ignore[no-untyped-call]
        )
    )


def _walk(found: list[Any]) -> Iterator[dict[str, Any]]:
    for component in found:
        yield component
        yield from _walk(component.get("components", []))
        yield from _walk([component["accessory"]] if "accessory" in component else [])


@given(messages)
def test_nothing_is_beyond_what_discord_takes(message: Message) -> None:
    """Forty components, four thousand characters, each id once and at most a hundred long, labels of eighty."""
    found = components(message)

    assert len(found) <= 40
    assert sum(len(one["content"]) for one in found if one["type"] == 10) <= 4_000
    ids = [one["custom_id"] for one in found if "custom_id" in one]
    assert len(set(ids)) == len(ids)
    assert all(1 <= len(custom_id) <= 100 for custom_id in ids)
    assert all(len(one["label"]) <= 80 for one in found if one["type"] == 2)
    for row in (one for one in found if one["type"] == 1):
        assert 1 <= len(row["components"]) <= 5
    for select in (one for one in found if one["type"] == 3):
        assert 1 <= len(select["options"]) <= 25
        assert select["min_values"] <= select["max_values"] <= len(select["options"])
        assert all(1 <= len(option["label"]) <= 100 for option in select["options"])


@given(messages)
async def test_nothing_is_kept_of_a_view(message: Message) -> None:
    """A view that is over is not stored by the library; taps are read from their ids."""
    assert render_message(message, {}, guild=GUILD).is_finished()


@given(messages)
def test_every_tap_comes_back_as_its_token(message: Message) -> None:
    """The ids of a message's controls say their tokens and the server again."""
    tokens = {control.token for control in message.controls}

    for custom_id in (one["custom_id"] for one in components(message) if "custom_id" in one):
        found = unpack(custom_id)
        assert found is not None
        assert (found.guild, found.token in tokens) == (GUILD, True)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("*bold*", r"\*bold\*"),
        ("# big", r"\# big"),
        ("-# small", r"\-# small"),
        ("> quoted", r"\> quoted"),
        ("<@123456789012345678>", "\\<@\N{ZERO WIDTH SPACE}123456789012345678>"),
        ("<#1> </join:1> <t:1>", r"\<#1> \</join:1> \<t:1>"),
        ("@everyone", "@\N{ZERO WIDTH SPACE}everyone"),
        ("[here](http://evil.example)", r"\[here](http://evil.example)"),
        ("a <3 b", "a <3 b"),
        ("<:circle:123456789012345678> zines", "<:circle:123456789012345678> zines"),
    ],
)
def test_peoples_words_stay_words(said: str, shown: str) -> None:
    """No markup, no mention, no heading; an interest's own emoji is one."""
    assert plain(said) == shown


def test_a_message_reads_top_down() -> None:
    """Title, paragraphs, controls, small print; the board's select stands right under its title."""
    message = Message(
        title="Circles",
        paragraphs=((Plain("one"),), (Strong("two"), Plain(" for "), Mention(ANA), Mention(MemberId("mem_gone")))),
        controls=(
            MessageSelect(
                token="join", placeholder="Join", options=(MessageOption(value="a", label="A"),), at_least=1, at_most=1
            ),
            MessageButton(token="mine", label="My circles", style=Style.MAIN),
        ),
        footer=(Plain("small print"),),
        preview="",
    )

    assert [one["type"] for one in components(message)] == [17, 10, 10, 1, 3, 1, 2, 14, 10]
    said = [one["content"] for one in components(message) if one["type"] == 10]
    assert said == ["### Circles", "one\n\n**two** for <@42>…", "-# small print"]
    leading = Message(
        **{name: getattr(message, name) for name in ("title", "paragraphs", "controls", "footer", "preview")},
        leads_with_controls=True,
    )
    assert [one["type"] for one in components(leading)] == [17, 10, 1, 3, 10, 1, 2, 14, 10]


TAKE_BACK = MessageButton(token="leave-wish:1", label="Take back zines", style=Style.QUIET, brief="Take back")
YES = MessageButton(token="accept:1", label="Yes, I'd like to", style=Style.PLAIN)
MINE = Message(
    title="My circles",
    paragraphs=tuple((Plain(words),) for words in ("How things stand.", "You're on a break.", "zines", "baseball")),
    controls=(TAKE_BACK, TAKE_BACK, YES, YES),
    footer=(Plain("small print"),),
    preview="",
    beside=(0, 0, 1, 2),
)


def shown(message: Message) -> list[str]:
    """Return what is said and what can be tapped, top to bottom: sections in [ ], rows in ( )."""
    (container,) = render_message(message, {}, guild=GUILD).to_components()  # type: ignore[no-untyped-call]
    return [_shown(one) for one in container["components"]]


def _shown(one: dict[str, Any]) -> str:
    match one["type"]:
        case 1:
            return f"({' | '.join(button['label'] for button in one['components'])})"
        case 9:
            return f"[{one['components'][0]['content']} | {one['accessory']['label']}]"
        case kind:
            return str(one.get("content", kind))


def test_a_line_with_one_button_is_a_section() -> None:
    """A button stands beside its line by its brief name, several right under it; what concerns all is at the end."""
    assert shown(MINE) == [
        "### My circles",
        "How things stand.\n\nYou're on a break.",
        "[zines | Take back]",
        "baseball",
        "(Take back | Yes, I'd like to)",
        "(Yes, I'd like to)",
        "14",
        "-# small print",
    ]


@pytest.mark.parametrize(("lines", "words"), [(13, "zines"), (3, "zines " * 250)], ids=["many", "long"])
def test_what_does_not_fit_beside_stands_below(lines: int, words: str) -> None:
    """Forty components and four thousand characters: then all is said first, and every button says what it is about."""
    said = tuple((Plain(words.strip()),) for _ in range(lines))

    found = shown(replace(MINE, paragraphs=said, controls=(TAKE_BACK,) * lines, beside=(1,) * lines))

    assert found[0] == "### My circles"
    assert found[1].startswith("zines")
    assert found[2] == f"({' | '.join(['Take back zines'] * min(lines, 5))})"


def test_nine_wishes_stand_beside_their_buttons() -> None:
    """With words before them and five buttons at the end, forty components hold as many as most people ever have."""
    said = ((Plain("How things stand."),), *((Plain("zines"),),) * 9)
    message = replace(MINE, paragraphs=said, controls=(TAKE_BACK,) * 9 + (YES,) * 5, beside=(0, *(1,) * 9))

    assert shown(message).count("[zines | Take back]") == 9


def test_files_stand_in_the_message() -> None:
    """Each uploaded file is shown where it belongs."""
    attachment = Attachment(name="mine.json", media_type="application/json", data=b"{}")
    message = Message(title="", paragraphs=(), controls=(), footer=(), preview="", attachments=(attachment,))

    assert [one["file"]["url"] for one in components(message) if one["type"] == 13] == ["attachment://mine.json"]
    assert [file.filename for file in render_files(message.attachments)] == ["mine.json"]


def test_a_form_is_a_modal() -> None:
    """Lists and lines to write in, each under its label; the way back is the field's token."""
    form = MessageForm(
        token="setup",
        title="Where shall it be, and what else there is to say of it?",
        intro="Three choices.",
        fields=(
            MessageSelect(
                token="board",
                placeholder="The board",
                options=(MessageOption(value="1", label="#general", is_chosen=True),),
                at_least=1,
                at_most=1,
            ),
            MessageTextField(token="text", label="Words", at_most_chars=500, is_required=False, starts_with="Hello"),
        ),
        submit="Save",
    )

    modal = render_form(form, {}, guild=GUILD).to_dict()

    assert len(modal["title"]) <= 45
    kinds = [(one["type"], one.get("component", {}).get("type")) for one in modal["components"]]
    assert kinds == [(10, None), (18, 3), (18, 4)]
    assert modal["components"][1]["component"]["options"][0]["default"]
    ids = [unpack(one["component"]["custom_id"]) for one in modal["components"][1:]]
    assert ids == [CustomId(GUILD, "board"), CustomId(GUILD, "text")]


GENERAL = MessageOption(value="1", label="#general", is_chosen=True)
BOARD = MessageSelect(
    token="setup-board", placeholder="The board", options=(GENERAL,), at_least=1, at_most=1, picks_places=True
)
EVERYBODY = MessageOption(value="nowhere", label="Everybody", is_chosen=True)
PILOT = replace(
    BOARD, token="setup-pilot", options=(EVERYBODY, replace(GENERAL, is_chosen=False)), if_empty="Empty: everybody."
)


@pytest.mark.parametrize(
    ("select", "kinds", "chosen", "words"),
    [
        (BOARD, [0, 5], [1], "The board"),
        (replace(BOARD, token="setup-rooms"), [0], [1], "The board"),
        (PILOT, [0, 5], [], "Everybody"),
    ],
    ids=["board", "rooms", "pilot"],
)
def test_channels_are_chosen_in_discords_own_list(
    select: MessageSelect, kinds: list[int], chosen: list[int], words: str
) -> None:
    """With what is in force chosen; rooms lie under text channels only. Empty it says what is so, as does the label."""
    form = MessageForm(token="setup", title="Set up", intro="", fields=(select,), submit="Save")

    (label,) = render_form(form, {}, guild=GUILD).to_dict()["components"]

    picker = label["component"]
    may_be_empty = bool(select.if_empty)
    assert (picker["type"], picker["channel_types"], picker["placeholder"]) == (8, kinds, words)
    assert [one["id"] for one in picker.get("default_values", ())] == chosen
    assert (picker["required"], picker["min_values"], picker["max_values"]) == (not may_be_empty, not may_be_empty, 1)
    assert label.get("description", "") == select.if_empty


def test_where_discord_offers_no_channels_ours_are_listed() -> None:
    """Its own list is empty in direct messages."""
    form = MessageForm(token="settings:6", title="Settings", intro="", fields=(PILOT,), submit="Save")

    (label,) = render_form(form, {}, guild=GUILD, offers_channels=False).to_dict()["components"]

    assert [one["label"] for one in label["component"]["options"]] == ["Everybody", "#general"]
