"""The statements about proposals, confidential interests and followers, each built once.

How many people have opted in is counted over open interests alone: who only follows a confidential one is in no number.
"""

from sqlalchemy import BigInteger, Text, and_, bindparam, exists, func, literal_column, select

from circles_bot.engine import model
from circles_bot.engine.ids import CONFIDENTIAL, CONFIDENTIAL_CIRCLE
from circles_bot.engine.model import OptInState
from circles_bot.store import tables as t
from circles_bot.store.queries import (
    _begins_with,
    _columns,
    _counted,
    _fixed,
    _invited_to,
    _texts,
    _waits,
    _with_member,
)

_community = bindparam("community", type_=Text)
_member = bindparam("member", type_=Text)
_interest = bindparam("interest", type_=Text)
_at = bindparam("at", type_=BigInteger)

_opted_in = (
    select(func.count(t.opt_ins.c.member.distinct()))
    .where(
        t.opt_ins.c.community == _community,
        t.opt_ins.c.state != _fixed(OptInState.ENDED),
        ~_begins_with(t.opt_ins.c.interest, CONFIDENTIAL),
    )
    .scalar_subquery()
)
"""How many people have opted in to open interests: who only follows a confidential one is in no number."""

LIVING = select(*_columns(model.Interest)).where(
    t.interests.c.community == _community, t.interests.c.archived_at.is_(None)
)
"""All interests that have not ended, confidential ones too."""

MEMBER_AND_WISHES = (
    select(
        *_columns(model.Community),
        *_columns(model.Member),
        *_columns(model.OptIn),
        *_columns(model.Interest),
        _invited_to(t.opt_ins.c.interest),
        exists().where(
            t.standing_reactions.c.community == _community,
            t.standing_reactions.c.interest == _interest,
            t.standing_reactions.c.member == _member,
        ),
        _counted(
            select(literal_column("1")).where(
                _waits.c.community == _community,
                _waits.c.interest == _interest,
                _waits.c.state == _fixed(OptInState.WAITING),
            )
        ),
    )
    .select_from(
        _with_member.outerjoin(
            t.opt_ins, and_(t.opt_ins.c.community == t.communities.c.id, t.opt_ins.c.member == _member)
        ).outerjoin(
            t.interests,
            and_(
                t.interests.c.community == t.opt_ins.c.community,
                t.interests.c.id == t.opt_ins.c.interest,
                t.interests.c.archived_at.is_not(None),
                t.opt_ins.c.state != _fixed(OptInState.ENDED),
            ),
        )
    )
    .where(t.communities.c.id == _community)
)
"""What :data:`MEMBER` says, in a row a wish, with the interest where that has ended; and of one interest whether the
member has reacted to it, and how many wait for it."""

_signs = t.co_signs.alias("signs")

MEMBER_AND_PROPOSALS = (
    select(
        *_columns(model.Community),
        *_columns(model.Member),
        *_columns(model.Proposal),
        *_columns(model.CoSign, _signs),
        _opted_in,
    )
    .select_from(
        _with_member.outerjoin(t.proposals, t.proposals.c.community == t.communities.c.id).outerjoin(
            _signs,
            and_(
                _signs.c.community == t.proposals.c.community,
                _signs.c.interest == t.proposals.c.interest,
                _signs.c.member == _member,
            ),
        )
    )
    .where(t.communities.c.id == _community)
)
"""What :data:`MEMBER` says, in a row a proposal, with the member's own co-sign."""

_second = t.members.alias("second")

SETUP = (
    select(
        *_columns(model.Community),
        *_columns(model.Member),
        *_columns(model.Member, _second),
        *_columns(model.Interest),
        _opted_in,
    )
    .select_from(
        _with_member.outerjoin(
            _second,
            and_(_second.c.community == t.communities.c.id, _second.c.id == bindparam("second_member", type_=Text)),
        ).outerjoin(
            t.interests,
            and_(
                t.interests.c.community == t.communities.c.id,
                t.interests.c.archived_at.is_(None),
                ~_begins_with(t.interests.c.id, CONFIDENTIAL),
            ),
        )
    )
    .where(t.communities.c.id == _community)
)
"""A community with its open interests, a row each, who sets it up, and who is named: all at once."""

PRIVATE_FACTS = select(
    _opted_in,
    select(func.max(t.seats.c.seated_at))
    .where(
        t.seats.c.community == _community,
        t.seats.c.member == _member,
        _begins_with(t.seats.c.circle, CONFIDENTIAL_CIRCLE),
    )
    .scalar_subquery(),
    exists().where(
        t.words_given.c.community == _community,
        t.words_given.c.interest == _interest,
        t.words_given.c.member == _member,
    ),
)

WORDS_GIVEN = select(func.count()).where(
    t.words_given.c.community == _community, t.words_given.c.giver == _member, t.words_given.c.given_at > _at
)

FOLLOWERS = select(*_columns(model.OptIn)).where(
    t.opt_ins.c.community == _community, t.opt_ins.c.interest.in_(select(_texts("interests").c.value))
)

PROPOSALS = select(*_columns(model.Proposal)).where(
    t.proposals.c.community == _community, t.proposals.c.refused_at.is_(None)
)

CO_SIGNERS = (
    select(*_columns(model.Proposal), *_columns(model.CoSign), *_columns(model.Member), _opted_in)
    .select_from(
        t.proposals.outerjoin(
            t.co_signs,
            and_(t.co_signs.c.community == t.proposals.c.community, t.co_signs.c.interest == t.proposals.c.interest),
        ).outerjoin(
            t.members, and_(t.members.c.community == t.co_signs.c.community, t.members.c.id == t.co_signs.c.member)
        )
    )
    .where(t.proposals.c.community == _community)
)
