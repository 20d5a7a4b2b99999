"""The channels that a steward may choose: public ones, and private ones that the bot is in, but no circle's room."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog

from circles_bot.engine.questions import Place
from circles_bot.ports.clock import Clock
from circles_slack.errors import FAULTS
from circles_slack.pace import AT_ONCE_SECONDS
from circles_slack.people import Call

log = structlog.get_logger(__name__)

KEPT_FOR = timedelta(minutes=1)
A_PAGE = 1_000
PAGES_AT_MOST = 5
"""More would take longer than a window may take to open."""


class Places:
    """Lists them, and keeps the list for a minute: a form of several fields asks several times."""

    def __init__(self, call: Call, clock: Clock, bot_user: str) -> None:
        """Know none yet; what ``bot_user`` has made are rooms."""
        self._call = call
        self._clock = clock
        self._bot_user = bot_user
        self._kept: tuple[tuple[Place, ...], datetime] | None = None

    async def all(self) -> Sequence[Place]:
        """Return them in the order of their names, as far as Slack tells them that soon."""
        now = self._clock.now()
        if self._kept is None or now - self._kept[1] >= KEPT_FOR:
            try:
                self._kept = (await self._read(), now)
            except FAULTS as error:
                log.info("places_not_read", error=type(error).__name__)
                return self.kept
        return self.kept

    @property
    def kept(self) -> Sequence[Place]:
        """Return what was read last, however long ago."""
        return self._kept[0] if self._kept else ()

    async def _read(self) -> tuple[Place, ...]:
        found: list[Place] = []
        cursor = ""
        for _ in range(PAGES_AT_MOST):
            answer = await self._call(
                "conversations.list",
                wait_seconds=AT_ONCE_SECONDS,
                types="public_channel,private_channel",
                exclude_archived=True,
                limit=A_PAGE,
                cursor=cursor,
            )
            found.extend(_place(channel) for channel in answer["channels"] if self._may_be_chosen(channel))
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return tuple(sorted(found, key=lambda place: place.name))

    def _may_be_chosen(self, channel: dict[str, Any]) -> bool:
        """Tell whether it is no circle's room: whoever looks after the bot is not to see their names."""
        return not (channel.get("is_private") and channel.get("creator") == self._bot_user)


def _place(channel: dict[str, Any]) -> Place:
    return Place(theirs=str(channel["id"]), name=f"#{channel['name']}")
