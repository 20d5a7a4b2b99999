"""What a circle is about, in its own words: its interest's name, or the topic of one with chosen people."""

from circles_bot.engine.model import Circle, Interest
from circles_bot.engine.notes import Argument, Entry
from circles_bot.engine.snapshots import CircleScope

ANYTHING = Entry("topic-anything")
"""What a "with" without a topic is about."""


def topic_of(scope: CircleScope) -> Argument:
    """Return what to call the subject of a scope's circle wherever a note names it; never an empty text."""
    return topic_for(scope.circle, scope.interest)


def topic_for(circle: Circle | None, interest: Interest | None) -> Argument:
    """Return what to call a circle's subject: ``interest`` is the circle's, None where it has none."""
    if interest is not None:
        return interest.name
    return (circle.topic if circle is not None else "") or ANYTHING


def subject_of(circle: Circle, interest: Interest | None) -> str:
    """Return the subject as people typed it, empty where there is none: for finding prompts about it, not for notes."""
    return interest.name if interest is not None else circle.topic or ""
