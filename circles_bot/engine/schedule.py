"""Local time, and only here: quiet hours, the weekly look, the hours when people are awake.

Everything comes in and goes out as aware UTC; a :class:`~zoneinfo.ZoneInfo` says whose local time is meant. An hour
that a spring night skips counts from when the clock jumped; one that an autumn night repeats, from its first time.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from circles_bot.engine.model import Community, Member
from circles_bot.engine.policy import Policy

HOURS_A_DAY = 24
A_WEEK = timedelta(weeks=1)
FRIDAY = 4
MONTHLY_HOUR = 10
MONTHLY_LAPSES_AFTER = timedelta(days=7)
"""A monthly message that could not be posted for a week says nothing that the next does not say better."""
_MIDWINTER = datetime(2025, 1, 15, tzinfo=UTC)
"""The day that stands for any when no day is named: two people of one zone still agree, whatever the season."""


def zone_of(member: Member | None, community: Community) -> ZoneInfo:
    """Return the member's time zone, else the community's, else UTC; a name that nobody knows counts as none."""
    for name in (member.timezone if member else None, community.timezone):
        zone = known_zone(name)
        if zone is not None:
            return zone
    return ZoneInfo("UTC")


def known_zone(name: str | None) -> ZoneInfo | None:
    """Return the time zone of that name, or None: what a platform or a person tells may be anything."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; malformed; the name of a folder of zones, such as "America"
        return None


def is_quiet(at: datetime, zone: ZoneInfo, policy: Policy) -> bool:
    """Tell whether ``at`` lies in the quiet hours of ``zone``; equal first and last hours mean there are none."""
    hour, first, end = at.astimezone(zone).hour, policy.quiet_from_hour, policy.quiet_to_hour
    if first <= end:
        return first <= hour < end
    return hour >= first or hour < end


def end_of_quiet(at: datetime, zone: ZoneInfo, policy: Policy) -> datetime:
    """Return the first moment from ``at`` on that is not quiet; ``at`` itself when it is not."""
    return _next_at_hour(at, policy.quiet_to_hour, zone) if is_quiet(at, zone, policy) else at


def start_of_quiet(at: datetime, zone: ZoneInfo, policy: Policy) -> datetime | None:
    """Return when the next quiet hours begin; ``at`` itself when it is quiet, None when there are none."""
    if policy.quiet_from_hour == policy.quiet_to_hour:
        return None
    return at if is_quiet(at, zone, policy) else _next_at_hour(at, policy.quiet_from_hour, zone)


def next_weekly(after: datetime, *, weekday: int, hour: int, zone: ZoneInfo) -> datetime:
    """Return the first time strictly after ``after`` at which it is ``weekday`` (Monday is 0), ``hour`` in ``zone``."""
    today = after.astimezone(zone).date()
    day = today + timedelta(days=(weekday - today.weekday()) % 7)
    moment = _at_hour(day, hour, zone)
    return moment if moment > after else _at_hour(day + A_WEEK, hour, zone)


@lru_cache(maxsize=1_024)
def _at_hour(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """Return when it is ``hour`` on a day; every yes of a week asks for the same one."""
    return datetime.combine(day, time(hour), zone).astimezone(UTC)


def next_monthly(after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first working day of the next month after ``after``, 10:00 in ``zone``."""
    local = after.astimezone(zone)
    first = (local.replace(day=1) + timedelta(days=32)).date().replace(day=1)
    to_monday = max(0, 7 - first.weekday()) if first.weekday() > FRIDAY else 0
    return _at_hour(first + timedelta(days=to_monday), MONTHLY_HOUR, zone)


def next_daily(after: datetime, *, hour: int, zone: ZoneInfo) -> datetime:
    """Return the first time strictly after ``after`` at which it is ``hour`` in ``zone``."""
    return _next_at_hour(after, hour, zone)


def waking_hours(member: Member | None, community: Community, policy: Policy, *, at: datetime | None = None) -> int:
    """Return the UTC hours outside the member's quiet hours as 24 bits, bit 0 for 00:00, on the day of ``at``."""
    zone = zone_of(member, community)
    midnight = (at or _MIDWINTER).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    own = policy.of_member(member) if member else policy
    awake = (hour for hour in range(HOURS_A_DAY) if not is_quiet(midnight + timedelta(hours=hour), zone, own))
    return sum(1 << hour for hour in awake)


def next_shared_waking(at: datetime, members: Sequence[Member], community: Community, policy: Policy) -> datetime:
    """Return the first moment from ``at`` on, within a day, at which as many of ``members`` are awake as ever are."""
    nights = [(zone_of(member, community), policy.of_member(member)) for member in members]
    whole = at.replace(minute=0, second=0, microsecond=0)
    moments = [at, *(whole + timedelta(hours=hours) for hours in range(1, HOURS_A_DAY + 1))]
    return max(moments, key=lambda moment: sum(not is_quiet(moment, *night) for night in nights))  # first of equals


def _next_at_hour(at: datetime, hour: int, zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone)
    for days in range(3):  # today, tomorrow, and the day after where a night skipped or repeated the hour
        moment = _at_hour(local.date() + timedelta(days=days), hour, zone)
        if moment > at:
            return moment
    raise AssertionError("every hour comes again within two days")
