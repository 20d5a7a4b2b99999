"""Builders for the way to a circle: snapshots of a member, a community and a round, and what is said in a decision."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from circles_bot.engine.decision import Decision, Dropped, Kept, TimerSet
from circles_bot.engine.effects import SendDirect
from circles_bot.engine.ids import InterestId, MemberId, RoundId
from circles_bot.engine.model import (
    Avoidance,
    Circle,
    Community,
    Interest,
    Meeting,
    Member,
    OptIn,
    OptInState,
    Round,
    RoundCause,
    RoundState,
    Seat,
    StandingReaction,
    Way,
)
from circles_bot.engine.notes import Button, Form, Note
from circles_bot.engine.snapshots import CommunityScope, InterestStanding, MemberScope, PlaceView, RoundScope
from tests.engine.builders import ANA, COMMUNITY, NOON, a_community, a_member, an_interest

BASEBALL = an_interest("baseball", emoji="⚾")
BOOKS = an_interest("books", emoji="📚")
FIRST_JOB = an_interest("first job", emoji="✍️")
ALL = (BASEBALL, BOOKS, FIRST_JOB)

ROUND = Round(
    id=RoundId("rnd_one"),
    community=COMMUNITY,
    cause=RoundCause.WEEKLY,
    state=RoundState.PLANNING,
    seed=7,
    due_at=NOON,
)


def a_wish(
    interest: Interest = BASEBALL, state: OptInState = OptInState.WAITING, member: MemberId = ANA, **more: object
) -> OptIn:
    """Return a wish for a circle on an interest."""
    wish = OptIn(community=COMMUNITY, member=member, interest=interest.id, state=state, way=Way.SELECT, since=NOON)
    return replace(wish, **more)  # type: ignore[arg-type]  # tests may change any field; a wrong name raises


def a_standing(
    interest: Interest = BASEBALL, opt_in: OptIn | None = None, *, has_reacted: bool = False, waiting: int = 0
) -> InterestStanding:
    """Return how somebody stands towards an interest."""
    return InterestStanding(interest=interest, opt_in=opt_in, has_reacted=has_reacted, waiting=waiting)


def member_scope(
    *standings: InterestStanding,
    member: Member | None = None,
    community: Community | None = None,
    places: tuple[PlaceView, ...] = (),
) -> MemberScope:
    """Return a member's snapshot; the interests not named are open and nothing to them."""
    named = {standing.interest.id: standing for standing in standings}
    every = {interest.id: a_standing(interest) for interest in ALL} | named
    ordered = tuple(sorted(every.values(), key=lambda standing: standing.interest.name))
    return MemberScope(community=community or a_community(), member=member, standings=ordered, places=places)


def community_scope(
    *,
    community: Community | None = None,
    waiting: Mapping[InterestId, int] | None = None,
    live_circles: Mapping[InterestId, int] | None = None,
    standing: Mapping[InterestId, frozenset[MemberId]] | None = None,
    members: Iterable[Member] = (),
    opt_ins: tuple[OptIn, ...] = (),
) -> CommunityScope:
    """Return a community's snapshot with three open interests."""
    return CommunityScope(
        community=community or a_community(),
        interests=ALL,
        waiting=waiting or {},
        live_circles=live_circles or {},
        standing=standing or {},
        members={member.id: member for member in members},
        opt_ins=opt_ins,
    )


def round_scope(
    *opt_ins: OptIn,
    members: Mapping[MemberId, Member] | None = None,
    live_seats: Mapping[MemberId, int] | None = None,
    meetings: tuple[Meeting, ...] = (),
    avoidances: tuple[Avoidance, ...] = (),
    community: Community | None = None,
    live_rooms: int = 0,
    have_sat: frozenset[MemberId] = frozenset(),
) -> RoundScope:
    """Return a round's snapshot; whoever has a wish is a member."""
    people = {opt_in.member: a_member(opt_in.member) for opt_in in opt_ins} | dict(members or {})
    return RoundScope(
        community=community or a_community(),
        round=ROUND,
        interests=ALL,
        members=people,
        opt_ins=opt_ins,
        live_seats=live_seats or {},
        meetings=meetings,
        avoidances=avoidances,
        live_rooms=live_rooms,
        have_sat=have_sat,
    )


def note_of(decision: Decision) -> Note:
    """Return the note that a decision answers with."""
    assert decision.reply is not None
    assert not isinstance(decision.reply.content, Form)
    return decision.reply.content


def tokens_of(note: Note) -> tuple[str, ...]:
    """Return the tokens of a note's buttons."""
    return tuple(control.token for control in note.controls if isinstance(control, Button))


def wishes_in(decision: Decision) -> tuple[OptIn, ...]:
    """Return the wishes that a decision keeps."""
    return tuple(change.record for change in decision.changes if isinstance(change.record, OptIn))


def members_in(decision: Decision) -> tuple[Member, ...]:
    """Return the members that a decision keeps."""
    return tuple(change.record for change in decision.changes if isinstance(change.record, Member))


def seats_in(decision: Decision) -> tuple[Seat, ...]:
    """Return the seats that a decision keeps."""
    return tuple(change.record for change in decision.changes if isinstance(change.record, Seat))


def circles_in(decision: Decision) -> tuple[Circle, ...]:
    """Return the circles that a decision keeps."""
    return tuple(change.record for change in decision.changes if isinstance(change.record, Circle))


def directs_in(decision: Decision) -> tuple[SendDirect, ...]:
    """Return the direct messages that a decision sends."""
    return tuple(effect for effect in decision.effects if isinstance(effect, SendDirect))


def due_of(decision: Decision, prefix: str) -> datetime | None:
    """Return when the timer whose key begins with ``prefix`` falls due, or None."""
    timers = (timer for timer in decision.timers if isinstance(timer, TimerSet) and timer.key.startswith(prefix))
    return next((timer.due_at for timer in timers), None)


def after(scope: MemberScope, decision: Decision) -> MemberScope:
    """Return a member's snapshot as the store would show it after a decision."""
    for change in decision.changes:
        match change:
            case Kept(record=Member() as member):
                scope = replace(scope, member=member)
            case Kept(record=Community() as community):
                scope = replace(scope, community=community)
            case Kept(record=OptIn() as wish):
                scope = _changed(scope, wish.interest, opt_in=wish)
            case Kept(record=StandingReaction() as reaction):
                scope = _changed(scope, reaction.interest, has_reacted=True)
            case Dropped(record=StandingReaction() as reaction):
                scope = _changed(scope, reaction.interest, has_reacted=False)
            case _:
                pass
    return scope


def _changed(scope: MemberScope, interest: InterestId, **changes: object) -> MemberScope:
    standings = tuple(
        replace(item, **changes) if item.interest.id == interest else item  # type: ignore[arg-type]  # as in a_wish
        for item in scope.standings
    )
    return replace(scope, standings=standings)
