"""How people behave: shares that are none are refused, chance follows from a seed, and nobody acts in their sleep."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles_bot.engine.errors import ConfigError
from circles_bot.simulation.rates import AWAKE_FROM, AWAKE_TO, Chance, Rates, when_awake
from circles_bot.simulation.synthetic import interests_in, synthetic_community

ZONES = ("Europe/Amsterdam", "Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati")


def test_a_share_outside_its_range_is_refused() -> None:
    """The error names the option and what was found."""
    with pytest.raises(ConfigError, match=r"--hand-off must be a share from 0 to 100 %, found 120"):
        Rates(hand_off=1.2)


def test_answers_at_a_seasons_end_must_add_up() -> None:
    """Who changes one of the three is told to give all."""
    with pytest.raises(ConfigError, match="must add up to 100 %, found 120"):
        Rates(carry_on=0.7)


@given(
    at=st.integers(0, 525_600 * 60).map(lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
)
def test_people_act_at_quarters_of_an_hour_when_they_are_awake(at: datetime, zone: ZoneInfo) -> None:
    """Never before the moment they thought of it, never at night, within a day."""
    when = when_awake(at, zone)

    local = when.astimezone(zone)
    assert timedelta() <= when - at <= timedelta(hours=13)
    assert AWAKE_FROM <= local.hour < AWAKE_TO
    assert (local.minute % 15, local.second, local.microsecond) == (0, 0, 0)


def test_chance_follows_from_the_seed_and_what_it_is_about() -> None:
    """Asked again it says the same; about others, or with another seed, it is independent."""
    chance = Chance(1)
    shares = [chance.share("a thing", str(number)) for number in range(2_000)]

    assert shares == [chance.share("a thing", str(number)) for number in range(2_000)]
    assert chance.share("a thing", "1") != Chance(2).share("a thing", "1")
    assert 0.47 < sum(shares) / len(shares) < 0.53
    taken = Counter(chance.weighed({"rarely": 0.1, "never": 0.0, "often": 0.9}, str(number)) for number in range(2_000))
    assert 100 < taken["rarely"] < 300
    assert taken["never"] == 0


def test_a_synthetic_community_has_a_heavy_tail_over_the_world() -> None:
    """A few interests are followed by many, most by few; there are several time zones and languages."""
    rows = synthetic_community(1_000, 3)

    followers = Counter(interest for row in rows for interest in row.interests)
    ordered = [count for _, count in followers.most_common()]
    assert len(rows) == len({row.member for row in rows}) == 1_000
    assert ordered[0] > 8 * ordered[len(ordered) // 2]
    assert len(followers) <= interests_in(1_000)
    assert len({row.timezone for row in rows}) > 5
    assert len({language for row in rows for language in row.languages}) > 3
    assert rows == synthetic_community(1_000, 3) != synthetic_community(1_000, 4)
