"""The state tables: what may follow what, for a wish, a seat and a circle.

They are the specification; tests walk them. A pair that is missing means "nothing, said kindly": a rule asks
:func:`may` before it changes a state, and what may not be is no error of the person.
"""

from collections.abc import Mapping
from typing import TypeVar

from circles_bot.engine.model import CircleState, OptInState, SeatState

OPT_IN: Mapping[OptInState, frozenset[OptInState]] = {
    OptInState.WAITING: frozenset({OptInState.INVITED, OptInState.ASLEEP, OptInState.ENDED}),
    OptInState.INVITED: frozenset({OptInState.SEATED, OptInState.WAITING, OptInState.ASLEEP, OptInState.ENDED}),
    OptInState.SEATED: frozenset({OptInState.WAITING, OptInState.RESTING, OptInState.ENDED}),
    OptInState.RESTING: frozenset({OptInState.WAITING, OptInState.ENDED}),
    OptInState.ASLEEP: frozenset({OptInState.WAITING, OptInState.ENDED}),
    OptInState.ENDED: frozenset({OptInState.WAITING}),
}

SEAT: Mapping[SeatState, frozenset[SeatState]] = {
    SeatState.INVITED: frozenset(
        {SeatState.ACCEPTED, SeatState.SEATED, SeatState.DECLINED, SeatState.LAPSED, SeatState.RELEASED, SeatState.LEFT}
    ),
    # back to invited only where somebody was to be told instead of asked, and the message was never sent
    SeatState.ACCEPTED: frozenset(
        {SeatState.SEATED, SeatState.RELEASED, SeatState.DECLINED, SeatState.LEFT, SeatState.INVITED}
    ),
    SeatState.DECLINED: frozenset(
        {SeatState.ACCEPTED, SeatState.SEATED, SeatState.LAPSED, SeatState.RELEASED, SeatState.LEFT}
    ),
    SeatState.SEATED: frozenset({SeatState.LEFT, SeatState.FINISHED}),
    SeatState.LAPSED: frozenset({SeatState.INVITED}),
    SeatState.RELEASED: frozenset({SeatState.INVITED}),
    SeatState.LEFT: frozenset(),
    SeatState.FINISHED: frozenset(),
}

CIRCLE: Mapping[CircleState, frozenset[CircleState]] = {
    CircleState.INVITING: frozenset({CircleState.OPENING, CircleState.FIZZLED}),
    CircleState.OPENING: frozenset({CircleState.OPEN, CircleState.FIZZLED}),
    # back to opening only where the room was deleted, and a new one opens for the same people
    CircleState.OPEN: frozenset({CircleState.ASKING, CircleState.CLOSED, CircleState.OPENING}),
    CircleState.ASKING: frozenset({CircleState.OPEN, CircleState.CLOSED, CircleState.OPENING}),
    CircleState.CLOSED: frozenset(),
    CircleState.FIZZLED: frozenset(),
}

LIVE_CIRCLES = frozenset({CircleState.OPEN, CircleState.ASKING})
"""Circles that have a room people sit in."""

LIVE_SEATS = frozenset({SeatState.INVITED, SeatState.ACCEPTED, SeatState.DECLINED, SeatState.SEATED})
"""Seats that count against the circles a member wants at once.

A seat that lapsed or was released may be offered again later, when the circle keeps one open; one that was left never
is. A declined one counts until its deadline makes it lapsed: if it freed its member sooner than silence does, others
could tell a no from a not-yet by the next invitation.
"""

ASKED = frozenset({SeatState.INVITED, SeatState.ACCEPTED, SeatState.DECLINED})
"""Seats whose invitation has not been decided upon."""

State = TypeVar("State", OptInState, SeatState, CircleState)


def may(now: State, then: State) -> bool:
    """Tell whether ``then`` may follow ``now`` in their state table."""
    match now:
        case OptInState():
            return then in OPT_IN[now]
        case SeatState():
            return then in SEAT[now]
        case CircleState():
            return then in CIRCLE[now]
