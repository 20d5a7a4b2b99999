"""What is kept, to be compared before and after payloads that may change nothing but what is their sender's own."""

import sqlite3
from collections.abc import Collection
from pathlib import Path

OTHERS = ("circles", "seats", "opt_ins", "interests", "communities", "reports", "avoidances", "hand_offs")
OWN = ("addresses", "members", "co_signs")
"""Any text at all may change these, of its sender: who proposes something, pauses or asks for an export is a member."""

JOINED = (*OWN, "opt_ins")
"""Of senders who have joined something, or may: they can leave it, and be forgotten."""


def rows_kept(file: Path, senders: Collection[str], *, own: Collection[str] = OWN) -> dict[str, list[str]]:
    """Return the rows of everything that matters, in tables of ``own`` without those that name one of the senders."""
    found: dict[str, list[str]] = {}
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        for table in (*OTHERS, *OWN):
            rows = map(repr, database.execute(f"SELECT * FROM {table}"))  # noqa: S608 - our own names
            is_own = table in own
            found[table] = sorted(row for row in rows if not (is_own and any(one in row for one in senders)))
    return found
