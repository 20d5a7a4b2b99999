"""Check-ins: one tap in a direct message, "how is this circle for you?", and what each of the five answers leads to.

A season has two: number ``2 * season - 1`` in its second week and ``2 * season`` near its end. They go only to people
whose pace takes them, and stop for the season when one goes unanswered. What one person answers changes nothing that
others can see; what two or more answer changes something after a few days that nobody can reckon back from.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from circles_bot.engine import events
from circles_bot.engine.buttons import END_PAUSE
from circles_bot.engine.circles import leave, left_note
from circles_bot.engine.decision import Decision, Kept, Silenced, TimerSet
from circles_bot.engine.discretion import said_about
from circles_bot.engine.effects import DirectKind, SendDirect, member_lane
from circles_bot.engine.ids import EffectKey, MemberId, derive, dice, is_confidential
from circles_bot.engine.joining_timers import no_held_answer
from circles_bot.engine.members import pace_of
from circles_bot.engine.model import CheckIn, CheckInAnswer, Circle, CircleState, Community, Member, Pace, SeatState
from circles_bot.engine.notes import Button, Line, Note, Reply
from circles_bot.engine.nudges import (
    as_others_reckon,
    direct_lapses_at,
    next_ask_at,
    takes_directs,
    with_ask_counted,
    with_ask_counted_openly,
)
from circles_bot.engine.policy import CHECK_IN_PAUSES, CheckIns, Policy
from circles_bot.engine.safety import concern_buttons
from circles_bot.engine.seats import seated_view, view_of
from circles_bot.engine.snapshots import CircleScope, SeatView
from circles_bot.engine.timers import OFTEN, change_timer, check_in_timer, season_of_check_in
from circles_bot.engine.tokens import Token, make_token
from circles_bot.engine.topics import topic_of

AFTER_INVITATIONS = timedelta(hours=1)
"""By how much a check-in that waits for the morning, or for the budget, lets an invitation that waits for it go first.
"""
LOW = frozenset({CheckInAnswer.QUIET, CheckInAnswer.OFF})
_NO_WORD = frozenset({None, CheckInAnswer.BREAK})
VOICES_FOR_A_CHANGE = 2
CHANGE_AFTER = timedelta(days=2)
CHANGE_SPREAD = timedelta(days=2)
"""A change comes 2 to 4 days after the answer that led to it: long enough that nobody's evening gives it away."""
BEFORE_SEASON_END = timedelta(days=7)
BETWEEN_CHECK_INS = timedelta(days=14)
"""The check-in near a season's end is left out when the last one was asked less than this before."""

_LABELS = {
    CheckInAnswer.GOOD: "button-check-in-good",
    CheckInAnswer.QUIET: "button-check-in-quiet",
    CheckInAnswer.NOT_FOR_ME: "button-check-in-not-for-me",
    CheckInAnswer.BREAK: "button-check-in-break",
    CheckInAnswer.OFF: "button-check-in-off",
}


def check_in_due(scope: CircleScope, event: events.CheckInDue) -> Decision:
    """Ask a member, if their pace, pause, quiet hours and budget allow it; or move the question, or leave it out."""
    circle, community, view = scope.circle, scope.community, view_of(scope, event.member)
    if circle is None or community is None or view is None or not _is_askable(scope, circle, view, event):
        return Decision(why=Line(key="why-check-in-not-now"))
    policy = Policy.of(community)
    if policy.check_ins is CheckIns.OFF:
        return Decision(why=Line(key="why-check-in-not-now"))
    if _unanswered(scope, circle, event.member) >= policy.unanswered_check_ins_before_stop:
        return Decision(why=Line(key="why-check-in-stopped"))
    if pace_of(view.member) is Pace.QUIET or view.member.is_unreachable or not takes_directs(view.member, community):
        following = _following(circle, policy, event, event.at)
        return Decision(timers=following, why=Line(key="why-check-in-not-wanted"))
    is_private = _is_private(circle)
    reckoned = view.member if is_private else as_others_reckon(view.member)
    seems = event.at if event.is_counted else _next_check_in(reckoned, community, policy, event.at)
    if seems > event.at:
        return _moved(circle, event, seems)
    due = _next_check_in(view.member, community, policy, event.at)
    if due == event.at:
        return _asked(scope, circle, community, view, event)
    # it waits for nothing but something confidential: to all that comes after it, it has been sent
    moved = _moved(circle, replace(event, is_counted=True), due)
    if event.is_counted or is_private:
        return moved
    return replace(moved, changes=(Kept(with_ask_counted_openly(view.member, event.at)),))


def _is_private(circle: Circle) -> bool:
    return circle.interest is not None and is_confidential(circle.interest)


def _next_check_in(member: Member, community: Community, policy: Policy, at: datetime) -> datetime:
    """Return when a member may be asked, an hour after an invitation that waits for the same moment."""
    due = next_ask_at(member, community, policy, at, DirectKind.CHECK_IN)
    later = due + AFTER_INVITATIONS
    gives_way = due > at and next_ask_at(member, community, policy, later, DirectKind.CHECK_IN) == later
    return later if gives_way else due


def check_in_answered(scope: CircleScope, event: events.CheckInAnswered) -> Decision:
    """Take the answer, once, and do what it asks for."""
    circle, community, view = scope.circle, scope.community, seated_view(scope, event.actor.member)
    asked = next(
        (one for one in scope.check_ins if (one.member, one.number) == (event.actor.member, event.number)), None
    )
    if circle is None or community is None or view is None or asked is None or asked.answered_at is not None:
        return Decision(reply=_reply(Note(key="check-in-over")), why=Line(key="why-check-in-over"))
    taken = Decision(
        changes=(Kept(replace(asked, answered_at=event.at, answer=event.answer)),),
        timers=_change(scope, circle, event),
        why=Line(key="why-check-in-answered"),
    )
    return _with_consequence(taken, scope, circle, community, view, event)


def _with_consequence(
    taken: Decision,
    scope: CircleScope,
    circle: Circle,
    community: Community,
    view: SeatView,
    event: events.CheckInAnswered,
) -> Decision:
    match event.answer:
        case CheckInAnswer.GOOD:
            return replace(taken, reply=_reply(Note(key="check-in-good")))
        case CheckInAnswer.QUIET:
            return replace(taken, reply=_reply(Note(key="check-in-quiet")))
        case CheckInAnswer.NOT_FOR_ME:
            return _left(taken, scope, circle, view, event.at)
        case CheckInAnswer.BREAK:
            return _paused(taken, community, view, event.at)
        case CheckInAnswer.OFF:
            return replace(taken, reply=_reply(Note(key="check-in-off", controls=concern_buttons(circle.id))))


def _left(taken: Decision, scope: CircleScope, circle: Circle, view: SeatView, at: datetime) -> Decision:
    left = leave(circle, view, at)
    return replace(
        left,
        changes=(*taken.changes, *left.changes),
        reply=_reply(left_note(scope, "circle-not-for-me", circle)),
    )


def _paused(taken: Decision, community: Community, view: SeatView, at: datetime) -> Decision:
    """Add the pause."""
    until = at + timedelta(weeks=Policy.of(community).pause_weeks)
    return replace(
        taken,
        changes=(*taken.changes, Kept(replace(view.member, paused_until=until, asks_first=True))),
        timers=(*taken.timers, no_held_answer(view.member.id)),
        silenced=(Silenced(lane=member_lane(view.member.id)),),
        reply=_reply(Note(key="check-in-break", args={"until": until}, controls=(END_PAUSE,))),
    )


def _change(scope: CircleScope, circle: Circle, event: events.CheckInAnswered) -> tuple[TimerSet, ...]:
    """Return the timer of a change when this answer is the one that makes two people say quiet or off."""
    if event.answer not in LOW:
        return ()
    before = {one.member for one in scope.check_ins if one.season == circle.season and one.answer in LOW}
    after = before | {event.actor.member}
    if len(before) >= VOICES_FOR_A_CHANGE or len(after) < VOICES_FOR_A_CHANGE:
        return ()
    chance = dice(circle.id, str(circle.season), "change") % int(CHANGE_SPREAD.total_seconds())
    return (change_timer(circle, event.at + CHANGE_AFTER + timedelta(seconds=chance)),)


def _unanswered(scope: CircleScope, circle: Circle, member: MemberId) -> int:
    """Return how many check-ins in a row, up to the last of this season, brought no word on the circle.

    Silence, or "need a break": a break is a break, and was the last check-in of this season.
    """
    mine = sorted((one for one in scope.check_ins if one.member == member), key=lambda one: one.number)
    answers = [one.answer for one in reversed(mine) if one.season == circle.season]
    return next((place for place, answer in enumerate(answers) if answer not in _NO_WORD), len(answers))


def _is_askable(scope: CircleScope, circle: Circle, view: SeatView, event: events.CheckInDue) -> bool:
    is_new = all(one.number != event.number for one in scope.check_ins if one.member == event.member)
    is_of_season = season_of_check_in(event.number) == circle.season
    return circle.state is CircleState.OPEN and view.seat.state is SeatState.SEATED and is_of_season and is_new


def _moved(circle: Circle, event: events.CheckInDue, due: datetime) -> Decision:
    if circle.season_ends_at is not None and due >= circle.season_ends_at:
        return Decision(why=Line(key="why-check-in-not-now"))  # the season question asks soon enough
    timer = check_in_timer(circle, event.member, event.number, due, is_counted=event.is_counted)
    return Decision(timers=(timer,), why=Line(key="why-check-in-moved", args={"when": due}))


def _asked(
    scope: CircleScope, circle: Circle, community: Community, view: SeatView, event: events.CheckInDue
) -> Decision:
    is_private = event.is_counted or _is_private(circle)
    asked = CheckIn(
        community=circle.community,
        circle=circle.id,
        member=event.member,
        number=event.number,
        season=circle.season,
        asked_at=event.at,
    )
    return Decision(
        changes=(Kept(asked), Kept(with_ask_counted(view.member, event.at, is_private=is_private))),
        timers=_following(circle, Policy.of(community), event, event.at),
        effects=(_send(scope, community, view, asked),),
        why=Line(key="why-check-in-asked"),
    )


def _send(scope: CircleScope, community: Community, view: SeatView, asked: CheckIn) -> SendDirect:
    return SendDirect(
        key=EffectKey(
            derive("eff", "check-in", asked.circle, asked.member, str(asked.number), asked.asked_at.isoformat())
        ),
        lane=member_lane(asked.member),
        community=asked.community,
        lapses_at=direct_lapses_at(view.member, community, Policy.of(community), asked.asked_at),
        member=asked.member,
        kind=DirectKind.CHECK_IN,
        circle=asked.circle,
        note=_question(scope, asked),
    )


def _question(scope: CircleScope, asked: CheckIn) -> Note:
    buttons = tuple(
        Button(token=make_token(Token.CHECK_IN, asked.circle, str(asked.number), answer.value), label=Line(key=label))
        for answer, label in _LABELS.items()
    )
    said = said_about("check-in", scope.interest, topic_of(scope))
    footer = "check-in-footer-often" if asked.number >= OFTEN else "check-in-footer"
    return Note(key=said.key, args=said.args, controls=buttons, footer=Line(key=footer))


def _following(circle: Circle, policy: Policy, event: events.CheckInDue, at: datetime) -> tuple[TimerSet, ...]:
    """Return the timer of the next check-in: a week or two later where that is the setting, else the season's second.

    The second is near the season's end, unless this is it or there is too little between.
    """
    pause = CHECK_IN_PAUSES.get(policy.check_ins)
    if pause is not None:
        number = max(event.number, OFTEN * circle.season) + 1
        is_in_season = circle.season_ends_at is not None and at + pause < circle.season_ends_at
        return (check_in_timer(circle, event.member, number, at + pause),) if is_in_season else ()
    if event.number >= OFTEN or event.number % 2 == 0 or circle.season_ends_at is None:
        return ()
    due = circle.season_ends_at - BEFORE_SEASON_END
    return (check_in_timer(circle, event.member, event.number + 1, due),) if due - at >= BETWEEN_CHECK_INS else ()


def _reply(note: Note) -> Reply:
    return Reply(content=note, replaces=True)
