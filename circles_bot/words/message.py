"""The neutral message: words chosen and numbers in place, not yet any platform's format.

Spans keep people's own words apart from ours, so that an adapter can neutralise markup and mentions in theirs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count, repeat

from circles_bot.engine.ids import MemberId
from circles_bot.engine.notes import Style


@dataclass(frozen=True, slots=True)
class Plain:
    """Words to show as they are: markup in them means nothing."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words to show in bold."""

    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A person, shown the platform's own way."""

    member: MemberId


@dataclass(frozen=True, slots=True)
class Moment:
    """A time, shown in the reader's own time zone where the platform can; ``fallback`` where it cannot."""

    at: datetime
    fallback: str


Span = Plain | Strong | Mention | Moment
Text = tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageButton:
    """A button; ``token`` comes back when it is tapped."""

    token: str
    label: str
    style: Style
    brief: str = ""
    """What it may be called right beside the paragraph that it belongs to; empty where ``label`` is brief enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageOption:
    """One entry of a select; with a ``member`` it is shown as that person's name, or as ``label`` if there is none."""

    value: str
    label: str
    member: MemberId | None = None
    emoji: str = ""
    description: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSelect:
    """A list to choose from; ``token`` and the chosen values come back."""

    token: str
    placeholder: str
    options: tuple[MessageOption, ...]
    at_least: int
    at_most: int
    picks_people: bool = False
    """Whether the platform offers the community's people instead of options of ours."""
    picks_places: bool = False
    """Whether the platform offers its channels instead, where it can; the chosen option is chosen there."""
    if_empty: str = ""
    """What choosing no channel there means; empty where one has to be chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTextField:
    """A line or two to write in a form; ``token`` and the text come back."""

    token: str
    label: str
    at_most_chars: int
    is_required: bool
    starts_with: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with a message to one person; never to a room."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message: an optional title, paragraphs, controls in reading order, small print, a notification's preview."""

    title: str
    paragraphs: tuple[Text, ...]
    controls: tuple[MessageButton | MessageSelect, ...]
    footer: Text
    preview: str
    leads_with_controls: bool = False
    """Whether the controls come before the paragraphs."""
    attachments: tuple[Attachment, ...] = ()
    beside: tuple[int, ...] = ()
    """How many of the controls belong to each paragraph, as in :class:`circles_bot.engine.notes.Note`."""


def numbered(
    controls: Iterable[MessageButton | MessageSelect],
) -> Iterator[tuple[MessageButton | MessageSelect, int]]:
    """Yield each control with how many of its token came before it: the two together are in a message once."""
    seen: dict[str, count[int]] = {}
    for control in controls:
        yield control, next(seen.setdefault(control.token, count()))


def in_parts(message: Message) -> Iterator[tuple[tuple[Text, ...], int]]:
    """Yield the paragraphs in order: each that has buttons by itself and how many, what stands between them with 0."""
    between: list[Text] = []
    for paragraph, buttons in zip(message.paragraphs, chain(message.beside, repeat(0)), strict=False):
        if not buttons:
            between.append(paragraph)
            continue
        if between:
            yield tuple(between), 0
            between = []
        yield (paragraph,), buttons
    if between:
        yield tuple(between), 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageForm:
    """Fields to fill in together (a modal)."""

    token: str
    title: str
    intro: str
    fields: tuple[MessageSelect | MessageTextField, ...]
    submit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateReply:
    """The private answer to an act; ``replaces`` as in :class:`circles_bot.engine.notes.Reply`.

    ``people`` maps everybody mentioned in it, or to be chosen from, to the platform's id.
    """

    content: Message | MessageForm
    replaces: bool
    people: tuple[tuple[MemberId, str], ...] = ()
