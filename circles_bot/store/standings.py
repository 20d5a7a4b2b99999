"""Reads how members stand: towards open interests, and apart from them towards confidential ones and proposals.

What only looks at ``standings`` can show nothing confidential: the two are parted here, by the interest itself.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Any

from circles_bot.engine import events, questions
from circles_bot.engine.events import AnyEvent
from circles_bot.engine.ids import CircleId, CommunityId, InterestId, MemberId, PostId, is_confidential
from circles_bot.engine.interests import find_standing
from circles_bot.engine.model import (
    Circle,
    Community,
    CoSign,
    HandOff,
    Interest,
    Member,
    OptIn,
    Proposal,
    Seat,
    With,
)
from circles_bot.engine.questions import AnyQuestion
from circles_bot.engine.reactions import find_reacted
from circles_bot.engine.snapshots import InterestStanding, MemberScope, PlaceView, ProposalStanding, SetupScope
from circles_bot.store import interest_queries, queries
from circles_bot.store.codec import KNOWN_AT_MOST, Row, Value, as_number, codec_of
from circles_bot.store.known import Untouched
from circles_bot.store.payloads import from_microseconds, to_json, to_microseconds
from circles_bot.store.session import Session

_communities = codec_of(Community)
_members = codec_of(Member)
_interests = codec_of(Interest)
_opt_ins = codec_of(OptIn)
_circles = codec_of(Circle)
_seats = codec_of(Seat)
_proposals = codec_of(Proposal)
_co_signs = codec_of(CoSign)
_withs = codec_of(With)
_hand_offs = codec_of(HandOff)

A_WEEK = timedelta(weeks=1)

_Joining = events.InterestJoined | events.ReactionSeen


def by_name(interest: Interest) -> tuple[str, str]:
    """Return the order of interests: by name, whatever a database calls alphabetical."""
    return (interest.name.casefold(), interest.id)


def load_member_of(session: Session, event: AnyEvent, member: MemberId) -> MemberScope:
    """Read the scope of what a member did: two statements, three for some acts."""
    if isinstance(event, _Joining):
        return _with_more(session, _load_joining(session, event), event)
    return _with_more(session, _load_standings(session, event.community, member, type(event)), event)


def load_member(
    session: Session, community: CommunityId, member: MemberId, *, with_places: bool = False
) -> MemberScope:
    """Read a member's scope: two statements, three with the circles they are or were asked to sit in."""
    scope = _load_standings(session, community, member)
    return _with_places(session, scope, member) if with_places else scope


def load_asked(session: Session, question: AnyQuestion) -> MemberScope:
    """Read what a question about the member's own standing needs: five statements at most."""
    member = question.actor.member
    scope = _load_standings(session, question.community, member, type(question))
    return _with_more(session, _with_places(session, scope, member), question)


def _with_questions(session: Session, scope: MemberScope, question: questions.MineAsked) -> MemberScope:
    """Read what somebody was asked whom direct messages do not reach: it waits behind My circles."""
    member = scope.member
    if member is not None and not member.is_unreachable and member.directs_per_week != 0:
        return scope
    about: dict[str, Value] = {
        "community": question.community,
        "member": question.actor.member,
        "at": to_microseconds(question.at),
    }
    withs = map(_withs.decode, session.rows(queries.ASKED_WITHS, **about))
    hand_offs = map(_hand_offs.decode, session.rows(queries.ASKED_HAND_OFFS, **about))
    return replace(
        scope,
        withs=tuple(sorted(withs, key=lambda one: (one.asked_at, one.id))),
        hand_offs=tuple(sorted(hand_offs, key=lambda one: (one.asked_at, one.id))),
    )


def load_setup(session: Session, event: events.SetupChosen) -> SetupScope:
    """Read what setting up needs: one statement."""
    rows = session.rows(
        interest_queries.SETUP,
        community=event.community,
        member=event.actor.member,
        second_member=event.second.member if event.second else "",
    )
    if not rows:
        return SetupScope(community=None)
    start = len(_communities.names)
    ours = start + 2 * len(_members.names)
    interests = filter(None, (_interests.decode_joined(row, ours) for row in rows))
    return SetupScope(
        community=_communities.decode_known(rows[0]),
        member=_members.decode_joined(rows[0], start),
        second=_members.decode_joined(rows[0], start + len(_members.names)),
        interests=tuple(sorted(interests, key=by_name)),
        opted_in=as_number(rows[0][-1]),
    )


def _load_standings(
    session: Session, community: CommunityId, member: MemberId, kind: type | None = None
) -> MemberScope:
    """Read the member and how they stand, and in the same statements what else a kind of event or question needs."""
    has_proposals = kind in WITH_PROPOSALS
    head_of = interest_queries.MEMBER_AND_PROPOSALS if has_proposals else queries.MEMBER
    head = session.rows(head_of, community=community, member=member)
    if not head:
        return MemberScope(community=None, member=None, standings=())
    statement = queries.COUNTED_STANDINGS if kind in WITH_WAITING else queries.STANDINGS
    scope = _scope_of(head[0], _standings_in(session.rows(statement, community=community, member=member)))
    return _with_proposals(scope, head) if has_proposals else scope


def _load_joining(session: Session, event: _Joining) -> MemberScope:
    """Read the same for a yes, which needs to know more of its own interest: how many wait, and of a reaction to it.

    Which one that is follows from names and emoji, so the interests are read first, unless the writer knows them.
    """
    living = _living_in(session, event.community)
    wanted = _find_wanted(living, event)
    rows = session.rows(
        interest_queries.MEMBER_AND_WISHES,
        community=event.community,
        member=event.actor.member,
        interest="" if wanted is None else wanted.interest.id,
    )
    if not rows:
        return MemberScope(community=None, member=None, standings=())
    own, ended = _wishes_in(rows, living)
    if wanted is not None:
        *_, has_reacted, waiting = rows[0]
        key = wanted.interest.id
        own[key] = replace(own.get(key, wanted), has_reacted=bool(has_reacted), waiting=as_number(waiting))
    return MemberScope(
        community=_communities.decode_known(rows[0]),
        member=_members.decode_joined(rows[0], len(_communities.names)),
        standings=tuple(own.get(one.interest.id, one) for one in living.open),
        private=tuple(own.get(one.interest.id, one) for one in living.private),
        archived=tuple(sorted(ended, key=lambda one: by_name(one.interest))),
    )


def _living_in(session: Session, community: CommunityId) -> Untouched:
    """Return a community's living interests, read where the writer does not know them."""
    known = session.known.interests_of(community) if session.known is not None else None
    if known is None:
        interests = sorted(
            map(_interests.decode, session.rows(interest_queries.LIVING, community=community)), key=by_name
        )
        known = Untouched.of(
            [InterestStanding(interest=one, opt_in=None, has_reacted=False, waiting=0) for one in interests]
        )
        if session.known is not None:
            session.known.keep_interests(community, known)
    return known


def _wishes_in(
    rows: Sequence[Row], living: Untouched
) -> tuple[dict[InterestId, InterestStanding], Sequence[InterestStanding]]:
    """Return how a member stands towards what they have a wish for: living interests, and those that have ended."""
    own: dict[InterestId, InterestStanding] = {}
    ended: list[InterestStanding] = []
    start = len(_communities.names) + len(_members.names)
    end = start + len(_opt_ins.names)
    for row in rows:
        opt_in = _opt_ins.decode_joined(row, start)
        if opt_in is None:
            continue
        invited_to = row[end + len(_interests.names)]
        circle = None if invited_to is None else CircleId(str(invited_to))
        if opt_in.interest in living.by_id:
            own[opt_in.interest] = replace(living.by_id[opt_in.interest], opt_in=opt_in, invited_to=circle)
        elif (interest := _interests.decode_joined(row, end)) is not None:
            ended.append(
                InterestStanding(interest=interest, opt_in=opt_in, has_reacted=False, waiting=0, invited_to=circle)
            )
    return own, ended


def _find_wanted(living: Untouched, event: _Joining) -> InterestStanding | None:
    """Return what a yes is to, as the rule will find it."""
    if isinstance(event, events.ReactionSeen):
        return find_reacted(living.open, event.emoji, event.page)
    if is_confidential(event.interest):
        return living.by_id.get(InterestId(event.interest))
    return find_standing(living.open, event.interest)


def _standings_in(rows: Sequence[Row]) -> Sequence[InterestStanding]:
    return sorted(map(_standing, rows), key=lambda one: by_name(one.interest))


def _scope_of(head: Row, every: Sequence[InterestStanding]) -> MemberScope:
    living = [one for one in every if one.interest.archived_at is None]
    return MemberScope(
        community=_communities.decode_known(head),
        member=_members.decode_joined(head, len(_communities.names)),
        standings=tuple(one for one in living if not one.interest.is_confidential),
        private=tuple(one for one in living if one.interest.is_confidential),
        archived=tuple(one for one in every if one.interest.archived_at is not None),
    )


def _with_proposals(scope: MemberScope, rows: Sequence[Row]) -> MemberScope:
    start = len(_communities.names) + len(_members.names)
    found: list[ProposalStanding] = []
    for row in rows:
        proposal = _proposals.decode_joined(row, start)
        co_sign = _co_signs.decode_joined(row, start + len(_proposals.names))
        if proposal is not None and (proposal.refused_at is None or co_sign is not None):
            found.append(ProposalStanding(proposal=proposal, co_sign=co_sign))
    found.sort(key=lambda one: (one.proposal.proposed_at, one.proposal.interest))
    return replace(
        scope,
        proposals=tuple(one for one in found if not is_confidential(one.proposal.interest)),
        private_proposals=tuple(one for one in found if is_confidential(one.proposal.interest)),
        opted_in=as_number(rows[0][-1]),
    )


def _with_places(session: Session, scope: MemberScope, member: MemberId) -> MemberScope:
    if scope.community is None:
        return scope
    rows = session.rows(queries.PLACES, community=scope.community.id, member=member)
    places = (PlaceView(seat=_seats.decode(row), circle=_circles.decode(row, len(_seats.names))) for row in rows)
    return replace(scope, places=tuple(places))


def _with_private_facts(
    session: Session, scope: MemberScope, asked: events.InterestJoined | questions.PrivateAsked
) -> MemberScope:
    """Read what decides whether somebody may join a confidential interest; nothing where an open one is joined."""
    if isinstance(asked, events.InterestJoined) and not is_confidential(asked.interest):
        return scope
    rows = session.rows(
        interest_queries.PRIVATE_FACTS, community=asked.community, member=asked.actor.member, interest=asked.interest
    )
    opted_in, sat_at, has_word = rows[0]
    return replace(
        scope,
        opted_in=as_number(opted_in),
        sat_privately_at=None if sat_at is None else from_microseconds(as_number(sat_at)),
        has_word=bool(has_word),
    )


def _with_rooms(session: Session, scope: MemberScope) -> MemberScope:
    """Add the living rooms a member sits or sat in: one more statement, for forgetting only."""
    if scope.community is None or scope.member is None:
        return scope
    rooms: defaultdict[CircleId, list[PostId]] = defaultdict(list)
    for circle, post in session.rows(queries.ROOMS_OF, community=scope.community.id, member=scope.member.id):
        rooms[CircleId(str(circle))].extend([PostId(str(post))] if post is not None else [])
    return replace(scope, rooms={circle: tuple(sorted(posts)) for circle, posts in sorted(rooms.items())})


def _with_words_given(session: Session, scope: MemberScope, event: events.WordGiven) -> MemberScope:
    since = to_microseconds(event.at - A_WEEK)
    rows = session.rows(interest_queries.WORDS_GIVEN, community=event.community, member=event.actor.member, at=since)
    return replace(scope, words_given=as_number(rows[0][0]))


def _with_followers(session: Session, scope: MemberScope, event: events.InterestMerged) -> MemberScope:
    interests = to_json(tuple[str, ...], (event.interest, event.into))
    rows = session.rows(interest_queries.FOLLOWERS, community=event.community, interests=interests)
    found = sorted(map(_opt_ins.decode, rows), key=lambda one: (one.member, one.interest))
    return replace(scope, followers=tuple(found))


def _with_more(session: Session, scope: MemberScope, about: AnyEvent | AnyQuestion) -> MemberScope:
    more = MEMBER_EXTRAS.get(type(about))
    return scope if more is None or scope.community is None else more(session, scope, about)


WITH_PROPOSALS = frozenset(
    {
        events.TopicProposed,
        events.TopicCoSigned,
        events.ProposalAnswered,
        questions.MineAsked,
        questions.JoinAsked,
        questions.ProposeAsked,
        questions.InterestsAsked,
    }
)
"""What is shown the proposals and how many have opted in; it costs no statement more."""

WITH_WAITING = frozenset({questions.MineAsked})
"""What weighs how many wait for each interest: to say so of one's own wishes, and to offer something near."""

MEMBER_EXTRAS: Mapping[type, Callable[[Session, MemberScope, Any], MemberScope]] = {  # Any: the table pairs them
    events.InterestJoined: _with_private_facts,
    questions.PrivateAsked: _with_private_facts,
    questions.MineAsked: _with_questions,
    events.ForgottenMe: lambda session, scope, _event: _with_rooms(session, scope),
    events.MemberGone: lambda session, scope, event: _with_places(session, scope, event.member),
    events.WordGiven: _with_words_given,
    events.InterestMerged: _with_followers,
}
"""The third statement of a member's acts; those that are not named need none."""


def _standing(row: Row) -> InterestStanding:
    start = len(_interests.names)
    end = start + len(_opt_ins.names)
    has_reacted, invited_to, *waiting = row[end:]
    opt_in = _opt_ins.decode_joined(row, start)
    if opt_in is None and not has_reacted and not waiting:
        return _untouched(tuple(row[:start]))
    return InterestStanding(
        interest=_interests.decode_known(row),
        opt_in=opt_in,
        has_reacted=bool(has_reacted),
        waiting=as_number(waiting[0]) if waiting else 0,
        invited_to=None if invited_to is None else CircleId(str(invited_to)),
    )


@lru_cache(KNOWN_AT_MOST)
def _untouched(interest: Row) -> InterestStanding:
    """Return how somebody stands who has nothing to do with an interest, as nearly all do with nearly all."""
    return InterestStanding(interest=_interests.decode(interest), opt_in=None, has_reacted=False, waiting=0)
