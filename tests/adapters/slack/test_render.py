"""Messages as Block Kit: what they look like, and that nothing in them is beyond Slack's limits."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import (
    Block,
    RichTextBlock,
    RichTextPreformattedElement,
    RichTextSectionElement,
    SectionBlock,
)
from slack_sdk.models.blocks import RichTextElementParts as Parts
from slack_sdk.models.views import View

from circles_bot.engine.ids import MemberId
from circles_bot.engine.names import SPARE_EMOJI, normal_emoji
from circles_bot.engine.notes import Style
from circles_bot.engine.starters import STARTERS
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
from circles_slack.custom_ids import unpack
from circles_slack.emoji import short_name, sign_of
from circles_slack.render import (
    fallback,
    render_answer,
    render_blocks,
    render_file,
    render_form,
    render_home,
    render_more,
)

TEAM = "T0123ABCD"
ANA = MemberId("mem_ana")
WICKED = ("<!channel>", "<!here|x>", "<@U1>", "<!subteam^S1>", "*b*", "_i_", "`c`", ":tada:", "<http://e.x|y>", "&amp;")

text = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=120),
    st.lists(st.sampled_from(WICKED), max_size=6).map(" ".join),
    st.integers(100, 5_000).map("x ".__mul__),
)
buttons = st.builds(
    MessageButton,
    token=st.sampled_from(["mine", "tap:cir_1:pos_1:0", "need:cir_1"]),
    label=text.filter(bool),
    style=st.sampled_from(Style),
    brief=text,
)
options = st.lists(
    st.builds(
        MessageOption,
        value=st.uuids().map(str),
        label=text.filter(bool),
        description=text,
        is_chosen=st.booleans(),
        emoji=st.sampled_from(["", "⚾", ":parrot:"]),
        member=st.sampled_from([None, ANA, MemberId("mem_gone")]),
    ),
    max_size=25,
).map(tuple)
selects = st.builds(
    MessageSelect,
    token=st.sampled_from(["join", "leave"]),
    placeholder=text,
    options=options,
    at_least=st.integers(0, 1),
    at_most=st.integers(1, 5),
    picks_people=st.booleans(),
)
spans = st.one_of(
    st.builds(Plain, text),
    st.builds(Strong, text),
    st.builds(Mention, st.sampled_from([ANA, MemberId("mem_gone")])),
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
    paragraphs=st.lists(st.lists(spans, max_size=5).map(tuple), max_size=12).map(tuple),
    controls=st.one_of(
        st.lists(buttons, max_size=25).map(tuple), st.lists(st.one_of(buttons, selects), max_size=25).map(tuple)
    ),
    footer=st.lists(spans, max_size=2).map(tuple),
    preview=text,
    leads_with_controls=st.booleans(),
)
pages = st.builds(
    Message,
    title=text,
    paragraphs=st.lists(st.lists(spans, max_size=3).map(tuple), min_size=1, max_size=20).map(tuple),
    controls=st.lists(buttons, max_size=40).map(tuple),
    footer=st.lists(spans, max_size=2).map(tuple),
    preview=text,
    beside=st.lists(st.integers(0, 6), min_size=1, max_size=20).map(tuple),
)
"""With buttons beside their lines."""
messages = plain_messages | pages
forms = st.builds(
    MessageForm,
    token=st.just("setup"),
    title=text,
    intro=text,
    fields=st.lists(
        st.one_of(
            selects,
            st.builds(
                MessageTextField,
                token=st.just("topic"),
                label=text,
                at_most_chars=st.integers(1, 4_000),
                is_required=st.booleans(),
                starts_with=text,
            ),
        ),
        min_size=1,
        max_size=5,
    ).map(tuple),
    submit=text,
)


def rendered(message: Message) -> list[dict[str, Any]]:
    """Return a message's blocks with one person in it whom Slack knows."""
    return render_blocks(message, {ANA: "U1"}, team=TEAM, names={"U1": "Ana <!here>"}, pings=())


def every(found: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in a payload, depth first."""
    if isinstance(found, dict):
        yield found
        for value in found.values():
            yield from every(value)
    elif isinstance(found, list):
        for value in found:
            yield from every(value)


def by_the_models(rich: dict[str, Any]) -> dict[str, Any]:
    """Return a block of rich text as slack_sdk's models write it."""
    (part,) = rich["elements"]
    kinds = {"text": Parts.Text, "user": Parts.User, "date": Parts.Date}
    elements = [
        kinds[one["type"]](
            **{
                name: Parts.TextStyle(**value) if name == "style" else value
                for name, value in one.items()
                if name != "type"
            }
        )
        for one in part["elements"]
    ]
    around = {"rich_text_section": RichTextSectionElement, "rich_text_preformatted": RichTextPreformattedElement}
    return RichTextBlock(elements=[around[part["type"]](elements=elements)]).to_dict()


def within_limits(blocks: list[dict[str, Any]], at_most: int) -> None:
    """Fail for anything that Slack does not take; slack_sdk's own models read it back and judge, too."""
    assert 1 <= len(blocks) <= at_most
    json.dumps(blocks)
    for block in Block.parse_all(blocks):
        assert type(block) is not Block
        block.to_dict()
    for one in every(blocks):
        if one.get("type") == "plain_text":
            assert one["text"].strip()
            assert one["emoji"] is False
        if one.get("type") == "actions":
            assert 1 <= len(one["elements"]) <= 25
        if "options" in one:
            assert 1 <= len(one["options"]) <= 100
        if "value" in one:
            assert len(one["value"]) <= 150
        assert one.get("type") != "mrkdwn"
    for section in (one for one in blocks if one["type"] == "section"):
        assert 1 <= len(section["text"]["text"]) <= 3_000
        assert SectionBlock(**section).to_dict() == section
    assert sum(len(one.get("text", "")) for one in every(blocks) if one.get("type") == "text") <= 12_000
    for rich in (one for one in blocks if one["type"] == "rich_text"):
        assert sum(len(one.get("text", "")) for one in every(rich) if one.get("type") == "text") <= 3_000
        assert by_the_models(rich) == rich
    ids = [one["action_id"] for one in every(blocks) if "action_id" in one]
    assert all(len(action_id) <= 255 for action_id in ids)


@settings(max_examples=40)
@given(messages)
def test_nothing_is_beyond_what_slack_takes(message: Message) -> None:
    """Fifty blocks, three thousand characters each, labels of seventy-five, each id once."""
    blocks = rendered(message)

    within_limits(blocks, 50)
    ids = [one["action_id"] for one in every(blocks) if "action_id" in one]
    assert len(set(ids)) == len(ids)
    assert all(len(one["text"]["text"]) <= 75 for one in every(blocks) if one.get("type") == "button")
    tokens = {control.token for control in message.controls}
    for action_id in ids:
        found = unpack(action_id)
        assert found is not None
        assert (found.team, found.token in tokens) == (TEAM, True)


@settings(max_examples=40)
@given(messages)
def test_nobodys_words_are_read_for_markup(message: Message) -> None:
    """No element is one that Slack reads for mentions, links or bold; who is mentioned is who may be."""
    kinds = {one.get("type") for one in every(rendered(message))}

    assert not kinds & {"mrkdwn", "broadcast", "usergroup", "channel", "link", "user"}
    said = fallback(message)
    assert said
    assert "<" not in said
    assert ">" not in said


@settings(max_examples=40)
@given(messages)
def test_pages_and_answers_are_views_that_slack_takes(message: Message) -> None:
    """A hundred blocks and a title of twenty-four characters, whatever is on them."""
    buttons = [MessageButton(token="do:steward:setup", label="Set up", style=Style.PLAIN)] * 12
    more = render_more("For stewards", buttons, team=TEAM)
    home = render_home(message, {ANA: "U1"}, team=TEAM, more=more)
    answer = render_answer(message, {ANA: "U1"}, team=TEAM, metadata="m")

    for view in (home, answer):
        within_limits(view["blocks"], 100)
        assert View(**view).to_dict() == view
    assert home["blocks"][-len(more) :] == more
    assert len(answer["title"]["text"]) <= 24


@settings(max_examples=40)
@given(forms)
def test_a_form_is_a_view_that_slack_takes(form: MessageForm) -> None:
    """Every list and line is an input of its own, under its label, and says its token again."""
    view = render_form(form, {ANA: "U1"}, team=TEAM, names={"U1": "Ana"}, metadata="x" * 100)

    assert View(**view).to_dict() == view
    if view["blocks"]:
        within_limits(view["blocks"], 100)
    assert unpack(view["callback_id"]) is not None
    assert len(view["title"]["text"]) <= 24
    assert len(view["submit"]["text"]) <= 24


def test_a_message_reads_top_down() -> None:
    """Title, paragraphs, controls, small print; the board's list stands right under its title."""
    parts: dict[str, Any] = {
        "title": "Circles",
        "paragraphs": ((Plain("one"),), (Strong("two"), Plain(" for "), Mention(ANA), Mention(MemberId("mem_gone")))),
        "controls": (
            MessageSelect(
                token="join", placeholder="Join", options=(MessageOption(value="a", label="A"),), at_least=1, at_most=1
            ),
            MessageButton(token="mine", label="My circles", style=Style.MAIN),
        ),
        "footer": (Plain("small print for "), Mention(ANA)),
        "preview": "",
    }

    blocks = render_blocks(Message(**parts), {ANA: "U1"}, team=TEAM)

    assert [one["type"] for one in blocks] == ["header", "rich_text", "actions", "actions", "context"]
    said = blocks[1]["elements"][0]["elements"]
    assert [one.get("text") or one["user_id"] for one in said] == ["one", "\n\n", "two", " for ", "U1", "…"]
    assert said[2]["style"] == {"bold": True}
    leading = render_blocks(Message(**parts, leads_with_controls=True), {ANA: "U1"}, team=TEAM)
    assert [one["type"] for one in leading] == ["header", "actions", "rich_text", "actions", "context"]


TAKE_BACK = MessageButton(token="leave-wish:1", label="Take back zines", style=Style.QUIET, brief="Take back")
YES = MessageButton(token="accept:1", label="Yes, I'd like to", style=Style.PLAIN)
MINE = Message(
    title="My circles",
    paragraphs=(
        *((Plain(words),) for words in ("How things stand.", "You're on a break.")),
        (Strong("zines"), Plain(", "), Moment(datetime(2026, 5, 5, tzinfo=UTC), "Tuesday")),
        (Mention(ANA), Plain(" asks")),
        (Plain("baseball"),),
    ),
    controls=(TAKE_BACK, YES, TAKE_BACK, YES, YES),
    footer=(Plain("small print"),),
    preview="",
    beside=(0, 0, 1, 1, 2),
)


def shown(blocks: list[dict[str, Any]]) -> list[str]:
    """Return what is said and what can be tapped, top to bottom: sections in [ ], rows in ( )."""
    return [_shown(one) for one in blocks]


def _shown(block: dict[str, Any]) -> str:
    match block["type"]:
        case "actions":
            return f"({' | '.join(one['text']['text'] for one in block['elements'])})"
        case "section":
            return f"[{block['text']['text']} | {block['accessory']['text']['text']}]"
        case "rich_text":
            return "".join(one.get("text", "@") for one in block["elements"][0]["elements"])
        case kind:
            return str(kind)


def test_a_line_with_one_button_is_a_section() -> None:
    """Beside its line it has a brief name, and is heard by the long one; several, or a person's, stand right under."""
    blocks = render_blocks(MINE, {ANA: "U1"}, team=TEAM)

    assert shown(blocks) == [
        "header",
        "How things stand.\n\nYou're on a break.",
        "[zines, Tuesday | Take back]",
        "@ asks",
        "(Yes, I'd like to)",
        "baseball",
        "(Take back | Yes, I'd like to)",
        "(Yes, I'd like to)",
        "context",
    ]
    assert blocks[2]["accessory"]["accessibility_label"] == "Take back zines"
    assert blocks[6]["elements"][0]["accessibility_label"] == "Take back zines"
    assert "accessibility_label" not in blocks[4]["elements"][0]


@pytest.mark.parametrize(("lines", "words"), [(49, "zines"), (5, "zines " * 450)], ids=["many", "long"])
def test_what_does_not_fit_beside_stands_below(lines: int, words: str) -> None:
    """Fifty blocks and twelve thousand characters: then all is said first, and every button says what it is about."""
    message = replace(
        MINE,
        paragraphs=tuple((Plain(words.strip()),) for _ in range(lines)),
        controls=(TAKE_BACK,) * lines,
        beside=(1,) * lines,
    )

    found = shown(render_blocks(message, {}, team=TEAM))

    assert [one for one in found if one.startswith("[")] == []
    assert f"({' | '.join(['Take back zines'] * 5)})" in found


def test_a_page_has_more_room_than_a_message() -> None:
    """On the Home tab, which takes a hundred blocks, as many lines stand beside their buttons."""
    message = replace(MINE, paragraphs=((Plain("zines"),),) * 60, controls=(TAKE_BACK,) * 60, beside=(1,) * 60)

    assert shown(render_home(message, {}, team=TEAM)["blocks"]).count("[zines | Take back]") == 60


@pytest.mark.parametrize(("pings", "shown"), [((), "text"), (("U1",), "user"), (None, "user")])
def test_only_who_may_be_told_is_mentioned(pings: tuple[str, ...] | None, shown: str) -> None:
    """In a room others stand by their names: a mention would ring their phones."""
    message = Message(title="", paragraphs=((Mention(ANA),),), controls=(), footer=(), preview="")

    blocks = render_blocks(message, {ANA: "U1"}, team=TEAM, names={"U1": "Ana"}, pings=pings)

    (element,) = blocks[0]["elements"][0]["elements"]
    assert element["type"] == shown
    assert element.get("text", "Ana") == "Ana"


def test_several_are_chosen_from_a_list_of_its_own() -> None:
    """Where nothing or more than one may be chosen Slack has another list, which stands in a section."""
    wanted = MessageOption(value="a", label="A", is_chosen=True)
    several = MessageSelect(token="prefer", placeholder="Days", options=(wanted,), at_least=0, at_most=3)

    (block,) = render_blocks(
        Message(title="", paragraphs=(), controls=(several,), footer=(), preview=""), {}, team=TEAM
    )

    assert block["type"] == "section"
    assert block["accessory"]["type"] == "multi_static_select"
    assert [one["value"] for one in block["accessory"]["initial_options"]] == ["a"]


@settings(max_examples=20)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200).map(lambda one: one * 200))
def test_a_file_is_whole_when_it_is_put_together(written: str) -> None:
    """However long it is: nothing is cut off, and each message is one that Slack takes."""
    file = Attachment(name="mine.json", media_type="application/json", data=written.encode())

    messages = [*render_file(file)]

    for blocks in messages:
        within_limits(blocks, 50)
    assert "".join(one["text"] for one in every(messages) if one.get("type") == "text") == written


def test_reactions_have_the_names_that_slack_gives_them() -> None:
    """Everything that a board may begin with has one, skin tones mean nothing, and own emoji keep their names."""
    signs = [*SPARE_EMOJI, *(sign for sign, _ in STARTERS)]

    assert [sign for sign in signs if normal_emoji(sign_of(short_name(sign) or "")) != normal_emoji(sign)] == []
    assert sign_of("+1::skin-tone-4") == sign_of("thumbsup") == "👍"
    assert (short_name(":parrot:"), sign_of("parrot_dance")) == ("parrot", ":parrot_dance:")
    assert short_name("no emoji") is None
    assert short_name("#️⃣") == "hash"
