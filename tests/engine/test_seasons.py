"""A season's end: asked once, decided kindly, silence rests."""

from dataclasses import replace
from datetime import datetime
from itertools import product

import pytest

from circles_bot.engine import events
from circles_bot.engine.circles import post_shown
from circles_bot.engine.decision import Decision, TimerCancelled, TimerSet
from circles_bot.engine.effects import CloseRoom, EditPost, PostToRoom, SendDirect
from circles_bot.engine.ids import MemberId
from circles_bot.engine.model import CircleState, OptInState, SeasonAnswer, SeatState
from circles_bot.engine.notes import Note
from circles_bot.engine.nudges import nudge_lapsed, quiet_due
from circles_bot.engine.seasons import season_answered, season_answers_due, season_due
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
    MIDNIGHT,
    NOON,
    WEEK,
    a_circle,
    a_deck,
    a_seat,
    a_view,
    an_actor,
    applied,
    circle_scope,
)

END = NOON + 8 * WEEK
CARRY_ON, FRESH_MIX, REST = SeasonAnswer.CARRY_ON, SeasonAnswer.FRESH_MIX, SeasonAnswer.REST
PEOPLE = (ANA, BEN, CLEO, DAN)


def season_ends(at: datetime = END) -> events.SeasonDue:
    """Return the season's end."""
    return events.SeasonDue(community=COMMUNITY, at=at, circle=CIRCLE)


def deadline(at: datetime = END + 5 * DAY) -> events.SeasonAnswersDue:
    """Return the end of the time to answer."""
    return events.SeasonAnswersDue(community=COMMUNITY, at=at, circle=CIRCLE)


def answered(member: MemberId, answer: SeasonAnswer) -> events.SeasonAnswered:
    """Return somebody's answer, on the day after the question."""
    return events.SeasonAnswered(
        community=COMMUNITY, at=END + DAY, actor=an_actor(member), circle=CIRCLE, answer=answer
    )


def asking(*answers: SeasonAnswer | None) -> CircleScope:
    """Return a circle that has been asked, with what each has answered so far."""
    views = [
        a_view(member, seat=a_seat(member, season_answer=answer))
        for member, answer in zip(PEOPLE, answers, strict=False)
    ]
    scope = circle_scope(*(replace(view, seat=replace(view.seat, season_answer=None)) for view in views))
    scope = applied(scope, season_due(scope, season_ends()))
    scope = applied(scope, post_shown(scope, shown(scope)))
    return replace(scope, seats=tuple(views))


def shown(scope: CircleScope) -> events.PostShown:
    """Return that the latest post has reached its room."""
    return events.PostShown(community=COMMUNITY, at=END + HOUR, circle=CIRCLE, post=scope.posts[-1].id, theirs="m7")


def state_of(scope: CircleScope) -> CircleState:
    """Return where the circle stands."""
    assert scope.circle is not None
    return scope.circle.state


def wishes(scope: CircleScope) -> list[str]:
    """Return everybody's wish."""
    return [view.opt_in.state.value for view in scope.seats if view.opt_in]


# --- asking ------------------------------------------------------------------------------------------------------


def test_the_room_is_asked_at_the_seasons_end() -> None:
    """Three buttons, the way out in small print, and check-ins that were to come are left out."""
    decision = season_due(circle_scope(), season_ends())

    (question,) = decision.effects
    assert isinstance(question, PostToRoom)
    assert [getattr(control, "token", "").split(":")[-1] for control in question.note.controls] == [
        CARRY_ON,
        FRESH_MIX,
        REST,
    ]
    assert question.note.footer is not None
    assert state_of(applied(circle_scope(), decision)) is CircleState.ASKING
    cancelled = [timer.key for timer in decision.timers if isinstance(timer, TimerCancelled)]
    assert {f"check-in:{CIRCLE}:{member}" for member in (ANA, BEN, CLEO)} <= set(cancelled)


def test_nobody_is_asked_at_night() -> None:
    """The question waits for the hour at which most of the room is awake."""
    decision = season_due(circle_scope(), season_ends(MIDNIGHT))

    (timer,) = decision.timers
    assert isinstance(timer, TimerSet)
    assert timer.due_at == MIDNIGHT + 8 * HOUR
    assert decision.effects == ()


def test_a_season_that_ends_twice_is_asked_once() -> None:
    """The same end again changes nothing."""
    after = applied(circle_scope(), season_due(circle_scope(), season_ends()))

    again = season_due(after, season_ends())

    assert again == Decision(why=again.why)


def test_the_five_days_count_from_the_question() -> None:
    """The deadline runs from when people could see the question."""
    scope = applied(circle_scope(), season_due(circle_scope(), season_ends()))

    decision = post_shown(scope, shown(scope))

    (timer,) = decision.timers
    assert isinstance(timer, TimerSet)
    assert timer.due_at == END + HOUR + 5 * DAY


def test_a_question_that_was_never_shown_is_asked_anew() -> None:
    """Nobody's silence counts where nobody was asked: by the deadline or by lapsing, the circle is asked again."""
    scope = applied(circle_scope(), season_due(circle_scope(), season_ends()))
    lapsed = events.NudgeLapsed(community=COMMUNITY, at=END + 6 * DAY, circle=CIRCLE, member=None)

    for decision in (season_answers_due(scope, deadline(END + 6 * DAY)), nudge_lapsed(scope, lapsed)):
        after = applied(scope, decision)
        assert state_of(after) is CircleState.OPEN
        assert decision.effects == ()
        assert season_due(after, season_ends(END + 6 * DAY)).effects


def test_a_shown_question_does_not_lapse() -> None:
    """An older nudge that lapsed late takes nothing back from a question that stands."""
    scope = asking(None, None, None)
    lapsed = events.NudgeLapsed(community=COMMUNITY, at=END + 2 * DAY, circle=CIRCLE, member=None)

    assert nudge_lapsed(scope, lapsed).changes == ()


# --- answering ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [CARRY_ON, FRESH_MIX, REST])
def test_an_answer_is_private_and_may_be_changed(answer: SeasonAnswer) -> None:
    """Each answer is noted privately, the room sees nothing, and another tap replaces it."""
    scope = asking(None, None, None)

    decision = season_answered(scope, answered(ANA, answer))
    after = applied(scope, decision)
    changed = applied(after, season_answered(after, answered(ANA, REST)))

    assert decision.effects == ()
    assert decision.reply is not None
    assert isinstance(decision.reply.content, Note)
    assert decision.reply.content.args == {"until": END + HOUR + 5 * DAY}
    assert after.seats[0].seat.season_answer is answer
    assert changed.seats[0].seat.season_answer is REST
    assert state_of(changed) is CircleState.ASKING


def test_an_answer_twice_is_one_answer() -> None:
    """The same tap again leaves everything as it is."""
    scope = asking(None, None, None)
    once = applied(scope, season_answered(scope, answered(ANA, REST)))

    assert applied(once, season_answered(once, answered(ANA, REST))) == once


@pytest.mark.parametrize(
    ("scope", "member"),
    [
        (circle_scope(), ANA),
        (circle_scope(circle=a_circle(CircleState.CLOSED)), ANA),
        (asking(None, None, None), DAN),
        (replace(circle_scope(), circle=None, seats=()), ANA),
    ],
    ids=["not asked", "closed", "stranger", "unknown"],
)
def test_an_answer_that_has_no_place_is_met_kindly(scope: CircleScope, member: MemberId) -> None:
    """Old buttons and strangers: a kind answer, no change."""
    decision = season_answered(scope, answered(member, CARRY_ON))

    assert decision == Decision(reply=decision.reply, why=decision.why)
    assert decision.reply is not None


def test_it_is_decided_at_once_when_all_have_answered() -> None:
    """Nobody waits for a deadline that nobody needs: it is moved to now."""
    scope = asking(CARRY_ON, CARRY_ON, None)

    decision = season_answered(scope, answered(CLEO, CARRY_ON))
    (timer,) = (timer for timer in decision.timers if isinstance(timer, TimerSet))
    assert isinstance(timer.event, events.SeasonAnswersDue)
    after = applied(scope, decision)
    after = applied(after, season_answers_due(after, timer.event))

    assert timer.due_at == END + DAY
    assert after.circle is not None
    assert (after.circle.state, after.circle.season) == (CircleState.OPEN, 2)


def test_answers_count_even_when_the_showing_was_not_reported() -> None:
    """Who has answered has seen the question, whatever the platform has told of it."""
    scope = asking(CARRY_ON, CARRY_ON, REST)
    unreported = replace(scope, circle=a_circle(CircleState.ASKING))

    assert state_of(applied(unreported, season_answers_due(unreported, deadline()))) is CircleState.CLOSED


# --- deciding ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "goes_on"),
    [
        ((CARRY_ON, CARRY_ON, CARRY_ON, None), True),
        ((CARRY_ON, CARRY_ON, CARRY_ON, REST), True),
        ((CARRY_ON, CARRY_ON, None, None), True),
        ((CARRY_ON, CARRY_ON), True),
        ((CARRY_ON, CARRY_ON, REST), False),
        ((CARRY_ON, CARRY_ON, FRESH_MIX, None), False),
        ((CARRY_ON, None, None), False),
        ((None, None, None), False),
        ((REST, FRESH_MIX, REST), False),
    ],
)
def test_when_a_circle_goes_on(answers: tuple[SeasonAnswer | None, ...], goes_on: bool) -> None:
    """As many as a circle needs, or two of whom nobody wants otherwise."""
    scope = asking(*answers)

    after = applied(scope, season_answers_due(scope, deadline()))

    assert (state_of(after) is CircleState.OPEN) is goes_on


def test_a_new_season_is_for_those_who_want_it() -> None:
    """Three carry on, the silent one rests; the three get a new season's timers, the fourth nothing."""
    scope = asking(CARRY_ON, CARRY_ON, CARRY_ON, None)

    decision = season_answers_due(scope, deadline())
    after = applied(scope, decision)

    assert [view.seat.state for view in after.seats] == [SeatState.SEATED] * 3 + [SeatState.FINISHED]
    assert wishes(after) == ["seated", "seated", "seated", "resting"]
    assert after.circle is not None
    assert after.circle.season_ends_at == END + 5 * DAY + 8 * WEEK
    check_ins = [timer.event for timer in decision.timers if isinstance(timer, TimerSet)]
    asked = [(event.member, event.number) for event in check_ins if isinstance(event, events.CheckInDue)]
    assert asked == [(ANA, 3), (BEN, 3), (CLEO, 3)]
    assert [type(effect) for effect in decision.effects] == [EditPost, PostToRoom]
    assert after.seats[0].seat.season_answer is None


def test_nobody_is_named_at_a_seasons_end() -> None:
    """What the room sees says neither who stays nor who goes, and gives no number by which it could be told."""
    for answers in product((CARRY_ON, REST, None), repeat=3):
        decision = season_answers_due(asking(*answers), deadline())
        shown_to_all = [effect.note for effect in decision.effects if isinstance(effect, PostToRoom | EditPost)]
        assert shown_to_all
        assert not any(member in repr(note) for note in shown_to_all for member in PEOPLE)
        assert all(set(note.args) <= {"until"} for note in shown_to_all)


def test_a_circle_that_closes_says_thanks_once() -> None:
    """The question loses its buttons, thanks are said, the room is archived: in this order, and nothing else."""
    decision = season_answers_due(asking(CARRY_ON, FRESH_MIX, REST, None), deadline())

    question, thanks, _ = decision.effects
    assert [type(effect) for effect in decision.effects] == [EditPost, PostToRoom, CloseRoom]
    assert isinstance(question, EditPost)
    assert question.post == asking().posts[-1].id
    assert isinstance(thanks, PostToRoom)
    assert thanks.note.key == "room-closing"
    after = applied(asking(CARRY_ON, FRESH_MIX, REST, None), decision)
    assert wishes(after) == ["waiting", "waiting", "resting", "resting"]
    assert {view.seat.state for view in after.seats} == {SeatState.FINISHED}
    assert not any(isinstance(timer, TimerSet) for timer in decision.timers)


def test_a_closed_circle_is_closed_once() -> None:
    """The deadline falling due again changes nothing."""
    scope = asking(REST, None, None)
    after = applied(scope, season_answers_due(scope, deadline()))

    again = season_answers_due(after, deadline())

    assert again == Decision(why=again.why)


def test_silence_ends_in_a_rest() -> None:
    """A room that has fallen silent is asked, and when nobody answers everybody rests; a tap wakes them."""
    scope = circle_scope(circle=a_circle(prompted_at=NOON + 9 * DAY, silent_prompts=1))
    look = events.QuietDue(community=COMMUNITY, at=NOON + 19 * DAY, circle=CIRCLE)

    asked = quiet_due(scope, look, a_deck())
    (question,) = asked.effects
    scope = applied(scope, asked)
    scope = applied(scope, post_shown(scope, replace(shown(scope), at=NOON + 19 * DAY)))
    after = applied(scope, season_answers_due(scope, deadline(NOON + 24 * DAY)))

    assert isinstance(question, PostToRoom)
    assert question.note.key == "season-question-quiet"
    assert state_of(after) is CircleState.CLOSED
    assert {view.opt_in.state for view in after.seats if view.opt_in} == {OptInState.RESTING}


def test_who_has_left_is_not_asked_nor_counted() -> None:
    """A seat that was left neither carries on nor holds the others up."""
    gone = a_view(DAN, seat=a_seat(DAN, SeatState.LEFT, season_answer=CARRY_ON))
    scope = asking(CARRY_ON, None, REST)
    scope = replace(scope, seats=(*scope.seats, gone))

    decision = season_answers_due(scope, deadline())

    assert state_of(applied(scope, decision)) is CircleState.CLOSED
    assert not any(DAN in repr(change) for change in decision.changes)


def test_one_left_alone_is_told_privately() -> None:
    """All others left while the question stood: an honest note to that one, who goes first in line."""
    scope = asking(CARRY_ON, None)
    scope = replace(scope, seats=(scope.seats[0], a_view(BEN, seat=a_seat(BEN, SeatState.LEFT))))

    decision = season_answers_due(scope, deadline())

    assert [type(effect) for effect in decision.effects] == [SendDirect, CloseRoom]
    kept = applied(scope, decision).seats[0].opt_in
    assert kept is not None
    assert kept.is_first_in_line
