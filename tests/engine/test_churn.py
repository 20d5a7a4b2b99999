"""Joining, leaving and coming again, over and over: others notice nothing, and nobody uses up their circles."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circles_bot.engine import events
from circles_bot.engine.circles import circle_left
from circles_bot.engine.decide import decide
from circles_bot.engine.decision import TimerSet
from circles_bot.engine.effects import SendDirect
from circles_bot.engine.ids import InterestId
from circles_bot.engine.members import waits_after_leaving
from circles_bot.engine.model import Circle, Member
from circles_bot.engine.policy import Policy
from circles_bot.engine.rounds import may_be_seated
from circles_bot.engine.snapshots import CircleScope
from tests.engine.builders import (
    ANA,
    CIRCLE,
    COMMUNITY,
    DAY,
    NOON,
    WEEK,
    a_circle,
    a_deck,
    a_member,
    an_actor,
    circle_scope,
)
from tests.engine.test_joining_properties import in_order, personal_events
from tests.engine.towns import ALL, a_standing, a_wish, after, member_scope, members_in, note_of

POLICY = Policy()
THRICE = (NOON - 3 * WEEK, NOON - 2 * WEEK, NOON - WEEK)


def leave(member: Member, circle: Circle | None = None, at: datetime = NOON) -> tuple[Member, ...]:
    """Let somebody leave a circle they sit in; return them as they are kept."""
    scope: CircleScope = circle_scope(circle=circle or a_circle())
    seats = tuple(replace(view, member=member) if view.seat.member == ANA else view for view in scope.seats)
    event = events.CircleLeft(community=COMMUNITY, at=at, actor=an_actor(), circle=CIRCLE)
    return members_in(circle_left(replace(scope, seats=seats), event))


def test_leaving_a_circle_is_remembered_for_four_weeks() -> None:
    """When, and nothing of which one."""
    assert leave(a_member(left_at=(NOON - 5 * WEEK, NOON - DAY)))[0].left_at == (NOON - DAY, NOON)


@pytest.mark.parametrize("interest", [None, InterestId("cnf_quiet")], ids=["chosen people", "confidential"])
def test_circles_that_take_nobody_elses_place_are_not_counted(interest: InterestId | None) -> None:
    """One with chosen people, and a confidential one, which has a stricter limit of its own."""
    assert leave(a_member(), a_circle(interest=interest)) == ()


def test_after_three_leavings_the_next_circle_waits() -> None:
    """Until the first of them is four weeks old; two are nothing, and neither are old ones."""
    many = a_member(left_at=THRICE)

    assert waits_after_leaving(many, POLICY, NOON) == NOON + WEEK
    assert waits_after_leaving(many, POLICY, NOON + WEEK) is None
    assert not may_be_seated(a_wish(), many, 0, POLICY, NOON)
    assert may_be_seated(a_wish(), many, 0, POLICY, NOON + WEEK)
    assert may_be_seated(a_wish(), a_member(left_at=THRICE[:2]), 0, POLICY, NOON)
    assert may_be_seated(replace(a_wish(), interest=InterestId("cnf_quiet")), many, 0, POLICY, NOON)


def test_joining_then_says_when_the_next_circle_may_come() -> None:
    """Honestly, kindly, and before anybody wonders."""
    scope = member_scope(member=a_member(left_at=THRICE))
    event = events.InterestJoined(community=COMMUNITY, at=NOON, actor=an_actor(), interest="baseball", way=a_wish().way)

    (line,) = (line for line in note_of(decide(scope, event, a_deck())).lines if line.key == "joined-later")
    assert line.args["until"] == NOON + WEEK


@settings(deadline=None)
@given(acts=st.lists(personal_events(), max_size=60))
def test_one_members_churn_reaches_nobody_else(acts: list[events.AnyEvent]) -> None:
    """However often: nobody's round is ever put off by it, and all that is sent is one answer to themselves."""
    scope = member_scope(*(a_standing(interest, waiting=5) for interest in ALL))  # enough others wait for a round
    deck, mine = a_deck(), 0
    for event in in_order(acts):
        decision = decide(scope, event, deck)
        scope = after(scope, decision)
        for timer in decision.timers:
            if isinstance(timer, TimerSet) and timer.key.startswith(("settle:", "board:")):
                assert timer.keeps_earlier, "churn could put others' round off for ever"
        for effect in decision.effects:
            assert isinstance(effect, SendDirect)
            assert effect.member == ANA
            mine += 1
        owners = {getattr(change.record, "member", ANA) for change in decision.changes}
        assert owners <= {ANA}

    assert mine <= 1
