"""What Slack asks otherwise than a form says: rooms lie under no channel, and a workspace has thousands of channels."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from circles_bot.engine.questions import Place
from circles_bot.engine.tokens import Token
from circles_bot.words.message import MessageForm, MessageOption, MessageSelect
from circles_slack.custom_ids import unpack

ASKED_IN_A_LIST = 24
"""Channels that stand in a list of their own; among more one looks by typing."""
PLACE_FIELDS = frozenset({Token.SETUP_BOARD, Token.SETUP_PILOT, "set:stewards_place", "set:pilot_place"})
LABEL_AT_MOST_CHARS = 75

Json = Mapping[str, Any]


def as_slack_asks(form: MessageForm) -> MessageForm:
    """Return a form without what has no meaning here."""
    return replace(form, fields=tuple(field for field in form.fields if field.token != Token.SETUP_ROOMS))


def typed_fields(form: MessageForm, places: Sequence[Place]) -> frozenset[str]:
    """Return the fields in which one looks for a channel by typing."""
    if len(places) <= ASKED_IN_A_LIST:
        return frozenset()
    return frozenset(field.token for field in form.fields if field.token in PLACE_FIELDS)


def metadata_of(form: MessageForm, places: Sequence[Place]) -> str:
    """Return what a form has to remember: the entries of such lists that are no channels ("everybody")."""
    known = {place.theirs for place in places}
    others = {
        field.token: [[option.value, option.label] for option in field.options if option.value not in known]
        for field in form.fields
        if isinstance(field, MessageSelect) and field.token in typed_fields(form, places)
    }
    return json.dumps({token: entries for token, entries in others.items() if entries}, ensure_ascii=False)


def suggested(body: Json, places: Sequence[Place]) -> list[MessageOption]:
    """Return what fits what was typed into such a field: first what is no channel, then channels."""
    found = unpack(body.get("action_id"))
    remembered = str((body.get("view") or {}).get("private_metadata") or "{}")
    others = json.loads(remembered).get(found.token, ()) if found is not None else ()
    typed = str(body.get("value") or "").casefold()
    entries = [*others, *((place.theirs, place.name) for place in places)]
    return [MessageOption(value=value, label=label) for value, label in entries if typed in label.casefold()]
