"""A problem made quick to work with: people by index, in an order that follows from who they are and the seed alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from circles_bot.engine.ids import CircleId, InterestId, MemberId, dice
from circles_bot.matching.objective import group_cost, left_out_cost, met_cost
from circles_bot.matching.problem import Person, Problem, Reason, Sizes

_ANY_LANGUAGE = -1
"""All bits: who named no language shares every one."""


@dataclass(slots=True, kw_only=True)
class Pool:
    """The people who may be seated, by index: first in line first, longest wait first, fewest interests first."""

    people: tuple[Person, ...]
    sizes: Sizes
    set_aside: tuple[tuple[Person, Reason], ...]
    followers: dict[InterestId, list[int]]
    hours: list[int]
    languages: list[int]
    avoiding: list[frozenset[int]]
    met_costs: dict[tuple[int, int], int]
    talking: tuple["TalkingCircle", ...] = ()

    def met(self, first: int, second: int) -> int:
        """Return the cost of seating two who have met."""
        return self.met_costs.get((first, second) if first < second else (second, first), 0)

    def cost(self, members: Sequence[int]) -> int:
        """Return what a circle of these people costs."""
        return group_cost(members, self.hours, self.met, self.sizes.aim)

    def left_out(self, person: int) -> int:
        """Return the cost of leaving somebody out."""
        found = self.people[person]
        return left_out_cost(found.rounds_waited, is_first_in_line=found.is_first_in_line)

    def follows(self, person: int, interest: InterestId) -> bool:
        """Tell whether somebody follows an interest."""
        return interest in self.people[person].interests

    def fits(self, person: int, members: Iterable[int]) -> bool:
        """Tell whether somebody may join these people: nobody avoids another, one language is shared by all."""
        shared, avoided = self.languages[person], self.avoiding[person]
        for member in members:
            if member == person or member in avoided:
                return False
            shared &= self.languages[member]
        return shared != 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkingCircle:
    """A circle that keeps seats open, its people by index (beyond those who wait, unless they wait too)."""

    circle: CircleId
    interest: InterestId
    sitting: tuple[int, ...]
    seats: int
    closed_to: frozenset[MemberId]


def make_pool(problem: Problem, seed: int) -> Pool:
    """Return the pool of a problem; who may not be seated at all is set aside with the reason."""
    sizes, possible = _usable(problem.sizes)
    people: list[Person] = []
    set_aside: list[tuple[Person, Reason]] = []
    for person in _each_once(problem.people):
        reason = _barred(person) if possible else Reason.IMPOSSIBLE_SIZES
        if reason is None:
            people.append(person)
        else:
            set_aside.append((person, reason))
    people.sort(key=lambda person: _turn(person, seed))
    known = [*people, *_sitting_only(problem, people)]
    index = {person.member: position for position, person in enumerate(known)}
    return Pool(
        people=tuple(people),
        sizes=sizes,
        set_aside=tuple(set_aside),
        followers=_followers(people),
        hours=[person.hours for person in known],
        languages=_language_bits(known),
        avoiding=_avoiding(problem, index),
        met_costs=_met_costs(problem, index),
        talking=_talking(problem, index),
    )


def _sitting_only(problem: Problem, people: Sequence[Person]) -> list[Person]:
    """Return those who sit in a circle with a seat open and do not wait for another: known, never placed."""
    waiting = {person.member for person in people}
    sitting = {person.member: person for talking in problem.talking for person in talking.sitting}
    return [person for member, person in sorted(sitting.items()) if member not in waiting]


def _talking(problem: Problem, index: dict[MemberId, int]) -> tuple[TalkingCircle, ...]:
    return tuple(
        TalkingCircle(
            circle=talking.circle,
            interest=talking.interest,
            sitting=tuple(index[person.member] for person in talking.sitting),
            seats=talking.seats,
            closed_to=talking.closed_to,
        )
        for talking in sorted(problem.talking, key=lambda one: one.circle)
    )


def _turn(person: Person, seed: int) -> tuple[bool, int, int, int, str]:
    mixed = dice("turn", str(seed), person.member)  # equals take turns from round to round
    return (not person.is_first_in_line, -person.rounds_waited, len(person.interests), mixed, person.member)


def _usable(sizes: Sizes) -> tuple[Sizes, bool]:
    """Return the sizes with the aim inside its bounds, and whether any circle can be made with them."""
    most = min(sizes.most, sizes.invitations)
    aim = max(sizes.least, min(sizes.aim, most))
    return Sizes(least=sizes.least, aim=aim, most=most, invitations=sizes.invitations), 2 <= sizes.least <= most


def _each_once(people: Iterable[Person]) -> Iterator[Person]:
    """Yield everybody once; of two records of one person, always the same one."""
    last = None
    for person in sorted(people, key=lambda person: (person.member, _content(person))):
        if person.member != last:
            yield person
        last = person.member


def _content(person: Person) -> tuple[object, ...]:
    return (
        person.capacity,
        not person.is_away,
        sorted(person.interests),
        sorted(person.languages),
        person.hours,
        person.rounds_waited,
        person.is_first_in_line,
    )


def _barred(person: Person) -> Reason | None:
    if person.is_away:
        return Reason.AWAY
    return Reason.NO_SEAT_TO_SPARE if person.capacity < 1 else None


def _followers(people: Sequence[Person]) -> dict[InterestId, list[int]]:
    followers: dict[InterestId, list[int]] = {}
    for index, person in enumerate(people):
        for interest in sorted(person.interests):
            followers.setdefault(interest, []).append(index)
    return followers


def _language_bits(people: Sequence[Person]) -> list[int]:
    names = sorted({language for person in people for language in person.languages})
    bit = {language: 1 << index for index, language in enumerate(names)}
    return [sum(bit[language] for language in person.languages) or _ANY_LANGUAGE for person in people]


def _avoiding(problem: Problem, index: dict[MemberId, int]) -> list[frozenset[int]]:
    found: list[set[int]] = [set() for _ in index]
    for first, second in problem.avoiding:
        if first in index and second in index:
            found[index[first]].add(index[second])
            found[index[second]].add(index[first])
    return [frozenset(others) for others in found]


def _met_costs(problem: Problem, index: dict[MemberId, int]) -> dict[tuple[int, int], int]:
    strengths: dict[tuple[int, int], int] = {}
    for meeting in problem.encounters:
        if meeting.first in index and meeting.second in index:
            low, high = sorted((index[meeting.first], index[meeting.second]))
            strengths[low, high] = strengths.get((low, high), 0) + meeting.strength
    return {pair: met_cost(strength) for pair, strength in strengths.items()}
