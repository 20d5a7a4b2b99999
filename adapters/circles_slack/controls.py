"""What people tap, choose from and write into, as Block Kit's elements: pure, and made once where nothing changes."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ExternalDataSelectElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    SectionBlock,
    StaticMultiSelectElement,
    StaticSelectElement,
    UserMultiSelectElement,
    UserSelectElement,
)

from circles_bot.engine.ids import MemberId
from circles_bot.engine.notes import Style
from circles_bot.words.message import MessageButton, MessageOption, MessageSelect, MessageTextField, numbered
from circles_slack.custom_ids import pack

LABEL_AT_MOST_CHARS = 75
PLACEHOLDER_AT_MOST_CHARS = 150
FIELD_LABEL_AT_MOST_CHARS = 150
OPTIONS_AT_MOST = 100
BUTTONS_A_ROW = 5
ONE_LINE_AT_MOST_CHARS = 100
"""A longer field of a form gets several lines."""
WRITTEN_AT_MOST_CHARS = 3_000
SOMEBODY = "…"
"""Stands for a person whose name is not known here (they have left), and for words that are not there."""

STYLES = {Style.MAIN: "primary", Style.PLAIN: None, Style.QUIET: None}

Theirs = Mapping[MemberId, str]
"""The people's ids on Slack."""
Names = Mapping[str, str]
"""Display names by Slack's ids."""
Json = dict[str, Any]
Control = tuple[str, MessageButton | MessageSelect]
"""A control with its id."""
_Looks = tuple[str, str, str | None, str | None]
"""A button's id, label, style, and what is heard where the label is a brief one."""


def clip(text: str, chars: int) -> str:
    """Return at most so many characters; an ellipsis says that there was more."""
    return text if len(text) <= chars else f"{text[: chars - 1].rstrip()}…"


def plain(text: str) -> PlainTextObject:
    """Return words as they are: ``:smile:`` in them stays that."""
    return PlainTextObject(text=text if text.strip() else SOMEBODY, emoji=False)


def render_options(options: Iterable[MessageOption]) -> list[Json]:
    """Return what is offered while somebody types."""
    return [_option(option, {}, {}).to_dict() for option in islice(options, OPTIONS_AT_MOST)]


def with_ids(controls: Iterable[MessageButton | MessageSelect], team: str) -> list[Control]:
    """Return the controls with their ids, each once in the message."""
    return [(pack(team, one.token, number), one) for one, number in numbered(controls)]


def rows_of(controls: Iterable[Control], people: Theirs, names: Names, *, is_beside: bool = False) -> Iterator[Json]:
    """Yield the rows of a message in reading order: a list has one for itself, up to five buttons share one."""
    buttons: list[_Looks] = []
    for action_id, control in controls:
        if isinstance(control, MessageButton):
            if len(buttons) == BUTTONS_A_ROW:
                yield _button_row(tuple(buttons))
                buttons = []
            buttons.append(_looks(action_id, control, control.brief if is_beside else ""))
            continue
        if buttons:
            yield _button_row(tuple(buttons))
            buttons = []
        yield from _select_row(control, people, action_id, names)
    if buttons:
        yield _button_row(tuple(buttons))


def button_beside(action_id: str, button: MessageButton) -> Json:
    """Return a button that stands beside what it is about: brief, and at full length for who hears it read."""
    return _button_alone(_looks(action_id, button, button.brief))


def _looks(action_id: str, button: MessageButton, brief: str) -> _Looks:
    label = clip(button.label, LABEL_AT_MOST_CHARS)
    shown = clip(brief, LABEL_AT_MOST_CHARS)
    return action_id, shown or label, STYLES[button.style], label if shown else None


@lru_cache(maxsize=4_096)
def _button_row(buttons: tuple[_Looks, ...]) -> Json:
    return ActionsBlock(elements=[_button(one) for one in buttons]).to_dict()


@lru_cache(maxsize=4_096)
def _button_alone(looks: _Looks) -> Json:
    return _button(looks).to_dict()


def _button(looks: _Looks) -> ButtonElement:
    action_id, label, style, heard = looks
    return ButtonElement(text=plain(label), action_id=action_id, style=style, accessibility_label=heard)


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
    said = plain(clip(select.placeholder, LABEL_AT_MOST_CHARS))  # several can be chosen in a section only
    return SectionBlock(text=said, accessory=element).to_dict()


def _select(select: MessageSelect, people: Theirs, action_id: str, names: Names) -> InputInteractiveElement | None:
    """Return a list to choose from; one from which nothing may be chosen has to be Slack's for several."""
    placeholder = plain(clip(select.placeholder, PLACEHOLDER_AT_MOST_CHARS))
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
    placeholder = plain(clip(select.placeholder, PLACEHOLDER_AT_MOST_CHARS))
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
        text=plain(clip(shown, LABEL_AT_MOST_CHARS)),
        description=plain(description) if description.strip() else None,
    )


def inputs_of(
    fields: Iterable[MessageSelect | MessageTextField],
    people: Theirs,
    team: str,
    names: Names,
    typed: Collection[str],
) -> Iterator[InputBlock]:
    """Yield the fields of a form; in those that are ``typed`` one looks for an entry by typing."""
    for field in fields:
        action_id = pack(team, field.token)
        if isinstance(field, MessageTextField):
            yield InputBlock(
                label=plain(clip(field.label, FIELD_LABEL_AT_MOST_CHARS)),
                element=_written(field, action_id),
                optional=not field.is_required,
            )
            continue
        element = _typed(field, action_id) if field.token in typed else _select(field, people, action_id, names)
        if element is not None:
            label = plain(clip(field.placeholder, FIELD_LABEL_AT_MOST_CHARS))
            yield InputBlock(label=label, element=element, optional=field.at_least == 0)


def _written(field: MessageTextField, action_id: str) -> PlainTextInputElement:
    at_most = min(field.at_most_chars, WRITTEN_AT_MOST_CHARS)
    return PlainTextInputElement(
        action_id=action_id,
        initial_value=clip(field.starts_with, at_most) or None,
        multiline=at_most > ONE_LINE_AT_MOST_CHARS,
        max_length=at_most,
    )
