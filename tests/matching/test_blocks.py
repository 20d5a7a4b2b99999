"""Very large pools: blocks along the day, the same plan in however many processes."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from circles_bot.matching import blocks as blocks_module
from circles_bot.matching.blocks import blocks_of
from circles_bot.matching.planner import default_moves, finish, plan, plan_block
from circles_bot.matching.problem import Encounter, Person, Problem, Reason
from tests.matching.pools import BASEBALL, BOOKS, COOKING, a_person, broken_rules, member

DAY, NIGHT = 0x000FFF, 0xFFF000


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a block hold twenty people, so that a hundred are a very large pool."""
    monkeypatch.setattr(blocks_module, "BLOCK", 20)


def many() -> Problem:
    """Return a hundred people by day and by night, with three whose topic only each other follow, one a block."""
    people: list[Person] = [a_person(number, hours=DAY if number % 2 else NIGHT) for number in range(97)]
    people += [a_person(97 + place, COOKING, hours=hours) for place, hours in enumerate((DAY, NIGHT, DAY))]
    return Problem(
        people=tuple(people),
        encounters=tuple(Encounter(first=member(one), second=member(one + 1), strength=4) for one in range(0, 96, 2)),
        avoiding=frozenset({(member(0), member(2)), (member(97), member(1))}),
    )


def test_blocks_keep_every_hard_rule_and_hold_everybody_once() -> None:
    """A block knows whom its people avoid."""
    made = plan(many(), seed=3, moves=2_000)

    assert len(blocks_of(many(), 3, 2_000)) == 5
    assert broken_rules(many(), made) == []
    assert made.left_out == ()


def test_whom_the_blocks_leave_out_is_matched_once_more() -> None:
    """Three who are the only ones on a topic, in different blocks, still get their circle."""
    parts = [{person.member for person in block.problem.people} for block in blocks_of(many(), 3, 2_000)]
    three = {member(97), member(98), member(99)}
    assert not any(three <= part for part in parts)

    made = plan(many(), seed=3, moves=2_000)

    assert [set(group.members) for group in made.groups if group.interest == COOKING] == [three]


def test_blocks_are_people_of_one_day() -> None:
    """Nobody of the day is in a block of the night, but in the one where they meet."""
    kinds = [{person.hours for person in block.problem.people} for block in blocks_of(many(), 3, 2_000)]

    assert sum(len(kind) > 1 for kind in kinds) <= 1


def test_the_plan_does_not_depend_on_who_plans_the_blocks() -> None:
    """In turn or at once: the same circles, the same cost."""
    blocks = blocks_of(many(), 3, 2_000)

    with ThreadPoolExecutor(3) as executor:
        at_once = finish(many(), 3, blocks, list(executor.map(plan_block, blocks)))

    assert at_once == plan(many(), seed=3, moves=2_000)


def test_reasons_are_of_the_whole_and_not_of_a_block() -> None:
    """Two on a topic are too few, wherever they are; one whom nobody may sit with is told that."""
    lonely = a_person(200, BOOKS), a_person(201, BOOKS)
    stranger = a_person(202, BASEBALL, languages=frozenset({"fr"}))
    english = tuple(a_person(number, languages=frozenset({"en"})) for number in range(60))

    made = plan(Problem(people=(*english, *lonely, stranger)), seed=1, moves=600)

    assert {left.member: left.reason for left in made.left_out} == {
        member(200): Reason.TOO_FEW_FOLLOW,
        member(201): Reason.TOO_FEW_FOLLOW,
        member(202): Reason.NOBODY_TO_SIT_WITH,
    }


@pytest.mark.parametrize(
    ("people", "moves"),
    [(0, 0), (10, 8_000), (60, 48_000), (500, 64_000), (1_000, 120_000), (10_000, 400_000), (100_000, 2_500_000)],
)
def test_the_budget_follows_from_how_many_there_are(people: int, moves: int) -> None:
    """Of moves, never of time."""
    assert default_moves(people) == moves
