"""What people tell the bot about its questions, and the calendar pace where it sees only taps."""

from dataclasses import replace
from datetime import timedelta

import pytest

from circles_bot.engine import events
from circles_bot.engine.checkins import check_in_due
from circles_bot.engine.decision import Decision, Dropped
from circles_bot.engine.effects import DirectKind, PostToRoom
from circles_bot.engine.model import CircleState, PostKind, SeatState
from circles_bot.engine.notes import Button, Note
from circles_bot.engine.nudges import next_ask_at, quiet_due
from circles_bot.engine.picks import pick_next_tapped, talking_tapped
from circles_bot.engine.policy import Policy
from circles_bot.engine.posts import new_post
from circles_bot.engine.prompts import picker_of
from circles_bot.engine.seasons import post_gone
from circles_bot.engine.snapshots import CircleScope
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    CLEO,
    COMMUNITY,
    DAY,
    EVE,
    HOUR,
    MIDNIGHT,
    NOON,
    WEEK,
    a_circle,
    a_community,
    a_deck,
    a_member,
    a_seat,
    a_view,
    an_actor,
    applied,
    circle_scope,
)
from tests.engine.towns import due_of, note_of, tokens_of

DECK = a_deck()
BLIND = circle_scope(community=a_community(sees_activity=False))


def picks(prompt: str | None = None, *, is_named: bool = False, who: object = ANA) -> events.PickNextTapped:
    """Return Ana's tap."""
    return events.PickNextTapped(
        community=COMMUNITY,
        at=NOON + DAY,
        actor=an_actor(who),  # type: ignore[arg-type]  # an id
        circle=CIRCLE,
        prompt=prompt,  # type: ignore[arg-type]  # an id
        is_named=is_named,
    )


def looks(scope: CircleScope, at: timedelta = 20 * DAY) -> Decision:
    """Return what a look whether the room is quiet leads to."""
    return quiet_due(scope, events.QuietDue(community=COMMUNITY, at=NOON + at, circle=CIRCLE), DECK)


def asked(decision: Decision) -> Note:
    """Return the question that goes to the room."""
    (effect,) = decision.effects
    assert isinstance(effect, PostToRoom)
    return effect.note


def test_three_questions_to_choose_from_privately() -> None:
    """None that the room has had, each told apart, and nothing is changed by looking."""
    had = new_post(a_circle(), PostKind.PROMPT, NOON, DECK.prompts["warming"][0].id)  # type: ignore[index]  # a stage is its word
    scope = circle_scope(posts=(had,))

    decision = pick_next_tapped(scope, picks(), DECK)

    tokens = tokens_of(note_of(decision))
    assert len(set(tokens)) == len(tokens) == 3
    assert note_of(decision).beside == (1, 1, 1)
    assert not any(str(had.prompt) in token for token in tokens)
    assert (decision.changes, decision.effects, decision.timers) == ((), (), ())


@pytest.mark.parametrize("is_named", [False, True])
def test_what_was_picked_comes_next(*, is_named: bool) -> None:
    """It comes when a question would come anyway, unnamed unless they like to be named."""
    scope = circle_scope()
    decision = pick_next_tapped(scope, picks("deeper-3", is_named=is_named), DECK)
    assert (decision.effects, decision.timers) == ((), ())

    after = applied(scope, decision)
    shown = looks(after)

    assert "deeper-3" in str(asked(shown).args["prompt"])
    assert (str(ANA) in str(asked(shown))) is is_named
    assert "deeper-3" not in str(asked(looks(applied(after, shown), 40 * DAY)).args)


def test_who_left_is_not_named_any_more() -> None:
    """Promise 3: a question that is shown anew after they left does not bring them back."""
    seat = a_seat(ANA, SeatState.LEFT, picked="deeper-3", is_pick_named=True)
    scope = circle_scope(a_view(ANA, seat=seat), a_view(BEN), a_view(CLEO))

    assert picker_of(scope, DECK.prompts["deeper"][3].id) is None  # type: ignore[index]  # a stage is its word
    assert "deeper-3" not in str(asked(looks(scope)).args)


@pytest.mark.parametrize(("prompt", "who"), [("nonsense", ANA), ("opening-1", ANA), ("deeper-3", EVE)])
def test_only_what_is_offered_to_those_who_sit_there(prompt: str, who: object) -> None:
    """A forged tap picks nothing."""
    assert not pick_next_tapped(circle_scope(), picks(prompt, who=who), DECK).changes


def test_talking_keeps_questions_away() -> None:
    """Two weeks without a question, and what was silent is not counted on."""
    talking = events.TalkingTapped(community=COMMUNITY, at=NOON + 20 * DAY, actor=an_actor(ANA), circle=CIRCLE)

    after = applied(BLIND, talking_tapped(BLIND, talking))

    assert not looks(after, 30 * DAY).effects
    assert looks(after, 34 * DAY).effects


@pytest.mark.parametrize(("scope", "has_it"), [(circle_scope(), False), (BLIND, True)])
def test_skip_a_while_is_shown_where_nothing_else_tells(scope: CircleScope, *, has_it: bool) -> None:
    """Where the bot hears the room, nobody has to tell it; picking the next question is always there."""
    controls = [one.token for one in asked(looks(scope)).controls if isinstance(one, Button)]

    assert (f"talking:{CIRCLE}" in controls) is has_it
    assert f"pick:{CIRCLE}" in controls


@pytest.mark.parametrize(("silent", "days"), [(0, 10), (1, 20), (2, 40), (5, 40)])
def test_half_the_pace_by_the_calendar(silent: int, days: int) -> None:
    """Without activity signals: twice the pause, and after two untapped questions twice that; no season question."""
    circle = a_circle(prompted_at=NOON, silent_prompts=silent)
    scope = replace(BLIND, circle=circle)

    early = looks(scope, days * DAY - HOUR)
    due = looks(scope, days * DAY)

    assert due_of(early, "quiet:") == NOON + days * DAY
    assert asked(due).key == "room-prompt"
    after = applied(scope, due).circle
    assert after is not None
    assert after.state is CircleState.OPEN


def test_a_check_in_lets_an_invitation_go_first() -> None:
    """Both wait for the morning: the invitation goes at eight, the check-in looks again an hour later."""
    scope = circle_scope(a_view(ANA, has_tapped=True))
    due = events.CheckInDue(community=COMMUNITY, at=MIDNIGHT, circle=CIRCLE, member=ANA, number=1)

    invited_at = next_ask_at(a_member(ANA), a_community(), Policy(), MIDNIGHT, DirectKind.INVITATION)

    assert invited_at == MIDNIGHT + 8 * HOUR
    assert due_of(check_in_due(scope, due), "check-in:") == MIDNIGHT + 9 * HOUR


def test_a_post_that_is_gone_closes_no_circle() -> None:
    """Somebody with moderator powers deleted a message: only where it was is forgotten."""
    gone = events.PostGone(
        community=COMMUNITY, at=NOON, circle=CIRCLE, post=new_post(a_circle(), PostKind.PROMPT, NOON).id
    )

    decision = post_gone(circle_scope(), gone)

    assert [type(change) for change in decision.changes] == [Dropped]
    assert decision.effects == ()


def test_a_question_that_is_gone_is_asked_anew() -> None:
    """Nobody could answer it any more, and silence would close the circle."""
    question = new_post(a_circle(), PostKind.SEASON, NOON).id
    scope = circle_scope(circle=a_circle(CircleState.ASKING, question=question, asked_at=NOON))
    gone = events.PostGone(community=COMMUNITY, at=NOON + WEEK, circle=CIRCLE, post=question)

    decision = post_gone(scope, gone)

    assert due_of(decision, "season:") == NOON + WEEK
    after = applied(scope, decision).circle
    assert after is not None
    assert after.state is CircleState.OPEN
