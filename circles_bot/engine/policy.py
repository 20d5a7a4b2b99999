"""Every number the engine goes by, in one place. Source: the defaults table of the product description.

A community's own settings (``Community.settings``) replace a default where the table says so; :meth:`Policy.of` refuses
nothing, it keeps what is in range and takes the default for the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta

from circles_bot.engine.model import Community


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The numbers in force for one community."""

    circle_size_aim: int = 4
    circle_size_min: int = 3
    circle_size_max: int = 6
    invitations_per_circle: int = 6
    settling: timedelta = timedelta(hours=24)
    weekly_look_weekday: int = 1
    """Monday is 0."""
    weekly_look_hour: int = 18
    season: timedelta = timedelta(weeks=8)
    invitation_open: timedelta = timedelta(hours=72)
    invitation_grace_after_quiet: timedelta = timedelta(hours=2)
    undelivered_invitation_open: timedelta = timedelta(days=14)
    skip_after_miss: timedelta = timedelta(weeks=2)
    misses_before_sleep: int = 2
    front_of_line_within: timedelta = timedelta(hours=24)
    quiet_after: timedelta = timedelta(days=4)
    prompt_pause: timedelta = timedelta(days=5)
    prompt_pause_again: timedelta = timedelta(days=10)
    silent_prompts_before_question: int = 2
    season_question_open: timedelta = timedelta(days=5)
    first_check_in: timedelta = timedelta(days=10)
    unanswered_check_ins_before_stop: int = 1
    directs_per_day: int = 1
    directs_per_week: int = 2
    quiet_from_hour: int = 21
    quiet_to_hour: int = 8
    pause_weeks: int = 4
    board_pause: timedelta = timedelta(hours=1)
    nudge_lapses_after: timedelta = timedelta(hours=12)
    circles_at_once: int = 1
    interests_per_board: int = 20
    interest_name_limit: int = 80

    @classmethod
    def of(cls, community: Community) -> "Policy":
        """Return the defaults with the community's own settings in place (``timedelta`` settings are in hours)."""
        if not community.settings:
            return _DEFAULTS
        return replace(_DEFAULTS, **_overrides(community.settings))  # type: ignore[arg-type]  # RANGES pairs them


RANGES: Mapping[str, tuple[int, int]] = {
    "circle_size_aim": (2, 8),
    "circle_size_min": (2, 8),
    "circle_size_max": (2, 8),
    "settling": (0, 7 * 24),
    "season": (2 * 7 * 24, 26 * 7 * 24),
    "invitation_open": (12, 7 * 24),
    "quiet_after": (24, 30 * 24),
    "prompt_pause": (2 * 24, 56 * 24),
    "prompt_pause_again": (2 * 24, 56 * 24),
    "silent_prompts_before_question": (1, 6),
    "unanswered_check_ins_before_stop": (1, 5),
    "quiet_from_hour": (0, 23),
    "quiet_to_hour": (0, 23),
    "weekly_look_weekday": (0, 6),
    "weekly_look_hour": (0, 23),
}
"""What a community may set, and from where to where (durations in hours). Equal quiet hours mean none."""


_DEFAULTS = Policy()
_DURATIONS = frozenset(field.name for field in fields(Policy) if isinstance(getattr(_DEFAULTS, field.name), timedelta))


def _overrides(settings: Mapping[str, str | int]) -> dict[str, int | timedelta]:
    found: dict[str, int | timedelta] = {}
    for name, (low, high) in RANGES.items():
        value = settings.get(name)
        if isinstance(value, int) and low <= value <= high:
            found[name] = timedelta(hours=value) if name in _DURATIONS else value
    return found
