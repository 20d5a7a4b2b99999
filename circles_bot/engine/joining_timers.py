"""The timers of circles and seats: one key each, so that setting one again moves it, and a closing finds them all."""

from datetime import datetime, timedelta

from circles_bot.engine.decision import TimerCancelled, TimerSet
from circles_bot.engine.events import (
    AnswersDue,
    BoardDue,
    HeldAnswerDue,
    InvitationDue,
    MonthDue,
    ProposalsDue,
    RoundDue,
)
from circles_bot.engine.ids import CircleId, CommunityId, InterestId, MemberId, TimerKey
from circles_bot.engine.model import Community, RoundCause
from circles_bot.engine.policy import Policy
from circles_bot.engine.schedule import next_daily, next_monthly, next_weekly, zone_of

A_DAY = timedelta(days=1)
A_WEEK = timedelta(weeks=1)
FULL_HOUR = timedelta(hours=1)


def next_look(community: Community, policy: Policy, after: datetime) -> datetime:
    """Return the first weekly look after a moment."""
    return next_weekly(
        after,
        weekday=policy.weekly_look_weekday,
        hour=policy.weekly_look_hour,
        zone=zone_of(None, community),
    )


def last_look(community: Community, policy: Policy, at: datetime) -> datetime:
    """Return the latest weekly look at or before a moment."""
    look = next_look(community, policy, at - 2 * A_WEEK)
    while (following := next_look(community, policy, look)) <= at:
        look = following
    return look


def weekly_timer(community: Community, policy: Policy, after: datetime) -> TimerSet:
    """Return the timer of the next weekly look."""
    due = next_look(community, policy, after)
    event = RoundDue(community=community.id, at=due, cause=RoundCause.WEEKLY)
    return TimerSet(key=TimerKey(f"weekly:{community.id}"), due_at=due, event=event)


def monthly_timer(community: Community, after: datetime) -> TimerSet:
    """Return the timer of the next monthly message to the stewards."""
    due = next_monthly(after, zone_of(None, community))
    return TimerSet(key=_monthly_key(community.id), due_at=due, event=MonthDue(community=community.id, at=due))


def no_monthly(community: CommunityId) -> TimerCancelled:
    """Return that the stewards are told nothing any more."""
    return TimerCancelled(key=_monthly_key(community))


def _monthly_key(community: CommunityId) -> TimerKey:
    return TimerKey(f"monthly:{community}")


def settle_timer(community: CommunityId, interest: InterestId, due: datetime, *, keeps_earlier: bool) -> TimerSet:
    """Return the timer after which an interest that enough wait for is looked at."""
    event = RoundDue(community=community, at=due, cause=RoundCause.SETTLED, interest=interest)
    return TimerSet(key=TimerKey(f"settle:{interest}"), due_at=due, event=event, keeps_earlier=keeps_earlier)


def board_timer(community: Community, policy: Policy, at: datetime, *, is_at_once: bool = False) -> TimerSet:
    """Return the timer that shows the board anew: at the next full hour, so that no edit tells whose tap it was.

    At once after a steward's act, which everybody may know of, and where there is no board yet.
    """
    at_once = is_at_once or community.board_at is None
    due = at if at_once else next_board_hour(community, policy, at)
    event = BoardDue(community=community.id, at=due, is_at_once=at_once)
    return TimerSet(key=TimerKey(f"board:{community.id}"), due_at=due, event=event, keeps_earlier=True)


def next_board_hour(community: Community, policy: Policy, at: datetime) -> datetime:
    """Return the first full hour after a moment; a longer pause since the board was last shown is kept."""
    earliest = at if community.board_at is None else max(at, community.board_at + policy.board_pause - FULL_HOUR)
    return earliest.replace(minute=0, second=0, microsecond=0) + FULL_HOUR


def proposals_timer(community: Community, policy: Policy, signed_at: datetime) -> TimerSet:
    """Return the timer that looks at the proposals: at the weekly look's hour, a whole day or more after a co-sign."""
    due = next_daily(signed_at + A_DAY, hour=policy.weekly_look_hour, zone=zone_of(None, community))
    return proposals_timer_at(community, due)


def proposals_timer_at(community: Community, due: datetime) -> TimerSet:
    """Return the timer that looks at the proposals at a moment, or sooner if it was to be sooner."""
    event = ProposalsDue(community=community.id, at=due)
    return TimerSet(key=TimerKey(f"proposals:{community.id}"), due_at=due, event=event, keeps_earlier=True)


def answers_timer(community: CommunityId, circle: CircleId, due: datetime) -> TimerSet:
    """Return the timer that ends the time to answer a circle's invitations."""
    event = AnswersDue(community=community, at=due, circle=circle)
    return TimerSet(key=TimerKey(f"answers:{circle}"), due_at=due, event=event)


def invitation_timer(community: CommunityId, circle: CircleId, member: MemberId, due: datetime) -> TimerSet:
    """Return the timer that sends an invitation which had to be held back."""
    event = InvitationDue(community=community, at=due, circle=circle, member=member)
    return TimerSet(key=TimerKey(f"invitation:{circle}:{member}"), due_at=due, event=event)


def held_answer_timer(community: CommunityId, member: MemberId, due: datetime) -> TimerSet:
    """Return the timer that sends an answer which had to be held back; one for all of a member's."""
    event = HeldAnswerDue(community=community, at=due, member=member)
    return TimerSet(key=_held_answer_key(member), due_at=due, event=event, keeps_earlier=True)


def no_held_answer(member: MemberId) -> TimerCancelled:
    """Return that nothing held back is to be answered any more."""
    return TimerCancelled(key=_held_answer_key(member))


def _held_answer_key(member: MemberId) -> TimerKey:
    return TimerKey(f"held-answer:{member}")
