"""Why somebody is in no circle of a plan."""

from collections.abc import Collection, Sequence
from itertools import islice

from circles_bot.engine.ids import InterestId, MemberId
from circles_bot.matching.pool import barred, each_once, usable
from circles_bot.matching.problem import LeftOut, Person, Problem, Reason

LOOKED_AT = 500
"""How many followers of an interest are looked at for somebody to sit with: a reason need not cost a pool's square."""


def reasons_of(problem: Problem, members: Collection[MemberId]) -> tuple[LeftOut, ...]:
    """Return these people, by id, each with the reason."""
    if not members:
        return ()
    sizes, possible = usable(problem.sizes)
    people = {person.member: person for person in each_once(problem.people)}
    followers: dict[InterestId, list[Person]] = {}
    for member in members:
        followers.update((interest, []) for interest in people[member].interests)
    for person in people.values():
        if barred(person) is None:
            for interest in person.interests & followers.keys():
                followers[interest].append(person)
    avoided = frozenset(frozenset(pair) for pair in problem.avoiding)
    found = []
    for member in sorted(members):
        person = people[member]
        reason = barred(person) if possible else Reason.IMPOSSIBLE_SIZES
        if reason is None:
            reason = _reason(person, followers, avoided, sizes.least)
        found.append(LeftOut(member=member, reason=reason))
    return tuple(found)


def _reason(
    person: Person,
    followers: dict[InterestId, list[Person]],
    avoided: Collection[frozenset[MemberId]],
    least: int,
) -> Reason:
    reachable = [interest for interest in sorted(person.interests) if len(followers[interest]) >= least]
    if not reachable:
        return Reason.TOO_FEW_FOLLOW
    if any(_could_sit(person, followers[interest], avoided, least) for interest in reachable):
        return Reason.NO_SEAT_LEFT
    return Reason.NOBODY_TO_SIT_WITH


def _could_sit(person: Person, others: Sequence[Person], avoided: Collection[frozenset[MemberId]], least: int) -> bool:
    """Tell whether a circle around somebody can be found among some others, taking them in the order of their ids."""
    together, spoken = [person], person.languages
    for other in islice(sorted(others, key=lambda one: one.member), LOOKED_AT):
        shared = spoken & other.languages if spoken and other.languages else spoken | other.languages
        is_apart = (spoken and other.languages and not shared) or any(
            one.member == other.member or frozenset((one.member, other.member)) in avoided for one in together
        )
        if not is_apart:
            together.append(other)
            spoken = shared
        if len(together) == least:
            return True
    return False
