"""What the sandbox's chat workspace is made of: people, places, messages. Plain values, as a platform would keep them.

Nothing here knows of circles. A ``marker`` is a text that the bot may hang on what it makes, to find it again; a
``nonce`` lets the workspace see that a message was sent before. The page's JSON is made of the typed dictionaries.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, NotRequired, TypedDict

BOT = "B1"
"""The bot's own id among the people's."""


class PlaceKind(StrEnum):
    """Where messages can be."""

    CHANNEL = "channel"
    """Everybody sees it."""
    ROOM = "room"
    """Only those let in see it, or know of it."""
    DIRECT = "direct"
    """One person and the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in the workspace; ``colour`` (from 0) picks one of the page's avatar colours."""

    id: str
    name: str
    home: str
    timezone: str
    locale: str
    colour: int
    is_steward: bool = False
    is_here: bool = True
    """Whether they are in the community; who has left may come back by doing anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel, a private room, or direct messages. A channel without ``members`` is everybody's."""

    id: str
    kind: PlaceKind
    name: str
    topic: str = ""
    members: frozenset[str] = frozenset()
    marker: str = ""
    is_archived: bool = False

    def is_seen_by(self, person_id: str) -> bool:
        """Tell whether somebody sees it at all."""
        return person_id in self.members or (self.kind is PlaceKind.CHANNEL and not self.members)


class PlainSpan(TypedDict):
    """Words as they are."""

    kind: Literal["plain", "strong"]
    text: str


class MentionSpan(TypedDict):
    """A person's name, shown as the page shows names."""

    kind: Literal["mention"]
    person: str


class MomentSpan(TypedDict):
    """A time, shown in the reader's time zone."""

    kind: Literal["moment"]
    at: str
    fallback: str


Span = PlainSpan | MentionSpan | MomentSpan


class ButtonControl(TypedDict):
    """Something to tap."""

    kind: Literal["button"]
    token: str
    label: str
    style: str
    brief: NotRequired[str]


class ChoiceOption(TypedDict):
    """One entry of a select; with a ``person`` it is shown as their name, else (empty) as ``label``."""

    value: str
    label: str
    person: str
    emoji: str
    description: str
    is_chosen: bool


class SelectControl(TypedDict):
    """A list to choose from."""

    kind: Literal["select"]
    token: str
    placeholder: str
    options: list[ChoiceOption]
    at_least: int
    at_most: int
    picks_people: NotRequired[bool]


class TextControl(TypedDict):
    """A line or two to write in a form."""

    kind: Literal["text"]
    token: str
    label: str
    at_most_chars: int
    is_required: bool
    starts_with: str


Control = ButtonControl | SelectControl


class File(TypedDict):
    """A file that goes with a direct message; ``href`` holds all of it (a data: address)."""

    name: str
    href: str


class Body(TypedDict):
    """A message with more than words in it, as apps may send it."""

    title: str
    paragraphs: list[list[Span]]
    controls: list[Control]
    footer: list[Span]
    preview: str
    leads_with_controls: NotRequired[bool]
    attachments: NotRequired[list[File]]
    beside: NotRequired[list[int]]
    """How many of the controls, from the first on, stand beside each of the paragraphs, from the first on."""


class Form(TypedDict):
    """Fields to fill in together; ``id`` is given by the workspace when it is shown to somebody."""

    id: NotRequired[str]
    token: str
    title: str
    intro: str
    fields: list[SelectControl | TextControl]
    submit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message. People's have ``text``, the bot's a ``body``; with ``only_for`` nobody else sees it."""

    id: str
    number: int
    place: str
    author: str
    at: datetime
    text: str = ""
    body: Body | None = None
    only_for: str | None = None
    marker: str = ""
    nonce: str = ""
    pings: frozenset[str] = field(default_factory=frozenset)
    version: int = 1

    @property
    def controls(self) -> tuple[Control, ...]:
        """What can be tapped or chosen in it, in reading order."""
        return tuple(self.body["controls"]) if self.body else ()

    @property
    def tokens(self) -> tuple[str, ...]:
        """The tokens of its controls, in reading order."""
        return tuple(control["token"] for control in self.controls)

    @property
    def words(self) -> str:
        """All its words in a row, without names and times (tests look for what was said)."""
        if self.body is None:
            return self.text
        spans = [span for paragraph in [*self.body["paragraphs"], self.body["footer"]] for span in paragraph]
        texts = [span["text"] for span in spans if span["kind"] == "plain" or span["kind"] == "strong"]
        return " ".join(part for part in (self.body["title"], "".join(texts)) if part)
