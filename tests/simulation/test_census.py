"""Who is counted in ``seated_share``, and what counts as having sat: checked by hand on a few people."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.events import CheckInDue
from circles_bot.engine.ids import CircleId, CommunityId, InterestId, MemberId, RoundId
from circles_bot.engine.model import Circle, CircleState, Member, OptIn, OptInState, Record, Seat, SeatState, Way
from circles_bot.simulation.census import Census

START = datetime(2026, 3, 2, tzinfo=UTC)
HERE, BOOKS = CommunityId("com_here"), InterestId("int_books")
ANA, BEN, CLEO = MemberId("mem_ana"), MemberId("mem_ben"), MemberId("mem_cleo")
CIRCLE = CircleId("cir_1")
END = 30.0
"""The day on which it is counted; the fortnight before it begins on day 16."""


def hear(census: Census, day: float, *records: Record) -> None:
    """Let a census hear of a decision about these records."""
    event = CheckInDue(community=HERE, at=START + timedelta(days=day), circle=CIRCLE, member=ANA, number=1)
    census.decided(event, Decision(changes=tuple(map(Kept, records))))


def wish(state: OptInState, *, of: MemberId = ANA, skips_until: float | None = None) -> OptIn:
    """Return a wish for books as it stands."""
    until = None if skips_until is None else START + timedelta(days=skips_until)
    return OptIn(
        community=HERE, member=of, interest=BOOKS, state=state, way=Way.COMMAND, since=START, skips_until=until
    )


def member(*, paused_until: float | None = None) -> Member:
    """Return Ana."""
    until = None if paused_until is None else START + timedelta(days=paused_until)
    return Member(id=ANA, community=HERE, since=START, paused_until=until)


def circle(state: CircleState) -> Circle:
    """Return the circle."""
    return Circle(
        id=CIRCLE,
        community=HERE,
        interest=BOOKS,
        round=RoundId("rnd_1"),
        state=state,
        planned_at=START,
        room_name="books",
    )


def seat(state: SeatState, *, of: MemberId = ANA) -> Seat:
    """Return a seat in the circle."""
    return Seat(community=HERE, circle=CIRCLE, member=of, state=state, invited_at=START)


def is_counted(census: Census) -> bool:
    """Tell whether Ana is counted at the end."""
    return ANA in census.counted(START + timedelta(days=END))


@pytest.mark.parametrize(("joins", "counts"), [(15.9, True), (16.1, False)])
def test_a_wish_counts_once_it_has_stood_for_a_fortnight(joins: float, counts: bool) -> None:
    """Who has just come could not have been seated."""
    census = Census()

    hear(census, joins, wish(OptInState.WAITING))

    assert is_counted(census) == counts


@pytest.mark.parametrize("state", [OptInState.RESTING, OptInState.ASLEEP, OptInState.ENDED])
def test_a_wish_that_rested_lately_does_not_count(state: OptInState) -> None:
    """It stands again from the day it woke."""
    census = Census()
    for day, then in ((0, OptInState.WAITING), (10, state), (20, OptInState.WAITING)):
        hear(census, day, wish(then))

    assert not is_counted(census)


@pytest.mark.parametrize(("until", "counts"), [(15.9, True), (16.1, False)])
def test_a_wish_that_skipped_lately_does_not_count(until: float, counts: bool) -> None:
    """Nor does it if the skip ended within the fortnight."""
    census = Census()
    hear(census, 0, wish(OptInState.WAITING))
    hear(census, until - 14, wish(OptInState.WAITING, skips_until=until))

    assert is_counted(census) == counts


@pytest.mark.parametrize(("until", "ended", "counts"), [(15.9, None, True), (20.0, None, False), (40.0, 12.0, True)])
def test_who_paused_lately_does_not_count(until: float, ended: float | None, counts: bool) -> None:
    """A pause lasts until its end, or until it is ended by hand."""
    census = Census()
    hear(census, 0, wish(OptInState.WAITING))
    hear(census, 6, member(paused_until=until))
    if ended is not None:
        hear(census, ended, member())

    assert is_counted(census) == counts


@pytest.mark.parametrize(("closes", "share"), [(16.5, 1.0), (15.5, 0.0), (None, 1.0)])
def test_who_sat_in_the_fortnight_sat(closes: float | None, share: float) -> None:
    """Sitting counts from the open room to its end, and one moment of it within the fortnight is enough."""
    census = Census()
    hear(census, 0, wish(OptInState.WAITING))
    hear(census, 2, circle(CircleState.INVITING), seat(SeatState.INVITED))
    hear(census, 3, circle(CircleState.OPENING), seat(SeatState.SEATED), wish(OptInState.SEATED))
    nobody_yet = census.seated()
    hear(census, 3.1, circle(CircleState.OPEN))
    sits = census.seated()
    if closes is not None:
        hear(census, closes, circle(CircleState.CLOSED), seat(SeatState.FINISHED), wish(OptInState.WAITING))

    assert (nobody_yet, sits) == (0, 1)
    assert census.seated_share(START + timedelta(days=END)) == share


def test_nobody_to_count_is_no_share() -> None:
    """A share of nothing is not nought."""
    assert Census().seated_share(START) is None


def test_pairs_that_meet_again_are_counted() -> None:
    """Three who sit down are three pairs; two of them in the next circle are one that had met."""
    census = Census()
    other = CircleId("cir_2")
    hear(census, 1, circle(CircleState.OPEN), *(seat(SeatState.SEATED, of=who) for who in (ANA, BEN, CLEO)))
    hear(
        census,
        2,
        replace(circle(CircleState.OPEN), id=other),
        *(replace(seat(SeatState.SEATED, of=who), circle=other) for who in (ANA, BEN)),
    )

    assert (census.pairs, census.repeat_pairs) == (4, 1)
    assert census.circle_sizes == {3: 1, 2: 1}


def test_seats_that_count_against_a_capacity() -> None:
    """An invitation counts, whatever was answered; a seat of a circle that is over does not."""
    census = Census()
    counts = [census.live_seats(ANA)]
    for state, then in (
        (CircleState.INVITING, SeatState.INVITED),
        (CircleState.INVITING, SeatState.DECLINED),
        (CircleState.OPEN, SeatState.SEATED),
        (CircleState.CLOSED, SeatState.FINISHED),
    ):
        hear(census, 1, circle(state), seat(then))
        counts.append(census.live_seats(ANA))

    assert counts == [0, 1, 1, 1, 0]
