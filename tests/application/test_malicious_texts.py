"""What people type may be anything: too long, turned around, stacked, markup, mentions. It stays words."""

import unicodedata
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.typing import EventDict

from circles_bot.engine import events
from circles_bot.engine.ids import InterestId
from circles_bot.engine.model import Way
from circles_bot.engine.tokens import Token
from circles_bot.words.compose import flat
from circles_bot.words.message import Mention, Message, MessageSelect, Strong
from tests.application.test_malice import is_kind, text_of
from tests.crash.lives import setup_event
from tests.histories.test_histories import check_promises
from tests.histories.world import COMMUNITY, INTERESTS, World, actor

LIMIT = 80
TOO_MUCH = ("x" * 10_000, "é" * 10_000, "🌱" * 10_000, "a\u0300" * 5_000, "word " * 2_000, "\u202e" * 10_000 + "x" * 81)
NASTY = (
    "@everyone",
    "@here and <@&123> <#456> <!channel> <!subteam^S1>",
    "<@U1> likes **this** _and_ `that`",
    "[free](https://example.org) <https://example.org|free>",
    '{ $interest } { sorry-broken } {"x"}',
    "\ue000interest\ue001 \ue000members\ue001",
    "z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031ea\u0349\u035algo",
    "\u202egnitirw\u202c \u2066turned\u2069",
    "line\nbreak\ttab\x07bell\x1b[31mred",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "' OR 1=1; DROP TABLE circles; --",
    "half \ud83d of a character",
    "nul \0 nul",
    "con:colons:every:where",
    "..",
    "\u200b\u2060\ufeff",
    "%s %(name)s {0} \\n",
)


def setup_with(world: World, interests: tuple[tuple[str, str], ...], number: int) -> events.SetupChosen:
    """Return a steward's setup with those interests."""
    return replace(setup_event(world), interests=interests, key=f"setup-{number}")


async def make_room(world: World) -> None:
    """Archive what has been added to the interests that a town begins with: there may be few of them."""
    for key, name in world.rows("SELECT id, name FROM interests WHERE archived_at IS NULL"):
        if name not in {begun for _, begun in INTERESTS}:
            archived = events.InterestArchived(
                community=COMMUNITY,
                at=world.clock.now(),
                key=f"archive-{key}",
                actor=actor(0),
                interest=InterestId(str(key)),
            )
            await world.works.service.submit(archived)


def joining(world: World, person: int, typed: str, number: int) -> events.InterestJoined:
    """Return somebody's joining what they typed."""
    return events.InterestJoined(
        community=COMMUNITY,
        at=world.clock.now(),
        key=f"join-{person}-{number}",
        actor=actor(person),
        interest=typed,
        way=Way.COMMAND,
    )


async def begin(migrated_file: Path, tmp_path: Path) -> World:
    """Return a town."""
    return await World.begin(migrated_file, tmp_path)


async def test_typed_interests_are_answered_whatever_they_are(
    migrated_file: Path, tmp_path: Path, log: list[EventDict]
) -> None:
    """Joining what is not there never breaks, never opens anything, and is answered in a few lines."""
    world = await begin(migrated_file, tmp_path)
    before = world.rows("SELECT * FROM interests")

    for number, typed in enumerate((*TOO_MUCH, *NASTY)):
        for event in (
            joining(world, 1, typed, number),
            events.InterestLeft(
                community=COMMUNITY, at=world.clock.now(), key=f"leave-{number}", actor=actor(1), interest=typed
            ),
        ):
            reply = await world.works.service.submit(event)
            assert is_kind(reply)
            assert len(text_of(reply)) < 600
            await world.works.service.suggest(COMMUNITY, actor(1).member, option="interest", typed=typed)
    after = world.rows("SELECT * FROM interests")
    await world.store.close()

    assert after == before
    assert not log


@pytest.mark.parametrize("emoji", ["⚾", "\ud83d", "\0", "<@U1>", "x" * 10_000, "\u202e", ""])
async def test_a_setup_keeps_no_name_or_emoji_that_could_do_harm(
    migrated_file: Path, tmp_path: Path, log: list[EventDict], emoji: str
) -> None:
    """Names are at most 80 characters without control or direction marks; an emoji is short and whole, or another."""
    world = await begin(migrated_file, tmp_path)

    for number, name in enumerate((*TOO_MUCH, *NASTY)):
        assert is_kind(await world.works.service.submit(setup_with(world, ((emoji, name),), number)))
        await make_room(world)
    await world.settle()
    kept = world.rows("SELECT name, emoji FROM interests")
    await world.store.close()

    for row in kept:
        name, sign = map(str, row)
        assert 0 < len(name) <= LIMIT
        assert not {unicodedata.category(letter) for letter in name + sign} & {"Cc", "Cs", "Co", "Zl", "Zp"}
        assert not set(name + sign) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
        assert len(sign) <= 64
    assert not log


@pytest.mark.parametrize("name", [name for name in NASTY if name.strip("\u200b\u2060\ufeff")])
async def test_a_nasty_name_lives_a_whole_life_as_mere_words(
    migrated_file: Path, tmp_path: Path, log: list[EventDict], name: str
) -> None:
    """From the board to the room: what was typed is no markup, never a mention, never an entry of the locale files."""
    world = await begin(migrated_file, tmp_path)
    await world.submit(0, setup_with(world, (("🦉", name),), 0))
    kept = str(world.rows("SELECT name FROM interests WHERE emoji = '🦉'")[0][0])

    for person in range(4):
        assert is_kind(await world.submit(person, joining(world, person, name, 0)))
    await world.pass_time(timedelta(days=2))
    for _ in range(2):
        for person in range(4):
            await world.tap_named(person, Token.ACCEPT, 0)
        await world.pass_time(timedelta(days=4))
    rooms = [str(row[0]) for row in world.rows("SELECT room_name FROM circles")]
    await world.store.close()

    shown = [done.parcel.words for done in world.chat.performed if isinstance(done.parcel.words, Message)]
    spans = [span for words in shown for paragraph in (*words.paragraphs, words.footer) for span in paragraph]
    people = {actor(person).member for person in range(4)}
    assert rooms
    assert all(room and not set(room) & set("@<>:#*`[]{}\n\u202e") and len(room) <= 100 for room in rooms)
    assert any(kept in flat(paragraph) for words in shown for paragraph in words.paragraphs)
    assert not [span for span in spans if isinstance(span, Strong) and span.text in kept and span.text != kept]
    assert {span.member for span in spans if isinstance(span, Mention)} <= people
    labels = [
        option.label
        for words in shown
        for control in words.controls
        if isinstance(control, MessageSelect)
        for option in control.options
    ]
    assert all(len(label) <= LIMIT for label in labels)
    check_promises(world)
    assert not log
