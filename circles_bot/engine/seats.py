"""Who sits in a circle: the questions that most rules about circles begin with."""

from circles_bot.engine.ids import MemberId
from circles_bot.engine.lifecycle import LIVE_CIRCLES
from circles_bot.engine.model import Circle, CircleState, Member, Seat, SeatState
from circles_bot.engine.snapshots import CircleScope, SeatView


def view_of(scope: CircleScope, member: MemberId) -> SeatView | None:
    """Return a member's seat, in whatever state, or None."""
    return next((view for view in scope.seats if view.seat.member == member), None)


def seated(scope: CircleScope) -> tuple[SeatView, ...]:
    """Return the seats of those who sit in the circle now."""
    return tuple(view for view in scope.seats if view.seat.state is SeatState.SEATED)


def seated_view(scope: CircleScope, member: MemberId) -> SeatView | None:
    """Return a member's seat if they sit in the circle now and it has a living room, else None."""
    if scope.circle is None or scope.circle.state not in LIVE_CIRCLES:
        return None
    return next((view for view in seated(scope) if view.seat.member == member), None)


def those_ever_seated(scope: CircleScope) -> tuple[MemberId, ...]:
    """Return who sits or sat in the room: a list that does not get shorter when somebody leaves silently."""
    return tuple(view.seat.member for view in scope.seats if view.seat.seated_at is not None)


def members_of(views: tuple[SeatView, ...]) -> tuple[Member, ...]:
    """Return the members on these seats."""
    return tuple(view.member for view in views)


def takes_answers(circle: Circle, seat: Seat) -> bool:
    """Tell whether a yes on this seat may seat somebody: the circle gathers, or talks and keeps a seat open for it."""
    if seat.is_late:
        return circle.state is CircleState.OPEN and circle.open_seats > 0
    return circle.state is CircleState.INVITING


def is_open(circle: Circle | None) -> bool:
    """Tell whether the circle has a room that people sit in."""
    return circle is not None and circle.state in LIVE_CIRCLES
