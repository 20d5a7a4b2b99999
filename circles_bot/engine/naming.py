"""Stewards by name: a steward lets somebody else look after the bot as well, whatever the platform calls them.

Whom the platform calls a steward it says with each act; whom a steward has named counts as one on every act of theirs,
and gets reports like the others. Nobody else is told. The one who is named hears of it once, privately, and may say no.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from circles_bot.engine.buttons import MINE
from circles_bot.engine.decision import Change, Decision, Kept, TimerCancelled, TimerSet
from circles_bot.engine.effects import DirectKind, SendDirect, member_lane
from circles_bot.engine.events import Actor, NamingDue, NamingEnded, Personal, StewardNamed
from circles_bot.engine.ids import CommunityId, EffectKey, MemberId, TimerKey, derive
from circles_bot.engine.members import not_set_up
from circles_bot.engine.model import Address, AddressKind, Member
from circles_bot.engine.notes import Button, Line, Mentions, Note, Option, Reply, Select, Style
from circles_bot.engine.nudges import direct_lapses_at, next_ask_at, takes_directs, with_ask_counted
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import Question, StewardsAsked
from circles_bot.engine.snapshots import CircleScope, MemberScope, PeopleScope, SetupScope, Snapshot, StewardScope
from circles_bot.engine.tokens import Token, make_token

NAMED_AT_MOST = 10
"""More than look after any community; and a select shows them all."""

STEP_DOWN = Button(token=make_token(Token.STEP_DOWN), label=Line(key="button-step-down"), style=Style.QUIET)
STATUS = Button(token=make_token(Token.STATUS), label=Line(key="button-status"))

Happening = TypeVar("Happening", bound=Personal | Question)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What follows for somebody who is named; nothing for one who was named already."""

    changes: tuple[Change, ...] = ()
    timers: tuple[TimerSet, ...] = ()


def as_steward(snapshot: Snapshot, happening: Happening) -> Happening:
    """Return what somebody did or asked, counted as a steward's where one has named them."""
    actor = happening.actor
    known = _acting(snapshot, actor.member)
    if actor.is_steward or known is None or known.named_steward_at is None:
        return happening
    return replace(happening, actor=replace(actor, is_steward=True, is_named=True))


def name(known: Member | None, other: Actor, community: CommunityId, at: datetime) -> Named:
    """Return somebody who looks after the bot from now on, and when they may be told of it: as soon as it suits."""
    if known is not None and known.named_steward_at is not None:
        return Named()
    due = NamingDue(community=community, at=at, member=other.member)
    timers = (TimerSet(key=_key(other.member), due_at=at, event=due),)
    if known is not None:
        return Named(changes=(Kept(replace(known, named_steward_at=at)),), timers=timers)
    member = Member(
        id=other.member,
        community=community,
        since=at,
        locale=other.locale,
        timezone=other.timezone,
        named_steward_at=at,
    )
    address = Address(community=community, kind=AddressKind.MEMBER, ours=other.member, theirs=other.theirs)
    return Named(changes=(Kept(member), Kept(address)), timers=timers)


def stewards_asked(scope: PeopleScope, question: StewardsAsked) -> Reply:
    """Show who is named, with a way to name somebody and to take it back; to stewards only."""
    if not question.actor.is_steward:
        return Reply(content=Note(key="stewards-only"))
    return Reply(content=_list_note(scope.named))


def steward_named(scope: PeopleScope, event: StewardNamed) -> Decision:
    """Let somebody look after the bot as well, and see to it that they hear of it."""
    community = scope.community
    if community is None or community.set_up_at is None:
        return not_set_up()
    if not event.actor.is_steward:
        return _said(Note(key="stewards-only"), "why-stewards-only")
    if event.other.member == event.actor.member:
        return _said(Note(key="stewards-oneself"), "why-not-named")
    if len(scope.named) >= NAMED_AT_MOST:
        return _said(Note(key="stewards-enough", args={"limit": NAMED_AT_MOST}), "why-not-named")
    named = name(scope.people.get(event.other.member), event.other, community.id, event.at)
    new = tuple(change.record for change in named.changes if isinstance(change.record, Member))
    return Decision(
        changes=named.changes,
        timers=named.timers,
        reply=Reply(content=_list_note((*scope.named, *new)), replaces=True),
        why=Line(key="why-named"),
    )


def naming_ended(scope: PeopleScope, event: NamingEnded) -> Decision:
    """Take the naming back, or let whoever was named step down; what the platform says of them stays."""
    known, is_own = scope.people.get(event.other), event.other == event.actor.member
    if not event.actor.is_steward and not is_own:
        return _said(Note(key="stewards-only"), "why-stewards-only")
    left = tuple(one for one in scope.named if one.id != event.other)
    note = Note(key="stepped-down", controls=(MINE,)) if is_own else _list_note(left)
    ended = Decision(reply=Reply(content=note, replaces=True), why=Line(key="why-naming-ended"))
    if known is None or known.named_steward_at is None:
        return ended
    changes = (Kept(replace(known, named_steward_at=None)),)
    return replace(ended, changes=changes, timers=(TimerCancelled(key=_key(event.other)),))


def naming_due(scope: PeopleScope, event: NamingDue) -> Decision:
    """Tell somebody once that they have been named, when quiet hours and the budget allow it.

    For whoever takes no messages it stands under My circles.
    """
    community, to = scope.community, scope.people.get(event.member)
    if community is None or to is None or to.named_steward_at is None or to.gone_at is not None:
        return Decision(why=Line(key="why-not-named"))
    if not takes_directs(to, community):
        return Decision(why=Line(key="why-not-named"))
    policy = Policy.of(community)
    when = next_ask_at(to, community, policy, event.at, DirectKind.NAMING)
    if when > event.at:
        later = TimerSet(key=_key(to.id), due_at=when, event=replace(event, at=when))
        return Decision(timers=(later,), why=Line(key="why-naming-held"))
    effect = SendDirect(
        key=EffectKey(derive("eff", "naming", to.id, to.named_steward_at.isoformat())),
        lane=member_lane(to.id),
        community=community.id,
        lapses_at=direct_lapses_at(to, community, policy, event.at),
        member=to.id,
        kind=DirectKind.NAMING,
        circle=None,
        note=Note(key="named", controls=(STATUS, STEP_DOWN, MINE), footer=Line(key="named-footer")),
    )
    return Decision(changes=(Kept(with_ask_counted(to, event.at)),), effects=(effect,), why=Line(key="why-naming-told"))


def _acting(snapshot: Snapshot, member: MemberId) -> Member | None:
    """Return what is known of whoever acts, in a snapshot of any kind that a person's act is shown."""
    match snapshot:
        case MemberScope() | SetupScope() | StewardScope():
            return snapshot.member if snapshot.member is not None and snapshot.member.id == member else None
        case PeopleScope():
            return snapshot.people.get(member)
        case CircleScope():
            there = (*(view.member for view in snapshot.seats), *snapshot.stewards)
            return next((one for one in there if one.id == member), None)
        case _:
            return None


def _list_note(named: tuple[Member, ...]) -> Note:
    who = Select(token=make_token(Token.NAME_STEWARD), placeholder=Line(key="stewards-name"), picks_people=True)
    if not named:
        return Note(key="stewards-none", controls=(who, MINE))
    options = tuple(Option(value=one.id, label=Line(key="stewards-somebody"), member=one.id) for one in named)
    ending = Select(token=make_token(Token.END_NAMING), placeholder=Line(key="stewards-end"), options=options)
    people = Mentions(tuple(one.id for one in named))
    return Note(key="stewards-named", args={"people": people}, controls=(who, ending, MINE))


def _key(member: MemberId) -> TimerKey:
    return TimerKey(f"naming:{member}")


def _said(note: Note, why: str) -> Decision:
    return Decision(reply=Reply(content=note), why=Line(key=why))
