"""From neutral messages to Discord's components: pure. People's words stay words, whatever is in them.

A message is one container with the accent colour: title, paragraphs, controls, small print. A paragraph with a button
of its own is a section. No view is ever kept by discord.py: taps are read from their ids (docs/decisions/0020).
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, assert_never

import discord
from discord import ui

from circles_bot.engine.ids import MemberId
from circles_bot.engine.notes import Style
from circles_bot.engine.settings import NOWHERE
from circles_bot.engine.tokens import Token
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
    in_parts,
    numbered,
)
from circles_discord.channels import HOLD_ROOMS, HOLD_WORDS
from circles_discord.custom_ids import pack

ACCENT = discord.Colour(0x3F7D6E)
TEXT_AT_MOST_CHARS = 4_000
"""All the text of one message, Discord's limit."""
COMPONENTS_AT_MOST = 40
"""Of one message, those inside others counted, Discord's limit."""
LABEL_AT_MOST_CHARS = 80
OPTION_AT_MOST_CHARS = 100
PLACEHOLDER_AT_MOST_CHARS = 150
FORM_TITLE_AT_MOST_CHARS = 45
FORM_PARTS_AT_MOST = 5
BUTTONS_A_ROW = 5
DESCRIPTION_AT_MOST_CHARS = 100
"""Of a form's field."""
ONE_LINE_AT_MOST_CHARS = 100
"""A longer field of a form gets several lines."""
SOMEBODY = "…"
"""Stands for a person whose name is not known here (they have left)."""

STYLES = {
    Style.MAIN: discord.ButtonStyle.primary,
    Style.PLAIN: discord.ButtonStyle.secondary,
    Style.QUIET: discord.ButtonStyle.secondary,
}
_CUSTOM_EMOJI = re.compile(r"(<a?:\w{2,32}:\d{15,21}>)")
_TAG = re.compile(r"<(?=[@#:/at])")
_HEADING = re.compile(r"^(\s*)(-?#)", re.MULTILINE)

JSON = dict[str, Any]
People = tuple[tuple[MemberId, str], ...]
Theirs = Mapping[MemberId, str]
"""The people's ids on Discord."""
Names = Mapping[str, str]
"""Display names by Discord's ids, for lists: those show no mentions."""
Item = ui.Item[Any]
Control = tuple[str, MessageButton | MessageSelect]
"""A control with its id."""


def render_message(message: Message, people: Theirs, *, guild: int, names: Names | None = None) -> ui.LayoutView:
    """Return a message's components, already stopped, so that discord.py keeps nothing of them."""
    controls = _with_ids(message.controls, guild)
    container = _container(_beside(message, controls, people, names or {}), message, people) if message.beside else None
    if container is None or not _fits(container):
        container = _container(_below(message, controls, people, names or {}), message, people)
    view = ui.LayoutView(timeout=None)
    if container.children:
        view.add_item(container)
    view.stop()
    return view


def render_components(message: Message, people: People, *, guild: int, names: Names) -> list[JSON]:
    """Return what :func:`render_message` makes of a message as it is sent; an answer that many get is made once."""
    if any(isinstance(control, MessageSelect) for control in message.controls):  # its entries may be names
        return _components(render_message(message, dict(people), guild=guild, names=names))
    return _rendered(message, people, guild)


@lru_cache(maxsize=256)
def _rendered(message: Message, people: People, guild: int) -> list[JSON]:
    return _components(render_message(message, dict(people), guild=guild))


def _components(view: ui.LayoutView) -> list[JSON]:
    found: list[JSON] = view.to_components()  # type: ignore[no-untyped-call]
    return found


def render_files(attachments: Iterable[Attachment]) -> list[discord.File]:
    """Return what is to be uploaded with a message."""
    return [discord.File(io.BytesIO(attachment.data), filename=attachment.name) for attachment in attachments]


def render_form(
    form: MessageForm, people: Theirs, *, guild: int, names: Names | None = None, offers_channels: bool = True
) -> ui.Modal:
    """Return a form as a modal, already stopped; ``offers_channels`` says whether Discord does where it is shown."""
    modal = ui.Modal(title=clip(form.title, FORM_TITLE_AT_MOST_CHARS), custom_id=pack(guild, form.token), timeout=None)
    if form.intro and len(form.fields) < FORM_PARTS_AT_MOST:
        modal.add_item(ui.TextDisplay(plain(form.intro)))
    for field in form.fields[:FORM_PARTS_AT_MOST]:
        if isinstance(field, MessageSelect) and field.picks_places and offers_channels:
            modal.add_item(_channel_field(field, guild))
        else:
            modal.add_item(_field(field, people, guild, names or {}))
    modal.stop()
    return modal


def plain(text: str) -> str:
    """Return words so that Discord shows them as they are: no markup, no mention, no heading."""
    parts = _CUSTOM_EMOJI.split(text)  # every second one is such an emoji: an interest may have one
    return "".join(part if number % 2 else _escaped(part) for number, part in enumerate(parts))


def clip(text: str, chars: int) -> str:
    """Return at most so many characters; an ellipsis says that there was more."""
    return text if len(text) <= chars else f"{text[: chars - 1].rstrip()}…"


def _escaped(text: str) -> str:
    escaped = _TAG.sub(r"\\<", discord.utils.escape_markdown(text))
    return discord.utils.escape_mentions(_HEADING.sub(r"\1\\\2", escaped))


def _container(items: Iterable[Item], message: Message, people: Theirs) -> "ui.Container[Any]":
    """Return a message's items with its small print under them."""
    container: ui.Container[Any] = ui.Container(accent_colour=ACCENT)
    for item in items:
        container.add_item(item)
    small_print = _said(message.footer, people)
    if small_print:
        container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay(_small(small_print)))
    return container


def _fits(container: "ui.Container[Any]") -> bool:
    within = sum(1 for _ in container.walk_children())
    return within < COMPONENTS_AT_MOST and container.content_length() <= TEXT_AT_MOST_CHARS


def _beside(message: Message, controls: Sequence[Control], people: Theirs, names: Names) -> Iterator[Item]:
    """Yield each paragraph with its own buttons: one stands beside it, several in a row right under it."""
    if message.title:
        yield ui.TextDisplay(f"### {plain(message.title)}")
    left = iter(controls)
    for paragraphs, number in in_parts(message):
        said = _paragraphs(paragraphs, people)
        match [*islice(left, number)]:
            case [(custom_id, MessageButton() as button)]:
                yield ui.Section(said or SOMEBODY, accessory=_button(custom_id, button, button.brief))
            case own:
                if said:
                    yield ui.TextDisplay(said)
                yield from _rows(own, people, names, is_beside=True)
    yield from _files(message)
    yield from _rows([*left], people, names)


def _below(message: Message, controls: Sequence[Control], people: Theirs, names: Names) -> Iterator[Item]:
    """Yield all that is said and all controls under it; they lead where the message says so, right after the title."""
    texts = [ui.TextDisplay[Any](text) for text in _texts(message, people)]
    rows = [*_rows(controls, people, names)]
    leading = 1 if message.leads_with_controls else 0
    yield from (*texts[:leading], *rows[:leading], *texts[leading:], *_files(message), *rows[leading:])


def _files(message: Message) -> Iterator[Item]:
    return (ui.File(f"attachment://{attachment.name}") for attachment in message.attachments)


def _texts(message: Message, people: Theirs) -> Iterator[str]:
    room = TEXT_AT_MOST_CHARS - len(_small(_said(message.footer, people)))
    title = f"### {plain(message.title)}" if message.title else ""
    for text in filter(None, (title, _paragraphs(message.paragraphs, people))):
        if room > 0:
            yield clip(text, room)
        room -= len(text)


def _paragraphs(paragraphs: Iterable[Text], people: Theirs) -> str:
    return "\n\n".join(filter(None, (_said(paragraph, people) for paragraph in paragraphs)))


def _small(text: str) -> str:
    return "\n".join(f"-# {line}" for line in text.splitlines())


def _said(text: Text, people: Theirs) -> str:
    return "".join(_span(span, people) for span in text)


def _span(span: Span, people: Theirs) -> str:
    match span:
        case Plain():
            return plain(span.text)
        case Strong():
            return f"**{plain(span.text)}**" if span.text.strip() else span.text
        case Mention():
            theirs = people.get(span.member)
            return f"<@{theirs}>" if theirs else SOMEBODY
        case Moment():
            return f"<t:{int(span.at.timestamp())}:f>"
        case _:
            assert_never(span)


def _with_ids(controls: Iterable[MessageButton | MessageSelect], guild: int) -> list[Control]:
    """Return the controls with their ids, each once in the message."""
    return [(pack(guild, one.token, number), one) for one, number in numbered(controls)]


def _rows(
    controls: Iterable[Control], people: Theirs, names: Names, *, is_beside: bool = False
) -> Iterator["ui.ActionRow[Any]"]:
    """Yield the rows in reading order: a select has one for itself, up to five buttons share one."""
    buttons: list[ui.Button[Any]] = []
    for custom_id, control in controls:
        if isinstance(control, MessageButton):
            if len(buttons) == BUTTONS_A_ROW:
                yield ui.ActionRow(*buttons)
                buttons = []
            buttons.append(_button(custom_id, control, control.brief if is_beside else ""))
            continue
        if buttons:
            yield ui.ActionRow(*buttons)
            buttons = []
        select = _select(control, people, custom_id, names)
        if select is not None:
            yield ui.ActionRow(select)
    if buttons:
        yield ui.ActionRow(*buttons)


def _button(custom_id: str, button: MessageButton, brief: str) -> "ui.Button[Any]":
    label = clip(brief or button.label, LABEL_AT_MOST_CHARS)
    return ui.Button(label=label, style=STYLES[button.style], custom_id=custom_id)


def _select(
    select: MessageSelect, people: Theirs, custom_id: str, names: Names, *, is_in_form: bool = False
) -> "ui.Select[Any] | ui.UserSelect[Any] | None":
    """Return a list to choose from; None for one without entries, which Discord does not take."""
    placeholder = clip(select.placeholder, PLACEHOLDER_AT_MOST_CHARS) or None
    if select.picks_people:
        return ui.UserSelect(
            custom_id=custom_id,
            placeholder=placeholder,
            min_values=select.at_least,
            max_values=select.at_most,
            required=is_in_form and select.at_least > 0,
        )
    if not select.options:
        return None
    return ui.Select(
        custom_id=custom_id,
        placeholder=placeholder,
        min_values=min(select.at_least, len(select.options)),
        max_values=min(select.at_most, len(select.options)),
        options=[_option(option, people, names) for option in select.options],
        required=is_in_form and select.at_least > 0,
    )


def _channel_field(select: MessageSelect, guild: int) -> "ui.Label[Any]":
    """Return Discord's own list of channels; while it is empty it shows the option that is none."""
    may_be_empty = bool(select.if_empty)
    chosen = [option.value for option in select.options if option.is_chosen and option.value != NOWHERE]
    nowhere = next((option.label for option in select.options if option.value == NOWHERE), select.placeholder)
    picker: ui.ChannelSelect[Any] = ui.ChannelSelect(
        custom_id=pack(guild, select.token),
        channel_types=[*(HOLD_ROOMS if select.token == Token.SETUP_ROOMS else HOLD_WORDS)],
        placeholder=clip(nowhere, PLACEHOLDER_AT_MOST_CHARS),
        min_values=0 if may_be_empty else select.at_least,
        max_values=select.at_most,
        required=not may_be_empty,
        default_values=[discord.Object(int(one)) for one in chosen],
    )
    return ui.Label(
        text=clip(select.placeholder, FORM_TITLE_AT_MOST_CHARS),
        description=clip(select.if_empty, DESCRIPTION_AT_MOST_CHARS) or None,
        component=picker,
    )


def _option(option: MessageOption, people: Theirs, names: Names) -> discord.SelectOption:
    label = option.label
    if option.member is not None:
        label = names.get(people.get(option.member, ""), "") or label or SOMEBODY
    return discord.SelectOption(
        label=clip(label, OPTION_AT_MOST_CHARS),
        value=option.value,
        description=clip(option.description, OPTION_AT_MOST_CHARS) or None,
        emoji=option.emoji or None,
        default=option.is_chosen,
    )


def _field(field: MessageSelect | MessageTextField, people: Theirs, guild: int, names: Names) -> "ui.Label[Any]":
    custom_id = pack(guild, field.token)
    if isinstance(field, MessageSelect):
        select = _select(field, people, custom_id, names, is_in_form=True)
        assert select is not None, "a form's list always has entries"
        return ui.Label(text=clip(field.placeholder, FORM_TITLE_AT_MOST_CHARS), component=select)
    is_long = field.at_most_chars > ONE_LINE_AT_MOST_CHARS
    written: ui.TextInput[Any] = ui.TextInput(
        custom_id=custom_id,
        style=discord.TextStyle.paragraph if is_long else discord.TextStyle.short,
        required=field.is_required,
        max_length=field.at_most_chars,
        default=field.starts_with or None,
    )
    return ui.Label(text=clip(field.label, FORM_TITLE_AT_MOST_CHARS), component=written)
