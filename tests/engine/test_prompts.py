"""Prompts: chosen by stage, never twice; taps shown to the room, never who has not tapped."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles_bot.engine import events
from circles_bot.engine.decision import Decision
from circles_bot.engine.effects import EditPost
from circles_bot.engine.ids import CircleId, MemberId, PostId, PromptId
from circles_bot.engine.model import CircleState, Post, PostKind, SeatState
from circles_bot.engine.notes import Button, Note
from circles_bot.engine.prompts import Deck, Prompt, Stage, choose, prompt_tapped
from circles_bot.engine.snapshots import CircleScope
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    CLEO,
    COMMUNITY,
    DAN,
    DAY,
    HOUR,
    NOON,
    a_circle,
    a_deck,
    a_seat,
    a_view,
    an_actor,
    applied,
    changed,
    circle_scope,
)

DECK = a_deck()
POST = Post(
    id=PostId("pst_one"),
    community=COMMUNITY,
    circle=CIRCLE,
    kind=PostKind.PROMPT,
    prompt=PromptId("warming-0"),
    season=1,
    posted_at=NOON,
)
SCOPE = circle_scope(posts=(POST,))


def tap(member: MemberId = ANA, choice: int = 0, **changes: object) -> events.PromptTapped:
    """Return a tap under the post, an hour after it came."""
    event = events.PromptTapped(
        community=COMMUNITY,
        at=NOON + HOUR,
        actor=an_actor(ANA),
        circle=CIRCLE,
        post=POST.id,
        choice=choice,
    )
    return changed(event, {"actor": an_actor(member), **changes})


def tallies(decision: Decision) -> dict[int, tuple[str, ...]]:
    """Return who is shown under the edited post, by answer."""
    (edit,) = decision.effects
    assert isinstance(edit, EditPost)
    return {tally.label.args["answer"].choice: tally.members for tally in edit.note.tallies}  # type: ignore[union-attr]


@given(st.sampled_from(Stage), st.text(min_size=1, max_size=9), st.integers(0, 5))
def test_a_prompt_is_never_repeated_in_a_circle(stage: Stage, circle: str, had: int) -> None:
    """However many a circle has had, the next is another; the choice always follows from the circle."""
    used: list[PromptId] = []
    for _ in range(had):
        chosen = choose(DECK, stage, used, CircleId(circle))
        assert chosen is not None
        used.append(chosen.id)

    chosen = choose(DECK, stage, used, CircleId(circle))

    assert chosen is not None
    assert chosen.id not in used
    assert chosen == choose(DECK, stage, tuple(used), CircleId(circle))


def test_no_prompt_when_all_have_been_used() -> None:
    """A stage that is used up gives nothing, rather than something again."""
    used = [prompt.id for prompt in DECK.prompts[Stage.STUCK]]

    assert choose(DECK, Stage.STUCK, used, CIRCLE) is None


def test_circles_get_different_prompts() -> None:
    """Not every circle begins with the same question."""
    chosen = {choose(DECK, Stage.OPENING, (), CircleId(f"cir_{number}")) for number in range(40)}

    assert len(chosen) > 3


def test_a_tap_is_shown_to_the_room() -> None:
    """A tap costs no energy and breaks the silence: everybody sees who tapped what."""
    decision = prompt_tapped(SCOPE, tap(ANA, 2), DECK)
    after = applied(SCOPE, decision)

    assert tallies(decision) == {2: (ANA,)}
    assert decision.reply is None
    assert after.seats[0].seat.active_at == NOON + HOUR
    assert after.seats[0].member.has_tapped


def test_a_second_tap_replaces_the_first() -> None:
    """Changing one's mind costs nothing and leaves no trace of the first tap."""
    after = applied(SCOPE, prompt_tapped(SCOPE, tap(ANA, 2), DECK))

    decision = prompt_tapped(after, tap(ANA, 1), DECK)

    assert tallies(decision) == {1: (ANA,)}
    assert len(applied(after, decision).taps) == 1


def test_the_same_tap_again_changes_nothing() -> None:
    """A tap that arrives twice is one tap."""
    after = applied(SCOPE, prompt_tapped(SCOPE, tap(ANA, 2), DECK))

    decision = prompt_tapped(after, tap(ANA, 2), DECK)

    assert (decision.changes, decision.effects) == ((), ())


def test_nobody_is_named_for_not_tapping() -> None:
    """Only those who tapped are mentioned anywhere in a prompt, and answers without a tap are not listed."""
    after = applied(SCOPE, prompt_tapped(SCOPE, tap(BEN, 1), DECK))

    decision = prompt_tapped(after, replace(tap(ANA, 1), at=NOON + 2 * HOUR), DECK)
    (edit,) = decision.effects

    assert tallies(decision) == {1: (BEN, ANA)}
    assert CLEO not in repr(edit)


def test_a_burst_of_taps_makes_edits_of_their_own_keys() -> None:
    """Ana, then Ben, then Ana again: three edits in the room's lane, none of which is taken for a repeat."""
    scope, keys = SCOPE, set()
    for number, (member, choice) in enumerate([(ANA, 0), (BEN, 0), (ANA, 1), (ANA, 0)]):
        decision = prompt_tapped(scope, replace(tap(member, choice), at=NOON + number * HOUR), DECK)
        keys |= {effect.key for effect in decision.effects}
        scope = applied(scope, decision)

    assert len(keys) == 4


@pytest.mark.parametrize(
    ("scope", "event"),
    [
        (SCOPE, tap(DAN)),
        (SCOPE, tap(ANA, 4)),
        (SCOPE, tap(ANA, -1)),
        (SCOPE, tap(ANA, post=PostId("pst_other"))),
        (circle_scope(posts=(POST,), circle=a_circle(CircleState.CLOSED)), tap(ANA)),
        (circle_scope(posts=(POST,), circle=a_circle(season=2)), tap(ANA)),
        (circle_scope(posts=(replace(POST, prompt=PromptId("gone")),)), tap(ANA)),
        (circle_scope(posts=(replace(POST, prompt=None),)), tap(ANA)),
        (circle_scope(a_view(ANA, seat=a_seat(ANA, SeatState.LEFT)), a_view(BEN), posts=(POST,)), tap(ANA)),
        (replace(SCOPE, circle=None, seats=(), posts=()), tap(ANA)),
    ],
    ids=[
        "stranger",
        "no such answer",
        "forged answer",
        "other post",
        "closed",
        "old",
        "prompt gone",
        "none",
        "left",
        "?",
    ],
)
def test_a_tap_that_has_no_place_is_answered_kindly(scope: CircleScope, event: events.PromptTapped) -> None:
    """Old posts, closed circles, strangers and forged answers: a kind answer, no change."""
    decision = prompt_tapped(scope, event, DECK)

    assert (decision.changes, decision.timers, decision.effects) == ((), (), ())
    assert decision.reply is not None


def test_the_welcome_stays_the_same_when_somebody_has_left() -> None:
    """A tap shows the welcome anew: somebody who left silently must not vanish from it."""
    welcome = replace(POST, kind=PostKind.WELCOME, prompt=PromptId("opening-0"))
    views = (a_view(ANA), a_view(BEN, seat=a_seat(BEN, SeatState.LEFT)), a_view(CLEO))
    scope = circle_scope(*views, posts=(welcome,))

    (edit,) = prompt_tapped(scope, tap(ANA), DECK).effects

    assert isinstance(edit, EditPost)
    assert edit.note.args["people"].members == (ANA, BEN, CLEO)  # type: ignore[union-attr]
    assert edit.note.key == "room-welcome"


def test_a_prompt_says_how_to_get_fewer_and_fits_two_rows() -> None:
    """Every unasked message says how to get fewer; taps in one row, the two quiet buttons in the next."""
    (edit,) = prompt_tapped(SCOPE, tap(ANA), DECK).effects

    assert isinstance(edit, EditPost)
    assert isinstance(edit.note, Note)
    assert edit.note.footer is not None
    assert sum(isinstance(control, Button) for control in edit.note.controls) == 6


def test_old_posts_of_this_season_still_take_taps() -> None:
    """Coming late to a question is no fault: it counts while the season lasts."""
    newer = replace(POST, id=PostId("pst_two"), posted_at=NOON + DAY)

    decision = prompt_tapped(circle_scope(posts=(POST, newer)), tap(ANA), DECK)

    assert decision.effects


def test_a_deck_finds_its_prompts() -> None:
    """A prompt is found by its id, whatever its stage; nothing is found for none."""
    assert DECK.find(PromptId("stuck-3")) == Prompt(id=PromptId("stuck-3"), stage=Stage.STUCK, answers=4)
    assert DECK.find(None) is None


def test_a_circles_topic_brings_prompts_about_it_and_others_never() -> None:
    """Every other prompt is about the topic where a pack is; a pack about something else never speaks."""
    cards = [
        Prompt(id=PromptId(f"{pack}-{number}"), stage=Stage.WARMING, answers=0, pack=pack)
        for pack in ("general", "books", "chess")
        for number in range(6)
    ]
    deck = Deck(
        prompts={Stage.WARMING: tuple(cards)},
        topics={"general": frozenset(), "books": frozenset({"books"}), "chess": frozenset({"chess"})},
    )
    had: list[Prompt] = []
    for _ in range(12):
        chosen = choose(deck, Stage.WARMING, {prompt.id for prompt in had}, CIRCLE, "Old Books")
        assert chosen is not None
        had.append(chosen)

    assert {prompt.pack for prompt in had} == {"general", "books"}
    assert [prompt.pack for prompt in had[:6]].count("books") == 3
