"""Malice: ids of elsewhere, people who do not sit there, forged stewards, tokens made up: a kind answer, no change."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from structlog.typing import EventDict

from circles_bot.engine import events, questions
from circles_bot.engine.ids import CommunityId
from circles_bot.engine.tokens import Token
from circles_bot.store import open_store
from circles_bot.taps import Tap, interpret
from circles_bot.words.compose import flat
from circles_bot.words.message import Message, PrivateReply
from circles_bot.works import Works, assemble
from tests.application.towns import STAGES, Ids, every_kind, filled, names_something, reopen, tokens_of
from tests.databases import copy_of_template
from tests.fakes.chat import FakeChat
from tests.fakes.clocks import FixedClock
from tests.histories.test_histories import _do, check_promises
from tests.histories.world import COMMUNITY, IDENTITIES, PEOPLE, START, World, actor
from tests.keys import KEY
from tests.postgres import PostgresServer

HARBOUR = IDENTITIES.community("harbour")
INTRUDER = events.Actor(member=IDENTITIES.member(HARBOUR, "U0"), theirs="U0", locale="en", is_steward=True)
STRANGER = events.Actor(member=IDENTITIES.member(COMMUNITY, "U99"), theirs="U99", locale="en", timezone="Europe/Rome")
BROKEN = "Something went wrong"
AT_ONCE = 50


async def set_up_harbour(world: World) -> None:
    """Set a second community up beside the town, with an interest of another name and a member."""
    await world.works.service.submit(
        events.SetupChosen(
            community=HARBOUR,
            at=world.clock.now(),
            key="harbour",
            actor=INTRUDER,
            platform="fake",
            community_theirs="harbour",
            board_place="C1",
            rooms_place="C1",
            interests=(("⛵", "sailing"),),
        )
    )
    await world.settle()


def is_kind(reply: PrivateReply | None) -> bool:
    """Tell whether an answer is none, or words that do not say that something broke."""
    return reply is None or not isinstance(reply.content, Message) or BROKEN not in text_of(reply)


def text_of(reply: PrivateReply | None) -> str:
    """Return an answer's text."""
    assert reply is not None
    assert isinstance(reply.content, Message)
    return "\n".join(flat(paragraph) for paragraph in reply.content.paragraphs)


@pytest.mark.parametrize("stage", STAGES)
async def test_ids_of_another_community_change_nothing_anywhere(
    stages: dict[str, Path], tmp_path: Path, log: list[EventDict], stage: str
) -> None:
    """Every event that names something, with the town's ids, from the harbour: unknown ids, kindly answered.

    A round that is due (only ever by a timer of the harbour's own) runs whatever interest is said to be its reason.
    """
    world = await reopen(stages[stage], tmp_path)
    await set_up_harbour(world)
    ids, before = Ids.of(world), world.dump()

    for kind in {*filter(names_something, every_kind())} - {events.RoundDue}:
        for event in filled(kind, ids, community=HARBOUR, at=world.clock.now(), actor=INTRUDER):
            assert is_kind(await world.works.service.submit(event)), event
        assert world.dump() == before, f"{kind.__name__} changed something"
    await world.store.close()

    assert not log


@pytest.mark.parametrize("stage", STAGES)
async def test_tokens_of_another_community_change_nothing_anywhere(
    stages: dict[str, Path], tmp_path: Path, log: list[EventDict], stage: str
) -> None:
    """Every token that anybody in the town was shown, tapped in the harbour, with every id of the town chosen."""
    world = await reopen(stages[stage], tmp_path)
    await set_up_harbour(world)
    before = world.dump()

    ids = Ids.of(world)
    taps = (
        Tap(token=token, community=HARBOUR, at=world.clock.now(), actor=INTRUDER, values=(value,))
        for token in foreign_tokens(tokens_of(stages[stage]), ids)
        for value in (ids.interests[0], ids.members[0])
    )
    while at_once := tuple(islice(taps, AT_ONCE)):
        replies = await asyncio.gather(*(mean(world.works, tap) for tap in at_once))
        assert all(map(is_kind, replies)), at_once
    assert world.dump() == before
    await world.store.close()

    assert not log


def foreign_tokens(seen: Sequence[str], ids: Ids) -> Iterator[str]:
    """Yield tokens that name something: those that were shown, and each name with each id."""
    yield from (token for token in seen if ":" in token)
    for name in Token:
        for one in (ids.circles[0], ids.members[0], *ids.posts[:1], ids.interests[0], ids.rounds[0]):
            tails = (
                "",
                ":1",
                ":menu",
                ":leave",
                ":avoid",
                ":stewards",
                ":bot",
                ":rest",
                ":carry_on",
                ":1:good",
                ":1:off",
            )
            for tail in tails:
                yield f"{name}:{one}{tail}"
        for circle in ids.circles:
            yield from (f"{name}:{circle}:{post}:0" for post in ids.posts)


async def mean(works: Works, tap: Tap) -> PrivateReply | None:
    """Do what a tap means."""
    meaning = interpret(tap)
    if meaning is None:
        return None
    if isinstance(meaning, questions.AnyQuestion):
        return await works.service.ask(meaning)
    return await works.service.submit(meaning)


@pytest.mark.parametrize("stage", STAGES)
async def test_taps_of_people_who_do_not_sit_there_change_nothing(
    stages: dict[str, Path], tmp_path: Path, log: list[EventDict], stage: str
) -> None:
    """Whoever got hold of a circle's tokens without a seat in it hears a kind word and changes nothing."""
    world = await reopen(stages[stage], tmp_path)
    circles, before = Ids.of(world).circles, world.dump()

    for token in foreign_tokens(tokens_of(stages[stage]), Ids.of(world)):
        if any(circle in token for circle in circles):
            for who in (STRANGER, replace(STRANGER, is_steward=True)):
                tap = Tap(token=token, community=COMMUNITY, at=world.clock.now(), actor=who, values=(actor(1).member,))
                assert is_kind(await mean(world.works, tap)), token
    assert world.dump() == before
    await world.store.close()

    assert not log


async def test_a_forged_steward_sets_nothing_up(stages: dict[str, Path], tmp_path: Path, log: list[EventDict]) -> None:
    """Who is no steward by the platform's word moves no board, whatever the form says; the word is refused, kindly."""
    world = await reopen(stages["talking"], tmp_path)
    before = world.dump()

    for who in (STRANGER, replace(actor(0), is_steward=False)):
        event = events.SetupChosen(
            community=COMMUNITY,
            at=world.clock.now(),
            key=f"forged-{who.member}",
            actor=who,
            platform="fake",
            community_theirs="elsewhere",
            board_place="C666",
            rooms_place="C666",
            interests=(("⚾", "baseball"),),
        )
        assert is_kind(await world.works.service.submit(event))
    assert world.dump() == before
    await world.store.close()

    assert not log


@pytest.mark.parametrize("community", [COMMUNITY, IDENTITIES.community("nowhere")])
async def test_every_event_on_an_empty_database_writes_nothing(
    database: Path, log: list[EventDict], community: CommunityId
) -> None:
    """Never an exception, never a row but the key by which a repeat is known; only a setup has an effect."""
    url = f"sqlite:///{database}"
    store = await open_store(url, key=KEY, durable=False)
    clock = FixedClock(START)
    works = assemble(store=store, clock=clock, matcher=None)
    world = World(store=store, works=works, chat=FakeChat(clock), clock=clock, database=url, decisions=[])
    before = world.dump()

    for kind in every_kind():
        who = replace(STRANGER, is_steward=kind is not events.SetupChosen)
        for event in filled(kind, Ids(), community=community, at=START, actor=who):
            assert is_kind(await works.service.submit(event)), event
    assert world.dump() == before
    await store.close()

    assert not log


async def test_every_event_of_an_unknown_community_changes_nothing_beside_a_town(
    stages: dict[str, Path], tmp_path: Path, log: list[EventDict]
) -> None:
    """A community that was never set up, with the ids of one that was: nothing happens to either."""
    world = await reopen(stages["talking"], tmp_path)
    before = world.dump()

    for kind in every_kind():
        who = replace(STRANGER, is_steward=kind is not events.SetupChosen)
        for event in filled(kind, Ids.of(world), community=HARBOUR, at=world.clock.now(), actor=who):
            assert is_kind(await world.works.service.submit(event)), event
    assert world.dump() == before
    await world.store.close()

    assert not log


@pytest.mark.parametrize("stage", STAGES)
async def test_taps_out_of_order_break_no_promise(
    stages: dict[str, Path], migrated_file: Path, tmp_path: Path, log: list[EventDict], stage: str
) -> None:
    """Everybody taps every button of the whole history at once, those of the future too, in any order."""
    world = await World.begin(migrated_file, tmp_path)
    for name, acts in STAGES.items():
        for act in acts:
            await _do(world, act)
        if name == stage:
            break
    taps = [(person, token) for person in range(PEOPLE) for token in tokens_of(stages["closed"])]
    random.Random(stage).shuffle(taps)

    for number, (person, token) in enumerate(taps):
        at = world.clock.now()
        tap = Tap(token=token, community=COMMUNITY, at=at, actor=actor(person), key=f"any-{number}", values=("books",))
        assert is_kind(await mean(world.works, tap)), token
    await world.pass_time(timedelta(weeks=4))
    await world.store.close()

    check_promises(world)
    assert not log


SCRAPS = (
    *("", ":", "::", "0", "1", "-1", "9" * 18, "9" * 40, "²", "1e3", "NaN", "\x00", "\ud800", "\u202e", "🌱" * 30),
    *("menu", "good", "rest", "stewards", "bot", "' OR 1=1 --", "cir_0", "x" * 10_000, "é", "٣", " 1", "1_0"),
)


def made_up_tokens(seen: Sequence[str], seed: int, number: int) -> Iterator[str]:
    """Yield tokens as somebody might make them up: parts swapped, cut, doubled, replaced, or pure noise."""
    dice = random.Random(seed)
    names = [name.value for name in Token]
    for _ in range(number):
        parts = dice.choice(seen).split(":") if dice.random() < 0.6 else [dice.choice(names)]
        for _ in range(dice.randrange(4)):
            place = dice.randrange(len(parts) + 1)
            parts[place : place + dice.randrange(2)] = [dice.choice((*SCRAPS, *dice.choice(seen).split(":")))]
        yield ":".join(parts)


FIELDS = (
    *(Token.SETUP_BOARD, Token.SETUP_ROOMS, Token.SETUP_INTERESTS),
    *(Token.REPORT_TEXT, Token.REPORT_NAME, Token.HOLD_PERSON, Token.HOLD_WEEKS),
    *(Token.WITH_PEOPLE, Token.WITH_TOPIC, Token.HANDOFF_TEXT),
)
"""Fields of every form, each filled with whatever there is."""


async def tap_made_up(works: Works, seen: Sequence[str], at: datetime, number: int) -> None:
    """Tap made-up tokens with made-up values, in turn by people who sit in circles and one who is nobody yet."""
    people = (*(actor(person) for person in range(4)), STRANGER)
    for place, token in enumerate(made_up_tokens(seen, seed=3, number=number)):
        value = SCRAPS[place % len(SCRAPS)] if place % 3 else seen[place % len(seen)].split(":")[-1]
        tap = Tap(
            token=token,
            community=COMMUNITY,
            at=at,
            actor=people[place % len(people)],
            key=f"made-up-{place}",
            values=(value,) if place % 5 else (),
            fields=dict.fromkeys(FIELDS, (value,)),
            people={value: people[(place + 1) % len(people)]} if place % 2 else {},
        )
        assert is_kind(await mean(works, tap)), repr(token)


async def test_ten_thousand_made_up_tokens_break_nothing(
    stages: dict[str, Path], tmp_path: Path, log: list[EventDict]
) -> None:
    """Whatever comes back from people's machines is read or refused: no exception, no broken answer."""
    world = await reopen(stages["talking"], tmp_path)

    await tap_made_up(world.works, tokens_of(stages["talking"]), world.clock.now(), 10_000)
    await world.settle()
    await world.store.close()

    assert not log


async def test_made_up_tokens_break_nothing_on_postgresql(
    stages: dict[str, Path], migrated_server: PostgresServer, log: list[EventDict]
) -> None:
    """The same on the other database, which refuses other texts (a NUL) and other numbers."""
    world = await World.begin_at(copy_of_template(migrated_server))

    await tap_made_up(world.works, tokens_of(stages["talking"]), world.clock.now(), 1_500)
    await world.settle()
    await world.store.close()

    assert not log
