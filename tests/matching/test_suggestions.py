"""What goes with an interest, and what may be said of a plan."""

import pytest

from circles_bot.engine.ids import InterestId, MemberId
from circles_bot.engine.neighbours import nearness, with_neighbours
from circles_bot.engine.policy import Policy
from circles_bot.matching.explanations import help_line, why_lines
from circles_bot.matching.problem import Group, Reason
from circles_bot.matching.suggestions import Together
from tests.engine.builders import an_interest
from tests.matching.pools import BASEBALL, BOOKS, COOKING, a_person, member

SECRET = InterestId("cnf_0123456789abcdef")
NAMES = {BASEBALL: "baseball", BOOKS: "books", COOKING: "cooking"}


def test_what_goes_with_an_interest_is_near_and_not_merely_large() -> None:
    """Six of six who read also cook, and seven play: but nearly everybody plays."""
    wishes = [{BOOKS, COOKING, BASEBALL}] * 6 + [{BOOKS, BASEBALL}] + [{BASEBALL}] * 30

    assert Together(wishes).near({BOOKS}, 2) == [(COOKING, BOOKS), (BASEBALL, BOOKS)]


def test_nothing_is_said_of_fewer_than_five() -> None:
    """Four who follow both are no pattern, they are four people."""
    assert Together([{BOOKS, COOKING}] * 4).near({BOOKS}, 5) == []
    assert Together([{BOOKS, COOKING}] * 5).near({BOOKS}, 5) == [(COOKING, BOOKS)]


def test_a_confidential_interest_is_neither_counted_nor_named() -> None:
    """However many follow it."""
    together = Together([{BOOKS, SECRET}] * 20)

    assert together.near({BOOKS}, 5) == []
    assert together.near({SECRET}, 5) == []


def test_neighbours_of_the_weekly_look_are_near_too() -> None:
    """The engine's own: by cosine, of five people at least, and never an interest's own self."""
    together = {
        (BOOKS, BOOKS): 7, (BASEBALL, BASEBALL): 60, (COOKING, COOKING): 6,
        (BOOKS, BASEBALL): 7, (BOOKS, COOKING): 6, (BASEBALL, BOOKS): 7, (COOKING, BOOKS): 6, (COOKING, BASEBALL): 4,
    }  # fmt: skip
    books, cooking = an_interest("books", id=BOOKS), an_interest("cooking", id=COOKING)

    changed = with_neighbours((books, cooking), together, Policy())

    assert [one.neighbours for one in changed] == [(COOKING, BASEBALL), (BOOKS,)]


def test_nearness_is_the_cosine_in_millionths() -> None:
    """Whole numbers, the same everywhere."""
    assert (nearness(3, 3, 3), nearness(0, 5, 5), nearness(1, 2, 4)) == (1_000_000, 0, 353_553)


@pytest.mark.parametrize(
    ("met", "key"), [(0, "all-new"), (2, "mostly-new"), (3, "some-new"), (5, "some-new"), (6, "all-met")]
)
def test_a_circle_says_how_new_its_people_are(met: int, key: str) -> None:
    """Of six pairs; with the hours that they share."""
    four = tuple(member(number) for number in range(4))

    lines = why_lines(Group(interest=BOOKS, members=four, shared_hours=6, pairs_met=met), NAMES)

    assert [(line.key, dict(line.args)) for line in lines] == [
        (f"match-why-{key}", {"people": 4, "interest": "books"}),
        ("match-why-hours", {"hours": 6}),
    ]


def test_a_confidential_circle_is_not_explained() -> None:
    """Not even how many it is for."""
    assert why_lines(Group(interest=SECRET, members=(MemberId("a"), MemberId("b"), MemberId("c"))), NAMES) == ()


@pytest.mark.parametrize("reason", list(Reason))
def test_each_reason_has_something_that_would_help(reason: Reason) -> None:
    """And never says whom anybody avoids."""
    line = help_line(a_person(1, BOOKS), reason, Together(()), NAMES, least=3)

    assert line.key.startswith("match-help-")
    assert set(line.args.values()) <= {3}
