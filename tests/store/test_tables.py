"""The tables say what they keep about people."""

import re

import pytest
from sqlalchemy import Table

from circles_bot.store.tables import metadata

KEEPS = re.compile(r"\b(kept|keeps|until|for)\b", re.IGNORECASE)
ABOUT_PEOPLE = {
    "addresses", "members", "opt_ins", "standing_reactions", "seats", "tap_answers", "check_ins", "meetings",
    "avoidances", "co_signs", "words_given", "reports", "withs", "with_asks", "hand_offs", "timers",
    "effects",
}  # fmt: skip
OF_THE_COMMUNITY = {
    "addresses": {"community", "kind"},
    "timers": {"community", "due_at", "keeps_earlier", "kind", "version"},
    "effects": {
        "seq", "community", "circle", "kind", "version", "state", "made_at", "next_at", "lapses_at", "urgency", "tries",
        "token",
        "first_try_at", "claimed_at", "leased_until", "reason",
    },
}  # fmt: skip
"""Columns of those tables that say nothing about anybody."""


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_says_what_it_keeps_about_a_person(table: Table) -> None:
    """What, and for how long; or that it keeps nothing."""
    assert table.comment is not None
    assert KEEPS.search(table.comment)
    assert (table.name in ABOUT_PEOPLE) != ("nothing about a person" in table.comment)


@pytest.mark.parametrize("name", sorted(ABOUT_PEOPLE))
def test_every_column_about_a_person_says_what_why_and_how_long(name: str) -> None:
    """Whoever adds a column says so where it is declared."""
    table = metadata.tables[name]
    silent = OF_THE_COMMUNITY.get(name, {"community"})

    for column in table.columns:
        if column.name in silent:
            continue
        assert column.comment is not None, column
        assert KEEPS.search(column.comment), column
