"""The workspace: who sees what, what a repeat does, and what survives a restart."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles_bot.engine.errors import ConfigError
from circles_sandbox.adapter import furnish
from circles_sandbox.errors import (
    ArchivedError,
    ControlGoneError,
    DirectsClosedError,
    UnknownMessageError,
    UnknownPlaceError,
    UnusableError,
)
from circles_sandbox.inputs import TEXT_LIMIT_CHARS, is_emoji
from circles_sandbox.model import BOT, Body, PlaceKind
from circles_sandbox.render import render_message
from circles_sandbox.storage import FILE_NAME, forget_workspace, open_documents
from circles_sandbox.workspace import KEPT_NOTES, Workspace
from tests.adapters.sandbox.canned_inbox import JOIN, button, message

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
PEOPLE = [f"U{number}" for number in range(1, 10)]


def furnished(folder: Path | None = None) -> Workspace:
    """Return a workspace with its first people and channels."""
    workspace = Workspace(now=lambda: NOW, documents=open_documents(folder))
    if workspace.is_new:
        furnish(workspace)
    return workspace


def body(text: str) -> Body:
    """Return a bot's message with a button and a select."""
    return render_message(message(text, button("tap:1"), JOIN), {})


def test_a_room_does_not_exist_for_those_outside() -> None:
    """Asking for a room one is not in is answered like asking for none at all."""
    workspace = furnished()
    room = workspace.open_room("willow-3", ["U1", "U2"], under=workspace.channels[0].id, marker="cir_1")
    posted = workspace.post(room.id, body("hello"), nonce="k1")

    assert [place.id for place in workspace.places_of("U1")][-1] == room.id
    assert room.id not in [place.id for place in workspace.places_of("U3")]
    with pytest.raises(UnknownPlaceError):
        workspace.messages_for("U3", room.id)
    with pytest.raises(UnknownMessageError):
        workspace.check_tap("U3", posted.id, "tap:1", ())
    with pytest.raises(UnknownMessageError):
        workspace.react("U3", posted.id, "🌱")


@given(
    rooms=st.lists(st.frozensets(st.sampled_from(PEOPLE), min_size=2, max_size=6), max_size=4),
    leaving=st.lists(st.tuples(st.sampled_from(PEOPLE), st.integers(0, 3)), max_size=5),
    notes=st.lists(st.tuples(st.sampled_from(PEOPLE), st.integers(0, 3)), max_size=5),
)
def test_nobody_sees_a_room_they_are_not_in(
    rooms: list[frozenset[str]], leaving: list[tuple[str, int]], notes: list[tuple[str, int]]
) -> None:
    """Whatever people do: a private room's messages are seen by its members, a private note by one person."""
    workspace = furnished()
    opened = [
        workspace.open_room(f"room-{index}", sorted(members), under=workspace.channels[0].id, marker=f"cir_{index}")
        for index, members in enumerate(rooms)
    ]
    for index, room in enumerate(opened):
        workspace.post(room.id, body("hello"), nonce=f"k{index}")
    for person, index in notes:
        if index < len(opened) and person in rooms[index]:
            workspace.note(person, opened[index].id, body("only you"))
    for person, index in leaving:
        if index < len(opened) and person in workspace.place(opened[index].id).members:
            workspace.leave(person, opened[index].id)

    for person in PEOPLE:
        for place in workspace.places_of(person):
            if place.kind is PlaceKind.ROOM:
                assert person in workspace.place(place.id).members
            for seen in workspace.messages_for(person, place.id):
                assert seen.only_for in {None, person}
        for room in opened:
            if person not in workspace.place(room.id).members:
                with pytest.raises(UnknownPlaceError):
                    workspace.messages_for(person, room.id)


def test_a_message_of_the_same_nonce_is_posted_once() -> None:
    """Sending again what may have been sent is seen."""
    workspace = furnished()
    channel = workspace.channels[0].id

    first, again = (workspace.post(channel, body("hello"), nonce="k1") for _ in range(2))

    assert first == again
    assert len(workspace.messages_for("U1", channel)) == 3


def test_a_room_of_the_same_marker_is_opened_once() -> None:
    """Opening again what may have been opened finds it, as it is by now."""
    workspace = furnished()
    under = workspace.channels[0].id
    room = workspace.open_room("willow-3", ["U1", "U2"], under=under, marker="cir_1")
    workspace.leave("U2", room.id)

    again = workspace.open_room("willow-3", ["U1", "U2"], under=under, marker="cir_1")

    assert again.id == room.id
    assert again.members == {"U1"}


def test_an_archived_room_can_be_read_and_nothing_more() -> None:
    """What was said stays; nothing new is said or reacted to."""
    workspace = furnished()
    room = workspace.open_room("willow-3", ["U1", "U2"], under=workspace.channels[0].id, marker="cir_1")
    said = workspace.say("U1", room.id, "Good evening")

    workspace.archive(room.id)

    assert workspace.messages_for("U2", room.id) == (said,)
    with pytest.raises(ArchivedError):
        workspace.say("U2", room.id, "And good night")
    with pytest.raises(ArchivedError):
        workspace.react("U2", said.id, "🌱")


def test_only_what_stands_in_a_message_can_be_tapped() -> None:
    """A forged token, a value that was not offered, or too many values: gone."""
    workspace = furnished()
    posted = workspace.post(workspace.channels[0].id, body("hello"), nonce="k1")

    assert workspace.check_tap("U1", posted.id, "tap:1", ()) == posted
    assert workspace.check_tap("U1", posted.id, "join", ("int_1",)) == posted
    for token, values in (("tap:2", ()), ("join", ()), ("join", ("int_9",)), ("join", ("int_1", "int_2"))):
        with pytest.raises(ControlGoneError):
            workspace.check_tap("U1", posted.id, token, values)


def test_closed_direct_messages_are_closed_to_the_bot() -> None:
    """Somebody who takes no direct messages gets none, and takes them again when they like."""
    workspace = furnished()
    workspace.set_takes_directs("U1", False)

    with pytest.raises(DirectsClosedError):
        workspace.direct_with("U1")
    workspace.set_takes_directs("U1", True)
    assert workspace.direct_with("U1").members == {"U1"}


def test_unread_counts_what_others_said_since_one_looked() -> None:
    """One's own words are never news, and neither is what one has seen."""
    workspace = furnished()
    channel = workspace.channels[3].id
    workspace.mark_read("U1", channel)

    workspace.say("U2", channel, "Anybody awake?")
    before = workspace.unread("U1", channel)
    workspace.say("U1", channel, "Barely")

    assert before == 1
    assert workspace.unread("U1", channel) == 0
    assert workspace.unread("U2", channel) == 1


def test_private_notes_fade() -> None:
    """Only the last few private answers stay in view."""
    workspace = furnished()
    channel = workspace.channels[0].id

    for number in range(KEPT_NOTES + 5):
        workspace.note("U1", channel, body(f"note {number}"))

    seen = [found for found in workspace.messages_for("U1", channel) if found.only_for]
    assert len(seen) == KEPT_NOTES
    assert seen[-1].words.startswith(f"note {KEPT_NOTES + 4}")
    assert all(found.only_for is None for found in workspace.messages_for("U2", channel))


def test_empty_and_endless_words_are_refused() -> None:
    """Nothing but blanks and control characters is nothing; a very long text is too long."""
    workspace = furnished()
    channel = workspace.channels[0].id

    for words in ("", "  \n ", "\x00\x07", "a" * (TEXT_LIMIT_CHARS + 1)):
        with pytest.raises(UnusableError):
            workspace.say("U1", channel, words)


def test_only_pictures_are_reactions() -> None:
    """Emoji of every kind may stand under a message; letters and direction marks may not."""
    assert all(is_emoji(sign) for sign in ("⚾", "🌱", "❤️", "1️⃣", "👩🏽‍🔬", "🇵🇹"))
    assert not any(is_emoji(sign) for sign in ("", "a", "ß", "\u202e", "⚾\u202e", " ", "<b>", "⚾" * 20))


def test_everything_survives_a_restart(tmp_path: Path) -> None:
    """People, rooms, messages, reactions, what was read, closed directs: all of it is there again."""
    first = furnished(tmp_path)
    room = first.open_room("willow-3", ["U1", "U2"], under=first.channels[2].id, marker="cir_1")
    posted = first.post(room.id, body("hello"), nonce="k1", marker="board", pings=["U1"])
    first.react("U2", posted.id, "🌱")
    first.seed_reactions(posted.id, ["⚾"])
    first.unreact("U2", posted.id, "🌱")
    first.react("U1", posted.id, "⚾")
    first.note("U1", room.id, body("only you"))
    first.say("U2", room.id, "Grüße, 你好, سلام")
    first.mark_read("U1", room.id)
    first.set_takes_directs("U2", False)
    act = first.next_act()
    first.close()

    second = furnished(tmp_path)

    assert second.people == first.people
    assert second.places_of("U1") == first.places_of("U1")
    assert second.messages_for("U1", room.id) == first.messages_for("U1", room.id)
    assert second.reactions_to(posted.id) == {"⚾": (BOT, "U1")}
    assert second.message_marked("board") == posted
    assert second.unread("U1", room.id) == 0
    assert not second.takes_directs("U2")
    assert second.epoch == first.epoch
    assert second.post(room.id, body("hello"), nonce="k1") == posted
    assert second.next_act() != act
    second.close()


def test_a_damaged_file_says_how_to_begin_anew(tmp_path: Path) -> None:
    """The operator reads which file it is and what to do."""
    (tmp_path / FILE_NAME).write_bytes(b"this is not a database, and long enough to be looked at as one" * 20)

    with pytest.raises(ConfigError, match="move it away"):
        furnished(tmp_path)


def test_a_forgotten_workspace_begins_anew(tmp_path: Path) -> None:
    """After forgetting, the next visit is the first."""
    furnished(tmp_path).close()

    forget_workspace(tmp_path)

    assert not list(tmp_path.iterdir())


def test_thousands_of_people_cost_no_more_each() -> None:
    """An act touches what it is about: with ten thousand people one act looks at no list of them."""
    workspace = Workspace(now=lambda: NOW)
    furnish(workspace)
    template = workspace.people[0]
    for number in range(10_000):
        workspace.add_person(replace(template, id=f"U{number + 100}"))
    board = workspace.post(workspace.channels[2].id, body("board"), nonce="b", marker="board")

    for number in range(10_000):
        person = f"U{number + 100}"
        workspace.react(person, board.id, "⚾")
        workspace.post(workspace.direct_with(person).id, body("hello"), nonce=f"d{number}")
        workspace.note(person, board.place, body("only you"))

    assert len(workspace.reactions_to(board.id)["⚾"]) == 10_000
    assert len(workspace.messages_for("U100", board.place)) == 2
