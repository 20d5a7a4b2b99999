"""The timers of circles and seats: one key each, so that setting one again moves it, and a closing finds them all."""

from collections.abc import Iterable
from datetime import datetime

from circles_bot.engine import events
from circles_bot.engine.decision import TimerCancelled, TimerSet
from circles_bot.engine.ids import CircleId, MemberId, TimerKey
from circles_bot.engine.model import Circle
from circles_bot.engine.policy import CHECK_IN_PAUSES, CheckIns, Policy


def quiet_timer(circle: Circle, due_at: datetime) -> TimerSet:
    """Return the timer that looks whether the room has gone quiet."""
    event = events.QuietDue(community=circle.community, at=due_at, circle=circle.id)
    return TimerSet(key=_of_circle("quiet", circle.id), due_at=due_at, event=event)


def change_timer(circle: Circle, due_at: datetime) -> TimerSet:
    """Return the timer that changes something in the room some days after people said so."""
    event = events.ChangeDue(community=circle.community, at=due_at, circle=circle.id)
    return TimerSet(key=_of_circle("change", circle.id), due_at=due_at, event=event)


def shrunk_timer(circle: Circle, due_at: datetime) -> TimerSet:
    """Return the timer that looks, some days after somebody left, whether the circle has become too small."""
    event = events.ShrunkDue(community=circle.community, at=due_at, circle=circle.id)
    return TimerSet(key=_of_circle("shrunk", circle.id), due_at=due_at, event=event, keeps_earlier=True)


def season_timer(circle: Circle, due_at: datetime) -> TimerSet:
    """Return the timer of the season's end."""
    event = events.SeasonDue(community=circle.community, at=due_at, circle=circle.id)
    return TimerSet(key=_of_circle("season", circle.id), due_at=due_at, event=event)


def season_answers_timer(circle: Circle, due_at: datetime) -> TimerSet:
    """Return the timer of the season question's deadline."""
    event = events.SeasonAnswersDue(community=circle.community, at=due_at, circle=circle.id)
    return TimerSet(key=_of_circle("season-answers", circle.id), due_at=due_at, event=event)


def check_in_timer(
    circle: Circle, member: MemberId, number: int, due_at: datetime, *, is_counted: bool = False
) -> TimerSet:
    """Return the timer of a member's next check-in; a seat has one at a time."""
    event = events.CheckInDue(
        community=circle.community,
        at=due_at,
        circle=circle.id,
        member=member,
        number=number,
        is_counted=is_counted,
    )
    return TimerSet(key=_of_seat("check-in", circle.id, member), due_at=due_at, event=event)


OFTEN = 1_000
"""Check-ins that come every week or two are numbered from here in each season; the usual two are 1 and 2, 3 and 4."""


def first_check_in(circle: Circle, policy: Policy, member: MemberId, at: datetime) -> tuple[TimerSet, ...]:
    """Return the timer of a member's first check-in of a season, counted from ``at``; none where they are off."""
    if policy.check_ins is CheckIns.OFF:
        return ()
    pause = CHECK_IN_PAUSES.get(policy.check_ins)
    number = 2 * circle.season - 1 if pause is None else OFTEN * circle.season + 1
    due_at = at + (policy.first_check_in if pause is None else pause)
    if circle.season_ends_at is not None and due_at >= circle.season_ends_at:
        return ()  # the season question asks soon enough
    return (check_in_timer(circle, member, number, due_at),)


def season_of_check_in(number: int) -> int:
    """Return the season that a check-in of this number is about."""
    return number // OFTEN if number >= OFTEN else (number + 1) // 2


def no_change(circle: CircleId) -> TimerCancelled:
    """Cancel the change that was to come."""
    return TimerCancelled(key=_of_circle("change", circle))


def no_shrunk(circle: CircleId) -> TimerCancelled:
    """Cancel the look at a circle that somebody left."""
    return TimerCancelled(key=_of_circle("shrunk", circle))


def no_season_answers(circle: CircleId) -> TimerCancelled:
    """Cancel the season question's deadline."""
    return TimerCancelled(key=_of_circle("season-answers", circle))


def no_check_in(circle: CircleId, member: MemberId) -> TimerCancelled:
    """Cancel a member's next check-in."""
    return TimerCancelled(key=_of_seat("check-in", circle, member))


def no_more(circle: CircleId, members: Iterable[MemberId]) -> tuple[TimerCancelled, ...]:
    """Cancel every timer of a circle that has a room, and of the seats of ``members`` in it."""
    names = ("quiet", "change", "shrunk", "season", "season-answers")
    of_circle = tuple(TimerCancelled(key=_of_circle(name, circle)) for name in names)
    return (*of_circle, *(no_check_in(circle, member) for member in members))


def _of_circle(name: str, circle: CircleId) -> TimerKey:
    return TimerKey(f"{name}:{circle}")


def _of_seat(name: str, circle: CircleId, member: MemberId) -> TimerKey:
    return TimerKey(f"{name}:{circle}:{member}")
