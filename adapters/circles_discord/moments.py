"""What nobody waits for is done together: reactions of one moment are committed at once, and cost one commit."""

import asyncio

MOMENT_SECONDS = 0.05


class Moment:
    """A moment that begins with the first who waits for its end."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        self._end: asyncio.Event | None = None

    async def over(self) -> None:
        """Return when the moment is over; at most :data:`MOMENT_SECONDS` from now."""
        if self._end is None:
            self._end = asyncio.Event()
            asyncio.get_running_loop().call_later(MOMENT_SECONDS, self._finish, self._end)
        await self._end.wait()

    def _finish(self, end: asyncio.Event) -> None:
        self._end = None
        end.set()
