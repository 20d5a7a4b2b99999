"""Notes about reactions: only their author sees them, and Slack waits for none.

So a workspace's notes come one after the other, and where many react at once, behind keeping what they did. Each is put
into words when its turn comes.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress

import structlog

from circles_bot.engine.errors import StoreError
from circles_bot.ports.inbox import Words
from circles_slack.answers import Origin, show
from circles_slack.pace import BURST, TIER_OF, TIERS
from circles_slack.workspace import Workspace

log = structlog.get_logger(__name__)

NOTES_AT_MOST = int(TIERS[TIER_OF["chat.postEphemeral"]] * (1 + BURST))
"""That wait in a workspace: what goes at once and what Slack takes in a minute; a later note would be no news."""
CROWD_FROM = 8
"""So many reactions at a time, and their notes wait until Slack was told that they are kept …"""
CALM_FROM_SECONDS = 0.1
"""… which is over when so long there were fewer: a crowd comes in waves, as it is acknowledged …"""
CALM_AFTER_SECONDS = 2.0
"""… each at most so long: a note comes while its author still looks at the board."""

Spawn = Callable[[Coroutine[None, None, None]], object]


class Crowd:
    """Counts the reactions that are being kept, each in a ``with``; ``calm`` is set where they are no crowd."""

    def __init__(self) -> None:
        """Begin calm."""
        self.calm = asyncio.Event()
        self.calm.set()
        self._size = 0
        self._calming: asyncio.TimerHandle | None = None

    def __enter__(self) -> None:
        """Begin to keep one."""
        self._size += 1
        if self._size == CROWD_FROM:
            self.calm.clear()
            if self._calming is not None:
                self._calming.cancel()

    def __exit__(self, *_: object) -> None:
        """Have kept it, or not."""
        if self._size == CROWD_FROM:
            self._calming = asyncio.get_running_loop().call_later(CALM_FROM_SECONDS, self.calm.set)
        self._size -= 1


class Notes:
    """Shows them; ``spawn`` runs what nobody waits for."""

    def __init__(self, spawn: Spawn) -> None:
        """Have nothing to show yet."""
        self.crowd = Crowd()
        self._spawn = spawn
        self._waiting: dict[str, deque[tuple[Origin, Words]]] = {}
        """By workspace; the first is being shown."""

    def add(self, workspace: Workspace, origin: Origin, words: Words) -> None:
        """Show a note when its turn comes; one too many is left out, and logged once for all that are."""
        waiting = self._waiting.setdefault(workspace.team, deque())
        if len(waiting) == NOTES_AT_MOST:
            return
        waiting.append((origin, words))
        if len(waiting) == NOTES_AT_MOST:
            log.warning("notes_not_shown", team=workspace.team, waiting=NOTES_AT_MOST)
        if len(waiting) == 1:
            self._spawn(self._show(workspace, waiting))

    async def _show(self, workspace: Workspace, waiting: deque[tuple[Origin, Words]]) -> None:
        try:
            while waiting:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.crowd.calm.wait(), CALM_AFTER_SECONDS)
                origin, words = waiting[0]
                try:
                    await show(workspace, origin, await words())
                except StoreError as error:  # what was done is kept, and stands on one's own page
                    log.warning("note_not_shown", team=workspace.team, error=str(error))
                waiting.popleft()
        finally:
            del self._waiting[workspace.team]
