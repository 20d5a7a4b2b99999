"""Between a round's snapshot and the matcher: the pool that is planned, and the plan as an event tells it."""

from dataclasses import fields
from datetime import datetime, timedelta

from circles_bot.engine.events import PlannedCircle, PlannedSeat
from circles_bot.engine.ids import InterestId, MemberId
from circles_bot.engine.languages import languages_of
from circles_bot.engine.late_seats import may_join, takes_more
from circles_bot.engine.model import Community, Meeting, Member, OptIn
from circles_bot.engine.policy import Policy
from circles_bot.engine.private import those_who_may_sit
from circles_bot.engine.rounds import may_be_seated
from circles_bot.engine.schedule import waking_hours
from circles_bot.engine.snapshots import OpenCircle, RoundScope
from circles_bot.matching.problem import Encounter, Person, Plan, Problem, Sizes, Talking

FADES_IN = timedelta(weeks=26)
FULL_STRENGTH = 4
"""A meeting fades over two years, a step each half year; then it is as if it had not been."""


def pool_of(scope: RoundScope, policy: Policy) -> Problem:
    """Return what there is to match in a round: who waits and may be seated, with what they share and whom they met."""
    if scope.community is None or scope.round is None:
        return Problem(people=())
    at = scope.round.due_at
    wishes: dict[MemberId, list[OptIn]] = {}
    for opt_in in those_who_may_sit(scope, policy, at):
        live = scope.live_seats.get(opt_in.member, 0)
        if may_be_seated(opt_in, scope.members.get(opt_in.member), live, policy, at):
            wishes.setdefault(opt_in.member, []).append(opt_in)
    open_ones = frozenset(interest.id for interest in scope.interests if interest.archived_at is None)
    people = tuple(
        _person(scope.members[member], found, open_ones, scope.community, policy, live=scope.live_seats.get(member, 0))
        for member, found in sorted(wishes.items())
    )
    return Problem(
        people=people,
        sizes=Sizes(
            least=policy.circle_size_min,
            aim=policy.circle_size_aim,
            most=policy.circle_size_max,
            invitations=policy.invitations_per_circle,
        ),
        encounters=tuple(_encounter(meeting, at) for meeting in scope.meetings),
        avoiding=frozenset((pair.member, pair.other) for pair in scope.avoidances),
        talking=tuple(
            _talking(found, scope, scope.community, policy)
            for found in scope.open_circles
            if found.circle.interest in open_ones and takes_more(found, policy, at)
        ),
    )


def planned_circles(plan: Plan) -> tuple[PlannedCircle, ...]:
    """Return the plan's circles as an event tells them."""
    return tuple(
        PlannedCircle(
            interest=group.interest, members=group.members, extras=group.extras, is_new_company=not group.pairs_met
        )
        for group in plan.groups
    )


def planned_cost(plan: Plan) -> dict[str, int]:
    """Return what the plan costs, as an event tells it."""
    return {part.name: getattr(plan.cost, part.name) for part in fields(plan.cost)}


def planned_seats(plan: Plan) -> tuple[PlannedSeat, ...]:
    """Return the plan's late seats as an event tells them."""
    return tuple(PlannedSeat(circle=late.circle, member=late.member) for late in plan.late)


def _talking(found: OpenCircle, scope: RoundScope, community: Community, policy: Policy) -> Talking:
    avoided = frozenset(frozenset((pair.member, pair.other)) for pair in scope.avoidances)
    barred = (member for member in scope.members.values() if not may_join(found, member, community, avoided))
    assert found.circle.interest is not None, "a circle that keeps a seat open has an interest"
    return Talking(
        circle=found.circle.id,
        interest=found.circle.interest,
        sitting=tuple(_person(member, [], frozenset(), community, policy) for member in found.sitting),
        seats=1,  # one at a time: a room gets to know one newcomer before the next
        closed_to=frozenset(member.id for member in barred),
    )


def _person(
    member: Member,
    wishes: list[OptIn],
    open_ones: frozenset[InterestId],
    community: Community,
    policy: Policy,
    *,
    live: int = 0,
) -> Person:
    return Person(
        member=member.id,
        interests=frozenset(wish.interest for wish in wishes) & open_ones,
        languages=languages_of(member, community),
        hours=waking_hours(member, community, policy),
        capacity=policy.of_member(member).circles_at_once - live,
        rounds_waited=max((wish.rounds_waited for wish in wishes), default=0),
        is_first_in_line=any(wish.is_first_in_line for wish in wishes),
    )


def _encounter(meeting: Meeting, at: datetime) -> Encounter:
    steps = (at - meeting.met_at) // FADES_IN
    strength = max(0, FULL_STRENGTH - max(0, steps))
    return Encounter(first=meeting.first, second=meeting.second, strength=strength)
