"""Records as rows and back, for any values that a record may hold."""

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circles_bot.engine.model import Community, Member
from circles_bot.store.codec import TABLES, codec_of
from tests.store import moments

__all__ = ["moments"]


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
@settings(max_examples=50)
@given(data=st.data())
def test_every_record_comes_back_as_it_was(kind: type, data: st.DataObject) -> None:
    """Also from the middle of a joined row, and every column holds what a database takes."""
    record = data.draw(st.from_type(kind))
    codec = codec_of(kind)

    row = codec.encode(record)

    assert codec.decode(row) == codec.decode_known(row) == record
    assert codec.decode_joined(("before", *row, "after"), 1) == record
    assert {type(value) for value in row} <= {str, int, type(None)}


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_a_table_has_a_column_for_each_field(kind: type) -> None:
    """No more and no fewer, and what may be None may be empty."""
    table = TABLES[kind]

    assert {column.name for column in table.columns} == {field.name for field in fields(kind)}
    assert {column.name for column in table.columns if column.nullable} == {
        name for name, hint in kind.__annotations__.items() if type(None) in getattr(hint, "__args__", ())
    }


def test_nothing_is_none_where_an_outer_join_found_nothing() -> None:
    """Even a record whose other columns may be empty is told apart from none."""
    codec = codec_of(Member)

    assert codec.decode_joined([None] * len(codec.names), 0) is None


def test_a_key_begins_with_its_community() -> None:
    """Another community's id is structurally another key."""
    for kind, table in TABLES.items():
        first = next(iter(table.primary_key.columns)).name
        assert first == ("id" if kind is Community else "community")
