"""Who may take part in a workspace as its stewards chose it, kept in memory: every act asks for it.

All acts of a workspace come through one process, so that a change of its settings is seen here, and
what Slack calls its channels anew, too.
"""

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from circles_bot.engine.events import PlaceMoved, SettingsChosen, SetupChosen
from circles_bot.engine.ids import CommunityId
from circles_bot.ports.adapters import House
from circles_bot.ports.identities import Identities
from circles_bot.taps import Meaning

Chosen = TypeVar("Chosen")


class _Choice(Generic[Chosen]):
    """Reads a workspace's choice once, until its settings or its channels change."""

    def __init__(self, read: Callable[[CommunityId], Awaitable[Chosen]], identities: Identities) -> None:
        """Know none yet."""
        self._read = read
        self._identities = identities
        self._known: dict[str, Chosen] = {}
        self._changes = 0

    async def of(self, team: str) -> Chosen:
        """Return what was chosen in a workspace."""
        if team in self._known:
            return self._known[team]
        changes = self._changes
        found = await self._read(self._identities.community(team))
        if changes == self._changes:  # else it may be what was so before
            self._known[team] = found
        return found

    def have_heard(self, team: str, happened: Meaning | PlaceMoved) -> None:
        """Read anew after what may have changed the choice."""
        if isinstance(happened, PlaceMoved | SetupChosen | SettingsChosen):
            self._changes += 1
            self._known.pop(team, None)


class Pilots(_Choice[str | None]):
    """To which channel's people a workspace's pilot is limited: its id, or None without a pilot."""

    def __init__(self, house: House) -> None:
        """Take the house that knows them."""
        super().__init__(house.inbox.pilot_of, house.identities)


class Welcomes(_Choice[bool]):
    """Whether people of other organisations are welcome in a workspace."""

    def __init__(self, house: House) -> None:
        """Take the house that knows it."""
        super().__init__(house.inbox.welcomes_others, house.identities)
