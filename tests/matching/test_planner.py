"""Small cases that a person can check by hand."""

from dataclasses import replace
from itertools import combinations

import pytest

from circles_bot.matching.dice import Dice
from circles_bot.matching.objective import HOURS_COST, left_out_cost, met_cost, size_cost, tags_cost
from circles_bot.matching.planner import plan
from circles_bot.matching.problem import Encounter, Person, Plan, Problem, Reason, Sizes
from tests.matching.pools import BASEBALL, BOOKS, COOKING, a_person, broken_rules, member, people

MOVES = 2_000


def planned(*crowd: Person, **more: object) -> Plan:
    """Plan a small pool."""
    problem = Problem(people=crowd, **more)  # type: ignore[arg-type]  # tests may set any field
    found = plan(problem, seed=1, moves=MOVES)
    assert broken_rules(problem, found) == []
    return found


def sizes_of(found: Plan) -> list[tuple[int, int]]:
    """Return each circle's members and extras, largest first."""
    return sorted(((len(group.members), len(group.extras)) for group in found.groups), reverse=True)


def together(found: Plan) -> list[set[str]]:
    """Return who is asked together."""
    return [{*group.members, *group.extras} for group in found.groups]


@pytest.mark.parametrize(
    ("count", "sizes"),
    [
        (0, []),
        (1, []),
        (2, []),
        (3, [(3, 0)]),
        (4, [(4, 0)]),
        (5, [(4, 1)]),
        (6, [(4, 2)]),
        (7, [(4, 0), (3, 0)]),
        (8, [(4, 0), (4, 0)]),
        (9, [(4, 1), (4, 0)]),
        (10, [(4, 1), (4, 1)]),
        (11, [(4, 0), (4, 0), (3, 0)]),
    ],
)
def test_circles_have_the_aimed_size_and_leftovers_are_asked_on_top(count: int, sizes: list[tuple[int, int]]) -> None:
    """Circles of four where possible, topped up to six invitations; three or more left over make one of their own."""
    found = planned(*people(count))

    assert sizes_of(found) == sizes
    assert len(found.left_out) == (count if count < 3 else 0)


def test_people_who_have_not_met_are_put_together() -> None:
    """Two old circles of four mix: nobody meets more than half of theirs again."""
    old = [(first, second) for start in (0, 4) for first in range(start, start + 4) for second in range(start, first)]
    encounters = tuple(Encounter(first=member(one), second=member(other), strength=4) for one, other in old)

    found = planned(*people(8), encounters=encounters)

    assert [sorted(int(one[-3:]) // 4 for one in group) for group in together(found)] == [[0, 0, 1, 1], [0, 0, 1, 1]]


def test_having_met_is_no_bar() -> None:
    """Novelty is soft: four who know each other still get their circle."""
    encounters = tuple(
        Encounter(first=member(one), second=member(other), strength=4) for one in range(4) for other in range(one)
    )

    assert sizes_of(planned(*people(4), encounters=encounters)) == [(4, 0)]


def test_shared_waking_hours_are_sought() -> None:
    """Four who are up by day and four who are up by night sit with those they can meet."""
    day, night = 0x000FFF, 0xFFF000
    crowd = [a_person(number, hours=day if number % 2 else night) for number in range(8)]

    assert [len({int(one[-3:]) % 2 for one in group}) for group in together(planned(*crowd))] == [1, 1]


def test_longest_wait_comes_first() -> None:
    """With six invitations for seven followers, the one who waited longest is not the one left out."""
    crowd = [a_person(number) for number in range(6)]
    sizes = Sizes(least=4, aim=4, most=6)

    found = planned(*crowd, a_person(6, rounds_waited=2), sizes=sizes)

    assert member(6) in together(found)[0]
    assert [left.reason for left in found.left_out] == [Reason.NO_SEAT_LEFT]


def test_first_in_line_comes_before_a_longer_wait() -> None:
    """A kept yes goes to the front."""
    crowd = [a_person(number, rounds_waited=2) for number in range(6)]
    sizes = Sizes(least=4, aim=4, most=6)

    found = planned(*crowd, a_person(6, is_first_in_line=True), sizes=sizes)

    assert member(6) in found.groups[0].members


def test_one_who_follows_two_rescues_the_smaller_circle() -> None:
    """Two who follow cooking only get their circle from somebody whom a full baseball circle can spare."""
    baseball = [a_person(number, rounds_waited=1) for number in range(1, 4)]

    found = planned(
        a_person(0, BASEBALL, COOKING, rounds_waited=1), *baseball, a_person(5, COOKING), a_person(6, COOKING)
    )

    assert found.left_out == ()
    assert sizes_of(found) == [(3, 0), (3, 0)]


def test_who_has_room_for_two_circles_gets_two() -> None:
    """Eight who follow two things and have room for two circles sit in one of each, with other people."""
    found = planned(*(replace(person, capacity=2) for person in people(8, BASEBALL, BOOKS)))

    assert [(group.interest, len(group.members)) for group in found.groups] == [
        (BASEBALL, 4), (BASEBALL, 4), (BOOKS, 4), (BOOKS, 4)
    ]  # fmt: skip
    assert max(len(one & other) for one, other in combinations(together(found), 2)) <= 2


def test_a_further_circle_with_the_same_people_is_not_made() -> None:
    """Room for more is no reason to meet the same three twice in an evening."""
    found = planned(*(replace(person, capacity=3) for person in people(4, BASEBALL, BOOKS)))

    assert sizes_of(found) == [(4, 0)]


def test_who_sits_already_helps_a_circle_that_lacks_one() -> None:
    """Two wait for books; one who has room for two circles sits with them, and with baseball, too."""
    fan = a_person(0, BASEBALL, BOOKS, capacity=2)
    baseball = [a_person(number) for number in (1, 2, 3)]

    found = planned(fan, *baseball, a_person(4, BOOKS), a_person(5, BOOKS))

    assert not found.left_out
    assert [member(0) in one for one in together(found)] == [True, True]


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (a_person(9, is_away=True), Reason.AWAY),
        (a_person(9, capacity=0), Reason.NO_SEAT_TO_SPARE),
        (a_person(9, BOOKS), Reason.TOO_FEW_FOLLOW),
        (a_person(9, languages=frozenset({"fr"})), Reason.NOBODY_TO_SIT_WITH),
    ],
)
def test_left_out_has_its_reason(person: Person, reason: Reason) -> None:
    """Nobody is left out without a reason."""
    english = [a_person(number, languages=frozenset({"en"})) for number in range(4)]

    assert [(left.member, left.reason) for left in planned(*english, person).left_out] == [(member(9), reason)]


def test_language_not_known_shares_with_all() -> None:
    """Who named no language sits with anybody; two who share none never sit together through them."""
    english, french = (a_person(n, languages=frozenset({tongue})) for n, tongue in ((0, "en"), (1, "fr")))

    found = planned(english, french, a_person(2), a_person(3), a_person(4))

    assert len(found.groups) == 1
    assert not {member(0), member(1)} <= together(found)[0]


@pytest.mark.parametrize("sizes", [Sizes(least=5, most=4), Sizes(least=1), Sizes(least=0), Sizes(invitations=2)])
def test_sizes_that_cannot_work_leave_everybody_out(sizes: Sizes) -> None:
    """Impossible sizes are a reason, not an error."""
    found = planned(*people(8), sizes=sizes)

    assert found.groups == ()
    assert {left.reason for left in found.left_out} == {Reason.IMPOSSIBLE_SIZES}


def test_one_person_named_twice_is_one_person() -> None:
    """Duplicate ids do not seat somebody beside themselves."""
    found = plan(Problem(people=(*people(3), *people(3))), seed=1, moves=MOVES)

    assert sizes_of(found) == [(3, 0)]


def test_cost_is_the_sum_of_its_parts() -> None:
    """A round keeps its cost's parts, so that it can explain itself."""
    encounters = (Encounter(first=member(0), second=member(1), strength=4),)
    cost = planned(*people(3), a_person(9, BOOKS), encounters=encounters).cost

    assert (cost.met, cost.size, cost.left_out, cost.hours, cost.asks, cost.offers) == (20, 3, 200, 0, 0, 0)
    assert cost.total == 223


def test_objective_is_whole_and_fades() -> None:
    """Whole half points only: a meeting fades in four steps, a missing hour and an odd size cost what the page says."""
    assert [met_cost(strength) for strength in (0, 1, 2, 3, 4, 8, 12, 40)] == [0, 1, 5, 11, 20, 80, 180, 180]
    assert HOURS_COST[:5] == (24, 8, 4, 0, 0)
    assert [size_cost(size, 4, are_asked=False) for size in (3, 4, 5, 6)] == [3, 0, 3, 12]
    assert [size_cost(size, 4, are_asked=True) for size in (2, 3, 4, 5, 6)] == [12, 3, 0, 1, 3]
    assert left_out_cost(0, is_first_in_line=False) == 200
    assert left_out_cost(1, is_first_in_line=False) == 800
    assert left_out_cost(10**9, is_first_in_line=True) == left_out_cost(20, is_first_in_line=True)


def test_asks_are_met_by_others_only() -> None:
    """One asks for two things of which another offers one; the third's offer is their own ask, and nobody else's."""
    asks, offers = [0b011, 0, 0b100], [0, 0b001, 0b100]

    assert tags_cost([0, 1, 2], asks, offers) == (4 + 8, 4)


def test_dice_are_the_same_everywhere() -> None:
    """The stream is pinned: Python promises the same random() for the same seed in every version."""
    dice = Dice(0)

    assert [dice.bits() for _ in range(2)] == [7605875871743422, 6827046333291546]
