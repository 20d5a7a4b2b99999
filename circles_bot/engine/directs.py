"""Direct messages that follow from what people did: never at night, and told once a key."""

from datetime import datetime

from circles_bot.engine.effects import DirectKind, SendDirect, member_lane
from circles_bot.engine.ids import EffectKey
from circles_bot.engine.model import Community, Member
from circles_bot.engine.notes import Note
from circles_bot.engine.policy import Policy
from circles_bot.engine.schedule import end_of_quiet, zone_of


def direct_by_morning(
    key: EffectKey,
    member: Member,
    community: Community,
    note: Note,
    at: datetime,
    *,
    kind: DirectKind = DirectKind.ANSWER,
) -> SendDirect:
    """Return a message that goes at once, or when the member's night is over.

    It is not about a circle: what silences a circle's messages must not take its last word away.
    """
    morning = end_of_quiet(at, zone_of(member, community), Policy.of(community).of_member(member))
    return SendDirect(
        key=key,
        lane=member_lane(member.id),
        community=community.id,
        not_before=morning if morning > at else None,
        member=member.id,
        kind=kind,
        circle=None,
        note=note,
    )
