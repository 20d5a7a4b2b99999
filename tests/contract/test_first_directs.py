"""First direct messages: whatever the rush, and however many processes, the bot opens conversations evenly."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from circles_bot.engine.effects import DirectKind, SendDirect
from circles_bot.engine.ids import MemberId
from circles_bot.engine.model import Member
from circles_bot.ports.store import Claim
from circles_bot.store.database import SqlStore
from circles_bot.store.postgres import PostgresStore
from tests.contract import samples
from tests.contract.conftest import open_counted
from tests.contract.samples import ANA, AT, LEASE
from tests.databases import copy_of_template
from tests.keys import KEY
from tests.postgres import PostgresServer

PER_HOUR = 20
HOUR = timedelta(hours=1)
PAUSE = HOUR / PER_HOUR
PEOPLE = tuple(MemberId(f"mem_{number:03}") for number in range(200))


async def a_rush(store: SqlStore, kinds: Sequence[DirectKind] = (DirectKind.INVITATION,)) -> None:
    """Let a message wait for each of two hundred people who have never had one."""
    people = [a_newcomer(person) for person in PEOPLE]
    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), *people)))
    messages = [
        replace(samples.direct(f"to-{person}", to=person), kind=kinds[number % len(kinds)])
        for number, person in enumerate(PEOPLE)
    ]
    await store.transact(samples.after(samples.joined(), samples.to_do(*messages)))


async def claimed_at(store: SqlStore, at: datetime) -> list[Claim]:
    """Claim and settle all that may go at a moment."""
    claims = list(await store.claim_effects(at, monotonic=1.0, lease=LEASE, limit=50, is_paced=True))
    while (claim := await store.claim_first_direct(at, monotonic=1.0, lease=LEASE, pause=PAUSE)) is not None:
        claims.append(claim)
    for claim in claims:
        await settled(store, claim)
    return claims


async def settled(store: SqlStore, claim: Claim) -> bool:
    """Settle a claim."""
    return await store.transact(lambda tx: tx.settle(claim))


def a_newcomer(member: MemberId) -> Member:
    """Return somebody who has never heard from the bot."""
    return Member(id=member, community=samples.HERE, since=AT)


def addressee(claim: Claim) -> SendDirect:
    """Return the direct message of a claim."""
    assert isinstance(claim.effect, SendDirect)
    return claim.effect


async def test_two_hundred_first_messages_go_out_evenly(store: SqlStore) -> None:
    """At most twenty in any rolling hour, one every three minutes, and all of them in the end."""
    await a_rush(store)
    sent: list[datetime] = []
    at = AT

    while (upcoming := await store.next_first_direct_at()) is not None:
        at = max(at, upcoming)
        sent.extend(at for _ in await claimed_at(store, at))

    assert len(sent) == len(PEOPLE)
    assert max(sum(1 for one in sent if begin <= one < begin + HOUR) for begin in sent) == PER_HOUR
    assert {later - earlier for earlier, later in pairwise(sent)} == {PAUSE}


async def test_invitations_go_first_and_check_ins_last(store: SqlStore) -> None:
    """Whoever waits longest of equals comes first."""
    await a_rush(store, (DirectKind.CHECK_IN, DirectKind.INVITATION, DirectKind.ANSWER))

    order = [claim for step in range(len(PEOPLE)) for claim in await claimed_at(store, AT + step * PAUSE)]

    kinds = [addressee(claim).kind for claim in order]
    assert kinds == sorted(kinds, key=list(DirectKind).index)
    assert [claim.key for claim in order[:2]] == ["to-mem_001", "to-mem_004"]


async def test_the_second_message_waits_for_nobodys_turn(store: SqlStore) -> None:
    """Only a first one opens a conversation; what follows goes as it always did."""
    await a_rush(store)
    (first,) = await claimed_at(store, AT)
    again = samples.direct("again", to=addressee(first).member)
    await store.transact(samples.after(samples.joined(), samples.to_do(again)))

    (second,) = await store.claim_effects(AT, monotonic=1.0, lease=LEASE, limit=50, is_paced=True)

    assert second.key == "again"


async def test_what_lapses_is_claimed_though_it_has_no_turn(store: SqlStore) -> None:
    """It is not sent but planned anew, so it takes nobody's turn."""
    await store.transact(lambda tx: tx.save(samples.kept(samples.community(), a_newcomer(ANA))))
    lapsing = replace(samples.direct("late"), lapses_at=AT + HOUR)
    await store.transact(samples.after(samples.joined(), samples.to_do(lapsing)))

    before = await store.claim_effects(AT, monotonic=1.0, lease=LEASE, limit=50, is_paced=True)
    due = await store.next_effect_at(is_paced=True)
    after = await store.claim_effects(AT + HOUR, monotonic=1.0, lease=LEASE, limit=50, is_paced=True)

    assert (list(before), due) == ([], AT + HOUR)
    assert [claim.key for claim in after] == ["late"]


async def test_a_room_waits_for_nobodys_turn(store: SqlStore) -> None:
    """Only people are written to; rooms and boards are not held up by a rush."""
    await a_rush(store)
    await store.transact(samples.after(samples.joined(), samples.to_do(samples.to_room("r"))))

    claims = await store.claim_effects(AT, monotonic=1.0, lease=LEASE, limit=50, is_paced=True)

    assert [claim.key for claim in claims] == ["r"]


async def test_turns_are_kept_through_a_restart(store: SqlStore, url: str) -> None:
    """A bot that starts again does not begin its hour anew."""
    await a_rush(store)
    await claimed_at(store, AT)
    await store.close()

    again = await open_counted(url, [])
    none = await again.claim_first_direct(AT + PAUSE / 2, monotonic=2.0, lease=LEASE, pause=PAUSE)
    upcoming = await again.next_first_direct_at()
    await again.close()

    assert (none, upcoming) == (None, AT + PAUSE)


async def test_two_processes_share_the_turns(migrated_server: PostgresServer) -> None:
    """On one PostgreSQL it is twenty in all, not twenty each."""
    url = copy_of_template(migrated_server)
    store, other = await PostgresStore.open(url, key=KEY), await PostgresStore.open(url, key=KEY)
    await a_rush(store)

    sent: list[datetime] = []
    for minute in range(120):
        at = AT + minute * timedelta(minutes=1)
        for process in (store, other):
            sent.extend(at for _ in await claimed_at(process, at))
    await store.close()
    await other.close()

    assert len(sent) == 2 * PER_HOUR
    assert max(sum(1 for one in sent if begin <= one < begin + HOUR) for begin in sent) == PER_HOUR


async def test_a_paused_community_hears_nothing_but_reports(store: SqlStore) -> None:
    """What waits goes on waiting; a report reaches its stewards all the same. Its timers wait, too."""
    await a_rush(store)
    report = replace(samples.direct("report", to=MemberId("mem_steward")), kind=DirectKind.REPORT)
    await store.transact(samples.after(samples.joined(), samples.to_do(report, samples.to_room("r"))))
    await store.transact(lambda tx: tx.save(samples.kept(replace(samples.community(), paused_at=AT))))

    claims = await claimed_at(store, AT)

    assert [claim.key for claim in claims] == ["report"]
    assert await store.next_effect_at() is None
    assert await store.next_first_direct_at() is None
