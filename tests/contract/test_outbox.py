"""The outbox: lanes keep their order, one deliverer at a time, and nothing is written twice."""

import asyncio
from datetime import timedelta

from circles_bot.engine.decision import Decision, Silenced
from circles_bot.engine.effects import member_lane, room_lane
from circles_bot.engine.ids import CircleId, MemberId
from circles_bot.ports.store import Claim
from circles_bot.store.database import SqlStore
from tests.contract import samples
from tests.contract.samples import ANA, AT, BEN, CIRCLE, LEASE, SECOND, direct, to_do, to_room

HELD = timedelta(minutes=5)


async def asked(store: SqlStore, decision: Decision) -> None:
    """Save what an event led to, in a community that is there."""
    await store.transact(lambda tx: tx.save(samples.kept(samples.community())))
    await store.transact(samples.after(samples.joined(), decision))


async def claimed(store: SqlStore, *, real: float = 1.0, lease: timedelta = LEASE, limit: int = 10) -> list[Claim]:
    """Claim what is due a minute later."""
    return list(await store.claim_effects(AT + 60 * SECOND, monotonic=real, lease=lease, limit=limit))


def keys(claims: list[Claim]) -> list[str]:
    """Return which effects were claimed."""
    return [claim.key for claim in claims]


async def settled(store: SqlStore, claim: Claim) -> bool:
    """Settle a claim."""
    return await store.transact(lambda tx: tx.settle(claim))


async def test_a_claim_holds_all_that_delivery_needs(store: SqlStore) -> None:
    """The effect as it was decided, the platform of its community, and until when it may be sent."""
    effect = direct("one", about=CIRCLE)
    await asked(store, to_do(effect))

    (claim,) = await claimed(store, real=100.0)

    assert claim == Claim(
        key=effect.key,
        lane=effect.lane,
        effect=effect,
        platform="sandbox",
        tries=0,
        token=1,
        first_try_at=AT + 60 * SECOND,
        expires=160.0,
    )


async def test_an_effect_is_written_once_when_it_is_decided_twice(store: SqlStore) -> None:
    """Also when the first was done already, and when one decision says it twice."""
    await asked(store, to_do(direct("one"), direct("one")))
    (claim,) = await claimed(store)
    await settled(store, claim)

    await asked(store, to_do(direct("one"), direct("two")))

    assert keys(await claimed(store)) == ["two"]


async def test_a_lane_is_worked_through_in_order(store: SqlStore) -> None:
    """Only its head can be claimed, and the next only when the head is over; lanes do not wait for each other."""
    await asked(store, to_do(direct("a1"), direct("a2"), direct("b1", to=BEN), to_room("r1"), direct("a3")))

    first = await claimed(store)
    await settled(store, first[0])
    second = await claimed(store)

    assert keys(first) == ["a1", "b1", "r1"]
    assert keys(second) == ["a2"]


async def test_no_more_lanes_are_leased_than_were_asked_for(store: SqlStore) -> None:
    """The others are there for the next one who comes."""
    await asked(store, to_do(direct("a"), direct("b", to=BEN), to_room("r")))

    assert len(await claimed(store, limit=2)) == 2
    assert len(await claimed(store, limit=2)) == 1


async def test_a_head_that_waits_holds_its_lane(store: SqlStore) -> None:
    """An order is an order: what comes after it waits with it, and says so to whoever sleeps until the next."""
    await asked(store, to_do(direct("a1"), direct("a2"), direct("b1", to=BEN, wait=AT + 90 * SECOND)))
    (claim,) = await claimed(store)

    await store.postpone(claim, AT + 120 * SECOND)

    assert await claimed(store) == []
    assert await store.next_effect_at() == AT + 90 * SECOND
    again = list(await store.claim_effects(AT + 120 * SECOND, monotonic=1.0, lease=LEASE, limit=10))
    assert [(one.key, one.tries, one.token) for one in again] == [("a1", 1, 2), ("b1", 0, 1)]
    assert again[0].first_try_at == AT + 60 * SECOND


async def test_a_dead_head_steps_aside(store: SqlStore) -> None:
    """One message that can never be sent does not silence everything after it."""
    await asked(store, to_do(direct("a1"), direct("a2")))
    (claim,) = await claimed(store)

    await store.bury(claim, "it has no address")

    assert keys(await claimed(store)) == ["a2"]
    await store.forget_old(AT + timedelta(days=365))
    await asked(store, to_do(direct("a1")))
    assert await claimed(store) == []


async def test_a_lane_is_free_again_when_its_lease_runs_out(store: SqlStore) -> None:
    """The next claim of the effect has a higher token, and the first one can do nothing any more."""
    await asked(store, to_do(direct("one"), direct("two")))
    (first,) = await claimed(store, lease=0 * SECOND)

    (second,) = await claimed(store)
    await store.postpone(first, AT)
    await store.bury(first, "late")

    assert (first.token, second.token) == (1, 2)
    assert second.key == "one"
    assert await settled(store, first) is False
    assert await settled(store, second) is True
    assert await settled(store, second) is False


async def test_no_lane_is_leased_twice_when_many_claim_at_once(store: SqlStore) -> None:
    """Each lane goes to one of them, and all lanes go."""
    lanes = [direct(f"{name}{number}", to=MemberId(name)) for name in "abcdefgh" for number in range(3)]
    await asked(store, to_do(*lanes))

    found = await asyncio.gather(*(claimed(store, limit=3) for _ in range(8)))

    everything = sorted(key for claims in found for key in keys(claims))
    assert everything == [f"{name}0" for name in "abcdefgh"]


async def test_there_is_a_next_effect_only_at_the_head_of_a_free_lane(store: SqlStore) -> None:
    """What waits behind a leased head is nothing to wake up for."""
    assert await store.next_effect_at() is None
    await asked(store, to_do(direct("a1"), direct("a2")))
    assert await store.next_effect_at() == AT

    (claim,) = await claimed(store)
    assert await store.next_effect_at() is None

    await settled(store, claim)
    assert await store.next_effect_at() == AT


async def test_a_silenced_lane_says_nothing_more(store: SqlStore) -> None:
    """What is not under way is no more; what is under way is finished; other lanes go on."""
    await asked(store, to_do(direct("a1"), direct("a2"), direct("b1", to=BEN)))
    (first, _) = await claimed(store)

    await asked(store, Decision(silenced=(Silenced(lane=member_lane(ANA)),)))

    assert await settled(store, first) is True
    assert await claimed(store) == []


async def test_silencing_takes_only_what_is_about_a_circle_when_it_names_one(store: SqlStore) -> None:
    """Leaving one circle leaves the messages about another."""
    other = CircleId("cir_2")
    await asked(store, to_do(direct("a1", about=CIRCLE), direct("a2", about=other), direct("a3"), to_room("r1")))

    await asked(
        store, Decision(silenced=(Silenced(lane=member_lane(ANA), about=CIRCLE), Silenced(lane=room_lane(CIRCLE))))
    )
    (claim,) = await claimed(store)
    await settled(store, claim)

    assert [claim.key, *keys(await claimed(store))] == ["a2", "a3"]


async def test_silencing_takes_what_an_expired_lease_left_behind(store: SqlStore) -> None:
    """Whoever crashed while sending does not speak on after the person has left."""
    await asked(store, to_do(direct("a1")))
    await claimed(store, lease=0 * SECOND)

    await asked(store, Decision(silenced=(Silenced(lane=member_lane(ANA)),)))

    assert await claimed(store) == []


async def test_what_a_decision_silences_and_says_anew_is_said(store: SqlStore) -> None:
    """Silencing is about what was there before."""
    await asked(store, to_do(direct("a1")))

    await asked(store, Decision(silenced=(Silenced(lane=member_lane(ANA)),), effects=(direct("a2"),)))

    assert keys(await claimed(store)) == ["a2"]


async def test_what_was_done_is_forgotten_after_a_day(store: SqlStore) -> None:
    """Nothing that was to be said to a person is kept longer; what waits stays."""
    await asked(store, to_do(direct("a1"), direct("a2")))
    (claim,) = await claimed(store)
    await settled(store, claim)

    await store.forget_old(claim.first_try_at + timedelta(days=1) + SECOND)
    await asked(store, to_do(direct("a1")))

    (waiting,) = await claimed(store)
    await settled(store, waiting)
    assert [waiting.key, *keys(await claimed(store))] == ["a2", "a1"]
