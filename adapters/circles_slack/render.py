"""From neutral messages to Block Kit: pure. People's words stay words.

Nothing that anybody wrote is ever mrkdwn: it stands in plain text or in rich text elements, which Slack does not read
for markup, so ``<!channel>`` is ten characters and no more. slack_sdk's models make what does not change from message
to message (buttons, lists), once each. They cost half a millisecond a message: texts and whole views are written
without them, and in the tests they judge what comes of it.
"""

import html
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import assert_never

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    SectionBlock,
)
from slack_sdk.models.views import View

from circles_bot.engine.ids import MemberId
from circles_bot.words.message import (
    Attachment,
    Mention,
    Message,
    MessageButton,
    MessageForm,
    MessageSelect,
    MessageTextField,
    Moment,
    Plain,
    Span,
    Strong,
    Text,
    in_parts,
)
from circles_slack.controls import (
    SOMEBODY,
    Control,
    Json,
    Names,
    Theirs,
    button_beside,
    clip,
    inputs_of,
    plain,
    rows_of,
    with_ids,
)
from circles_slack.custom_ids import pack

BLOCKS_IN_A_MESSAGE = 50
BLOCKS_IN_A_VIEW = 100
TEXT_IN_A_BLOCK_CHARS = 3_000
TEXT_IN_A_MESSAGE_CHARS = 12_000
"""Slack refuses a message of some thirteen thousand characters in its blocks."""
HEADER_AT_MOST_CHARS = 150
FALLBACK_AT_MOST_CHARS = 300
VIEW_TITLE_AT_MOST_CHARS = 24
MOMENT = "{date_long_pretty}, {time}"
"""Slack puts it into the reader's zone; without a word of ours in it, it suits every language."""


def render_blocks(
    message: Message,
    people: Theirs,
    *,
    team: str,
    names: Names | None = None,
    pings: Collection[str] | None = None,
    at_most: int = BLOCKS_IN_A_MESSAGE,
) -> list[Json]:
    """Return a message's blocks in reading order.

    ``pings`` are the people who may be mentioned so that Slack tells them; others stand there by their names. None
    mentions everybody: where nobody else sees the message, that tells nobody.
    """
    known = names or {}
    header = [_header(clip(message.title, HEADER_AT_MOST_CHARS))] if message.title.strip() else []
    controls = with_ids(message.controls, team)
    small_print = _flat(message.footer, people, known).strip()
    footer = [_small(clip(small_print, TEXT_IN_A_BLOCK_CHARS))] if small_print else []
    room = at_most - len(header) - len(footer)
    middle = _beside(message, controls, people, known, pings, room) if message.beside else None
    if middle is None:
        middle = _below(message, controls, people, known, pings)
    return [*header, *middle[:room], *footer] or [_small(SOMEBODY)]


def fallback(message: Message) -> str:
    """Return what a notification shows and a screen reader says: the preview, which tells nothing confidential."""
    said = " ".join((message.preview or message.title).split())
    return html.escape(clip(said, FALLBACK_AT_MOST_CHARS), quote=False) or SOMEBODY


def named_in(message: Message, people: Theirs, *, pings: Collection[str] | None = None) -> tuple[str, ...]:
    """Return the people who stand in a message by their names, by Slack's ids: those are to be looked up first."""
    spans = [span for paragraph in message.paragraphs for span in paragraph] if pings is not None else []
    mentioned = [span.member for span in (*spans, *message.footer) if isinstance(span, Mention)]
    found = (people.get(member) for member in (*mentioned, *_offered(message.controls)))
    return tuple(dict.fromkeys(one for one in found if one is not None and one not in (pings or ())))


def named_in_form(form: MessageForm, people: Theirs) -> tuple[str, ...]:
    """Return the people whom a form offers by their names."""
    return tuple(dict.fromkeys(people[member] for member in _offered(form.fields) if member in people))


def render_form(
    form: MessageForm,
    people: Theirs,
    *,
    team: str,
    names: Names | None = None,
    typed: Collection[str] = (),
    metadata: str = "",
) -> Json:
    """Return a form as a modal; in the fields that are ``typed`` one looks for an entry by typing."""
    blocks: list[Block] = []
    if form.intro.strip():
        blocks.append(SectionBlock(text=plain(clip(form.intro, TEXT_IN_A_BLOCK_CHARS))))
    blocks.extend(inputs_of(form.fields, people, team, names or {}, typed))
    view = View(
        type="modal",
        callback_id=pack(team, form.token),
        title=plain(clip(form.title, VIEW_TITLE_AT_MOST_CHARS)),
        submit=plain(clip(form.submit, VIEW_TITLE_AT_MOST_CHARS)),
        blocks=blocks or [ContextBlock(elements=[plain("")])],
        private_metadata=metadata,
    )
    return view.to_dict()


def render_answer(
    message: Message, people: Theirs, *, team: str, names: Names | None = None, metadata: str = ""
) -> Json:
    """Return a private answer as a modal, where there is no conversation to show it in."""
    blocks = render_blocks(message, people, team=team, names=names, at_most=BLOCKS_IN_A_VIEW)
    title = plain(clip(message.title, VIEW_TITLE_AT_MOST_CHARS) or APP_NAME).to_dict()
    return {"type": "modal", "title": title, "blocks": blocks, "private_metadata": metadata}


def render_home(
    message: Message, people: Theirs, *, team: str, names: Names | None = None, more: Sequence[Json] = ()
) -> Json:
    """Return a member's own page, with ``more`` under it."""
    at_most = BLOCKS_IN_A_VIEW - len(more)
    blocks = render_blocks(message, people, team=team, names=names, at_most=at_most)
    return {"type": "home", "blocks": [*blocks, *more]}


def render_more(title: str, buttons: Iterable[MessageButton], *, team: str) -> list[Json]:
    """Return a part of a page of its own: a line between, its title, its buttons."""
    rows = [*rows_of(with_ids(buttons, team), {}, {})]
    return [DividerBlock().to_dict(), _header(clip(title, HEADER_AT_MOST_CHARS)), *rows]


def render_file(attachment: Attachment) -> Iterator[list[Json]]:
    """Yield the blocks of as many messages as a file takes, as text that can be copied: uploading takes a scope more.

    Put together without anything between, what stands in them is the file.
    """
    written = attachment.data.decode("utf-8")
    pieces = [written[at : at + TEXT_IN_A_BLOCK_CHARS] for at in range(0, len(written), TEXT_IN_A_BLOCK_CHARS)]
    each = TEXT_IN_A_MESSAGE_CHARS // TEXT_IN_A_BLOCK_CHARS
    for at in range(0, len(pieces), each):
        yield [_copied(piece) for piece in pieces[at : at + each]]


APP_NAME = "circles"


def _offered(controls: Iterable[MessageButton | MessageSelect | MessageTextField]) -> Iterator[MemberId]:
    selects = (control for control in controls if isinstance(control, MessageSelect))
    return (option.member for select in selects for option in select.options if option.member is not None)


@lru_cache(maxsize=1_024)
def _header(title: str) -> Json:
    return HeaderBlock(text=plain(title)).to_dict()


@lru_cache(maxsize=1_024)
def _small(text: str) -> Json:
    return ContextBlock(elements=[plain(text)]).to_dict()


def _copied(text: str) -> Json:
    return _rich("rich_text_preformatted", [_said_as_it_is(text)])


def _texts(paragraphs: Sequence[Text], people: Theirs, names: Names, pings: Collection[str] | None) -> Iterator[Json]:
    """Yield the paragraphs, as many in a block as it takes, and no more than a message takes."""
    left = TEXT_IN_A_MESSAGE_CHARS
    elements: list[Json] = []
    used = 0
    for paragraph in paragraphs:
        found = [*_elements(paragraph, people, names, pings, min(TEXT_IN_A_BLOCK_CHARS, left))]
        length = sum(map(_length, found))
        if not length:
            continue
        if elements and used + length + 2 > TEXT_IN_A_BLOCK_CHARS:
            yield _rich("rich_text_section", elements)
            elements, used = [], 0
        if elements:
            elements.append(_said_as_it_is("\n\n"))
            used += 2
        elements.extend(found)
        used += length
        left -= length + 2
        if left <= 0:
            break
    if elements:
        yield _rich("rich_text_section", elements)


def _below(
    message: Message, controls: Iterable[Control], people: Theirs, names: Names, pings: Collection[str] | None
) -> list[Json]:
    """Return all that is said and all controls under it; the first row leads where the message says so."""
    rows = [*rows_of(controls, people, names)]
    leading = 1 if message.leads_with_controls else 0
    return [*rows[:leading], *_texts(message.paragraphs, people, names, pings), *rows[leading:]]


def _beside(
    message: Message,
    controls: Iterable[Control],
    people: Theirs,
    names: Names,
    pings: Collection[str] | None,
    at_most: int,
) -> list[Json] | None:
    """Return each paragraph with its own buttons, one beside it or several right under it; None where they do not fit.

    Beside a button Slack shows no rich text: times are written out in the reader's zone there, and nobody is mentioned.
    """
    blocks: list[Json] = []
    left = iter(controls)
    chars = 0
    for paragraphs, number in in_parts(message):
        flat = [_flat(paragraph, people, names) for paragraph in paragraphs]
        chars += sum(map(len, flat))
        match [*islice(left, number)]:
            case [(action_id, MessageButton() as button)] if not _mentions(paragraphs[0]):
                said = clip(flat[0], TEXT_IN_A_BLOCK_CHARS)
                blocks.append(_section(said, button_beside(action_id, button)))
            case own:
                blocks.extend(_texts(paragraphs, people, names, pings))
                blocks.extend(rows_of(own, people, names, is_beside=True))
    blocks.extend(rows_of(left, people, names))
    return blocks if len(blocks) <= at_most and chars <= TEXT_IN_A_MESSAGE_CHARS else None


def _mentions(text: Text) -> bool:
    return any(isinstance(span, Mention) for span in text)


def _section(text: str, accessory: Json) -> Json:
    said = {"type": "plain_text", "text": text if text.strip() else SOMEBODY, "emoji": False}
    return {"type": "section", "text": said, "accessory": accessory}


def _rich(kind: str, elements: list[Json]) -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": elements}]}


def _said_as_it_is(text: str) -> Json:
    return {"type": "text", "text": text}


def _elements(text: Text, people: Theirs, names: Names, pings: Collection[str] | None, at_most: int) -> Iterator[Json]:
    left = at_most
    for span in text:
        if left <= 0:
            return
        element = _element(span, people, names, pings, left)
        if element is not None:
            yield element
            left -= _length(element)


def _element(span: Span, people: Theirs, names: Names, pings: Collection[str] | None, left: int) -> Json | None:
    match span:
        case Plain():
            return _said_as_it_is(clip(span.text, left)) if span.text else None
        case Strong():
            return {**_said_as_it_is(clip(span.text, left)), "style": {"bold": True}} if span.text else None
        case Mention():
            theirs = people.get(span.member)
            if theirs is None:
                return _said_as_it_is(SOMEBODY)
            if pings is None or theirs in pings:
                return {"type": "user", "user_id": theirs}
            return _said_as_it_is(clip(names.get(theirs) or SOMEBODY, left))
        case Moment():
            fallback = clip(span.fallback, left) or SOMEBODY
            return {"type": "date", "timestamp": int(span.at.timestamp()), "format": MOMENT, "fallback": fallback}
        case _:
            assert_never(span)


def _length(element: Json) -> int:
    """Return how long an element is; what Slack writes out itself counts as a name does."""
    return len(element["text"]) if element["type"] == "text" else len(MOMENT)


def _flat(text: Text, people: Theirs, names: Names) -> str:
    return "".join(_said(span, people, names) for span in text)


def _said(span: Span, people: Theirs, names: Names) -> str:
    match span:
        case Plain() | Strong():
            return span.text
        case Mention():
            return names.get(people.get(span.member, ""), SOMEBODY)
        case Moment():
            return span.fallback
        case _:
            assert_never(span)
