"""What somebody deleted or closed to the bot: a circle's room, or the channel of the board, the rooms or the stewards.

Nothing that was said comes back, but the circle goes on: a new room for the same people, in the next best channel. The
stewards hear of it, at most once a day; to the others nothing is said but what they see.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from circles_bot.engine.circles import FEWEST_IN_A_CIRCLE, end_circle, fizzle
from circles_bot.engine.decision import Change, Decision, Dropped, Kept, Silenced
from circles_bot.engine.directs import direct_by_morning
from circles_bot.engine.effects import (
    DirectKind,
    OpenRoom,
    SendDirect,
    ShowToStewards,
    board_lane,
    room_lane,
    stewards_lane,
)
from circles_bot.engine.events import KeptOut, OthersKeptOut, PlaceGone, RoomFailed, RoomGone, ShowingFailed
from circles_bot.engine.ids import EffectKey, derive
from circles_bot.engine.lifecycle import may
from circles_bot.engine.members import looks_after
from circles_bot.engine.model import Circle, CircleState, Community, Member, OptInState
from circles_bot.engine.notes import Line, Note
from circles_bot.engine.pages import page_address
from circles_bot.engine.seats import seated
from circles_bot.engine.snapshots import CircleScope, CommunityScope

MEANT_WITHIN = timedelta(hours=1)
"""A room that is deleted so soon after it opened was deleted on purpose: it is not opened again and again."""

_MENDS: Mapping[str, str] = {"slack": "showing-mend-slack"}
"""How a channel is opened to the bot where it takes an invitation into it; elsewhere it is a permission."""

_OTHERS_MENDS: Mapping[KeptOut, str] = {
    KeptOut.MAY_NOT_INVITE: "others-kept-out-scope",
    KeptOut.REFUSED: "others-kept-out-refused",
}
"""How people of other organisations are let in, by what kept them out."""


def room_failed(scope: CircleScope, event: RoomFailed) -> Decision:
    """Try the next best place where the one it was to open under is gone; else put everybody back, first in line."""
    circle, community = scope.circle, scope.community
    if circle is None or community is None or not may(circle.state, CircleState.FIZZLED):
        return Decision(why=Line(key="why-room-known"))
    place = event.place
    left, key = _without(community, place, event.at) if place is not None else (community, "room-did-not-open")
    kept = () if left == community else (Kept(left),)
    told = tell_stewards(left, scope.stewards, key, event.at)
    if place is not None and left.rooms_place is not None:
        effects = (_open_again(scope, circle, left, event.at), *told)
        return Decision(changes=kept, effects=effects, why=Line(key="why-room-opens-elsewhere"))
    fizzled = fizzle(scope, circle, community, event.at)
    return replace(fizzled, changes=(*kept, *fizzled.changes), effects=(*fizzled.effects, *told))


def room_gone(scope: CircleScope, event: RoomGone) -> Decision:
    """Open a new room for those who sit in the circle; where it was deleted on purpose, it closes quietly instead.

    Quietly: nothing is said into a room that is not there, and everybody's wish waits again.
    """
    circle, community = scope.circle, scope.community
    if circle is None or community is None or not may(circle.state, CircleState.CLOSED):
        return Decision(why=Line(key="why-room-known"))
    told = tell_stewards(community, scope.stewards, "room-deleted", event.at)
    is_meant = circle.opened_at is not None and event.at - circle.opened_at < MEANT_WITHIN
    if is_meant or len(seated(scope)) < FEWEST_IN_A_CIRCLE:
        ended = end_circle(scope, circle, event.at, lambda _: OptInState.WAITING)
        # a timer that falls due for a circle that is closed does nothing: not worth a statement
        return replace(ended, timers=(), effects=told, why=Line(key="why-room-gone"))
    again = replace(circle, state=CircleState.OPENING, question=None, asked_at=None)
    return Decision(
        changes=(Kept(again),),
        effects=(_open_again(scope, circle, community, event.at), *told),
        silenced=(Silenced(lane=room_lane(circle.id)),),
        why=Line(key="why-room-opens-again"),
    )


def place_gone(scope: CommunityScope, event: PlaceGone) -> Decision:
    """Go on without a channel: rooms open under the board's, and without either everything waits for a setup."""
    community = scope.community
    if community is None:
        return Decision(why=Line(key="why-place-of-no-matter"))
    left, key = _without(community, event.place, event.at)
    if left == community:
        # A pilot stays closed until a steward says otherwise: whoever began in a small group meant to.
        pilot = "pilot-place-gone" if community.pilot_place == event.place else None
        why = Line(key="why-place-gone" if pilot else "why-place-of-no-matter")
        return Decision(effects=tell_stewards(community, scope.stewards, pilot, event.at), why=why)
    has_board = left.board_place == community.board_place
    return Decision(
        changes=(Kept(left), *(() if has_board else _forgotten(scope, community))),
        effects=tell_stewards(left, scope.stewards, key, event.at),
        silenced=() if has_board else (Silenced(lane=board_lane(community.id)),),
        why=Line(key="why-place-gone"),
    )


def others_kept_out(scope: CommunityScope, event: OthersKeptOut) -> Decision:
    """Tell each steward by a message that somebody could not come in, and what would mend it; not who."""
    community = scope.community
    if community is None:
        return Decision()
    note = Note(key="others-kept-out", lines=(Line(key=_OTHERS_MENDS[event.why]),), footer=Line(key="others-footer"))
    return Decision(effects=_tell_each(community, scope.stewards, note, event.at), why=Line(key="why-others-kept-out"))


def showing_failed(scope: CommunityScope, event: ShowingFailed) -> Decision:
    """Tell each steward by a message what did not come: their channel may be the very one that takes nothing."""
    community = scope.community
    if community is None or event.place != (community.board_place if event.is_board else community.stewards_place):
        return Decision(why=Line(key="why-place-of-no-matter"))
    note = Note(
        key="board-did-not-come" if event.is_board else "message-did-not-come",
        lines=(Line(key=_MENDS.get(community.platform, "showing-mend")),),
        footer=Line(key="showing-footer"),
    )
    return Decision(effects=_tell_each(community, scope.stewards, note, event.at), why=Line(key="why-showing-failed"))


def _forgotten(scope: CommunityScope, community: Community) -> tuple[Change, ...]:
    return tuple(Dropped(page_address(community.id, page)) for page in scope.board)


def is_placeless(community: Community) -> bool:
    """Tell whether a community that was set up has lost both its channels."""
    return community.set_up_at is not None and community.board_place is None and community.rooms_place is None


def tell_stewards(
    community: Community, stewards: Iterable[Member], key: str | None, at: datetime
) -> tuple[ShowToStewards | SendDirect, ...]:
    """Return what tells the stewards, each thing once a day: in their channel, or else each of them by a message.

    While everything waits for a channel it is a message: the pause would hold back what goes into theirs.
    """
    if key is None:
        return ()
    note = Note(key=key, footer=Line(key="lost-footer"))
    if community.stewards_place is not None and not is_placeless(community):
        effect = ShowToStewards(
            key=EffectKey(f"{key}:{community.id}:{at.date().isoformat()}"),
            lane=stewards_lane(community.id),
            community=community.id,
            place=community.stewards_place,
            note=note,
        )
        return (effect,)
    return _tell_each(community, stewards, note, at)


def _tell_each(community: Community, stewards: Iterable[Member], note: Note, at: datetime) -> tuple[SendDirect, ...]:
    day = at.date().isoformat()
    return tuple(
        direct_by_morning(
            EffectKey(derive("eff", note.key, community.id, steward.id, day)),
            steward,
            community,
            note,
            at,
            kind=DirectKind.REPORT,
        )
        for steward in stewards
        if looks_after(steward) and steward.gone_at is None
    )


def _open_again(scope: CircleScope, circle: Circle, community: Community, at: datetime) -> OpenRoom:
    return OpenRoom(
        # the place, too: within one moment a room may be lost, and then the channel it was to open under again
        key=EffectKey(derive("eff", "open-again", circle.id, community.rooms_place or "", at.isoformat())),
        lane=room_lane(circle.id),
        community=community.id,
        circle=circle.id,
        place=community.rooms_place or "",
        name=circle.room_name,
        members=tuple(view.seat.member for view in seated(scope)),
    )


def _without(community: Community, place: str, at: datetime) -> tuple[Community, str | None]:
    """Return a community that does without a channel, and what the stewards are told of it.

    Its rooms open under the board's channel then; where that was the same one, everything is paused.
    """
    board = None if community.board_place == place else community.board_place
    stewards = None if community.stewards_place == place else community.stewards_place
    left = replace(community, board_place=board, stewards_place=stewards)
    if community.rooms_place != place:
        return left, "board-place-gone" if community.board_place == place else None
    if board is not None:
        return replace(left, rooms_place=board), "rooms-place-gone"
    return replace(left, rooms_place=None, paused_at=left.paused_at or at), "places-gone"
