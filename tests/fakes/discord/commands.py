"""Application commands: what Discord takes when they are synced, and how a typed one becomes data."""

import re
from collections.abc import Iterator, Mapping, Sequence

from tests.fakes.discord.refusals import JSON, FieldErrors, RefusalError
from tests.fakes.discord.world import World

CHAT, USER, MESSAGE = 1, 2, 3
MOST_OF = {CHAT: 100, USER: 15, MESSAGE: 15}
SUB, GROUP = 1, 2
STRING, INTEGER, BOOLEAN, USER_OPTION, CHANNEL, ROLE, MENTIONABLE, NUMBER = 3, 4, 5, 6, 7, 8, 9, 10
SNOWFLAKES = (USER_OPTION, CHANNEL, ROLE, MENTIONABLE)
MAX_OPTIONS, MAX_CHOICES, MAX_CHARACTERS = 25, 25, 8000
NAME = re.compile(r"[-_'\w]{1,32}")
LOCALES = frozenset(
    (
        *(
            "id",
            "da",
            "de",
            "en-GB",
            "en-US",
            "es-ES",
            "es-419",
            "fr",
            "hr",
            "it",
            "lt",
            "hu",
            "nl",
            "no",
            "pl",
            "pt-BR",
        ),
        *("ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko"),
    )
)


def replace_all(world: World, known: Sequence[JSON], forms: Sequence[JSON]) -> list[JSON]:
    """Return the commands after a bulk overwrite; one whose kind and name were there keeps its id."""
    _check(forms)
    ids = {(one["type"], one["name"]): one["id"] for one in known}
    return [_kept(world, form, ids) for form in forms]


def _kept(world: World, form: JSON, ids: Mapping[tuple[int, str], str]) -> JSON:
    kind = form.get("type") or CHAT
    defaults: JSON = {
        "name_localizations": None,
        "description_localizations": None,
        "default_member_permissions": None,
        "contexts": None,
        "integration_types": [0],
        "nsfw": False,
        "dm_permission": True,
    }
    made = (
        defaults
        | {key: it for key, it in form.items() if it is not None}
        | {"type": kind, "description": form.get("description") or ""}
    )
    made["id"] = ids.get((kind, form["name"])) or str(world.new_id())
    made |= {"application_id": str(world.bot.id), "version": str(world.new_id())}
    if isinstance(made["default_member_permissions"], int):
        made["default_member_permissions"] = str(made["default_member_permissions"])
    return made


def _check(forms: Sequence[JSON]) -> None:
    errors = FieldErrors()
    seen: set[tuple[int, str]] = set()
    for kind, most in MOST_OF.items():
        if sum((form.get("type") or CHAT) == kind for form in forms) > most:
            raise RefusalError(30032)
    for number, form in enumerate(forms):
        kind = form.get("type") or CHAT
        _check_names(errors, form, str(number), is_chat=kind == CHAT)
        if (kind, form.get("name", "")) in seen:
            errors.add(f"{number}.name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Option duplicate name")
        seen.add((kind, form.get("name", "")))
        _check_options(errors, form.get("options") or [], f"{number}.options", depth=0)
        if sum(_characters(form)) > MAX_CHARACTERS:
            errors.add(str(number), "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({MAX_CHARACTERS})")
    errors.raise_if_any()


def _check_names(errors: FieldErrors, form: JSON, path: str, *, is_chat: bool) -> None:
    _check_name(errors, form.get("name"), f"{path}.name", is_chat=is_chat)
    if is_chat:
        errors.check_length(f"{path}.description", form.get("description"), 1, 100)
    elif form.get("description"):
        errors.add(f"{path}.description", "APPLICATION_COMMANDS_DESCRIPTION", "Context menus have no description")
    for locale, text in (form.get("name_localizations") or {}).items():
        _check_locale(errors, locale, f"{path}.name_localizations")
        _check_name(errors, text, f"{path}.name_localizations.{locale}", is_chat=is_chat)
    for locale, text in (form.get("description_localizations") or {}).items():
        _check_locale(errors, locale, f"{path}.description_localizations")
        errors.check_length(f"{path}.description_localizations.{locale}", text, 1, 100)


def _check_locale(errors: FieldErrors, locale: str, path: str) -> None:
    if locale not in LOCALES:
        errors.add(f"{path}.{locale}", "BASE_TYPE_CHOICES", "Not a locale")


def _check_name(errors: FieldErrors, name: object, path: str, *, is_chat: bool) -> None:
    errors.check_length(path, name, 1, 32)
    if is_chat and isinstance(name, str) and (not NAME.fullmatch(name) or name != name.lower()):
        errors.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _check_options(errors: FieldErrors, options: Sequence[JSON], path: str, *, depth: int) -> None:
    if len(options) > MAX_OPTIONS:
        errors.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {MAX_OPTIONS} or fewer in length.")
    if len({one.get("name") for one in options}) < len(options):
        errors.add(path, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option name is used twice")
    may_need = True
    for number, one in enumerate(options):
        here = f"{path}.{number}"
        _check_names(errors, one, here, is_chat=True)
        if one["type"] in (SUB, GROUP):
            if depth > (0 if one["type"] == GROUP else 1):
                errors.add(f"{here}.type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deep")
            _check_options(errors, one.get("options") or [], f"{here}.options", depth=depth + 1)
            continue
        if one.get("required") and not may_need:
            errors.add(
                here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options come before optional ones"
            )
        may_need = may_need and bool(one.get("required"))
        check_choices(errors, one.get("choices") or [], f"{here}.choices")
        if one.get("choices") and one.get("autocomplete"):
            errors.add(here, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE", "Choices and autocomplete exclude each other")


def check_choices(errors: FieldErrors, choices: Sequence[JSON], path: str) -> None:
    """Note what Discord would not take as choices, of an option or in answer to an autocompletion."""
    if len(choices) > MAX_CHOICES:
        errors.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {MAX_CHOICES} or fewer in length.")
    for number, one in enumerate(choices):
        errors.check_length(f"{path}.{number}.name", one.get("name"), 1, 100)
        if isinstance(one.get("value"), str):
            errors.check_length(f"{path}.{number}.value", one["value"], 1, 100)


def _characters(form: JSON) -> Iterator[int]:
    """Yield the sizes of all that counts, the longest localisation for each text."""
    for key in ("name", "description"):
        texts = [form.get(key) or "", *(form.get(f"{key}_localizations") or {}).values()]
        yield max(map(len, texts))
    for choice in form.get("choices") or []:
        yield len(str(choice.get("name", ""))) + len(str(choice.get("value", "")))
    for option in form.get("options") or []:
        yield from _characters(option)


def typed(
    command: JSON, words: Sequence[str], values: Mapping[str, object], *, focused: str | None = None
) -> list[JSON]:
    """Return a typed command's ``options``; an AssertionError tells what Discord's client would not let through."""
    if words:
        sub = next((it for it in command.get("options") or [] if it["name"] == words[0]), None)
        assert sub is not None, f"{words[0]!r} is not among {[it['name'] for it in command.get('options') or []]}"
        return [{"name": sub["name"], "type": sub["type"], "options": typed(sub, words[1:], values, focused=focused)}]
    declared = {one["name"]: one for one in command.get("options") or []}
    assert not any(one["type"] in (SUB, GROUP) for one in declared.values()), f"choose one of {list(declared)}"
    unknown = values.keys() - declared.keys()
    assert not unknown, f"no such options: {unknown}; there are {list(declared)}"
    if focused is None:
        missing = [name for name, one in declared.items() if one.get("required") and name not in values]
        assert not missing, f"required: {missing}"
    return [_typed(declared[name], value, is_focused=name == focused) for name, value in values.items()]


def _typed(option: JSON, value: object, *, is_focused: bool) -> JSON:
    if is_focused:
        assert option.get("autocomplete"), f"{option['name']} does not complete"
        return {"name": option["name"], "type": option["type"], "value": value, "focused": True}
    kind = option["type"]
    if kind in SNOWFLAKES:
        value = str(value)
    if option.get("choices"):
        chosen = [one["value"] for one in option["choices"] if value in (one["name"], one["value"])]
        assert chosen, f"{value!r} is not among the choices of {option['name']}"
        value = chosen[0]
    if kind in (INTEGER, NUMBER):
        assert isinstance(value, int | float)
        assert option.get("min_value", value) <= value <= option.get("max_value", value), f"{value} is out of range"
    if kind == STRING:
        assert isinstance(value, str)
        assert option.get("min_length", 0) <= len(value) <= option.get("max_length", 6000), f"{value!r} is out of range"
    return {"name": option["name"], "type": kind, "value": value}
