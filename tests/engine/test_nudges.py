"""Nudges: the budget, quiet rooms and lively ones, lapsing instead of flooding."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles_bot.engine import events
from circles_bot.engine.decision import Decision, TimerSet
from circles_bot.engine.effects import DirectKind, PostToRoom
from circles_bot.engine.ids import MemberId
from circles_bot.engine.model import CheckIn, CircleState, Member, Pace, PostKind, SeatState
from circles_bot.engine.nudges import change_due, next_ask_at, nudge_lapsed, quiet_due, with_ask_counted
from circles_bot.engine.policy import Policy
from circles_bot.engine.prompts import Deck
from circles_bot.engine.schedule import is_quiet, zone_of
from circles_bot.engine.snapshots import CircleScope, SeatView
from tests.engine.builders import (
    ANA,
    BEN,
    CIRCLE,
    CLEO,
    COMMUNITY,
    DAN,
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
    applied,
    circle_scope,
)

DECK = a_deck()
POLICY = Policy()
INVITATION, CHECK_IN, ANSWER, REPORT = (
    DirectKind.INVITATION,
    DirectKind.CHECK_IN,
    DirectKind.ANSWER,
    DirectKind.REPORT,
)
ZONES = ("UTC", "Europe/Berlin", "Asia/Kolkata", "America/Los_Angeles")


def look(at: datetime = NOON + 4 * DAY) -> events.QuietDue:
    """Return the look whether the room is quiet."""
    return events.QuietDue(community=COMMUNITY, at=at, circle=CIRCLE)


def spoken(member: MemberId, at: datetime) -> SeatView:
    """Return the seat of somebody last heard at ``at``."""
    return a_view(member, seat=a_seat(member, active_at=at))


def planned(decision: Decision) -> datetime:
    """Return when the room is looked at next."""
    (due,) = (
        timer.due_at
        for timer in decision.timers
        if isinstance(timer, TimerSet) and isinstance(timer.event, events.QuietDue)
    )
    return due


def prompt_of(decision: Decision) -> PostToRoom:
    """Return the prompt that a decision posts."""
    (post,) = decision.effects
    assert isinstance(post, PostToRoom)
    return post


def stage_of(scope: CircleScope, decision: Decision) -> str:
    """Return the stage of the prompt that a decision posts."""
    prompt = DECK.find(applied(scope, decision).posts[-1].prompt)
    assert prompt is not None
    return prompt.stage


def living(
    scope: CircleScope, until: datetime, meanwhile: Callable[[CircleScope, datetime], CircleScope]
) -> list[datetime]:
    """Let a circle's looks fall due one after another and return when it was prompted; ends with the question."""
    at, prompted = look().at, []
    while at < until and scope.circle and scope.circle.state is CircleState.OPEN:
        decision = quiet_due(scope, look(at), DECK)
        prompted += [at] * bool(decision.effects)
        scope = meanwhile(applied(scope, decision), at)
        if scope.circle and scope.circle.state is CircleState.OPEN:
            at = planned(decision)
    return prompted


# --- the budget --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked_days_ago", "kind", "expected"),
    [
        ((), INVITATION, NOON),
        ((0.5,), INVITATION, NOON + DAY / 2 + 8 * HOUR),  # free again at midnight, which is quiet
        ((1.0,), INVITATION, NOON),
        ((6.0, 2.0), INVITATION, NOON + DAY),
        ((6.0, 2.0), CHECK_IN, NOON + 5 * DAY),
        ((6.0, 5.0, 3.0), INVITATION, NOON + 2 * DAY),  # more than the budget, from a time when it was larger
        ((2.0,), CHECK_IN, NOON + 5 * DAY),  # leaves one message of the week to an invitation
        ((0.5,), ANSWER, NOON),
        ((6.0, 2.0), REPORT, NOON),
    ],
)
def test_the_budget_of_direct_messages(asked_days_ago: tuple[float, ...], kind: DirectKind, expected: datetime) -> None:
    """At most one a day and two a week; invitations first, check-ins last; answers are not counted against anybody."""
    member = a_member(asked_at=tuple(NOON - DAY * days for days in asked_days_ago))

    assert next_ask_at(member, a_community(), POLICY, NOON, kind) == expected


@pytest.mark.parametrize("kind", list(DirectKind))
def test_nothing_unasked_comes_at_night(kind: DirectKind) -> None:
    """Quiet hours hold for every kind of direct message, in the member's own time zone."""
    member = a_member(timezone="Asia/Tokyo")

    assert next_ask_at(member, a_community(), POLICY, NOON + HOUR, kind) == MIDNIGHT - HOUR


def test_a_pause_holds_back_what_is_asked() -> None:
    """A pause holds invitations and check-ins; an answer to their own act still comes."""
    member = a_member(paused_until=NOON + 2 * WEEK)

    assert next_ask_at(member, a_community(), POLICY, NOON, INVITATION) == NOON + 2 * WEEK
    assert next_ask_at(member, a_community(), POLICY, NOON, ANSWER) == NOON


def test_the_budget_forgets_after_a_week() -> None:
    """Only what counts is kept: seven days."""
    member = a_member(asked_at=(NOON - 8 * DAY, NOON - WEEK, NOON - 6 * DAY))

    assert with_ask_counted(member, NOON).asked_at == (NOON - 6 * DAY, NOON)


@given(
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from([INVITATION, CHECK_IN])), max_size=40),
    st.sampled_from(ZONES),
    st.integers(0, 30 * 24),
)
def test_the_budget_holds_over_any_sequence(asks: list[tuple[int, DirectKind]], zone: str, pause: int) -> None:
    """Whatever is to be asked and when: never at night, never in a pause, one in 24 hours, two in seven days."""
    member = a_member(timezone=zone, paused_until=NOON + timedelta(hours=pause))
    sent: list[datetime] = []
    at = NOON
    for hours, kind in asks:
        at = next_ask_at(member, a_community(), POLICY, at + timedelta(hours=hours), kind)
        member, sent = with_ask_counted(member, at), [*sent, at]

    assert not any(is_quiet(moment, zone_of(member, a_community()), POLICY) for moment in sent)
    assert all(moment >= NOON + timedelta(hours=pause) for moment in sent)
    assert all(later - sooner >= DAY for sooner, later in pairwise(sent))
    assert all(later - sooner >= WEEK for sooner, later in zip(sent, sent[2:], strict=False))


# --- rooms -------------------------------------------------------------------------------------------------------


def test_a_lively_room_is_left_alone() -> None:
    """Two voices within four days: no prompt, and a look when the second voice would be four days past."""
    scope = circle_scope(spoken(ANA, NOON + 3 * DAY), spoken(BEN, NOON + 2 * DAY), a_view(CLEO))

    decision = quiet_due(scope, look(), DECK)

    assert (decision.changes, decision.effects) == ((), ())
    assert planned(decision) == NOON + 6 * DAY


@pytest.mark.parametrize(
    "scope",
    [circle_scope(), circle_scope(spoken(ANA, NOON + 3 * DAY), a_view(BEN), a_view(CLEO))],
    ids=["nobody", "one voice alone"],
)
def test_a_quiet_room_gets_something_light(scope: CircleScope) -> None:
    """Nobody, or one voice only, for four days: one prompt."""
    decision = quiet_due(scope, look(), DECK)

    assert prompt_of(decision).note.key == "room-prompt"
    assert stage_of(scope, decision) == "warming"
    assert planned(decision) == NOON + 9 * DAY


def test_a_room_is_prompted_when_most_are_awake() -> None:
    """At night nothing is posted: the look moves to the hour at which most of the room is awake."""
    decision = quiet_due(circle_scope(), look(MIDNIGHT + 4 * DAY), DECK)

    assert (decision.changes, decision.effects) == ((), ())
    assert planned(decision) == MIDNIGHT + 4 * DAY + 8 * HOUR


def test_prompts_go_deeper_then_close_the_season() -> None:
    """Two warming ones, then deeper ones, and in the last week a closing one."""
    scope, stages, at = circle_scope(), [], look().at
    for days in (0, 6, 12, 40):
        at = look().at + days * DAY
        decision = quiet_due(scope, look(at), DECK)
        stages.append(stage_of(scope, decision))
        scope = applied(scope, decision)
        scope = replace(scope, seats=(spoken(ANA, at + HOUR), *scope.seats[1:]))

    assert stages == ["warming", "warming", "deeper", "deeper"]
    last = quiet_due(scope, look(NOON + 8 * WEEK - 2 * DAY), DECK)
    assert stage_of(scope, last) == "closing"


def test_silence_doubles_the_pause_and_asks_for_less() -> None:
    """A prompt that met silence is followed by an easier one, and then by ten days of peace."""
    first = quiet_due(circle_scope(), look(), DECK)
    scope = applied(circle_scope(), first)

    second = quiet_due(scope, look(planned(first)), DECK)

    assert stage_of(scope, second) == "stuck"
    assert planned(second) == planned(first) + 10 * DAY


def test_two_silent_prompts_bring_the_season_question() -> None:
    """After two in a row without a tap or a message the room is asked: carry on, a fresh mix, or rest."""
    prompted = living(circle_scope(), NOON + 8 * WEEK, lambda scope, at: scope)

    assert prompted == [NOON + 4 * DAY, NOON + 9 * DAY, NOON + 19 * DAY]  # two prompts, then the question


def test_one_voice_breaks_the_silence() -> None:
    """As long as somebody answers, a circle is never asked whether to end before its season does."""

    def answered(scope: CircleScope, at: datetime) -> CircleScope:
        return replace(scope, seats=(spoken(ANA, at + HOUR), *scope.seats[1:]))

    prompted = living(circle_scope(), NOON + 7 * WEEK, answered)

    gaps = {later - sooner for sooner, later in pairwise(prompted)}
    assert len(prompted) > 4
    assert gaps == {5 * DAY}


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 300)), max_size=30), st.sampled_from(ZONES))
def test_no_prompt_repeats_and_none_comes_at_night(acts: list[tuple[int, int]], zone: str) -> None:
    """Whoever speaks whenever: no prompt twice, none in anyone's night where all share a zone, five days between."""
    views = [a_view(member, timezone=zone) for member in (ANA, BEN, CLEO)]
    scope, at, posted = circle_scope(*views), look().at, []
    for who, hours in acts:
        decision = quiet_due(scope, look(at), DECK)
        scope = applied(scope, decision)
        if scope.circle is None or scope.circle.state is not CircleState.OPEN:
            break
        posted += [at] * bool(decision.effects)
        view = scope.seats[who]
        heard = replace(view, seat=replace(view.seat, active_at=at + timedelta(hours=hours)))
        scope = replace(scope, seats=tuple(heard if other is view else other for other in scope.seats))
        at = max(planned(decision), at + timedelta(hours=hours))

    used = [post.prompt for post in scope.posts if post.kind is PostKind.PROMPT]
    assert len(used) == len(set(used))
    assert not any(is_quiet(moment, zone_of(views[0].member, a_community()), POLICY) for moment in posted)
    assert all(later - sooner >= 5 * DAY for sooner, later in pairwise(posted))


def test_a_look_that_comes_twice_prompts_once() -> None:
    """The same look again changes nothing: the room has just been asked."""
    after = applied(circle_scope(), quiet_due(circle_scope(), look(), DECK))

    again = quiet_due(after, look(), DECK)

    assert (again.changes, again.effects) == ((), ())


@pytest.mark.parametrize(
    "scope",
    [
        circle_scope(circle=a_circle(CircleState.ASKING)),
        circle_scope(circle=a_circle(CircleState.CLOSED)),
        circle_scope(a_view(ANA), a_view(BEN, seat=a_seat(BEN, SeatState.LEFT))),
        replace(circle_scope(), circle=None),
    ],
    ids=["asking", "closed", "one alone", "unknown"],
)
def test_no_prompt_where_it_has_no_place(scope: CircleScope) -> None:
    """Not beside the season question, not after the end, not to one person alone."""
    prompted = [*quiet_due(scope, look(), DECK).effects, *change_due(scope, change(), DECK).effects]

    assert not any(isinstance(effect, PostToRoom) for effect in prompted)
    assert change_due(scope, change(), DECK).changes == ()


def test_only_who_asked_for_it_is_mentioned() -> None:
    """A prompt mentions members of the regular pace, and of those nobody who is paused, asleep, or gone."""
    views = (
        a_view(ANA, pace=Pace.REGULAR),
        a_view(BEN, pace=Pace.LIGHT),
        a_view(CLEO, pace=Pace.REGULAR, paused_until=NOON + 3 * WEEK),
        a_view(DAN, pace=Pace.REGULAR, timezone="Asia/Tokyo"),
        a_view(EVE, timezone="America/Los_Angeles"),
        a_view(MemberId("mem_left"), seat=a_seat(MemberId("mem_left"), SeatState.LEFT), pace=Pace.REGULAR),
    )

    prompt = prompt_of(quiet_due(circle_scope(*views), look(NOON + 4 * DAY + 4 * HOUR), DECK))

    assert prompt.pings == (ANA,)


def test_a_late_prompt_wakes_nobody() -> None:
    """A prompt that mentions somebody lapses when their night begins, else after half a day."""
    mentioned = circle_scope(a_view(ANA, pace=Pace.REGULAR), a_view(BEN), a_view(CLEO))

    assert prompt_of(quiet_due(mentioned, look(), DECK)).lapses_at == look().at + 9 * HOUR
    assert prompt_of(quiet_due(circle_scope(), look(), DECK)).lapses_at == look().at + 12 * HOUR


def test_no_prompt_when_the_deck_is_used_up() -> None:
    """A circle that has had every prompt is left in peace rather than asked again."""
    decision = quiet_due(circle_scope(), look(), Deck(prompts={}))

    assert (decision.changes, decision.effects) == ((), ())
    assert planned(decision) > look().at


# --- a change, some days after two said so -----------------------------------------------------------------------


def change(at: datetime = NOON + 14 * DAY) -> events.ChangeDue:
    """Return the change falling due."""
    return events.ChangeDue(community=COMMUNITY, at=at, circle=CIRCLE)


def test_a_change_is_a_question_like_any_other() -> None:
    """What two or more wished for comes as an easy question; nothing in it tells why it came."""
    decision = change_due(circle_scope(), change(), DECK)

    assert stage_of(circle_scope(), decision) == "stuck"
    assert prompt_of(decision).note.key == "room-prompt"


def test_a_change_waits_for_a_waking_room() -> None:
    """A change keeps the room's hours too."""
    decision = change_due(circle_scope(), change(MIDNIGHT), DECK)

    (timer,) = decision.timers
    assert isinstance(timer, TimerSet)
    assert timer.due_at == MIDNIGHT + 8 * HOUR
    assert decision.effects == ()


def test_a_prompt_of_the_same_day_is_change_enough() -> None:
    """A change does not pile a second question on today's; applied twice it changes nothing."""
    after = applied(circle_scope(), change_due(circle_scope(), change(), DECK))

    again = change_due(after, change(), DECK)

    assert (again.changes, again.timers, again.effects) == ((), (), ())


# --- lapsing -----------------------------------------------------------------------------------------------------


def lapsed(member: MemberId | None = None, at: datetime = NOON + 20 * DAY) -> events.NudgeLapsed:
    """Return a nudge that was not sent in time."""
    return events.NudgeLapsed(community=COMMUNITY, at=at, circle=CIRCLE, member=member)


def test_a_lapsed_prompt_is_planned_anew() -> None:
    """After downtime a prompt is as if it had never been: free to be asked, and not counted as met by silence."""
    after = applied(circle_scope(), quiet_due(circle_scope(), look(), DECK))

    decision = nudge_lapsed(after, lapsed())
    anew = applied(after, decision)

    assert anew.posts == ()
    assert planned(decision) == NOON + 20 * DAY
    later = applied(anew, quiet_due(anew, look(planned(decision)), DECK))
    assert later.circle is not None
    assert later.circle.silent_prompts == 0
    assert nudge_lapsed(anew, lapsed()).changes == ()


def test_a_lapsed_check_in_is_as_if_never_asked() -> None:
    """It is asked again later, costs no budget, and is not held against anybody as unanswered."""
    asked_at = NOON + 10 * DAY
    asked = CheckIn(community=COMMUNITY, circle=CIRCLE, member=ANA, number=1, season=1, asked_at=asked_at)
    view = a_view(ANA, asked_at=(asked_at,))
    scope = circle_scope(view, a_view(BEN), check_ins=(asked,))

    decision = nudge_lapsed(scope, lapsed(ANA))
    after = applied(scope, decision)

    assert after.check_ins == ()
    assert after.seats[0].member.asked_at == ()
    assert [type(timer.event) for timer in decision.timers if isinstance(timer, TimerSet)] == [events.CheckInDue]


def test_a_lapsed_invitation_goes_out_within_the_budget() -> None:
    """An invitation that lapsed is sent when the member may next be asked."""
    view = replace(a_view(ANA), seat=a_seat(ANA, SeatState.INVITED))
    scope = circle_scope(view, circle=a_circle(CircleState.INVITING))

    (timer,) = nudge_lapsed(scope, lapsed(ANA, MIDNIGHT)).timers

    assert isinstance(timer, TimerSet)
    assert isinstance(timer.event, events.InvitationDue)
    assert timer.due_at == MIDNIGHT + 8 * HOUR


@pytest.mark.parametrize("state", [CircleState.CLOSED, CircleState.FIZZLED])
def test_what_lapsed_of_a_closed_circle_is_forgotten(state: CircleState) -> None:
    """Nothing is planned anew where there is nobody to ask."""
    scope = circle_scope(circle=a_circle(state))

    for event in (lapsed(), lapsed(ANA)):
        assert nudge_lapsed(scope, event) == Decision(why=nudge_lapsed(scope, event).why)


def test_a_member_of_nothing_is_not_asked() -> None:
    """A lapsed message to somebody who has left is not planned anew."""
    gone: Member = a_member(DAN)
    scope = circle_scope(a_view(ANA), SeatView(seat=a_seat(DAN, SeatState.LEFT), member=gone, opt_in=None))

    assert nudge_lapsed(scope, lapsed(DAN)).timers == ()


def test_posts_of_different_times_have_different_ids() -> None:
    """Two prompts of one circle are two posts."""
    first = applied(circle_scope(), quiet_due(circle_scope(), look(), DECK))
    second = applied(first, quiet_due(first, look(NOON + 9 * DAY), DECK))

    assert len({post.id for post in second.posts}) == 2
