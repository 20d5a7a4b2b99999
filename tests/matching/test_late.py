"""Late seats: who is left out may be asked into a circle that talks and keeps a seat open; every hard rule holds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles_bot.engine.ids import CircleId
from circles_bot.matching.planner import plan
from circles_bot.matching.problem import Encounter, LateSeat, Plan, Problem, Talking
from tests.matching.pools import BASEBALL, BOOKS, a_person, member, people, problems

TALKING = Talking(circle=CircleId("cir_1"), interest=BASEBALL, sitting=(a_person(90), a_person(91)))
OTHER = replace(TALKING, circle=CircleId("cir_2"), sitting=(a_person(92), a_person(93)))


def planned(problem: Problem) -> Plan:
    """Return the plan of a problem."""
    return plan(problem, seed=7, moves=200)


def test_one_who_is_left_out_is_asked_into_a_talking_circle() -> None:
    """One alone can found nothing; a seat that is kept open is an offer."""
    made = planned(Problem(people=people(1), talking=(TALKING,)))

    assert made.late == (LateSeat(circle=TALKING.circle, member=member(0)),)
    assert not made.left_out


def test_a_circle_of_their_own_comes_first() -> None:
    """Four who wait sit together; nobody of them is sent to strangers."""
    made = planned(Problem(people=people(4), talking=(TALKING,)))

    assert [len(group.members) for group in made.groups] == [4]
    assert not made.late


def test_one_seat_takes_one() -> None:
    """Two wait, one seat is open: the other goes on waiting."""
    made = planned(Problem(people=people(2), talking=(TALKING,)))

    assert len(made.late) == 1
    assert len(made.left_out) == 1


def test_the_circle_that_suits_best_is_chosen() -> None:
    """Of two open circles, not the one whose people were met lately."""
    met = Encounter(first=member(0), second=member(90), strength=4)

    made = planned(Problem(people=people(1), talking=(TALKING, OTHER), encounters=(met,)))

    assert [seat.circle for seat in made.late] == [OTHER.circle]


def test_another_interest_is_no_place() -> None:
    """Nobody is asked into a circle on what they did not wish for."""
    assert not planned(Problem(people=people(1, BOOKS), talking=(TALKING,))).late


@pytest.mark.parametrize("pair", [(0, 91), (91, 0)])
def test_nobody_is_asked_to_join_whom_they_avoid(pair: tuple[int, int]) -> None:
    """Whoever of the two said so."""
    avoiding = frozenset({(member(pair[0]), member(pair[1]))})

    assert not planned(Problem(people=people(1), talking=(TALKING,), avoiding=avoiding)).late


@given(problem=problems(), sitting=st.integers(1, 4), closed=st.integers(0, 30))
def test_no_late_seat_breaks_a_hard_rule(problem: Problem, sitting: int, closed: int) -> None:
    """Whoever sits there: nobody is asked who avoids one of them, lacks a language, is away, or is kept out."""
    there = tuple(replace(person, member=member(20 + place)) for place, person in enumerate(problem.people[:sitting]))
    talking = replace(TALKING, sitting=there, closed_to=frozenset({member(closed)}))

    made = planned(replace(problem, talking=(talking,)))

    asked = [one for group in made.groups for one in (*group.members, *group.extras)]
    known = {person.member: person for person in problem.people}
    assert len(made.late) <= 1
    for late in made.late:
        person = known[late.member]
        assert late.member not in {*asked, *talking.closed_to, *(one.member for one in there)}
        assert talking.interest in person.interests
        assert not person.is_away
        assert person.capacity > 0
        for one in there:
            pair = (late.member, one.member)
            assert pair not in problem.avoiding
            assert pair[::-1] not in problem.avoiding
        known_languages = [one.languages for one in (person, *there) if one.languages]
        assert not known_languages or frozenset.intersection(*known_languages)
