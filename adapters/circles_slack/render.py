"""From neutral messages to Block Kit, with slack_sdk's model classes: pure. People's words stay words.

Nothing that anybody wrote is ever mrkdwn: it stands in plain text or in rich text elements, which Slack does not read
for markup, so ``<!channel>`` is nine characters and no more. What does not change from message to message (buttons,
lists) is made once; the models check each and cost half a millisecond a message otherwise.
"""

import html
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count, islice
from typing import Any, assert_never

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    ExternalDataSelectElement,
    HeaderBlock,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RichTextBlock,
    RichTextElement,
    RichTextElementParts,
    RichTextPreformattedElement,
    RichTextSectionElement,
    SectionBlock,
    StaticMultiSelectElement,
    StaticSelectElement,
    UserMultiSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

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
    Span,
    Strong,
    Text,
)
from circles_slack.custom_ids import pack

BLOCKS_IN_A_MESSAGE = 50
BLOCKS_IN_A_VIEW = 100
TEXT_IN_A_BLOCK_CHARS = 3_000
TEXT_IN_A_MESSAGE_CHARS = 12_000
"""Slack refuses a message of some thirteen thousand characters in its blocks."""
HEADER_AT_MOST_CHARS = 150
LABEL_AT_MOST_CHARS = 75
PLACEHOLDER_AT_MOST_CHARS = 150
FIELD_LABEL_AT_MOST_CHARS = 150
FALLBACK_AT_MOST_CHARS = 300
VIEW_TITLE_AT_MOST_CHARS = 24
OPTIONS_AT_MOST = 100
BUTTONS_A_ROW = 5
ONE_LINE_AT_MOST_CHARS = 100
"""A longer field of a form gets several lines."""
WRITTEN_AT_MOST_CHARS = 3_000
SOMEBODY = "…"
"""Stands for a person whose name is not known here (they have left), and for words that are not there."""
MOMENT = "{date_long_pretty}, {time}"
"""Slack puts it into the reader's zone; without a word of ours in it, it suits every language."""

STYLES = {Style.MAIN: "primary", Style.PLAIN: None, Style.QUIET: None}

Theirs = Mapping[MemberId, str]
"""The people's ids on Slack."""
Names = Mapping[str, str]
"""Display names by Slack's ids."""
Json = dict[str, Any]


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
    texts = [*_texts(message.paragraphs, people, known, pings)]
    rows = [*_rows(message.controls, people, team, known)]
    small_print = _flat(message.footer, people, known).strip()
    footer = [_small(clip(small_print, TEXT_IN_A_BLOCK_CHARS))] if small_print else []
    first, others = (rows[:1], rows[1:]) if message.leads_with_controls else ([], rows)
    blocks = [*header, *first, *texts, *others]
    return [*blocks[: at_most - len(footer)], *footer] or [_small(SOMEBODY)]


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
        blocks.append(SectionBlock(text=_plain(clip(form.intro, TEXT_IN_A_BLOCK_CHARS))))
    blocks.extend(_fields(form.fields, people, team, names or {}, typed))
    view = View(
        type="modal",
        callback_id=pack(team, form.token),
        title=_plain(clip(form.title, VIEW_TITLE_AT_MOST_CHARS)),
        submit=_plain(clip(form.submit, VIEW_TITLE_AT_MOST_CHARS)),
        blocks=blocks or [ContextBlock(elements=[_plain("")])],
        private_metadata=metadata,
    )
    return view.to_dict()


def render_answer(
    message: Message, people: Theirs, *, team: str, names: Names | None = None, metadata: str = ""
) -> Json:
    """Return a private answer as a modal, where there is no conversation to show it in."""
    blocks = render_blocks(message, people, team=team, names=names, at_most=BLOCKS_IN_A_VIEW)
    title = _plain(clip(message.title, VIEW_TITLE_AT_MOST_CHARS) or APP_NAME)
    return View(type="modal", title=title, blocks=blocks, private_metadata=metadata).to_dict()


def render_home(
    message: Message, people: Theirs, *, team: str, names: Names | None = None, more: Sequence[Json] = ()
) -> Json:
    """Return a member's own page, with ``more`` under it."""
    at_most = BLOCKS_IN_A_VIEW - len(more)
    blocks = render_blocks(message, people, team=team, names=names, at_most=at_most)
    return View(type="home", blocks=[*blocks, *more]).to_dict()


def render_more(title: str, buttons: Iterable[MessageButton], *, team: str) -> list[Json]:
    """Return a part of a page of its own: a line between, its title, its buttons."""
    rows = [*_rows(tuple(buttons), {}, team, {})]
    return [DividerBlock().to_dict(), _header(clip(title, HEADER_AT_MOST_CHARS)), *rows]


def render_options(options: Iterable[MessageOption]) -> list[Json]:
    """Return what is offered while somebody types."""
    return [_option(option, {}, {}).to_dict() for option in islice(options, OPTIONS_AT_MOST)]


def render_file(attachment: Attachment) -> Iterator[list[Json]]:
    """Yield the blocks of as many messages as a file takes, as text that can be copied: uploading takes a scope more.

    Put together without anything between, what stands in them is the file.
    """
    written = attachment.data.decode("utf-8")
    pieces = [written[at : at + TEXT_IN_A_BLOCK_CHARS] for at in range(0, len(written), TEXT_IN_A_BLOCK_CHARS)]
    each = TEXT_IN_A_MESSAGE_CHARS // TEXT_IN_A_BLOCK_CHARS
    for at in range(0, len(pieces), each):
        yield [_copied(piece) for piece in pieces[at : at + each]]


def clip(text: str, chars: int) -> str:
    """Return at most so many characters; an ellipsis says that there was more."""
    return text if len(text) <= chars else f"{text[: chars - 1].rstrip()}…"


APP_NAME = "circles"


def _offered(controls: Iterable[MessageButton | MessageSelect | MessageTextField]) -> Iterator[MemberId]:
    selects = (control for control in controls if isinstance(control, MessageSelect))
    return (option.member for select in selects for option in select.options if option.member is not None)


def _plain(text: str) -> PlainTextObject:
    """Return words as they are: ``:smile:`` in them stays that."""
    return PlainTextObject(text=text if text.strip() else SOMEBODY, emoji=False)


@lru_cache(maxsize=1_024)
def _header(title: str) -> Json:
    return HeaderBlock(text=_plain(title)).to_dict()


@lru_cache(maxsize=1_024)
def _small(text: str) -> Json:
    return ContextBlock(elements=[_plain(text)]).to_dict()


def _copied(text: str) -> Json:
    return RichTextBlock(
        elements=[RichTextPreformattedElement(elements=[RichTextElementParts.Text(text=text)])]
    ).to_dict()


def _texts(paragraphs: Sequence[Text], people: Theirs, names: Names, pings: Collection[str] | None) -> Iterator[Json]:
    """Yield the paragraphs, as many in a block as it takes, and no more than a message takes."""
    left = TEXT_IN_A_MESSAGE_CHARS
    elements: list[RichTextElement] = []
    used = 0
    for paragraph in paragraphs:
        found = [*_elements(paragraph, people, names, pings, min(TEXT_IN_A_BLOCK_CHARS, left))]
        length = sum(map(_length, found))
        if not length:
            continue
        if elements and used + length + 2 > TEXT_IN_A_BLOCK_CHARS:
            yield _section(elements)
            elements, used = [], 0
        if elements:
            elements.append(RichTextElementParts.Text(text="\n\n"))
            used += 2
        elements.extend(found)
        used += length
        left -= length + 2
        if left <= 0:
            break
    if elements:
        yield _section(elements)


def _section(elements: list[RichTextElement]) -> Json:
    return RichTextBlock(elements=[RichTextSectionElement(elements=elements)]).to_dict()


def _elements(
    text: Text, people: Theirs, names: Names, pings: Collection[str] | None, at_most: int
) -> Iterator[RichTextElement]:
    left = at_most
    for span in text:
        if left <= 0:
            return
        element = _element(span, people, names, pings, left)
        if element is not None:
            yield element
            left -= _length(element)


def _element(
    span: Span, people: Theirs, names: Names, pings: Collection[str] | None, left: int
) -> RichTextElement | None:
    match span:
        case Plain():
            return RichTextElementParts.Text(text=clip(span.text, left)) if span.text else None
        case Strong():
            style = RichTextElementParts.TextStyle(bold=True)
            return RichTextElementParts.Text(text=clip(span.text, left), style=style) if span.text else None
        case Mention():
            theirs = people.get(span.member)
            if theirs is None:
                return RichTextElementParts.Text(text=SOMEBODY)
            if pings is None or theirs in pings:
                return RichTextElementParts.User(user_id=theirs)
            return RichTextElementParts.Text(text=clip(names.get(theirs) or SOMEBODY, left))
        case Moment():
            return RichTextElementParts.Date(
                timestamp=int(span.at.timestamp()), format=MOMENT, fallback=clip(span.fallback, left) or SOMEBODY
            )
        case _:
            assert_never(span)


def _length(element: RichTextElement) -> int:
    """Return how long an element is; what Slack writes out itself counts as a name does."""
    return len(element.text) if isinstance(element, RichTextElementParts.Text) else len(MOMENT)


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


def _rows(controls: Sequence[MessageButton | MessageSelect], people: Theirs, team: str, names: Names) -> Iterator[Json]:
    """Yield the rows in reading order: a list has one for itself, up to five buttons share one."""
    seen: dict[str, count[int]] = {}
    buttons: list[tuple[str, str, str | None]] = []
    for control in controls:
        action_id = pack(team, control.token, next(seen.setdefault(control.token, count())))
        if isinstance(control, MessageButton):
            if len(buttons) == BUTTONS_A_ROW:
                yield _button_row(tuple(buttons))
                buttons = []
            buttons.append((action_id, clip(control.label, LABEL_AT_MOST_CHARS), STYLES[control.style]))
            continue
        if buttons:
            yield _button_row(tuple(buttons))
            buttons = []
        yield from _select_row(control, people, action_id, names)
    if buttons:
        yield _button_row(tuple(buttons))


@lru_cache(maxsize=4_096)
def _button_row(buttons: tuple[tuple[str, str, str | None], ...]) -> Json:
    elements = [ButtonElement(text=_plain(label), action_id=one, style=style) for one, label, style in buttons]
    return ActionsBlock(elements=elements).to_dict()


def _select_row(select: MessageSelect, people: Theirs, action_id: str, names: Names) -> Iterator[Json]:
    """Yield a list's row; none for one without entries, which Slack does not take."""
    if select.picks_people or any(option.member for option in select.options):
        element = _select(select, people, action_id, names)
        if element is not None:
            yield _row_of(element, select)
    elif select.options:
        yield _plain_select_row(select, action_id)


@lru_cache(maxsize=1_024)
def _plain_select_row(select: MessageSelect, action_id: str) -> Json:
    element = _select(select, {}, action_id, {})
    assert element is not None, "it has entries"
    return _row_of(element, select)


def _row_of(element: InputInteractiveElement, select: MessageSelect) -> Json:
    if isinstance(element, StaticSelectElement | UserSelectElement):
        return ActionsBlock(elements=[element]).to_dict()
    said = _plain(clip(select.placeholder, LABEL_AT_MOST_CHARS))  # several can be chosen in a section only
    return SectionBlock(text=said, accessory=element).to_dict()


def _select(select: MessageSelect, people: Theirs, action_id: str, names: Names) -> InputInteractiveElement | None:
    """Return a list to choose from; one from which nothing may be chosen has to be Slack's for several."""
    placeholder = _plain(clip(select.placeholder, PLACEHOLDER_AT_MOST_CHARS))
    is_single = select.at_least > 0 and select.at_most == 1
    if select.picks_people:
        if is_single:
            return UserSelectElement(placeholder=placeholder, action_id=action_id)
        return UserMultiSelectElement(placeholder=placeholder, action_id=action_id, max_selected_items=select.at_most)
    options = [_option(option, people, names) for option in select.options[:OPTIONS_AT_MOST]]
    if not options:
        return None
    chosen = [one for one, option in zip(options, select.options, strict=False) if option.is_chosen]
    if is_single:
        return StaticSelectElement(
            placeholder=placeholder, action_id=action_id, options=options, initial_option=chosen[0] if chosen else None
        )
    return StaticMultiSelectElement(
        placeholder=placeholder,
        action_id=action_id,
        options=options,
        initial_options=chosen[: select.at_most] or None,
        max_selected_items=min(select.at_most, len(options)),
    )


def _typed(select: MessageSelect, action_id: str) -> ExternalDataSelectElement:
    chosen = next((_option(option, {}, {}) for option in select.options if option.is_chosen), None)
    placeholder = _plain(clip(select.placeholder, PLACEHOLDER_AT_MOST_CHARS))
    return ExternalDataSelectElement(
        placeholder=placeholder, action_id=action_id, initial_option=chosen, min_query_length=0
    )


def _option(option: MessageOption, people: Theirs, names: Names) -> Option:
    label = option.label
    if option.member is not None:
        label = names.get(people.get(option.member, ""), "") or label or SOMEBODY
    shown = f"{option.emoji} {label}" if option.emoji and not option.emoji.startswith((":", "<")) else label
    description = clip(option.description, LABEL_AT_MOST_CHARS)
    return Option(
        value=option.value,
        text=_plain(clip(shown, LABEL_AT_MOST_CHARS)),
        description=_plain(description) if description.strip() else None,
    )


def _fields(
    fields: Iterable[MessageSelect | MessageTextField],
    people: Theirs,
    team: str,
    names: Names,
    typed: Collection[str],
) -> Iterator[InputBlock]:
    for field in fields:
        action_id = pack(team, field.token)
        if isinstance(field, MessageTextField):
            yield InputBlock(
                label=_plain(clip(field.label, FIELD_LABEL_AT_MOST_CHARS)),
                element=_written(field, action_id),
                optional=not field.is_required,
            )
            continue
        element = _typed(field, action_id) if field.token in typed else _select(field, people, action_id, names)
        if element is not None:
            label = _plain(clip(field.placeholder, FIELD_LABEL_AT_MOST_CHARS))
            yield InputBlock(label=label, element=element, optional=field.at_least == 0)


def _written(field: MessageTextField, action_id: str) -> PlainTextInputElement:
    at_most = min(field.at_most_chars, WRITTEN_AT_MOST_CHARS)
    return PlainTextInputElement(
        action_id=action_id,
        initial_value=clip(field.starts_with, at_most) or None,
        multiline=at_most > ONE_LINE_AT_MOST_CHARS,
        max_length=at_most,
    )
