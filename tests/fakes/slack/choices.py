"""What a control sends when somebody uses it: by visible labels, as people know them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Union

from tests.fakes.slack import blocks
from tests.fakes.slack.model import Channel, controls_in
from tests.fakes.slack.refusals import JSON

if TYPE_CHECKING:
    from tests.fakes.slack.people import Person

Value = Union[str, "Person", Channel]
"""A label or value, somebody, or some channel."""
TYPED = ("plain_text_input", "number_input", "email_text_input", "url_text_input")
DATED = ("datepicker", "timepicker", "datetimepicker")


def state_of(element: JSON, values: Sequence[Value], options: Sequence[JSON] = ()) -> JSON:
    """Return a control's state once ``values`` are chosen or typed; ``options`` are those that the app suggested."""
    kind, key = element["type"], blocks.key_of(element)
    if kind in TYPED:
        (typed,) = values or ("",)
        assert isinstance(typed, str)
        _check_typed(element, typed)
        return {"type": kind, key: typed or None}
    if kind in DATED:
        (picked,) = values or ("",)
        return {"type": kind, key: int(str(picked)) if kind == "datetimepicker" and picked else picked or None}
    found = [_one(element, value, options) for value in values]
    if blocks.is_multiple(element):
        most = element.get("max_selected_items", len(found))
        assert len(found) <= most, f"choose at most {most}"
        return {"type": kind, key: found}
    assert len(found) <= 1, "only one can be chosen"
    return {"type": kind, key: found[0] if found else None}


def action_of(block: JSON, element: JSON, state: JSON, action_ts: str) -> JSON:
    """Return the action that a ``block_actions`` payload tells."""
    found: JSON = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
    found["action_ts"] = action_ts
    if element["type"] == "button":
        for key in ("text", "value", "style"):
            found |= {key: element[key]} if key in element else {}
        return found
    if element.get("placeholder"):
        found["placeholder"] = element["placeholder"]
    return found | {key: value for key, value in state.items() if key != "type"}


def check_form(found: list[JSON], filled: Mapping[str, JSON]) -> None:
    """Refuse to send a form in which something needed is empty, as Slack's client does."""
    for block, element in controls_in(found):
        if block["type"] == "input" and not block.get("optional", False):
            state = filled[block["block_id"]][element["action_id"]]
            label = block["label"]["text"]
            assert state[blocks.key_of(element)], f"{label!r} has to be filled in"


def _one(element: JSON, value: Value, options: Sequence[JSON]) -> JSON | str:
    kind = element["type"]
    if "users" in kind or "conversations" in kind or "channels" in kind:
        assert not isinstance(value, str) or value[:1] in ("U", "C", "D"), "choose a person or a channel"
        if isinstance(value, str | Channel):
            return value if isinstance(value, str) else value.id
        return value.user.id
    known = [*options, *_own_options(element)]
    found = next((one for one in known if value in (one["text"]["text"], one["value"])), None)
    assert found is not None, f"there is no {value!r}, only {[one['text']['text'] for one in known]}"
    return found


def _own_options(element: JSON) -> list[JSON]:
    groups = element.get("option_groups") or ()
    return [*(element.get("options") or ()), *(one for group in groups for one in group["options"])]


def _check_typed(element: JSON, typed: str) -> None:
    least, most = element.get("min_length", 0), element.get("max_length", 3_000)
    assert not typed or least <= len(typed) <= most, f"{typed!r} does not fit"
    if element["type"] == "number_input" and typed:
        float(typed)
