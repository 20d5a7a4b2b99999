"""Ten thousand acts by one person: a kind answer, then silence, and others notice nothing."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from circles_bot.application.flood import (
    ACTS_A_DAY,
    ACTS_A_MINUTE,
    ACTS_OF_ALL_A_MINUTE,
    BUCKETS_AT_MOST,
    FloodGuard,
    Purpose,
    Verdict,
)
from circles_bot.engine import events
from circles_bot.engine.ids import CommunityId, MemberId
from circles_bot.engine.model import Way
from circles_bot.store.sqlite import SqliteStore
from circles_bot.words.message import Message, PrivateReply
from circles_bot.works import assemble
from tests.fakes.chat import FakeChat
from tests.fakes.clocks import FixedClock
from tests.histories.world import COMMUNITY, INTERESTS, START, World, actor

SECOND = timedelta(seconds=1)
MANY = 10_000


class _Town:
    """A community over a real database, its guard at work, every statement counted."""

    def __init__(self, world: World, statements: list[str]) -> None:
        self.world = world
        self.statements = statements

    def joining(self, person: int, number: int, name: str = "baseball") -> events.InterestJoined:
        """Return a command."""
        return events.InterestJoined(
            community=COMMUNITY,
            at=self.world.clock.now(),
            key=f"{person}-{number}",
            actor=actor(person),
            interest=name,
            way=Way.COMMAND,
        )

    def reacting(self, person: int, *, is_set: bool) -> events.ReactionSeen:
        """Return a reaction set, or taken off."""
        at = self.world.clock.now()
        return events.ReactionSeen(
            community=COMMUNITY, at=at, actor=actor(person), emoji=INTERESTS[0][0], is_set=is_set
        )


@pytest.fixture
async def town(database: Path) -> _Town:
    """Open a town whose guard lets pass what production lets pass."""
    url = f"sqlite:///{database}"
    statements: list[str] = []
    store = await SqliteStore.open(url, key=bytes(32), durable=False, heard=lambda sql, _: statements.append(sql))
    clock = FixedClock(START)
    works = assemble(store=store, clock=clock, matcher=None, acts_a_minute=ACTS_A_MINUTE)
    chat = FakeChat(clock)
    works.delivery.connect("fake", chat)
    world = World(store=store, works=works, chat=chat, clock=clock, database=url, decisions=[])
    await world.submit(
        0,
        events.SetupChosen(
            community=COMMUNITY,
            at=START,
            key="setup",
            actor=actor(0),
            platform="fake",
            community_theirs="town",
            board_place="C1",
            rooms_place="C1",
            interests=INTERESTS,
        ),
    )
    await world.settle()
    return _Town(world, statements)


def said(reply: PrivateReply | None) -> str:
    """Return what a private answer says."""
    if reply is None:
        return ""
    assert isinstance(reply.content, Message)
    return reply.content.preview


async def test_ten_thousand_commands_of_one_person_reach_nobody_else(town: _Town) -> None:
    """Thirty are done, one is answered kindly, the rest cost no statement; another's act costs what it always does."""
    world = town.world
    for number in (2, 5, 6, 7):  # enough for a circle: the first who wait set timers that the others find
        await world.works.service.submit(town.joining(number, 0))
    town.statements.clear()
    await world.works.service.submit(town.joining(3, 0))
    usual = len(town.statements)
    town.statements.clear()
    performed = len(world.chat.performed)

    answers = [said(await world.works.service.submit(town.joining(1, n, f"nothing {n}"))) for n in range(MANY)]
    spent = len(town.statements)
    town.statements.clear()
    await world.works.service.submit(town.joining(4, 0))

    assert len([answer for answer in answers if answer.startswith("That was a lot at once")]) == 1
    assert len([answer for answer in answers if answer]) == ACTS_A_MINUTE + 1
    assert spent <= ACTS_A_MINUTE * 8
    assert len(town.statements) == usual
    assert len(world.chat.performed) == performed
    await world.store.close()


async def test_reactions_on_and_off_end_as_they_stand(town: _Town) -> None:
    """A thousand times on and off, and on at the end: the last one is decided when the guard lets go."""
    world = town.world
    for number in range(1_001):
        await world.works.service.submit(town.reacting(1, is_set=number % 2 == 0))

    before = world.rows("SELECT count(*) FROM standing_reactions")
    await world.pass_time(5 * SECOND)
    after = world.rows("SELECT count(*) FROM standing_reactions")
    for number in range(1_002):
        await world.works.service.submit(town.reacting(1, is_set=number % 2 == 0))
    await world.pass_time(5 * SECOND)

    assert (before, after) == ([(0,)], [(1,)])
    assert world.rows("SELECT count(*) FROM standing_reactions") == [(0,)]
    await world.store.close()


async def test_nobody_is_kept_in_by_what_they_did_before(town: _Town) -> None:
    """Leaving and pausing have a bucket of their own."""
    world = town.world
    for number in range(100):
        await world.works.service.submit(town.joining(1, number))

    leaving = events.InterestLeft(
        community=COMMUNITY, at=world.clock.now(), key="out", actor=actor(1), interest="baseball"
    )
    assert "That was a lot" not in said(await world.works.service.submit(leaving))
    assert world.rows("SELECT state FROM opt_ins") == [("ended",)]
    await world.store.close()


def test_a_bucket_fills_with_time() -> None:
    """Half a token a second, the whole bucket in a minute; told again only after a minute."""
    guard = FloodGuard(30)
    me = actor(1).member

    first = [guard.admit(me, Purpose.ACTS, START) for _ in range(32)]

    assert first == [Verdict.PASS] * 30 + [Verdict.TELL, Verdict.SILENT]
    assert guard.admit(me, Purpose.ACTS, START + SECOND) is Verdict.SILENT
    assert guard.admit(me, Purpose.ACTS, START + 3 * SECOND) is Verdict.PASS
    assert guard.admit(actor(2).member, Purpose.ACTS, START) is Verdict.PASS
    later = [guard.admit(me, Purpose.ACTS, START + 120 * SECOND) for _ in range(31)]
    assert later == [Verdict.PASS] * 30 + [Verdict.TELL]


def test_the_guard_remembers_no_more_people_than_it_must() -> None:
    """Full buckets say nothing and are forgotten."""
    guard = FloodGuard(30)
    for number in range(BUCKETS_AT_MOST + 50):
        guard.admit(MemberId(f"mem_{number}"), Purpose.ACTS, START + number * SECOND)

    assert len(guard._buckets) <= BUCKETS_AT_MOST


def joined(person: int, at: datetime = START) -> events.InterestJoined:
    """Return somebody's joining."""
    return events.InterestJoined(
        community=COMMUNITY,
        at=at,
        actor=replace(actor(0), member=MemberId(f"mem_{person}")),
        interest="baseball",
        way=Way.SELECT,
    )


def test_joining_and_leaving_all_day_ends_somewhere() -> None:
    """Slow enough for a minute's limit it is still too much for a day; ways out stay open, and tomorrow is another."""
    guard = FloodGuard(ACTS_A_MINUTE)
    every = [guard.judge(joined(1, START + number * 3 * SECOND)) for number in range(ACTS_A_DAY + 200)]
    later = START + (ACTS_A_DAY + 200) * 3 * SECOND
    way_out = events.InterestLeft(community=COMMUNITY, at=later, actor=joined(1).actor, interest="baseball")

    assert every[:ACTS_A_DAY] == [Verdict.PASS] * ACTS_A_DAY
    assert Verdict.TELL_TODAY in every
    assert guard.judge(way_out) is Verdict.PASS
    assert guard.judge(joined(2, later)) is Verdict.PASS
    assert guard.judge(joined(1, later + timedelta(days=1))) is Verdict.PASS


def test_a_thousand_accounts_at_once_leave_other_communities_their_turn() -> None:
    """Each does little; together they are told kindly to try again, once each; elsewhere nobody notices."""
    guard = FloodGuard(ACTS_A_MINUTE)
    let_by = [guard.judge(joined(number)) for number in range(ACTS_OF_ALL_A_MINUTE)]

    assert set(let_by) == {Verdict.PASS}
    assert guard.judge(joined(-1)) is Verdict.TELL_BUSY
    assert guard.judge(replace(joined(-1), community=CommunityId("com_elsewhere"))) is Verdict.PASS
    assert guard.judge(joined(-2, START + 60 * SECOND)) is Verdict.PASS


def test_a_held_reaction_waits_for_every_bucket() -> None:
    """It is decided when the day's bucket has a token again, and never lost; the minute's alone is not enough."""
    guard = FloodGuard(ACTS_A_MINUTE)
    for number in range(ACTS_A_DAY):
        guard.judge(joined(1, START + number * 2 * SECOND))
    at = START + ACTS_A_DAY * 2 * SECOND
    while guard.judge(joined(1, at)) is Verdict.PASS:
        pass
    reaction = events.ReactionSeen(community=COMMUNITY, at=at, actor=joined(1).actor, emoji="⚾", is_set=True)
    guard.judge(reaction)
    due = guard.next_at()

    assert due is not None
    assert due > at + 60 * SECOND
    assert not guard.let_go(at + 60 * SECOND)
    assert [held.emoji for held in guard.let_go(due)] == ["⚾"]
