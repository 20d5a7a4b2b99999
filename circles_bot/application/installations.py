"""What platforms gave the bot for each community, kept in the store, sealed."""

from collections.abc import Sequence

from circles_bot.ports.clock import Clock
from circles_bot.ports.identities import Identities
from circles_bot.ports.store import Store


class StoredInstallations:
    """Implements ``ports.installations.Installations`` for one platform."""

    def __init__(self, store: Store, identities: Identities, clock: Clock) -> None:
        """Take the store, and what tells how the platform's communities are called here."""
        self._store = store
        self._identities = identities
        self._clock = clock

    async def all(self) -> Sequence[str]:
        """See ``ports.installations.Installations.all``."""
        return await self._store.read_installations(self._identities.platform)

    async def keep(self, theirs: str, content: str) -> None:
        """See ``ports.installations.Installations.keep``."""
        community = self._identities.community(theirs)
        await self._store.keep_installation(community, self._identities.platform, content)

    async def drop(self, theirs: str) -> None:
        """See ``ports.installations.Installations.drop``."""
        await self._store.drop_installation(self._identities.community(theirs))

    async def is_first(self, key: str) -> bool:
        """See ``ports.installations.Installations.is_first``."""
        now = self._clock.now()
        return await self._store.transact(lambda tx: tx.remember(f"{self._identities.platform}:{key}", now))
