"""What a control carries: the engine's token, and the workspace it is about, so that nothing of another one is taken.

``1|<workspace>|<token>`` with ``|<n>`` at the end where one message has the same token several times, since Slack wants
each id of a block once. The 1 is this form's version: a control of another form is no longer ours.
"""

import re
from dataclasses import dataclass

LONGEST_CHARS = 255
"""Slack's limit."""
VERSION = "1"
_PLAIN = re.compile(r"[A-Za-z0-9_.:-]{1,128}")
_WORKSPACE = re.compile(r"[A-Z0-9]{1,32}")


@dataclass(frozen=True, slots=True)
class CustomId:
    """A control's id, read."""

    team: str
    token: str


def plain_id(value: object) -> str:
    """Return one of Slack's own ids; raise ``ValueError`` for what can be none, and no database would take."""
    if not isinstance(value, str) or not _PLAIN.fullmatch(value):
        raise ValueError("no id of Slack's")
    return value


def pack(team: str, token: str, repeat: int = 0) -> str:
    """Return the id of a control; raise ``ValueError`` when it would be too long."""
    packed = f"{VERSION}|{team}|{token}" + (f"|{repeat}" if repeat else "")
    if len(packed) > LONGEST_CHARS:
        raise ValueError(f"a token of {len(token)} characters does not fit into a control's id")
    return packed


def unpack(custom_id: object) -> CustomId | None:
    """Return what an id says, or None when it is none of ours."""
    parts = custom_id.split("|") if isinstance(custom_id, str) else []
    if len(parts) not in (3, 4) or parts[0] != VERSION or not _WORKSPACE.fullmatch(parts[1]):
        return None
    return CustomId(team=parts[1], token=parts[2])
