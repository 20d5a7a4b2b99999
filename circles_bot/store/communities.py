"""Reads a community with what its board, its rounds and its proposals need: statements and the scope they fill.

One statement for the community with its interests, and one or two more for what the event is about.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from circles_bot.engine import events
from circles_bot.engine.events import AnyEvent
from circles_bot.engine.ids import CommunityId, InterestId, MemberId, is_confidential
from circles_bot.engine.model import (
    Address,
    AddressKind,
    Community,
    CoSign,
    Interest,
    Member,
    OptIn,
    Proposal,
    StandingReaction,
)
from circles_bot.engine.pages import PAGES_AT_MOST, page_key, pages_known
from circles_bot.engine.snapshots import CommunityScope
from circles_bot.store import interest_queries, queries
from circles_bot.store.codec import Row, as_number, codec_of
from circles_bot.store.payloads import to_json
from circles_bot.store.session import Session
from circles_bot.store.standings import by_name

_addresses = codec_of(Address)
_communities = codec_of(Community)
_co_signs = codec_of(CoSign)
_interests = codec_of(Interest)
_members = codec_of(Member)
_opt_ins = codec_of(OptIn)
_proposals = codec_of(Proposal)
_reactions = codec_of(StandingReaction)


def read_community(session: Session, community: CommunityId) -> Community | None:
    """Read a community as it is set up, without its interests."""
    rows = session.rows(queries.COMMUNITY_ALONE, community=community)
    return _communities.decode_known(rows[0]) if rows else None


def load_community(session: Session, event: AnyEvent) -> CommunityScope:
    """Read a community with its interests: one statement, three where a board is shown or was read."""
    rows = session.rows(queries.COMMUNITY, community=event.community)
    start = len(_communities.names)
    end = start + len(_interests.names)
    found = [(_interests.decode_joined(row, start), row) for row in rows]
    counted = [(interest, as_number(row[end]), as_number(row[end + 1])) for interest, row in found if interest]
    standing: Mapping[InterestId, frozenset[MemberId]] = {}
    people: Sequence[Row] = ()
    if isinstance(event, events.BoardRead) and rows:
        standing = _load_standing(session, event.community)
        named = sorted({actor.member for actors in event.reactions.values() for actor in actors})
        people = session.rows(
            queries.PEOPLE_OF_BOARD, community=event.community, members=to_json(tuple[str, ...], named)
        )
    members = [_members.decode(row) for row in people]
    opt_ins = [_opt_ins.decode_joined(row, len(_members.names)) for row in people]
    opened = [one for one in counted if not one[0].is_confidential]
    private = [one for one in counted if one[0].is_confidential]
    of_open = (one for one in opt_ins if one and not is_confidential(one.interest))
    scope = CommunityScope(
        community=_communities.decode_known(rows[0]) if rows else None,
        interests=tuple(sorted((interest for interest, _, _ in opened), key=by_name)),
        waiting={interest.id: waiting for interest, waiting, _ in opened},
        live_circles={interest.id: lives for interest, _, lives in opened},
        standing=standing,
        members={member.id: member for member in members},
        opt_ins=tuple(sorted(of_open, key=lambda one: (one.member, one.interest))),
        private=tuple(sorted((interest for interest, _, _ in private), key=by_name)),
        private_waiting={interest.id: waiting for interest, waiting, _ in private},
    )
    match event:
        case events.BoardDue() | events.BotReturned():
            return _with_board(session, _with_open_proposals(session, scope))
        case events.ProposalsDue():
            return _with_co_signers(session, scope, event)
        case events.PlaceGone():
            return _with_board(session, _with_stewards(session, scope, event))
        case events.OthersKeptOut() | events.ShowingFailed():
            return _with_stewards(session, scope, event)
        case _:
            return scope


def _with_open_proposals(session: Session, scope: CommunityScope) -> CommunityScope:
    """Read what is proposed for a board: never a confidential topic."""
    if scope.community is None:
        return scope
    found = map(_proposals.decode, session.rows(interest_queries.PROPOSALS, community=scope.community.id))
    named = (one for one in found if not is_confidential(one.interest))
    return replace(scope, proposals=tuple(sorted(named, key=lambda one: (one.proposed_at, one.interest))))


def _with_board(session: Session, scope: CommunityScope) -> CommunityScope:
    """Read where the board's messages are."""
    if scope.community is None:
        return scope
    keys = [page_key(scope.community.id, page) for page in range(PAGES_AT_MOST)]
    found = session.rows(
        queries.ADDRESSES,
        community=scope.community.id,
        kinds=to_json(tuple[str, ...], [AddressKind.BOARD]),
        ours=to_json(tuple[str, ...], keys),
    )
    theirs = {one.ours: one.theirs for one in map(_addresses.decode, found)}
    return replace(scope, board=pages_known(theirs, scope.community.id))


def _with_stewards(session: Session, scope: CommunityScope, event: AnyEvent) -> CommunityScope:
    known = map(_members.decode, session.rows(queries.STEWARDS, community=event.community))
    return replace(scope, stewards=tuple(sorted(known, key=lambda one: one.id)))


def _with_co_signers(session: Session, scope: CommunityScope, event: events.ProposalsDue) -> CommunityScope:
    rows = session.rows(interest_queries.CO_SIGNERS, community=event.community)
    start = len(_proposals.names)
    proposals = {one.interest: one for one in map(_proposals.decode, rows)}
    co_signs = [one for one in (_co_signs.decode_joined(row, start) for row in rows) if one]
    members = [one for one in (_members.decode_joined(row, start + len(_co_signs.names)) for row in rows) if one]
    return replace(
        scope,
        proposals=tuple(sorted(proposals.values(), key=lambda one: (one.proposed_at, one.interest))),
        co_signs=tuple(sorted(co_signs, key=lambda one: (one.interest, one.member))),
        members={member.id: member for member in members},
        opted_in=as_number(rows[0][-1]) if rows else 0,
    )


def _load_standing(session: Session, community: CommunityId) -> Mapping[InterestId, frozenset[MemberId]]:
    standing: defaultdict[InterestId, set[MemberId]] = defaultdict(set)
    for row in session.rows(queries.STANDING_REACTIONS, community=community):
        reaction = _reactions.decode(row)
        standing[reaction.interest].add(reaction.member)
    return {interest: frozenset(members) for interest, members in standing.items()}
