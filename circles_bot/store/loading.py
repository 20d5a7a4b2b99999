"""Reads snapshots: one loader a scope, the fewest statements that fill what the event needs.

A bounded act costs at most two. A whole board's reactions cost three, a round seven, whatever their size.
Lists are sorted here and not by the database, whose idea of alphabetical order is its own.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, assert_never, cast

from sqlalchemy.sql import ClauseElement

from circles_bot.engine import events, questions
from circles_bot.engine.events import AnyEvent
from circles_bot.engine.ids import CircleId, CommunityId, InterestId, MemberId, PostId, RoundId
from circles_bot.engine.model import (
    Avoidance,
    CheckIn,
    CheckInAnswer,
    Circle,
    Community,
    Interest,
    Meeting,
    Member,
    OptIn,
    Post,
    Round,
    Seat,
    SeatState,
    StandingReaction,
    TapAnswer,
)
from circles_bot.engine.questions import AnyQuestion
from circles_bot.engine.snapshots import (
    SCOPES,
    CircleScope,
    CommunityScope,
    InterestStanding,
    MemberScope,
    OpenCircle,
    PeopleScope,
    PlaceView,
    RoundScope,
    SeatView,
    Snapshot,
    StewardScope,
)
from circles_bot.store import queries
from circles_bot.store.between import REPORTS_LATELY, load_between, load_between_question
from circles_bot.store.codec import Row, Value, codec_of
from circles_bot.store.payloads import to_json, to_microseconds
from circles_bot.store.session import Session

if TYPE_CHECKING:
    from circles_bot.engine.people import PeopleEvent

LATELY = timedelta(days=1)
MOODS_OF = timedelta(days=30)
"""How far back check-ins are looked at for a mood."""

_communities = codec_of(Community)
_members = codec_of(Member)
_interests = codec_of(Interest)
_opt_ins = codec_of(OptIn)
_reactions = codec_of(StandingReaction)
_rounds = codec_of(Round)
_circles = codec_of(Circle)
_seats = codec_of(Seat)
_posts = codec_of(Post)
_taps = codec_of(TapAnswer)
_check_ins = codec_of(CheckIn)
_meetings = codec_of(Meeting)
_avoidances = codec_of(Avoidance)


def load_snapshot(session: Session, event: AnyEvent) -> Snapshot:
    """Read what ``SCOPES`` says the event needs."""
    scope = SCOPES[type(event)]
    if scope is MemberScope:
        has_gone = isinstance(event, events.MemberGone)
        found = load_member(session, event.community, _member_of(event) or MemberId(""), with_places=has_gone)
        return _with_rooms(session, found) if isinstance(event, events.ForgottenMe) else found
    if scope is CircleScope:
        return _load_circle_of(session, event)
    if scope is CommunityScope:
        return load_community(session, event)
    if scope is PeopleScope:
        return load_between(session, cast("PeopleEvent", event))  # SCOPES pairs them
    if isinstance(event, events.MonthDue):
        return load_stewards(session, event.community, MemberId(""), event.at)
    assert isinstance(event, events.RoundPlanned)
    return load_round(session, event.community, event.round)


def load_question(session: Session, question: AnyQuestion) -> MemberScope | CircleScope | PeopleScope | StewardScope:
    """Read what a question needs: the member with their places, or the circle whose room it was asked in."""
    match question:
        case questions.RoomAsked():
            return _load_circle(session, question.community, question.circle, _stewards)
        case (
            questions.ForgetAsked()
            | questions.MineAsked()
            | questions.JoinAsked()
            | questions.HelpAsked()
            | questions.RhythmAsked()
            | questions.AboutMeAsked()
            | questions.SetupAsked()
            | questions.SettingsAsked()
            | questions.PreviewAsked()
        ):
            return load_member(session, question.community, question.actor.member, with_places=True)
        case (
            questions.AvoidedAsked()
            | questions.ReportsAsked()
            | questions.ReportAsked()
            | questions.HoldAsked()
            | questions.WithFormAsked()
            | questions.HandOffWhoAsked()
            | questions.HandOffGiftAsked()
        ):
            return load_between_question(session, question)
        case questions.StatusAsked():
            return load_stewards(session, question.community, question.actor.member, question.at)
        case _:
            assert_never(question)


def load_stewards(session: Session, community: CommunityId, member: MemberId, at: datetime) -> StewardScope:
    """Read a community in totals: three statements, whatever its size."""
    head = session.rows(queries.MEMBER, community=community, member=member)
    ((opted_in, waiting, talking, circles),) = session.rows(queries.TOTALS, community=community)
    since = to_microseconds(at - MOODS_OF)
    moods = session.rows(queries.MOODS, community=community, member=member, since=since)
    return StewardScope(
        community=_communities.decode_known(head[0]) if head else None,
        member=_members.decode_joined(head[0], len(_communities.names)) if head else None,
        opted_in=_number(opted_in),
        waiting=_number(waiting),
        talking=_number(talking),
        circles=_number(circles),
        moods={CheckInAnswer(str(row[0])): _number(row[1]) for row in moods if row[0] is not None},
    )


def load_member(
    session: Session, community: CommunityId, member: MemberId, *, with_places: bool = False
) -> MemberScope:
    """Read a member's scope: two statements, three with the circles they are or were asked to sit in."""
    head = session.rows(queries.MEMBER, community=community, member=member)
    if not head:
        return MemberScope(community=None, member=None, standings=())
    rows = session.rows(queries.STANDINGS, community=community, member=member)
    places = session.rows(queries.PLACES, community=community, member=member) if with_places else ()
    return MemberScope(
        community=_communities.decode_known(head[0]),
        member=_members.decode_joined(head[0], len(_communities.names)),
        standings=tuple(sorted((_standing(row) for row in rows), key=lambda one: _by_name(one.interest))),
        places=tuple(
            PlaceView(seat=_seats.decode(row), circle=_circles.decode(row, len(_seats.names))) for row in places
        ),
    )


def _with_rooms(session: Session, scope: MemberScope) -> MemberScope:
    """Add the living rooms a member sits or sat in: one more statement, for forgetting only."""
    if scope.community is None or scope.member is None:
        return scope
    rooms: defaultdict[CircleId, list[PostId]] = defaultdict(list)
    for circle, post in session.rows(queries.ROOMS_OF, community=scope.community.id, member=scope.member.id):
        rooms[CircleId(str(circle))].extend([PostId(str(post))] if post is not None else [])
    return replace(scope, rooms={circle: tuple(sorted(posts)) for circle, posts in sorted(rooms.items())})


def _standing(row: Row) -> InterestStanding:
    start = len(_interests.names)
    end = start + len(_opt_ins.names)
    return InterestStanding(
        interest=_interests.decode_known(row),
        opt_in=_opt_ins.decode_joined(row, start),
        has_reacted=bool(row[end]),
        waiting=_number(row[end + 1]),
    )


# --- a circle -----------------------------------------------------------------------------------------------------


class _Extras:
    """What of a circle's scope only some events need, and how it is read: one statement each."""

    def __init__(self, session: Session, event: AnyEvent | None, circle: Circle) -> None:
        self.session = session
        self.event = event
        self.circle = circle
        self.posts: tuple[Post, ...] = ()
        self.taps: tuple[TapAnswer, ...] = ()
        self.check_ins: tuple[CheckIn, ...] = ()
        self.stewards: tuple[Member, ...] = ()
        self.others_waiting: int | None = None
        self.reports_lately = 0

    def rows(self, statement: ClauseElement, **more: Value) -> Sequence[Row]:
        return self.session.rows(
            statement, community=self.circle.community, circle=self.circle.id, season=self.circle.season, **more
        )


def _named_post(extras: _Extras) -> None:
    """Read the one post that the event names, with its taps."""
    assert isinstance(extras.event, events.PromptTapped)
    _take_posts(extras, extras.rows(queries.POST, post=extras.event.post))


def _all_posts(extras: _Extras) -> None:
    """Read all posts of the room, with the taps of the running season."""
    _take_posts(extras, extras.rows(queries.POSTS))


def _all_taps(extras: _Extras) -> None:
    """Read all posts of the room, with all taps."""
    _take_posts(extras, extras.rows(queries.ALL_TAPS))


def _take_posts(extras: _Extras, rows: Sequence[Row]) -> None:
    posts = {post.id: post for post in map(_posts.decode, rows)}
    taps = [_taps.decode_joined(row, len(_posts.names)) for row in rows]
    extras.posts = tuple(sorted(posts.values(), key=lambda post: (post.posted_at, post.id)))
    extras.taps = tuple(sorted((tap for tap in taps if tap), key=lambda tap: (tap.tapped_at, tap.member, tap.post)))


def _season_check_ins(extras: _Extras) -> None:
    """Read the check-ins of the running season, and all of the member that the event names."""
    member = _member_of(extras.event) if extras.event else None
    found = (_check_ins.decode(row) for row in extras.rows(queries.CHECK_INS, member=member))
    extras.check_ins = tuple(sorted(found, key=lambda one: (one.member, one.number)))


def _what_lapsed(extras: _Extras) -> None:
    """Read what a nudge that was not sent in time may have been: a post of the room, or a check-in of one member."""
    assert isinstance(extras.event, events.NudgeLapsed)
    (_all_posts if extras.event.member is None else _season_check_ins)(extras)


def _stewards(extras: _Extras) -> None:
    """Read the community's known stewards."""
    found = (_members.decode(row) for row in extras.rows(queries.STEWARDS))
    extras.stewards = tuple(sorted(found, key=lambda one: one.id))


def _others_waiting(extras: _Extras) -> None:
    """Count who else waits for the circle's interest."""
    extras.others_waiting = _number(extras.rows(queries.OTHERS_WAITING)[0][0])


def _stewards_and_reports(extras: _Extras) -> None:
    """Read the stewards, and how often the acting member has reported within a day."""
    assert isinstance(extras.event, events.ConcernTold | events.ReportTold)
    _stewards(extras)
    since = to_microseconds(extras.event.at - LATELY)
    ((lately,),) = extras.rows(REPORTS_LATELY, member=extras.event.actor.member, since=since)
    extras.reports_lately = _number(lately)


_Extra = Callable[[_Extras], None]

EXTRAS: Mapping[type[AnyEvent], _Extra] = {
    events.PromptTapped: _named_post,
    events.QuietDue: _all_posts,
    events.PickNextTapped: _all_posts,
    events.ChangeDue: _all_posts,
    events.PostShown: _all_posts,
    events.TidyDue: _all_taps,
    events.CheckInDue: _season_check_ins,
    events.CheckInAnswered: _season_check_ins,
    events.NudgeLapsed: _what_lapsed,
    events.SeasonDue: _others_waiting,
    events.ConcernTold: _stewards_and_reports,
    events.ReportTold: _stewards_and_reports,
}
"""The second statement of a circle's events; those that are not named need none."""


def _load_circle_of(session: Session, event: AnyEvent) -> CircleScope:
    circle: CircleId = event.circle  # type: ignore[union-attr]  # SCOPES pairs this scope with events of a circle
    return _load_circle(session, event.community, circle, EXTRAS.get(type(event)), event)


def _load_circle(
    session: Session, community: CommunityId, circle: CircleId, extra: _Extra | None, event: AnyEvent | None = None
) -> CircleScope:
    head = session.rows(queries.CIRCLE, community=community, circle=circle)
    known = _communities.decode_known(head[0]) if head else None
    found = _circles.decode_joined(head[0], len(_communities.names)) if head else None
    if found is None:
        return CircleScope(
            community=known, circle=None, interest=None, seats=(), posts=(), taps=(), check_ins=(), stewards=()
        )
    extras = _Extras(session, event, found)
    if extra is not None:
        extra(extras)
    return CircleScope(
        community=known,
        circle=found,
        interest=_interests.decode_joined(head[0], len(_communities.names) + len(_circles.names)),
        seats=tuple(sorted(filter(None, map(_seat_view, head)), key=lambda view: view.seat.member)),
        posts=extras.posts,
        taps=extras.taps,
        check_ins=extras.check_ins,
        stewards=extras.stewards,
        others_waiting=extras.others_waiting,
        reports_lately=extras.reports_lately,
    )


def _seat_view(row: Row) -> SeatView | None:
    start = len(_communities.names) + len(_circles.names) + len(_interests.names)
    seat = _seats.decode_joined(row, start)
    if seat is None:
        return None
    start += len(_seats.names)
    return SeatView(
        seat=seat,
        member=_members.decode(row, start),
        opt_in=_opt_ins.decode_joined(row, start + len(_members.names)),
    )


# --- a community --------------------------------------------------------------------------------------------------


def load_community(session: Session, event: AnyEvent) -> CommunityScope:
    """Read a community with its interests: one statement, three where a whole board was read."""
    rows = session.rows(queries.COMMUNITY, community=event.community)
    start = len(_communities.names)
    end = start + len(_interests.names)
    found = [(_interests.decode_joined(row, start), row) for row in rows]
    counted = [(interest, _number(row[end]), _number(row[end + 1])) for interest, row in found if interest]
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
    return CommunityScope(
        community=_communities.decode_known(rows[0]) if rows else None,
        interests=tuple(sorted((interest for interest, _, _ in counted), key=_by_name)),
        waiting={interest.id: waiting for interest, waiting, _ in counted},
        live_circles={interest.id: lives for interest, _, lives in counted},
        standing=standing,
        members={member.id: member for member in members},
        opt_ins=tuple(sorted((one for one in opt_ins if one), key=lambda one: (one.member, one.interest))),
    )


def _load_standing(session: Session, community: CommunityId) -> Mapping[InterestId, frozenset[MemberId]]:
    standing: defaultdict[InterestId, set[MemberId]] = defaultdict(set)
    for row in session.rows(queries.STANDING_REACTIONS, community=community):
        reaction = _reactions.decode(row)
        standing[reaction.interest].add(reaction.member)
    return {interest: frozenset(members) for interest, members in standing.items()}


# --- a round ------------------------------------------------------------------------------------------------------


def load_round(session: Session, community: CommunityId, round_id: RoundId) -> RoundScope:
    """Read everybody who waits in a community, whom they met and whom they avoid: seven statements."""
    head = session.rows(queries.ROUND, community=community, round=round_id)
    start = len(_communities.names)
    interests = [_interests.decode_joined(row, start + len(_rounds.names)) for row in head]
    pool = session.rows(queries.POOL, community=community)
    meetings = (_meetings.decode(row) for row in session.rows(queries.MEETINGS, community=community))
    avoidances = (_avoidances.decode(row) for row in session.rows(queries.AVOIDANCES, community=community))
    members = (_members.decode(row, len(_opt_ins.names)) for row in pool)
    opt_ins = (_opt_ins.decode(row) for row in pool)
    live = session.rows(queries.LIVE_SEATS_OF_POOL, community=community)
    return RoundScope(
        community=_communities.decode_known(head[0]) if head else None,
        round=_rounds.decode_joined(head[0], start) if head else None,
        interests=tuple(sorted((one for one in interests if one), key=_by_name)),
        members={member.id: member for member in sorted(members, key=lambda one: one.id)},
        opt_ins=tuple(sorted(opt_ins, key=lambda one: (one.member, one.interest))),
        live_seats={MemberId(str(row[0])): _number(row[1]) for row in live},
        meetings=tuple(sorted(meetings, key=lambda one: (one.first, one.second))),
        avoidances=tuple(sorted(avoidances, key=lambda one: (one.member, one.other))),
        live_rooms=_number(head[0][-1]) if head else 0,
        open_circles=_open_circles(session.rows(queries.OPEN_CIRCLES, community=community)),
        other_wishes=frozenset(
            (MemberId(str(row[0])), InterestId(str(row[1])))
            for row in session.rows(queries.OTHER_WISHES, community=community)
        ),
    )


def _open_circles(rows: Sequence[Row]) -> tuple[OpenCircle, ...]:
    start = len(_circles.names)
    end = start + len(_seats.names)
    circles = {circle.id: circle for circle in map(_circles.decode, rows)}
    there: defaultdict[CircleId, list[tuple[Seat, Member]]] = defaultdict(list)
    for row in rows:
        seat = _seats.decode(row, start)
        there[seat.circle].append((seat, _members.decode(row, end)))
    found = {circle: sorted(pairs, key=lambda pair: pair[0].member) for circle, pairs in there.items()}
    return tuple(
        OpenCircle(
            circle=circles[circle],
            seats=tuple(seat for seat, _ in pairs),
            sitting=tuple(member for seat, member in pairs if seat.state is SeatState.SEATED),
        )
        for circle, pairs in sorted(found.items())
    )


def _member_of(event: AnyEvent) -> MemberId | None:
    """Return whom the event is about: who did it, or whom it names."""
    if isinstance(event, events.Personal):
        return event.actor.member
    return getattr(event, "member", None)


def _by_name(interest: Interest) -> tuple[str, str]:
    return (interest.name.casefold(), interest.id)


def _number(value: Value) -> int:
    assert isinstance(value, int)
    return value
