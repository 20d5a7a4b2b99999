"""Interests: joining one, and taking the wish back. One tap each, nothing else is ever required.

Waking a wish that sleeps or rests is the same act as joining. Leaving is silent and instant, and outranks a reaction
that still stands on the board.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from circles_bot.engine.buttons import JOIN_MENU, MINE, PROPOSE, RHYTHM_MENU, join_button, join_select, undo_button
from circles_bot.engine.decision import Change, Decision, Kept, Silenced, TimerCancelled, TimerSet
from circles_bot.engine.discretion import said_about
from circles_bot.engine.effects import DirectKind, SendDirect, member_lane
from circles_bot.engine.events import HeldAnswerDue, InterestJoined, InterestLeft
from circles_bot.engine.ids import EffectKey, MemberId
from circles_bot.engine.joining_timers import (
    board_timer,
    held_answer_timer,
    next_look,
    no_held_answer,
    settle_timer,
)
from circles_bot.engine.lifecycle import may
from circles_bot.engine.members import is_paused, not_set_up, recognise, waits_after_leaving
from circles_bot.engine.model import Community, Interest, Member, OptIn, OptInState, Way
from circles_bot.engine.names import clean_name, nearest_names, normal_emoji, normal_name
from circles_bot.engine.notes import Button, Line, Note, Reply
from circles_bot.engine.nudges import next_ask_at, with_ask_counted
from circles_bot.engine.pilots import for_now, is_outside
from circles_bot.engine.policy import Policy
from circles_bot.engine.snapshots import InterestStanding, MemberScope

WISHING = frozenset({OptInState.WAITING, OptInState.INVITED, OptInState.SEATED})
"""A wish that stands: joining again changes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Somebody wishes for a circle: what of it a rule needs. ``waiting`` is how many waited before."""

    community: Community
    interest: Interest
    opt_in: OptIn | None
    waiting: int
    member: MemberId
    way: Way
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What follows from a wish, whoever it is and however it was made."""

    changes: tuple[Change, ...]
    timers: tuple[TimerSet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A direct answer sent now or held back, and the member with it counted in the budget."""

    member: Member
    timers: tuple[TimerSet, ...] = ()
    effects: tuple[SendDirect, ...] = ()


def interest_joined(scope: MemberScope, event: InterestJoined) -> Decision:
    """Opt somebody in to an open interest, privately, with an answer that says what is next and how to undo it."""
    community = scope.community
    if community is None or community.set_up_at is None:
        return not_set_up()
    standing = find_standing(scope.standings, event.interest)
    if standing is None:
        return _unknown(scope, event.interest)
    if is_wishing(standing.opt_in, event.at):
        return _already(standing, event.way)
    if is_outside(community, event.actor):
        return for_now()
    recognised = recognise(scope.member, event.actor, community.id, event.at)
    joined = join(
        Joining(
            community=community,
            interest=standing.interest,
            opt_in=standing.opt_in,
            waiting=standing.waiting,
            member=recognised.member.id,
            way=event.way,
            at=event.at,
        )
    )
    note = joined_note(scope, recognised.member, standing.interest, event.way, event.at)
    return Decision(
        changes=(*recognised.changes, *joined.changes),
        timers=joined.timers,
        reply=Reply(content=note),
        why=Line(key="why-joined", args={"interest": standing.interest.name}),
    )


def interest_left(scope: MemberScope, event: InterestLeft) -> Decision:
    """Take a wish back at once and silently; a circle that is already talking is left by an act of its own.

    An invitation to which the wish led is not found here (the scope holds no seats): answering it checks that the wish
    still stands, and the deadline takes it for silence.
    """
    if scope.community is None:
        return not_set_up()
    standing = find_standing(scope.standings, event.interest) or _find_own(scope, event.interest)
    if standing is None:
        return _unknown(scope, event.interest)
    opt_in = standing.opt_in
    if opt_in is None or not may(opt_in.state, OptInState.ENDED):
        note = Note(key="left-nothing", args={"interest": standing.interest.name}, controls=(MINE,))
        return Decision(reply=Reply(content=note), why=Line(key="why-left-nothing"))
    key = "left-seated" if opt_in.state is OptInState.SEATED else "left"
    note = Note(key=key, args={"interest": standing.interest.name}, controls=(join_button(standing.interest), MINE))
    return Decision(
        changes=(Kept(replace(opt_in, state=OptInState.ENDED)),),
        timers=_timers_of_leaving(every_standing(scope), standing),
        silenced=silence_about(every_standing(scope), standing),
        reply=Reply(content=note, replaces=True),
        why=why_about("why-left", standing.interest),
    )


def held_answer_due(scope: MemberScope, event: HeldAnswerDue) -> Decision:
    """Send the answer that was held back, in the words that fit how the wishes stand now; nothing if none waits."""
    if scope.community is None or scope.member is None:
        return Decision()
    note = _held_note(scope, scope.community, event.at)
    if note is None:
        return Decision()
    key = EffectKey(f"held-answer:{event.member}:{event.at.isoformat()}")
    answered = answer_directly(scope.member, scope.community, note, key, event.at)
    return Decision(
        changes=(Kept(answered.member),) if answered.effects else (),
        timers=answered.timers,
        effects=answered.effects,
        why=Line(key="why-held-answer"),
    )


def join(joining: Joining) -> Joined:
    """Return the wish as it stands from now on, and the timers of the next look and the board."""
    community, interest = joining.community, joining.interest
    policy = Policy.of(community)
    was_waiting = joining.opt_in is not None and joining.opt_in.state is OptInState.WAITING
    # a board that is shown anew after a confidential yes would tell that there was one
    timers = [] if interest.is_confidential else [board_timer(community, policy, joining.at)]
    if joining.waiting + (not was_waiting) >= policy.circle_size_min:
        due = joining.at + policy.settling
        timers.append(settle_timer(community.id, interest.id, due, keeps_earlier=True))
    return Joined(changes=(Kept(_wish_of(joining)),), timers=tuple(timers))


def is_wishing(opt_in: OptIn | None, at: datetime) -> bool:
    """Tell whether a wish stands that joining again would not change; joining again ends a skip after "not now"."""
    if opt_in is None or opt_in.state not in WISHING:
        return False
    return opt_in.state is not OptInState.WAITING or opt_in.skips_until is None or opt_in.skips_until <= at


def find_standing(standings: Sequence[InterestStanding], typed: str) -> InterestStanding | None:
    """Return the open interest of that id, or of that name or emoji however it was typed."""
    wanted, sign = normal_name(typed), normal_emoji(typed.strip())
    for standing in standings:
        interest = standing.interest
        if interest.id == typed or wanted == normal_name(interest.name) or wanted in map(normal_name, interest.aliases):
            return standing
        if interest.emoji and normal_emoji(interest.emoji) == sign:
            return standing
    return None


def nearest_interests(typed: str, interests: Sequence[Interest]) -> tuple[Interest, ...]:
    """Return the interests whose name, or another name of theirs, looks most like what was typed, best first."""
    by_name = {name: interest for interest in interests for name in (*interest.aliases, interest.name)}
    return tuple(dict.fromkeys(by_name[name] for name in nearest_names(typed, tuple(by_name))))


def joined_note(scope: MemberScope, member: Member, interest: Interest, way: Way, at: datetime) -> Note:
    """Say that they are in, who sees it, when the next look is, and how to undo it."""
    assert scope.community is not None
    policy = Policy.of(scope.community)
    is_first = all(standing.opt_in is None for standing in scope.standings)
    rhythm: tuple[Button, ...] = (RHYTHM_MENU,) if is_first and member.timezone is None else ()
    neighbour = find_neighbour(scope.standings, interest)
    also = (
        Line(key="joined-neighbour", args={"interest": interest.name, "other": neighbour.name}) if neighbour else None
    )
    return Note(
        key="joined-by-reaction" if way is Way.REACTION else "joined",
        args={"interest": interest.name, "next": next_look(scope.community, policy, at)},
        lines=(*paused_line(member, at), *_waiting_line(member, policy, at), *((also,) if also else ())),
        controls=(undo_button(interest.id), MINE, *((join_button(neighbour),) if neighbour else ()), *rhythm),
    )


def paused_line(member: Member, at: datetime) -> tuple[Line, ...]:
    """Return what is to be said beside a yes to somebody who is on a break."""
    if member.paused_until is None or not is_paused(member, at):
        return ()
    return (Line(key="joined-while-paused", args={"until": member.paused_until}),)


def _waiting_line(member: Member, policy: Policy, at: datetime) -> tuple[Line, ...]:
    """Return what is to be said beside a yes to somebody who has left several circles lately."""
    until = waits_after_leaving(member, policy, at)
    return (Line(key="joined-later", args={"until": until}),) if until is not None else ()


def find_neighbour(standings: Sequence[InterestStanding], interest: Interest) -> Interest | None:
    """Return one open interest that followers of this one often follow too, and that is new to the member."""
    new = {standing.interest.id: standing.interest for standing in standings if standing.opt_in is None}
    return next((new[key] for key in interest.neighbours if key in new), None)


def every_standing(scope: MemberScope) -> tuple[InterestStanding, ...]:
    """Return how a member stands towards all interests there are, confidential ones too: to weigh, never to show."""
    return (*scope.standings, *scope.private)


def why_about(key: str, interest: Interest) -> Line:
    """Return a reason for the side panel, which names no confidential interest either."""
    return Line(key=f"{key}-private") if interest.is_confidential else Line(key=key, args={"interest": interest.name})


def reaction_note(community: Community, interests: Sequence[Interest], at: datetime) -> Note:
    """Say by direct message, once, what a reaction on the board has led to."""
    undo: tuple[Button, ...] = (undo_button(interests[0].id),) if len(interests) == 1 else ()
    return Note(
        key="joined-by-reaction",
        args={
            "interest": ", ".join(interest.name for interest in interests),
            "next": next_look(community, Policy.of(community), at),
        },
        controls=(*undo, MINE, RHYTHM_MENU),
        footer=Line(key="fewer-answers"),
    )


def fizzled_note(interest: Interest, by: datetime) -> Note:
    """Say honestly that a circle did not come about, to those who said yes to it."""
    said = said_about("circle-fizzled", interest)
    return Note(
        key=said.key,
        args={**said.args, "by": by},
        controls=(MINE,),
        footer=Line(key="fewer-directs"),
    )


def topic_opened_note(interest: Interest, at: datetime, community: Community) -> Note:
    """Say to who co-signed a topic that it is open, and that they are in."""
    said = said_about("topic-opened", interest)
    undo: tuple[Button, ...] = () if interest.is_confidential else (undo_button(interest.id),)
    return Note(
        key=said.key,
        args={**said.args, "next": next_look(community, Policy.of(community), at)},
        controls=(*undo, MINE),
        footer=Line(key="fewer-directs"),
    )


def answer_directly(member: Member, community: Community, note: Note, key: EffectKey, at: datetime) -> Answered:
    """Send a direct answer now where quiet hours allow it, else hold it back; what is sent counts in the budget.

    During a pause nothing is sent and nothing held back: My circles says the same.
    """
    if is_paused(member, at):
        return Answered(member=member)
    policy = Policy.of(community)
    when = next_ask_at(member, community, policy, at, DirectKind.ANSWER)
    if when > at:
        return Answered(member=member, timers=(held_answer_timer(community.id, member.id, when),))
    effect = SendDirect(
        key=key,
        lane=member_lane(member.id),
        community=community.id,
        member=member.id,
        kind=DirectKind.ANSWER,
        circle=None,
        note=note,
    )
    return Answered(member=with_ask_counted(member, at), effects=(effect,))


def silence_about(standings: Sequence[InterestStanding], left: InterestStanding) -> tuple[Silenced, ...]:
    """Return the silence that follows from leaving: what is on its way about that wish is no more.

    A lane holds nothing of the interest's own but an invitation or a first answer. The invitation goes, and where no
    other wish stands the whole lane; otherwise what is on its way is about something else.
    """
    if left.opt_in is None:
        return ()
    lane = member_lane(left.opt_in.member)
    if not _other_wishes(standings, left):
        return (Silenced(lane=lane),)
    return (Silenced(lane=lane, about=left.invited_to),) if left.invited_to is not None else ()


def _held_note(scope: MemberScope, community: Community, at: datetime) -> Note | None:
    """Return the most pressing of what was held back: a circle that did not come about, a topic, a reaction."""
    every = [(item.interest, item.opt_in) for item in every_standing(scope) if item.opt_in is not None]
    waiting = [(interest, wish) for interest, wish in every if wish.state is OptInState.WAITING]
    for interest, wish in waiting:
        if wish.is_first_in_line:
            return fizzled_note(interest, at + Policy.of(community).front_of_line_within)
    for interest, wish in waiting:
        if wish.way is Way.CO_SIGN:
            return topic_opened_note(interest, at, community)
    shown = [interest for interest, _ in waiting if not interest.is_confidential]
    return reaction_note(community, shown, at) if shown else None


def _find_own(scope: MemberScope, typed: str) -> InterestStanding | None:
    """Return a confidential or archived interest that the member has a wish for: they alone can take it back."""
    own = (item for item in (*scope.private, *scope.archived) if item.opt_in is not None)
    return find_standing(tuple(own), typed)


def _timers_of_leaving(standings: Sequence[InterestStanding], left: InterestStanding) -> tuple[TimerCancelled, ...]:
    if left.opt_in is None or _other_wishes(standings, left):
        return ()
    return (no_held_answer(left.opt_in.member),)


def _other_wishes(standings: Sequence[InterestStanding], left: InterestStanding) -> bool:
    others = (item.opt_in for item in standings if item.interest.id != left.interest.id)
    return any(opt_in is not None and opt_in.state in WISHING for opt_in in others)


def _wish_of(joining: Joining) -> OptIn:
    before = joining.opt_in
    if before is not None and before.state is OptInState.WAITING:
        return replace(before, skips_until=None, misses=0)
    return OptIn(
        community=joining.community.id,
        member=joining.member,
        interest=joining.interest.id,
        state=OptInState.WAITING,
        way=joining.way,
        since=joining.at,
        asks_first=before is not None,  # it rested, slept, or had ended: nothing is seated after that without asking
    )


def _already(standing: InterestStanding, way: Way) -> Decision:
    assert standing.opt_in is not None
    key = "joined-already-seated" if standing.opt_in.state is OptInState.SEATED else "joined-already"
    controls = (undo_button(standing.interest.id), MINE)
    note = Note(key=key, args={"interest": standing.interest.name}, controls=controls)
    return Decision(reply=Reply(content=note), why=Line(key="why-joined-already"))


def _unknown(scope: MemberScope, typed: str) -> Decision:
    """Answer a name that is no open interest: too long, nearly one, or none at all."""
    assert scope.community is not None
    policy = Policy.of(scope.community)
    name = clean_name(typed)
    if len(name) > policy.interest_name_limit:
        note = Note(key="interest-too-long", args={"limit": policy.interest_name_limit}, controls=(JOIN_MENU,))
        return Decision(reply=Reply(content=note), why=Line(key="why-interest-unknown"))
    interests = tuple(standing.interest for standing in scope.standings)
    near = nearest_interests(name, interests)
    if near:
        controls = (*(join_button(interest) for interest in near), JOIN_MENU, PROPOSE)
        note = Note(key="interest-did-you-mean", args={"name": name}, controls=controls)
    elif interests:
        menu = join_select(interests[: policy.interests_per_board])
        note = Note(key="interest-unknown", args={"name": name}, controls=(menu, PROPOSE))
    else:
        note = Note(key="join-nothing")
    return Decision(reply=Reply(content=note), why=Line(key="why-interest-unknown"))
