"""Every command, declared once: its name, options, who may use it, its help, and what it means.

Adapters make their platform's commands from :data:`COMMANDS` and hand back what was typed; names, descriptions and help
are entries of the locale files (``command-circles-join`` and so on), so that they can be localised.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from circles_bot.engine import events, questions
from circles_bot.engine.ids import CommunityId
from circles_bot.engine.model import Way
from circles_bot.taps import LONGEST_PAUSE_WEEKS, Meaning


class Who(StrEnum):
    """Who may use a command."""

    ANYONE = "anyone"
    STEWARDS = "stewards"


class OptionKind(StrEnum):
    """What an option holds: an open interest (autocompleted), a whole number of weeks, people, a place, or a few words.

    A place is only ever picked, never typed: where a platform has no picker for it there is no such option.
    """

    INTEREST = "interest"
    WEEKS = "weeks"
    PEOPLE = "people"
    PLACE = "place"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandOption:
    """One option of a command; weeks go from 0 to :data:`circles_bot.taps.LONGEST_PAUSE_WEEKS`."""

    name: str
    kind: OptionKind
    is_required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A command as somebody gave it, its options by name; ``people`` are those named in options that hold people."""

    community: CommunityId
    at: datetime
    actor: events.Actor
    key: str | None
    options: Mapping[str, str]
    places: Sequence[questions.Place] = ()
    people: Mapping[str, Sequence[events.Actor]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """``/<group> <name>``; ``means`` makes the event or question, or raises ``ValueError`` for an unusable option."""

    group: str
    name: str
    options: tuple[CommandOption, ...]
    who: Who
    means: Callable[[Call], Meaning]

    @property
    def words_key(self) -> str:
        """The entry of the locale files: its value is the description, ``.example`` one use of it."""
        return f"command-{self.group}-{self.name}"

    @property
    def typed_options(self) -> tuple[CommandOption, ...]:
        """The options that can be given in plain text."""
        return tuple(option for option in self.options if option.kind is not OptionKind.PLACE)

    def meaning_of(self, call: Call) -> Meaning | None:
        """Return the event or question that a call makes, or None where one of its options is not usable."""
        try:
            return self.means(call)
        except ValueError:
            return None


def _join(call: Call) -> Meaning:
    interest = call.options.get("interest", "").strip()
    if not interest:
        return questions.JoinAsked(community=call.community, at=call.at, actor=call.actor)
    return events.InterestJoined(
        community=call.community, at=call.at, key=call.key, actor=call.actor, interest=interest, way=Way.COMMAND
    )


def _leave(call: Call) -> Meaning:
    interest = call.options.get("interest", "").strip()
    if not interest:
        return questions.MineAsked(community=call.community, at=call.at, actor=call.actor)
    return events.InterestLeft(community=call.community, at=call.at, key=call.key, actor=call.actor, interest=interest)


def _pause(call: Call) -> Meaning:
    weeks = int(call.options.get("weeks", "4"))
    if not 0 <= weeks <= LONGEST_PAUSE_WEEKS:
        raise ValueError(weeks)
    return events.PauseChosen(community=call.community, at=call.at, key=call.key, actor=call.actor, weeks=weeks)


def _with(call: Call) -> Meaning:
    people = tuple(call.people.get("people", ()))
    if not people:
        return questions.WithFormAsked(community=call.community, at=call.at, actor=call.actor)
    topic = call.options.get("topic", "")
    return events.WithAsked(
        community=call.community, at=call.at, key=call.key, actor=call.actor, people=people, topic=topic
    )


def _hand_off(call: Call) -> Meaning:
    named = tuple(call.people.get("person", ()))
    if not named:
        return questions.HandOffWhoAsked(community=call.community, at=call.at, actor=call.actor)
    if len(named) > 1:
        raise ValueError(len(named))
    return events.HandOffAsked(
        community=call.community, at=call.at, key=call.key, actor=call.actor, other=named[0].member
    )


def _avoid(call: Call) -> Meaning:
    named = tuple(call.people.get("person", ()))
    if not named:
        return questions.AvoidedAsked(community=call.community, at=call.at, actor=call.actor)
    if len(named) > 1:
        raise ValueError(len(named))
    return events.PersonAvoided(community=call.community, at=call.at, key=call.key, actor=call.actor, other=named[0])


def _set_up(call: Call) -> Meaning:
    return questions.SetupAsked(
        community=call.community,
        at=call.at,
        actor=call.actor,
        places=tuple(call.places),
        board=call.options.get("board"),
        rooms=call.options.get("rooms"),
    )


def _pause_everything(call: Call, *, is_paused: bool) -> Meaning:
    return events.EverythingPaused(
        community=call.community, at=call.at, key=call.key, actor=call.actor, is_paused=is_paused
    )


def _propose(call: Call) -> Meaning:
    name = call.options.get("topic", "").strip()
    if not name:
        return questions.ProposeAsked(community=call.community, at=call.at, actor=call.actor)
    return events.TopicProposed(community=call.community, at=call.at, key=call.key, actor=call.actor, name=name)


COMMANDS_WITH_PLACES = frozenset({("steward", "setup"), ("steward", "settings")})
"""Group and name of those that show a steward the channels to choose from, which a platform has to be asked for."""

COMMANDS: tuple[Command, ...] = (
    Command(
        group="circles",
        name="join",
        options=(CommandOption(name="interest", kind=OptionKind.INTEREST, is_required=False),),
        who=Who.ANYONE,
        means=_join,
    ),
    Command(
        group="circles",
        name="leave",
        options=(CommandOption(name="interest", kind=OptionKind.INTEREST, is_required=False),),
        who=Who.ANYONE,
        means=_leave,
    ),
    Command(
        group="circles",
        name="mine",
        options=(),
        who=Who.ANYONE,
        means=lambda call: questions.MineAsked(community=call.community, at=call.at, actor=call.actor),
    ),
    Command(
        group="circles",
        name="me",
        options=(),
        who=Who.ANYONE,
        means=lambda call: questions.AboutMeAsked(community=call.community, at=call.at, actor=call.actor),
    ),
    Command(
        group="circles",
        name="pause",
        options=(CommandOption(name="weeks", kind=OptionKind.WEEKS, is_required=False),),
        who=Who.ANYONE,
        means=_pause,
    ),
    Command(
        group="circles",
        name="with",
        options=(
            CommandOption(name="people", kind=OptionKind.PEOPLE, is_required=False),
            CommandOption(name="topic", kind=OptionKind.TEXT, is_required=False),
        ),
        who=Who.ANYONE,
        means=_with,
    ),
    Command(
        group="circles",
        name="handoff",
        options=(CommandOption(name="person", kind=OptionKind.PEOPLE, is_required=False),),
        who=Who.ANYONE,
        means=_hand_off,
    ),
    Command(
        group="circles",
        name="avoid",
        options=(CommandOption(name="person", kind=OptionKind.PEOPLE, is_required=False),),
        who=Who.ANYONE,
        means=_avoid,
    ),
    Command(
        group="circles",
        name="export",
        options=(),
        who=Who.ANYONE,
        means=lambda call: events.MineExported(community=call.community, at=call.at, key=call.key, actor=call.actor),
    ),
    Command(
        group="circles",
        name="forget",
        options=(),
        who=Who.ANYONE,
        means=lambda call: questions.ForgetAsked(community=call.community, at=call.at, actor=call.actor),
    ),
    Command(
        group="circles",
        name="propose",
        options=(CommandOption(name="topic", kind=OptionKind.TEXT, is_required=False),),
        who=Who.ANYONE,
        means=_propose,
    ),
    Command(
        group="circles",
        name="help",
        options=(),
        who=Who.ANYONE,
        means=lambda call: questions.HelpAsked(community=call.community, at=call.at, actor=call.actor),
    ),
    Command(
        group="steward",
        name="setup",
        options=(
            CommandOption(name="board", kind=OptionKind.PLACE, is_required=False),
            CommandOption(name="rooms", kind=OptionKind.PLACE, is_required=False),
        ),
        who=Who.STEWARDS,
        means=_set_up,
    ),
    Command(
        group="steward",
        name="reports",
        options=(),
        who=Who.STEWARDS,
        means=lambda call: questions.ReportsAsked(community=call.community, at=call.at, actor=call.actor),
    ),
    Command(
        group="steward",
        name="hold",
        options=(),
        who=Who.STEWARDS,
        means=lambda call: questions.HoldAsked(community=call.community, at=call.at, actor=call.actor),
    ),
    Command(
        group="steward",
        name="settings",
        options=(),
        who=Who.STEWARDS,
        means=lambda call: questions.SettingsAsked(
            community=call.community, at=call.at, actor=call.actor, page=0, places=tuple(call.places)
        ),
    ),
    Command(
        group="steward",
        name="preview",
        options=(),
        who=Who.STEWARDS,
        means=lambda call: questions.PreviewAsked(community=call.community, at=call.at, actor=call.actor),
    ),
    Command(
        group="steward",
        name="status",
        options=(),
        who=Who.STEWARDS,
        means=lambda call: questions.StatusAsked(community=call.community, at=call.at, actor=call.actor),
    ),
    Command(
        group="steward",
        name="pause",
        options=(),
        who=Who.STEWARDS,
        means=lambda call: _pause_everything(call, is_paused=True),
    ),
    Command(
        group="steward",
        name="resume",
        options=(),
        who=Who.STEWARDS,
        means=lambda call: _pause_everything(call, is_paused=False),
    ),
    Command(
        group="steward",
        name="team",
        options=(),
        who=Who.STEWARDS,
        means=lambda call: questions.StewardsAsked(community=call.community, at=call.at, actor=call.actor),
    ),
    Command(
        group="steward",
        name="interests",
        options=(),
        who=Who.STEWARDS,
        means=lambda call: questions.InterestsAsked(community=call.community, at=call.at, actor=call.actor),
    ),
)

COMMAND_OF: Mapping[tuple[str, str], Command] = {(command.group, command.name): command for command in COMMANDS}
"""By group and name."""

BARE: Mapping[str, str] = {"circles": "help", "steward": "setup"}
"""What a group's name means alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A command read from plain text; ``command`` is None when there is no such one (``nearest`` may then help)."""

    command: Command | None
    options: Mapping[str, str]
    nearest: Command | None = None


def read_typed(text: str) -> Typed:
    """Read ``/circles join first job``: the words after the name are the value of the command's first option.

    A colon ends it where there is another: ``/circles with Ana, Emeka: letterpress``.
    """
    group, _, rest = text.strip().removeprefix("/").partition(" ")
    name, _, value = (rest.strip() or BARE.get(group.casefold(), "")).partition(" ")
    command = COMMAND_OF.get((group.casefold(), name.casefold()))
    if command is None:
        return Typed(command=None, options={}, nearest=_nearest(f"{group} {name}"))
    names = [option.name for option in command.typed_options]
    given = value.split(":", len(names) - 1) if names else []
    options = {name: text.strip() for name, text in zip(names, given, strict=False) if text.strip()}
    return Typed(command=command, options=options)


def _nearest(typed: str) -> Command | None:
    from rapidfuzz import fuzz, process  # only a slip of the pen needs it, and it costs start-up time

    names = {f"{command.group} {command.name}": command for command in COMMANDS}
    found = process.extractOne(typed, names.keys(), scorer=fuzz.ratio, score_cutoff=60)
    return names[found[0]] if found else None
