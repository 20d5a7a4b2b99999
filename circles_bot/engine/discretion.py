"""What is said about a circle where others may glance at it: messages about a confidential interest never name it.

A direct message shows in a notification, and stays in a list of conversations. So everything that the bot sends unasked
about a confidential circle says nothing of what it is about, in title, text and preview; the rest comes after a tap.
"""

from collections.abc import Mapping

from circles_bot.engine.model import Community, Interest
from circles_bot.engine.notes import Argument, Entry, Line
from circles_bot.engine.policy import Policy

DISCREET: Mapping[str, str] = {
    "invitation": "private-ready",
    "circle-fizzled": "private-fizzled",
    "room-failed": "private-room-failed",
    "closed-alone": "private-closed-alone",
    "check-in": "private-check-in",
    "topic-opened": "private-topic-opened",
    "joined-by-reaction": "private-ready",
}
"""The entry of the locale files that stands for another where the interest is confidential; none names it."""


COULD_OPEN = {"slack": "who-can-export-room"}
"""Whom the rooms of a platform are open to besides those in them, where that is not whoever runs the place."""


def who_could_open(community: Community) -> Entry:
    """Return who else could see a room: it is said before every yes."""
    if Policy.of(community).welcomes_others:
        return Entry("who-can-export-shared-room")
    return Entry(COULD_OPEN.get(community.platform, "who-can-open-room"))


def said_about(key: str, interest: Interest | None, called: Argument | None = None) -> Line:
    """Return an entry about an interest with its name (or what it is ``called``), or the one that stands without."""
    if interest is not None and interest.is_confidential:
        return Line(key=DISCREET[key])
    name = interest.name if interest is not None and called is None else called
    return Line(key=key, args={"interest": name or ""})
