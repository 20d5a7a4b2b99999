"""Something near: whoever the weekly look left out is offered an interest close to theirs, else "anything"; whoever
would talk about anything is offered what most others wait for.

At most once in four weeks, in the budget, and only ever an offer: nobody is put into what they did not ask for. The
button waits under My circles in any case. Of several neighbours the one for which most wait is offered, so that two
small groups of neighbouring interests come to sit together.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from circles_bot.engine.buttons import MINE, join_button
from circles_bot.engine.effects import DirectKind, SendDirect, member_lane
from circles_bot.engine.ids import EffectKey, InterestId, derive
from circles_bot.engine.members import sits_out
from circles_bot.engine.model import Community, Interest, Member
from circles_bot.engine.names import normal_name
from circles_bot.engine.notes import Line, Note
from circles_bot.engine.nudges import direct_lapses_at, next_ask_at, takes_directs, with_ask_counted
from circles_bot.engine.policy import Policy
from circles_bot.engine.starters import ANYTHING

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """An offer that goes out, and the member with it counted."""

    member: Member
    effect: SendDirect


def something_near(
    interest: Interest,
    interests: Mapping[InterestId, Interest],
    wished: Collection[InterestId],
    waiting: Mapping[InterestId, int],
) -> Interest | None:
    """Return what to offer somebody whose wish for ``interest`` finds nobody; None when there is nothing new to them.

    ``wished`` are the interests they have, or ever had, a wish for: what somebody left is not offered again.
    """
    open_ones = {key: one for key, one in interests.items() if one.archived_at is None and not one.is_confidential}
    near = [open_ones[key] for key in interest.neighbours if key in open_ones and key not in wished]
    if near:
        return max(near, key=lambda one: waiting.get(one.id, 0))  # the first of equals: neighbours are in order
    new = [one for key, one in sorted(open_ones.items()) if key not in wished]
    if is_anything(interest):
        return max((one for one in new if waiting.get(one.id)), key=lambda one: waiting[one.id], default=None)
    return next(filter(is_anything, new), None)


def is_anything(interest: Interest) -> bool:
    """Tell whether an interest is the one for talking about anything."""
    return ANYTHING in map(normal_name, (interest.name, *interest.aliases))


def offer(member: Member, wish: Interest, near: Interest, community: Community, at: datetime) -> Offered | None:
    """Return the offer, if the member may be asked within a day and was offered nothing for four weeks."""
    policy = Policy.of(community)
    if sits_out(member, at) or not takes_directs(member, community) or member.is_unreachable:
        return None
    if member.offered_at is not None and at - member.offered_at < policy.between_offers:
        return None
    when = next_ask_at(member, community, policy, at, DirectKind.OFFER)
    if when - at > A_DAY:
        return None
    effect = SendDirect(
        key=EffectKey(derive("eff", "near", member.id, near.id, at.isoformat())),
        lane=member_lane(member.id),
        community=community.id,
        not_before=when if when > at else None,
        lapses_at=direct_lapses_at(member, community, policy, when),
        member=member.id,
        kind=DirectKind.OFFER,
        circle=None,
        note=Note(
            key="near-offer",
            args={"interest": wish.name, "near": near.name},
            controls=(join_button(near), MINE),
            footer=Line(key="fewer-directs"),
        ),
    )
    return Offered(member=with_ask_counted(member, when), effect=effect)
