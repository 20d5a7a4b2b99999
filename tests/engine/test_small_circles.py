"""A circle that has become small: asked some days later what it would like, and never told who left or how many."""

from dataclasses import replace
from datetime import timedelta

import pytest

from circles_bot.engine import events
from circles_bot.engine.checkins import check_in_answered
from circles_bot.engine.circles import circle_left
from circles_bot.engine.decision import Decision, TimerSet
from circles_bot.engine.effects import CloseRoom, EditPost, PostToRoom
from circles_bot.engine.ids import MemberId
from circles_bot.engine.model import (
    CheckIn,
    CheckInAnswer,
    CircleState,
    OptInState,
    RoomAsks,
    SeasonAnswer,
    SeatState,
)
from circles_bot.engine.seasons import season_answered, season_answers_due, season_due, shrunk_due, unasked
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
    a_seat,
    a_view,
    an_actor,
    applied,
    circle_scope,
)
from tests.engine.towns import due_of

ONE_MORE, CARRY_ON, REST = SeasonAnswer.ONE_MORE, SeasonAnswer.CARRY_ON, SeasonAnswer.REST
LATER = NOON + 12 * DAY
TWO_OF_THREE = (a_view(ANA), a_view(BEN), a_view(CLEO, seat=a_seat(CLEO, SeatState.LEFT)))


def shrunk(at: timedelta = 12 * DAY) -> events.ShrunkDue:
    """Return that it is time to look."""
    return events.ShrunkDue(community=COMMUNITY, at=NOON + at, circle=CIRCLE)


def asked(**answers: SeasonAnswer) -> CircleScope:
    """Return a circle of two that is asked, with what Ana and Ben have answered."""
    scope = circle_scope(*TWO_OF_THREE)
    scope = applied(scope, shrunk_due(scope, shrunk()))
    assert scope.circle is not None
    scope = replace(scope, circle=replace(scope.circle, asked_at=LATER))
    for name, answer in answers.items():
        scope = applied(scope, answer_of(scope, MemberId(f"mem_{name}"), answer))
    return scope


def answer_of(scope: CircleScope, who: MemberId, answer: SeasonAnswer) -> Decision:
    """Return what a tap leads to."""
    tapped = events.SeasonAnswered(
        community=COMMUNITY, at=LATER + DAY, actor=an_actor(who), circle=CIRCLE, answer=answer
    )
    return season_answered(scope, tapped)


def decided(scope: CircleScope) -> tuple[CircleScope, Decision]:
    """Return how it stands after the deadline, and what came of it."""
    decision = season_answers_due(
        scope, events.SeasonAnswersDue(community=COMMUNITY, at=LATER + 6 * DAY, circle=CIRCLE)
    )
    return applied(scope, decision), decision


def look_planned(decision: Decision) -> timedelta:
    """Return how long after ``LATER`` the circle is looked at."""
    due = due_of(decision, "shrunk:")
    assert due is not None
    return due - LATER


# --- when it is asked --------------------------------------------------------------------------------------------


def test_every_way_of_leaving_leads_to_the_same_look() -> None:
    """Leaving, and "not for me": 2 to 5 days later, whichever it was, so that neither can be told from the other."""
    scope = circle_scope()
    check_in = CheckIn(community=COMMUNITY, circle=CIRCLE, member=ANA, number=1, season=1, asked_at=NOON + 10 * DAY)
    left = events.CircleLeft(community=COMMUNITY, at=LATER, actor=an_actor(ANA), circle=CIRCLE)
    not_for_me = events.CheckInAnswered(
        community=COMMUNITY,
        at=LATER,
        actor=an_actor(ANA),
        circle=CIRCLE,
        number=1,
        answer=CheckInAnswer.NOT_FOR_ME,
    )

    looks = [
        look_planned(circle_left(scope, left)),
        look_planned(check_in_answered(replace(scope, check_ins=(check_in,)), not_for_me)),
    ]

    assert looks[0] == looks[1]
    assert timedelta(days=2) <= looks[0] <= timedelta(days=5)


def test_a_second_leaving_does_not_put_the_look_off() -> None:
    """The first one's timer stays."""
    left = events.CircleLeft(community=COMMUNITY, at=LATER, actor=an_actor(ANA), circle=CIRCLE)

    (look,) = (timer for timer in circle_left(circle_scope(), left).timers if isinstance(timer, TimerSet))

    assert look.keeps_earlier


def test_a_circle_of_two_is_asked_what_it_would_like() -> None:
    """One more person, carry on as it is, or rest; the season goes on meanwhile."""
    scope = circle_scope(*TWO_OF_THREE)

    decision = shrunk_due(scope, shrunk())
    after = applied(scope, decision)

    (question,) = decision.effects
    assert isinstance(question, PostToRoom)
    assert [getattr(one, "token", "").split(":")[-1] for one in question.note.controls] == [ONE_MORE, CARRY_ON, REST]
    assert not question.note.args, "no name and no number: neither who left nor how many are here"
    assert question.note.footer is not None
    assert after.circle is not None
    assert (after.circle.state, after.circle.asks) == (CircleState.ASKING, RoomAsks.SHRUNK)
    assert [timer.key for timer in decision.timers] == [f"season-answers:{CIRCLE}"]


@pytest.mark.parametrize(
    "scope",
    [
        circle_scope(),
        circle_scope(a_view(ANA), a_view(BEN, seat=a_seat(BEN, SeatState.LEFT))),
        circle_scope(*TWO_OF_THREE, circle=a_circle(open_seats=1)),
        circle_scope(*TWO_OF_THREE, circle=a_circle(season_ends_at=NOON + 4 * WEEK)),
        circle_scope(*TWO_OF_THREE, circle=a_circle(CircleState.ASKING)),
        circle_scope(*TWO_OF_THREE, circle=a_circle(CircleState.CLOSED)),
        circle_scope(circle=None),
    ],
    ids=["three", "one", "a seat is open", "asked soon anyway", "asked already", "closed", "gone"],
)
def test_nothing_is_asked_without_need(scope: CircleScope) -> None:
    """Large enough, alone, or asked soon anyway: the look does nothing."""
    decision = shrunk_due(scope, shrunk())

    assert (decision.changes, decision.timers, decision.effects) == ((), (), ())


def test_nobody_is_asked_at_night() -> None:
    """The question waits for the hour at which most of the room is awake."""
    decision = shrunk_due(circle_scope(*TWO_OF_THREE), shrunk(MIDNIGHT - NOON))

    assert decision.effects == ()
    assert due_of(decision, "shrunk:") == MIDNIGHT + 8 * HOUR


def test_where_all_want_one_more_a_seat_opens_without_a_question() -> None:
    """Both had tapped it already: nobody is asked what they have said."""
    views = [a_view(one, seat=a_seat(one, wants_more=True)) for one in (ANA, BEN)]

    decision = shrunk_due(circle_scope(*views), shrunk())
    after = applied(circle_scope(*views), decision)

    assert decision.effects == ()
    assert after.circle is not None
    assert after.circle.open_seats == 1


# --- what is decided ---------------------------------------------------------------------------------------------


def test_silence_carries_on() -> None:
    """Nobody answers: the circle goes on as it is, its season's end where it was, and prompts come again."""
    after, decision = decided(asked())

    assert after.circle is not None
    assert (after.circle.state, after.circle.open_seats, after.circle.asks) == (CircleState.OPEN, 0, RoomAsks.SEASON)
    assert [type(effect) for effect in decision.effects] == [EditPost]
    assert due_of(decision, "season:") == NOON + 8 * WEEK
    assert due_of(decision, "quiet:") is not None


def test_one_more_person_needs_everyone() -> None:
    """One who wants it and one who says nothing: no seat opens, and nothing tells who wanted what."""
    one, both = decided(asked(ana=ONE_MORE))[0].circle, decided(asked(ana=ONE_MORE, ben=ONE_MORE))[0].circle

    assert one is not None
    assert both is not None
    assert (one.open_seats, both.open_seats) == (0, 1)


@pytest.mark.parametrize("answers", [{"ana": ONE_MORE}, {"ana": CARRY_ON}, {"ana": ONE_MORE, "ben": CARRY_ON}])
def test_what_the_room_sees_is_the_same_whoever_did_not_want(answers: dict[str, SeasonAnswer]) -> None:
    """Promise 7: a no and a silence lead to the same at the same moment."""
    assert decided(asked(**answers))[1].effects == decided(asked())[1].effects


def test_the_last_answer_decides_nothing_by_its_hour() -> None:
    """Of two, the moment would tell what the other had tapped: it waits for the deadline."""
    decision = answer_of(asked(ana=ONE_MORE), BEN, ONE_MORE)

    assert decision.timers == ()
    assert decision.effects == ()


def test_a_rest_of_one_of_two_closes_kindly() -> None:
    """Ana rests; Ben's wish waits again, as it would after a circle that closed."""
    after, decision = decided(asked(ana=REST))

    assert after.circle is not None
    assert after.circle.state is CircleState.CLOSED
    wishes = [view.opt_in.state for view in after.seats if view.opt_in]
    assert wishes[:2] == [OptInState.RESTING, OptInState.WAITING]
    assert any(isinstance(effect, CloseRoom) for effect in decision.effects)


def test_a_fresh_mix_is_no_answer_to_this() -> None:
    """A forged or old button changes nothing."""
    assert answer_of(asked(), ANA, SeasonAnswer.FRESH_MIX).changes == ()


def test_a_question_that_was_never_shown_is_asked_anew() -> None:
    """The bot was off: nothing is decided over people's heads, and the season's end is not lost."""
    scope = asked()
    assert scope.circle is not None
    decision = unasked(replace(scope.circle, asked_at=None), LATER + DAY)

    assert due_of(decision, "shrunk:") == LATER + DAY
    assert due_of(decision, "season:") == NOON + 8 * WEEK


# --- a fresh mix that would bring no new faces -------------------------------------------------------------------


@pytest.mark.parametrize(("others", "asks"), [(None, "season"), (0, "again"), (1, "again"), (2, "season")])
def test_a_fresh_mix_is_offered_where_there_are_new_faces(others: int | None, asks: str) -> None:
    """Too few others wait: the same people again, or rest; nobody is promised a mix that cannot be."""
    scope = circle_scope(a_view(ANA), a_view(BEN), a_view(DAN), others_waiting=others)
    ends = events.SeasonDue(community=COMMUNITY, at=NOON + 8 * WEEK, circle=CIRCLE)

    decision = season_due(scope, ends)
    after = applied(scope, decision)

    assert after.circle is not None
    assert after.circle.asks == asks
    (question,) = decision.effects
    assert isinstance(question, PostToRoom)
    offered = [getattr(one, "token", "").split(":")[-1] for one in question.note.controls]
    assert ("fresh_mix" in offered) is (asks == "season")
