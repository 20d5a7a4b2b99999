"""Every number the engine goes by, in one place. Source: the defaults table of the product description.

A community's own settings (``Community.settings``) replace a default where the table says so. :meth:`Policy.of` refuses
nothing: it keeps what is in range and takes the default for the rest, so that a row from another release never stops
the bot. What a steward chooses goes through :func:`refusals` first, which says what is accepted instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache

from circles_bot.engine.model import Community, Member


class CheckIns(StrEnum):
    """How often the bot asks "how is this circle for you?"."""

    OFF = "off"
    TWICE = "twice"
    """On day 10, and at the season's end."""
    FORTNIGHTLY = "fortnightly"
    WEEKLY = "weekly"


CHECK_IN_PAUSES: Mapping[CheckIns, timedelta] = {
    CheckIns.FORTNIGHTLY: timedelta(weeks=2),
    CheckIns.WEEKLY: timedelta(weeks=1),
}
"""How far apart check-ins are where they come more often than twice a season."""


class OtherOrganisations(StrEnum):
    """Whether people of other organisations, who share a channel with this community, may sit in its circles."""

    NOT_MATCHED = "not_matched"
    WELCOME = "welcome"


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
    step_out_open: timedelta = timedelta(hours=24)
    """How long somebody who likes not to be asked has to step out of a circle, from when they were told of it."""
    asking_open: timedelta = timedelta(days=7)
    """How long a hand-off, a "with" and a spark may be answered."""
    invitation_grace_after_quiet: timedelta = timedelta(hours=2)
    undelivered_invitation_open: timedelta = timedelta(days=14)
    skip_after_miss: timedelta = timedelta(weeks=2)
    misses_before_sleep: int = 2
    still_interested_after: timedelta = timedelta(weeks=12)
    still_open: timedelta = timedelta(weeks=2)
    """How long silence on "still interested?" is waited for before the wish falls asleep."""
    front_of_line_within: timedelta = timedelta(hours=24)
    quiet_after: timedelta = timedelta(days=4)
    prompt_pause: timedelta = timedelta(days=5)
    prompt_pause_again: timedelta = timedelta(days=10)
    silent_prompts_before_question: int = 2
    season_question_open: timedelta = timedelta(days=5)
    talking_skips: timedelta = timedelta(weeks=2)
    """For how long "we're talking" keeps questions out of a room."""
    longest_prompt_pause: timedelta = timedelta(days=56)
    between_offers: timedelta = timedelta(weeks=4)
    """How seldom somebody is offered something near a wish of which nothing came."""
    late_seat_needs: timedelta = timedelta(weeks=3)
    """How much of a season must be left for somebody to join it: with less there is too little to come for."""
    check_ins: CheckIns = CheckIns.TWICE
    first_check_in: timedelta = timedelta(days=10)
    other_organisations: OtherOrganisations = OtherOrganisations.NOT_MATCHED
    unanswered_check_ins_before_stop: int = 1
    directs_per_day: int = 1
    directs_per_week: int = 2
    quiet_from_hour: int = 21
    quiet_to_hour: int = 8
    pause_weeks: int = 4
    board_pause: timedelta = timedelta(hours=1)
    nudge_lapses_after: timedelta = timedelta(hours=12)
    circles_at_once: int = 1
    co_signs: int = 3
    """How many open a proposed interest, or 1 % of the opted-in where that is more."""
    opted_in_per_interest: int = 8
    interests_at_least: int = 4
    """One open interest for each 8 who have opted in, but never fewer than 4."""
    active_rooms: int = 900
    """How many rooms may be open at once; :data:`ACTIVE_ROOMS` where the platform takes fewer."""
    smallest_group: int = 5
    """The fewest people that a total may describe."""
    moods_from_opted_in: int = 30
    confidential_from_opted_in: int = 30
    """How many must have opted in to open interests before there are confidential ones."""
    confidential_after: timedelta = timedelta(days=30)
    """How long somebody must have been in the community before they may join a confidential interest."""
    confidential_circles_a_season: int = 1
    confidential_left_early: timedelta = timedelta(days=14)
    """Who leaves a confidential circle within this sits in no other one that season."""
    check_ins_kept: timedelta = timedelta(days=90)
    activity_kept_after_close: timedelta = timedelta(days=30)
    meetings_kept: timedelta = timedelta(weeks=104)
    circles_left_at_most: int = 3
    circles_left_within: timedelta = timedelta(weeks=4)
    """Who leaves so many within this waits with the next circle until it is over: nobody uses up others' circles."""
    withs_a_week: int = 3
    hand_offs_a_week: int = 5
    reports_a_day: int = 5
    report_kept: timedelta = timedelta(days=90)
    avoided_at_most: int = 100
    hold_weeks_at_most: int = 52
    interests_per_page: int = 20
    """How many interests one message of the board holds: Discord takes that many different reactions under one."""
    interests_at_most: int = 100
    """Open interests in all: five messages, which is as long as anybody reads, and as many as Slack lists at once."""
    interest_name_limit: int = 80

    @property
    def welcomes_others(self) -> bool:
        """Tell whether people of other organisations may sit in circles."""
        return self.other_organisations is OtherOrganisations.WELCOME

    @classmethod
    def of(cls, community: Community) -> "Policy":
        """Return the defaults with the community's own settings in place (``timedelta`` settings are in hours)."""
        base = _defaults_on(community.platform)
        if not community.settings:
            return base
        chosen = replace(base, **_overrides(community.settings, community.platform))  # type: ignore[arg-type]  # RANGES pairs them
        for names in _CLASHES:
            if not _go_together(chosen, names):
                chosen = replace(chosen, **{name: getattr(base, name) for name in names})
        return replace(chosen, invitations_per_circle=max(chosen.invitations_per_circle, chosen.circle_size_max))

    def of_member(self, member: Member) -> "Policy":
        """Return the numbers in force for one member: the community's, with what they chose for themselves in place."""
        own = (member.quiet_from_hour, member.quiet_to_hour, member.directs_per_week, member.capacity)
        return self if own == _NOTHING_OWN else _with_own(self, *own)


@lru_cache(maxsize=4_096)
def _with_own(
    policy: Policy, quiet_from: int | None, quiet_to: int | None, directs: int | None, circles: int | None
) -> Policy:
    return replace(
        policy,
        quiet_from_hour=policy.quiet_from_hour if quiet_from is None else quiet_from,
        quiet_to_hour=policy.quiet_to_hour if quiet_to is None else quiet_to,
        directs_per_week=policy.directs_per_week if directs is None else directs,
        circles_at_once=policy.circles_at_once if circles is None else circles,
    )


_DAY = 24
_WEEK = 7 * _DAY

RANGES: Mapping[str, tuple[int, int]] = {
    "circle_size_aim": (2, 8),
    "circle_size_min": (2, 8),
    "circle_size_max": (2, 8),
    "settling": (0, _WEEK),
    "weekly_look_weekday": (0, 6),
    "weekly_look_hour": (0, 23),
    "season": (2 * _WEEK, 26 * _WEEK),
    "invitation_open": (12, _WEEK),
    "asking_open": (_DAY, 30 * _DAY),
    "quiet_after": (_DAY, 30 * _DAY),
    "prompt_pause": (2 * _DAY, 56 * _DAY),
    "prompt_pause_again": (2 * _DAY, 56 * _DAY),
    "silent_prompts_before_question": (1, 6),
    "unanswered_check_ins_before_stop": (1, 5),
    "quiet_from_hour": (0, 23),
    "quiet_to_hour": (0, 23),
    "co_signs": (1, 20),
    "active_rooms": (1, 900),
    "smallest_group": (3, 20),
    "confidential_after": (30 * _DAY, 365 * _DAY),
    "confidential_circles_a_season": (0, 1),
    "confidential_left_early": (14 * _DAY, 26 * _WEEK),
    "check_ins_kept": (_DAY, 90 * _DAY),
    "activity_kept_after_close": (0, 30 * _DAY),
    "meetings_kept": (0, 104 * _WEEK),
}
"""What a community may set, and from where to where (durations in hours). Equal quiet hours mean none.

What protects people may only be made stricter: confidential interests' limits, how long things are kept, how many
rooms. Where the platform takes fewer rooms, :func:`range_of` knows.
"""

CHOICES: Mapping[str, type[StrEnum]] = {"check_ins": CheckIns, "other_organisations": OtherOrganisations}
"""Settings that are one of a few words."""

ONLY_ON: Mapping[str, str] = {"other_organisations": "slack"}
"""Settings that mean something on one platform only; on the others there is no such setting."""

SIMULATED = "simulation"
"""The platform of a made-up community, which exists nowhere and has no limits of its own."""

ACTIVE_ROOMS: Mapping[str, int] = {"slack": 100, SIMULATED: 1_000_000}
"""Where a platform gets slow or expensive with fewer rooms than the default allows, and where rooms cost nothing."""

_CLASHES: tuple[tuple[str, ...], ...] = (
    ("circle_size_min", "circle_size_aim", "circle_size_max"),
    ("prompt_pause", "prompt_pause_again"),
)
"""Settings that only work together in rising order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A setting that is not accepted: what was found, and what is accepted instead.

    ``low`` and ``high`` are its range (durations in hours), ``one_of`` the words it may be; ``clashes_with`` are the
    settings with which it must rise, where each alone is in range. All are empty for a name that is no setting.
    """

    name: str
    value: str | int
    low: int | None = None
    high: int | None = None
    one_of: tuple[str, ...] = ()
    clashes_with: tuple[str, ...] = ()


def range_of(name: str, platform: str) -> tuple[int, int]:
    """Return from where to where a setting may go on a platform (durations in hours)."""
    low, high = RANGES[name]
    return (low, min(high, ACTIVE_ROOMS.get(platform, high))) if name == "active_rooms" else (low, high)


def is_setting(name: str, platform: str) -> bool:
    """Tell whether a platform's communities have a setting of that name."""
    return (name in RANGES or name in CHOICES) and ONLY_ON.get(name, platform) == platform


def refusals(settings: Mapping[str, str | int], platform: str) -> tuple[Refusal, ...]:
    """Return what of a community's settings is not accepted, by name; nothing when all of it is."""
    found = [_refusal(name, value, platform) for name, value in sorted(settings.items())]
    alone = tuple(refusal for refusal in found if refusal is not None)
    if alone:
        return alone
    base = _defaults_on(platform)
    chosen = replace(base, **_overrides(settings, platform))  # type: ignore[arg-type]  # RANGES pairs them
    return tuple(
        Refusal(name=name, value=settings[name], clashes_with=tuple(other for other in names if other != name))
        for names in _CLASHES
        if not _go_together(chosen, names)
        for name in names
        if name in settings
    )


def setting_of(policy: Policy, name: str) -> int | str:
    """Return a setting as a community keeps it: durations in whole hours, choices as their word."""
    value = getattr(policy, name)
    return value // timedelta(hours=1) if isinstance(value, timedelta) else str(value) if name in CHOICES else value


def _refusal(name: str, value: str | int, platform: str) -> Refusal | None:
    if not is_setting(name, platform):
        return Refusal(name=name, value=value)
    if name in CHOICES:
        words = tuple(word.value for word in CHOICES[name])
        return None if value in words else Refusal(name=name, value=value, one_of=words)
    low, high = range_of(name, platform)
    return (
        None if isinstance(value, int) and low <= value <= high else Refusal(name=name, value=value, low=low, high=high)
    )


def _go_together(policy: Policy, names: tuple[str, ...]) -> bool:
    values = [getattr(policy, name) for name in names]
    return values == sorted(values)


_DEFAULTS = Policy()
_BY_PLATFORM = {platform: replace(_DEFAULTS, active_rooms=rooms) for platform, rooms in ACTIVE_ROOMS.items()}
_NOTHING_OWN = (None, None, None, None)
_DURATIONS = frozenset(field.name for field in fields(Policy) if isinstance(getattr(_DEFAULTS, field.name), timedelta))


def _defaults_on(platform: str) -> Policy:
    return _BY_PLATFORM.get(platform, _DEFAULTS)


def _overrides(settings: Mapping[str, str | int], platform: str) -> dict[str, int | timedelta | StrEnum]:
    found: dict[str, int | timedelta | StrEnum] = {}
    for name, value in settings.items():
        if _refusal(name, value, platform) is None:
            found[name] = _in_force(name, value)
    return found


def _in_force(name: str, value: str | int) -> int | timedelta | StrEnum:
    if name in CHOICES:
        return CHOICES[name](str(value))
    assert isinstance(value, int), "only whole numbers are in a range"
    return timedelta(hours=value) if name in _DURATIONS else value
