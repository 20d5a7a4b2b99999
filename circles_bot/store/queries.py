"""Statements of a fixed shape, built once, but for those about what falls due (``due_queries``) and about interests.

Each names the community it is about. Choices are written into the SQL: a bound value would hide from the database that
a partial index fits.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    Text,
    and_,
    bindparam,
    case,
    delete,
    distinct,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from circles_bot.engine import model
from circles_bot.engine.lifecycle import ASKED, LIVE_CIRCLES
from circles_bot.engine.model import HandOffState, OptInState, SeatState, WithState
from circles_bot.store import tables as t
from circles_bot.store.codec import codec_of
from circles_bot.store.statements import listed

COUNTED_UP_TO = 10
"""How far those who wait for an interest, or talk about it, are counted: enough to know whether a circle may form."""

PLACES_AT_MOST = 20


def _columns(kind: type, table: Any = None) -> list[ColumnElement[Any]]:  # Any: a table or its alias
    codec = codec_of(kind)
    source = codec.table if table is None else table
    return [source.c[name] for name in codec.names]


def _fixed(choice: StrEnum) -> ColumnElement[str]:
    return literal_column(f"'{choice.value}'", Text)


def _all_fixed(choices: frozenset[Any]) -> list[ColumnElement[str]]:
    return [_fixed(choice) for choice in sorted(choices)]


def _texts(name: str) -> Any:  # Any: a set of rows, whose column SQLAlchemy makes at run time
    return listed(bindparam(name, type_=Text)).table_valued("value")


_community = bindparam("community", type_=Text)
_member = bindparam("member", type_=Text)
_circle = bindparam("circle", type_=Text)
_post = bindparam("post", type_=Text)
_at = bindparam("at", type_=BigInteger)
_limit = bindparam("limit", type_=BigInteger)
_season = bindparam("season", type_=BigInteger)


def _begins_with(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    """Tell from an id alone whether it is a confidential interest's, or a circle's on one."""
    start = func.substr(column, literal_column("1"), literal_column(str(len(prefix) + 1)))
    return start == literal_column(f"'{prefix}_'", Text)


_waits = t.opt_ins.alias("waits")
_is_waiting = and_(
    _waits.c.community == t.interests.c.community,
    _waits.c.interest == t.interests.c.id,
    _waits.c.state == _fixed(OptInState.WAITING),
)


def _counted(found: Select[Any]) -> ScalarSelect[Any]:
    """Count rows, no further than any rule needs."""
    few = found.limit(literal_column(str(COUNTED_UP_TO)))
    return select(func.count()).select_from(few.subquery()).scalar_subquery()


def _counted_up_to_ten(condition: ColumnElement[bool]) -> ScalarSelect[Any]:
    """Count rows beside an interest."""
    return _counted(select(literal_column("1")).where(condition).correlate(t.interests))


# --- one member ---------------------------------------------------------------------------------------------------

_with_member = t.communities.outerjoin(
    t.members, and_(t.members.c.community == t.communities.c.id, t.members.c.id == _member)
)
"""A community, and a member of it where they are known."""

MEMBER = (
    select(*_columns(model.Community), *_columns(model.Member))
    .select_from(_with_member)
    .where(t.communities.c.id == _community)
)


def _invited_to(interest: ColumnElement[str]) -> ColumnElement[str]:
    """Return the circle that a member was last asked to join on an interest, where they have a wish for it.

    Nothing else leads to an invitation.
    """
    found = (
        select(func.max(t.seats.c.circle))
        .select_from(
            t.seats.join(
                t.circles, and_(t.circles.c.community == t.seats.c.community, t.circles.c.id == t.seats.c.circle)
            )
        )
        .where(
            t.seats.c.community == _community,
            t.seats.c.member == _member,
            t.seats.c.state.in_(_all_fixed(ASKED)),
            t.circles.c.interest == interest,
        )
        .correlate(interest.table)
        .scalar_subquery()
    )
    return case((t.opt_ins.c.member.is_not(None), found))


def _standings(*more: ColumnElement[Any]) -> Select[Any]:
    return (
        select(
            *_columns(model.Interest),
            *_columns(model.OptIn),
            exists()
            .where(
                t.standing_reactions.c.community == t.interests.c.community,
                t.standing_reactions.c.interest == t.interests.c.id,
                t.standing_reactions.c.member == _member,
            )
            .label("has_reacted"),
            _invited_to(t.interests.c.id).label("invited_to"),
            *more,
        )
        .select_from(
            t.interests.outerjoin(
                t.opt_ins,
                and_(
                    t.opt_ins.c.community == t.interests.c.community,
                    t.opt_ins.c.interest == t.interests.c.id,
                    t.opt_ins.c.member == _member,
                ),
            )
        )
        .where(
            t.interests.c.community == _community,
            or_(t.interests.c.archived_at.is_(None), t.opt_ins.c.state != _fixed(OptInState.ENDED)),
        )
    )


STANDINGS = _standings()
"""All interests, with a member's wishes; one that is archived only for who has a wish for it."""

COUNTED_STANDINGS = _standings(_counted_up_to_ten(_is_waiting).label("waiting"))
"""As above, with how many wait for each: of a hundred and fifty interests that is two thirds of the cost."""

PLACES = (
    select(*_columns(model.Seat), *_columns(model.Circle))
    .select_from(
        t.seats.join(t.circles, and_(t.circles.c.community == t.seats.c.community, t.circles.c.id == t.seats.c.circle))
    )
    .where(t.seats.c.community == _community, t.seats.c.member == _member)
    .order_by(t.seats.c.invited_at.desc(), t.seats.c.circle)
    .limit(literal_column(str(PLACES_AT_MOST)))
)

ROOMS_OF = (
    select(t.circles.c.id, t.tap_answers.c.post)
    .select_from(
        t.seats.join(t.circles, and_(t.circles.c.community == t.seats.c.community, t.circles.c.id == t.seats.c.circle))
        .outerjoin(t.posts, and_(t.posts.c.community == t.circles.c.community, t.posts.c.circle == t.circles.c.id))
        .outerjoin(
            t.tap_answers,
            and_(
                t.tap_answers.c.community == t.posts.c.community,
                t.tap_answers.c.post == t.posts.c.id,
                t.tap_answers.c.member == t.seats.c.member,
            ),
        )
    )
    .where(
        t.seats.c.community == _community,
        t.seats.c.member == _member,
        t.seats.c.seated_at.is_not(None),
        t.circles.c.state.in_(_all_fixed(LIVE_CIRCLES)),
    )
)
"""The living rooms a member sits or sat in, with each post they tapped under."""

# --- one circle ---------------------------------------------------------------------------------------------------

_beside = t.seats.alias("beside")
_UNDECIDED = frozenset({SeatState.INVITED, SeatState.ACCEPTED, SeatState.DECLINED})
_said_yes_before = and_(
    _beside.c.state == _fixed(SeatState.ACCEPTED),
    or_(
        t.seats.c.state != _fixed(SeatState.ACCEPTED),
        _beside.c.answered_at < t.seats.c.answered_at,
        and_(_beside.c.answered_at == t.seats.c.answered_at, _beside.c.member < t.seats.c.member),
    ),
)
_is_apart = and_(
    t.seats.c.state.in_(_all_fixed(_UNDECIDED)),
    exists()
    .where(
        _beside.c.community == t.seats.c.community,
        _beside.c.circle == t.seats.c.circle,
        _beside.c.member != t.seats.c.member,
        or_(_beside.c.state == _fixed(SeatState.SEATED), _said_yes_before),
        t.avoidances.c.community == t.seats.c.community,
        or_(
            and_(t.avoidances.c.member == t.seats.c.member, t.avoidances.c.other == _beside.c.member),
            and_(t.avoidances.c.member == _beside.c.member, t.avoidances.c.other == t.seats.c.member),
        ),
    )
    .correlate(t.seats),
)
"""Whether somebody who is still asked may not sit with one who sits there or said yes before: an avoidance may have
come after the plan. Looked at only for those whose answer is open."""

CIRCLE = (
    select(
        *_columns(model.Community),
        *_columns(model.Circle),
        *_columns(model.Interest),
        *_columns(model.Seat),
        *_columns(model.Member),
        *_columns(model.OptIn),
        _is_apart.label("is_apart"),
    )
    .select_from(
        t.communities.outerjoin(t.circles, and_(t.circles.c.community == t.communities.c.id, t.circles.c.id == _circle))
        .outerjoin(
            t.interests,
            and_(t.interests.c.community == t.circles.c.community, t.interests.c.id == t.circles.c.interest),
        )
        .outerjoin(t.seats, and_(t.seats.c.community == t.circles.c.community, t.seats.c.circle == t.circles.c.id))
        .outerjoin(t.members, and_(t.members.c.community == t.seats.c.community, t.members.c.id == t.seats.c.member))
        .outerjoin(
            t.opt_ins,
            and_(
                t.opt_ins.c.community == t.seats.c.community,
                t.opt_ins.c.member == t.seats.c.member,
                t.opt_ins.c.interest == t.circles.c.interest,
            ),
        )
    )
    .where(t.communities.c.id == _community)
)
"""A row a seat, or one without a seat: the circle said again in each is cheaper than a second statement."""

_taps_of_post = and_(t.tap_answers.c.community == t.posts.c.community, t.tap_answers.c.post == t.posts.c.id)

POST = (
    select(*_columns(model.Post), *_columns(model.TapAnswer))
    .select_from(t.posts.outerjoin(t.tap_answers, _taps_of_post))
    .where(t.posts.c.community == _community, t.posts.c.id == _post, t.posts.c.circle == _circle)
)

POSTS = (
    select(*_columns(model.Post), *_columns(model.TapAnswer))
    .select_from(t.posts.outerjoin(t.tap_answers, and_(_taps_of_post, t.posts.c.season == _season)))
    .where(t.posts.c.community == _community, t.posts.c.circle == _circle)
)

ALL_TAPS = (
    select(*_columns(model.Post), *_columns(model.TapAnswer))
    .select_from(t.posts.outerjoin(t.tap_answers, _taps_of_post))
    .where(t.posts.c.community == _community, t.posts.c.circle == _circle)
)
"""All posts of a room with all taps under them, of whatever season."""

CHECK_INS = select(*_columns(model.CheckIn)).where(
    t.check_ins.c.community == _community,
    t.check_ins.c.circle == _circle,
    or_(t.check_ins.c.season == _season, t.check_ins.c.member == _member),
)

_sat_here = select(t.seats.c.member).where(
    t.seats.c.community == _community, t.seats.c.circle == _circle, t.seats.c.seated_at.is_not(None)
)
_others: Any = (  # Any: its type is as long as the statement
    select(literal_column("1"))
    .select_from(
        t.opt_ins.join(
            t.circles,
            and_(t.circles.c.community == t.opt_ins.c.community, t.circles.c.interest == t.opt_ins.c.interest),
        )
    )
    .where(
        t.circles.c.community == _community,
        t.circles.c.id == _circle,
        t.opt_ins.c.state == _fixed(OptInState.WAITING),
        t.opt_ins.c.member.not_in(_sat_here),
    )
    .limit(literal_column(str(COUNTED_UP_TO)))
)
OTHERS_WAITING = select(func.count()).select_from(_others.subquery())

STEWARDS = select(*_columns(model.Member)).where(
    t.members.c.community == _community,
    or_(t.members.c.is_steward == literal_column("1"), t.members.c.named_steward_at.is_not(None)),
)
"""Whom the platform has called a steward when they last acted, and whom a steward has named."""

# --- a community --------------------------------------------------------------------------------------------------

_lives = t.circles.alias("lives")

COMMUNITY_ALONE = select(*_columns(model.Community)).where(t.communities.c.id == _community)

COMMUNITY = (
    select(
        *_columns(model.Community),
        *_columns(model.Interest),
        _counted_up_to_ten(_is_waiting),
        _counted_up_to_ten(
            and_(
                _lives.c.community == t.interests.c.community,
                _lives.c.interest == t.interests.c.id,
                _lives.c.state.in_(_all_fixed(LIVE_CIRCLES)),
            )
        ),
    )
    .select_from(
        t.communities.outerjoin(
            t.interests, and_(t.interests.c.community == t.communities.c.id, t.interests.c.archived_at.is_(None))
        )
    )
    .where(t.communities.c.id == _community)
)

STANDING_REACTIONS = select(*_columns(model.StandingReaction)).where(t.standing_reactions.c.community == _community)

_members_wishes = t.members.outerjoin(
    t.opt_ins, and_(t.opt_ins.c.community == t.members.c.community, t.opt_ins.c.member == t.members.c.id)
)

PEOPLE_OF_BOARD = (
    select(*_columns(model.Member), *_columns(model.OptIn))
    .select_from(_members_wishes)
    .where(
        t.members.c.community == _community,
        or_(
            t.members.c.id.in_(select(_texts("members").c.value)),
            t.members.c.id.in_(
                select(t.standing_reactions.c.member).where(t.standing_reactions.c.community == _community)
            ),
        ),
    )
)

# --- a community in totals, for its stewards: nothing of confidential interests --------------------------------------

_is_open_wish = func.substr(t.opt_ins.c.interest, 1, 4) != literal_column("'cnf_'", Text)
_is_open_circle = func.substr(t.circles.c.id, 1, 4) != literal_column("'ccr_'", Text)
_seat_circle = and_(t.circles.c.community == t.seats.c.community, t.circles.c.id == t.seats.c.circle)


def _wishing(*conditions: ColumnElement[bool]) -> Any:  # Any: as SQLAlchemy builds it
    """Count the people with a wish for an open interest."""
    return (
        select(func.count(distinct(t.opt_ins.c.member)))
        .where(t.opt_ins.c.community == _community, _is_open_wish, *conditions)
        .scalar_subquery()
    )


TOTALS = select(
    _wishing(t.opt_ins.c.state != _fixed(OptInState.ENDED)),
    _wishing(t.opt_ins.c.state == _fixed(OptInState.WAITING)),
    select(func.count(distinct(t.seats.c.member)))
    .select_from(t.seats.join(t.circles, _seat_circle))
    .where(
        t.seats.c.community == _community,
        t.seats.c.state == _fixed(SeatState.SEATED),
        t.circles.c.state.in_(_all_fixed(LIVE_CIRCLES)),
        _is_open_circle,
    )
    .scalar_subquery(),
    select(func.count())
    .select_from(t.circles)
    .where(t.circles.c.community == _community, t.circles.c.state.in_(_all_fixed(LIVE_CIRCLES)), _is_open_circle)
    .scalar_subquery(),
)

MOODS = (
    select(t.check_ins.c.circle, t.check_ins.c.season, t.check_ins.c.member, t.check_ins.c.answer)
    .where(
        t.check_ins.c.community == _community,
        t.check_ins.c.answered_at > bindparam("since", type_=BigInteger),
        t.check_ins.c.answered_at <= bindparam("until", type_=BigInteger),
        func.substr(t.check_ins.c.circle, 1, 4) != literal_column("'ccr_'", Text),
        t.check_ins.c.circle.not_in(
            select(t.seats.c.circle).where(t.seats.c.community == _community, t.seats.c.member == _member)
        ),
    )
    .order_by(t.check_ins.c.number)
)
"""Answers given in a while that ended at the last weekly look, the last of each person last."""

# --- who is who ---------------------------------------------------------------------------------------------------

ADDRESSES = select(t.addresses.c.community, t.addresses.c.kind, t.addresses.c.ours, t.addresses.c.theirs).where(
    t.addresses.c.community == _community,
    t.addresses.c.kind.in_(select(_texts("kinds").c.value)),
    t.addresses.c.ours.in_(select(_texts("ours").c.value)),
)

PEOPLE = (
    select(t.addresses.c.community, t.addresses.c.kind, t.addresses.c.ours, t.addresses.c.theirs)
    .where(
        t.addresses.c.community == _community,
        t.addresses.c.kind == literal_column("'member'", Text),
        t.addresses.c.ours > bindparam("after", type_=Text),
    )
    .order_by(t.addresses.c.ours)
    .limit(_limit)
)

_pairs = _texts("pairs").alias("pairs")
_width = bindparam("width", type_=Integer)

KNOWN_IN = (
    select(t.members.c.community)
    .select_from(
        _pairs.join(
            t.members,
            and_(
                t.members.c.community == func.rtrim(func.substr(_pairs.c.value, literal_column("1"), _width)),
                t.members.c.id == func.substr(_pairs.c.value, _width + literal_column("1")),
            ),
        )
    )
    .where(t.members.c.gone_at.is_(None))
)
"""Each pair is a community, padded to ``width``, with a member: two lists would be looked up each with each."""

COMMUNITIES = (
    select(
        *(t.addresses.c[name] for name in ("community", "kind", "ours", "theirs")),  # by which a seal opens
        *(
            t.communities.c[name]
            for name in ("removed_at", "board_place", "rooms_place", "stewards_place", "pilot_place")
        ),
    )
    .select_from(t.communities.join(t.addresses, t.addresses.c.community == t.communities.c.id))
    .where(
        t.communities.c.platform == bindparam("platform", type_=Text),
        t.addresses.c.kind == literal_column("'community'", Text),
    )
    .order_by(t.communities.c.id)
)
"""Where the bot is, or was, on a platform; few enough to read at once, at a start."""

OURS = select(t.addresses.c.ours).where(
    t.addresses.c.community == _community,
    t.addresses.c.kind == bindparam("kind", type_=Text),
    t.addresses.c.theirs == bindparam("theirs", type_=Text),
)

READER = (
    select(
        func.coalesce(t.members.c.locale, t.communities.c.locale),
        func.coalesce(t.members.c.timezone, t.communities.c.timezone),
    )
    .select_from(_with_member)
    .where(t.communities.c.id == _community)
)


def _not_apart(other: ColumnElement[str]) -> ColumnElement[bool]:
    """Tell whether nobody of the member and another keeps the two apart."""
    return ~exists().where(
        t.avoidances.c.community == _community,
        or_(
            and_(t.avoidances.c.member == _member, t.avoidances.c.other == other),
            and_(t.avoidances.c.member == other, t.avoidances.c.other == _member),
        ),
    )


ASKED_WITHS = (
    select(*_columns(model.With))
    .select_from(
        t.withs.join(
            t.with_asks, and_(t.with_asks.c.community == t.withs.c.community, t.with_asks.c.circle == t.withs.c.id)
        )
    )
    .where(
        t.withs.c.community == _community,
        t.withs.c.state == _fixed(WithState.ASKING),
        t.withs.c.closes_at > _at,
        t.with_asks.c.member == _member,
        t.with_asks.c.sent_at.is_not(None),
        t.with_asks.c.said_yes_at.is_(None),
        t.withs.c.asker != literal_column("''", Text),  # whoever asked was forgotten
        _not_apart(t.withs.c.asker),
    )
)

ASKED_HAND_OFFS = select(*_columns(model.HandOff)).where(
    t.hand_offs.c.community == _community,
    t.hand_offs.c.asked == _member,
    t.hand_offs.c.state == _fixed(HandOffState.ASKED),
    t.hand_offs.c.closes_at > _at,
    t.hand_offs.c.sent_at.is_not(None),
    _not_apart(t.hand_offs.c.asker),
)

# --- keys, and what is kept for a while only ----------------------------------------------------------------------

INSTALLATIONS = select(t.installations.c.community, t.installations.c.content).where(
    t.installations.c.platform == bindparam("platform", type_=Text)
)
DROP_INSTALLATION = delete(t.installations).where(t.installations.c.community == _community)

FORGET_KEYS = delete(t.inbox).where(t.inbox.c.at < _at)

FORGET_TIMERS = delete(t.timers).where(t.timers.c.due_at.is_(None))
"""Timers that were called off: nothing that asks for those due up to some time, or for the next, finds them."""

FORGET_EFFECTS = delete(t.effects).where(t.effects.c.state == t.OVER, t.effects.c.claimed_at < _at)
