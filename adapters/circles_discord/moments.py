"""What nobody waits for is done together: reactions of one moment are committed at once, and cost one commit."""

import asyncio


class Moment:
    """A moment that begins with the first who waits for its end."""

    def __init__(self, seconds: float) -> None:
        """Begin with nobody waiting."""
        self._seconds = seconds
        self._end: asyncio.Event | None = None

    async def over(self) -> None:
        """Return when the moment is over; at once where moments take no time."""
        if not self._seconds:
            return
        if self._end is None:
            self._end = asyncio.Event()
            asyncio.get_running_loop().call_later(self._seconds, self._finish, self._end)
        await self._end.wait()

    def _finish(self, end: asyncio.Event) -> None:
        self._end = None
        end.set()
