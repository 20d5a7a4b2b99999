"""What the bot says, before it is words.

A :class:`Note` names an entry of the locale files and what goes into it; ``circles_bot.words.compose`` turns it into a
neutral ``Message`` in the reader's language, and an adapter renders that. The engine holds no text that people read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from circles_bot.engine.ids import MemberId, PromptId


@dataclass(frozen=True, slots=True)
class Mentions:
    """People, shown the platform's own way (a mention that never pings unless the effect says so)."""

    members: tuple[MemberId, ...]


@dataclass(frozen=True, slots=True)
class PromptText:
    """The text of a prompt, in the reader's language."""

    prompt: PromptId


@dataclass(frozen=True, slots=True)
class PromptAnswer:
    """The text of a prompt's answer ``choice`` (from 0), in the reader's language."""

    prompt: PromptId
    choice: int


@dataclass(frozen=True, slots=True)
class Entry:
    """Another entry of the locale files, to stand inside this one."""

    key: str


Argument = str | int | datetime | Mentions | PromptText | PromptAnswer | Entry


class Style(StrEnum):
    """How much a button asks to be pressed."""

    MAIN = "main"
    PLAIN = "plain"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry of the locale files with its arguments."""

    key: str
    args: Mapping[str, Argument] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something to tap. ``token`` is an action of ``circles_bot.taps``, at most 100 characters."""

    token: str
    label: Line
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One entry of a select: ``label`` as people wrote it, or an entry of the locale files; emoji may be empty.

    So is ``value``, which comes back when it is chosen: an entry where what is chosen is a word of the reader's.

    With a ``member`` it is shown as that person's name, and ``label`` only where the platform has none.
    """

    value: str | Line
    label: str | Line
    member: MemberId | None = None
    emoji: str = ""
    description: Line | None = None
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """A list to choose from (at most 25 options, both platforms' smaller limit is Discord's).

    With ``picks_people`` it has no options of its own: the platform offers the community's people, and what comes back
    are their member ids (``circles_bot.taps.Tap.people`` says who they are).

    With ``picks_places`` the options are channels, and a platform that lists all of its own may show that list instead,
    with the chosen option chosen in it. Where an option is no channel (``pilots.EVERYBODY``), choosing none stands for
    it there, and ``if_empty`` says what that means.
    """

    token: str
    placeholder: Line
    options: tuple[Option, ...] = ()
    at_least: int = 1
    at_most: int = 1
    picks_people: bool = False
    picks_places: bool = False
    if_empty: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField:
    """A line or two to write, in a form; ``starts_with`` stands in it already."""

    token: str
    label: Line
    at_most_chars: int
    is_required: bool = True
    starts_with: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Who tapped which answer so far, shown to the room under a prompt."""

    label: Line
    members: tuple[MemberId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something to say to one person or one room, with what can be done about it, in reading order."""

    key: str
    args: Mapping[str, Argument] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    """Further paragraphs, one each (a list of wishes, the board's interests)."""
    tallies: tuple[Tally, ...] = ()
    controls: tuple[Button | Select, ...] = ()
    beside: tuple[int, ...] = ()
    """How many of the controls, from the first on, belong to each of the lines, from the first on.

    Those are buttons, and stand beside their line or right under it; the other controls come at the end. Where a
    message cannot hold that, all do, so each label says what it is about; its entry may have a ``brief`` for beside
    the line.
    """
    footer: Line | None = None
    """Small print: who can see this, how to get fewer."""
    leads_with_controls: bool = False
    """Whether the controls come right after the title, before anything is said (the board)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A few fields filled in together (a modal); what was chosen or written arrives as values by field token.

    At most five fields: Discord's modals take no more.
    """

    token: str
    key: str
    fields: tuple[Select | TextField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The private answer to what somebody just did.

    With ``replaces`` the message whose button was tapped becomes this one (in a direct message or a private answer),
    so that nothing dangling stays; in public places it is always an answer of its own.
    """

    content: Note | Form
    replaces: bool = False
