"""The matcher's hard rules, checked on what was decided by what the people themselves wrote and did."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import combinations

from circles_bot.engine.decision import Decision
from circles_bot.engine.events import AnyEvent, RoundPlanned
from circles_bot.engine.ids import CircleId, InterestId, MemberId
from circles_bot.engine.lifecycle import LIVE_SEATS
from circles_bot.engine.model import Circle, CircleState, OptInState, Seat, SeatState
from circles_bot.engine.policy import Policy
from circles_bot.simulation.breaches import Breach
from circles_bot.simulation.census import Census
from circles_bot.simulation.people import People


class HardRules:
    """Looks at every plan when it is applied, and at every circle when people sit down."""

    def __init__(self, *, census: Census, people: People) -> None:
        """Judge by a census that has not heard of a decision yet, and by the people."""
        self._census = census
        self._people = people
        self.broken: list[Breach] = []

    def decided(self, event: AnyEvent, decision: Decision) -> None:
        """Look at one decision, before the census hears of it."""
        records = [change.record for change in decision.changes]
        seats: defaultdict[CircleId, list[Seat]] = defaultdict(list)
        for record in records:
            if isinstance(record, Seat):
                seats[record.circle].append(record)
        if not seats:
            return
        circles = {record.id: record for record in records if isinstance(record, Circle)}
        for circle, changed in seats.items():
            if isinstance(event, RoundPlanned):
                self._look_at_plan(circles.get(circle), changed, event.at)
            self._look_at_room(circle, changed, event.at)

    def _look_at_plan(self, planned: Circle | None, seats: list[Seat], at: datetime) -> None:
        """Look at a new circle's invitations, or (without one) at somebody asked into a circle that talks."""
        policy = self._policy()
        asked = [seat.member for seat in seats]
        about = planned.interest if planned else self._census.circles[seats[0].circle].interest
        if planned is not None and planned.state is CircleState.INVITING:
            fewest = 2 if planned.open_seats else policy.circle_size_min
            if not fewest <= len(asked) <= policy.invitations_per_circle:
                self._tell("size", at, f"{len(asked)} were asked into one circle")
        there = [] if planned else self._sitting(seats[0].circle)
        self._check_each(asked, about, at)
        self._check_together([*asked, *there], at)

    def _look_at_room(self, circle: CircleId, seats: list[Seat], at: datetime) -> None:
        """Look at who sits in a circle once some of its seats have changed."""
        came = [seat.member for seat in seats if seat.state is SeatState.SEATED]
        known = self._census.circles.get(circle)
        before = known.seats if known else {}
        if all(before.get(member) is SeatState.SEATED for member in came):
            return
        states = before | {seat.member: seat.state for seat in seats}
        sitting = [member for member, state in states.items() if state is SeatState.SEATED]
        if len(sitting) > self._policy().circle_size_max:
            self._tell("size", at, f"{len(sitting)} sit in one circle")
        self._check_together(sitting, at)

    def _check_each(self, asked: list[MemberId], about: InterestId | None, at: datetime) -> None:
        for member in asked:
            person = self._people.by_member[member]
            wish = self._census.wishes.get((member, about)) if about is not None else None
            if wish is None or wish.state is not OptInState.WAITING:
                self._tell("interest", at, f"{person.row.member} was asked into a circle they do not wait for")
            if self._census.is_paused(member, at):
                self._tell("pause", at, f"{person.row.member} was asked during a pause")
            if self._census.live_seats(member) + 1 > person.row.capacity:
                self._tell("capacity", at, f"{person.row.member} was asked into more circles than they like")

    def _check_together(self, members: Iterable[MemberId], at: datetime) -> None:
        together = [self._people.by_member[member] for member in members]
        for one, other in combinations(together, 2):
            if frozenset((one.member, other.member)) in self._people.apart:
                self._tell("avoid", at, f"{one.row.member} and {other.row.member} were brought together")
        languages = [frozenset(person.languages) for person in together]
        if languages and not frozenset.intersection(*languages):
            names = ", ".join(person.row.member for person in together)
            self._tell("language", at, f"no language is shared by {names}")

    def _sitting(self, circle: CircleId) -> Iterator[MemberId]:
        known = self._census.circles[circle]
        return (member for member, state in known.seats.items() if state in LIVE_SEATS)

    def _policy(self) -> Policy:
        assert self._census.community is not None, "there is no seat without a community"
        return Policy.of(self._census.community)

    def _tell(self, rule: str, at: datetime, what: str) -> None:
        self.broken.append(Breach(of=rule, at=at, what=what))
