"""Identifiers: one type a kind, prefixed text, derived from their cause.

What can be delivered twice gets the same identifier both times, because it is a hash of what it follows from. The ids
of communities and members are keyed hashes made at the rim (``circles_bot.ports.identities``); the engine derives all
others from them with :func:`derive`.
"""

import hashlib
from typing import NewType

CommunityId = NewType("CommunityId", str)
MemberId = NewType("MemberId", str)
InterestId = NewType("InterestId", str)
CircleId = NewType("CircleId", str)
RoundId = NewType("RoundId", str)
PostId = NewType("PostId", str)
PromptId = NewType("PromptId", str)
ReportId = NewType("ReportId", str)
HandOffId = NewType("HandOffId", str)
EffectKey = NewType("EffectKey", str)
TimerKey = NewType("TimerKey", str)
Lane = NewType("Lane", str)


CONFIDENTIAL = "cnf"
"""What the ids of confidential interests begin with, so that an id alone says what to seal and what never to show."""

CONFIDENTIAL_CIRCLE = "ccr"


def is_confidential(interest: str) -> bool:
    """Tell whether an interest's id is a confidential one's."""
    return interest.startswith(f"{CONFIDENTIAL}_")


def derive(prefix: str, *parts: str) -> str:
    """Return ``prefix_`` and 16 hexadecimal digits that follow from ``parts`` alone (BLAKE2b, 64 bits)."""
    digest = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8)
    return f"{prefix}_{digest.hexdigest()}"


def dice(*parts: str) -> int:
    """Return a whole number from 0 to 2**64 - 1 that looks random but always follows from ``parts``."""
    digest = hashlib.blake2b("\x1f".join(("dice", *parts)).encode(), digest_size=8)
    return int.from_bytes(digest.digest(), "big")
