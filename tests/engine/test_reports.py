"""Reports: who sees them, what is in no message, the three answers, a kind closing, a quiet hold."""

from dataclasses import replace
from datetime import timedelta

import pytest

from circles_bot.engine import events
from circles_bot.engine.decide import decide
from circles_bot.engine.decision import Dropped, Kept, TimerCancelled, TimerSet
from circles_bot.engine.effects import CloseRoom, PostToRoom, SendDirect
from circles_bot.engine.holds import hold_asked, member_held
from circles_bot.engine.ids import MemberId, ReportId
from circles_bot.engine.members import sits_out
from circles_bot.engine.model import (
    Address,
    CircleOrigin,
    CircleState,
    Member,
    Report,
    ReportAnswer,
    ReportState,
    Sealed,
    Seat,
    SeatState,
)
from circles_bot.engine.notes import Form, Mentions, Note
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import HoldAsked, ReportAsked, ReportsAsked, RoomAsked, RoomQuestion
from circles_bot.engine.reports import (
    TEXT_LIMIT_CHARS,
    close_chosen,
    close_due,
    report_answered,
    report_asked,
    report_expired,
    report_told,
    reports_asked,
)
from circles_bot.engine.rounds import may_be_seated
from circles_bot.engine.safety import room_asked
from circles_bot.engine.snapshots import PeopleScope, ReportView
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
    NOON,
    STATEMENTS_AT_MOST,
    a_circle,
    a_community,
    a_deck,
    a_member,
    an_actor,
    an_interest,
    an_opt_in,
    circle_scope,
    statements_of,
)

DAN_LOOKS = replace(circle_scope(), stewards=(a_member(DAN, is_steward=True),))
STEWARD = an_actor(DAN, is_steward=True)
REPORT = Report(
    id=ReportId("rep_1"),
    community=COMMUNITY,
    circle=CIRCLE,
    reporter=ANA,
    text=Sealed("Ben writes to me at night"),
    names_reporter=False,
    made_at=NOON,
)
VIEW = ReportView(report=REPORT, circle=a_circle(), interest=an_interest(), insiders=frozenset({ANA, BEN, CLEO}))
SCOPE = PeopleScope(community=a_community(), people={ANA: a_member(ANA), DAN: a_member(DAN)}, report=VIEW)
OTHERS = [an_actor(BEN, is_steward=True), an_actor(ANA, is_steward=True), an_actor(EVE)]
"""A steward who sits there, a steward who wrote it, and somebody who is no steward."""


def told(text: str = "it is loud", member: MemberId = ANA, *, named: bool = False) -> events.ReportTold:
    """Return a report."""
    return events.ReportTold(
        community=COMMUNITY, at=NOON, actor=an_actor(member), circle=CIRCLE, text=text, names_reporter=named
    )


def answering(actor: events.Actor = STEWARD) -> events.ReportAnswered:
    """Return a steward's answer."""
    return events.ReportAnswered(
        community=COMMUNITY, at=NOON + DAY, actor=actor, report=REPORT.id, answer=ReportAnswer.WATCHING
    )


def closing(actor: events.Actor = STEWARD, *, is_closing: bool = True) -> events.CloseChosen:
    """Return a steward's wish to close the room."""
    at = NOON + timedelta(minutes=20)
    return events.CloseChosen(community=COMMUNITY, at=at, actor=actor, report=REPORT.id, is_closing=is_closing)


def held(weeks: int = 4, actor: events.Actor = STEWARD, other: MemberId = BEN) -> events.MemberHeld:
    """Return a steward's hold."""
    return events.MemberHeld(community=COMMUNITY, at=NOON, actor=actor, other=an_actor(other), weeks=weeks)


def key_of(content: object) -> str:
    """Return the key of what was answered."""
    assert isinstance(content, Note | Form)
    return content.key


def test_a_report_is_kept_sealed_and_in_no_message() -> None:
    """What was written is only in the record, whose text the store seals; the steward's message has a button."""
    decision = report_told(DAN_LOOKS, told("secret words"))

    (kept,) = [change.record for change in decision.changes]
    (news,) = decision.effects
    assert isinstance(kept, Report)
    assert kept.text == "secret words"
    assert isinstance(news, SendDirect)
    assert news.member == DAN
    assert "secret words" not in repr(decision.effects) + repr(decision.timers) + repr(decision.reply)
    assert ANA not in repr(decision.effects)


def test_a_report_expires() -> None:
    """Ninety days after it was made it is let go."""
    (timer,) = report_told(DAN_LOOKS, told()).timers

    assert isinstance(timer, TimerSet)
    assert timer.due_at == NOON + 90 * DAY
    expired = events.ReportExpired(community=COMMUNITY, at=timer.due_at, report=REPORT.id)
    assert report_expired(SCOPE, expired).changes == (Dropped(REPORT),)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\u202eturned\u202c", "turned"),
        ("z" + "\u0351" * 500 + "algo", "z" + "\u0351" * 3 + "algo"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("one\r\n\n\n\ntwo", "one\n\ntwo"),
        ("@everyone <@123> **x**", "@everyone <@123> **x**"),
    ],
)
def test_what_is_written_becomes_harmless(text: str, kept: str) -> None:
    """Controls, direction marks and towers of marks go; markup stays the words it is."""
    (record,) = [change.record for change in report_told(DAN_LOOKS, told(text)).changes]

    assert isinstance(record, Report)
    assert record.text == kept


def test_too_long_a_report_is_refused_with_the_limit_said() -> None:
    """Nothing is sent, and the number is in the answer."""
    decision = report_told(DAN_LOOKS, told("x" * 10_000))

    assert (decision.changes, decision.effects) == ((), ())
    assert decision.reply is not None
    assert isinstance(decision.reply.content, Note)
    assert decision.reply.content.args == {"limit": TEXT_LIMIT_CHARS}


def test_the_sixth_report_of_a_day_waits() -> None:
    """Five a day; the answer says when again."""
    limit = Policy().reports_a_day

    fifth = report_told(replace(DAN_LOOKS, reports_lately=limit - 1), told())
    sixth = report_told(replace(DAN_LOOKS, reports_lately=limit), told())

    assert fifth.effects
    assert (sixth.changes, sixth.effects) == ((), ())
    assert sixth.reply is not None
    assert isinstance(sixth.reply.content, Note)
    assert sixth.reply.content.args == {"again": NOON + DAY}


@pytest.mark.parametrize(
    "scope",
    [
        replace(DAN_LOOKS, interest=an_interest(is_confidential=True, name="grief")),
        replace(DAN_LOOKS, interest=None, circle=a_circle(interest=None, origin=CircleOrigin.WITH, topic="grief")),
    ],
    ids=["confidential", "chosen people"],
)
def test_a_subject_that_is_not_open_is_told_to_no_steward(scope: object) -> None:
    """A steward learns that some circle asks for a look, not what it is about."""
    decision = report_told(scope, told())  # type: ignore[arg-type]  # a table of scopes

    assert decision.effects
    assert "grief" not in repr(decision.effects)


@pytest.mark.parametrize("actor", OTHERS)
def test_a_report_is_not_there_for_anybody_else(actor: events.Actor) -> None:
    """Who sits there, who wrote it, who is no steward: the answer is that of an unknown id, and nothing changes."""
    nothing = replace(SCOPE, report=None)
    asked = ReportAsked(community=COMMUNITY, at=NOON, actor=actor, report=REPORT.id)

    assert report_asked(SCOPE, asked) == report_asked(nothing, asked)
    assert report_answered(SCOPE, answering(actor)) == report_answered(nothing, answering(actor))
    assert close_chosen(SCOPE, closing(actor)) == close_chosen(nothing, closing(actor))
    assert not report_answered(SCOPE, answering(actor)).changes


def test_a_steward_reads_the_words_and_not_who_wrote_them() -> None:
    """Unless the reporter ticked so."""
    asked = ReportAsked(community=COMMUNITY, at=NOON, actor=STEWARD, report=REPORT.id)
    named = replace(SCOPE, report=replace(VIEW, report=replace(REPORT, names_reporter=True)))

    plain, with_name = report_asked(SCOPE, asked).content, report_asked(named, asked).content

    assert REPORT.text in repr(plain)
    assert ANA not in repr(plain)
    assert repr(Mentions((ANA,))) in repr(with_name)


def test_the_reporter_gets_the_answer_once() -> None:
    """By direct message, without the steward's name; a second answer changes nothing."""
    decision = report_answered(SCOPE, answering())

    (answer,) = decision.effects
    assert isinstance(answer, SendDirect)
    assert (answer.member, answer.note.key) == (ANA, "report-answer-watching")
    assert answer.note.footer is not None
    assert DAN not in repr(answer)
    (kept,) = [change.record for change in decision.changes]
    assert isinstance(kept, Report)
    assert (kept.state, kept.answer) == (ReportState.ANSWERED, ReportAnswer.WATCHING)
    again = report_answered(replace(SCOPE, report=replace(VIEW, report=kept)), answering())
    assert (again.changes, again.effects) == ((), ())


def test_the_list_has_only_what_a_steward_may_see() -> None:
    """The loader leaves out circles one sits in; who is no steward sees no list."""
    scope = PeopleScope(community=a_community(), reports=(VIEW,))

    listed = reports_asked(scope, ReportsAsked(community=COMMUNITY, at=NOON, actor=STEWARD)).content
    refused = reports_asked(scope, ReportsAsked(community=COMMUNITY, at=NOON, actor=an_actor(EVE))).content

    assert isinstance(listed, Note)
    assert (len(listed.lines), listed.beside) == (1, (1,))
    assert key_of(refused) == "sorry-stewards-only"


def test_a_room_closes_at_the_next_full_hour() -> None:
    """So that nobody can reckon back from it; it may be kept open after all."""
    (timer,) = close_chosen(SCOPE, closing()).timers
    (kept,) = close_chosen(SCOPE, closing(is_closing=False)).timers

    assert isinstance(timer, TimerSet)
    assert timer.due_at == NOON + HOUR
    assert kept == TimerCancelled(key=timer.key)


def test_a_kind_closing_is_like_any_other() -> None:
    """Thanks once, the room archived, every seat finished; within the budget of statements."""
    event = events.CloseDue(community=COMMUNITY, at=NOON + HOUR, circle=CIRCLE)

    decision = close_due(circle_scope(), event)

    assert isinstance(decision.effects[-1], CloseRoom)
    assert any(isinstance(effect, PostToRoom) and effect.note.key == "room-closing" for effect in decision.effects)
    states = {change.record.state for change in decision.changes if isinstance(change.record, Seat)}
    assert states == {SeatState.FINISHED}
    assert statements_of(event, decision) <= STATEMENTS_AT_MOST
    assert close_due(circle_scope(circle=a_circle(CircleState.CLOSED)), event).effects == ()


def test_a_held_member_is_seated_nowhere_new() -> None:
    """Waiting, here, with room to spare: and still not seated while the hold lasts."""
    decision = member_held(replace(SCOPE, people={BEN: a_member(BEN)}), held())

    (change,) = decision.changes
    assert isinstance(change, Kept)
    assert isinstance(change.record, Member)
    later = NOON + 27 * DAY
    assert sits_out(change.record, later)
    assert not may_be_seated(an_opt_in(BEN), change.record, 0, Policy(), later)
    assert not sits_out(change.record, NOON + 28 * DAY)
    assert (decision.effects, decision.silenced, decision.timers) == ((), (), ())


def test_a_hold_tells_a_steward_nothing_about_the_person() -> None:
    """Whether they have anything to do with the bot does not show in the answer."""
    known = member_held(replace(SCOPE, people={BEN: a_member(BEN)}), held())
    unknown = member_held(SCOPE, held())

    assert known.reply == unknown.reply
    assert {type(change.record) for change in unknown.changes} == {Member, Address}


def test_only_stewards_hold() -> None:
    """A forged form changes nothing."""
    assert member_held(SCOPE, held(actor=an_actor(EVE))).changes == ()
    ended = member_held(replace(SCOPE, people={BEN: a_member(BEN, held_until=NOON + DAY)}), held(0))
    (change,) = ended.changes
    assert isinstance(change.record, Member)
    assert change.record.held_until is None


def test_the_form_is_short_and_asks_for_no_name() -> None:
    """One text that may stay empty, and a choice that is no already."""
    asked = RoomAsked(community=COMMUNITY, at=NOON, actor=an_actor(ANA), circle=CIRCLE, about=RoomQuestion.REPORT)

    form = room_asked(circle_scope(), asked).content

    assert isinstance(form, Form)
    assert len(form.fields) == 2
    assert key_of(room_asked(circle_scope(), replace(asked, actor=an_actor(EVE))).content) == "room-not-yours"


def test_hold_asks_stewards_only() -> None:
    """Anybody else learns only that."""
    assert isinstance(hold_asked(HoldAsked(community=COMMUNITY, at=NOON, actor=STEWARD)).content, Form)
    assert key_of(hold_asked(HoldAsked(community=COMMUNITY, at=NOON, actor=an_actor(EVE))).content) == (
        "sorry-stewards-only"
    )


def test_reports_cost_little() -> None:
    """Each act of these keeps to the budget."""
    for event in (told(), answering(), closing(), held()):
        scope = DAN_LOOKS if isinstance(event, events.ReportTold) else SCOPE
        assert statements_of(event, decide(scope, event, a_deck())) <= STATEMENTS_AT_MOST
