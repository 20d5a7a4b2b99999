"""Every bounded act costs at most eight statements, whatever the size of the community, on both databases."""

import shutil
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import get_ident
from typing import Any, TypeVar

import pytest

from circles_bot.engine import events
from circles_bot.engine.decision import Decision
from circles_bot.engine.effects import AddToRoom, EditPost, OpenRoom, PostToRoom, SendDirect, ShowBoard
from circles_bot.engine.ids import CircleId, InterestId, MemberId
from circles_bot.engine.proposals import interest_id
from circles_bot.engine.snapshots import SCOPES
from circles_bot.ports.chat import Closed, Dead, Gone, Later
from circles_bot.ports.store import Transaction
from circles_bot.store.postgres import PostgresStore
from circles_bot.store.sqlite import SqliteStore
from tests.databases import copy_of_template
from tests.histories.test_histories import Act, _do, _yeses
from tests.histories.world import COMMUNITY, PEOPLE, World, actor
from tests.keys import KEY
from tests.many_interests import open_up_to
from tests.postgres import PostgresServer

Result = TypeVar("Result")
AT_MOST = 8
UNBOUNDED = frozenset({events.RoundPlanned, events.BoardRead, events.ProposalsDue, events.InterestMerged})
"""Acts whose cost grows with the community, by design: a round costs seven or eight reads, a whole board three, a day's
look at proposals three and a merge three."""
COUNTED_ELSEWHERE = frozenset(
    {
        events.AvoidanceEnded,
        events.CloseChosen,
        events.CloseDue,
        events.ForgottenMe,
        events.HandOffAnswered,
        events.HandOffAskDue,
        events.HandOffAsked,
        events.HandOffDue,
        events.HandOffGiven,
        events.HandOffShown,
        events.MemberHeld,
        events.MineExported,
        events.NamingDue,
        events.NamingEnded,
        events.PersonAvoided,
        events.ReportAnswered,
        events.ReportExpired,
        events.ReportTold,
        events.StewardNamed,
        events.TidyDue,
        events.WithAnswered,
        events.WithAskDue,
        events.WithAsked,
        events.WithDue,
        events.WithForgotten,
    }
)
"""Acts that this year does not hold: ``tests/contract/test_costs_of_acts.py`` counts each of them in a town."""
EVERYBODY = range(PEOPLE)
YEAR = [
    Act("react", 3, 1, 0),  # at night where they live: the answer is held back
    *(Act("join", person, person % 2, 0) for person in EVERYBODY),
    *(Act("react", person, 1, 0) for person in range(3)),
    Act("days", 0, 2, 0),
    *_yeses(),
    Act("days", 0, 1, 0),
    *_yeses(),
    *(Act("answer", person, 0, person) for person in EVERYBODY),
    *(Act("say", person, person, 0) for person in EVERYBODY),
    Act("days", 0, 11, 0),
    *(Act("check-in", person, 0, person % 5) for person in EVERYBODY),
    *(Act("days", 0, 12, 0) for _ in range(3)),
    *(Act("season", person, 0, person % 3) for person in EVERYBODY),
    *(Act("days", 0, 12, 0) for _ in range(3)),
    *(Act("tap", person, which, 0) for person in EVERYBODY for which in range(16)),
    *(Act("leave", person, person % 2, 0) for person in EVERYBODY),
    Act("days", 0, 12, 0),
]
HELD_UP = Later(retry_after=timedelta(hours=13))
"""What is not sent for so long lapses."""


async def go_wrong(world: World) -> None:
    """Live on where much goes wrong: rooms fail and go, messages come late or nowhere, people leave and avoid."""
    chat = world.chat
    await _set_up_again(world)
    await _look_after_it(world)
    chat.instead = {OpenRoom: Dead(reason="full")}
    await _gather(world, days=16)
    chat.instead = {SendDirect: HELD_UP}
    await world.pass_time(timedelta(days=3))
    chat.instead = {}
    await _gather(world, days=9)
    await _all(world, Act("answer", 0, 0, 0))
    chat.instead = {SendDirect: HELD_UP, PostToRoom: HELD_UP}
    await world.pass_time(timedelta(days=14))
    chat.instead = {}
    await _leave_one(world)
    for _ in range(20):
        await world.pass_time(timedelta(days=3))
        await _talk(world)
    await world.pass_time(timedelta(weeks=2))
    chat.instead = {PostToRoom: Gone()}
    await _gather(world, days=16)
    chat.instead = {SendDirect: Closed()}
    await _gather(world, days=16)
    await _wait_long(world)
    chat.instead = {}
    await _curate(world)
    moved = events.PlaceMoved(
        community=COMMUNITY, at=world.clock.now(), place="C1", theirs="C1", board=((0, "C1/1"), (1, "C1/2"))
    )
    await world.works.service.submit(moved)
    await world.works.service.submit(events.PlaceGone(community=COMMUNITY, at=world.clock.now(), place="C2"))
    await world.works.service.submit(
        events.ShowingFailed(community=COMMUNITY, at=world.clock.now(), place="C9", is_board=False)
    )
    kept_out = events.OthersKeptOut(community=COMMUNITY, at=world.clock.now(), why=events.KeptOut.REFUSED)
    await world.works.service.submit(kept_out)
    await world.works.service.submit(
        events.RoomMoved(community=COMMUNITY, at=world.clock.now(), circle=CircleId("cir_none"), theirs="C9")
    )
    for person in EVERYBODY:
        await world.works.service.submit(
            events.MemberGone(community=COMMUNITY, at=world.clock.now(), member=actor(person).member)
        )
    for happened in (events.BotRemoved, events.BotReturned):
        await world.works.service.submit(happened(community=COMMUNITY, at=world.clock.now()))


async def _gather(world: World, days: int) -> None:
    await _all(world, Act("join", 0, 0, 0))
    for _ in range(days):
        await world.pass_time(timedelta(days=1))
        await _all(world, Act("yes", 0, 0, 0))


async def _all(world: World, act: Act) -> None:
    for person in EVERYBODY:
        await _do(world, replace(act, person=person))


async def _curate(world: World) -> None:
    """Propose, co-sign, open, merge, rename and archive, first of all by somebody nobody has heard of."""
    at, scope = world.clock.now(), await world.store.read_interests(COMMUNITY, actor(0).member)
    first, second, *_ = (standing.interest.id for standing in scope.standings)
    new = replace(actor(0), member=MemberId("mem_new"), theirs="U77", is_steward=False)
    steward = replace(actor(1), is_steward=True)
    about: dict[str, Any] = {"community": COMMUNITY, "at": at}  # Any: of two types
    chess, shogi = (interest_id(COMMUNITY, name) for name in ("chess", "shogi"))
    acts: tuple[events.AnyEvent, ...] = (
        events.TopicProposed(key="p1", actor=new, name="chess", **about),
        events.TopicProposed(key="p2", actor=actor(1), name="shogi", **about),
        *(events.TopicCoSigned(key=f"c{n}", actor=actor(n), interest=chess, **about) for n in (1, 2, 3)),
        events.TopicCoSigned(key="c9", actor=actor(3), interest=chess, is_taken_back=True, **about),
        events.ProposalAnswered(key="a1", actor=steward, interest=chess, is_yes=True, **about),
        events.ProposalAnswered(key="a2", actor=steward, interest=shogi, is_yes=False, **about),
        events.WordGiven(key="w", actor=actor(1), interest=InterestId("cnf_none"), to=actor(2).member, **about),
        events.InterestChanged(key="n", actor=steward, interest=first, alias="rounders", **about),
        events.InterestMerged(key="m", actor=steward, interest=first, into=second, **about),
        events.InterestArchived(key="x", actor=steward, interest=second, **about),
    )
    for act in acts:
        await world.works.service.submit(act)
    await world.pass_time(timedelta(days=4))


async def _wait_long(world: World) -> None:
    """Let somebody answer whether they are still interested, and a question about it lapse."""
    at, who = world.clock.now(), actor(0)
    await world.submit(0, events.StillAnswered(community=COMMUNITY, at=at, key="still", actor=who, is_yes=True))
    await world.works.service.submit(events.StillLapsed(community=COMMUNITY, at=at, member=who.member))


async def _set_up_again(world: World) -> None:
    """Let somebody who has become a steward move the board, add an interest and name somebody new."""
    steward = replace(actor(1), is_steward=True)
    await world.submit(
        1,
        events.SetupChosen(
            community=COMMUNITY,
            at=world.clock.now(),
            key="again",
            actor=steward,
            platform="fake",
            community_theirs="town",
            board_place="C2",
            rooms_place="C2",
            interests=(("🎲", "games"),),
            second=replace(actor(2), member=MemberId("mem_named"), theirs="U88"),
        ),
    )


async def _look_after_it(world: World) -> None:
    """Let a steward choose settings and a channel, wait for the monthly message, pause everything, and go on."""
    steward = replace(actor(1), is_steward=True)
    await world.submit(
        1,
        events.SettingsChosen(
            community=COMMUNITY,
            at=world.clock.now(),
            key="settings",
            actor=steward,
            settings={"settling": 12},
            timezone="Europe/Lisbon",
            stewards_place="C9",
        ),
    )
    await world.pass_time(timedelta(days=35))
    for is_paused in (True, False):
        event = events.EverythingPaused(
            community=COMMUNITY, at=world.clock.now(), key=f"pause {is_paused}", actor=steward, is_paused=is_paused
        )
        await world.submit(1, event)


async def _talk(world: World) -> None:
    """Let all who were let into the last room speak there."""
    room, at = _last_room(world), world.clock.now()
    for member in room.members:
        who = replace(actor(0), member=member)
        await world.submit(0, events.RoomSpoke(community=COMMUNITY, at=at, actor=who, circle=room.circle))


async def _leave_one(world: World) -> None:
    """Let one who sits avoid another and leave."""
    room, at = _last_room(world), world.clock.now()
    one, other, *_ = room.members
    who = replace(actor(0), member=one)
    await world.submit(
        0, events.MemberAvoided(community=COMMUNITY, at=at, key="avoid", actor=who, circle=room.circle, other=other)
    )
    await world.submit(0, events.CircleLeft(community=COMMUNITY, at=at, key="out", actor=who, circle=room.circle))


async def fill_the_board(world: World) -> None:
    """Let a hundred interests be open, all five messages of the board be shown, and somebody react on the last."""
    await world.submit(
        0,
        events.SetupChosen(
            community=COMMUNITY,
            at=world.clock.now(),
            key="a board again",
            actor=replace(actor(0), is_steward=True),
            platform="fake",
            community_theirs="town",
            board_place="C9",
            rooms_place="C9",
            interests=(),
        ),
    )
    await world.pass_time(timedelta(hours=1))
    await open_up_to(world.store, COMMUNITY, 100, world.clock.now())
    await world.settle()
    shown = [effect for _, made in world.decisions for effect in made.effects if isinstance(effect, ShowBoard)]
    (last,) = {effect.page: effect for effect in shown if effect.page == 4}.values()
    for is_set in (True, False):
        await world.submit(
            8,
            events.ReactionSeen(
                community=COMMUNITY,
                at=world.clock.now(),
                key=f"on the last page {is_set}",
                actor=actor(8),
                emoji=last.seed_emoji[0],
                is_set=is_set,
                page=last.page,
            ),
        )
    made = [decision for event, decision in world.decisions if isinstance(event, events.ReactionSeen)]
    assert len(made[-2].changes) > 1, "it was a wish"
    assert last.seed_emoji[0], "it has an emoji"


async def grow(world: World) -> None:
    """Let four begin a circle, and two more join it, the second one in vain; then all of them leave."""
    for person in (0, 1, 2, 4):
        await _do(world, Act("join", person, 2, 0))
    await _say_yes_for(world, days=3)
    await _say_of_questions(world, 0)
    for person in (5, 6):
        world.chat.instead = {AddToRoom: Dead(reason="no way in")} if person == 6 else {}
        await _do(world, Act("join", person, 2, 0))
        await _all_want_one_more(world)
        await _say_yes_for(world, days=9)
    world.chat.instead = {}
    room, at = _last_room(world), world.clock.now()
    for person in EVERYBODY:
        out = f"out-{person}"
        await world.submit(
            0, events.CircleLeft(community=COMMUNITY, at=at, key=out, actor=actor(person), circle=room.circle)
        )
    await world.pass_time(timedelta(weeks=2))


async def _say_of_questions(world: World, person: int) -> None:
    """Let somebody in the last room pick a question, say that they are talking, and find that a post is gone."""
    about = {
        "community": COMMUNITY,
        "at": world.clock.now(),
        "actor": actor(person),
        "circle": _last_room(world).circle,
    }
    await world.submit(person, events.PickNextTapped(key="pick", **about))  # type: ignore[arg-type]  # fields of many kinds
    await world.submit(person, events.TalkingTapped(key="talking", **about))  # type: ignore[arg-type]  # as above
    world.chat.instead = {EditPost: Gone()}
    await _all(world, Act("answer", 0, 0, 0))
    await world.settle()


async def _say_yes_for(world: World, days: int) -> None:
    for _ in range(days):
        await world.pass_time(timedelta(days=1))
        await _all(world, Act("yes", 0, 0, 0))


async def _all_want_one_more(world: World) -> None:
    room, at = _last_room(world), world.clock.now()
    for person in EVERYBODY:
        who = actor(person)
        await world.submit(
            0,
            events.MoreWanted(
                community=COMMUNITY, at=at, key=f"more-{at}-{person}", actor=who, circle=room.circle, is_wanted=True
            ),
        )


def _last_room(world: World) -> OpenRoom:
    return [effect for _, made in world.decisions for effect in made.effects if isinstance(effect, OpenRoom)][-1]


class Counter:
    """Counts the statements of each act by the event that was decided in it."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self._heard: defaultdict[int, int] = defaultdict(int)
        self.costs: defaultdict[type, int] = defaultdict(int)
        self._cost_of: dict[int, int] = {}

    def hear(self, *_statement: object) -> None:
        """Count one statement, by thread: reads beside the writer are nobody's act."""
        self._heard[get_ident()] += 1

    def around(self, act: Callable[[Transaction], Result]) -> Callable[[Transaction], Result]:
        """Return ``act``, counted."""

        def counted(tx: Transaction) -> Result:
            before = self._heard[get_ident()]
            result = act(tx)
            decision = getattr(result, "decision", None)
            if isinstance(decision, Decision):
                self._cost_of[id(decision)] = self._heard[get_ident()] - before
            return result

        return counted

    def note(self, event: events.AnyEvent, decision: Decision) -> None:
        """Keep the dearest act of each kind of event."""
        cost = self._cost_of.pop(id(decision))
        self.costs[type(event)] = max(self.costs[type(event)], cost)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_bounded_acts_cost_at_most_eight_statements(
    database: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A year of everything that people and timers do: the dearest act of each kind stays in the budget."""
    counter = Counter()
    store: SqliteStore | PostgresStore
    if database == "sqlite":
        url = f"sqlite:///{tmp_path / 'circles.db'}"
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "circles.db")
        store = await SqliteStore.open(url, key=KEY, durable=False, heard=counter.hear)
    else:
        server: PostgresServer = request.getfixturevalue("migrated_server")
        url = copy_of_template(server)
        store = await PostgresStore.open(url, key=KEY, durable=False, heard=counter.hear)
    transact = store.transact
    monkeypatch.setattr(store, "transact", lambda act: transact(counter.around(act)))
    world = await World.begin_over(store, url)

    def note(event: events.AnyEvent, decision: Decision) -> None:
        world.decisions.append((event, decision))
        counter.note(event, decision)

    world.works.service._on_decided = note

    await grow(world)
    for act in YEAR:
        if act.kind != "say" or database == "sqlite":
            await _do(world, act)
    await go_wrong(world)
    await fill_the_board(world)  # last: a setup finds no room any more
    await store.close()

    too_dear = {kind.__name__: cost for kind, cost in counter.costs.items() if cost > AT_MOST and kind not in UNBOUNDED}
    assert not too_dear
    missing = set(SCOPES) - counter.costs.keys() - COUNTED_ELSEWHERE
    assert missing == {events.BoardRead}, "a year of everything"
