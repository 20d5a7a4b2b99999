"""Proposals: any member may propose a topic; it appears without their name, and others co-sign it privately.

An open one opens when enough have co-signed, or when a steward says yes. Who co-signed is looked at once a day, and a
co-sign counts from the first such look that is a whole day after it: the opening tells nobody's hour. A confidential
one goes to the stewards only, is on no list, and opens by a steward's yes alone: what a co-sign did would tell of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from circles_bot.engine.buttons import JOIN_MENU, MINE, co_sign_selects, join_button, unsign_button
from circles_bot.engine.decision import Change, Decision, Dropped, Kept, TimerSet
from circles_bot.engine.effects import AnyEffect
from circles_bot.engine.events import ProposalsDue, TopicCoSigned, TopicProposed
from circles_bot.engine.ids import CONFIDENTIAL, EffectKey, InterestId, derive, is_confidential
from circles_bot.engine.interests import answer_directly, find_standing, nearest_interests, topic_opened_note
from circles_bot.engine.joining_timers import (
    A_DAY,
    board_timer,
    proposals_timer,
    proposals_timer_at,
    settle_timer,
)
from circles_bot.engine.members import not_set_up, recognise
from circles_bot.engine.model import Community, CoSign, Interest, Member, OptIn, OptInState, Proposal, Way
from circles_bot.engine.names import clean_name, free_emoji, nearest_names, normal_name
from circles_bot.engine.notes import Button, Form, Line, Note, Option, Reply, Select, TextField
from circles_bot.engine.pages import free_page
from circles_bot.engine.pilots import for_now, is_outside
from circles_bot.engine.policy import Policy
from circles_bot.engine.private import before_joining, find_private, may_join, not_yet
from circles_bot.engine.questions import ProposeAsked
from circles_bot.engine.snapshots import CommunityScope, MemberScope, ProposalStanding
from circles_bot.engine.tokens import Token, make_token

PROPOSALS_A_WEEK = 2
"""Of one member."""
PROPOSALS_AT_ONCE = 40
"""Of a community: more than anybody reads, and more than a flood of accounts may put on a board."""
REFUSED_FOR = timedelta(days=30)
"""How long who proposed it can read that the stewards said "not now"."""
ONE_OF = 100
"""A hundredth of the opted-in is what a proposal needs, where that is more than the least."""
CO_SIGNS_AT_MOST = 20


def propose_asked(scope: MemberScope, question: ProposeAsked) -> Reply:
    """Open the form in which a topic is written."""
    community = scope.community
    if community is None or community.set_up_at is None:
        return Reply(content=Note(key="not-set-up"))
    if question.is_private and not may_join(scope, question.actor, question.at):
        return Reply(content=not_yet(scope))
    name = TextField(
        token=make_token(Token.PROPOSE_NAME),
        label=Line(key="propose-name"),
        at_most_chars=Policy.of(community).interest_name_limit,
    )
    if not question.is_private:
        return Reply(content=Form(token=make_token(Token.PROPOSE, "open"), key="propose", fields=(name,)))
    options = tuple(
        Option(value=value, label=Line(key=f"propose-word-{value}"), is_chosen=value == "anyone")
        for value in ("anyone", "word")
    )
    word = Select(
        token=make_token(Token.PROPOSE_WORD), placeholder=Line(key="propose-word-placeholder"), options=options
    )
    return Reply(content=Form(token=make_token(Token.PROPOSE, "private"), key="propose-private", fields=(name, word)))


def topic_proposed(scope: MemberScope, event: TopicProposed) -> Decision:
    """Take a topic up, without its proposer's name; one that is there, or nearly, is offered first."""
    community = scope.community
    if community is None or community.set_up_at is None:
        return not_set_up()
    if is_outside(community, event.actor):
        return for_now()
    name, limit = clean_name(event.name), Policy.of(community).interest_name_limit
    if not normal_name(name) or len(name) > limit:
        return _answer(
            Note(key="propose-unusable", args={"limit": limit}, controls=(JOIN_MENU,)), "why-propose-unusable"
        )
    if event.is_private:
        return _proposed_privately(scope, community, event, name)
    known = find_standing(scope.standings, name)
    if known is not None:
        controls = (join_button(known.interest), MINE)
        note = Note(key="propose-exists", args={"interest": known.interest.name}, controls=controls)
        return _answer(note, "why-propose-exists")
    interest = interest_id(community.id, name)
    proposed = _find(scope.proposals, interest)
    if proposed is not None and proposed.proposal.refused_at is None:
        return _signed(scope, community, proposed, event)
    near = None if event.is_certain else _near(scope, name)
    if near is not None:
        return _answer(near, "why-propose-near")
    if len(scope.proposals) >= PROPOSALS_AT_ONCE:
        return _answer(Note(key="propose-queue-full", controls=(JOIN_MENU,)), "why-propose-too-many")
    return _taken_up(
        scope, community, event, Proposal(community=community.id, interest=interest, name=name, proposed_at=event.at)
    )


def topic_co_signed(scope: MemberScope, event: TopicCoSigned) -> Decision:
    """Note a co-sign, or take it back; the answer tells neither how many there are nor how many are needed."""
    community = scope.community
    if community is None or community.set_up_at is None:
        return not_set_up()
    found = _find((*scope.proposals, *scope.private_proposals), event.interest)
    if found is None or (is_confidential(event.interest) and found.co_sign is None):
        return _answer(Note(key="propose-over", controls=(JOIN_MENU, MINE)), "why-propose-over")
    if not event.is_taken_back and is_outside(community, event.actor):
        return for_now()
    if not event.is_taken_back:
        return _signed(scope, community, found, event)
    note = Note(key="co-sign-back", args={"interest": found.proposal.name}, controls=(MINE,))
    back = _answer(note, "why-co-sign-back")
    return back if found.co_sign is None else replace(back, changes=(Dropped(found.co_sign),))


def proposals_due(scope: CommunityScope, event: ProposalsDue) -> Decision:
    """Open what may open, let go of what nobody wants any more, and look again tomorrow if something is left."""
    if scope.community is None:
        return Decision()
    opening = _Opening(scope=scope, community=scope.community, policy=Policy.of(scope.community), at=event.at)
    for proposal in sorted(scope.proposals, key=lambda one: (one.approved_at is None, one.proposed_at, one.interest)):
        opening.look_at(proposal)
    return opening.decision()


def interest_id(community: str, name: str, *, is_private: bool = False) -> InterestId:
    """Return the id of an interest: the same however its name is typed; a confidential one's says so."""
    return InterestId(derive(CONFIDENTIAL if is_private else "int", community, normal_name(name)))


def most_interests(policy: Policy, opted_in: int) -> int:
    """Return how many open interests there may be: small communities start small, so that people find one another."""
    return min(policy.interests_at_most, max(policy.interests_at_least, opted_in // policy.opted_in_per_interest))


def co_signs_needed(policy: Policy, opted_in: int) -> int:
    """Return how many co-signs open a proposal: the community's number, or a hundredth of the opted-in if more."""
    return max(policy.co_signs, min(CO_SIGNS_AT_MOST, -(-opted_in // ONE_OF)))


def _proposed_privately(scope: MemberScope, community: Community, event: TopicProposed, name: str) -> Decision:
    if not may_join(scope, event.actor, event.at):
        return _answer(not_yet(scope), "why-private-not-yet")
    interest = interest_id(community.id, name, is_private=True)
    known = find_private(scope, interest)
    if known is not None:
        return _answer(before_joining(known.interest, community), "why-propose-exists-private")
    found = _find(scope.private_proposals, interest)
    if found is not None and found.proposal.refused_at is None:
        return _signed(scope, community, found, event)
    proposal = Proposal(
        community=community.id, interest=interest, name=name, proposed_at=event.at, needs_word=event.needs_word
    )
    return _taken_up(scope, community, event, proposal)


def _taken_up(scope: MemberScope, community: Community, event: TopicProposed, proposal: Proposal) -> Decision:
    mine = (one.co_sign for one in (*scope.proposals, *scope.private_proposals) if one.co_sign is not None)
    lately = [sign for sign in mine if sign.is_proposer and sign.signed_at > event.at - timedelta(weeks=1)]
    if len(lately) >= PROPOSALS_A_WEEK:
        note = Note(key="propose-too-many", args={"most": PROPOSALS_A_WEEK}, controls=(JOIN_MENU,))
        return _answer(note, "why-propose-too-many")
    signed = _signed(scope, community, ProposalStanding(proposal=proposal, co_sign=None), event)
    shown = () if is_confidential(proposal.interest) else (board_timer(community, Policy.of(community), event.at),)
    return replace(signed, changes=(Kept(proposal), *signed.changes), timers=(*signed.timers, *shown))


def _signed(
    scope: MemberScope, community: Community, standing: ProposalStanding, event: TopicProposed | TopicCoSigned
) -> Decision:
    """Return one answer, whether it is the first co-sign or the one that will open it, or was there before."""
    recognised = recognise(scope.member, event.actor, community.id, event.at)
    sign = standing.co_sign or CoSign(
        community=community.id,
        interest=standing.proposal.interest,
        member=recognised.member.id,
        signed_at=event.at,
        is_proposer=isinstance(event, TopicProposed),
    )
    is_private = is_confidential(standing.proposal.interest)
    note = Note(
        key="proposed-private" if is_private else "co-signed",
        args={"interest": standing.proposal.name},
        controls=(unsign_button(standing.proposal.interest), MINE),
    )
    timers = () if is_private else (proposals_timer(community, Policy.of(community), event.at),)
    return Decision(
        changes=(*recognised.changes, Kept(sign)),
        timers=timers,
        reply=Reply(content=note),
        why=Line(key="why-co-signed-private" if is_private else "why-co-signed"),
    )


def _near(scope: MemberScope, name: str) -> Note | None:
    """Return the offer of what looks nearly the same: to join it, to co-sign it, or to propose one's own after all."""
    interests = nearest_interests(name, tuple(standing.interest for standing in scope.standings))
    names = nearest_names(name, tuple(one.proposal.name for one in scope.proposals))
    proposed = tuple(one.proposal for one in scope.proposals if one.proposal.name in names and one.co_sign is None)
    if not interests and not proposed:
        return None
    certain = Button(token=make_token(Token.PROPOSE, "sure", name), label=Line(key="button-propose-anyway"))
    controls: tuple[Button | Select, ...] = (
        *co_sign_selects(proposed),
        *(join_button(interest) for interest in interests),
        certain,
    )
    return Note(key="propose-near", args={"name": name}, controls=controls)


def _find(proposals: Iterable[ProposalStanding], interest: InterestId) -> ProposalStanding | None:
    return next((one for one in proposals if one.proposal.interest == interest), None)


def _answer(note: Note, why: str) -> Decision:
    return Decision(reply=Reply(content=note), why=Line(key=why))


@dataclass(slots=True, kw_only=True)
class _Opening:
    """A day's look at all proposals, one after the other."""

    scope: CommunityScope
    community: Community
    policy: Policy
    at: datetime
    opened: list[Interest] = field(default_factory=list)
    members: dict[str, Member] = field(default_factory=dict)
    is_left: bool = False
    is_shown: bool = False
    """Whether the board changes: something open was opened or let go of."""
    changes: list[Change] = field(default_factory=list)
    timers: list[TimerSet] = field(default_factory=list)
    effects: list[AnyEffect] = field(default_factory=list)

    def look_at(self, proposal: Proposal) -> None:
        """Open one proposal, let go of it, or leave it for tomorrow."""
        signs = [sign for sign in self.scope.co_signs if sign.interest == proposal.interest]
        if proposal.refused_at is not None:
            if proposal.refused_at + REFUSED_FOR <= self.at:
                self._let_go(proposal, signs)
            else:
                self.is_left = True
        elif not signs and proposal.approved_at is None:
            self._let_go(proposal, signs)
        elif self._may_open(proposal, signs):
            self._open(proposal, signs)
        else:
            self.is_left = True

    def decision(self) -> Decision:
        """Return all that the look led to."""
        if self.is_shown:
            self.timers.append(board_timer(self.community, self.policy, self.at, is_at_once=bool(self.opened)))
        if self.is_left:
            tomorrow = proposals_timer(self.community, self.policy, self.at - A_DAY)
            self.timers.append(proposals_timer_at(self.community, tomorrow.due_at))
        return Decision(
            changes=(*self.changes, *(Kept(member) for member in self.members.values())),
            timers=tuple(self.timers),
            effects=tuple(self.effects),
            why=Line(key="why-proposals-looked"),
        )

    def _may_open(self, proposal: Proposal, signs: list[CoSign]) -> bool:
        opted_in = self.scope.opted_in
        if is_confidential(proposal.interest):
            return proposal.approved_at is not None and opted_in >= self.policy.confidential_from_opted_in
        if proposal.approved_at is None:
            counted = [sign for sign in signs if sign.signed_at <= self.at - A_DAY]
            if len(counted) < co_signs_needed(self.policy, opted_in):
                return False
        open_ones = [interest for interest in self.opened if not interest.is_confidential]
        return len(self.scope.interests) + len(open_ones) < most_interests(self.policy, opted_in)

    def _let_go(self, proposal: Proposal, signs: list[CoSign]) -> None:
        self.changes.extend((*(Dropped(sign) for sign in signs), Dropped(proposal)))
        self.is_shown = self.is_shown or not is_confidential(proposal.interest)

    def _open(self, proposal: Proposal, signs: list[CoSign]) -> None:
        is_private = is_confidential(proposal.interest)
        taken = [*self.scope.interests, *self.opened]
        interest = Interest(
            id=proposal.interest,
            community=self.community.id,
            name=proposal.name,
            emoji="" if is_private else free_emoji(one.emoji for one in taken),
            opened_at=self.at,
            is_confidential=is_private,
            needs_word=proposal.needs_word,
            page=0 if is_private else free_page(taken, self.policy),
        )
        self.opened.append(interest)
        self.changes.append(Kept(interest))
        self._let_go(proposal, signs)
        for sign in signs:
            self._opt_in(interest, sign)
        if len(signs) >= self.policy.circle_size_min:
            due = self.at + self.policy.settling
            self.timers.append(settle_timer(self.community.id, interest.id, due, keeps_earlier=True))

    def _opt_in(self, interest: Interest, sign: CoSign) -> None:
        wish = OptIn(
            community=self.community.id,
            member=sign.member,
            interest=interest.id,
            state=OptInState.WAITING,
            way=Way.CO_SIGN,
            since=self.at,
        )
        self.changes.append(Kept(wish))
        member = self.members.get(sign.member) or self.scope.members[sign.member]
        key = EffectKey(f"opened:{interest.id}:{sign.member}")
        note = topic_opened_note(interest, self.at, self.community)
        answered = answer_directly(member, self.community, note, key, self.at)
        if answered.effects:
            self.members[sign.member] = answered.member
        self.timers.extend(answered.timers)
        self.effects.extend(answered.effects)
