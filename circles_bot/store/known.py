"""What the one writer of a database knows without reading: interests, and timers that many acts set to one moment.

Each yes is to an interest by its name or emoji, so all have to be at hand: reading them was a fifth of what a yes costs
the database. And each sets the board's next look and its interest's, which mostly stand already. Where other processes
write, too, nothing is known: interests are read, and timers written, each time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table

from circles_bot.engine.decision import TimerCancelled, TimerSet
from circles_bot.engine.ids import CommunityId, InterestId, TimerKey
from circles_bot.engine.snapshots import InterestStanding
from circles_bot.store import tables

COMMUNITIES_AT_MOST = 256
TIMERS_AT_MOST = 4_096


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


class Known:
    """Keeps what was read or written until something else changes it, or what was known of may have been undone."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._interests: dict[CommunityId, Untouched] = {}
        self._timers: dict[tuple[CommunityId, TimerKey], datetime] = {}
        """When each is due at the latest."""

    def forget(self) -> None:
        """Know nothing any more: an act was undone, and what was learnt in it is not so."""
        self._interests.clear()
        self._timers.clear()

    def changed(self, table: Table) -> None:
        """Forget what was known of a table: the running transaction changes it."""
        if table is tables.interests:
            self._interests.clear()
        elif table is tables.timers:
            self._timers.clear()

    def interests_of(self, community: CommunityId) -> Untouched | None:
        """Return a community's interests, where they are known."""
        return self._interests.get(community)

    def keep_interests(self, community: CommunityId, read: Untouched) -> None:
        """Know a community's interests from now on."""
        if len(self._interests) == COMMUNITIES_AT_MOST:
            self._interests.clear()
        self._interests[community] = read

    def has_sooner(self, community: CommunityId, timer: TimerSet | TimerCancelled) -> bool:
        """Tell whether setting a timer would change nothing: it keeps an earlier one, and there surely is one."""
        if isinstance(timer, TimerCancelled) or not timer.keeps_earlier:
            return False
        known = self._timers.get((community, timer.key))
        return known is not None and known <= timer.due_at

    def keep_timers(self, community: CommunityId, written: Iterable[TimerSet | TimerCancelled]) -> None:
        """Know that these were set or called off; one that kept an earlier one is due at its own time at the latest."""
        if len(self._timers) >= TIMERS_AT_MOST:
            self._timers.clear()
        for timer in written:
            if isinstance(timer, TimerSet):
                self._timers[community, timer.key] = timer.due_at
            else:
                self._timers.pop((community, timer.key), None)
