"""What each person has done since the start, in short: the tour goes by it. Kept in memory, a few facts a person."""

from collections import defaultdict

from circles_bot.engine.events import InterestJoined, InterestLeft, ReactionSeen
from circles_bot.taps import Meaning


class History:
    """Remembers the kinds of things that people did, and what they last opted in to."""

    def __init__(self) -> None:
        """Begin empty."""
        self._done: defaultdict[str, set[str]] = defaultdict(set)
        self._wishes: dict[str, str] = {}

    def note(self, person: str, meaning: Meaning) -> None:
        """Remember that a person did this."""
        self._done[person].add(type(meaning).__name__)
        match meaning:
            case InterestJoined():
                self._wishes[person] = meaning.interest
            case ReactionSeen() if meaning.is_set:
                self._wishes[person] = meaning.emoji
            case InterestLeft() | ReactionSeen():
                self._wishes.pop(person, None)
            case _:
                pass

    def has(self, person: str, what: type[Meaning]) -> bool:
        """Tell whether a person did something of this kind."""
        return what.__name__ in self._done[person]

    def wish_of(self, person: str) -> str | None:
        """Return what a person opted in to last and did not take back: an id, a name, or an emoji."""
        return self._wishes.get(person)
