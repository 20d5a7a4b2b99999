"""What is kept for a while only is dropped when the while is over: by a sweep that runs once a day."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from circles_bot.engine.model import (
    CheckIn,
    CircleState,
    HandOff,
    Meeting,
    Member,
    Record,
    Seat,
    TapAnswer,
    With,
    WithAsk,
)
from circles_bot.store.database import SqlStore
from circles_bot.store.retention import STATEMENTS_AT_MOST
from tests.contract import samples
from tests.contract.samples import AT, SECOND
from tests.contract.test_records import stored

DAY = timedelta(days=1)


async def keep(store: SqlStore, *changed: Record) -> None:
    """Keep one of each record, some of them as given."""
    await store.transact(lambda tx: tx.save(samples.kept(*samples.one_of_each(), *changed)))


def sample(kind: type) -> Record:
    """Return the first record of a kind."""
    return next(record for record in samples.one_of_each() if type(record) is kind)


def check_in(answered_at: datetime | None) -> CheckIn:
    """Return a check-in asked at the beginning."""
    found = sample(CheckIn)
    assert isinstance(found, CheckIn)
    return replace(found, asked_at=AT, answered_at=answered_at)


@pytest.mark.parametrize(("days", "is_there"), [(89, True), (91, False)])
async def test_check_ins_are_kept_for_ninety_days(store: SqlStore, days: int, is_there: bool) -> None:
    """From the answer on, or from the question where none came."""
    record = check_in(None)
    await keep(store, record)

    await store.forget_old(AT + days * DAY)

    assert bool(await stored(store, record)) is is_there


async def test_a_community_may_keep_less(store: SqlStore) -> None:
    """Shorter only: a longer time in the settings changes nothing."""
    record = check_in(AT)
    shorter = replace(samples.community(), settings={"check_ins_kept": 10 * 24})
    await keep(store, record, shorter)
    await store.forget_old(AT + 11 * DAY)
    assert await stored(store, record) == []

    longer = replace(samples.community(), settings={"check_ins_kept": 1_000 * 24})
    await store.transact(lambda tx: tx.save(samples.kept(longer, record)))
    await store.forget_old(AT + 91 * DAY)
    assert await stored(store, record) == []


@pytest.mark.parametrize(("weeks", "is_there"), [(103, True), (105, False)])
async def test_who_met_whom_is_kept_for_two_years(store: SqlStore, weeks: int, is_there: bool) -> None:
    """People may meet again after that."""
    meeting = sample(Meeting)
    await keep(store)

    await store.forget_old(AT + weeks * 7 * DAY)

    assert bool(await stored(store, meeting)) is is_there


@pytest.mark.parametrize(("days", "is_there"), [(29, True), (31, False)])
async def test_when_somebody_was_heard_goes_a_month_after_the_circle(
    store: SqlStore, days: int, is_there: bool
) -> None:
    """The seat and the tap stay; their moments do not. In a circle that lives they stay, too."""
    seat, tap, post = replace(samples.seat(), active_at=AT), replace(samples.tap(), tapped_at=AT + DAY), samples.post()
    closed = replace(samples.circle(state=CircleState.CLOSED), closed_at=AT)
    await keep(store, seat, tap, post, closed)

    await store.forget_old(AT + days * DAY)

    (seat_left,) = await stored(store, seat)
    (tap_left,) = await stored(store, tap)
    assert isinstance(seat_left, Seat)
    assert isinstance(tap_left, TapAnswer)
    assert (seat_left.active_at == AT) is is_there
    assert (tap_left.tapped_at == AT + DAY) is is_there
    assert tap_left.choice == tap.choice


async def test_nothing_of_a_circle_that_lives_is_dropped(store: SqlStore) -> None:
    """Its taps and voices are what it is kept warm by."""
    seat, circle = replace(samples.seat(), active_at=AT), replace(samples.circle(), closed_at=None)
    await keep(store, seat, circle)

    await store.forget_old(AT + 400 * DAY)

    assert await stored(store, seat) == [seat]


@pytest.mark.parametrize(("days", "is_there"), [(6, True), (8, False)])
async def test_the_budget_remembers_seven_days(store: SqlStore, days: int, is_there: bool) -> None:
    """Also of somebody who was never written to again."""
    member = replace(samples.member(), asked_at=(AT - 30 * DAY, AT), openly_asked_at=(AT - 30 * DAY, AT))
    await keep(store, member)

    await store.forget_old(AT + days * DAY)

    (left,) = await stored(store, member)
    assert isinstance(left, Member)
    assert left.asked_at == left.openly_asked_at == ((AT,) if is_there else ())


@pytest.mark.parametrize(("days", "is_there"), [(27, True), (29, False)])
async def test_leavings_are_remembered_for_four_weeks(store: SqlStore, days: int, is_there: bool) -> None:
    """Also of somebody who never came again; the budget beside them is left alone."""
    member = replace(samples.member(), left_at=(AT,), asked_at=())
    await keep(store, member)

    await store.forget_old(AT + days * DAY)

    (left,) = await stored(store, member)
    assert isinstance(left, Member)
    assert left.left_at == ((AT,) if is_there else ())


async def test_what_was_given_to_carry_on_is_gone_when_its_time_is_over(store: SqlStore) -> None:
    """The row stays, so that one asks once a season; what was given does not."""
    offer = sample(HandOff)
    assert isinstance(offer, HandOff)
    await keep(store, replace(offer, closes_at=AT))

    await store.forget_old(AT + SECOND)

    (left,) = await stored(store, offer)
    assert isinstance(left, HandOff)
    assert (left.asker_gift, left.asked_gift) == (None, None)


async def test_a_wish_to_talk_with_people_goes_a_week_after_it_is_over(store: SqlStore) -> None:
    """With everybody who was asked."""
    wish, ask = sample(With), sample(WithAsk)
    assert isinstance(wish, With)
    await keep(store, replace(wish, closes_at=AT))

    await store.forget_old(AT + 6 * DAY)
    assert await stored(store, wish) != []
    await store.forget_old(AT + 8 * DAY)

    assert await stored(store, wish) == await stored(store, ask) == []


async def test_the_sweep_costs_some_statements_a_community(store: SqlStore, heard: list[str]) -> None:
    """Whatever the community's size."""
    await keep(store)
    heard.clear()

    await store.forget_old(AT + 400 * DAY)

    over = ("inbox", "effects", "timers")
    of_community = [sql for sql in heard if not any(table in sql.split(" ", 3)[2] for table in over)]
    assert len(of_community) <= 1 + STATEMENTS_AT_MOST + 1  # all communities; and one member whose budget is over
