"""A pilot: for now, only the people of one channel can join; a steward ends it by choosing "everybody".

Who is among them is the adapter's word, with each act. What somebody outside does gets one kind answer and changes
nothing; wishes and circles from before stay as they are, and matching knows nothing of a pilot.
"""

from collections.abc import Iterator, Sequence

from circles_bot.engine.decision import Decision
from circles_bot.engine.events import Actor
from circles_bot.engine.model import Community
from circles_bot.engine.notes import Line, Note, Option, Reply, Select
from circles_bot.engine.questions import Place

EVERYBODY = "nowhere"
"""What a select of channels says for no channel at all."""
OPTIONS_AT_MOST = 25


def is_outside(community: Community, *actors: Actor) -> bool:
    """Tell whether somebody may not join for now: a pilot is on, and they are not in its channel."""
    return community.pilot_place is not None and not all(actor.is_in_pilot for actor in actors)


def for_now(key: str = "pilot-outside") -> Decision:
    """Return the answer to somebody outside: what is going on, and what they can do."""
    return Decision(reply=Reply(content=pilot_note(key)), why=Line(key="why-outside-pilot"))


def pilot_note(key: str = "pilot-outside") -> Note:
    """Return what is said to somebody outside."""
    return Note(key=key)


def pilot_select(token: str, label: str, now: str | None, places: Sequence[Place]) -> Select:
    """Return a choice of everybody, or the people of one channel."""
    everybody = Option(value=EVERYBODY, label=Line(key="pilot-everybody"), is_chosen=now is None)
    return Select(
        token=token,
        placeholder=Line(key=label),
        options=(everybody, *place_options(now, places)),
        picks_places=True,
        if_empty=Line(key="pilot-if-empty"),
    )


def place_options(now: str | None, places: Sequence[Place]) -> Iterator[Option]:
    """Yield the channels beside an option that is none; the one in force is not cut off."""
    by_now = sorted(places, key=lambda place: place.theirs != now)
    for place in by_now[: OPTIONS_AT_MOST - 1]:
        yield Option(value=place.theirs, label=place.name, is_chosen=place.theirs == now)


def chosen_pilot(community: Community | None, chosen: str | None) -> str | None:
    """Return the pilot's channel after a choice: empty ends it, None leaves it as it is."""
    if chosen is None:
        return community.pilot_place if community is not None else None
    return chosen or None
