"""Components of messages and modals: Discord's limits (docs: components/reference), and the form they are kept in."""

from collections.abc import Iterator, Sequence
from itertools import count

from tests.fakes.discord.refusals import JSON, FieldErrors

ROW, BUTTON, SELECT, TEXT_INPUT, SECTION, TEXT, THUMBNAIL = 1, 2, 3, 4, 9, 10, 11
GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = 12, 13, 14, 17, 18
CHANNEL_SELECT = 8
PICKERS = (5, 6, 7, CHANNEL_SELECT)
SELECTS = (SELECT, *PICKERS)
IN_CONTAINERS = {ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR}
ON_TOP = IN_CONTAINERS | {CONTAINER}
IN_LABELS = {*SELECTS, TEXT_INPUT, 19, 21, 22, 23}
LINK = 5
MAX_COMPONENTS, MAX_TEXT, MAX_ROWS, MAX_BUTTONS, MAX_OPTIONS, MAX_IN_MODAL = 40, 4000, 5, 5, 25, 5
OF_SELECTS: JSON = {"min_values": 1, "max_values": 1}
DEFAULTS: dict[int, JSON] = {
    CONTAINER: {"accent_color": None, "spoiler": False},
    SEPARATOR: {"spacing": 1, "divider": True},
    THUMBNAIL: {"description": None, "spoiler": False},
    TEXT_INPUT: {"required": True},
    **dict.fromkeys(SELECTS, OF_SELECTS),
}


def every(components: Sequence[JSON]) -> Iterator[JSON]:
    """Yield all components, those inside others after the one that holds them."""
    for one in components:
        yield one
        yield from every(one.get("components", ()))
        yield from every([one[key] for key in ("accessory", "component") if one.get(key)])


def normalised(components: Sequence[JSON]) -> list[JSON]:
    """Return a copy with the ids and defaults that Discord fills in."""
    taken = {one["id"] for one in every(components) if one.get("id")}
    ids = (number for number in count(1) if number not in taken)
    return [_normalised(one, ids) for one in components]


def _without_nulls(one: JSON) -> JSON:
    """Return what is set, of an emoji as well."""
    kept = {key: value for key, value in one.items() if value is not None}
    if "emoji" in kept:
        kept["emoji"] = {key: value for key, value in kept["emoji"].items() if value is not None}
    return kept


def _normalised(one: JSON, ids: Iterator[int]) -> JSON:
    kept = _without_nulls(one)
    if "options" in kept:
        kept["options"] = [_without_nulls(it) for it in kept["options"]]
    made = DEFAULTS.get(one["type"], {}) | kept
    made["id"] = one.get("id") or next(ids)
    if "components" in one:
        made["components"] = [_normalised(child, ids) for child in one["components"]]
    for key in ("accessory", "component"):
        if one.get(key):
            made[key] = _normalised(one[key], ids)
    return made


def check_message(errors: FieldErrors, components: Sequence[JSON], path: str, *, is_v2: bool) -> None:
    """Note everything that Discord would not take in a message."""
    everything = list(every(components))
    if is_v2:
        if len(everything) > MAX_COMPONENTS:
            errors.add(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", f"No more than {MAX_COMPONENTS} components.")
        if sum(len(str(one.get("content", ""))) for one in everything if one.get("type") == TEXT) > MAX_TEXT:
            errors.add(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", f"No more than {MAX_TEXT} characters of text.")
    elif len(components) > MAX_ROWS:
        errors.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be {MAX_ROWS} or fewer in length.")
    for number, one in enumerate(components):
        _check(errors, one, f"{path}.{number}", ON_TOP if is_v2 else {ROW})
    _check_unique(errors, everything, path)


def check_modal(errors: FieldErrors, modal: JSON) -> None:
    """Note everything that Discord would not take in a modal."""
    errors.check_length("data.title", modal.get("title"), 1, 45)
    errors.check_length("data.custom_id", modal.get("custom_id"), 1, 100)
    components = modal.get("components") or []
    if not 1 <= len(components) <= MAX_IN_MODAL:
        errors.add("data.components", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {MAX_IN_MODAL} in length.")
    for number, one in enumerate(components):
        _check(errors, one, f"data.components.{number}", {ROW, LABEL, TEXT}, in_modal=True)
    _check_unique(errors, list(every(components)), "data.components")


def _check_unique(errors: FieldErrors, everything: Sequence[JSON], path: str) -> None:
    custom_ids = [one["custom_id"] for one in everything if one.get("custom_id")]
    if len(set(custom_ids)) < len(custom_ids):
        errors.add(path, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")


def _check(errors: FieldErrors, one: JSON, path: str, allowed: set[int], *, in_modal: bool = False) -> None:
    kind = one.get("type")
    if kind not in allowed:
        errors.add(f"{path}.type", "BASE_TYPE_CHOICES", f"Value of field 'type' must be one of {sorted(allowed)}.")
    elif kind == ROW:
        _check_row(errors, one.get("components") or [], path, in_modal=in_modal)
    elif kind == CONTAINER:
        for number, child in enumerate(one.get("components") or []):
            _check(errors, child, f"{path}.components.{number}", IN_CONTAINERS)
    elif kind == SECTION:
        _check_section(errors, one, path)
    elif kind == LABEL:
        _check_label(errors, one, path)
    elif kind == TEXT:
        errors.check_length(f"{path}.content", one.get("content"), 1, MAX_TEXT)
    else:
        _check_control(errors, one, path)


def _check_row(errors: FieldErrors, children: Sequence[JSON], path: str, *, in_modal: bool) -> None:
    kinds = [child.get("type") for child in children]
    if in_modal:
        fits = kinds == [TEXT_INPUT]
    else:
        fits = 0 < len(kinds) <= MAX_BUTTONS and (set(kinds) == {BUTTON} or (len(kinds) == 1 and kinds[0] in SELECTS))
    if not fits:
        errors.add(f"{path}.components", "BASE_TYPE_BAD_LENGTH", "One to five buttons, or one select.")
    for number, child in enumerate(children):
        _check_control(errors, child, f"{path}.components.{number}")


def _check_section(errors: FieldErrors, one: JSON, path: str) -> None:
    texts = one.get("components") or []
    if not 1 <= len(texts) <= 3:
        errors.add(f"{path}.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 3 in length.")
    for number, child in enumerate(texts):
        _check(errors, child, f"{path}.components.{number}", {TEXT})
    _check(errors, one.get("accessory") or {}, f"{path}.accessory", {BUTTON, THUMBNAIL})


def _check_label(errors: FieldErrors, one: JSON, path: str) -> None:
    errors.check_length(f"{path}.label", one.get("label"), 1, 45)
    errors.check_length(f"{path}.description", one.get("description") or "", 0, 100)
    _check(errors, one.get("component") or {}, f"{path}.component", IN_LABELS)


def _check_control(errors: FieldErrors, one: JSON, path: str) -> None:
    kind = one.get("type")
    if kind == BUTTON:
        _check_button(errors, one, path)
    elif kind in SELECTS:
        _check_select(errors, one, path)
    elif kind == TEXT_INPUT:
        errors.check_length(f"{path}.custom_id", one.get("custom_id"), 1, 100)
        errors.check_length(f"{path}.label", one.get("label") or "", 0, 45)
        errors.check_length(f"{path}.value", one.get("value") or "", 0, 4000)
        errors.check_length(f"{path}.placeholder", one.get("placeholder") or "", 0, 100)


def _check_button(errors: FieldErrors, one: JSON, path: str) -> None:
    errors.check_length(f"{path}.label", one.get("label") or "", 0, 80)
    if not one.get("label") and not one.get("emoji"):
        errors.add(path, "BUTTON_COMPONENT_INVALID", "A button needs a label or an emoji")
    if one.get("style") == LINK:
        errors.check_length(f"{path}.url", one.get("url"), 1, 512)
    else:
        errors.check_length(f"{path}.custom_id", one.get("custom_id"), 1, 100)


def _check_select(errors: FieldErrors, one: JSON, path: str) -> None:
    errors.check_length(f"{path}.custom_id", one.get("custom_id"), 1, 100)
    errors.check_length(f"{path}.placeholder", one.get("placeholder") or "", 0, 150)
    least, most = one.get("min_values", 1), one.get("max_values", 1)
    options = one.get("options") or []
    if not 0 <= least <= most <= MAX_OPTIONS or most < 1:
        errors.add(f"{path}.max_values", "BASE_TYPE_BAD_INTEGER", "Must be between min_values and 25.")
    chosen = one.get("default_values") or []
    if chosen and not least <= len(chosen) <= most:
        errors.add(f"{path}.default_values", "BASE_TYPE_BAD_LENGTH", "Must be between min_values and max_values.")
    if one["type"] == CHANNEL_SELECT and any(it.get("type") != "channel" for it in chosen):
        errors.add(f"{path}.default_values", "BASE_TYPE_CHOICES", "Value must be one of {'channel'}.")
    if one["type"] != SELECT:
        return
    if not 1 <= len(options) <= MAX_OPTIONS:
        errors.add(f"{path}.options", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
    if most > max(len(options), 1):
        errors.add(f"{path}.max_values", "BASE_TYPE_BAD_INTEGER", "More than there are options.")
    if len({option.get("value") for option in options}) < len(options):
        errors.add(f"{path}.options", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is used")
    for number, option in enumerate(options):
        errors.check_length(f"{path}.options.{number}.label", option.get("label"), 1, 100)
        errors.check_length(f"{path}.options.{number}.value", option.get("value"), 1, 100)
        errors.check_length(f"{path}.options.{number}.description", option.get("description") or "", 0, 100)
