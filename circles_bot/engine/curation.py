"""What a steward does about interests: yes or not now to a proposal, archiving, merging, another name for one.

A steward sees what is proposed, never by whom, and never how many like it. Wishes move along when interests are merged;
a circle that lives goes on whatever becomes of its interest.
"""

from collections.abc import Iterable
from dataclasses import replace

from circles_bot.engine.buttons import MINE, in_parts
from circles_bot.engine.decision import Change, Decision, Kept, TimerCancelled, TimerSet
from circles_bot.engine.events import (
    InterestArchived,
    InterestChanged,
    InterestMerged,
    Personal,
    ProposalAnswered,
)
from circles_bot.engine.ids import InterestId, TimerKey, is_confidential
from circles_bot.engine.interests import find_standing
from circles_bot.engine.joining_timers import board_timer, proposals_timer_at, settle_timer
from circles_bot.engine.model import Community, Interest, OptIn, OptInState
from circles_bot.engine.names import clean_name, normal_name
from circles_bot.engine.notes import Argument, Button, Form, Line, Note, Option, Reply, Select, TextField
from circles_bot.engine.policy import Policy
from circles_bot.engine.proposals import most_interests
from circles_bot.engine.questions import InterestsAsked, InterestsQuestion
from circles_bot.engine.snapshots import MemberScope, ProposalStanding
from circles_bot.engine.tokens import Token, make_token

ALIASES_AT_MOST = 20
MOVES = frozenset({OptInState.WAITING, OptInState.ASLEEP, OptInState.RESTING})
"""Wishes that move along when interests are merged; one that led to an invitation or a circle stays with it."""


def interests_asked(scope: MemberScope, question: InterestsAsked) -> Reply:
    """Show a steward what is proposed and what there is, or open a form about it."""
    if not question.actor.is_steward:
        return Reply(content=Note(key="sorry-stewards-only"))
    if scope.community is None or scope.community.set_up_at is None:
        return Reply(content=Note(key="not-set-up"))
    match question.about:
        case InterestsQuestion.LIST:
            return Reply(content=_list_of(scope, scope.community))
        case InterestsQuestion.MERGE:
            return _reply(_merge_note(scope, question.interest))
        case InterestsQuestion.ALIAS if question.interest is None:
            return _reply(Note(key="alias-of", controls=(*_selects(Token.ALIAS_OF, _open_options(scope)), BACK)))
        case InterestsQuestion.ALIAS:
            limit = Policy.of(scope.community).interest_name_limit
            name = TextField(token=make_token(Token.ALIAS_NAME), label=Line(key="alias-name"), at_most_chars=limit)
            form = Form(token=make_token(Token.ALIAS, question.interest), key="alias", fields=(name,))
            return Reply(content=form)


def proposal_answered(scope: MemberScope, event: ProposalAnswered) -> Decision:
    """Take a steward's word on a proposal; a yes opens it as soon as there is room for one more."""
    refused = _refusal(scope, event)
    if refused is not None or scope.community is None:
        return refused or Decision()
    every = (*scope.proposals, *scope.private_proposals)
    found = next((one.proposal for one in every if one.proposal.interest == event.interest), None)
    if found is None or found.refused_at is not None:
        return _answer("proposal-over", "why-propose-over")
    if not event.is_yes:
        said = replace(found, refused_at=event.at, approved_at=None)
        note = Note(key="proposal-refused", args={"interest": found.name}, controls=(BACK,))
        shown = () if is_confidential(found.interest) else (_board(scope.community, event),)
        return Decision(changes=(Kept(said),), timers=shown, reply=_reply(note), why=Line(key="why-proposal-refused"))
    return Decision(
        changes=(Kept(replace(found, approved_at=event.at)),),
        timers=(proposals_timer_at(scope.community, event.at),),
        reply=_reply(_approved_note(scope, scope.community, found.name, event)),
        why=Line(key="why-proposal-approved"),
    )


def interest_archived(scope: MemberScope, event: InterestArchived) -> Decision:
    """Take an interest off the board and every list; its circles go on, and who waits is told under My circles."""
    refused = _refusal(scope, event)
    if refused is not None or scope.community is None:
        return refused or Decision()
    interest = _find(scope, event.interest)
    if interest is None:
        return _answer("interest-gone", "why-interest-unknown")
    note = Note(key="archived", args={"interest": interest.name}, controls=(BACK,))
    return Decision(
        changes=(Kept(replace(interest, archived_at=event.at)),),
        timers=(_no_settling(interest), *(() if interest.is_confidential else (_board(scope.community, event),))),
        reply=_reply(note),
        why=Line(key="why-archived"),
    )


def interest_merged(scope: MemberScope, event: InterestMerged) -> Decision:
    """Make one open interest a part of another: its names find the other from now on, and who waits moves along."""
    refused = _refusal(scope, event)
    if refused is not None or scope.community is None:
        return refused or Decision()
    here, into = _find_open(scope, event.interest), _find_open(scope, event.into)
    if here is None or into is None or here.id == into.id:
        return _answer("merge-impossible", "why-merge-impossible")
    names = dict.fromkeys((*into.aliases, here.name, *here.aliases))
    grown = replace(into, aliases=tuple(names)[:ALIASES_AT_MOST])
    moved = _moved(scope.followers, here.id, into.id)
    args: dict[str, Argument] = {"interest": here.name, "into": into.name}
    return Decision(
        changes=(Kept(grown), Kept(replace(here, archived_at=event.at, merged_into=into.id)), *moved),
        timers=(_no_settling(here), *_settling(scope, into, event), _board(scope.community, event)),
        reply=_reply(Note(key="merged", args=args, controls=(BACK,))),
        why=Line(key="why-merged"),
    )


def interest_changed(scope: MemberScope, event: InterestChanged) -> Decision:
    """Give an open interest another name by which joining finds it; a name means one interest only."""
    refused = _refusal(scope, event)
    if refused is not None or scope.community is None:
        return refused or Decision()
    interest, alias = _find_open(scope, event.interest), clean_name(event.alias)
    limit = Policy.of(scope.community).interest_name_limit
    if interest is None or not normal_name(alias) or len(alias) > limit or len(interest.aliases) >= ALIASES_AT_MOST:
        return _answer("alias-unusable", "why-alias-unusable", limit=limit)
    known = find_standing(scope.standings, alias)
    if known is not None:
        return _answer("alias-taken", "why-alias-unusable", name=alias, interest=known.interest.name)
    note = Note(key="alias-kept", args={"name": alias, "interest": interest.name}, controls=(BACK,))
    changed = replace(interest, aliases=(*interest.aliases, alias))
    return Decision(changes=(Kept(changed),), reply=_reply(note), why=Line(key="why-alias-kept"))


def _list_of(scope: MemberScope, community: Community) -> Note:
    opened = tuple(one for one in scope.proposals if one.proposal.refused_at is None)
    private = tuple(one for one in scope.private_proposals if one.proposal.refused_at is None)
    lines = (
        *(_proposed_line("steward-proposed", one) for one in opened),
        *(_proposed_line("steward-proposed-private", one) for one in private),
    )
    most = most_interests(Policy.of(community), scope.opted_in)
    proposals = tuple(Option(value=one.proposal.interest, label=one.proposal.name) for one in (*opened, *private))
    answers = (*_selects(Token.APPROVE, proposals), *_selects(Token.REFUSE, proposals))
    every = (*scope.standings, *scope.private)
    interests = tuple(Option(value=one.interest.id, label=one.interest.name, emoji=one.interest.emoji) for one in every)
    archive = _selects(Token.ARCHIVE, interests)
    return Note(
        key="steward-interests" if lines else "steward-interests-none",
        args={"most": most},
        lines=lines,
        controls=(*answers, *archive, _ask(InterestsQuestion.MERGE), _ask(InterestsQuestion.ALIAS)),
    )


def _approved_note(scope: MemberScope, community: Community, name: str, event: ProposalAnswered) -> Note:
    """Say when it opens: at once, or when there is room, or when there are people enough for a confidential one."""
    policy = Policy.of(community)
    if is_confidential(event.interest):
        is_now = scope.opted_in >= policy.confidential_from_opted_in
        waits = Line(key="proposal-waits-for-people", args={"people": policy.confidential_from_opted_in})
    else:
        most = most_interests(policy, scope.opted_in)
        is_now = len(scope.standings) < most
        waits = Line(key="proposal-waits-for-room", args={"most": most})
    lines = () if is_now else (waits,)
    return Note(key="proposal-approved", args={"interest": name}, lines=lines, controls=(BACK,))


def _moved(followers: Iterable[OptIn], here: InterestId, into: InterestId) -> tuple[Change, ...]:
    """Move the wishes that wait, sleep or rest; who has one for the other already, or left it, is not moved."""
    there = {wish.member for wish in followers if wish.interest == into}
    moving = [wish for wish in followers if wish.interest == here and wish.state in MOVES]
    ended = tuple(Kept(replace(wish, state=OptInState.ENDED)) for wish in moving)
    return (*ended, *(Kept(replace(wish, interest=into)) for wish in moving if wish.member not in there))


def _settling(scope: MemberScope, into: Interest, event: InterestMerged) -> tuple[TimerSet, ...]:
    assert scope.community is not None
    policy = Policy.of(scope.community)
    waiting = {wish.member for wish in scope.followers if wish.state is OptInState.WAITING}
    if len(waiting) < policy.circle_size_min:
        return ()
    return (settle_timer(scope.community.id, into.id, event.at + policy.settling, keeps_earlier=True),)


def _no_settling(interest: Interest) -> TimerCancelled:
    return TimerCancelled(key=TimerKey(f"settle:{interest.id}"))


def _board(community: Community, event: Personal) -> TimerSet:
    return board_timer(community, Policy.of(community), event.at, is_at_once=True)


def _refusal(scope: MemberScope, event: Personal) -> Decision | None:
    if not event.actor.is_steward:
        return Decision(reply=Reply(content=Note(key="sorry-stewards-only")), why=Line(key="why-stewards-only"))
    if scope.community is None or scope.community.set_up_at is None:
        return Decision(reply=Reply(content=Note(key="not-set-up")), why=Line(key="why-not-set-up"))
    return None


def _find(scope: MemberScope, interest: InterestId) -> Interest | None:
    every = (*scope.standings, *scope.private)
    return next((one.interest for one in every if one.interest.id == interest), None)


def _find_open(scope: MemberScope, interest: InterestId) -> Interest | None:
    return next((one.interest for one in scope.standings if one.interest.id == interest), None)


def _proposed_line(key: str, standing: ProposalStanding) -> Line:
    return Line(key=key, args={"interest": standing.proposal.name})


def _merge_note(scope: MemberScope, ending: InterestId | None) -> Note:
    """Ask which interest ends, and then into which one: each from as many lists as they take."""
    every = _open_options(scope)
    here = None if ending is None else _find_open(scope, ending)
    if here is None:
        return Note(key="merge", controls=(*_selects(Token.MERGE_FROM, every), BACK))
    others = tuple(option for option in every if option.value != here.id)
    lists = _selects(Token.MERGE_INTO, others, here.id)
    return Note(key="merge-into", args={"interest": here.name}, controls=(*lists, BACK))


def _open_options(scope: MemberScope) -> tuple[Option, ...]:
    every = (standing.interest for standing in scope.standings)
    return tuple(Option(value=one.id, label=one.name, emoji=one.emoji) for one in every)


def _selects(token: Token, options: tuple[Option, ...], *parts: str) -> tuple[Select, ...]:
    placeholder = Line(key=f"{token.value}-placeholder")
    return in_parts(Select(token=make_token(token, *parts), placeholder=placeholder, options=options))


def _ask(about: InterestsQuestion) -> Button:
    return Button(token=make_token(Token.INTERESTS, about.value), label=Line(key=f"button-{about.value}"))


def _answer(key: str, why: str, **args: Argument) -> Decision:
    return Decision(reply=_reply(Note(key=key, args=args, controls=(BACK, MINE))), why=Line(key=why))


def _reply(note: Note) -> Reply:
    return Reply(content=note, replaces=True)


BACK = Button(token=make_token(Token.INTERESTS, InterestsQuestion.LIST.value), label=Line(key="button-back"))
