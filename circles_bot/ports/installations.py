"""Where an adapter that serves many communities keeps what the platform gave it for each."""

from collections.abc import Sequence
from typing import Protocol


class Installations(Protocol):
    """Keeps texts that nobody can read in the database, one for each of a platform's communities."""

    async def all(self) -> Sequence[str]:
        """Return everything that is kept, for a start."""

    async def keep(self, theirs: str, content: str) -> None:
        """Keep what the platform gave for its community ``theirs``, in place of what was kept."""

    async def drop(self, theirs: str) -> None:
        """Keep nothing for a community any more."""

    async def is_first(self, key: str) -> bool:
        """Tell whether nobody has asked this of ``key`` within seven days: for what may be used once."""
