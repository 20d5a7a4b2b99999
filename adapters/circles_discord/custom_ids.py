"""What a control carries: the engine's token, and the server it is about, so that a tap in a direct message has one.

``1|<server>|<token>`` with ``|<n>`` at the end where one message has the same token several times, since Discord wants
each id of a message once. The 1 is this form's version: a control of another form is no longer ours.
"""

from dataclasses import dataclass

LONGEST_CHARS = 100
"""Discord's limit."""
VERSION = "1"


@dataclass(frozen=True, slots=True)
class CustomId:
    """A control's id, read."""

    guild: int
    token: str


def pack(guild: int, token: str, repeat: int = 0) -> str:
    """Return the id of a control; raise ``ValueError`` when it would be too long."""
    packed = f"{VERSION}|{guild}|{token}" + (f"|{repeat}" if repeat else "")
    if len(packed) > LONGEST_CHARS:
        raise ValueError(f"a token of {len(token)} characters does not fit into a control's id")
    return packed


def unpack(custom_id: str) -> CustomId | None:
    """Return what an id says, or None when it is none of ours."""
    parts = custom_id.split("|")
    if len(parts) not in (3, 4) or parts[0] != VERSION or not (parts[1].isascii() and parts[1].isdecimal()):
        return None
    return CustomId(guild=int(parts[1]), token=parts[2])
