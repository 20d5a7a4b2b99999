"""Forget me: at once, everywhere, with nothing left but the keyed hashes that others' wishes need."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Table, select

from circles_bot.engine.decision import Decision, TimerSet
from circles_bot.engine.effects import OpenRoom, member_lane, room_lane
from circles_bot.engine.events import Actor, CheckInDue, ForgottenMe, WithAskDue
from circles_bot.engine.ids import CircleId, EffectKey, HandOffId, MemberId, ReportId, TimerKey
from circles_bot.engine.model import (
    Address,
    AddressKind,
    Avoidance,
    HandOff,
    HandOffState,
    Meeting,
    Record,
    Report,
    Sealed,
    StandingReaction,
    TapAnswer,
    With,
    WithAsk,
    WithState,
)
from circles_bot.engine.notes import Line, Mentions, Note, Tally
from circles_bot.engine.questions import MineAsked
from circles_bot.engine.snapshots import MemberScope, PeopleScope
from circles_bot.store.codec import Row, codec_of
from circles_bot.store.database import SqlStore
from circles_bot.store.forgetting import without_member
from circles_bot.store.people import PEOPLE
from circles_bot.store.tables import avoidances, metadata, standing_reactions
from tests.contract import samples
from tests.contract.samples import ANA, AT, BEN, CIRCLE, HERE, LEASE, POST, SECOND

FORGOTTEN = 200
PEOPLE_THERE = 300
CONFIDENTIAL = CircleId("ccr_private")


def wants_to_be_forgotten(member: MemberId) -> ForgottenMe:
    """Return what somebody asks for."""
    return ForgottenMe(community=HERE, at=AT, actor=Actor(member=member, theirs="gone"))


async def forget(store: SqlStore, member: MemberId, decision: Decision | None = None) -> None:
    """Forget a member."""
    await store.transact(samples.after(wants_to_be_forgotten(member), decision or Decision(forgotten=member)))


async def all_rows(store: SqlStore, *, but: Sequence[object] = ()) -> str:
    """Return all rows of all tables as one text."""
    found = []
    for table in metadata.sorted_tables:
        if table not in but:
            found.extend(await store._read(lambda session, t=table: session.rows(select(*t.columns))))  # type: ignore[misc]  # a loop's variable
    return repr(found)


async def test_nothing_is_left_of_a_member_who_is_forgotten(store: SqlStore) -> None:
    """In no table, timer or message, but for the hashes that others' wishes and a standing emoji need."""
    about = CheckInDue(community=HERE, at=AT, circle=CONFIDENTIAL, member=ANA, number=1)
    timers = (
        samples.check_in_timer(replace(about, circle=CIRCLE)),
        TimerSet(key=TimerKey("sealed"), due_at=AT, event=about),
    )
    asked = [record for record in samples.one_of_each() if isinstance(record, StandingReaction | WithAsk)]
    more = [replace(record, member=ANA) for record in asked]
    effects = (samples.direct("one"), samples.direct("two", to=BEN), samples.direct("three", about=CONFIDENTIAL))
    await store.transact(lambda tx: tx.save(samples.kept(*samples.one_of_each(), samples.member(BEN), *more)))
    await store.transact(samples.after(samples.joined(), Decision(timers=timers, effects=effects)))
    assert [table.name for table in PEOPLE if ANA not in repr(await rows_of(store, table))] == []

    await forget(store, ANA)

    assert ANA not in await all_rows(store, but=(avoidances, standing_reactions))
    assert "U-77" not in await all_rows(store)
    assert [claim.key for claim in await store.claim_effects(AT + 9 * SECOND, monotonic=1.0, lease=LEASE, limit=9)] == [
        effects[1].key
    ]


async def rows_of(store: SqlStore, table: Table) -> Sequence[Row]:
    """Return a table's rows."""
    return await store._read(lambda session: session.rows(select(*table.columns)))


async def test_those_who_would_rather_not_sit_with_them_stay_protected(store: SqlStore) -> None:
    """What they wished goes; what others wished about them holds when they come back, for the id is the same."""
    theirs = Avoidance(community=HERE, member=ANA, other=BEN, since=AT)
    others = Avoidance(community=HERE, member=BEN, other=ANA, since=AT)
    people = (samples.member(ANA), samples.member(BEN))
    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), *people, theirs, others)))

    await forget(store, ANA)

    codec = codec_of(Avoidance)
    rows = await store._read(lambda session: session.rows(select(*(avoidances.c[name] for name in codec.names))))
    assert [codec.decode(row) for row in rows] == [others]


async def test_who_was_asked_by_them_stays_asked_by_nobody(store: SqlStore) -> None:
    """Else another could ask them again on the same day, and a stranger's address would stay for good."""
    wish = With(
        id=CircleId("wth_1"), community=HERE, asker=ANA, topic="zines", state=WithState.ASKING, asked_at=AT,
        closes_at=AT + LEASE,
    )  # fmt: skip
    asks = [WithAsk(community=HERE, circle=wish.id, member=member, sent_at=AT) for member in (ANA, BEN)]
    people = (samples.member(ANA), replace(samples.member(BEN), directs_per_week=0))
    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), *people, wish, *asks)))
    page = MineAsked(community=HERE, at=AT, actor=Actor(member=BEN, theirs="U-2"))

    before = await store.read_question(page)
    await forget(store, ANA)
    after = await store.read_question(page)
    other = replace(wish, id=CircleId("wth_2"), asker=BEN, topic="tea")
    await store.transact(lambda tx: tx.save(samples.kept(other, replace(asks[1], circle=other.id, sent_at=None))))
    asked = await store.transact(lambda tx: tx.load(WithAskDue(community=HERE, at=AT, circle=other.id, member=BEN)))

    assert isinstance(before, MemberScope)
    assert isinstance(after, MemberScope)
    assert isinstance(asked, PeopleScope)
    assert (before.withs, after.withs) == ((wish,), ())
    assert asked.asked is not None
    assert asked.asked.asked_elsewhere == {BEN: (AT,)}
    left = await all_rows(store)
    assert ANA not in left
    assert "zines" not in left


async def test_a_reaction_that_stands_is_remembered_by_its_hash_alone(store: SqlStore) -> None:
    """So that the emoji that is still on the board does not join them anew."""
    reaction = StandingReaction(community=HERE, interest=samples.BASEBALL, member=ANA)
    known = (samples.community(), samples.interest(), samples.member(ANA), reaction)
    await store.transact(lambda tx: tx.save(samples.kept(*known)))

    await forget(store, ANA)

    assert [tuple(row) for row in await rows_of(store, standing_reactions)] == [(HERE, samples.BASEBALL, ANA)]


async def test_what_others_are_about_to_hear_goes_on_without_them(store: SqlStore) -> None:
    """A room that is about to open opens for the others; a post that names them names the others."""
    opening = OpenRoom(
        key=EffectKey("open"),
        lane=room_lane(CIRCLE),
        community=HERE,
        circle=CIRCLE,
        place="p",
        name="n",
        members=(ANA, BEN),
    )
    note = Note(
        key="welcome",
        args={"people": Mentions((ANA, BEN))},
        tallies=(Tally(label=Line(key="a"), members=(ANA,)), Tally(label=Line(key="b"), members=(ANA, BEN))),
        footer=Line(key="fewer"),
    )
    post = replace(samples.to_room("post", CONFIDENTIAL), note=note, pings=(ANA,))
    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), samples.member(ANA))))
    await store.transact(samples.after(samples.joined(), samples.to_do(opening, post)))

    await forget(store, ANA)

    claims = await store.claim_effects(AT + 9 * SECOND, monotonic=1.0, lease=LEASE, limit=9)
    left = replace(note, args={"people": Mentions((BEN,))}, tallies=(Tally(label=Line(key="b"), members=(BEN,)),))
    assert [claim.effect for claim in claims] == [
        replace(opening, members=(BEN,)),
        replace(post, note=left, pings=()),
    ]


async def test_a_message_is_not_kept_once_it_was_sent(store: SqlStore) -> None:
    """Only its key stays, so that it is not sent twice."""
    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), samples.member(ANA))))
    await store.transact(samples.after(samples.joined(), samples.to_do(samples.direct("one"))))
    (claim,) = await store.claim_effects(AT + 9 * SECOND, monotonic=1.0, lease=LEASE, limit=9)

    await store.transact(lambda tx: tx.settle(claim))

    (row,) = await rows_of(store, metadata.tables["effects"])
    assert "note" not in repr(row)


def test_what_is_about_them_alone_is_not_sent() -> None:
    """A message to them, or one that names them outside a list, has nothing to say without them."""
    assert without_member(json.dumps({"member": ANA}), ANA) is None
    assert without_member(json.dumps({"token": f"avoid:{ANA}"}), ANA) is None


# --- the figure ---------------------------------------------------------------------------------------------------


def theirs_of(number: int) -> str:
    """Return the platform's id of a person, long enough to be found nowhere else."""
    return f"90{number:04d}7715{number * 7919 % 100_003:06d}"


def words_of(number: int) -> tuple[str, ...]:
    """Return what a person wrote to the bot: a topic, to the stewards, and what they gave at a hand-off."""
    return f"zines of {number}, and tea", f"it is loud, says {number}.", f"call{number}@example.org"


def life_of(number: int, rng: random.Random) -> tuple[Record, ...]:
    """Return what is kept about somebody who has done everything there is to do, with words of their own."""
    me, other = MemberId(f"mem_{number:05d}x"), MemberId(f"mem_{rng.randrange(PEOPLE_THERE):05d}x")
    first, second = sorted((me, MemberId(f"mem_{(number + 1) % PEOPLE_THERE:05d}x")))
    topic, report, gift = words_of(number)
    asked = With(
        id=CircleId(f"cir_with_{number}"), community=HERE, asker=me, topic=topic, state=WithState.ASKING, asked_at=AT,
        closes_at=AT + SECOND,
    )  # fmt: skip
    return (
        replace(samples.member(me), locale=f"lo-{number}"),
        Address(community=HERE, kind=AddressKind.MEMBER, ours=me, theirs=theirs_of(number)),
        samples.opt_in(me),
        samples.seat(me),
        TapAnswer(community=HERE, post=POST, member=me, choice=number % 3, tapped_at=AT),
        samples.check_in(me),
        Meeting(community=HERE, first=first, second=second, met_at=AT),
        Avoidance(community=HERE, member=me, other=other, since=AT),
        asked,
        WithAsk(community=HERE, circle=asked.id, member=me, sent_at=AT),
        Report(
            id=ReportId(f"rep_{number}"), community=HERE, circle=CIRCLE, reporter=me, text=Sealed(report),
            names_reporter=False, made_at=AT,
        ),
        HandOff(
            id=HandOffId(f"hof_{number}"), community=HERE, circle=CIRCLE, asker=me, asked=other,
            state=HandOffState.AGREED, asked_at=AT, closes_at=AT + SECOND, asker_gift=Sealed(gift),
        ),
    )  # fmt: skip


async def populate(store: SqlStore, rng: random.Random) -> None:
    """Let three hundred people have lived there, in no particular order."""
    around = (samples.community(), samples.interest(), samples.circle(), samples.post())
    await store.transact(lambda tx: tx.save(samples.kept(*around)))
    numbers = list(range(PEOPLE_THERE))
    rng.shuffle(numbers)
    for number in numbers:
        records = life_of(number, rng)
        await store.transact(lambda tx, records=records: tx.save(samples.kept(*records)))  # type: ignore[misc]  # as above
        told = samples.direct(f"told-{number}", to=MemberId(f"mem_{number:05d}x"))
        due = CheckInDue(community=HERE, at=AT, circle=CIRCLE, member=told.member, number=1)
        timer = TimerSet(key=TimerKey(f"check-in:{CIRCLE}:{told.member}"), due_at=AT + LEASE, event=due)
        decision = Decision(effects=(replace(told, lane=member_lane(told.member)),), timers=(timer,))
        await store.transact(samples.after(samples.joined(), decision))


async def test_two_hundred_people_leave_no_trace(store: SqlStore, url: str) -> None:
    """Promise 10: 0 bytes of their ids in the file, its log and its index of it; 0 rows on a server."""
    rng = random.Random(7)
    await populate(store, rng)
    gone = sorted(rng.sample(range(PEOPLE_THERE), FORGOTTEN))
    traces = [
        text for number in gone for text in (theirs_of(number), f'lo-{number}"', f"told-{number},", *words_of(number))
    ]
    mine = {f"mem_{number:05d}x" for number in gone}

    for number in gone:
        await forget(store, MemberId(f"mem_{number:05d}x"))

    rows = await all_rows(store, but=(avoidances,))
    assert [one for one in (*traces, *mine) if one in rows] == []
    kept_for_others = {str(row[2]) for row in await rows_of(store, avoidances)}
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        everything = b"".join(
            file.read_bytes() for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm")))
        )
        assert [one for one in traces if one.encode() in everything] == []
        assert [one for one in mine - kept_for_others if one.encode() in everything] == []
        assert path.with_name(path.name + "-wal").stat().st_size == 0
