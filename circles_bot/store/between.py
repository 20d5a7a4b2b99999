"""Reads what passes between people, or between one and the stewards: statements and the scopes they fill.

Every event costs at most three statements: the people with what keeps them apart, and what it is about.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Text, and_, bindparam, func, literal_column, or_, select, true

from circles_bot.engine import events, model, questions
from circles_bot.engine.ids import CommunityId, MemberId
from circles_bot.engine.model import (
    Avoidance,
    Circle,
    Community,
    HandOff,
    Interest,
    Member,
    Report,
    ReportState,
    Seat,
    With,
    WithAsk,
)
from circles_bot.engine.people import PeopleEvent, PeopleQuestion
from circles_bot.engine.snapshots import PeopleScope, PlaceView, ReportView, WithView
from circles_bot.store import tables as t
from circles_bot.store.codec import Row, codec_of
from circles_bot.store.payloads import from_microseconds, to_json, to_microseconds
from circles_bot.store.queries import _columns, _fixed, _texts
from circles_bot.store.session import Session

_community = bindparam("community", type_=Text)
_member = bindparam("member", type_=Text)
_other = bindparam("other", type_=Text)
_report = bindparam("report", type_=Text)

_communities = codec_of(Community)
_members = codec_of(Member)
_avoidances = codec_of(Avoidance)
_circles = codec_of(Circle)
_interests = codec_of(Interest)
_seats = codec_of(Seat)
_reports = codec_of(Report)
_withs = codec_of(With)
_asks = codec_of(WithAsk)
_hand_offs = codec_of(HandOff)

A_WEEK = timedelta(days=7)

SHARED_AT_MOST = 5
REPORTS_AT_MOST = 25

_named = _texts("people")

PEOPLE = (
    select(*_columns(model.Community), *_columns(model.Member), *_columns(model.Avoidance))
    .select_from(
        t.communities.outerjoin(_named, true())
        .outerjoin(t.members, and_(t.members.c.community == _community, t.members.c.id == _named.c.value))
        .outerjoin(
            t.avoidances,
            and_(
                t.avoidances.c.community == _community,
                t.avoidances.c.member == _named.c.value,
                t.avoidances.c.other.in_(select(_texts("people").c.value)),
            ),
        )
    )
    .where(t.communities.c.id == _community)
)
"""Those of the named people who are members, and who of them would rather not sit with whom."""

AVOIDED_BY = select(*_columns(model.Avoidance)).where(
    t.avoidances.c.community == _community, t.avoidances.c.member == _member
)

NAMED = select(*_columns(model.Member)).where(
    t.members.c.community == _community, t.members.c.named_steward_at.is_not(None)
)

_theirs = t.seats.alias("theirs")

SHARED = (
    select(*_columns(model.Seat), *_columns(model.Circle), *_columns(model.Interest))
    .select_from(
        t.seats.join(
            _theirs,
            and_(
                _theirs.c.community == t.seats.c.community,
                _theirs.c.circle == t.seats.c.circle,
                _theirs.c.member == _other,
                _theirs.c.seated_at.is_not(None),
            ),
        )
        .join(t.circles, and_(t.circles.c.community == t.seats.c.community, t.circles.c.id == t.seats.c.circle))
        .outerjoin(
            t.interests,
            and_(t.interests.c.community == t.circles.c.community, t.interests.c.id == t.circles.c.interest),
        )
    )
    .where(t.seats.c.community == _community, t.seats.c.member == _member, t.seats.c.seated_at.is_not(None))
    .order_by(t.seats.c.seated_at.desc(), t.seats.c.circle)
    .limit(literal_column(str(SHARED_AT_MOST)))
)
"""Circles in which both ever sat: a list that does not change when one of them leaves silently."""

_with_circle = t.reports.outerjoin(
    t.circles, and_(t.circles.c.community == t.reports.c.community, t.circles.c.id == t.reports.c.circle)
).outerjoin(
    t.interests, and_(t.interests.c.community == t.circles.c.community, t.interests.c.id == t.circles.c.interest)
)

REPORT = (
    select(
        *_columns(model.Report), *_columns(model.Circle), *_columns(model.Interest), t.seats.c.member.label("insider")
    )
    .select_from(
        _with_circle.outerjoin(
            t.seats, and_(t.seats.c.community == t.reports.c.community, t.seats.c.circle == t.reports.c.circle)
        )
    )
    .where(t.reports.c.community == _community, t.reports.c.id == _report)
)

OPEN_REPORTS = (
    select(*_columns(model.Report), *_columns(model.Circle), *_columns(model.Interest))
    .select_from(_with_circle)
    .where(
        t.reports.c.community == _community,
        t.reports.c.state == _fixed(ReportState.OPEN),
        t.reports.c.reporter != _member,
        ~select(literal_column("1"))
        .where(
            t.seats.c.community == t.reports.c.community,
            t.seats.c.circle == t.reports.c.circle,
            t.seats.c.member == _member,
        )
        .exists(),
    )
    .order_by(t.reports.c.made_at, t.reports.c.id)
    .limit(literal_column(str(REPORTS_AT_MOST)))
)

REPORTS_LATELY = select(func.count()).where(
    t.reports.c.community == _community, t.reports.c.reporter == _member, t.reports.c.made_at > bindparam("since")
)


_elsewhere = t.with_asks.alias("elsewhere")

WITH = (
    select(
        *_columns(model.With),
        *_columns(model.WithAsk),
        _elsewhere.c.circle,
        _elsewhere.c.sent_at,
    )
    .select_from(
        t.withs.join(
            t.with_asks, and_(t.with_asks.c.community == t.withs.c.community, t.with_asks.c.circle == t.withs.c.id)
        ).outerjoin(
            _elsewhere,
            and_(
                _elsewhere.c.community == t.with_asks.c.community,
                _elsewhere.c.member == t.with_asks.c.member,
                _elsewhere.c.circle != t.with_asks.c.circle,
            ),
        )
    )
    .where(t.withs.c.community == _community, t.withs.c.id == bindparam("circle", type_=Text))
)

WITHS_LATELY = select(t.withs.c.asked_at).where(
    t.withs.c.community == _community, t.withs.c.asker == _member, t.withs.c.asked_at > bindparam("since")
)

HAND_OFF = select(*_columns(model.HandOff)).where(
    t.hand_offs.c.community == _community, t.hand_offs.c.id == bindparam("hand_off", type_=Text)
)

HAND_OFFS = select(*_columns(model.HandOff)).where(
    t.hand_offs.c.community == _community,
    or_(
        and_(t.hand_offs.c.asker == _member, t.hand_offs.c.asked_at > bindparam("since")),
        and_(t.hand_offs.c.asker == _member, t.hand_offs.c.asked == _other),
        and_(t.hand_offs.c.asker == _other, t.hand_offs.c.asked == _member),
    ),
)


def load_between(session: Session, event: PeopleEvent) -> PeopleScope:
    """Read what an event between people needs."""
    read = cast("_Reader", _READERS[type(event)])  # the table pairs each class with its own reader
    return read(session, event)


def load_between_question(session: Session, question: PeopleQuestion) -> PeopleScope:
    """Read what a question between people needs."""
    me = question.actor.member
    scope = _people(session, question.community, (me,))
    match question:
        case questions.AvoidedAsked():
            return _with_own_list(session, scope, question.community, me)
        case questions.ReportsAsked():
            rows = session.rows(OPEN_REPORTS, community=question.community, member=me)
            return replace(scope, reports=tuple(map(_report_view, rows)))
        case questions.ReportAsked():
            return replace(scope, report=_load_report(session, question.community, question.report))
        case (
            questions.HoldAsked()
            | questions.WithFormAsked()
            | questions.HandOffWhoAsked()
            | questions.HandOffGiftAsked()
        ):
            return scope
        case questions.StewardsAsked():
            return _with_named(session, scope, question.community)


_Reader = Callable[[Session, PeopleEvent], PeopleScope]


def _person_avoided(session: Session, event: events.PersonAvoided) -> PeopleScope:
    me = event.actor.member
    scope = _with_own_list(session, _people(session, event.community, (me,)), event.community, me)
    rows = session.rows(SHARED, community=event.community, member=me, other=event.other.member)
    return replace(scope, shared=tuple(map(_place, rows)))


def _avoidance_ended(session: Session, event: events.AvoidanceEnded) -> PeopleScope:
    me = event.actor.member
    return _with_own_list(session, _people(session, event.community, (me,)), event.community, me)


def _of_report(
    session: Session, event: events.ReportAnswered | events.CloseChosen | events.ReportExpired
) -> PeopleScope:
    view = _load_report(session, event.community, event.report)
    me = (event.actor.member,) if isinstance(event, events.Personal) else ()
    named = (*me, view.report.reporter) if view else me
    return replace(_people(session, event.community, named), report=view)


def _member_held(session: Session, event: events.MemberHeld) -> PeopleScope:
    return _people(session, event.community, (event.actor.member, event.other.member))


def _steward_named(session: Session, event: events.StewardNamed) -> PeopleScope:
    scope = _people(session, event.community, (event.actor.member, event.other.member))
    return _with_named(session, scope, event.community)


def _naming_ended(session: Session, event: events.NamingEnded) -> PeopleScope:
    scope = _people(session, event.community, (event.actor.member, event.other))
    return _with_named(session, scope, event.community)


def _naming_due(session: Session, event: events.NamingDue) -> PeopleScope:
    return _people(session, event.community, (event.member,))


def _with_named(session: Session, scope: PeopleScope, community: CommunityId) -> PeopleScope:
    named = map(_members.decode, session.rows(NAMED, community=community))
    return replace(scope, named=tuple(sorted(named, key=lambda one: (str(one.named_steward_at), one.id))))


def _with_asked(session: Session, event: events.WithAsked) -> PeopleScope:
    me = event.actor.member
    scope = _people(session, event.community, (me, *(actor.member for actor in event.people)))
    since = to_microseconds(event.at - A_WEEK)
    rows = session.rows(WITHS_LATELY, community=event.community, member=me, since=since)
    return replace(scope, lately=tuple(sorted(from_microseconds(int(str(row[0]))) for row in rows)))


def _of_with(
    session: Session, event: events.WithAnswered | events.WithAskDue | events.WithDue | events.WithForgotten
) -> PeopleScope:
    rows = session.rows(WITH, community=event.community, circle=event.circle)
    view = _with_view(rows) if rows else None
    actor = (event.actor.member,) if isinstance(event, events.Personal) else ()
    named = (ask.member for ask in view.asks) if view else ()
    return replace(_people(session, event.community, (*actor, *named)), asked=view)


def _with_view(rows: Sequence[Row]) -> WithView:
    """Return a "with" from its rows: one for each person in it and each other "with" that they are in, too."""
    asks: dict[MemberId, WithAsk] = {}
    elsewhere: dict[MemberId, list[datetime]] = {}
    for row in rows:
        ask = _asks.decode(row, len(_withs.names))
        asks[ask.member] = ask
        *_, other, sent_at = row
        if other is not None:
            sent = elsewhere.setdefault(ask.member, [])
            sent.extend(() if sent_at is None else (from_microseconds(int(str(sent_at))),))
    return WithView(
        wish=_withs.decode(rows[0]),
        asks=tuple(asks[member] for member in sorted(asks)),
        asked_elsewhere={member: tuple(sorted(sent)) for member, sent in elsewhere.items()},
    )


def _hand_off_asked(session: Session, event: events.HandOffAsked) -> PeopleScope:
    me, other = event.actor.member, event.other
    named = {"community": event.community, "member": me, "other": other}
    scope = _people(session, event.community, (me, other))
    shared = session.rows(SHARED, **named)
    before = session.rows(HAND_OFFS, **named, since=to_microseconds(event.at - A_WEEK))
    hand_offs = tuple(sorted(map(_hand_offs.decode, before), key=lambda one: (one.asked_at, one.id)))
    return replace(scope, shared=tuple(map(_place, shared)), hand_offs=hand_offs)


def _of_hand_off(
    session: Session,
    event: events.HandOffAnswered
    | events.HandOffGiven
    | events.HandOffShown
    | events.HandOffAskDue
    | events.HandOffDue,
) -> PeopleScope:
    rows = session.rows(HAND_OFF, community=event.community, hand_off=event.hand_off)
    found = _hand_offs.decode(rows[0]) if rows else None
    actor = (event.actor.member,) if isinstance(event, events.Personal) else ()
    two = (found.asker, found.asked) if found is not None else ()
    return replace(_people(session, event.community, (*actor, *two)), hand_off=found)


_READERS: Mapping[type, object] = {
    events.PersonAvoided: _person_avoided,
    events.AvoidanceEnded: _avoidance_ended,
    events.ReportAnswered: _of_report,
    events.CloseChosen: _of_report,
    events.ReportExpired: _of_report,
    events.MemberHeld: _member_held,
    events.StewardNamed: _steward_named,
    events.NamingEnded: _naming_ended,
    events.NamingDue: _naming_due,
    events.WithAsked: _with_asked,
    events.WithAnswered: _of_with,
    events.WithAskDue: _of_with,
    events.WithDue: _of_with,
    events.WithForgotten: _of_with,
    events.HandOffAsked: _hand_off_asked,
    events.HandOffAnswered: _of_hand_off,
    events.HandOffGiven: _of_hand_off,
    events.HandOffShown: _of_hand_off,
    events.HandOffAskDue: _of_hand_off,
    events.HandOffDue: _of_hand_off,
}


def _people(session: Session, community: CommunityId, people: Iterable[MemberId]) -> PeopleScope:
    named = to_json(tuple[str, ...], tuple(sorted(set(people))))
    rows = session.rows(PEOPLE, community=community, people=named)
    start = len(_communities.names)
    members = [found for row in rows if (found := _members.decode_joined(row, start))]
    apart = [found for row in rows if (found := _avoidances.decode_joined(row, start + len(_members.names)))]
    return PeopleScope(
        community=_communities.decode_known(rows[0]) if rows else None,
        people={member.id: member for member in sorted(members, key=lambda one: one.id)},
        avoidances=tuple(sorted(apart, key=lambda one: (one.member, one.other))),
    )


def _with_own_list(session: Session, scope: PeopleScope, community: CommunityId, member: MemberId) -> PeopleScope:
    found = (_avoidances.decode(row) for row in session.rows(AVOIDED_BY, community=community, member=member))
    return replace(scope, avoidances=tuple(sorted(found, key=lambda one: (one.since, one.other))))


def _place(row: Row) -> PlaceView:
    start = len(_seats.names)
    circle = _circles.decode(row, start)
    interest = _interests.decode_joined(row, start + len(_circles.names))
    return PlaceView(seat=_seats.decode(row), circle=circle, interest=interest)


def _load_report(session: Session, community: CommunityId, report: str) -> ReportView | None:
    rows = session.rows(REPORT, community=community, report=report)
    if not rows:
        return None
    insiders = frozenset(MemberId(str(row[-1])) for row in rows if row[-1] is not None)
    return replace(_report_view(rows[0]), insiders=insiders)


def _report_view(row: Row) -> ReportView:
    start = len(_reports.names)
    circle = _circles.decode_joined(row, start)
    interest = _interests.decode_joined(row, start + len(_circles.names))
    return ReportView(report=_reports.decode(row), circle=circle, interest=interest)
