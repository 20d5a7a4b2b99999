"""The board's reactions: level, not edge. Only a difference from what was last observed is news.

A reaction set is a wish; one taken off ends the wish that waits, however it was made, and touches no living circle.
What still stands undoes no leaving. A board that was cleared, deleted or partly read takes nobody's wish away.
A reaction counts under the message that names its interest: the others say nothing of it, set or not.

While a pilot is on, a reaction of somebody outside is remembered and is no wish: the board says who can join for now,
and nothing is sent to them. It is not news when the pilot ends, either: they would have to mean it anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from circles_bot.engine.buttons import MINE, join_button
from circles_bot.engine.decision import Change, Decision, Dropped, Kept, Silenced, TimerCancelled, TimerSet
from circles_bot.engine.effects import SendDirect, member_lane
from circles_bot.engine.events import Actor, BoardRead, ReactionSeen
from circles_bot.engine.ids import EffectKey, InterestId, MemberId
from circles_bot.engine.interests import (
    Answered,
    Joining,
    answer_directly,
    is_wishing,
    join,
    joined_note,
    reaction_note,
    silence_about,
)
from circles_bot.engine.members import keeping, recognise
from circles_bot.engine.model import Community, Interest, Member, OptIn, OptInState, StandingReaction, Way
from circles_bot.engine.names import normal_emoji
from circles_bot.engine.notes import Line, Note, Reply
from circles_bot.engine.pilots import for_now, is_outside
from circles_bot.engine.snapshots import CommunityScope, InterestStanding, MemberScope

ENDED_BY_TAKING_OFF = frozenset({OptInState.WAITING, OptInState.INVITED, OptInState.ASLEEP, OptInState.RESTING})
"""Wishes that end with the reaction; one that led to a living circle is left by an act of its own."""


def reaction_seen(scope: MemberScope, event: ReactionSeen) -> Decision:
    """Take a reaction that is news for a wish, or for its end."""
    if scope.community is None:
        return Decision()
    standing = find_reacted(scope.standings, event.emoji, event.page)
    if standing is None or standing.has_reacted == event.is_set:
        return Decision()
    return _set(scope, standing, event) if event.is_set else _taken_off(scope, standing, event)


def find_reacted(standings: Sequence[InterestStanding], emoji: str, page: int) -> InterestStanding | None:
    """Return the open interest of that page whose emoji it is, in whatever variant."""
    wanted = normal_emoji(emoji)
    here = (item for item in standings if item.interest.page == page and item.interest.emoji)
    found = (item for item in here if normal_emoji(item.interest.emoji) == wanted)
    return next(found, None)


def board_read(scope: CommunityScope, event: BoardRead) -> Decision:
    """Take up what changed on a page of the board while nobody looked; the others are read on their own."""
    if scope.community is None:
        return Decision()
    read = _Reading.of(scope, scope.community, event.at)
    observed = {normal_emoji(emoji): actors for emoji, actors in event.reactions.items()}
    for interest in scope.interests:
        actors = observed.get(normal_emoji(interest.emoji))
        if interest.page == event.page and interest.emoji and actors is not None:
            read.compare(interest, actors, event)
    return read.decision()


def _set(scope: MemberScope, standing: InterestStanding, event: ReactionSeen) -> Decision:
    assert scope.community is not None
    recognised = recognise(scope.member, event.actor, event.community, event.at, tells_steward=False)
    remembered = Kept(_reaction(standing.interest, recognised.member.id))
    if is_wishing(standing.opt_in, event.at):
        return Decision(changes=(*recognised.changes, remembered), why=Line(key="why-reaction-remembered"))
    if is_outside(scope.community, event.actor):
        return replace(for_now(), changes=(*recognised.changes, remembered))
    joined = join(
        Joining(
            community=scope.community,
            interest=standing.interest,
            opt_in=standing.opt_in,
            waiting=standing.waiting,
            member=recognised.member.id,
            way=Way.REACTION,
            at=event.at,
        )
    )
    is_first = all(item.opt_in is None for item in scope.standings)
    answered = Answered(member=recognised.member)
    if is_first and not event.hears_reply:
        answered = _first_answer(recognised.member, scope.community, standing.interest, event.at)
    people = keeping(recognised.changes, answered.member) if answered.effects else recognised.changes
    note = joined_note(scope, recognised.member, standing.interest, Way.REACTION, event.at)
    return Decision(
        changes=(*people, remembered, *joined.changes),
        timers=(*joined.timers, *answered.timers),
        effects=answered.effects,
        reply=Reply(content=note),
        why=Line(key="why-joined", args={"interest": standing.interest.name}),
    )


def _taken_off(scope: MemberScope, standing: InterestStanding, event: ReactionSeen) -> Decision:
    forgotten = Dropped(_reaction(standing.interest, event.actor.member))
    opt_in = standing.opt_in
    if opt_in is None or opt_in.state not in ENDED_BY_TAKING_OFF:
        return Decision(changes=(forgotten,), why=Line(key="why-reaction-remembered"))
    controls = (join_button(standing.interest), MINE)
    note = Note(key="left", args={"interest": standing.interest.name}, controls=controls)
    return Decision(
        changes=(forgotten, Kept(replace(opt_in, state=OptInState.ENDED))),
        silenced=silence_about(scope.standings, standing),
        reply=Reply(content=note),
        why=Line(key="why-left", args={"interest": standing.interest.name}),
    )


def _first_answer(member: Member, community: Community, interest: Interest, at: datetime) -> Answered:
    note = reaction_note(community, (interest,), at)
    return answer_directly(member, community, note, EffectKey(f"first-answer:{member.id}"), at)


def _reaction(interest: Interest, member: MemberId) -> StandingReaction:
    return StandingReaction(community=interest.community, interest=interest.id, member=member)


@dataclass(slots=True, kw_only=True)
class _Reading:
    """A board being compared, interest by interest; one person may have reacted to several."""

    community: Community
    at: datetime
    standing: Mapping[InterestId, frozenset[MemberId]]
    waiting: dict[InterestId, int]
    members: dict[MemberId, Member]
    opt_ins: dict[tuple[MemberId, InterestId], OptIn]
    newcomers: dict[MemberId, list[Interest]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    timers: list[TimerSet | TimerCancelled] = field(default_factory=list)
    silenced: list[Silenced] = field(default_factory=list)

    @classmethod
    def of(cls, scope: CommunityScope, community: Community, at: datetime) -> "_Reading":
        return cls(
            community=community,
            at=at,
            standing=scope.standing,
            waiting=dict(scope.waiting),
            members=dict(scope.members),
            opt_ins={(opt_in.member, opt_in.interest): opt_in for opt_in in scope.opt_ins},
        )

    def compare(self, interest: Interest, actors: Sequence[Actor], event: BoardRead) -> None:
        before = self.standing.get(interest.id, frozenset())
        now = {actor.member: actor for actor in actors}
        for member in sorted(now.keys() - before):
            self._set(interest, now[member])
        if not event.is_whole:
            return
        for member in sorted(before - now.keys()):
            if event.is_cleared:  # forgotten, so that a later reading finds nothing missing
                self.changes.append(Dropped(_reaction(interest, member)))
            else:
                self._taken_off(interest, member)

    def decision(self) -> Decision:
        """Answer newcomers once each, whatever number of reactions they set."""
        effects: list[SendDirect] = []
        for member, interests in sorted(self.newcomers.items()):
            note = reaction_note(self.community, interests, self.at)
            key = EffectKey(f"first-answer:{member}")
            answered = answer_directly(self.members[member], self.community, note, key, self.at)
            if answered.effects:
                self.changes = list(keeping(self.changes, answered.member))
            self.timers.extend(answered.timers)
            effects.extend(answered.effects)
        return Decision(
            changes=tuple(self.changes),
            timers=tuple(self.timers),
            silenced=tuple(self.silenced),
            effects=tuple(effects),
            why=Line(key="why-board-read") if self.changes else None,
        )

    def _set(self, interest: Interest, actor: Actor) -> None:
        is_new = not any(member == actor.member for member, _ in self.opt_ins)
        recognised = recognise(self.members.get(actor.member), actor, self.community.id, self.at, tells_steward=False)
        member = recognised.member
        self.members[member.id] = member
        self.changes.extend((*recognised.changes, Kept(_reaction(interest, member.id))))
        opt_in = self.opt_ins.get((member.id, interest.id))
        if is_wishing(opt_in, self.at) or is_outside(self.community, actor):
            return
        if is_new or member.id in self.newcomers:
            self.newcomers.setdefault(member.id, []).append(interest)
        self._join(interest, member.id, opt_in)

    def _join(self, interest: Interest, member: MemberId, opt_in: OptIn | None) -> None:
        waiting = self.waiting.get(interest.id, 0)
        joined = join(
            Joining(
                community=self.community,
                interest=interest,
                opt_in=opt_in,
                waiting=waiting,
                member=member,
                way=Way.REACTION,
                at=self.at,
            )
        )
        self.waiting[interest.id] = waiting + 1
        self.changes.extend(joined.changes)
        self.timers.extend(joined.timers)
        for change in joined.changes:
            if isinstance(change.record, OptIn):
                self.opt_ins[(member, interest.id)] = change.record

    def _taken_off(self, interest: Interest, member: MemberId) -> None:
        self.changes.append(Dropped(_reaction(interest, member)))
        opt_in = self.opt_ins.get((member, interest.id))
        if opt_in is None or opt_in.state not in ENDED_BY_TAKING_OFF:
            return
        self.changes.append(Kept(replace(opt_in, state=OptInState.ENDED)))
        if opt_in.state is OptInState.INVITED:
            self.silenced.append(Silenced(lane=member_lane(member)))
