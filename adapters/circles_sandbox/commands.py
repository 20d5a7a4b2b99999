"""The commands as the page's composer offers them, made from the one list; their words are in the locale files."""

from typing import TypedDict

from circles_bot.commands import COMMANDS, OptionKind, Typed, Who
from circles_bot.engine.notes import Line
from circles_bot.taps import LONGEST_PAUSE_WEEKS
from circles_bot.words.catalog import Catalog
from circles_sandbox.model import Person


class CommandOffer(TypedDict):
    """One command in the composer's list; ``option`` is empty for a command without one."""

    text: str
    description: str
    option: str


def offers_for(person: Person, catalog: Catalog) -> list[CommandOffer]:
    """Return what a person may type, in the order of the list."""
    return [
        {
            "text": f"/{command.group} {command.name}",
            "description": catalog.text(command.words_key, {}, locale=person.locale) or "",
            "option": command.typed_options[0].name if command.typed_options else "",
        }
        for command in COMMANDS
        if command.who is Who.ANYONE or person.is_steward
    ]


def refusal_of(typed: Typed, person: Person) -> Line | None:
    """Return what to say to a command that is none; None where there is one.

    Whether it is this person's the engine says: it knows whom a steward has named.
    """
    if typed.command is not None:
        return None
    if typed.nearest is not None:
        meant = f"/{typed.nearest.group} {typed.nearest.name}"
        return Line(key="sorry-did-you-mean", args={"command": meant})
    usable = [command for command in COMMANDS if command.who is Who.ANYONE or person.is_steward]
    names = ", ".join(f"/{command.group} {command.name}" for command in usable)
    return Line(key="sorry-unknown-command", args={"commands": names})


def unusable_option(typed: Typed) -> Line:
    """Return what to say when a command's option could not be used."""
    if typed.command and any(option.kind is OptionKind.WEEKS for option in typed.command.options):
        return Line(key="sorry-weeks", args={"most": LONGEST_PAUSE_WEEKS})
    if typed.command and any(option.kind is OptionKind.PEOPLE for option in typed.command.options):
        return Line(key="sorry-people")
    return Line(key="sorry-option", args={"option": " ".join(typed.options.values())})
