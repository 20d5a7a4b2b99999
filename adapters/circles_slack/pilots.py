"""To which channel's people a workspace's pilot is limited, kept in memory: every act asks for it.

All acts of a workspace come through one process, so that a change of its settings is seen here, and
what Slack calls its channels anew, too.
"""

from circles_bot.engine.events import PlaceMoved, SettingsChosen, SetupChosen
from circles_bot.ports.adapters import House
from circles_bot.taps import Meaning


class Pilots:
    """Reads a workspace's pilot once, until its settings or its channels change."""

    def __init__(self, house: House) -> None:
        """Take the house that knows them."""
        self._inbox = house.inbox
        self._identities = house.identities
        self._channels: dict[str, str | None] = {}
        self._changes = 0

    async def of(self, team: str) -> str | None:
        """Return the channel's id, or None without a pilot."""
        if team in self._channels:
            return self._channels[team]
        changes = self._changes
        channel = await self._inbox.pilot_of(self._identities.community(team))
        if changes == self._changes:  # else it may be what was so before
            self._channels[team] = channel
        return channel

    def have_heard(self, team: str, happened: Meaning | PlaceMoved) -> None:
        """Read anew after what may have changed the pilot."""
        if isinstance(happened, PlaceMoved | SetupChosen | SettingsChosen):
            self._changes += 1
            self._channels.pop(team, None)
