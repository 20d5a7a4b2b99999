"""A problem made quick to work with: people by index, in an order that follows from who they are and the seed alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from circles_bot.engine.ids import CircleId, InterestId, MemberId, dice
from circles_bot.matching.objective import (
    ANOTHER_CIRCLE,
    HOURS_COST,
    left_out_cost,
    met_cost,
    met_costs,
    size_cost,
    tags_cost,
)
from circles_bot.matching.problem import Cost, Person, Problem, Reason, Sizes

_ANY_LANGUAGE = -1
"""All bits: who named no language shares every one."""
NEVER = 1 << 40
"""What a circle costs that breaks a hard rule: more than any move may ever cost."""
_NOBODY: frozenset[int] = frozenset()
_NONE_MET: Mapping[int, int] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkingCircle:
    """A circle that keeps seats open, its people by index (beyond those who wait, unless they wait too)."""

    circle: CircleId
    interest: InterestId
    sitting: tuple[int, ...]
    seats: int
    closed_to: frozenset[MemberId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The people who may be seated, by index: first in line first, longest wait first, fewest interests first.

    Interests are numbers, too; ``options`` has those of each person for which enough wait. Everything that stands by
    index goes on beyond ``people`` for those who only sit in a circle with an open seat.
    """

    people: tuple[Person, ...]
    sizes: Sizes
    interests: tuple[InterestId, ...]
    followers: tuple[tuple[int, ...], ...]
    options: tuple[tuple[int, ...], ...]
    follows: tuple[frozenset[int], ...]
    hours: tuple[int, ...]
    languages: tuple[int, ...]
    avoiding: tuple[frozenset[int], ...]
    met: tuple[Mapping[int, int], ...]
    asks: tuple[int, ...]
    offers: tuple[int, ...]
    left_out: tuple[int, ...]
    """What leaving somebody out costs."""
    size_costs: tuple[int, ...]
    talking: tuple[TalkingCircle, ...]
    has_tags: bool
    is_strict: bool
    """Whether two of these people could be kept apart: by an avoidance, or by having no language in common."""

    def price(self, members: Sequence[int]) -> int:
        """Return what a circle of these people costs, or NEVER where a hard rule keeps two of them apart."""
        hours, met = self.hours, self.met
        cost = self.size_costs[len(members)]
        shared = -1
        for place, member in enumerate(members, 1):
            shared &= hours[member]
            known = met[member]
            if known:
                for other in members[place:]:
                    cost += known.get(other, 0)
        cost += HOURS_COST[shared.bit_count()]
        if self.has_tags:
            of_asks, of_offers = tags_cost(members, self.asks, self.offers)
            cost += of_asks + of_offers
        return NEVER if self.is_strict and not self.are_fine(members) else cost

    def fits(self, person: int, members: Iterable[int]) -> bool:
        """Tell whether somebody may join these people: nobody avoids another, one language is shared by all."""
        shared, avoided = self.languages[person], self.avoiding[person]
        for member in members:
            if member == person or member in avoided:
                return False
            shared &= self.languages[member]
        return shared != 0

    def are_fine(self, members: Sequence[int]) -> bool:
        """Tell whether these people may sit together."""
        shared = -1
        avoiding, languages = self.avoiding, self.languages
        for member in members:
            shared &= languages[member]
            avoided = avoiding[member]
            if avoided and not avoided.isdisjoint(members):
                return False
        return shared != 0

    def shared_hours(self, members: Iterable[int]) -> int:
        """Return how many waking hours these people have in common."""
        shared = -1
        for member in members:
            shared &= self.hours[member]
        return shared.bit_count()

    def cost_of(self, circles: Iterable[Sequence[int]], out: Iterable[int]) -> Cost:
        """Return the parts of what these circles cost, and of leaving these people out."""
        total = Cost(left_out=sum(self.left_out[person] for person in out))
        for members in circles:
            of_asks, of_offers = tags_cost(members, self.asks, self.offers)
            total += Cost(
                met=met_costs(members, self.met),
                hours=HOURS_COST[self.shared_hours(members)],
                asks=of_asks,
                offers=of_offers,
                size=self.size_costs[len(members)],
            )
        return total


def usable(sizes: Sizes) -> tuple[Sizes, bool]:
    """Return the sizes with bounds and aim that agree, and whether any circle can be made with them."""
    most = min(sizes.most, sizes.invitations)
    aim = max(sizes.least, min(sizes.aim, most))
    agreed = Sizes(
        least=sizes.least, aim=aim, most=most, invitations=max(most, sizes.invitations), are_asked=sizes.are_asked
    )
    return agreed, 2 <= sizes.least <= most


def each_once(people: Iterable[Person]) -> Iterator[Person]:
    """Yield everybody once; of two records of one person, always the same one."""
    found: dict[MemberId, Person] = {}
    for person in people:
        before = found.get(person.member)
        found[person.member] = person if before is None else min(before, person, key=_content)
    yield from found.values()


def barred(person: Person) -> Reason | None:
    """Return why somebody may not be seated at all, if that is so."""
    if person.is_away:
        return Reason.AWAY
    return Reason.NO_SEAT_TO_SPARE if person.capacity < 1 else None


def make_pool(
    problem: Problem, people: Iterable[Person], seed: int, *, seated: frozenset[MemberId] = frozenset()
) -> Pool:
    """Return the pool of some people of a problem, each there once; ``seated`` have a circle already."""
    sizes, _ = usable(problem.sizes)
    order = sorted(people, key=lambda person: _turn(person, seed))
    known = (*order, *_sitting_only(problem, order))
    index = {person.member: position for position, person in enumerate(known)}
    interests, followers = _followers(order, sizes.least)
    options: list[list[int]] = [[] for _ in order]
    for interest, those in enumerate(followers):
        for person in those:
            options[person].append(interest)
    languages, avoiding = _language_bits(known), _avoiding(problem, index)
    tags = {tag: 1 << bit for bit, tag in enumerate(sorted({tag for one in order for tag in one.asks | one.offers}))}
    return Pool(
        people=tuple(order),
        sizes=sizes,
        interests=interests,
        followers=followers,
        options=tuple(map(tuple, options)),
        follows=tuple(map(frozenset, options)),
        hours=tuple(person.hours for person in known),
        languages=languages,
        avoiding=avoiding,
        met=_met(problem, index),
        asks=_bits(known, "asks", tags),
        offers=_bits(known, "offers", tags),
        left_out=tuple(_left_out_cost(person, person.member in seated) for person in order),
        size_costs=tuple(
            size_cost(size, sizes.aim, are_asked=sizes.are_asked) for size in range(sizes.invitations + 2)
        ),
        talking=_talking(problem, index),
        has_tags=bool(tags),
        is_strict=any(avoiding) or _common(languages) != _ANY_LANGUAGE,
    )


def _content(person: Person) -> tuple[object, ...]:
    return (
        person.capacity,
        not person.is_away,
        *(sorted(some) for some in (person.interests, person.languages, person.asks, person.offers)),
        person.hours,
        person.rounds_waited,
        person.is_first_in_line,
    )


def _turn(person: Person, seed: int) -> tuple[bool, int, int, int, str]:
    mixed = dice("turn", str(seed), person.member)  # equals take turns from round to round
    return (not person.is_first_in_line, -person.rounds_waited, len(person.interests), mixed, person.member)


def _sitting_only(problem: Problem, people: Sequence[Person]) -> list[Person]:
    """Return those who sit in a circle with a seat open and do not wait for another: known, never placed."""
    waiting = {person.member for person in people}
    sitting = {person.member: person for talking in problem.talking for person in talking.sitting}
    return [person for member, person in sorted(sitting.items()) if member not in waiting]


def _followers(people: Sequence[Person], least: int) -> tuple[tuple[InterestId, ...], tuple[tuple[int, ...], ...]]:
    """Return the interests that enough of these people follow, and who does."""
    found: dict[InterestId, list[int]] = {}
    for index, person in enumerate(people):
        for interest in person.interests:
            found.setdefault(interest, []).append(index)
    enough = sorted(interest for interest, followers in found.items() if len(followers) >= least)
    return tuple(enough), tuple(tuple(found[interest]) for interest in enough)


def _bits(people: Sequence[Person], name: str, tags: Mapping[str, int]) -> tuple[int, ...]:
    if not tags:
        return (0,) * len(people)
    return tuple(sum(tags.get(tag, 0) for tag in getattr(person, name)) for person in people)


def _language_bits(people: Sequence[Person]) -> tuple[int, ...]:
    names = sorted({language for person in people for language in person.languages})
    bit = {language: 1 << index for index, language in enumerate(names)}
    return tuple(sum(bit[language] for language in person.languages) or _ANY_LANGUAGE for person in people)


def _common(languages: Iterable[int]) -> int:
    """Return what it says of languages that nobody can be kept apart by them."""
    shared = _ANY_LANGUAGE
    for spoken in languages:
        shared &= spoken
    return _ANY_LANGUAGE if shared else 0


def _avoiding(problem: Problem, index: Mapping[MemberId, int]) -> tuple[frozenset[int], ...]:
    found: dict[int, set[int]] = {}
    for pair in problem.avoiding:
        first, second = (index.get(member) for member in pair)
        if first is not None and second is not None and first != second:
            found.setdefault(first, set()).add(second)
            found.setdefault(second, set()).add(first)
    return tuple(frozenset(found[one]) if one in found else _NOBODY for one in range(len(index)))


def _met(problem: Problem, index: Mapping[MemberId, int]) -> tuple[Mapping[int, int], ...]:
    strengths: dict[int, dict[int, int]] = {}
    for meeting in problem.encounters:
        first, second = index.get(meeting.first), index.get(meeting.second)
        if first is not None and second is not None and first != second:
            for one, other in ((first, second), (second, first)):
                known = strengths.setdefault(one, {})
                known[other] = known.get(other, 0) + meeting.strength
    costs = {
        one: {other: met_cost(total) for other, total in known.items() if total} for one, known in strengths.items()
    }
    return tuple(costs.get(one, _NONE_MET) for one in range(len(index)))


def _left_out_cost(person: Person, is_seated: bool) -> int:
    if is_seated:
        return ANOTHER_CIRCLE
    return left_out_cost(person.rounds_waited, is_first_in_line=person.is_first_in_line)


def _talking(problem: Problem, index: Mapping[MemberId, int]) -> tuple[TalkingCircle, ...]:
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
