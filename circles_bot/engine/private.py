"""Confidential interests: who may join one, what is said before the yes, and a follower's word.

They are found on one private list only, the same for everybody who may see it; never on the board, by a reaction, by a
typed name, in a completion or a count. What follows from one (rounds, meetings, seats) changes nothing that others see.
Who may not yet gets one answer, whatever the reason. Why it is built so: decision 0011.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from circles_bot.engine.buttons import (
    MINE,
    PRIVATE_MENU,
    PROPOSE_PRIVATE,
    RHYTHM_MENU,
    join_button,
    private_select,
    undo_button,
)
from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.discretion import who_could_open
from circles_bot.engine.events import Actor, InterestJoined, WordGiven
from circles_bot.engine.interests import Joining, is_wishing, join, paused_line
from circles_bot.engine.joining_timers import next_look
from circles_bot.engine.members import not_set_up, recognise
from circles_bot.engine.model import Community, Interest, Member, OptIn, OptInState, Word
from circles_bot.engine.notes import Line, Note, Reply, Select
from circles_bot.engine.pilots import for_now, is_outside
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import PrivateAsked, WordAsked
from circles_bot.engine.snapshots import InterestStanding, MemberScope, RoundScope
from circles_bot.engine.tokens import Token, make_token

WORDS_A_WEEK = 3
"""A word is for somebody one knows: more would be an invitation to everybody."""
PRIVATE_AT_MOST = 25
"""What a select holds on both platforms."""


def may_join(scope: MemberScope, actor: Actor, at: datetime) -> bool:
    """Tell whether somebody may see the private list: large enough a community, and long enough in it."""
    assert scope.community is not None
    policy = Policy.of(scope.community)
    since = actor.joined_at or (scope.member.since if scope.member else at)
    return scope.opted_in >= policy.confidential_from_opted_in and at - since >= policy.confidential_after


def private_asked(scope: MemberScope, question: PrivateAsked) -> Reply:
    """Show the private list, or what is to be known before joining one of it; nothing to who may not yet."""
    if scope.community is None or scope.community.set_up_at is None:
        return Reply(content=Note(key="not-set-up"))
    if not may_join(scope, question.actor, question.at):
        return Reply(content=not_yet(scope))
    standing = find_private(scope, question.interest)
    if standing is not None:
        return Reply(content=before_joining(standing.interest, scope.community), replaces=True)
    return Reply(content=_list_of(scope))


def private_joined(scope: MemberScope, event: InterestJoined) -> Decision:
    """Opt somebody in to a confidential interest, with nothing that others could see."""
    community = scope.community
    if community is None or community.set_up_at is None:
        return not_set_up()
    standing = find_private(scope, event.interest)
    if not _follows(standing) and is_outside(community, event.actor):
        return for_now()
    if not _follows(standing) and not may_join(scope, event.actor, event.at):
        return _answer(not_yet(scope), "why-private-not-yet")
    if standing is None:
        return _answer(_list_of(scope), "why-private-unknown")
    if is_wishing(standing.opt_in, event.at):
        args = {"interest": standing.interest.name}
        note = Note(key="joined-already", args=args, controls=(undo_button(standing.interest.id), MINE))
        return _answer(note, "why-joined-already")
    if standing.interest.needs_word and standing.opt_in is None and not scope.has_word:
        return _answer(Note(key="private-needs-word", controls=(PRIVATE_MENU, MINE)), "why-private-needs-word")
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
    note = _joined_note(scope, recognised.member, standing.interest, event.at)
    return Decision(
        changes=(*recognised.changes, *joined.changes),
        timers=joined.timers,
        reply=Reply(content=note, replaces=True),
        why=Line(key="why-private-joined"),
    )


def word_asked(scope: MemberScope, question: WordAsked) -> Reply:
    """Ask a follower for whom they give their word."""
    standing = find_private(scope, question.interest)
    if standing is None or not standing.interest.needs_word or not _follows(standing):
        return Reply(content=Note(key="word-not-yours", controls=(MINE,)))
    picker = Select(
        token=make_token(Token.WORD, standing.interest.id),
        placeholder=Line(key="word-placeholder"),
        options=(),
        picks_people=True,
    )
    return Reply(content=Note(key="word-ask", args={"interest": standing.interest.name}, controls=(picker, MINE)))


def word_given(scope: MemberScope, event: WordGiven) -> Decision:
    """Keep a follower's word; the answer is the same whoever it is for, follower or not."""
    standing = find_private(scope, event.interest)
    if scope.community is None or standing is None or not standing.interest.needs_word or not _follows(standing):
        return _answer(Note(key="word-not-yours", controls=(MINE,)), "why-word-refused")
    if scope.words_given >= WORDS_A_WEEK:
        return _answer(Note(key="word-too-many", args={"most": WORDS_A_WEEK}, controls=(MINE,)), "why-word-refused")
    if event.to == event.actor.member:
        return _answer(Note(key="word-for-oneself", controls=(MINE,)), "why-word-refused")
    word = Word(
        community=event.community,
        interest=event.interest,
        member=event.to,
        giver=event.actor.member,
        given_at=event.at,
    )
    note = Note(key="word-kept", args={"interest": standing.interest.name}, controls=(MINE,))
    return replace(_answer(note, "why-word-kept"), changes=(Kept(word),))


def those_who_may_sit(scope: RoundScope, policy: Policy, at: datetime) -> tuple[OptIn, ...]:
    """Return a pool's wishes without those of people who have had their confidential circle this season."""
    return tuple(wish for wish in scope.opt_ins if not rests_until(scope.sat_privately_at.get(wish.member), policy, at))


def rests_until(sat_at: datetime | None, policy: Policy, at: datetime) -> datetime | None:
    """Return until when somebody who sat down in a confidential circle sits in no other; None when they may.

    One a season, counted from when they sat down; leaving early gives it not back, so that nobody can join, see the
    names, leave, and do it again.
    """
    if sat_at is None or at >= sat_at + _apart(policy):
        return None
    return sat_at + _apart(policy)


def find_private(scope: MemberScope, interest: str | None) -> InterestStanding | None:
    """Return a confidential interest by its id, and by nothing else."""
    return next((one for one in scope.private if one.interest.id == interest), None)


def before_joining(interest: Interest, community: Community) -> Note:
    """Say what is to be known before the yes: who could come, who sees what, and what cannot be promised."""
    lines = (Line(key="private-asks-for-word"),) if interest.needs_word else ()
    return Note(
        key="private-before",
        args={"interest": interest.name, "who_sees": who_could_open(community)},
        lines=lines,
        controls=(join_button(interest), PRIVATE_MENU),
    )


def not_yet(scope: MemberScope) -> Note:
    """Say kindly that somebody may not join yet; the same words whatever the reason, and whatever there is."""
    assert scope.community is not None
    policy = Policy.of(scope.community)
    args = {"people": policy.confidential_from_opted_in, "days": policy.confidential_after // timedelta(days=1)}
    return Note(key="private-not-yet", args=args, controls=(MINE,))


def _follows(standing: InterestStanding | None) -> bool:
    return standing is not None and standing.opt_in is not None and standing.opt_in.state is not OptInState.ENDED


def _apart(policy: Policy) -> timedelta:
    return max(policy.season, policy.confidential_left_early)


def _list_of(scope: MemberScope) -> Note:
    interests = tuple(standing.interest for standing in scope.private)[:PRIVATE_AT_MOST]
    if not interests:
        return Note(key="private-none", controls=(PROPOSE_PRIVATE, MINE))
    return Note(key="private-list", controls=(private_select(interests), PROPOSE_PRIVATE, MINE))


def _joined_note(scope: MemberScope, member: Member, interest: Interest, at: datetime) -> Note:
    assert scope.community is not None
    policy = Policy.of(scope.community)
    until = rests_until(scope.sat_privately_at, policy, at)
    lines = paused_line(member, at)
    if until is not None:
        lines = (*lines, Line(key="private-once-a-season", args={"until": until}))
    return Note(
        key="private-joined",
        args={"interest": interest.name, "next": next_look(scope.community, policy, at)},
        lines=lines,
        controls=(undo_button(interest.id), MINE, *((RHYTHM_MENU,) if member.timezone is None else ())),
    )


def _answer(note: Note, why: str) -> Decision:
    return Decision(reply=Reply(content=note, replaces=True), why=Line(key=why))
