"""A tap as an adapter hands it over, and what it may turn out to mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from circles_bot.engine import events, questions
from circles_bot.engine.ids import CommunityId


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """Somebody tapped something. ``values`` are what was chosen in a select; ``fields`` those of a form by its fields.

    A written field has one value, its text, or none where nothing was written. Where people were picked, the values
    are member ids and ``people`` says who they are.
    ``platform``, ``community_theirs``, ``sees_activity`` (the gateway's capability) and ``places`` are only read where
    a tap sets the bot up.
    """

    token: str
    community: CommunityId
    at: datetime
    actor: events.Actor
    key: str | None = None
    values: Sequence[str] = ()
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    people: Mapping[str, events.Actor] = field(default_factory=dict)
    platform: str = ""
    community_theirs: str = ""
    sees_activity: bool = True
    places: Sequence[questions.Place] = ()


Meaning = events.AnyEvent | questions.AnyQuestion
