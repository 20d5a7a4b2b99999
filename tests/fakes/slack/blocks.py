"""Blocks as they come in: what does not fit is refused, and what has no id is given one (docs: block-kit reference)."""

import secrets
from collections.abc import Iterator

from tests.fakes.slack.model import controls_in
from tests.fakes.slack.refusals import JSON, RefusalError, invalid

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MODAL_WORDS = 24
VIEW_BYTES = 250_000
METADATA = 3_000
TEXTS: dict[str, int] = {"section": 3_000, "header": 150, "label": 2_000, "button": 75, "option": 75, "field": 2_000}
IN_MESSAGES = frozenset(("actions", "context", "divider", "file", "header", "image", "input", "rich_text", "section"))
IN_VIEWS = IN_MESSAGES - {"file"}
ELEMENTS = frozenset(
    (
        *("button", "checkboxes", "datepicker", "datetimepicker", "overflow", "radio_buttons", "timepicker"),
        *("plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input"),
        *(f"{many}{kind}_select" for many in ("", "multi_") for kind in ("static", "external", "users")),
        *(f"{many}{kind}_select" for many in ("", "multi_") for kind in ("conversations", "channels")),
    )
)


def accepted(blocks: object, *, most: int = MESSAGE_BLOCKS, kinds: frozenset[str] = IN_MESSAGES) -> list[JSON]:
    """Return the blocks with ids, or raise ``invalid_blocks`` with the reasons."""
    if not isinstance(blocks, list) or not all(isinstance(one, dict) for one in blocks):
        raise RefusalError("invalid_blocks_format")
    found = list(_wrong(blocks, most, kinds))
    if found:
        messages = [f"[ERROR] {one}" for one in found]
        raise RefusalError("invalid_blocks", errors=found, response_metadata={"messages": messages})
    for block in blocks:
        block.setdefault("block_id", secrets.token_urlsafe(4))
    return blocks


def accepted_view(form: object, *, kind: str) -> JSON:
    """Return a view with ids, or raise ``invalid_arguments`` or ``view_too_large``."""
    if not isinstance(form, dict) or form.get("type") != kind:
        raise invalid(f"must provide a {kind} view")
    if len(str(form)) > VIEW_BYTES:
        raise RefusalError("view_too_large")
    wrong = list(_wrong_view(form, kind))
    if not isinstance(form.get("blocks"), list):
        wrong.append("missing required field: blocks")
    else:
        wrong += _wrong(form["blocks"], VIEW_BLOCKS, IN_VIEWS)
    if wrong:
        raise invalid(*wrong)
    for block in form["blocks"]:
        block.setdefault("block_id", secrets.token_urlsafe(4))
    return form


def initial(blocks: list[JSON]) -> JSON:
    """Return the state of controls before anybody touched them: their initial values."""
    state: JSON = {}
    for block, element in controls_in(blocks):
        if element["type"] not in ("button", "overflow"):
            state.setdefault(block["block_id"], {})[element["action_id"]] = _initial(element)
    return state


EMPTY: dict[str, tuple[str, str]] = {
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "overflow": ("selected_option", ""),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "rich_text_input": ("rich_text_value", "initial_value"),
}
"""What a control's state is called in a payload, and in the element that sets it first."""


def key_of(element: JSON) -> str:
    """Return what the value of a control is called."""
    return EMPTY.get(element["type"], ("value", ""))[0]


def is_multiple(element: JSON) -> bool:
    """Tell whether more than one can be chosen."""
    return key_of(element).endswith("s")


def _initial(element: JSON) -> JSON:
    key, source = EMPTY.get(element["type"], ("value", "initial_value"))
    return {"type": element["type"], key: element.get(source, [] if is_multiple(element) else None)}


def _wrong_view(form: JSON, kind: str) -> Iterator[str]:
    if len(str(form.get("private_metadata", ""))) > METADATA:
        yield f"private_metadata must be less than {METADATA + 1} characters"
    if len(str(form.get("callback_id", ""))) > 255:
        yield "callback_id must be less than 256 characters"
    if kind != "modal":
        return
    for key in ("title", "submit", "close"):
        if key == "title" or form.get(key) is not None:
            yield from _wrong_text(form.get(key), MODAL_WORDS, f"/view/{key}", plain=True)
    has_input = any(one.get("type") == "input" for one in form.get("blocks") or () if isinstance(one, dict))
    if has_input and not form.get("submit"):
        yield "must define `submit` to use an `input` block in modals"


def _wrong(blocks: list[JSON], most: int, kinds: frozenset[str]) -> Iterator[str]:
    if len(blocks) > most:
        yield f"no more than {most} items allowed [json-pointer:/blocks]"
    ids = [one["block_id"] for one in blocks if "block_id" in one]
    if len(set(ids)) < len(ids):
        yield "duplicate block_id"
    for number, block in enumerate(blocks):
        at = f"/blocks/{number}"
        if block.get("type") not in kinds:
            yield f"unsupported type: {block.get('type')} [json-pointer:{at}]"
            continue
        if len(block.get("block_id", "")) > 255:
            yield f"block_id must be less than 256 characters [json-pointer:{at}]"
        yield from _wrong_block(block, at)
        yield from _wrong_elements(block, at)


def _wrong_section(block: JSON, at: str) -> Iterator[str]:
    fields = block.get("fields") or ()
    if not block.get("text") and not fields:
        yield f"a section needs text or fields [json-pointer:{at}]"
    if block.get("text"):
        yield from _wrong_text(block["text"], TEXTS["section"], f"{at}/text")
    if len(fields) > 10:
        yield f"no more than 10 items allowed [json-pointer:{at}/fields]"
    for number, one in enumerate(fields):
        yield from _wrong_text(one, TEXTS["field"], f"{at}/fields/{number}")


def _wrong_block(block: JSON, at: str) -> Iterator[str]:
    kind = block["type"]
    if kind == "header":
        yield from _wrong_text(block.get("text"), TEXTS["header"], f"{at}/text", plain=True)
    elif kind == "section":
        yield from _wrong_section(block, at)
    elif kind == "input":
        yield from _wrong_text(block.get("label"), TEXTS["label"], f"{at}/label", plain=True)
        if "element" not in block:
            yield f"missing required field: element [json-pointer:{at}]"
    elif kind in ("actions", "context"):
        most = 25 if kind == "actions" else 10
        if not 1 <= len(block.get("elements") or ()) <= most:
            yield f"needs 1 to {most} elements [json-pointer:{at}/elements]"
        if kind == "context":
            for number, one in enumerate(block.get("elements") or ()):
                if one.get("type") != "image":
                    yield from _wrong_text(one, TEXTS["section"], f"{at}/elements/{number}")


def _wrong_elements(block: JSON, at: str) -> Iterator[str]:
    seen: set[str] = set()
    elements = block.get("elements") or () if block["type"] == "actions" else ()
    for element in (*elements, *(block[key] for key in ("accessory", "element") if key in block)):
        kind = element.get("type")
        if kind == "image":
            continue
        if kind not in ELEMENTS:
            yield f"unsupported type: {kind} [json-pointer:{at}/element]"
            continue
        element.setdefault("action_id", secrets.token_urlsafe(4))
        if element["action_id"] in seen:
            yield f"`action_id` {element['action_id']} already exists [json-pointer:{at}]"
        seen.add(element["action_id"])
        if len(element["action_id"]) > 255:
            yield f"action_id must be less than 256 characters [json-pointer:{at}]"
        if kind == "button":
            yield from _wrong_text(element.get("text"), TEXTS["button"], f"{at}/text", plain=True)
            if len(element.get("value") or "") > 2_000:
                yield f"value must be less than 2001 characters [json-pointer:{at}]"
        yield from _wrong_options(element, at)


def _wrong_options(element: JSON, at: str) -> Iterator[str]:
    kind = element["type"]
    groups = element.get("option_groups")
    options = element.get("options") or [it for one in groups or () for it in one.get("options", ())]
    if kind in ("static_select", "multi_static_select", "overflow", "radio_buttons", "checkboxes"):
        most = {"overflow": 5, "radio_buttons": 10, "checkboxes": 10}.get(kind, 100 if not groups else 10_000)
        if not 1 <= len(options) <= most:
            yield f"needs 1 to {most} options [json-pointer:{at}/options]"
    values = [one.get("value") for one in options]
    if len(set(values)) < len(values):
        yield f"duplicate option value [json-pointer:{at}/options]"
    for one in options:
        yield from _wrong_text(one.get("text"), TEXTS["option"], f"{at}/options")
        if not isinstance(one.get("value"), str) or not 1 <= len(one["value"]) <= 150:
            yield f"value must be 1 to 150 characters [json-pointer:{at}/options]"


def _wrong_text(text: object, most: int, at: str, *, plain: bool = False) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") not in (("plain_text",) if plain else ("plain_text", "mrkdwn")):
        yield f"missing text object [json-pointer:{at}]"
    elif not 1 <= len(text.get("text") or "") <= most:
        yield f"must be 1 to {most} characters [json-pointer:{at}]"
