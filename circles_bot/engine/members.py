"""Members: who becomes one, their rhythm, their pauses, and what the bot says about itself.

Nobody is a member by being somewhere; a record is made with the first thing that somebody does.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from circles_bot.engine.buttons import END_PAUSE, JOIN_MENU, MINE, MY_DATA, RHYTHM_MENU
from circles_bot.engine.decision import Change, Decision, Kept, Silenced, TimerSet
from circles_bot.engine.effects import member_lane
from circles_bot.engine.events import Actor, DirectClosed, PauseChosen, RhythmTold
from circles_bot.engine.ids import CommunityId
from circles_bot.engine.joining_timers import board_timer, monthly_timer, no_held_answer, weekly_timer
from circles_bot.engine.model import Address, AddressKind, Community, Member, Pace
from circles_bot.engine.notes import Button, Line, Note, Reply
from circles_bot.engine.policy import Policy
from circles_bot.engine.questions import HelpAsked, RhythmAsked
from circles_bot.engine.schedule import known_zone
from circles_bot.engine.snapshots import MemberScope
from circles_bot.engine.tokens import Token, make_token

DAY_PARTS = (("morning", 9), ("afternoon", 15), ("evening", 20), ("night", 1))
"""What "for me it's now" offers, with the hour that stands for its middle."""

ZONE_TOLERANCE_HOURS = 3
"""A platform's zone is kept when it is this near to what the member told: half the length of a part of the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A member as known now, and the records that changed by getting to know them."""

    member: Member
    changes: tuple[Change, ...]


def recognise(
    known: Member | None, actor: Actor, community: CommunityId, at: datetime, *, tells_steward: bool = True
) -> Recognised:
    """Return the member who acted, made new when need be, with what their platform tells anew.

    A reaction does not say who is a steward (``tells_steward`` is False then), and now and then the platform cannot be
    asked (the actor's ``knows_steward``): what is known of that stays.
    """
    if known is None:
        return _welcomed(actor, community, at)
    locale, timezone = actor.locale or known.locale, _newest_zone(known.timezone, actor.timezone)
    # who counts as one by name only is so as long as the name stands, and not because they acted
    is_told = tells_steward and actor.knows_steward
    is_steward = actor.is_steward and not actor.is_named if is_told else known.is_steward
    if (locale, timezone, is_steward) == (known.locale, known.timezone, known.is_steward) and known.gone_at is None:
        return Recognised(member=known, changes=())
    # whoever acts is here
    member = replace(known, locale=locale, timezone=timezone, is_steward=is_steward, gone_at=None)
    return Recognised(member=member, changes=(Kept(member),))


def pace_of(member: Member) -> Pace:
    """Return how much the bot may say to a member unasked: what they chose, else quiet until their first tap."""
    return member.pace or (Pace.LIGHT if member.has_tapped else Pace.QUIET)


def is_paused(member: Member, at: datetime) -> bool:
    """Tell whether a member's own pause is running."""
    return member.paused_until is not None and member.paused_until > at


def looks_after(member: Member) -> bool:
    """Tell whether somebody is a steward: the platform said so, or a steward has named them."""
    return member.is_steward or member.named_steward_at is not None


def sits_out(member: Member, at: datetime) -> bool:
    """Tell whether they are asked nothing and seated nowhere now: paused, held by a steward, or no longer here."""
    is_held = member.held_until is not None and member.held_until > at
    return is_held or is_paused(member, at) or member.gone_at is not None


def waits_after_leaving(member: Member, policy: Policy, at: datetime) -> datetime | None:
    """Return until when somebody who has left several circles lately sits in no new one; None when they may."""
    lately = [left for left in member.left_at if left > at - policy.circles_left_within]
    if len(lately) < policy.circles_left_at_most:
        return None
    return lately[-policy.circles_left_at_most] + policy.circles_left_within


def with_leaving(member: Member, policy: Policy, at: datetime) -> Member:
    """Return a member who has just left a circle; what is older than it is counted for is forgotten."""
    lately = (left for left in member.left_at if left > at - policy.circles_left_within)
    return replace(member, left_at=(*lately, at))


def keeping(changes: Iterable[Change], member: Member) -> tuple[Change, ...]:
    """Return ``changes`` with the member as they are now, once: a record is written once a decision."""
    others = (change for change in changes if not (isinstance(change.record, Member) and change.record.id == member.id))
    return (*others, Kept(member))


def not_set_up() -> Decision:
    """Return the answer of a community whose stewards have not set the bot up."""
    return Decision(reply=Reply(content=Note(key="not-set-up")), why=Line(key="why-not-set-up"))


def rhythm_told(scope: MemberScope, event: RhythmTold) -> Decision:
    """Guess the member's time zone from what the hour is for them.

    A steward's also serves a community whose zone nobody has told or chosen, and the steward hears so.
    """
    if scope.community is None:
        return not_set_up()
    recognised = recognise(scope.member, event.actor, event.community, event.at)
    zone = _zone_told(recognised.member, event)
    member = replace(recognised.member, timezone=zone)
    note = Note(key="rhythm-told", controls=(MINE,))
    told = Decision(
        changes=keeping(recognised.changes, member),
        reply=Reply(content=note, replaces=True),
        why=Line(key="why-rhythm-told", args={"zone": zone}),
    )
    if not event.actor.is_steward or not _follows(scope.community, zone):
        return told
    moved = replace(scope.community, timezone=zone)
    said = replace(note, lines=(Line(key="rhythm-told-community", args={"zone": zone}),))
    return replace(
        told,
        changes=(*told.changes, Kept(moved)),
        timers=zone_timers(moved, event.at),
        reply=Reply(content=said, replaces=True),
    )


def zone_timers(community: Community, at: datetime) -> tuple[TimerSet, ...]:
    """Return the timers that go by a community's local time, as they fall in the zone that it has now."""
    policy = Policy.of(community)
    monthly = (monthly_timer(community, at),) if community.stewards_place else ()
    return (weekly_timer(community, policy, at), board_timer(community, policy, at), *monthly)


def pause_chosen(scope: MemberScope, event: PauseChosen) -> Decision:
    """Pause everything for that member at once, with a date that ends it; or end the pause."""
    if scope.community is None:
        return not_set_up()
    recognised = recognise(scope.member, event.actor, event.community, event.at)
    if event.weeks <= 0:
        return _pause_ended(recognised)
    until = event.at + timedelta(weeks=event.weeks)
    member = replace(recognised.member, paused_until=until, asks_first=True)
    note = Note(key="paused", args={"until": until}, controls=(END_PAUSE, MINE))
    return Decision(
        changes=keeping(recognised.changes, member),
        timers=(no_held_answer(member.id),),
        silenced=(Silenced(lane=member_lane(member.id)),),
        reply=Reply(content=note, replaces=True),
        why=Line(key="why-paused", args={"until": until}),
    )


def direct_closed(scope: MemberScope, event: DirectClosed) -> Decision:
    """Remember that the member takes no direct messages: what was in this one waits behind My circles.

    It costs them nothing: the last that was counted is counted no more.
    """
    if scope.member is None:
        return Decision()
    asked = scope.member.asked_at[:-1] if event.is_counted else scope.member.asked_at
    member = replace(scope.member, is_unreachable=True, asked_at=asked)
    if member == scope.member:
        return Decision()
    return Decision(changes=(Kept(member),), why=Line(key="why-direct-closed"))


def help_asked(scope: MemberScope, question: HelpAsked) -> Reply:
    """Say what this is, in a few lines, and what to tap first."""
    if scope.community is None or scope.community.set_up_at is None:
        return Reply(content=Note(key="help-before-setup"))
    return Reply(content=Note(key="help", controls=(JOIN_MENU, MINE, RHYTHM_MENU, MY_DATA)))


def rhythm_asked(scope: MemberScope, question: RhythmAsked) -> Reply:
    """Ask which part of the day it is for the member now: four buttons."""
    buttons = tuple(
        Button(token=make_token(Token.RHYTHM, str(hour)), label=Line(key=f"button-{part}")) for part, hour in DAY_PARTS
    )
    return Reply(content=Note(key="rhythm-ask", controls=buttons), replaces=False)


def _welcomed(actor: Actor, community: CommunityId, at: datetime) -> Recognised:
    member = Member(
        id=actor.member,
        community=community,
        since=at,
        locale=actor.locale,
        timezone=actor.timezone,
        is_steward=actor.is_steward,
    )
    address = Address(community=community, kind=AddressKind.MEMBER, ours=member.id, theirs=actor.theirs)
    return Recognised(member=member, changes=(Kept(member), Kept(address)))


def _pause_ended(recognised: Recognised) -> Decision:
    member = replace(recognised.member, paused_until=None)
    return Decision(
        changes=keeping(recognised.changes, member),
        reply=Reply(content=Note(key="pause-ended", controls=(MINE, JOIN_MENU)), replaces=True),
        why=Line(key="why-pause-ended"),
    )


def _zone_told(member: Member, event: RhythmTold) -> str:
    """Return the platform's zone where it agrees with what was told, else a fixed offset from UTC."""
    for name in (event.actor.timezone, member.timezone):
        if name and not name.startswith("Etc/") and _agrees(name, event.hour, event.at):
            return name
    offset = _hours_apart(event.hour, event.at.astimezone(UTC))
    return "UTC" if offset == 0 else f"Etc/GMT{-offset:+d}"  # POSIX counts westwards: Etc/GMT-2 is two hours east


def _newest_zone(known: str | None, told: str | None) -> str | None:
    """Return the zone that the platform tells now: who travels takes their nights along.

    A fixed offset is what the member told by an hour (:func:`_zone_told`), and stands.
    """
    if told == known or known_zone(told) is None:
        return known
    is_by_hour = known is not None and (known == "UTC" or known.startswith("Etc/"))
    return known if is_by_hour else told


def _agrees(name: str, hour: int, at: datetime) -> bool:
    try:
        local = at.astimezone(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return abs(_hours_apart(hour, local)) <= ZONE_TOLERANCE_HOURS


def _hours_apart(hour: int, clock: datetime) -> int:
    """Return how many whole hours ``hour`` is ahead of the clock, from -11 to 12."""
    minutes = (hour * 60 - clock.hour * 60 - clock.minute) % (24 * 60)
    hours = (minutes + 30) // 60
    return hours - 24 if hours > 12 else hours


def _follows(community: Community, zone: str) -> bool:
    """Tell whether a community takes over its steward's zone: it is on UTC, and nobody has chosen that."""
    return community.set_up_at is not None and "UTC" == community.timezone != zone and not community.is_zone_chosen
