"""Reports: what a member asks the stewards to look at, privately, and the three ready answers.

A report reaches only stewards who were never asked into that circle, says who wrote it only when the writer ticks so,
and names an interest only where that is open. What was written is in no message: a steward opens it by a tap.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from circles_bot.engine import events
from circles_bot.engine.buttons import MINE, leave_circle_button
from circles_bot.engine.circles import close_room, end_circle
from circles_bot.engine.decision import Decision, Dropped, Kept, TimerCancelled, TimerSet
from circles_bot.engine.directs import direct_by_morning
from circles_bot.engine.effects import DirectKind, SendDirect
from circles_bot.engine.ids import CircleId, EffectKey, ReportId, TimerKey, derive
from circles_bot.engine.lifecycle import LIVE_CIRCLES
from circles_bot.engine.members import looks_after
from circles_bot.engine.model import (
    Circle,
    Community,
    Interest,
    Member,
    OptInState,
    PostKind,
    Report,
    ReportAnswer,
    ReportState,
    Sealed,
)
from circles_bot.engine.notes import (
    Argument,
    Button,
    Entry,
    Form,
    Line,
    Mentions,
    Note,
    Option,
    Reply,
    Select,
    TextField,
)
from circles_bot.engine.policy import Policy
from circles_bot.engine.posts import new_post, show, show_over
from circles_bot.engine.questions import ReportAsked, ReportsAsked, RoomQuestion
from circles_bot.engine.seats import seated_view, those_ever_seated
from circles_bot.engine.snapshots import CircleScope, PeopleScope, ReportView
from circles_bot.engine.texts import clean_text
from circles_bot.engine.tokens import Token, make_token
from circles_bot.engine.topics import topic_of

TEXT_LIMIT_CHARS = 1_000
LISTED_AT_MOST = 10
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
SOME_CIRCLE = Entry("topic-of-their-own")
"""What a circle is called to stewards whose subject is none of their business: a confidential one, a chosen one."""


# --- telling ------------------------------------------------------------------------------------------------------


def report_form(circle: CircleId) -> Form:
    """Return the form: a few words, or none, and whether the stewards may know who wrote them."""
    text = TextField(
        token=make_token(Token.REPORT_TEXT),
        label=Line(key="report-text"),
        at_most_chars=TEXT_LIMIT_CHARS,
        is_required=False,
    )
    name = Select(
        token=make_token(Token.REPORT_NAME),
        placeholder=Line(key="report-name"),
        options=(
            Option(value="no", label=Line(key="report-name-no"), is_chosen=True),
            Option(value="yes", label=Line(key="report-name-yes")),
        ),
    )
    return Form(token=make_token(Token.REPORT, circle), key="report-form", fields=(text, name))


def report_told(scope: CircleScope, event: events.ReportTold) -> Decision:
    """Keep a report and let the stewards outside that circle know that there is one."""
    text = clean_text(event.text)
    if len(text) > TEXT_LIMIT_CHARS:
        return _said(Note(key="report-too-long", args={"limit": TEXT_LIMIT_CHARS}), "why-report-refused")
    made = ReportId(derive("rep", event.circle, event.actor.member, event.at.isoformat()))
    return _told(scope, event, made, Sealed(text), names_reporter=event.names_reporter)


def concern_told(scope: CircleScope, event: events.ConcernTold) -> Decision:
    """Thank who told only the bot; a wish for a steward's look (an older button) is a report without words."""
    if scope.circle is None or event.actor.member not in those_ever_seated(scope):
        return _said(Note(key="room-not-yours"), "why-not-seated", replaces=False)
    if not event.for_stewards:
        return _said(Note(key="concern-kept"), "why-concern-kept")
    # a second tap on the same day asks for the same look
    made = ReportId(derive("rep", event.circle, event.actor.member, event.at.date().isoformat()))
    return _told(scope, event, made, Sealed(""), names_reporter=False)


def _told(
    scope: CircleScope,
    event: events.ReportTold | events.ConcernTold,
    made: ReportId,
    text: Sealed,
    *,
    names_reporter: bool,
) -> Decision:
    circle, community, me = scope.circle, scope.community, event.actor.member
    if circle is None or community is None or me not in those_ever_seated(scope):
        return _said(Note(key="room-not-yours"), "why-not-seated", replaces=False)
    policy = Policy.of(community)
    if scope.reports_lately >= policy.reports_a_day:
        again = event.at + A_DAY
        return _said(Note(key="report-enough", args={"again": again}), "why-report-enough")
    inside = {*(view.seat.member for view in scope.seats), me}
    stewards = [one for one in scope.stewards if looks_after(one) and one.id not in inside and one.gone_at is None]
    if not stewards:
        return _said(_nobody_note(scope, circle, event), "why-concern-no-steward")
    report = Report(
        id=made,
        community=community.id,
        circle=circle.id,
        reporter=me,
        text=text,
        names_reporter=names_reporter,
        made_at=event.at,
    )
    subject = subject_for_stewards(circle, scope.interest)
    return Decision(
        changes=(Kept(report),),
        timers=(_expiry(report, event.at + policy.report_kept),),
        effects=tuple(_news(report, steward, community, subject, event.at) for steward in stewards),
        reply=Reply(
            content=Note(key="report-passed-on-named" if names_reporter else "concern-passed-on"), replaces=True
        ),
        why=Line(key="why-concern-passed-on"),
    )


def _nobody_note(scope: CircleScope, circle: Circle, event: events.ReportTold | events.ConcernTold) -> Note:
    is_sitting = seated_view(scope, event.actor.member) is not None
    leaving = (leave_circle_button(circle.id, topic_of(scope)),) if is_sitting else ()
    avoid = Button(token=make_token(Token.NEED, circle.id, RoomQuestion.AVOID.value), label=Line(key="button-avoid"))
    return Note(key="concern-no-steward", controls=(avoid, *leaving))


def _news(report: Report, steward: Member, community: Community, subject: Argument, at: datetime) -> SendDirect:
    note = Note(
        key="report",
        args={"interest": subject},
        controls=(_open_button(report),),
        footer=Line(key="report-footer"),
    )
    once = EffectKey(derive("eff", "report", report.id, steward.id))
    return direct_by_morning(once, steward, community, note, at, kind=DirectKind.REPORT)


# --- looking ------------------------------------------------------------------------------------------------------


def reports_asked(scope: PeopleScope, question: ReportsAsked) -> Reply:
    """List the open reports that this steward may see."""
    if not question.actor.is_steward:
        return Reply(content=Note(key="sorry-stewards-only"))
    seen = [view for view in scope.reports if _may_see(view, question.actor)][:LISTED_AT_MOST]
    if not seen:
        return Reply(content=Note(key="reports-none", controls=(_hold_button(),)))
    lines = tuple(
        Line(
            key="report-line",
            args={
                "number": number,
                "when": view.report.made_at,
                "interest": subject_for_stewards(view.circle, view.interest),
            },
        )
        for number, view in enumerate(seen, start=1)
    )
    buttons = tuple(_open_button(view.report, number) for number, view in enumerate(seen, start=1))
    note = Note(key="reports", lines=lines, controls=(*buttons, _hold_button()), beside=(1,) * len(lines))
    return Reply(content=note)


def report_asked(scope: PeopleScope, question: ReportAsked) -> Reply:
    """Show one report, with what a steward can do; to anybody else it is not there."""
    view = scope.report
    if view is None or not _may_see(view, question.actor):
        return Reply(content=Note(key="report-unknown"))
    return Reply(content=_report_note(view), replaces=True)


def report_answered(scope: PeopleScope, event: events.ReportAnswered) -> Decision:
    """Pass the ready answer on to who reported, once; the first steward's counts."""
    view, community = scope.report, scope.community
    if view is None or community is None or not _may_see(view, event.actor):
        return _said(Note(key="report-unknown"), "why-report-unknown")
    if view.report.state is not ReportState.OPEN:
        return _said(Note(key="report-answered-already"), "why-report-answered-already")
    answered = replace(view.report, state=ReportState.ANSWERED, answer=event.answer)
    note = Note(key=f"report-answer-{event.answer.value}", controls=(MINE,), footer=Line(key="fewer-answers"))
    reporter = scope.people.get(view.report.reporter)
    key = EffectKey(derive("eff", "report-answer", view.report.id))
    return Decision(
        changes=(Kept(answered),),
        effects=(direct_by_morning(key, reporter, community, note, event.at, kind=DirectKind.REPORT),)
        if reporter
        else (),
        reply=Reply(content=_report_note(replace(view, report=answered)), replaces=True),
        why=Line(key="why-report-answered"),
    )


def report_expired(scope: PeopleScope, event: events.ReportExpired) -> Decision:
    """Let go of a report that has been kept long enough."""
    view = scope.report
    if view is None:
        return Decision()
    return Decision(changes=(Dropped(view.report),), why=Line(key="why-report-expired"))


# --- closing a room kindly ----------------------------------------------------------------------------------------


def close_chosen(scope: PeopleScope, event: events.CloseChosen) -> Decision:
    """Close the room that a report is about at the next full hour, or keep it after all."""
    view = scope.report
    if view is None or not _may_see(view, event.actor):
        return _said(Note(key="report-unknown"), "why-report-unknown")
    if view.circle is None or view.circle.state not in LIVE_CIRCLES:
        return _said(Note(key="close-over"), "why-close-over")
    key = TimerKey(f"close:{view.circle.id}")
    if not event.is_closing:
        return replace(_said(Note(key="close-kept"), "why-close-kept"), timers=(TimerCancelled(key=key),))
    due = event.at.replace(minute=0, second=0, microsecond=0) + AN_HOUR
    closing = events.CloseDue(community=event.community, at=due, circle=view.circle.id)
    keep = Button(token=make_token(Token.KEEP_ROOM, view.report.id), label=Line(key="button-keep-room"))
    note = Note(key="close-chosen", args={"when": due}, controls=(keep,))
    return replace(_said(note, "why-close-chosen"), timers=(TimerSet(key=key, due_at=due, event=closing),))


def close_due(scope: CircleScope, event: events.CloseDue) -> Decision:
    """Close the circle as any other that ends: thanks once, the room archived, wishes waiting again."""
    circle = scope.circle
    if circle is None or circle.state not in LIVE_CIRCLES:
        return Decision(why=Line(key="why-close-over"))
    ended = end_circle(scope, circle, event.at, lambda _: OptInState.WAITING)
    thanks = show(new_post(circle, PostKind.CLOSING, event.at), Note(key="room-closing", controls=(MINE,)))
    return replace(ended, effects=(*show_over(circle), thanks, close_room(circle)), why=Line(key="why-closed-kindly"))


# --- the smaller steps --------------------------------------------------------------------------------------------


def subject_for_stewards(circle: Circle | None, interest: Interest | None) -> Argument:
    """Return what a steward may be told a circle is about: an open interest's name, and nothing of any other."""
    if circle is None or interest is None or interest.is_confidential:
        return SOME_CIRCLE
    return interest.name


def _may_see(view: ReportView, actor: events.Actor) -> bool:
    """Tell whether somebody looks after that report: a steward who was never asked into the circle, nor wrote it."""
    return actor.is_steward and actor.member not in {*view.insiders, view.report.reporter}


def _report_note(view: ReportView) -> Note:
    report = view.report
    args: dict[str, Argument] = {
        "when": report.made_at,
        "interest": subject_for_stewards(view.circle, view.interest),
    }
    words = Line(key="report-words", args={"text": report.text}) if report.text else Line(key="report-no-words")
    who = (
        Line(key="report-who", args={"who": Mentions((report.reporter,))})
        if report.names_reporter
        else Line(key="report-who-unsaid")
    )
    if report.answer is None:
        answers = tuple(_answer_button(report, answer) for answer in ReportAnswer)
        told: tuple[Line, ...] = (Line(key="report-ask"),)
    else:
        answers, told = (), (Line(key="report-told", args={"answer": Entry(f"button-report-{report.answer.value}")}),)
    is_live = view.circle is not None and view.circle.state in LIVE_CIRCLES
    close = Button(token=make_token(Token.CLOSE_ROOM, report.id), label=Line(key="button-close-room"))
    controls = (*answers, _hold_button(), *((close,) if is_live else ()))
    return Note(key="report-open", args=args, lines=(words, who, *told), controls=controls)


def _answer_button(report: Report, answer: ReportAnswer) -> Button:
    token = make_token(Token.REPORT_ANSWER, report.id, answer.value)
    return Button(token=token, label=Line(key=f"button-report-{answer.value}"))


def _open_button(report: Report, number: int = 0) -> Button:
    token = make_token(Token.REPORT_OPEN, report.id)
    label = Line(key="button-report-number", args={"number": number}) if number else Line(key="button-report-open")
    return Button(token=token, label=label)


def _hold_button() -> Button:
    return Button(token=make_token(Token.HOLD_MENU), label=Line(key="button-hold"))


def _expiry(report: Report, due: datetime) -> TimerSet:
    event = events.ReportExpired(community=report.community, at=due, report=report.id)
    return TimerSet(key=TimerKey(f"report:{report.id}"), due_at=due, event=event)


def _said(note: Note, why: str, *, replaces: bool = True) -> Decision:
    return Decision(reply=Reply(content=note, replaces=replaces), why=Line(key=why))
