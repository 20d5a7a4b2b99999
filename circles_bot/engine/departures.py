"""Leaving the community: whoever is gone is asked nothing, sits nowhere, and is missed by nobody aloud.

Their wishes sleep and are there when they come back; a tap wakes each. Whatever they do is the sign that they are back.
People of another organisation whom stewards welcome no more are gone, too, but sit on where they sit.
"""

from dataclasses import replace

from circles_bot.engine.circles import after_leaving
from circles_bot.engine.decision import Decision, Kept, Silenced
from circles_bot.engine.effects import member_lane
from circles_bot.engine.events import MemberGone
from circles_bot.engine.interests import every_standing
from circles_bot.engine.joining_timers import no_held_answer
from circles_bot.engine.lifecycle import may
from circles_bot.engine.model import OptIn, OptInState, SeatState
from circles_bot.engine.notes import Line
from circles_bot.engine.snapshots import MemberScope
from circles_bot.engine.timers import shrunk_timer


def member_gone(scope: MemberScope, event: MemberGone) -> Decision:
    """Free the seats of somebody who has left, silently, and let their wishes sleep; a repeat changes nothing.

    Who stays seated keeps the seats they sit on, with the wishes that led there, until they leave or it ends.
    """
    member = scope.member
    left = [place for place in scope.places if _is_left(place.seat.state, event)]
    if member is None or (member.gone_at is not None and not left):
        return Decision(why=Line(key="why-gone-already"))
    wishes = (item.opt_in for item in every_standing(scope) if item.opt_in is not None)
    then = (wish for wish in wishes if not (event.stays_seated and wish.state is OptInState.SEATED))
    changed = (asleep for wish in then if (asleep := _asleep(wish)) != wish)
    return Decision(
        changes=(
            Kept(replace(member, gone_at=member.gone_at or event.at)),
            *(Kept(replace(place.seat, state=SeatState.LEFT)) for place in left),
            *(Kept(wish) for wish in changed),
        ),
        timers=(
            no_held_answer(member.id),
            # the same look as after any leaving, so that nobody can tell this way of going from another
            *(shrunk_timer(place.circle, after_leaving(place.circle, event.at)) for place in left),
        ),
        silenced=(Silenced(lane=member_lane(member.id)),),
        why=Line(key="why-member-gone"),
    )


def _is_left(state: SeatState, event: MemberGone) -> bool:
    return may(state, SeatState.LEFT) and not (event.stays_seated and state is SeatState.SEATED)


def _asleep(wish: OptIn) -> OptIn:
    """Return a wish as it sleeps; what is seated rests, and what has ended stays so."""
    then = OptInState.RESTING if wish.state is OptInState.SEATED else OptInState.ASLEEP
    return replace(wish, state=then, still_asked_at=None, is_first_in_line=False) if may(wish.state, then) else wish
