"""What the one writer of a database knows of its communities' interests: read at every yes, and changed once a week.

Each yes is to one of them by its name or emoji, so all have to be at hand: reading them was a fifth of what a yes costs
the database. Where other processes write, too, nothing is kept, and they are read each time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from circles_bot.engine.ids import CommunityId, InterestId
from circles_bot.engine.snapshots import InterestStanding

COMMUNITIES_AT_MOST = 256


@dataclass(frozen=True, slots=True)
class Untouched:
    """A community's living interests by name, as they are to somebody who has nothing to do with any of them."""

    open: Sequence[InterestStanding]
    private: Sequence[InterestStanding]
    by_id: Mapping[InterestId, InterestStanding]

    @classmethod
    def of(cls, standings: Sequence[InterestStanding]) -> "Untouched":
        """Part the open ones from the confidential ones."""
        return cls(
            open=tuple(one for one in standings if not one.interest.is_confidential),
            private=tuple(one for one in standings if one.interest.is_confidential),
            by_id={one.interest.id: one for one in standings},
        )


class KnownInterests:
    """Keeps what was read until some interest changes.

    In a transaction that changes one, nothing more is kept until the next begins: it may be undone.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: dict[CommunityId, Untouched] = {}
        self._are_changing = False

    def begin(self) -> None:
        """Begin a transaction: the one before it is committed or undone."""
        self._are_changing = False

    def change(self) -> None:
        """Forget all: the running transaction changes an interest."""
        self._known.clear()
        self._are_changing = True

    def find(self, community: CommunityId) -> Untouched | None:
        """Return a community's interests, where they are known."""
        return self._known.get(community)

    def keep(self, community: CommunityId, read: Untouched) -> None:
        """Know a community's interests from now on."""
        if self._are_changing:
            return
        if len(self._known) == COMMUNITIES_AT_MOST:
            self._known.clear()
        self._known[community] = read
