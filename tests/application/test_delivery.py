"""Delivery: what may come of a send, and what follows from each."""

import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.typing import EventDict

from circles_bot.application.delivery import BUGGED_TRIES_AT_MOST, FIRST_BACK_OFF, LEASE, LONGEST_BACK_OFF, back_off
from circles_bot.engine import events
from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.effects import (
    AnyEffect,
    DirectKind,
    OpenRoom,
    PostToRoom,
    SendDirect,
    ShowBoard,
    ShowToStewards,
    board_lane,
    member_lane,
    room_lane,
    stewards_lane,
)
from circles_bot.engine.errors import StoreError
from circles_bot.engine.ids import CircleId, EffectKey, MemberId, PostId
from circles_bot.engine.model import Address, AddressKind, CircleState, Record
from circles_bot.engine.notes import Line, Note
from circles_bot.ports.chat import Closed, Dead, Gone, Later, Outcome
from circles_bot.ports.store import Claim, Store
from circles_bot.store import open_store
from circles_bot.works import Works, assemble
from tests.contract import samples
from tests.contract.samples import ANA, AT, BEN, CIRCLE, HERE
from tests.fakes.clocks import FixedClock, StoppableClock
from tests.fakes.scripted_chat import ScriptedChat
from tests.fakes.watched_store import Trap, WatchedStore
from tests.keys import KEY

SAID = Note(key="help", footer=Line(key="fewer-directs"))
SECOND = timedelta(seconds=1)


@dataclass(slots=True)
class Post:
    """A small post office: a community with one circle, two people, and whatever is put in its outbox."""

    path: Path
    store: Store
    works: Works
    chat: ScriptedChat
    clock: FixedClock
    heard: list[events.AnyEvent]

    async def put(self, *effects: AnyEffect) -> None:
        """Put effects into the outbox."""
        await self.store.transact(lambda tx: tx.save(Decision(effects=effects)))

    async def deliver(self) -> None:
        """Deliver what is due now, until nothing is."""
        while await self.works.delivery.begin_due():
            await self.works.delivery.finish()

    def wait(self, by: timedelta) -> None:
        """Let time pass."""
        self.clock.set_to(self.clock.now() + by)

    def states(self) -> dict[str, tuple[str, str | None]]:
        """Return state and reason of every effect in the outbox."""
        connection = sqlite3.connect(self.path)
        rows = connection.execute("SELECT key, state, reason FROM effects").fetchall()
        connection.close()
        return {key: (state, reason) for key, state, reason in rows}


@pytest.fixture
async def post(database: Path, log: list[EventDict]) -> AsyncIterator[Post]:
    """Open the post office; nothing is logged but what a test expects."""
    store = await open_store(f"sqlite:///{database}", key=KEY, durable=False)
    clock, chat, heard = FixedClock(AT), ScriptedChat(), list[events.AnyEvent]()
    works = assemble(store=store, clock=clock, matcher=None, on_decided=lambda event, _: heard.append(event))
    works.delivery.connect("sandbox", chat)
    ours = ((AddressKind.COMMUNITY, HERE), *((AddressKind.MEMBER, member) for member in (ANA, BEN)))
    records: tuple[Record, ...] = (
        *(samples.community(), samples.interest(), samples.member(), samples.member(BEN), samples.round_()),
        *(samples.circle(state=CircleState.OPENING), samples.seat()),
        *(Address(community=HERE, kind=kind, ours=of, theirs=f"their-{of}") for kind, of in ours),
        Address(community=HERE, kind=AddressKind.ROOM, ours=CIRCLE, theirs="their-room"),
    )
    await store.transact(lambda tx: tx.save(Decision(changes=tuple(Kept(record) for record in records))))
    yield Post(path=database, store=store, works=works, chat=chat, clock=clock, heard=heard)
    await store.close()


def direct(key: str, to: MemberId = ANA, about: CircleId | None = None) -> SendDirect:
    """Return a direct message."""
    return SendDirect(
        key=EffectKey(key),
        lane=member_lane(to),
        community=HERE,
        member=to,
        kind=DirectKind.ANSWER,
        circle=about,
        note=SAID,
    )


def to_room(key: str) -> PostToRoom:
    """Return a post to the circle's room."""
    lane = room_lane(CIRCLE)
    return PostToRoom(key=EffectKey(key), lane=lane, community=HERE, circle=CIRCLE, post=PostId("pos_1"), note=SAID)


def board(key: str) -> ShowBoard:
    """Return the showing of the board."""
    return ShowBoard(key=EffectKey(key), lane=board_lane(HERE), community=HERE, place="C1", note=SAID, seed_emoji=())


def to_stewards(key: str) -> ShowToStewards:
    """Return something for the stewards' channel."""
    return ShowToStewards(key=EffectKey(key), lane=stewards_lane(HERE), community=HERE, place="C1", note=SAID)


def room(key: str) -> OpenRoom:
    """Return the opening of the circle's room."""
    return OpenRoom(
        key=EffectKey(key),
        lane=room_lane(CIRCLE),
        community=HERE,
        circle=CIRCLE,
        place="C1",
        name="baseball-1",
        members=(ANA,),
    )


async def test_what_is_to_come_later_comes_at_the_time_named(post: Post) -> None:
    """A 429 names its time: nothing before it, and the lane waits in order; other lanes go on."""
    post.chat.faults["first"].append(Later(retry_after=timedelta(seconds=30)))
    await post.put(direct("first"), direct("second"), direct("other", BEN))

    await post.deliver()
    assert sorted(post.chat.keys()) == ["first", "other"]
    post.wait(29 * SECOND)
    await post.deliver()
    assert len(post.chat.called) == 2
    post.wait(SECOND)
    await post.deliver()

    in_lane = [(parcel.key, parcel.is_uncertain) for parcel in post.chat.called if parcel.key != "other"]
    assert in_lane == [("first", False), ("first", True), ("second", False)]


async def test_faults_without_a_time_are_tried_less_and_less_often(post: Post) -> None:
    """Ten faults in a row: the pauses double but for their jitter, up to ten minutes."""
    post.chat.faults["first"].extend([Later()] * 10)
    await post.put(direct("first"))
    pauses: list[timedelta] = []

    for _ in range(11):
        await post.deliver()
        due = await post.store.next_effect_at()
        if due is not None:
            pauses.append(due - post.clock.now())
            post.clock.set_to(due)

    assert len(post.chat.called) == 11
    assert all(later > earlier / 2 for earlier, later in pairwise(pauses))
    assert max(pauses) > LONGEST_BACK_OFF / 2
    assert FIRST_BACK_OFF / 2 <= pauses[0] <= FIRST_BACK_OFF
    assert max(pauses) <= LONGEST_BACK_OFF


@given(tries=st.integers(0, 10_000), key=st.text(max_size=20))
def test_back_off_stays_in_its_bounds(tries: int, key: str) -> None:
    """However often something failed: between one second and ten minutes, and the same for the same try."""
    claim = Claim(
        key=EffectKey(key),
        lane=member_lane(ANA),
        effect=direct("any"),
        platform="sandbox",
        tries=tries,
        token=1,
        first_try_at=AT,
        expires=0.0,
    )

    assert FIRST_BACK_OFF / 2 <= back_off(claim) <= LONGEST_BACK_OFF
    assert back_off(claim) == back_off(replace(claim, token=2))


@pytest.mark.parametrize(
    ("effect", "outcome", "heard"),
    [
        (room("eff"), Gone(), events.RoomFailed),
        (room("eff"), Dead(reason="no permission"), events.RoomFailed),
        (to_room("eff"), Gone(), events.RoomGone),
        (board("eff"), Gone(), events.PlaceGone),
        (board("eff"), Dead(reason="no permission"), events.ShowingFailed),
        (to_stewards("eff"), Dead(reason="no permission"), events.ShowingFailed),
        (direct("eff"), Gone(), events.MemberGone),
        (direct("eff"), Closed(), events.DirectClosed),
    ],
)
async def test_each_end_is_said_as_its_event(
    post: Post, effect: AnyEffect, outcome: Outcome, heard: type[events.AnyEvent]
) -> None:
    """What or who is not there, and what cannot be opened or shown, are events; the effect is over, once."""
    post.chat.faults["eff"].append(outcome)
    await post.put(effect)

    await post.deliver()
    await post.deliver()

    assert [type(event) for event in post.heard] == [heard]
    assert post.chat.keys().count("eff") == 1
    assert post.states()["eff"][0] == "over"


async def test_a_dead_head_steps_aside(post: Post, log: list[EventDict]) -> None:
    """What can never be sent is kept with its reason and logged once for the operator; its lane goes on."""
    post.chat.faults["first"].append(Dead(reason="too long"))
    await post.put(to_room("first"), to_room("second"))

    await post.deliver()
    post.wait(timedelta(days=1))
    await post.deliver()

    assert post.chat.keys() == ["first", "second"]
    assert post.states() == {"first": ("dead", "too long"), "second": ("over", None)}
    assert [(line["event"], line["log_level"], line["effect"]) for line in log] == [("effect_died", "error", "first")]


async def test_a_room_that_cannot_be_opened_lets_nobody_wait(post: Post, log: list[EventDict]) -> None:
    """The opening that died is an event: who had said yes is told, and what would have been posted there is not."""
    post.chat.faults["open"].append(Dead(reason="no permission"))
    await post.put(room("open"))

    await post.deliver()

    assert [type(event) for event in post.heard] == [events.RoomFailed]
    assert [line["event"] for line in log] == ["effect_died"]


async def test_what_lapsed_is_planned_anew_and_not_sent(post: Post) -> None:
    """A nudge that is too late is not sent; an event says for which room or person."""
    at = AT + SECOND
    await post.put(replace(to_room("prompt"), lapses_at=at), replace(direct("ask", about=CIRCLE), lapses_at=at))
    post.wait(SECOND)

    await post.deliver()

    lapsed = [(type(event), getattr(event, "circle", None), getattr(event, "member", None)) for event in post.heard]
    assert post.chat.keys() == []
    assert sorted(lapsed, key=str) == sorted(
        [(events.NudgeLapsed, CIRCLE, None), (events.NudgeLapsed, CIRCLE, ANA)], key=str
    )


async def test_a_bug_in_an_adapter_is_logged_and_tried_again(post: Post, log: list[EventDict]) -> None:
    """What an adapter raises is logged with ids only; the effect waits and goes out later, the others at once."""
    post.chat.faults["first"].append(RuntimeError("a bug"))
    await post.put(direct("first"), direct("other", BEN))

    await post.deliver()
    post.wait(LONGEST_BACK_OFF)
    await post.deliver()

    assert sorted(post.chat.keys()) == ["first", "first", "other"]
    assert [line["event"] for line in log] == ["delivery_failed"]


async def test_a_bug_that_does_not_pass_ends_its_effect_and_not_its_lane(post: Post, log: list[EventDict]) -> None:
    """Trying for ever would repeat what may have arrived: after ten tries it is dead, and the lane goes on."""
    post.chat.faults["first"].extend(RuntimeError("a bug") for _ in range(100))
    await post.put(direct("first"), direct("second"))

    for _ in range(30):
        await post.deliver()
        post.wait(LONGEST_BACK_OFF)

    assert Counter(post.chat.keys()) == {"first": BUGGED_TRIES_AT_MOST + 1, "second": 1}
    assert {key: state for key, (state, _) in post.states().items()} == {"first": "dead", "second": "over"}
    assert [line["event"] for line in log].count("effect_died") == 1


async def test_a_room_that_a_bug_keeps_shut_lets_nobody_wait(post: Post) -> None:
    """The same with the opening of a room: it ends in the event that tells who had said yes."""
    post.chat.faults["open"].extend(RuntimeError("a bug") for _ in range(100))
    await post.put(room("open"))

    for _ in range(30):
        await post.deliver()
        post.wait(LONGEST_BACK_OFF)

    assert [type(event) for event in post.heard] == [events.RoomFailed]


async def test_a_database_that_fails_after_the_send_leaves_it_to_the_next_claim(
    database: Path, log: list[EventDict]
) -> None:
    """What was sent and could not be noted is no bug: once the lease is over it is sent again with the same key."""
    trap, clock, chat = Trap(), StoppableClock(AT), ScriptedChat()
    store = WatchedStore(await open_store(f"sqlite:///{database}", key=KEY, durable=False), trap.reach)
    works = assemble(store=store, clock=clock, matcher=None)
    works.delivery.connect("sandbox", chat)
    here = Address(community=HERE, kind=AddressKind.COMMUNITY, ours=HERE, theirs="here")
    ana = Address(community=HERE, kind=AddressKind.MEMBER, ours=ANA, theirs="ana")
    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), samples.member(), here, ana)))
    await store.transact(lambda tx: tx.save(Decision(effects=(direct("first"),))))
    trap.raises = {trap.passed + 1: StoreError("The disk is full.")}

    await works.heartbeat.settle()
    clock.real += LEASE.total_seconds()
    await works.heartbeat.settle()
    left = await store.next_effect_at()
    await store.close()

    assert [(parcel.key, parcel.is_uncertain) for parcel in chat.called] == [("first", False), ("first", True)]
    assert left is None
    assert [(line["event"], line["log_level"]) for line in log] == [("delivery_not_kept", "warning")]


async def test_effects_of_a_platform_that_is_not_connected_wait(post: Post) -> None:
    """A platform that is switched off for now loses nothing: its effects go out when it is back."""
    elsewhere = replace(samples.community(), platform="elsewhere")
    await post.store.transact(lambda tx: tx.save(Decision(changes=(Kept(elsewhere),))))
    await post.put(direct("first"))

    await post.deliver()
    assert post.states()["first"][0] == "pending"
    post.works.delivery.connect("elsewhere", post.chat)
    post.wait(LONGEST_BACK_OFF)
    await post.deliver()

    assert post.chat.keys() == ["first"]


async def test_a_time_zone_that_nobody_knows_keeps_no_message_back(post: Post, log: list[EventDict]) -> None:
    """What a platform tells as a time zone may be anything; words are then written as in UTC."""
    ana = replace(samples.member(), timezone="Mars/Olympus")
    await post.store.transact(lambda tx: tx.save(Decision(changes=(Kept(ana),))))
    await post.put(direct("first"))

    await post.deliver()

    assert post.states()["first"][0] == "over"
    assert not log
