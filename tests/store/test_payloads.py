"""What timers and effects carry comes back as it was, also across releases."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circles_bot.engine.effects import AnyEffect, PostToRoom, SendDirect, ShowBoard
from circles_bot.engine.errors import StoreError
from circles_bot.engine.events import AnyEvent, BoardDue, DueEvent
from circles_bot.engine.ids import CommunityId, EffectKey, Lane
from circles_bot.engine.notes import Argument, Entry, Line, Mentions, Note
from circles_bot.store.payloads import (
    VERSION,
    from_json,
    from_microseconds,
    read_effect,
    read_event,
    shape_of,
    to_json,
    to_microseconds,
    write_payload,
)
from tests.store.moments import MOMENTS

EXAMPLES = 30
_FOOTED = st.builds(Note, footer=st.builds(Line))
WITH_FOOTER: Mapping[type, st.SearchStrategy[AnyEffect]] = {
    SendDirect: st.builds(SendDirect, note=_FOOTED),
    PostToRoom: st.builds(PostToRoom, note=_FOOTED),
}
"""A message that comes unasked is not made without saying how to get fewer."""
EVERYTHING = [*get_args(AnyEvent), *get_args(AnyEffect)]


@pytest.mark.parametrize("kind", EVERYTHING, ids=lambda kind: kind.__name__)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_every_event_and_effect_comes_back_as_it_was(kind: type, data: st.DataObject) -> None:
    """Whatever is in it: every union's every kind, any text, any time."""
    value = data.draw(WITH_FOOTER[kind] if kind in WITH_FOOTER else st.from_type(kind))

    assert from_json(kind, to_json(kind, value)) == value


@given(value=st.one_of(*map(st.from_type, get_args(DueEvent))))
def test_a_timers_event_is_found_by_its_name(value: DueEvent) -> None:
    """The kind and version beside the text are enough to read it."""
    payload = write_payload(value)

    assert read_event(payload.kind, payload.version, payload.text) == value


@given(
    value=st.one_of(*(WITH_FOOTER[kind] if kind in WITH_FOOTER else st.from_type(kind) for kind in get_args(AnyEffect)))
)
def test_an_effect_is_found_by_its_name(value: AnyEffect) -> None:
    """And its text is plain ASCII, which every database takes whatever people write."""
    payload = write_payload(value)

    assert read_effect(payload.kind, payload.version, payload.text) == value
    assert payload.text.isascii()
    assert "\x00" not in payload.text


@given(at=MOMENTS)
def test_a_time_is_whole_microseconds_and_back(at: datetime) -> None:
    """Not one is lost, before 1970 too."""
    assert from_microseconds(to_microseconds(at)) == at


def test_a_payload_of_the_release_before_takes_the_default_of_a_new_field() -> None:
    """A field that was added has a default, so that what waits in the database is still read."""
    text = json.dumps({"community": "com_1", "at": 0})

    assert read_event("BoardDue", VERSION, text) == BoardDue(
        community=CommunityId("com_1"), at=datetime(1970, 1, 1, tzinfo=UTC), key=None
    )


def test_a_payload_of_the_release_after_may_hold_a_field_that_is_unknown_here() -> None:
    """Going back one release reads what the newer one left."""
    text = json.dumps({"community": "com_1", "at": 0, "news": [1]})

    assert read_event("BoardDue", VERSION, text).community == "com_1"


@pytest.mark.parametrize(
    ("kind", "version", "text"),
    [
        ("BoardDue", VERSION + 1, "{}"),
        ("SomethingNew", VERSION, "{}"),
        ("ShowBoard", VERSION, "{}"),
        ("BoardDue", VERSION, '{"at":0}'),
    ],
)
def test_what_cannot_be_read_is_a_store_error(kind: str, version: int, text: str) -> None:
    """A newer payload, an unknown kind, an effect where a timer should be, a field that must be there."""
    with pytest.raises(StoreError):
        read_event(kind, version, text)


def test_arguments_of_a_note_keep_their_kind() -> None:
    """Text that looks like a list, a mention, another entry, a number and a time are told apart."""
    args: dict[str, Argument] = {
        "text": '["Entry",{}]',
        "who": Mentions(()),
        "entry": Entry("x"),
        "count": 0,
        "at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    effect = ShowBoard(
        key=EffectKey("k"),
        lane=Lane("l"),
        community=CommunityId("c"),
        place="p",
        note=Note(key="n", args=args, footer=Line(key="f")),
        seed_emoji=("🌱",),
    )

    payload = write_payload(effect)

    assert read_effect(payload.kind, payload.version, payload.text) == effect


@pytest.mark.parametrize("hint", [float, list[str], str | tuple[str, ...], Mapping[str, float]])
def test_a_type_that_cannot_be_stored_is_refused_when_it_is_declared(hint: object) -> None:
    """Better at the first test than in somebody's database."""
    with pytest.raises(TypeError):
        shape_of(hint)
