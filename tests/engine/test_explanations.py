"""Why this circle? What is said in it, and what never is."""

from dataclasses import replace

import pytest

from circles_bot.engine.circles import room_opened
from circles_bot.engine.events import PlannedCircle, RoomOpened, RoundPlanned
from circles_bot.engine.ids import InterestId
from circles_bot.engine.model import Circle, CircleState, Round
from circles_bot.engine.notes import Note
from circles_bot.engine.prompts import Deck
from circles_bot.engine.questions import RoomAsked, RoomQuestion
from circles_bot.engine.rounds import round_planned
from circles_bot.engine.safety import room_asked
from circles_bot.engine.snapshots import CircleScope
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    CLEO,
    COMMUNITY,
    NOON,
    a_circle,
    a_view,
    an_actor,
    an_interest,
    circle_scope,
)
from tests.engine.towns import BASEBALL, ROUND, a_wish, circles_in, round_scope

ASKED = RoomAsked(community=COMMUNITY, at=NOON, actor=an_actor(ANA), circle=CIRCLE, about=RoomQuestion.WHAT_IS_THIS)


def said(scope: CircleScope) -> list[tuple[str, dict[str, object]]]:
    """Return the lines of the answer to "What is this?"."""
    note = room_asked(scope, ASKED).content
    assert isinstance(note, Note)
    return [(line.key, dict(line.args)) for line in note.lines]


@pytest.mark.parametrize(("is_new", "key"), [(True, "circle-why-new"), (False, "circle-why")])
def test_a_circle_says_why_it_came_about(is_new: bool, key: str) -> None:
    """What it is about, whether its people were new to one another, and the hours they share."""
    circle = a_circle(is_new_company=is_new, shared_hours=6)

    lines = said(circle_scope(circle=circle))

    assert lines == [(key, {"interest": an_interest().name}), ("circle-why-hours", {"hours": 6})]


@pytest.mark.parametrize("hours", [None, 0, 24])
def test_hours_that_say_nothing_are_not_said(hours: int | None) -> None:
    """Not of a circle from before, of one that shares none, or of one whose people are always awake."""
    assert [key for key, _ in said(circle_scope(circle=a_circle(shared_hours=hours)))] == ["circle-why"]


def test_a_confidential_circle_says_nothing_of_it() -> None:
    """What it is about stays unsaid, and so does everything that follows from it."""
    secret = an_interest("sobriety", id=InterestId("cnf_0123456789abcdef"), is_confidential=True)
    circle = a_circle(interest=secret.id, is_new_company=True, shared_hours=6)

    assert said(replace(circle_scope(circle=circle), interest=secret)) == []


def test_a_room_keeps_the_hours_of_those_who_came() -> None:
    """Counted when it opens, from those who sit there: nothing that changes when somebody leaves."""
    zones = {ANA: "Europe/Madrid", BEN: "Europe/Madrid", CLEO: "America/New_York"}
    views = (a_view(member, timezone=zone) for member, zone in zones.items())
    scope = circle_scope(*views, circle=a_circle(CircleState.OPENING))

    decision = room_opened(
        scope, RoomOpened(community=COMMUNITY, at=NOON, circle=CIRCLE, theirs="room-9"), Deck(prompts={})
    )

    opened = next(change.record for change in decision.changes if isinstance(change.record, Circle))
    assert opened.shared_hours == 7  # 08:00 to 21:00 in both places, six hours apart


def test_a_round_keeps_what_its_plan_cost() -> None:
    """And a circle whether those asked were new to one another, so that both can be told later."""
    scope = round_scope(*(a_wish(member=member) for member in (ANA, BEN, CLEO)))
    circle = PlannedCircle(interest=BASEBALL.id, members=(ANA, BEN, CLEO), extras=(), is_new_company=True)

    decision = round_planned(
        scope,
        RoundPlanned(community=COMMUNITY, at=NOON, round=ROUND.id, circles=(circle,), cost={"met": 0, "size": 3}),
    )

    kept = next(change.record for change in decision.changes if isinstance(change.record, Round))
    assert kept.cost == {"met": 0, "size": 3}
    assert [circle.is_new_company for circle in circles_in(decision)] == [True]
