"""Every row of the defaults table is a setting: its default, its range, and what is said beyond it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles_bot.engine.policy import CHOICES, RANGES, CheckIns, Policy, Refusal, range_of, refusals, setting_of
from tests.engine.builders import a_community

DAY, WEEK = 24, 7 * 24

ROWS = (
    ("circle_size_aim", 4, 2, 8),
    ("circle_size_min", 3, 2, 8),
    ("circle_size_max", 6, 2, 8),
    ("settling", DAY, 0, WEEK),
    ("weekly_look_weekday", 1, 0, 6),
    ("weekly_look_hour", 18, 0, 23),
    ("season", 8 * WEEK, 2 * WEEK, 26 * WEEK),
    ("invitation_open", 72, 12, WEEK),
    ("asking_open", WEEK, DAY, 30 * DAY),
    ("quiet_after", 4 * DAY, DAY, 30 * DAY),
    ("prompt_pause", 5 * DAY, 2 * DAY, 56 * DAY),
    ("prompt_pause_again", 10 * DAY, 2 * DAY, 56 * DAY),
    ("silent_prompts_before_question", 2, 1, 6),
    ("unanswered_check_ins_before_stop", 1, 1, 5),
    ("quiet_from_hour", 21, 0, 23),
    ("quiet_to_hour", 8, 0, 23),
    ("co_signs", 3, 1, 20),
    ("active_rooms", 900, 1, 900),
    ("smallest_group", 5, 3, 20),
    ("confidential_after", 30 * DAY, 30 * DAY, 365 * DAY),
    ("confidential_circles_a_season", 1, 0, 1),
    ("confidential_left_early", 14 * DAY, 14 * DAY, 26 * WEEK),
    ("check_ins_kept", 90 * DAY, DAY, 90 * DAY),
    ("activity_kept_after_close", 30 * DAY, 0, 30 * DAY),
    ("meetings_kept", 104 * WEEK, 0, 104 * WEEK),
)
"""The product's own table, said again: setting, default, lowest, highest (durations in hours)."""

SHORTER_ONLY = ("check_ins_kept", "activity_kept_after_close", "meetings_kept")


def test_the_table_has_every_range() -> None:
    """No setting is without a row here, and no row without a setting."""
    assert {name: (low, high) for name, _, low, high in ROWS} == dict(RANGES)


@pytest.mark.parametrize(("name", "default", "low", "high"), ROWS)
def test_a_setting_has_its_default_and_keeps_to_its_range(name: str, default: int, low: int, high: int) -> None:
    """Nothing chosen is the default; both ends are accepted; one beyond them is refused with what is accepted."""
    assert setting_of(Policy.of(a_community()), name) == default
    for value in (low, high):
        assert not [refusal for refusal in refusals({name: value}, "discord") if not refusal.clashes_with]
    for value in (low - 1, high + 1):
        assert refusals({name: value}, "discord") == (Refusal(name=name, value=value, low=low, high=high),)
        assert setting_of(Policy.of(a_community(settings={name: value})), name) == default


@pytest.mark.parametrize(("name", "default", "low", "high"), ROWS)
def test_what_is_chosen_is_in_force(name: str, default: int, low: int, high: int) -> None:
    """A value in range that goes with the others counts from the next occasion on."""
    fitting = {"circle_size_aim": 5, "circle_size_min": 2, "circle_size_max": 8, "prompt_pause_again": 20 * DAY}
    value = fitting.get(name, low if low != default else high)

    assert refusals({name: value}, "discord") == ()
    assert setting_of(Policy.of(a_community(settings={name: value})), name) == value


def test_check_ins_go_from_off_to_weekly() -> None:
    """Day 10 and the end by default; any other word is refused with those that are accepted."""
    assert Policy.of(a_community()).check_ins is CheckIns.TWICE
    assert Policy.of(a_community(settings={"check_ins": "off"})).check_ins is CheckIns.OFF
    assert refusals({"check_ins": "daily"}, "discord") == (
        Refusal(name="check_ins", value="daily", one_of=("off", "twice", "fortnightly", "weekly")),
    )


def test_a_name_that_is_no_setting_is_refused() -> None:
    """A number that is a constant, or nothing at all, is not taken in silence."""
    assert refusals({"misses_before_sleep": 9}, "discord") == (Refusal(name="misses_before_sleep", value=9),)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"circle_size_aim": 7}, {"circle_size_aim"}),
        ({"circle_size_min": 5}, {"circle_size_min"}),
        ({"circle_size_min": 6, "circle_size_aim": 5}, {"circle_size_min", "circle_size_aim"}),
        ({"prompt_pause": 20 * DAY}, {"prompt_pause"}),
    ],
)  # fmt: skip
def test_settings_that_cannot_work_together_are_refused(settings: dict[str, int], named: set[str]) -> None:
    """Least ≤ aim ≤ most; a room that stays silent is left alone longer, not shorter."""
    found = refusals(settings, "discord")

    assert {refusal.name for refusal in found} == named
    assert all(refusal.clashes_with for refusal in found)
    policy, defaults = Policy.of(a_community(settings=settings)), Policy()
    assert (policy.circle_size_min, policy.circle_size_aim) == (defaults.circle_size_min, defaults.circle_size_aim)


@pytest.mark.parametrize(("platform", "rooms"), [("discord", 900), ("slack", 100), ("sandbox", 900)])
def test_active_rooms_follow_the_platform(platform: str, rooms: int) -> None:
    """900 on Discord, 100 on Slack, and a community may set fewer, never more."""
    assert Policy.of(a_community(platform=platform)).active_rooms == rooms
    assert range_of("active_rooms", platform) == (1, rooms)
    assert refusals({"active_rooms": rooms + 1}, platform)


@pytest.mark.parametrize("name", SHORTER_ONLY)
def test_what_is_kept_may_be_kept_shorter_only(name: str) -> None:
    """Nobody can make the bot remember longer than it promises."""
    assert setting_of(Policy(), name) == RANGES[name][1]


def test_a_larger_circle_asks_as_many_as_it_seats() -> None:
    """Six are asked for four seats; for eight seats six would never be enough."""
    sizes = {"circle_size_aim": 7, "circle_size_max": 8}

    assert Policy.of(a_community()).invitations_per_circle == 6
    assert Policy.of(a_community(settings=sizes)).invitations_per_circle == 8


_VALUES = st.one_of(st.integers(-10, 40_000), st.sampled_from(["off", "weekly", "never", ""]))


@given(st.dictionaries(st.sampled_from([*RANGES, *CHOICES, "unknown"]), _VALUES))
def test_no_settings_whatever_break_the_policy(settings: dict[str, str | int]) -> None:
    """A row from another release, or a mistaken one, never stops the bot: all in force is in range and in order."""
    policy = Policy.of(a_community(settings=settings))

    for name, (low, high) in RANGES.items():
        value = setting_of(policy, name)
        assert isinstance(value, int)
        assert low <= value <= high
    assert policy.circle_size_min <= policy.circle_size_aim <= policy.circle_size_max <= policy.invitations_per_circle
    assert timedelta() < policy.prompt_pause <= policy.prompt_pause_again
