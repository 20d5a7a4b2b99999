"""Invitations: asked privately, answered privately, decided at a deadline.

A yes counts at once: a circle opens when all who were asked have said yes, or as many as there are seats. A "not now"
has no effect of its own. What follows from it hangs on the deadline, together with what follows from silence, so that
nobody can tell one from the other. Who likes not to be asked, after their first circle, is told instead: the yes is
counted when the message goes out, one tap takes it back, and for others it is a yes or a silence like any. The 72
hours count from delivery; until an invitation has arrived they are expected from when it was to go out. One that never
arrives costs its member nothing.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from circles_bot.engine.buttons import (
    END_PAUSE,
    JOIN_MENU,
    MINE,
    answer_buttons,
    join_button,
    open_privately_button,
)
from circles_bot.engine.decision import Change, Decision, Kept, TimerSet
from circles_bot.engine.discretion import said_about, who_could_open
from circles_bot.engine.effects import DirectKind, SendDirect, member_lane
from circles_bot.engine.events import AnswersDue, InvitationAnswered, InvitationDelivered, InvitationDue, NudgeLapsed
from circles_bot.engine.ids import EffectKey, MemberId
from circles_bot.engine.joining_timers import answers_timer, invitation_timer
from circles_bot.engine.late_seats import take_seat
from circles_bot.engine.members import is_paused, sits_out
from circles_bot.engine.model import Community, Interest, Member, Seat, SeatState
from circles_bot.engine.notes import Button, Line, Note, Reply
from circles_bot.engine.nudges import (
    as_others_reckon,
    next_ask_at,
    takes_directs,
    with_ask_counted,
    with_ask_counted_openly,
    without_ask,
)
from circles_bot.engine.openings import (
    decide_answers,
    is_pair,
    is_ready,
    late_yes,
    may_say_yes,
    open_circle,
    stands,
    with_wish_back,
)
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import InvitationAsked
from circles_bot.engine.schedule import end_of_quiet, is_quiet, start_of_quiet, zone_of
from circles_bot.engine.seats import takes_answers, view_of
from circles_bot.engine.snapshots import CircleScope, SeatView

OPEN_QUESTION = frozenset({SeatState.INVITED, SeatState.ACCEPTED, SeatState.DECLINED})
"""Seats whose invitation has not been decided upon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """An invitation on its way, or held back: ``effects`` is empty then, and ``seat.invited_at`` when it will go."""

    seat: Seat
    member: Member
    timers: tuple[TimerSet, ...] = ()
    effects: tuple[SendDirect, ...] = ()


def send_or_hold(
    seat: Seat, member: Member, interest: Interest, community: Community, at: datetime, *, of_two: bool = False
) -> Invited:
    """Send an invitation where quiet hours, pause and budget allow it now, else hold it back until they do.

    For somebody who takes no messages it waits behind My circles, like one that could not be delivered. Where it waits
    for nothing but something confidential that came first, its time to answer goes on as if it had been sent: the
    others of that circle wait no longer for it. ``of_two`` says that only two are asked, whether they would begin as
    two with a seat kept open. Who was to be told instead of asked and has changed their mind since is asked.
    """
    policy = Policy.of(community)
    seat = replace(seat, is_unasked=seat.is_unasked and not member.asks_first and takes_directs(member, community))
    if not takes_directs(member, community):
        return Invited(seat=replace(seat, invited_at=at), member=member)
    when = next_ask_at(member, community, policy, at, DirectKind.INVITATION)
    is_counted = seat.answer_by is not None or interest.is_confidential
    reckoned = member if interest.is_confidential else as_others_reckon(member)
    seems = at if seat.answer_by is not None else next_ask_at(reckoned, community, policy, at, DirectKind.INVITATION)
    if seems > at:
        timer = invitation_timer(community.id, seat.circle, member.id, seems)
        return Invited(seat=replace(seat, invited_at=seems), member=member, timers=(timer,))
    if when > at:
        timer = invitation_timer(community.id, seat.circle, member.id, when)
        until = seat.answer_by or answer_by(at, member, community, policy, is_unasked=seat.is_unasked)
        known = member if is_counted else with_ask_counted_openly(member, at)
        return Invited(seat=replace(seat, invited_at=when, answer_by=until), member=known, timers=(timer,))
    sent = replace(seat, invited_at=at)
    if sent.is_unasked:
        sent = replace(sent, state=SeatState.ACCEPTED, answered_at=at)
    effect = SendDirect(
        key=EffectKey(f"invitation:{seat.circle}:{member.id}:{at.isoformat()}"),
        lane=member_lane(member.id),
        community=community.id,
        lapses_at=_lapses_at(member, community, policy, at),
        member=member.id,
        kind=DirectKind.INVITATION,
        circle=seat.circle,
        note=invitation_note(sent, interest, community, deadline_of(sent, member, community, policy), of_two=of_two),
    )
    return Invited(seat=sent, member=with_ask_counted(member, at, is_private=is_counted), effects=(effect,))


def invitation_note(
    seat: Seat, interest: Interest, community: Community, until: datetime, *, of_two: bool = False
) -> Note:
    """Say that a small circle is ready, and before the yes who can see what is written there; no numbers, no names.

    But for two who would begin alone: they know before they say yes. About a confidential circle it says nothing before
    the tap: neither on a lock screen nor in a list of conversations.
    """
    if interest.is_confidential:
        said = said_about("invitation", interest)
        controls = (open_privately_button(seat.circle),)
        return Note(key=said.key, args=said.args, controls=controls, footer=Line(key="direct-footer"))
    if seat.is_unasked:
        _, not_now = answer_buttons(seat.circle)
        return Note(
            key="invitation-told",
            args={"interest": interest.name, "who_sees": who_could_open(community)},
            controls=(not_now, MINE),
            footer=Line(key="invitation-told-footer"),
        )
    key = "invitation-two" if of_two else "invitation"
    return Note(
        key="invitation-late" if seat.is_late else key,
        args={"interest": interest.name, "until": until, "who_sees": who_could_open(community)},
        controls=(*answer_buttons(seat.circle), MINE),
        footer=Line(key="fewer-directs"),
    )


def invitation_asked(scope: CircleScope, question: InvitationAsked) -> Reply:
    """Show what is behind a neutral invitation, privately, to the one who was invited."""
    view = view_of(scope, question.actor.member)
    if view is None or scope.circle is None or scope.community is None or scope.interest is None:
        return Reply(content=Note(key="invitation-unknown", controls=(MINE,)))
    if not takes_answers(scope.circle, view.seat) or view.seat.state not in OPEN_QUESTION:
        key = "invitation-seated" if view.seat.state is SeatState.SEATED else "invitation-over"
        return Reply(content=Note(key=key, args={"interest": scope.interest.name}, controls=(MINE,)))
    until = deadline_of(view.seat, view.member, scope.community, Policy.of(scope.community))
    note = Note(
        key="private-invitation" if scope.interest.is_confidential else "invitation",
        args={"interest": scope.interest.name, "until": until, "who_sees": who_could_open(scope.community)},
        controls=(*answer_buttons(view.seat.circle), MINE),
    )
    return Reply(content=note)


def deadline_of(seat: Seat, member: Member, community: Community, policy: Policy) -> datetime:
    """Return until when an invitation may be answered; one that has not arrived, as if it arrived when it was to go."""
    is_unasked = seat.is_unasked
    return seat.answer_by or answer_by(seat.invited_at, member, community, policy, is_unasked=is_unasked)


def answer_by(
    delivered_at: datetime, member: Member, community: Community, policy: Policy, *, is_unasked: bool = False
) -> datetime:
    """Return the end of the time to answer; one inside the member's quiet hours moves to two hours after them.

    Who was told instead of asked only steps out: that takes less time.
    """
    open_for = min(policy.step_out_open, policy.invitation_open) if is_unasked else policy.invitation_open
    end = delivered_at + open_for
    zone, policy = zone_of(member, community), policy.of_member(member)
    if not is_quiet(end, zone, policy):
        return end
    return end_of_quiet(end, zone, policy) + policy.invitation_grace_after_quiet


def invitation_due(scope: CircleScope, event: InvitationDue) -> Decision:
    """Send an invitation that had to wait, if its circle still waits for answers and the wish still stands."""
    return _send_again(scope, event.member, event.at)


def invitation_lapsed(scope: CircleScope, event: NudgeLapsed) -> Decision | None:
    """Plan an invitation anew that could not be sent in time; None when what lapsed was no invitation."""
    view = view_of(scope, event.member) if event.member is not None else None
    if view is None or view.seat.state not in OPEN_QUESTION or view.seat.delivered_at is not None:
        return None
    planned = _send_again(_uncounted(scope, view), view.seat.member, event.at)
    if planned.effects or view.seat.invited_at not in view.member.asked_at:
        return planned
    return replace(planned, changes=(*planned.changes, Kept(_never_asked(view))))


def _uncounted(scope: CircleScope, view: SeatView) -> CircleScope:
    """Return the circle as if the invitation had not counted: what was never sent costs nobody their budget.

    Nor is it a yes of theirs: it is one when it goes out.
    """
    forgiven = replace(view, member=_never_asked(view))
    if view.seat.is_unasked and view.seat.state is SeatState.ACCEPTED:
        forgiven = replace(forgiven, seat=replace(view.seat, state=SeatState.INVITED, answered_at=None))
    return replace(scope, seats=tuple(forgiven if other is view else other for other in scope.seats))


def _never_asked(view: SeatView) -> Member:
    return without_ask(view.member, view.seat.invited_at)


def invitation_delivered(scope: CircleScope, event: InvitationDelivered) -> Decision:
    """Count the time to answer from here, once."""
    view = view_of(scope, event.member)
    if view is None or scope.community is None or scope.circle is None or view.seat.delivered_at is not None:
        return Decision()
    policy = Policy.of(scope.community)
    is_unasked = view.seat.is_unasked
    until = view.seat.answer_by or answer_by(event.at, view.member, scope.community, policy, is_unasked=is_unasked)
    seat = replace(view.seat, delivered_at=event.at, answer_by=until)
    reached = replace(view.member, is_unreachable=False)
    return Decision(
        changes=(Kept(seat), *((Kept(reached),) if reached != view.member else ())),
        timers=_deadline_timer(scope, scope.community, {seat.member: seat}),
        why=Line(key="why-invitation-delivered", args={"until": until}),
    )


def invitation_answered(scope: CircleScope, event: InvitationAnswered) -> Decision:
    """Take a yes or a "not now"; the last word before the deadline counts."""
    view = view_of(scope, event.actor.member)
    if view is None or scope.circle is None or scope.community is None or scope.interest is None:
        return _answer("invitation-unknown", "why-invitation-unknown")
    if not takes_answers(scope.circle, view.seat) or view.seat.state not in OPEN_QUESTION:
        return _answered_late(scope, scope.interest, view, event)
    if not event.is_yes:
        return _declined(scope, scope.community, scope.interest, view, event.at)
    if not may_say_yes(view):
        return _answer("invitation-wish-gone", "why-invitation-wish-gone", scope.interest, join_button(scope.interest))
    if is_paused(view.member, event.at):
        return _answer("invitation-while-paused", "why-invitation-paused", scope.interest, END_PAUSE)
    if view.seat.is_late and view.is_apart:  # as if the seat had been taken meanwhile
        return _answered_late(scope, scope.interest, view, event)
    if view.seat.is_late:
        return take_seat(scope, scope.circle, scope.community, view, event.at)
    return _accepted(scope, scope.community, scope.interest, view, event.at)


def answers_due(scope: CircleScope, event: AnswersDue) -> Decision:
    """Decide at the deadline: open with those who said yes, or tell them honestly that it did not come about."""
    if scope.community is None or scope.circle is None or scope.interest is None:
        return Decision()
    later = _deadline_timer(scope, scope.community, {})
    if later and later[0].due_at > event.at:
        return Decision(timers=later)
    return decide_answers(scope, scope.circle, scope.community, scope.interest, event.at)


def _send_again(scope: CircleScope, member: MemberId, at: datetime) -> Decision:
    """Send or hold back; not to somebody who answered meanwhile, left, or paused: asking waits for no pause's end."""
    view = view_of(scope, member)
    if view is None or scope.community is None or scope.circle is None or scope.interest is None:
        return Decision()
    is_asked = view.seat.state is SeatState.INVITED and view.seat.delivered_at is None
    if not takes_answers(scope.circle, view.seat) or not is_asked or not stands(view):
        return Decision(why=Line(key="why-invitation-dropped"))
    if sits_out(view.member, at):
        return Decision(why=Line(key="why-invitation-dropped"))
    of_two = is_pair(scope.circle) and not view.seat.is_late
    invited = send_or_hold(view.seat, view.member, scope.interest, scope.community, at, of_two=of_two)
    seats = {invited.seat.member: invited.seat}
    return Decision(
        changes=(Kept(invited.seat), *((Kept(invited.member),) if invited.member != view.member else ())),
        timers=(*invited.timers, *_deadline_timer(scope, scope.community, seats)),
        effects=invited.effects,
        why=Line(key="why-invitation-sent" if invited.effects else "why-invitation-held"),
    )


def _accepted(scope: CircleScope, community: Community, interest: Interest, view: SeatView, at: datetime) -> Decision:
    seat = view.seat
    if seat.state is not SeatState.ACCEPTED or seat.is_unasked:
        seat = replace(seat, state=SeatState.ACCEPTED, answered_at=at, is_unasked=False)
    said = with_wish_back(replace(view, seat=seat))
    views = tuple(said if item.seat.member == seat.member else item for item in scope.seats)
    settled = replace(scope, seats=views)
    if is_ready(settled, Policy.of(community), at):
        opening = open_circle(settled, community, at)
        opens = opening.effects[0].not_before
        note = Note(key="accepted-opening", args={"interest": interest.name}, controls=(MINE,))
        if opens is not None:
            note = Note(key="accepted-opening-later", args={"interest": interest.name, "when": opens}, controls=(MINE,))
        return replace(opening, reply=Reply(content=note, replaces=True))
    until = max(deadline_of(item.seat, item.member, community, Policy.of(community)) for item in views)
    key = "accepted-two" if is_pair(scope.circle) else "accepted"
    note = Note(key=key, args={"interest": interest.name, "until": until}, controls=(MINE,))
    changes: tuple[Change, ...] = (Kept(seat),) if seat != view.seat else ()
    if said.opt_in is not None and said.opt_in != view.opt_in:
        changes = (*changes, Kept(said.opt_in))
    return Decision(changes=changes, reply=Reply(content=note, replaces=True), why=Line(key="why-accepted"))


def _declined(scope: CircleScope, community: Community, interest: Interest, view: SeatView, at: datetime) -> Decision:
    """Note the "not now" on the seat and nowhere else."""
    until = deadline_of(view.seat, view.member, community, Policy.of(community))
    yes, _ = answer_buttons(view.seat.circle)
    note = Note(key="declined", args={"interest": interest.name, "until": until}, controls=(yes, MINE))
    seat = replace(view.seat, state=SeatState.DECLINED, answered_at=at)
    changes = (Kept(seat),) if view.seat.state is not SeatState.DECLINED else ()
    return Decision(changes=changes, reply=Reply(content=note, replaces=True), why=Line(key="why-declined"))


def _answered_late(scope: CircleScope, interest: Interest, view: SeatView, event: InvitationAnswered) -> Decision:
    """Answer kindly when the circle is full, over, or long past; a yes goes first in line next time."""
    assert scope.circle is not None
    assert scope.community is not None
    if view.seat.state is SeatState.SEATED:
        return _answer("invitation-seated", "why-invitation-over", interest)
    too_old = event.at > scope.circle.planned_at + Policy.of(scope.community).undelivered_invitation_open
    if not event.is_yes or too_old or view.seat.state in {SeatState.LEFT, SeatState.FINISHED}:
        return _answer("invitation-over", "why-invitation-over", interest, JOIN_MENU)
    changes = late_yes(view, event.at)
    if not changes:
        return _answer("invitation-over", "why-invitation-over", interest, JOIN_MENU)
    return replace(_answer("accepted-late", "why-accepted-late", interest), changes=changes)


def _answer(key: str, why: str, interest: Interest | None = None, *buttons: Button) -> Decision:
    args = {"interest": interest.name} if interest else {}
    note = Note(key=key, args=args, controls=(*buttons, MINE))
    return Decision(reply=Reply(content=note, replaces=True), why=Line(key=why))


def _deadline_timer(scope: CircleScope, community: Community, seats: dict[MemberId, Seat]) -> tuple[TimerSet, ...]:
    """Return the timer at the latest deadline of the seats still asked, ``seats`` being those that have changed."""
    assert scope.circle is not None
    policy = Policy.of(community)
    asked = [(seats.get(view.seat.member, view.seat), view.member) for view in scope.seats]
    due = [deadline_of(seat, member, community, policy) for seat, member in asked if seat.state in OPEN_QUESTION]
    return (answers_timer(community.id, scope.circle.id, max(due)),) if due else ()


def _lapses_at(member: Member, community: Community, policy: Policy, at: datetime) -> datetime:
    """Return when an invitation is stale: half a day after it was to go, or when the member's quiet hours begin."""
    lapses = at + policy.nudge_lapses_after
    quiet = start_of_quiet(at, zone_of(member, community), policy.of_member(member))
    return lapses if quiet is None else min(lapses, quiet)
