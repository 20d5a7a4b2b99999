"""Long waits: asked once after twelve weeks; silence sleeps, a tap wakes, nothing is asked that was never sent."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from circles_bot.engine.effects import DirectKind
from circles_bot.engine.events import StillAnswered, StillLapsed
from circles_bot.engine.long_waits import LongWait, long_wait, still_answered, still_lapsed
from circles_bot.engine.model import Member, OptIn, OptInState
from tests.engine.builders import COMMUNITY, DAY, NOON, WEEK, a_community, a_member, an_actor
from tests.engine.towns import BASEBALL, BOOKS, a_standing, a_wish, member_scope, note_of, wishes_in

LONG_AGO = NOON - 12 * WEEK
INTERESTS = {BASEBALL.id: BASEBALL, BOOKS.id: BOOKS}


def looked(*wishes: OptIn, member: Member | None = None, at: datetime = NOON) -> LongWait | None:
    """Look at one member's waiting wishes."""
    return long_wait(member or a_member(), wishes, INTERESTS, a_community(), at)


def test_a_wish_is_asked_about_after_twelve_weeks() -> None:
    """Once a person for all such wishes, in the budget, with the way to fewer."""
    found = looked(a_wish(since=LONG_AGO), a_wish(BOOKS, since=LONG_AGO - WEEK))

    assert found is not None
    (question,) = found.effects
    assert question.kind is DirectKind.STILL
    assert question.note.args == {"interests": "baseball, books"}
    assert question.note.footer is not None
    assert found.member.asked_at == (NOON,)
    assert {wish.still_asked_at for wish in found.opt_ins} == {NOON}


def test_nothing_is_asked_before() -> None:
    """A day less is not twelve weeks; and who was asked is not asked again."""
    assert looked(a_wish(since=LONG_AGO + DAY)) is None
    assert looked(a_wish(since=LONG_AGO, still_asked_at=NOON - WEEK)) is None


def test_silence_puts_the_wish_to_sleep() -> None:
    """Two weeks after the question; nothing is sent about it."""
    found = looked(a_wish(since=LONG_AGO, still_asked_at=NOON - 2 * WEEK))

    assert found is not None
    assert [(wish.state, wish.still_asked_at) for wish in found.opt_ins] == [(OptInState.ASLEEP, None)]
    assert found.effects == ()


@pytest.mark.parametrize(
    "member",
    [
        a_member(paused_until=NOON + WEEK),
        a_member(gone_at=NOON - DAY),
        a_member(held_until=NOON + WEEK),
        a_member(directs_per_week=0),
        a_member(asked_at=(NOON - DAY, NOON - DAY + timedelta(minutes=1))),
    ],
)
def test_who_is_not_to_be_asked_is_not_asked(member: Member) -> None:
    """A pause, an absence, no messages at all, a budget that is spent: a later look asks."""
    assert looked(a_wish(since=LONG_AGO), member=member) is None


def test_a_confidential_wish_is_asked_about_without_its_name() -> None:
    """Neither in the words nor in the preview."""
    secret = {BASEBALL.id: replace(BASEBALL, is_confidential=True)}

    found = long_wait(a_member(), [a_wish(since=LONG_AGO)], secret, a_community(), NOON)

    assert found is not None
    assert found.effects[0].note.key == "still-interested-private"
    assert found.effects[0].note.args == {}


@pytest.mark.parametrize(("is_yes", "state"), [(True, OptInState.WAITING), (False, OptInState.ASLEEP)])
def test_the_answer_counts_for_all_that_was_asked_about(is_yes: bool, state: OptInState) -> None:
    """A yes waits anew from now, a rest sleeps; a wish that was not asked about stays as it is."""
    standings = (a_standing(opt_in=a_wish(since=LONG_AGO, still_asked_at=NOON - DAY)), a_standing(BOOKS, a_wish(BOOKS)))

    decision = still_answered(member_scope(*standings), answered(is_yes))

    (wish,) = wishes_in(decision)
    assert (wish.interest, wish.state, wish.still_asked_at) == (BASEBALL.id, state, None)
    assert wish.since == (NOON if is_yes else LONG_AGO)


def test_an_old_button_changes_nothing() -> None:
    """When everything has been settled, it says so kindly."""
    decision = still_answered(member_scope(a_standing(opt_in=a_wish())), answered(True))

    assert decision.changes == ()
    assert note_of(decision).key == "still-over"


def test_a_question_that_was_never_sent_was_not_asked() -> None:
    """Nobody falls asleep over something they never saw."""
    scope = member_scope(a_standing(opt_in=a_wish(since=LONG_AGO, still_asked_at=NOON)))

    decision = still_lapsed(scope, StillLapsed(community=COMMUNITY, at=NOON, member=a_member().id))

    assert [wish.still_asked_at for wish in wishes_in(decision)] == [None]


def answered(is_yes: bool) -> StillAnswered:
    """Answer the question."""
    return StillAnswered(community=COMMUNITY, at=NOON, actor=an_actor(), is_yes=is_yes)
