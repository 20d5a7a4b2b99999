"""Long waits: a wish that has waited twelve weeks is asked about once; silence puts it to sleep, a tap wakes it.

Looked at in the weekly round, which has everybody who waits before it: no timer a wish, and one question a person
whatever number of wishes has waited that long.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from circles_bot.engine.buttons import MINE
from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.effects import DirectKind, SendDirect, member_lane
from circles_bot.engine.events import StillAnswered, StillLapsed
from circles_bot.engine.ids import EffectKey, InterestId, MemberId, derive, is_confidential
from circles_bot.engine.interests import every_standing
from circles_bot.engine.members import not_set_up, sits_out
from circles_bot.engine.model import Community, Interest, Member, OptIn, OptInState
from circles_bot.engine.notes import Button, Line, Note, Reply, Style
from circles_bot.engine.nudges import direct_lapses_at, next_ask_at, takes_directs, with_ask_counted
from circles_bot.engine.policy import Policy
from circles_bot.engine.snapshots import MemberScope
from circles_bot.engine.tokens import Token, make_token

A_DAY = timedelta(days=1)

STILL_BUTTONS = (
    Button(token=make_token(Token.STILL, "yes"), label=Line(key="button-still-yes"), style=Style.MAIN),
    Button(token=make_token(Token.STILL, "rest"), label=Line(key="button-still-rest")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LongWait:
    """What follows for one member: their wishes as they are now, and the question, where it is time for it."""

    opt_ins: tuple[OptIn, ...]
    member: Member
    effects: tuple[SendDirect, ...] = ()


def long_wait(
    member: Member,
    waiting: Iterable[OptIn],
    interests: Mapping[InterestId, Interest],
    community: Community,
    at: datetime,
) -> LongWait | None:
    """Return what a weekly look finds of a member's wishes that still wait; None when none has waited so long."""
    policy = Policy.of(community)
    if sits_out(member, at):
        return None
    wishes = tuple(waiting)
    unanswered = tuple(one for one in wishes if one.still_asked_at and at - one.still_asked_at >= policy.still_open)
    asleep = tuple(replace(one, state=OptInState.ASLEEP, still_asked_at=None) for one in unanswered)
    old = tuple(one for one in wishes if one.still_asked_at is None and at - one.since >= policy.still_interested_after)
    when = next_ask_at(member, community, policy, at, DirectKind.STILL)
    is_for_later = when - at > A_DAY or not takes_directs(member, community)
    if not old or is_for_later:
        return LongWait(opt_ins=asleep, member=member) if asleep else None
    asked = tuple(replace(one, still_asked_at=at) for one in old)
    return LongWait(
        opt_ins=(*asleep, *asked),
        member=with_ask_counted(member, when, is_private=all(is_confidential(one.interest) for one in old)),
        effects=(_question(member, old, interests, community, when, at),),
    )


def still_answered(scope: MemberScope, event: StillAnswered) -> Decision:
    """Let every wish that was asked about wait anew, or sleep until a tap wakes it."""
    if scope.community is None:
        return not_set_up()
    asked = tuple(item.opt_in for item in every_standing(scope) if item.opt_in is not None and is_asked(item.opt_in))
    if not asked:
        note = Note(key="still-over", controls=(MINE,))
        return Decision(reply=Reply(content=note, replaces=True), why=Line(key="why-still-over"))
    state = OptInState.WAITING if event.is_yes else OptInState.ASLEEP
    since = {one: event.at if event.is_yes else one.since for one in asked}
    note = Note(key="still-waiting" if event.is_yes else "still-resting", controls=(MINE,))
    return Decision(
        changes=tuple(Kept(replace(one, state=state, since=since[one], still_asked_at=None)) for one in asked),
        reply=Reply(content=note, replaces=True),
        why=Line(key="why-still-answered"),
    )


def still_lapsed(scope: MemberScope, _event: StillLapsed) -> Decision:
    """Take a question that was never sent as not asked: nobody falls asleep over something they never saw."""
    asked = (item.opt_in for item in every_standing(scope) if item.opt_in is not None and is_asked(item.opt_in))
    changes = tuple(Kept(replace(one, still_asked_at=None)) for one in asked)
    return Decision(changes=changes, why=Line(key="why-lapsed"))


def is_asked(opt_in: OptIn) -> bool:
    """Tell whether a wish waits for the answer to "still interested?"."""
    return opt_in.state is OptInState.WAITING and opt_in.still_asked_at is not None


def _question(
    member: Member,
    old: tuple[OptIn, ...],
    interests: Mapping[InterestId, Interest],
    community: Community,
    when: datetime,
    at: datetime,
) -> SendDirect:
    found = [interests[one.interest] for one in old if one.interest in interests]
    names = sorted(interest.name for interest in found if not interest.is_confidential)
    note = Note(
        key="still-interested" if names else "still-interested-private",
        args={"interests": ", ".join(names)} if names else {},
        controls=(*STILL_BUTTONS, MINE),
        footer=Line(key="fewer-directs"),
    )
    return SendDirect(
        key=EffectKey(_key(member.id, [one.interest for one in old], at)),
        lane=member_lane(member.id),
        community=community.id,
        not_before=when if when > at else None,
        lapses_at=direct_lapses_at(member, community, Policy.of(community), when),
        member=member.id,
        kind=DirectKind.STILL,
        circle=None,
        note=note,
    )


def _key(member: MemberId, interests: list[InterestId], at: datetime) -> str:
    return derive("eff", "still", member, *sorted(interests), at.isoformat())
