"""A process that stood still between claiming and sending, and two processes on one database: each effect once."""

import asyncio
import shutil
from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path

from structlog.testing import capture_logs

from circles_bot.application.delivery import LEASE, LONGEST_BACK_OFF
from circles_bot.engine.decision import Decision, Kept, TimerSet
from circles_bot.engine.effects import DirectKind, SendDirect, member_lane
from circles_bot.engine.events import AnyEvent, HeldAnswerDue
from circles_bot.engine.ids import EffectKey, MemberId, TimerKey
from circles_bot.engine.model import Address, AddressKind, Record
from circles_bot.engine.notes import Note
from circles_bot.ports.chat import Later
from circles_bot.ports.store import Store
from circles_bot.store import open_store
from circles_bot.works import Works, assemble
from tests.contract import samples
from tests.contract.samples import AT, HERE
from tests.databases import copy_of_template
from tests.fakes.clocks import FixedClock, StoppableClock
from tests.fakes.scripted_chat import ScriptedChat
from tests.fakes.watched_store import Moment, WatchedStore
from tests.keys import KEY
from tests.postgres import PostgresServer

LANES = 12
A_LANE = 8


def direct(lane: int, number: int) -> SendDirect:
    """Return the ``number``-th message to the ``lane``-th person."""
    member = MemberId(f"mem_{lane}")
    return SendDirect(
        key=EffectKey(f"{lane:02}:{number:02}"),
        lane=member_lane(member),
        community=HERE,
        member=member,
        kind=DirectKind.ANSWER,
        circle=None,
        note=Note(key="help"),
    )


async def fill(store: Store, lanes: int, a_lane: int) -> None:
    """Put messages to several people into the outbox, mixed."""
    people = [MemberId(f"mem_{lane}") for lane in range(lanes)]
    records: tuple[Record, ...] = (
        samples.community(),
        Address(community=HERE, kind=AddressKind.COMMUNITY, ours=HERE, theirs="here"),
        *(samples.member(member) for member in people),
        *(Address(community=HERE, kind=AddressKind.MEMBER, ours=one, theirs=f"their-{one}") for one in people),
    )
    effects = tuple(direct(lane, number) for number in range(a_lane) for lane in range(lanes))
    changes = tuple(Kept(record) for record in records)
    await store.transact(lambda tx: tx.save(Decision(changes=changes, effects=effects)))


async def test_who_stood_still_between_claim_and_send_sends_nothing(migrated_server: PostgresServer) -> None:
    """A process stopped for longer than its lease sends nothing when it goes on; the next claim sends once.

    On PostgreSQL, where another process has long taken over. Without the look at the lease right before each send
    (tried by hand) the one that stood still sends everything it had claimed.
    """
    url = copy_of_template(migrated_server)
    clock = StoppableClock(AT)
    stops = {Moment.CLAIMED: LEASE.total_seconds()}

    def reach(moment: str) -> None:
        clock.real += stops.pop(Moment(moment), 0.0)

    store = WatchedStore(await open_store(url, key=KEY, durable=False), reach)
    await fill(store, lanes=3, a_lane=1)
    chat = ScriptedChat()
    works = assemble(store=store, clock=clock, matcher=None)
    works.delivery.connect("sandbox", chat)

    await works.delivery.begin_due()
    await works.delivery.finish()
    sent_late = chat.keys()
    clock.set_to(AT + LONGEST_BACK_OFF)
    await works.heartbeat.settle()
    await store.close()

    assert sent_late == []
    assert sorted(chat.keys()) == ["00:00", "01:00", "02:00"]
    assert all(parcel.is_uncertain for parcel in chat.called)


async def test_who_stood_still_on_sqlite_sends_nothing_either(migrated_file: Path, tmp_path: Path) -> None:
    """A laptop that slept: its leases are over when it wakes, and the effects go out once."""
    path = tmp_path / "circles.db"
    shutil.copy(migrated_file, path)
    clock = StoppableClock(AT)
    stops = {Moment.CLAIMED: LEASE.total_seconds()}

    def reach(moment: str) -> None:
        clock.real += stops.pop(Moment(moment), 0.0)

    store = WatchedStore(await open_store(f"sqlite:///{path}", key=KEY, durable=False), reach)
    await fill(store, lanes=3, a_lane=2)
    chat = ScriptedChat()
    works = assemble(store=store, clock=clock, matcher=None)
    works.delivery.connect("sandbox", chat)

    await works.delivery.begin_due()
    await works.delivery.finish()
    sent_late = chat.keys()
    clock.set_to(AT + LONGEST_BACK_OFF)
    await works.heartbeat.settle()
    await store.close()

    assert sent_late == []
    assert sorted(chat.keys()) == [f"{lane:02}:{number:02}" for lane in range(3) for number in range(2)]


async def test_two_processes_on_one_database_perform_each_effect_once(migrated_server: PostgresServer) -> None:
    """Two works deliver the same lanes at once, some sends failing on the way: each once, each lane in its order."""
    url = copy_of_template(migrated_server)
    chat, clock = ScriptedChat(), FixedClock(AT)
    stores = [await open_store(url, key=KEY, durable=False) for _ in range(2)]
    await fill(stores[0], LANES, A_LANE)
    for number in range(0, A_LANE, 3):
        chat.faults[f"01:{number:02}"].append(Later(retry_after=timedelta(seconds=1)))
    rivals = [works_over(store, clock, chat) for store in stores]
    done: defaultdict[str, int] = defaultdict(int)

    with capture_logs() as log:
        for _ in range(A_LANE):
            await asyncio.gather(*(works.heartbeat.settle() for works in rivals))
            clock.set_to(clock.now() + timedelta(seconds=1))
        await asyncio.gather(*(works.heartbeat.settle() for works in rivals))
    left = await stores[0].next_effect_at()
    for store in stores:
        await store.close()

    lanes: defaultdict[str, list[str]] = defaultdict(list)
    for parcel in chat.called:
        done[parcel.key] += 1
        lanes[parcel.effect.lane].append(parcel.key)
    assert left is None
    assert {key: times for key, times in done.items() if times != 1} == {f"01:{n:02}": 2 for n in range(0, A_LANE, 3)}
    assert len(done) == LANES * A_LANE
    assert all(keys == sorted(keys) for keys in lanes.values())
    assert not log


async def test_two_processes_on_one_database_run_each_timer_once(migrated_server: PostgresServer) -> None:
    """Both see the same timers fall due; whoever comes second finds them used up and decides nothing."""
    url = copy_of_template(migrated_server)
    clock, decided = FixedClock(AT), Counter[str]()
    stores = [await open_store(url, key=KEY, durable=False) for _ in range(2)]
    timers = tuple(
        TimerSet(
            key=TimerKey(f"timer-{number}"),
            due_at=AT,
            event=HeldAnswerDue(community=HERE, at=AT, member=MemberId(f"mem_{number}")),
        )
        for number in range(40)
    )
    await stores[0].transact(lambda tx: tx.save(Decision(timers=timers)))

    def note(event: AnyEvent, _: Decision) -> None:
        decided[str(getattr(event, "member", ""))] += 1

    rivals = [assemble(store=store, clock=clock, matcher=None, on_decided=note) for store in stores]
    due = await asyncio.gather(*(store.due_timers(AT, 100) for store in stores))
    keepers = [works.heartbeat._timekeeper for works in rivals]
    await asyncio.gather(*(keeper._run(timer) for keeper, mine in zip(keepers, due, strict=True) for timer in mine))
    left = await stores[0].next_timer_at()
    for store in stores:
        await store.close()

    assert left is None
    assert decided == {f"mem_{number}": 1 for number in range(40)}


def works_over(store: Store, clock: FixedClock, chat: ScriptedChat) -> Works:
    """Return works of their own over a store, on the one platform."""
    works = assemble(store=store, clock=clock, matcher=None)
    works.delivery.connect("sandbox", chat)
    return works
