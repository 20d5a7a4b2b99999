"""Check-ins: who is asked, when, and what each of the five answers leads to."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles_bot.engine import events
from circles_bot.engine.checkins import check_in_answered, check_in_due
from circles_bot.engine.circles import season_timers
from circles_bot.engine.decision import Decision, Silenced, TimerSet
from circles_bot.engine.effects import SendDirect, member_lane
from circles_bot.engine.ids import CircleId, MemberId
from circles_bot.engine.model import CheckIn, CheckInAnswer, CircleState, OptInState, Pace, SeatState
from circles_bot.engine.notes import Entry, Note, Reply
from circles_bot.engine.snapshots import CircleScope, SeatView
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
    WEEK,
    a_circle,
    a_community,
    a_seat,
    a_view,
    an_actor,
    applied,
    changed,
    circle_scope,
)

TENTH = NOON + 10 * DAY
ANSWERS = (*CheckInAnswer,)


def due(at: datetime = TENTH, number: int = 1, member: MemberId = ANA) -> events.CheckInDue:
    """Return a check-in falling due."""
    return events.CheckInDue(community=COMMUNITY, at=at, circle=CIRCLE, member=member, number=number)


def asked(member: MemberId, number: int = 1, **changes: object) -> CheckIn:
    """Return a check-in that went out on day ten."""
    check_in = CheckIn(community=COMMUNITY, circle=CIRCLE, member=member, number=number, season=1, asked_at=TENTH)
    return changed(check_in, changes)


def answered(answer: CheckInAnswer, member: MemberId = ANA, number: int = 1) -> events.CheckInAnswered:
    """Return an answer, an hour after the question."""
    return events.CheckInAnswered(
        community=COMMUNITY, at=TENTH + HOUR, actor=an_actor(member), circle=CIRCLE, number=number, answer=answer
    )


def light(member: MemberId = ANA, **changes: object) -> SeatView:
    """Return the seat of somebody who has tapped once and so has the light pace."""
    view = a_view(member, has_tapped=True)
    return replace(view, member=changed(view.member, changes))


SCOPE = circle_scope(light(ANA), light(BEN), light(CLEO))
ASKED = replace(SCOPE, check_ins=(asked(ANA), asked(BEN), asked(CLEO)))


def content(reply: Reply | None) -> Note:
    """Return the note of a private answer."""
    assert reply is not None
    assert isinstance(reply.content, Note)
    return reply.content


def changes_of_room(decision: Decision) -> list[TimerSet]:
    """Return the timers that will change something in the room."""
    timers = [timer for timer in decision.timers if isinstance(timer, TimerSet)]
    return [timer for timer in timers if isinstance(timer.event, events.ChangeDue)]


# --- asking ------------------------------------------------------------------------------------------------------


def test_a_check_in_is_one_tap() -> None:
    """One direct message with five buttons, saying how to get fewer, counted in the budget."""
    decision = check_in_due(SCOPE, due())
    after = applied(SCOPE, decision)

    (direct,) = decision.effects
    assert isinstance(direct, SendDirect)
    assert (direct.member, direct.circle, direct.lapses_at) == (ANA, CIRCLE, TENTH + 9 * HOUR)
    assert len(direct.note.controls) == 5
    assert direct.note.footer is not None
    assert after.check_ins == (asked(ANA),)
    assert after.seats[0].member.asked_at == (TENTH,)


def test_a_check_in_that_falls_due_twice_is_asked_once() -> None:
    """The same due check-in again changes nothing."""
    after = applied(SCOPE, check_in_due(SCOPE, due()))

    again = check_in_due(after, due())
    answered_once = applied(after, check_in_answered(after, answered(CheckInAnswer.GOOD)))
    after_the_answer = check_in_due(answered_once, due(TENTH + 9 * DAY))

    assert again == Decision(why=again.why)
    assert after_the_answer == Decision(why=after_the_answer.why)


@pytest.mark.parametrize(
    ("pace", "has_tapped", "is_asked"),
    [
        (None, False, False),
        (None, True, True),
        (Pace.QUIET, True, False),
        (Pace.LIGHT, False, True),
        (Pace.REGULAR, False, True),
    ],
)
def test_check_ins_go_to_those_whose_pace_takes_them(pace: Pace | None, has_tapped: bool, is_asked: bool) -> None:
    """Quiet until the first tap in a room, then light; what they chose themselves always counts."""
    scope = circle_scope(light(ANA, pace=pace, has_tapped=has_tapped), light(BEN))

    assert bool(check_in_due(scope, due()).effects) is is_asked


@pytest.mark.parametrize(
    ("changes", "moved_to"),
    [
        ({"paused_until": TENTH + WEEK}, TENTH + WEEK + HOUR),
        ({"asked_at": (TENTH - DAY,), "openly_asked_at": (TENTH - DAY,)}, TENTH + 6 * DAY + HOUR),
        ({"timezone": "Asia/Tokyo"}, TENTH + 12 * HOUR),
    ],
    ids=["paused", "budget", "night"],
)
def test_a_check_in_waits_for_pause_budget_and_morning(changes: dict[str, object], moved_to: datetime) -> None:
    """Nothing is sent in a pause, over the budget, or at night; the question moves, an hour behind invitations."""
    decision = check_in_due(circle_scope(light(ANA, **changes), light(BEN)), due())

    (timer,) = decision.timers
    assert isinstance(timer, TimerSet)
    assert timer.due_at == moved_to
    assert (decision.changes, decision.effects) == ((), ())


def test_a_check_in_that_would_come_after_the_season_is_left_out() -> None:
    """The season question asks soon enough."""
    scope = circle_scope(light(ANA, paused_until=NOON + 9 * WEEK), light(BEN))

    assert check_in_due(scope, due()).timers == ()


def test_check_ins_stop_for_the_season_after_one_unanswered() -> None:
    """Silence is an answer too: no second question this season."""
    after = applied(SCOPE, check_in_due(SCOPE, due()))

    decision = check_in_due(after, due(NOON + 7 * WEEK, number=2))

    assert decision == Decision(why=decision.why)


def test_a_break_was_the_last_check_in_of_its_season() -> None:
    """A break is a break: the check-in near the end is left out, and the next season asks again."""
    after = applied(SCOPE, check_in_due(SCOPE, due()))
    after = applied(after, check_in_answered(after, answered(CheckInAnswer.BREAK)))
    after = replace(after, seats=tuple(replace(view, member=light(view.seat.member).member) for view in after.seats))
    second = replace(after, circle=a_circle(season=2, season_ends_at=NOON + 16 * WEEK))

    assert check_in_due(after, due(NOON + 7 * WEEK, number=2)).effects == ()
    assert check_in_due(second, due(NOON + 10 * WEEK, number=3)).effects


def test_an_answered_check_in_is_followed_by_one_near_the_end() -> None:
    """A week before the season's end, and not sooner than two weeks after the first."""
    first = check_in_due(SCOPE, due())
    after = applied(SCOPE, first)
    after = applied(after, check_in_answered(after, answered(CheckInAnswer.GOOD)))

    (timer,) = (timer for timer in first.timers if isinstance(timer, TimerSet))

    assert timer.due_at == NOON + 7 * WEEK
    assert check_in_due(after, due(timer.due_at, number=2)).effects


def test_a_short_season_has_one_check_in() -> None:
    """When the last was asked a few days ago, the one at the end is left out."""
    scope = replace(SCOPE, circle=a_circle(season_ends_at=NOON + 3 * WEEK))

    assert check_in_due(scope, due()).timers == ()


@pytest.mark.parametrize(
    ("scope", "event"),
    [
        (replace(SCOPE, circle=a_circle(CircleState.ASKING)), due()),
        (replace(SCOPE, circle=a_circle(CircleState.CLOSED)), due()),
        (replace(SCOPE, circle=a_circle(season=2)), due()),
        (replace(SCOPE, circle=None), due()),
        (SCOPE, due(member=DAN)),
        (circle_scope(a_view(ANA, seat=a_seat(ANA, SeatState.LEFT), has_tapped=True), light(BEN)), due()),
    ],
    ids=["asking", "closed", "next season", "unknown", "stranger", "left"],
)
def test_a_check_in_that_has_no_place_is_left_out(scope: CircleScope, event: events.CheckInDue) -> None:
    """Nobody is asked about a circle they left or that is over, nor beside the season question."""
    decision = check_in_due(scope, event)

    assert decision == Decision(why=decision.why)


def test_who_takes_no_messages_is_not_asked() -> None:
    """A check-in is not worth waiting behind My circles."""
    decision = check_in_due(circle_scope(light(ANA, is_unreachable=True), light(BEN)), due())

    assert (decision.changes, decision.effects) == ((), ())


# --- answering ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_is_taken_once(answer: CheckInAnswer) -> None:
    """The first tap counts; the same button again gets a kind answer and changes nothing."""
    after = applied(ASKED, check_in_answered(ASKED, answered(answer)))

    again = check_in_answered(after, answered(CheckInAnswer.QUIET))

    assert after.check_ins[-1].answer is answer
    assert (again.changes, again.timers, again.silenced, again.effects) == ((), (), (), ())
    assert again.reply is not None


@pytest.mark.parametrize(
    ("scope", "event"),
    [
        (ASKED, answered(CheckInAnswer.GOOD, number=7)),
        (ASKED, answered(CheckInAnswer.BREAK, member=DAN)),
        (replace(ASKED, circle=a_circle(CircleState.CLOSED)), answered(CheckInAnswer.NOT_FOR_ME)),
        (replace(ASKED, circle=None, seats=(), check_ins=()), answered(CheckInAnswer.OFF)),
    ],
    ids=["never asked", "stranger", "closed", "unknown"],
)
def test_a_forged_or_old_answer_changes_nothing(scope: CircleScope, event: events.CheckInAnswered) -> None:
    """Buttons of others, of closed circles, of questions never asked: a kind answer."""
    decision = check_in_answered(scope, event)

    assert decision == Decision(reply=decision.reply, why=decision.why)
    assert decision.reply is not None


@pytest.mark.parametrize("answer", ANSWERS)
def test_one_answer_shows_nothing_to_others(answer: CheckInAnswer) -> None:
    """Whatever one person answers: no effect in the room, no change of anybody else, no change to come."""
    decision = check_in_answered(ASKED, answered(answer))
    after = applied(ASKED, decision)

    assert decision.effects == ()
    assert changes_of_room(decision) == []
    assert after.seats[1:] == ASKED.seats[1:]
    assert after.circle == ASKED.circle


@given(st.lists(st.sampled_from([CheckInAnswer.QUIET, CheckInAnswer.OFF]), min_size=2, max_size=2))
def test_two_low_answers_change_something_later(answers: list[CheckInAnswer]) -> None:
    """Two who say quiet or off: a change after two to four days, once, whoever answered last."""
    scope = applied(ASKED, check_in_answered(ASKED, answered(answers[0], ANA)))

    second = check_in_answered(scope, answered(answers[1], BEN))
    third = check_in_answered(applied(scope, second), answered(CheckInAnswer.OFF, CLEO))

    (timer,) = changes_of_room(second)
    assert TENTH + HOUR + 2 * DAY <= timer.due_at < TENTH + HOUR + 4 * DAY
    assert second.effects == ()
    assert changes_of_room(third) == []


def test_two_answers_of_one_person_are_one_voice() -> None:
    """Only two people make a change: otherwise it would point at one."""
    before = asked(ANA, answer=CheckInAnswer.QUIET, answered_at=TENTH)
    scope = replace(SCOPE, check_ins=(before, asked(ANA, number=2)))

    assert changes_of_room(check_in_answered(scope, answered(CheckInAnswer.OFF, number=2))) == []


def test_a_low_answer_of_an_earlier_season_does_not_count() -> None:
    """Each season starts afresh."""
    before = asked(BEN, season=0, answer=CheckInAnswer.QUIET, answered_at=TENTH)
    scope = replace(SCOPE, check_ins=(before, asked(ANA)))

    assert changes_of_room(check_in_answered(scope, answered(CheckInAnswer.OFF))) == []


def test_the_days_until_a_change_differ_by_circle() -> None:
    """Nobody can reckon back from the day of the change."""
    dues = set()
    for number in range(12):
        circle = a_circle(id=CircleId(f"cir_{number}"))
        low = asked(BEN, answer=CheckInAnswer.QUIET, answered_at=TENTH)
        scope = replace(SCOPE, circle=circle, check_ins=(asked(ANA), low))
        (timer,) = changes_of_room(check_in_answered(scope, answered(CheckInAnswer.QUIET)))
        dues.add(timer.due_at)

    assert len(dues) == 12


def test_not_for_me_leaves_silently() -> None:
    """It leaves as leaving does, and offers another circle."""
    decision = check_in_answered(ASKED, answered(CheckInAnswer.NOT_FOR_ME))
    after = applied(ASKED, decision)

    view = after.seats[0]
    assert view.seat.state is SeatState.LEFT
    assert view.opt_in is not None
    assert view.opt_in.state is OptInState.ENDED
    assert Silenced(lane=member_lane(ANA), about=CIRCLE) in decision.silenced
    assert check_in_due(after, due(NOON + 7 * WEEK, number=2)).effects == ()
    assert [getattr(control, "token", "") for control in content(decision.reply).controls] == ["wake-wish:int_baseball"]


def test_not_for_me_tells_how_to_go_from_the_room() -> None:
    """As leaving does: each platform's own way."""
    on_discord = replace(ASKED, community=a_community(platform="discord"))

    decision = check_in_answered(on_discord, answered(CheckInAnswer.NOT_FOR_ME))

    assert content(decision.reply).args["leaving_room"] == Entry("leaving-room-discord")


def test_need_a_break_pauses_everything() -> None:
    """A pause with its end named and a way back; whatever was still to be sent to them is not."""
    decision = check_in_answered(ASKED, answered(CheckInAnswer.BREAK))
    after = applied(ASKED, decision)

    until = TENTH + HOUR + 4 * WEEK
    assert after.seats[0].member.paused_until == until
    assert content(decision.reply).args == {"until": until}
    assert [getattr(control, "token", "") for control in content(decision.reply).controls] == ["pause:0"]
    assert decision.silenced == (Silenced(lane=member_lane(ANA)),)
    assert after.seats[0].seat.state is SeatState.SEATED


def test_somethings_off_offers_three_ways() -> None:
    """Rather not with somebody, a steward's look, or only telling the bot."""
    controls = content(check_in_answered(ASKED, answered(CheckInAnswer.OFF)).reply).controls

    assert [getattr(control, "token", "") for control in controls] == [
        f"need:{CIRCLE}:avoid",
        f"need:{CIRCLE}:report",
        f"concern:{CIRCLE}:bot",
    ]


# --- how often ---------------------------------------------------------------------------------------------------


def often(how: str) -> CircleScope:
    """Return a circle in a community that has chosen how often it asks."""
    return circle_scope(light(ANA), light(BEN), community=a_community(settings={"check_ins": how}))


@pytest.mark.parametrize(("how", "days"), [("weekly", 7), ("fortnightly", 14), ("twice", 10), ("off", None)])
def test_the_first_check_in_comes_as_the_community_chose(how: str, days: int | None) -> None:
    """Off to weekly; off means that no timer is set at all."""
    timers = season_timers(a_circle(), a_community(settings={"check_ins": how}), (ANA,), NOON)

    due = [timer.due_at for timer in timers if timer.key.startswith("check-in")]
    assert due == ([] if days is None else [NOON + days * DAY])


def test_weekly_check_ins_follow_one_another_until_the_season_ends() -> None:
    """Each sets the next; after the season's last week comes the season question."""
    first = events.CheckInDue(community=COMMUNITY, at=TENTH, circle=CIRCLE, member=ANA, number=1001)
    last = events.CheckInDue(community=COMMUNITY, at=NOON + 53 * DAY, circle=CIRCLE, member=ANA, number=1007)

    following, none = check_in_due(often("weekly"), first), check_in_due(often("weekly"), last)

    (timer,) = following.timers
    assert isinstance(timer, TimerSet)
    assert (timer.due_at, timer.event.number) == (TENTH + WEEK, 1002)  # type: ignore[union-attr]  # a check-in's
    assert following.effects
    assert none.effects
    assert none.timers == ()


def test_a_check_in_that_was_planned_does_not_come_when_they_are_off() -> None:
    """The setting holds at once."""
    assert check_in_due(often("off"), due()).effects == ()
