"""Every table says whose its rows are: forgetting and exporting go by what is declared, so nothing may be missing."""

from collections.abc import Iterator
from typing import get_args, get_type_hints

import pytest
from sqlalchemy import Table

from circles_bot.engine.ids import MemberId
from circles_bot.store.codec import TABLES
from circles_bot.store.people import BY_TEXT, OF_NOBODY, PEOPLE
from circles_bot.store.tables import addresses, metadata

SPECIAL = {(addresses, "ours")}
"""Lines for what no field's type tells: an address may be a person's."""


def naming_a_member() -> Iterator[tuple[Table, str]]:
    """Yield each column that names a member, by the types of the records."""
    for kind, table in TABLES.items():
        for name, hint in get_type_hints(kind).items():
            if MemberId in (hint, *get_args(hint)) or (kind.__name__ == "Member" and name == "id"):
                yield table, name


def test_every_table_is_declared() -> None:
    """Whoever adds a table says in store/people.py whose its rows are, or that they are nobody's."""
    assert set(metadata.sorted_tables) == PEOPLE.keys() | BY_TEXT | OF_NOBODY
    assert not PEOPLE.keys() & (BY_TEXT | OF_NOBODY)


def test_every_column_that_names_a_member_is_declared() -> None:
    """A column that is missing here would be forgotten by forgetting, and by the export."""
    declared = {(table, owned.whose) for table, lines in PEOPLE.items() for owned in lines}

    assert declared - SPECIAL == set(naming_a_member())


@pytest.mark.parametrize("table", sorted(OF_NOBODY, key=str), ids=str)
def test_a_table_of_nobody_says_so(table: Table) -> None:
    """What is left out of forgetting keeps nothing about a person, and its comment says that."""
    assert "nothing about a person" in (table.comment or "")


def test_what_is_hidden_or_stays_names_columns_that_there_are() -> None:
    """A column that was renamed is not shown by mistake."""
    for table, lines in PEOPLE.items():
        for owned in lines:
            known = set(table.columns.keys())
            assert owned.hides | owned.empties <= known
            assert owned.known_by is None or owned.known_by in known
            assert owned.whose in known
