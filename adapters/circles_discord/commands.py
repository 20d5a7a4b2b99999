"""The commands as Discord takes them, made from the one list; their words are in the locale files."""

from collections.abc import Mapping, Sequence
from typing import Any

from circles_bot.commands import COMMANDS, Command, CommandOption, OptionKind
from circles_bot.taps import LONGEST_PAUSE_WEEKS
from circles_bot.words.catalog import Catalog
from circles_discord.channels import HOLD_ROOMS, HOLD_WORDS

SUB_COMMAND, TEXT, WHOLE_NUMBER, PERSON, CHANNEL = 1, 3, 4, 6, 7
"""Discord's kinds of options."""
TYPED, ON_A_PERSON = 1, 2
"""Discord's kinds of commands."""
IN_SERVERS, IN_DIRECT_MESSAGES = 0, 1
LANGUAGES: Mapping[str, Sequence[str]] = {"es": ("es-ES", "es-419")}
"""Which of Discord's languages one of ours serves; English is what all others see."""
DESCRIPTION_AT_MOST_CHARS = 100
NAME_AT_MOST_CHARS = 32
ABOUT_A_SERVER = frozenset({"steward"})
"""Groups that make no sense outside of a server."""
MENU = "menu-avoid"
SEVERAL_PEOPLE = "people"
"""A command that takes several people asks for them by its form: an option of Discord's holds one."""

CHANNELS_FOR = {"board": HOLD_WORDS, "rooms": HOLD_ROOMS}
"""Which of Discord's kinds of channels an option offers."""

Payload = dict[str, Any]


def payloads(catalog: Catalog) -> list[Payload]:
    """Return everything that is to be registered, as Discord's API takes it."""
    groups = list(dict.fromkeys(command.group for command in COMMANDS))
    return [*(_group(group, catalog) for group in groups), _menu(catalog)]


def differs(wanted: Sequence[Payload], found: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether what is registered is not what is wanted: what Discord adds of its own does not count."""
    there = {(entry["type"], entry["name"]): entry for entry in found}
    return len(there) != len(wanted) or not all(
        _holds(there.get((entry["type"], entry["name"])), entry) for entry in wanted
    )


def _options(command: Command) -> tuple[CommandOption, ...]:
    return tuple(option for option in command.options if option.name != SEVERAL_PEOPLE)


def _group(group: str, catalog: Catalog) -> Payload:
    return {
        "type": TYPED,
        **_named(catalog, group, f"command-{group}"),
        **_described(catalog, f"command-{group}"),
        "contexts": [IN_SERVERS] if group in ABOUT_A_SERVER else [IN_SERVERS, IN_DIRECT_MESSAGES],
        "integration_types": [0],
        "options": [_command(command, catalog) for command in COMMANDS if command.group == group],
    }


def _menu(catalog: Catalog) -> Payload:
    return {
        "type": ON_A_PERSON,
        "name": (catalog.text(MENU, {}, locale="en") or MENU)[:NAME_AT_MOST_CHARS],
        "name_localizations": _localised(catalog, MENU, NAME_AT_MOST_CHARS),
        "contexts": [IN_SERVERS],
        "integration_types": [0],
    }


def _command(command: Command, catalog: Catalog) -> Payload:
    return {
        "type": SUB_COMMAND,
        **_named(catalog, command.name, command.words_key),
        **_described(catalog, command.words_key),
        "options": [_option(option, catalog) for option in _options(command)],
    }


def _option(option: CommandOption, catalog: Catalog) -> Payload:
    payload: Payload = {
        "type": TEXT,
        **_named(catalog, option.name, f"option-{option.name}"),
        **_described(catalog, f"option-{option.name}"),
        "required": option.is_required,
    }
    match option.kind:
        case OptionKind.INTEREST:
            payload["autocomplete"] = True
        case OptionKind.WEEKS:
            payload |= {"type": WHOLE_NUMBER, "min_value": 0, "max_value": LONGEST_PAUSE_WEEKS}
        case OptionKind.PEOPLE:
            payload["type"] = PERSON
        case OptionKind.PLACE:
            payload |= {"type": CHANNEL, "channel_types": [kind.value for kind in CHANNELS_FOR[option.name]]}
        case OptionKind.TEXT:
            pass
    return payload


def _described(catalog: Catalog, key: str) -> Payload:
    return {
        "description": (catalog.text(key, {}, locale="en") or key)[:DESCRIPTION_AT_MOST_CHARS],
        "description_localizations": _localised(catalog, key, DESCRIPTION_AT_MOST_CHARS),
    }


def _named(catalog: Catalog, name: str, key: str) -> Payload:
    """Return a name with what it is called in other languages; what comes back in an interaction is ``name``."""
    return {"name": name, "name_localizations": _localised(catalog, key, NAME_AT_MOST_CHARS, "name")}


def _localised(catalog: Catalog, key: str, at_most: int, attribute: str | None = None) -> dict[str, str]:
    return {
        theirs: text[:at_most]
        for ours, locales in LANGUAGES.items()
        if (text := catalog.text(key, {}, locale=ours, attribute=attribute))
        for theirs in locales
    }


def _holds(found: object, wanted: object) -> bool:
    """Tell whether all that is wanted is found; an empty wish may also be absent, or nothing."""
    if isinstance(wanted, Mapping):
        return isinstance(found, Mapping) and all(_holds(found.get(key), value) for key, value in wanted.items())
    if isinstance(wanted, list):
        entries = found or []
        return (
            isinstance(entries, list)
            and len(entries) == len(wanted)
            and all(_holds(one, other) for one, other in zip(entries, wanted, strict=True))
        )
    return found == wanted or (wanted is False and found is None)
