"""Builders and checks for the matcher's tests."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import strategies as st

from circles_bot.engine.ids import InterestId, MemberId
from circles_bot.matching.problem import Encounter, Person, Plan, Problem, Sizes

BASEBALL, BOOKS, COOKING = (InterestId(f"int_{name}") for name in ("baseball", "books", "cooking"))
INTERESTS = (BASEBALL, BOOKS, COOKING)
LANGUAGES = ("en", "es", "fr")
TAGS = ("a first job", "a thesis")


def member(number: int) -> MemberId:
    """Return the id of one of many."""
    return MemberId(f"mem_{number:03}")


def a_person(number: int, *interests: InterestId, **more: object) -> Person:
    """Return somebody who follows these interests, baseball where none is named."""
    return Person(member=member(number), interests=frozenset(interests or (BASEBALL,)), **more)  # type: ignore[arg-type]  # tests may set any field


def people(count: int, *interests: InterestId) -> tuple[Person, ...]:
    """Return so many people, all alike."""
    return tuple(a_person(number, *interests) for number in range(count))


def decoded(number: int, code: int) -> Person:
    """Return the person that a whole number stands for: one draw a person keeps the random communities quick."""
    # interests, languages, hours, capacity, absence, rounds waited, first in line, asks, offers
    parts = (8, 16, 5, 4, 4, 6, 2, 4, 4)
    values: list[int] = []
    for size in parts:
        code, value = divmod(code, size)
        values.append(value)
    interests, languages, hours, capacity, absence, waited, first, asks, offers = values
    return Person(
        member=member(number),
        interests=frozenset(name for bit, name in enumerate(INTERESTS) if interests >> bit & 1),
        languages=frozenset(name for bit, name in enumerate(LANGUAGES) if languages >> bit & 1),
        asks=frozenset(tag for bit, tag in enumerate(TAGS) if asks >> bit & 1),
        offers=frozenset(tag for bit, tag in enumerate(TAGS) if offers >> bit & 1),
        hours=(0xFFFFFF, 0xFF, 0xFF00, 0xFF0000, 0)[hours],
        capacity=(1, 3, 0, 2)[capacity],
        is_away=absence == 3,
        rounds_waited=waited,
        is_first_in_line=first == 1,
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Draw a random community, with avoidances, languages, absences and odd sizes."""
    codes = draw(st.lists(st.integers(0, 8 * 16 * 5 * 4 * 4 * 6 * 2 * 16 - 1), max_size=24))
    crowd = tuple(decoded(number, code) for number, code in enumerate(codes))
    pairs = st.tuples(st.integers(0, 23), st.integers(0, 23))
    return Problem(
        people=crowd,
        sizes=draw(
            st.builds(
                Sizes,
                least=st.integers(2, 4),
                aim=st.integers(2, 6),
                most=st.integers(3, 8),
                invitations=st.integers(4, 6),
            )
        ),
        encounters=tuple(
            Encounter(first=member(one), second=member(other), strength=strength)
            for (one, other), strength in draw(st.lists(st.tuples(pairs, st.integers(0, 4)), max_size=20))
            if one != other
        ),
        avoiding=frozenset((member(one), member(other)) for one, other in draw(st.lists(pairs, max_size=12))),
    )


def broken_rules(problem: Problem, plan: Plan) -> list[str]:
    """Return every hard rule that a plan breaks, in words; empty when it keeps them all."""
    by_id = {person.member: person for person in problem.people}
    broken: list[str] = []
    asked: list[tuple[MemberId, InterestId]] = []
    for group in plan.groups:
        invited = group.invited
        asked.extend((one, group.interest) for one in invited)
        broken.extend(_broken_sizes(problem.sizes, len(group.members), len(invited)))
        known = [by_id[one] for one in invited]
        broken.extend(_broken_people(group.interest, known))
        pairs = [(one, other) for one in invited for other in invited if one != other]
        broken.extend("avoided" for pair in pairs if pair in problem.avoiding)
    if len(asked) != len(set(asked)):
        broken.append("asked twice for one interest")
    circles = Counter(one for one, _ in asked)
    broken.extend("above capacity" for one, count in circles.items() if count > by_id[one].capacity)
    left = [one.member for one in plan.left_out]
    if sorted((*circles, *left)) != sorted(by_id):
        broken.append("somebody is neither asked nor left out with a reason")
    return broken


def _broken_sizes(sizes: Sizes, members: int, invited: int) -> list[str]:
    broken = [] if sizes.least <= members <= sizes.most else [f"{members} members"]
    return broken if invited <= sizes.invitations else [*broken, f"{invited} invitations"]


def _broken_people(interest: InterestId, known: Sequence[Person]) -> list[str]:
    broken = ["does not follow" for person in known if interest not in person.interests]
    broken.extend("no seat to spare" for person in known if person.capacity < 1)
    broken.extend("away" for person in known if person.is_away)
    spoken = [person.languages for person in known if person.languages]
    if spoken and not frozenset.intersection(*spoken):
        broken.append("no shared language")
    return broken
