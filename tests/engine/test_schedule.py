"""Local time: quiet hours, the weekly look, both daylight-saving nights."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles_bot.engine.policy import Policy
from circles_bot.engine.schedule import (
    end_of_quiet,
    is_quiet,
    next_shared_waking,
    next_weekly,
    start_of_quiet,
    waking_hours,
    zone_of,
)
from tests.engine.builders import ANA, BEN, CLEO, HOUR, MIDNIGHT, NOON, a_community, a_member

POLICY = Policy()
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Havana",
    "Pacific/Apia",
)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  # bounds


def utc(*parts: int) -> datetime:
    """Return a moment in UTC."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]  # year, month, day, hour, minute in this order


@pytest.mark.parametrize(
    ("mine", "communitys", "expected"),
    [
        ("Europe/Berlin", "Asia/Tokyo", "Europe/Berlin"),
        (None, "Asia/Tokyo", "Asia/Tokyo"),
        ("Mars/Olympus", "Asia/Tokyo", "Asia/Tokyo"),
        ("../etc/passwd", "Asia/Tokyo", "Asia/Tokyo"),
        ("America", "Asia/Tokyo", "Asia/Tokyo"),
        ("", "", "UTC"),
        (None, "Nowhere", "UTC"),
    ],
)
def test_zone_falls_back_when_unknown(mine: str | None, communitys: str, expected: str) -> None:
    """A zone that nobody knows never stops anything: the community's counts, then UTC."""
    zone = zone_of(a_member(timezone=mine), a_community(timezone=communitys))

    assert zone.key == expected


@pytest.mark.parametrize(
    ("hour", "first", "end", "expected"),
    [
        (20, 21, 8, False),
        (21, 21, 8, True),
        (7, 21, 8, True),
        (8, 21, 8, False),
        (3, 2, 5, True),
        (5, 2, 5, False),
        (22, 2, 5, False),
        (3, 8, 8, False),
    ],
)
def test_quiet_hours_by_the_clock(hour: int, first: int, end: int, expected: bool) -> None:
    """Quiet hours run from the first hour to the last, over midnight where need be; equal hours mean none."""
    policy = Policy(quiet_from_hour=first, quiet_to_hour=end)

    assert is_quiet(utc(2026, 3, 4, hour), ZoneInfo("UTC"), policy) is expected


def test_quiet_ends_in_the_morning() -> None:
    """What would come at night waits for the morning; what comes by day does not wait."""
    assert end_of_quiet(utc(2026, 3, 4, 23), ZoneInfo("UTC"), POLICY) == utc(2026, 3, 5, 8)
    assert end_of_quiet(utc(2026, 3, 5, 2), ZoneInfo("UTC"), POLICY) == utc(2026, 3, 5, 8)
    assert end_of_quiet(NOON, ZoneInfo("UTC"), POLICY) == NOON


def test_quiet_ends_at_the_local_hour_when_clocks_go_forward() -> None:
    """In the night of 29 March 2026 Berlin's eight o'clock is an hour sooner by UTC."""
    assert end_of_quiet(utc(2026, 3, 28, 22), BERLIN, POLICY) == utc(2026, 3, 29, 6)
    assert end_of_quiet(utc(2026, 3, 27, 22), BERLIN, POLICY) == utc(2026, 3, 28, 7)


def test_quiet_ends_at_the_local_hour_when_clocks_go_back() -> None:
    """In the night of 25 October 2026 Berlin's eight o'clock is an hour later by UTC."""
    assert end_of_quiet(utc(2026, 10, 24, 22), BERLIN, POLICY) == utc(2026, 10, 25, 7)


def test_quiet_that_ends_in_a_skipped_hour_ends_when_the_clock_jumps() -> None:
    """Two o'clock does not exist on that night: quiet hours that end then end at three, which is the same moment."""
    policy = Policy(quiet_from_hour=21, quiet_to_hour=2)

    assert end_of_quiet(utc(2026, 3, 29, 0, 30), BERLIN, policy) == utc(2026, 3, 29, 1)


def test_quiet_that_ends_in_a_repeated_hour_ends_the_first_time() -> None:
    """Two o'clock comes twice on that night: quiet hours end with the first."""
    policy = Policy(quiet_from_hour=21, quiet_to_hour=2)

    assert end_of_quiet(utc(2026, 10, 24, 23, 30), BERLIN, policy) == utc(2026, 10, 25, 0)


@given(MOMENTS, st.sampled_from(ZONES), st.integers(0, 23), st.integers(0, 23))
def test_the_end_of_quiet_is_the_first_waking_moment(at: datetime, name: str, first: int, end: int) -> None:
    """Whatever the zone and the night: what waits for the end of quiet hours comes awake, and no later."""
    policy, zone = Policy(quiet_from_hour=first, quiet_to_hour=end), ZoneInfo(name)

    ends = end_of_quiet(at, zone, policy)

    assert ends >= at
    assert not is_quiet(ends, zone, policy)
    assert ends == at or is_quiet(ends - timedelta(seconds=1), zone, policy)


@given(MOMENTS, st.sampled_from(ZONES), st.integers(0, 23), st.integers(0, 23))
def test_no_quiet_moment_before_quiet_starts(at: datetime, name: str, first: int, end: int) -> None:
    """Up to the start of quiet hours everything is waking time."""
    policy, zone = Policy(quiet_from_hour=first, quiet_to_hour=end), ZoneInfo(name)

    starts = start_of_quiet(at, zone, policy)

    assert (starts is None) == (first == end)
    if starts is not None:
        halves = int((starts - at) / timedelta(minutes=30))
        assert not any(is_quiet(at + timedelta(minutes=30) * half, zone, policy) for half in range(halves))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (utc(2026, 3, 23, 12), utc(2026, 3, 24, 17)),  # the Tuesday before the clocks go forward
        (utc(2026, 3, 24, 17), utc(2026, 3, 31, 16)),  # strictly after: a week on, an hour sooner by UTC
        (utc(2026, 10, 20, 16), utc(2026, 10, 27, 17)),  # and in autumn an hour later
        (utc(2026, 3, 24, 16, 59), utc(2026, 3, 24, 17)),
    ],
)
def test_the_weekly_look_keeps_its_local_hour(after: datetime, expected: datetime) -> None:
    """Tuesday 18:00 stays Tuesday 18:00 for the community, whatever its clocks do."""
    assert next_weekly(after, weekday=1, hour=18, zone=BERLIN) == expected


@given(MOMENTS, st.integers(0, 6), st.integers(0, 23), st.sampled_from(ZONES))
def test_the_weekly_look_comes_within_a_week(after: datetime, weekday: int, hour: int, name: str) -> None:
    """The next look is always ahead, and never more than a week and a clock change away."""
    moment = next_weekly(after, weekday=weekday, hour=hour, zone=ZoneInfo(name))

    assert timedelta(0) < moment - after <= timedelta(days=7, hours=1)


def test_waking_hours_are_those_outside_quiet_hours() -> None:
    """Eight to twenty-one is awake, counted in UTC, so that two zones can be compared."""
    utc_mask = waking_hours(a_member(timezone="UTC"), a_community(), POLICY)
    tokyo_mask = waking_hours(a_member(timezone="Asia/Tokyo"), a_community(), POLICY)

    assert [hour for hour in range(24) if utc_mask >> hour & 1] == list(range(8, 21))
    assert [hour for hour in range(24) if tokyo_mask >> hour & 1] == [*range(12), 23]


def test_a_room_is_asked_when_most_are_awake() -> None:
    """Two in Berlin and one in Los Angeles: by night it waits for Berlin's morning, then for all three."""
    zones = {ANA: "Europe/Berlin", BEN: "Europe/Berlin", CLEO: "America/Los_Angeles"}
    members = [a_member(member, timezone=zone) for member, zone in zones.items()]

    assert next_shared_waking(MIDNIGHT, members, a_community(), POLICY) == utc(2026, 3, 5, 16)
    assert next_shared_waking(MIDNIGHT, members[:2], a_community(), POLICY) == utc(2026, 3, 5, 7)
    assert next_shared_waking(utc(2026, 3, 5, 16, 20), members, a_community(), POLICY) == utc(2026, 3, 5, 16, 20)


@given(MOMENTS, st.lists(st.sampled_from(ZONES), max_size=6))
def test_waiting_for_a_waking_room_ends(at: datetime, names: list[str]) -> None:
    """Waiting for the best hour never takes more than a day and never starts over."""
    members = [a_member(timezone=name) for name in names]

    moment = next_shared_waking(at, members, a_community(), POLICY)

    assert at <= moment <= at + 24 * HOUR
    assert next_shared_waking(moment, members, a_community(), POLICY) - moment <= HOUR
