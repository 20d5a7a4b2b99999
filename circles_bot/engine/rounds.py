"""Rounds: when the matcher runs, and what becomes of its plan.

A round runs when an interest's settling ends (at most one a day per community), and weekly for all who wait. The plan
comes back as an event; meanwhile people may have left or paused, so every seat is looked at again before anybody is
invited. Applying a plan twice changes nothing: the round says that it was applied.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from circles_bot.engine.decision import Change, Decision, Kept, TimerSet
from circles_bot.engine.effects import AnyEffect, PlanRound, round_lane
from circles_bot.engine.events import PlannedCircle, PlannedSeat, RoundDue, RoundPlanned
from circles_bot.engine.ids import (
    CONFIDENTIAL_CIRCLE,
    CircleId,
    CommunityId,
    EffectKey,
    InterestId,
    MemberId,
    RoundId,
    derive,
    dice,
    is_confidential,
)
from circles_bot.engine.invitations import Invited, deadline_of, send_or_hold
from circles_bot.engine.joining_timers import answers_timer, board_timer, next_look, settle_timer, weekly_timer
from circles_bot.engine.languages import shared_languages
from circles_bot.engine.late_seats import may_join, takes_more
from circles_bot.engine.long_waits import long_wait
from circles_bot.engine.members import sits_out, waits_after_leaving
from circles_bot.engine.model import (
    Circle,
    CircleState,
    Community,
    Interest,
    Member,
    OptIn,
    OptInState,
    Round,
    RoundCause,
    RoundState,
    Seat,
    SeatState,
)
from circles_bot.engine.names import slug_of
from circles_bot.engine.nearby import offer, something_near
from circles_bot.engine.neighbours import with_neighbours
from circles_bot.engine.notes import Line
from circles_bot.engine.policy import Policy
from circles_bot.engine.private import those_who_may_sit
from circles_bot.engine.snapshots import CommunityScope, OpenCircle, RoundScope

A_DAY = timedelta(days=1)
PRIVATE_AFTER_OPEN = timedelta(minutes=30)
PAIR = 2

MARKS = (
    "alder", "aspen", "birch", "cedar", "clover", "fern", "hazel", "heather", "juniper", "larch", "laurel", "linden",
    "maple", "moss", "myrtle", "oak", "olive", "pine", "poplar", "rowan", "sage", "sorrel", "willow", "yarrow",
)  # fmt: skip
"""What tells the rooms of one interest apart: no order and no rank can be read into a plant."""

ROOM_NAME_LIMIT_CHARS = 60
"""Slack takes 80 for a channel; the mark and an adapter's own prefix need room."""


def round_due(scope: CommunityScope, event: RoundDue) -> Decision:
    """Begin a round, or put one off that would be the second within a day because an interest has settled."""
    community = scope.community
    if community is None or community.set_up_at is None:
        return Decision()
    policy = Policy.of(community)
    if event.interest is not None and is_confidential(event.interest):
        return _private_settled(scope, community, policy, event)
    if event.cause is RoundCause.SETTLED and event.interest is not None:
        free_at = event.at if community.settled_round_at is None else community.settled_round_at + A_DAY
        if free_at > event.at:
            return _put_off(community, policy, event, event.interest, free_at)
    begun = _begin(community, policy, event)
    if event.cause is not RoundCause.WEEKLY:
        return begun
    alone = [_begun(community.id, event, interest.id) for interest in _gathering(scope, policy)]
    return replace(
        begun,
        changes=(*begun.changes, *(Kept(own) for own in alone)),
        effects=(*begun.effects, *(_plan_effect(own) for own in alone)),
    )


def round_planned(scope: RoundScope, event: RoundPlanned) -> Decision:
    """Invite those whom the plan seats and who may still be seated; the others go on waiting, a little nearer."""
    if scope.community is None or scope.round is None or scope.round.state is RoundState.APPLIED:
        return Decision()
    applying = _Applying.of(scope, scope.community, scope.round, event.at)
    applying.cost = event.cost
    for planned in event.circles:
        applying.invite(planned)
    for seat in event.late:
        applying.offer_seat(seat)
    if scope.round.cause is RoundCause.WEEKLY:
        applying.invite_pairs()
        applying.look_at_long_waits()
        applying.offer_something_near()
    return applying.decision()


def may_be_seated(opt_in: OptIn | None, member: Member | None, live_seats: int, policy: Policy, at: datetime) -> bool:
    """Tell whether somebody may be asked into a circle: waiting, here, not resting from it, with a seat to spare."""
    if opt_in is None or member is None or opt_in.state is not OptInState.WAITING:
        return False
    if sits_out(member, at) or (opt_in.skips_until is not None and opt_in.skips_until > at):
        return False
    if not is_confidential(opt_in.interest) and waits_after_leaving(member, policy, at) is not None:
        return False  # confidential ones have a stricter limit of their own
    return live_seats < policy.of_member(member).circles_at_once


def room_name(interest: Interest, circle: CircleId) -> str:
    """Return a friendly name for a room, always the same for a circle: the interest and a plant.

    A confidential one's says nothing of what it is about: ``willow-3``.
    """
    mark = f"{MARKS[dice(circle, 'mark') % len(MARKS)]}-{dice(circle, 'number') % 99 + 1}"
    if interest.is_confidential:
        return mark
    slug = slug_of(interest.name, ROOM_NAME_LIMIT_CHARS - len(mark) - 1)
    return f"{slug}-{mark}" if slug else mark


def _put_off(
    community: Community, policy: Policy, event: RoundDue, interest: InterestId, free_at: datetime
) -> Decision:
    """Look a day after the last such round, unless the weekly look comes first and looks at everybody anyway."""
    if next_look(community, policy, event.at) <= free_at:
        return Decision(why=Line(key="why-round-left-to-weekly"))
    timer = settle_timer(community.id, interest, free_at, keeps_earlier=True)
    return Decision(timers=(timer,), why=Line(key="why-round-put-off", args={"until": free_at}))


def _begin(community: Community, policy: Policy, event: RoundDue) -> Decision:
    begun = _begun(community.id, event)
    is_weekly = event.cause is RoundCause.WEEKLY
    settled_at = community.settled_round_at if is_weekly else event.at
    looked = replace(community, looked_at=event.at, settled_round_at=settled_at)
    timers = (board_timer(looked, policy, event.at), *((weekly_timer(looked, policy, event.at),) if is_weekly else ()))
    return Decision(
        changes=(Kept(looked), Kept(begun)),
        timers=timers,
        effects=(_plan_effect(begun),),
        why=Line(key="why-round-weekly" if is_weekly else "why-round-settled"),
    )


def _private_settled(scope: CommunityScope, community: Community, policy: Policy, event: RoundDue) -> Decision:
    """Begin a confidential interest's own round, at most one a day; nothing of the community's own is touched."""
    interest = next((one for one in scope.private if one.id == event.interest), None)
    if interest is None:
        return Decision()
    free_at = event.at if interest.settled_round_at is None else interest.settled_round_at + A_DAY
    if free_at > event.at:
        return _put_off(community, policy, event, interest.id, free_at)
    begun = _begun(community.id, event, interest.id)
    return Decision(
        changes=(Kept(replace(interest, settled_round_at=event.at)), Kept(begun)),
        effects=(_plan_effect(begun),),
        why=Line(key="why-round-settled"),
    )


def _gathering(scope: CommunityScope, policy: Policy) -> list[Interest]:
    """Return the confidential interests for which enough wait; each is matched alone."""
    return [one for one in scope.private if scope.private_waiting.get(one.id, 0) >= policy.circle_size_min]


def _begun(community: CommunityId, event: RoundDue, alone: InterestId | None = None) -> Round:
    """Return a round of all open interests, or of one confidential one alone with a seed of its own."""
    parts = (event.at.isoformat(), *((alone,) if alone else ()))
    return Round(
        id=RoundId(derive("rnd", community, event.cause, *parts)),
        community=community,
        cause=event.cause,
        state=RoundState.PLANNING,
        seed=dice(community, *parts) >> 1,  # a database's whole numbers have a sign
        due_at=event.at,
        interest=alone,
    )


def _plan_effect(begun: Round) -> PlanRound:
    """Return the effect that plans a round; a confidential one waits until the open ones of that look are applied.

    Both may ask the same person, who is asked once a day: the open circle comes first, so that it comes as it would to
    somebody who follows nothing confidential. Confidential ones keep apart from each other by an offset of their own.
    """
    later = PRIVATE_AFTER_OPEN + timedelta(minutes=dice(begun.interest, "offset") % 30) if begun.interest else None
    return PlanRound(
        key=EffectKey(f"plan:{begun.id}"),
        lane=round_lane(begun.id),
        community=begun.community,
        not_before=begun.due_at + later if later is not None else None,
        round=begun.id,
    )


@dataclass(slots=True, kw_only=True)
class _Applying:
    """A plan being applied, circle by circle: who is still free to be asked, and what has been decided so far."""

    community: Community
    round: Round
    policy: Policy
    at: datetime
    interests: Mapping[InterestId, Interest]
    members: dict[MemberId, Member]
    opt_ins: dict[tuple[MemberId, InterestId], OptIn]
    live_seats: dict[MemberId, int]
    avoided: frozenset[frozenset[MemberId]]
    often_together: Mapping[tuple[InterestId, InterestId], int]
    rooms_left: int
    """How many more rooms there may be; a confidential round counts none of the others'."""
    open_circles: Mapping[CircleId, OpenCircle]
    other_wishes: frozenset[tuple[MemberId, InterestId]]
    have_sat: frozenset[MemberId]
    cost: Mapping[str, int] = field(default_factory=dict)
    circles: int = 0
    changes: list[Change] = field(default_factory=list)
    timers: list[TimerSet] = field(default_factory=list)
    effects: list[AnyEffect] = field(default_factory=list)
    asked: set[MemberId] = field(default_factory=set)
    """Whose budget counts one message more."""

    @classmethod
    def of(cls, scope: RoundScope, community: Community, round_: Round, at: datetime) -> "_Applying":
        return cls(
            community=community,
            round=round_,
            policy=Policy.of(community),
            at=at,
            interests={interest.id: interest for interest in scope.interests},
            members=dict(scope.members),
            opt_ins={
                (opt_in.member, opt_in.interest): opt_in
                for opt_in in those_who_may_sit(scope, Policy.of(community), at)
            },
            often_together=scope.often_together,
            live_seats=dict(scope.live_seats),
            avoided=frozenset(frozenset((pair.member, pair.other)) for pair in scope.avoidances),
            rooms_left=Policy.of(community).active_rooms - (scope.live_rooms if round_.interest is None else 0),
            open_circles={found.circle.id: found for found in scope.open_circles},
            other_wishes=scope.other_wishes,
            have_sat=scope.have_sat,
        )

    def invite(self, planned: PlannedCircle) -> None:
        """Ask those of a planned circle who still may be asked, if they are enough; else let it go."""
        interest = self.interests.get(planned.interest)
        members = self._still_possible(planned)
        if interest is None or interest.archived_at is not None or len(members) < self.policy.circle_size_min:
            return
        if self.circles >= self.rooms_left:
            self._put_first(planned.interest, members)
            return
        circle = replace(self._circle(interest, members), is_new_company=planned.is_new_company)
        self._invite(circle, interest, members, planned.extras)

    def _invite(
        self, circle: Circle, interest: Interest, members: Sequence[MemberId], extras: Sequence[MemberId] = ()
    ) -> None:
        self.circles += 1
        self.changes.append(Kept(circle))
        seats = [self._ask(circle, interest, member, is_extra=member in extras) for member in members]
        due = max(deadline_of(seat, self.members[seat.member], self.community, self.policy) for seat in seats)
        self.timers.append(answers_timer(self.community.id, circle.id, due))

    def offer_seat(self, planned: PlannedSeat) -> None:
        """Ask somebody into a circle that talks and keeps a seat open, if both may still; else let it go."""
        found, known = self.open_circles.get(planned.circle), self.members.get(planned.member)
        if found is None or known is None or not takes_more(found, self.policy, self.at):
            return
        interest = self.interests.get(found.circle.interest) if found.circle.interest else None
        if interest is None or interest.archived_at is not None:
            return
        wish = self.opt_ins.get((known.id, interest.id))
        if not may_be_seated(wish, known, self.live_seats.get(known.id, 0), self.policy, self.at):
            return
        if not may_join(found, known, self.community, self.avoided):
            return
        self.open_circles = {key: one for key, one in self.open_circles.items() if key != planned.circle}
        seat = self._ask(found.circle, interest, known.id, is_extra=False, is_late=True)
        due = deadline_of(seat, self.members[seat.member], self.community, self.policy)
        self.timers.append(answers_timer(self.community.id, found.circle.id, due))

    def invite_pairs(self) -> None:
        """Ask the only two who wait for an interest, after a round in vain, whether they would begin as two."""
        waiting: dict[InterestId, list[OptIn]] = {}
        for _, opt_in in sorted(self.opt_ins.items()):
            is_here = opt_in.member in self.members and not sits_out(self.members[opt_in.member], self.at)
            if opt_in.state is OptInState.WAITING and is_here:
                waiting.setdefault(opt_in.interest, []).append(opt_in)
        for interest, wishes in sorted(waiting.items()):
            found, pair = self.interests.get(interest), [wish.member for wish in wishes]
            # nobody is told how many follow a confidential one
            if found is None or found.is_confidential or found.archived_at is not None or len(pair) != PAIR:
                continue
            fits = self._fits(pair[0], interest, []) and self._fits(pair[1], interest, pair[:1])
            has_waited = all(wish.rounds_waited for wish in wishes)
            if fits and has_waited and self.circles < self.rooms_left:
                self._invite(replace(self._circle(found, pair), open_seats=1), found, pair)

    def offer_something_near(self) -> None:
        """Offer those whom this look leaves out a neighbouring interest, or anything."""
        waiting = Counter(wish.interest for wish in self.opt_ins.values() if wish.state is OptInState.WAITING)
        wished: dict[MemberId, set[InterestId]] = {}
        for who, about in (*self.opt_ins, *self.other_wishes):
            wished.setdefault(who, set()).add(about)
        for wish in self._left_out():
            interest, member = self.interests.get(wish.interest), self.members[wish.member]
            if interest is None or interest.is_confidential:
                continue
            near = something_near(interest, self.interests, wished[member.id], waiting)
            offered = offer(member, interest, near, self.community, self.at) if near is not None else None
            if offered is not None:
                self.members[member.id] = replace(offered.member, offered_at=self.at)
                self.asked.add(member.id)
                self.effects.append(offered.effect)

    def look_at_long_waits(self) -> None:
        """Ask those whose wishes have waited for months whether they still stand, once; a weekly look does this."""
        waiting: dict[MemberId, list[OptIn]] = {}
        for (member, _), opt_in in sorted(self.opt_ins.items()):
            if opt_in.state is OptInState.WAITING:
                waiting.setdefault(member, []).append(opt_in)
        for member, wishes in waiting.items():
            found = long_wait(self.members[member], wishes, self.interests, self.community, self.at)
            if found is not None:
                self.opt_ins.update({(wish.member, wish.interest): wish for wish in found.opt_ins})
                self.changes.extend(Kept(wish) for wish in found.opt_ins)
                self.members[member] = found.member
                self.asked.update([member] if found.effects else [])
                self.effects.extend(found.effects)

    def decision(self) -> Decision:
        """Return all of it; who waited and was not asked has waited one round more."""
        waited = [Kept(replace(wish, rounds_waited=wish.rounds_waited + 1)) for wish in self._left_out()]
        asked = [Kept(self.members[member]) for member in sorted(self.asked)]
        neighbours = with_neighbours(self.interests.values(), self.often_together, self.policy)
        # a board that is shown anew after a confidential round would tell that there was one
        board = () if self.round.interest else (board_timer(self.community, self.policy, self.at),)
        return Decision(
            changes=(
                Kept(replace(self.round, state=RoundState.APPLIED, cost=self.cost)),
                *self.changes,
                *asked,
                *waited,
                *(Kept(interest) for interest in neighbours),
            ),
            timers=(*self.timers, *board),
            effects=tuple(self.effects),
            why=Line(key="why-round-applied", args={"circles": self.circles}),
        )

    def _put_first(self, interest: InterestId, members: Iterable[MemberId]) -> None:
        """Let those for whom there is no room go first in line when there is one again."""
        for member in members:
            key = (member, interest)
            self.opt_ins[key] = replace(self.opt_ins[key], is_first_in_line=True)

    def _left_out(self) -> list[OptIn]:
        """Return the wishes that could have been met and were not (not those that rest or were met elsewhere)."""
        return [
            opt_in
            for (member, _), opt_in in sorted(self.opt_ins.items())
            if may_be_seated(opt_in, self.members.get(member), self.live_seats.get(member, 0), self.policy, self.at)
        ]

    def _still_possible(self, planned: PlannedCircle) -> list[MemberId]:
        kept: list[MemberId] = []
        for member in (*planned.members, *planned.extras):
            if len(kept) < self.policy.invitations_per_circle and self._fits(member, planned.interest, kept):
                kept.append(member)
        return kept

    def _fits(self, member: MemberId, interest: InterestId, kept: list[MemberId]) -> bool:
        known = self.members.get(member)
        opt_in = self.opt_ins.get((member, interest))
        if member in kept or known is None:
            return False
        if not may_be_seated(opt_in, known, self.live_seats.get(member, 0), self.policy, self.at):
            return False
        if any(frozenset((member, other)) in self.avoided for other in kept):
            return False
        return bool(shared_languages((known, *(self.members[other] for other in kept)), self.community))

    def _circle(self, interest: Interest, members: list[MemberId]) -> Circle:
        kind = CONFIDENTIAL_CIRCLE if interest.is_confidential else "cir"
        circle = CircleId(derive(kind, self.round.id, interest.id, *sorted(members)))
        return Circle(
            id=circle,
            community=self.community.id,
            interest=interest.id,
            round=self.round.id,
            state=CircleState.INVITING,
            planned_at=self.at,
            room_name=room_name(interest, circle),
        )

    def _ask(
        self, circle: Circle, interest: Interest, member: MemberId, *, is_extra: bool, is_late: bool = False
    ) -> Seat:
        seat = Seat(
            community=self.community.id,
            circle=circle.id,
            member=member,
            state=SeatState.INVITED,
            is_extra=is_extra,
            is_late=is_late,
            invited_at=self.at,
        )
        of_two = bool(circle.open_seats) and not is_late
        seat = replace(seat, is_unasked=not of_two and self._likes_to_be_told(seat, interest))
        invited = send_or_hold(seat, self.members[member], interest, self.community, self.at, of_two=of_two)
        self._keep(invited)
        key = (member, interest.id)
        self.opt_ins[key] = replace(self.opt_ins[key], state=OptInState.INVITED, is_first_in_line=False)
        self.changes.append(Kept(self.opt_ins[key]))
        self.live_seats[member] = self.live_seats.get(member, 0) + 1
        return invited.seat

    def _likes_to_be_told(self, seat: Seat, interest: Interest) -> bool:
        """Tell whether somebody is told of a circle instead of asked: they chose so, and sat in an open one before.

        A confidential one always asks; so does one that already talks, one on top of the planned size (there may be no
        seat left), and the first after a rest.
        """
        member, wish = self.members[seat.member], self.opt_ins[(seat.member, interest.id)]
        always_asks = interest.is_confidential or seat.is_late or seat.is_extra or wish.asks_first
        return not member.asks_first and not always_asks and member.id in self.have_sat

    def _keep(self, invited: Invited) -> None:
        self.changes.append(Kept(invited.seat))
        if invited.member != self.members[invited.member.id]:
            self.members[invited.member.id] = invited.member
            self.asked.add(invited.member.id)
        self.timers.extend(invited.timers)
        self.effects.extend(invited.effects)
