"""The dispatch of what passes between people, or between one and the stewards: one event, one rule."""

from typing import assert_never

from circles_bot.engine import avoidances, events, holds, questions, reports
from circles_bot.engine.decision import Decision
from circles_bot.engine.notes import Reply
from circles_bot.engine.snapshots import PeopleScope

PeopleEvent = (
    events.PersonAvoided
    | events.AvoidanceEnded
    | events.ReportAnswered
    | events.CloseChosen
    | events.ReportExpired
    | events.MemberHeld
)
PeopleQuestion = questions.AvoidedAsked | questions.ReportsAsked | questions.ReportAsked | questions.HoldAsked


def decide_between(scope: PeopleScope, event: PeopleEvent) -> Decision:
    """Return all that follows from ``event``."""
    match event:
        case events.PersonAvoided():
            return avoidances.person_avoided(scope, event)
        case events.AvoidanceEnded():
            return avoidances.avoidance_ended(scope, event)
        case events.ReportAnswered():
            return reports.report_answered(scope, event)
        case events.CloseChosen():
            return reports.close_chosen(scope, event)
        case events.ReportExpired():
            return reports.report_expired(scope, event)
        case events.MemberHeld():
            return holds.member_held(scope, event)
        case _:
            assert_never(event)


def answer_between(question: PeopleQuestion, scope: PeopleScope) -> Reply:
    """Return the private answer to ``question``."""
    match question:
        case questions.AvoidedAsked():
            return avoidances.avoided_asked(scope, question)
        case questions.ReportsAsked():
            return reports.reports_asked(scope, question)
        case questions.ReportAsked():
            return reports.report_asked(scope, question)
        case questions.HoldAsked():
            return holds.hold_asked(question)
        case _:
            assert_never(question)
