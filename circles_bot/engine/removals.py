"""The bot removed from a community: everything sleeps from then on, and goes on where it was when it is added again.

What slept for thirty days is erased (``store.retention``). Until then nothing is sent, planned or looked at, and what
people do in a conversation with the bot is answered with why nothing comes of it, but for being forgotten.
"""

from dataclasses import replace

from circles_bot.engine.boards import board_due
from circles_bot.engine.decision import Decision, Kept
from circles_bot.engine.effects import ShowToStewards, stewards_lane
from circles_bot.engine.events import AnyEvent, BoardDue, BotRemoved, BotReturned, ForgottenMe, Personal, RoundPlanned
from circles_bot.engine.ids import EffectKey
from circles_bot.engine.joining_timers import next_look
from circles_bot.engine.model import Community
from circles_bot.engine.notes import Line, Note, Reply
from circles_bot.engine.policy import Policy
from circles_bot.engine.schedule import MONTHLY_LAPSES_AFTER
from circles_bot.engine.snapshots import CommunityScope
from circles_bot.engine.stewards import STATUS, looks_again

ASLEEP = Reply(content=Note(key="asleep"))


def is_asleep(community: Community | None) -> bool:
    """Tell whether the bot was removed from a community."""
    return community is not None and community.removed_at is not None


def asleep(event: AnyEvent) -> Decision | None:
    """Return what comes of an event in a community that sleeps; None where it is decided as ever."""
    if isinstance(event, RoundPlanned):  # it was under way when the bot was removed
        return Decision(why=Line(key="why-asleep"))
    if isinstance(event, Personal) and not isinstance(event, ForgottenMe):
        return Decision(reply=ASLEEP, why=Line(key="why-asleep"))
    return None


def bot_removed(scope: CommunityScope, event: BotRemoved) -> Decision:
    """Let everything sleep; told again, it sleeps since the first time."""
    community = scope.community
    if community is None or community.removed_at is not None:
        return Decision()
    return Decision(changes=(Kept(replace(community, removed_at=event.at)),), why=Line(key="why-asleep"))


def bot_returned(scope: CommunityScope, event: BotReturned) -> Decision:
    """Go on: what fell due meanwhile has lapsed and is planned anew, the board is shown, and stewards are told."""
    community = scope.community
    if community is None or community.removed_at is None:
        return Decision()
    awake = replace(community, removed_at=None)
    if awake.set_up_at is None:
        return Decision(changes=(Kept(awake),))
    shown = board_due(replace(scope, community=awake), BoardDue(community=awake.id, at=event.at, is_at_once=True))
    changes = shown.changes or (Kept(awake),)
    return Decision(
        changes=changes,
        timers=looks_again(awake, event.at),
        effects=(*shown.effects, *_told(awake, event)),
        why=Line(key="why-back"),
    )


def _told(community: Community, event: BotReturned) -> tuple[ShowToStewards, ...]:
    if community.stewards_place is None:
        return ()
    next_at = next_look(community, Policy.of(community), event.at)
    return (
        ShowToStewards(
            key=EffectKey(f"back:{community.id}:{event.at.isoformat()}"),
            lane=stewards_lane(community.id),
            community=community.id,
            lapses_at=event.at + MONTHLY_LAPSES_AFTER,
            place=community.stewards_place,
            note=Note(key="back", args={"next": next_at}, controls=(STATUS,)),
        ),
    )
