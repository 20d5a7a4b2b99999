"""Why this circle? What may be said in it of how it came about: nothing of a confidential one, and no number of people.

How many were asked is no part of it: beside how many came it would tell that somebody did not. The hours are those of
the people who sat there when it began, so that nothing changes when somebody leaves.
"""

from collections.abc import Iterable

from circles_bot.engine.model import Circle, Community, Member
from circles_bot.engine.notes import Line
from circles_bot.engine.policy import Policy
from circles_bot.engine.schedule import HOURS_A_DAY, waking_hours


def shared_waking(members: Iterable[Member], community: Community) -> int:
    """Return how many hours of the day all of these people (one at least) are awake."""
    policy = Policy.of(community)
    shared = (1 << HOURS_A_DAY) - 1
    for member in members:
        shared &= waking_hours(member, community, policy)
    return shared.bit_count()


def why_lines(circle: Circle, interest: str) -> tuple[Line, ...]:
    """Return why people sit in a circle that a round made; its hours where they share any."""
    company = Line(key="circle-why-new" if circle.is_new_company else "circle-why", args={"interest": interest})
    hours = circle.shared_hours
    if not hours or hours == HOURS_A_DAY:
        return (company,)
    return (company, Line(key="circle-why-hours", args={"hours": hours}))
