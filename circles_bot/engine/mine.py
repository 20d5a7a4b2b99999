"""My circles: each wish with an honest line, each open invitation, each circle, and nothing about anybody else."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from circles_bot.engine.buttons import (
    ABOUT_ME,
    AVOIDED,
    END_PAUSE,
    JOIN_MENU,
    RHYTHM_MENU,
    answer_buttons,
    join_button,
    leave_circle_button,
    pause_button,
    unsign_button,
    word_button,
)
from circles_bot.engine.discretion import who_could_open
from circles_bot.engine.handoffs import hand_off_buttons
from circles_bot.engine.ids import InterestId
from circles_bot.engine.interests import every_standing
from circles_bot.engine.joining_timers import next_look
from circles_bot.engine.lifecycle import LIVE_CIRCLES
from circles_bot.engine.long_waits import STILL_BUTTONS, is_asked
from circles_bot.engine.members import is_paused, waits_after_leaving
from circles_bot.engine.model import Circle, Community, Interest, Member, OptIn, OptInState, Seat, SeatState
from circles_bot.engine.naming import STEP_DOWN
from circles_bot.engine.nearby import something_near
from circles_bot.engine.notes import Argument, Button, Line, Mentions, Note, Reply, Style
from circles_bot.engine.openings import counts
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import MineAsked
from circles_bot.engine.seats import takes_answers
from circles_bot.engine.snapshots import InterestStanding, MemberScope, PlaceView
from circles_bot.engine.tokens import Token, make_token
from circles_bot.engine.topics import topic_for
from circles_bot.engine.withs import question_args, with_buttons

BUTTONS_AT_MOST = 20
"""Beside its lines: platforms carry 25 in a message, and the last row is kept for what concerns all of it."""

UNANSWERED = frozenset({SeatState.INVITED, SeatState.DECLINED, SeatState.ACCEPTED})


@dataclass(slots=True)
class _Page:
    lines: list[Line] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    beside: list[int] = field(default_factory=list)

    def add(self, line: Line, *buttons: Button) -> None:
        """Add a line with what can be done about it, as far as a message carries so many buttons."""
        kept = buttons[: BUTTONS_AT_MOST - len(self.buttons)]
        self.lines.append(line)
        self.buttons.extend(kept)
        self.beside.append(len(kept))


def mine_asked(scope: MemberScope, question: MineAsked) -> Reply:
    """Show how everything stands for the one who asks."""
    community, member = scope.community, scope.member
    if community is None or community.set_up_at is None:
        return Reply(content=Note(key="not-set-up"))
    page = _Page()
    paused_until = _paused_until(member, question.at)
    if paused_until:
        page.add(Line(key="mine-paused", args={"until": paused_until}), END_PAUSE)
    _add_questions(page, scope, community)
    if member is not None:
        _add_places(page, scope, community, member, question.at)
        _add_wishes(page, scope, community, member, question.at)
        _add_archived(page, scope)
        _add_proposals(page, scope)
        _add_naming(page, member)
    if not page.lines:
        return Reply(content=Note(key="mine-empty", controls=(JOIN_MENU,)))
    pause = () if paused_until else (pause_button(Policy.of(community).pause_weeks),)
    controls = (*page.buttons, JOIN_MENU, RHYTHM_MENU, ABOUT_ME, *pause, AVOIDED)
    lines, beside = tuple(page.lines), tuple(page.beside)
    return Reply(
        content=Note(key="mine", lines=lines, controls=controls, beside=beside, footer=Line(key="mine-footer"))
    )


def _add_places(page: _Page, scope: MemberScope, community: Community, member: Member, at: datetime) -> None:
    own = (*scope.standings, *scope.private, *scope.archived)
    interests = {standing.interest.id: standing.interest for standing in own}
    for place in scope.places:
        interest = interests.get(place.circle.interest) if place.circle.interest is not None else None
        if interest is not None or place.circle.interest is None:
            _add_place(page, place, topic_for(place.circle, interest), community, member, at)


def _add_place(
    page: _Page, place: PlaceView, name: Argument, community: Community, member: Member, at: datetime
) -> None:
    seat, circle = place.seat, place.circle
    args = {"interest": name}
    if seat.state is SeatState.SEATED:
        is_open = circle.state in LIVE_CIRCLES
        leaving = [leave_circle_button(circle.id, name)] if is_open else []
        page.add(Line(key="mine-circle" if is_open else "mine-circle-opening", args=args), *leaving)
    elif seat.state in UNANSWERED and takes_answers(circle, seat):
        # told instead of asked, and not counted (any more): they may say yes like anybody who is asked
        is_open = seat.state is SeatState.ACCEPTED and not counts(seat, member)
        seat = replace(seat, state=SeatState.INVITED) if is_open else seat
        told = seat.state is SeatState.ACCEPTED and seat.is_unasked
        key = "mine-invitation-told" if told else f"mine-invitation-{seat.state.value}"
        page.add(Line(key=key, args={**args, "who_sees": who_could_open(community)}), *_answers(seat))
    elif _missed(seat, circle, community, at):
        page.add(Line(key="mine-invitation-missed", args=args), answer_buttons(circle.id)[0])


def _missed(seat: Seat, circle: Circle, community: Community, at: datetime) -> bool:
    """Tell whether an invitation never arrived and may still be taken up: a yes goes first in line then."""
    latest = circle.planned_at + Policy.of(community).undelivered_invitation_open
    return seat.state is SeatState.LAPSED and seat.delivered_at is None and at <= latest


def _answers(seat: Seat) -> tuple[Button, ...]:
    accept, not_now = answer_buttons(seat.circle)
    match seat.state:
        case SeatState.ACCEPTED:
            return (not_now,)
        case SeatState.DECLINED:
            return (accept,)
        case _:
            return (accept, not_now)


def _add_wishes(page: _Page, scope: MemberScope, community: Community, member: Member, at: datetime) -> None:
    policy = Policy.of(community)
    look = next_look(community, policy, at)
    interests = {standing.interest.id: standing.interest for standing in scope.standings}
    wished = {standing.interest.id for standing in scope.standings if standing.opt_in is not None}
    waiting = {standing.interest.id: standing.waiting for standing in scope.standings}
    near: dict[InterestId, Interest] = {}
    for standing in every_standing(scope):
        opt_in = standing.opt_in
        if opt_in is None or opt_in.state in {OptInState.ENDED, OptInState.SEATED, OptInState.INVITED}:
            continue  # its circle or its invitation has a line of its own
        is_asked_here = is_asked(opt_in) and STILL_BUTTONS[0] not in page.buttons  # one answer is for all of them
        page.add(
            _wish_line(standing, opt_in, member, policy, look, at),
            *(STILL_BUTTONS if is_asked_here else ()),
            _leave_button(standing) if opt_in.state is OptInState.WAITING else join_button(standing.interest),
            *((word_button(standing.interest),) if standing.interest.needs_word else ()),
        )
        if _may_offer(standing, opt_in):
            found = something_near(standing.interest, interests, wished, waiting)
            near.update({found.id: found} if found is not None else {})
    for one in near.values():
        page.add(Line(key="mine-near", args={"interest": one.name}), join_button(one))


def _may_offer(standing: InterestStanding, opt_in: OptIn) -> bool:
    """Tell whether something near may be offered: never because of a confidential wish."""
    is_waiting = opt_in.state is OptInState.WAITING and opt_in.rounds_waited > 0
    return is_waiting and not standing.interest.is_confidential


def _add_archived(page: _Page, scope: MemberScope) -> None:
    """Tell who waits for an interest that has ended, and where it went."""
    names = {standing.interest.id: standing.interest for standing in scope.standings}
    for standing in scope.archived:
        if standing.opt_in is None or standing.opt_in.state in {OptInState.SEATED, OptInState.INVITED}:
            continue
        into = names.get(standing.interest.merged_into) if standing.interest.merged_into else None
        args = {"interest": standing.interest.name}
        page.add(
            Line(key="mine-merged", args={**args, "into": into.name}) if into else Line(key="mine-archived", args=args),
            _leave_button(standing),
        )


def _add_proposals(page: _Page, scope: MemberScope) -> None:
    """List what the member has proposed or co-signed, and what stewards said to it."""
    for standing in (*scope.proposals, *scope.private_proposals):
        proposal = standing.proposal
        if standing.co_sign is None:
            continue
        key = "mine-proposed" if proposal.refused_at is None else "mine-refused"
        page.add(Line(key=key, args={"interest": proposal.name}), unsign_button(proposal.interest, proposal.name))


def _add_questions(page: _Page, scope: MemberScope, community: Community) -> None:
    """List what they were asked and could not be reached about, by the same two answers, for as long as it is open."""
    for wish in scope.withs:
        page.add(Line(key="mine-with", args=question_args(wish, community)), *with_buttons(wish.id))
    for hand_off in scope.hand_offs:
        asked: dict[str, Argument] = {"asker": Mentions((hand_off.asker,)), "until": hand_off.closes_at}
        page.add(Line(key="mine-handoff", args=asked), *hand_off_buttons(hand_off))


def _add_naming(page: _Page, member: Member) -> None:
    """Say that they look after the bot by name: whoever takes no messages hears it here."""
    if member.named_steward_at is not None:
        page.add(Line(key="mine-named"), STEP_DOWN)


def _wish_line(
    standing: InterestStanding, opt_in: OptIn, member: Member, policy: Policy, look: datetime, at: datetime
) -> Line:
    name = standing.interest.name
    later = None if standing.interest.is_confidential else waits_after_leaving(member, policy, at)
    match opt_in.state:
        case OptInState.ASLEEP:
            return Line(key="mine-asleep", args={"interest": name})
        case OptInState.RESTING:
            return Line(key="mine-resting", args={"interest": name})
        case _ if member.held_until is not None and member.held_until > at:
            return Line(key="mine-kept", args={"interest": name})  # true, and says nothing of why
        case _ if opt_in.skips_until is not None and opt_in.skips_until > at:
            return Line(key="mine-skipping", args={"interest": name, "until": max(opt_in.skips_until, later or at)})
        case _ if later is not None:
            return Line(key="mine-later", args={"interest": name, "until": later})
        case _ if opt_in.still_asked_at is not None:
            return Line(key="mine-still", args={"interest": name})
        case _ if opt_in.is_first_in_line:
            return Line(key="mine-first", args={"interest": name, "next": look})
        case _ if opt_in.rounds_waited == 0:
            return Line(key="mine-gathering", args={"interest": name, "next": look})
        case _:
            key = "mine-not-yet-few" if standing.waiting < policy.circle_size_min else "mine-not-yet-turn"
            return Line(key=key, args={"interest": name, "next": look})


def _leave_button(standing: InterestStanding) -> Button:
    label = Line(key="button-leave-wish", args={"interest": standing.interest.name})
    return Button(token=make_token(Token.LEAVE_WISH, standing.interest.id), label=label, style=Style.QUIET)


def _paused_until(member: Member | None, at: datetime) -> datetime | None:
    return member.paused_until if member is not None and is_paused(member, at) else None
