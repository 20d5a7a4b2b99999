"""The dispatch of what passes between people, or between one and the stewards: one event, one rule."""

from typing import assert_never

from circles_bot.engine import avoidances, events, handoffs, holds, naming, questions, reports, withs
from circles_bot.engine.decision import Decision
from circles_bot.engine.notes import Reply
from circles_bot.engine.policy import Policy
from circles_bot.engine.snapshots import PeopleScope

PeopleEvent = (
    events.PersonAvoided
    | events.AvoidanceEnded
    | events.ReportAnswered
    | events.CloseChosen
    | events.ReportExpired
    | events.MemberHeld
    | events.StewardNamed
    | events.NamingEnded
    | events.NamingDue
    | events.WithAsked
    | events.WithAnswered
    | events.HandOffAsked
    | events.HandOffAnswered
    | events.HandOffGiven
    | events.HandOffShown
    | events.WithAskDue
    | events.WithDue
    | events.WithForgotten
    | events.HandOffAskDue
    | events.HandOffDue
)
PeopleQuestion = (
    questions.AvoidedAsked
    | questions.ReportsAsked
    | questions.ReportAsked
    | questions.HoldAsked
    | questions.StewardsAsked
    | questions.WithFormAsked
    | questions.HandOffWhoAsked
    | questions.HandOffGiftAsked
)


def decide_between(scope: PeopleScope, event: PeopleEvent) -> Decision:  # noqa: C901  # a dispatch
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
        case events.StewardNamed():
            return naming.steward_named(scope, event)
        case events.NamingEnded():
            return naming.naming_ended(scope, event)
        case events.NamingDue():
            return naming.naming_due(scope, event)
        case events.WithAsked():
            return withs.with_asked(scope, event)
        case events.WithAnswered():
            return withs.with_answered(scope, event)
        case events.HandOffAsked():
            return handoffs.hand_off_asked(scope, event)
        case events.HandOffAnswered():
            return handoffs.hand_off_answered(scope, event)
        case events.HandOffGiven():
            return handoffs.hand_off_given(scope, event)
        case events.HandOffShown():
            return handoffs.hand_off_shown(scope, event)
        case events.WithAskDue():
            return withs.with_ask_due(scope, event)
        case events.WithDue():
            return withs.with_due(scope, event)
        case events.WithForgotten():
            return withs.with_forgotten(scope, event)
        case events.HandOffAskDue():
            return handoffs.hand_off_ask_due(scope, event)
        case events.HandOffDue():
            return handoffs.hand_off_due(scope, event)
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
        case questions.StewardsAsked():
            return naming.stewards_asked(scope, question)
        case questions.WithFormAsked():
            return Reply(content=withs.with_form(Policy.of(scope.community) if scope.community else Policy()))
        case questions.HandOffWhoAsked():
            return Reply(content=handoffs.who_note())
        case questions.HandOffGiftAsked():
            return Reply(content=handoffs.gift_form(question.hand_off))
        case _:
            assert_never(question)
