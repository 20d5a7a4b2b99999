"""How the app hears: by signed HTTP or over a socket, acknowledged within three seconds; events are sent again.

Acknowledgements are waited for in real seconds, ``ack_seconds`` of them; so are the delays between tries.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.fakes.slack.refusals import JSON
from tests.fakes.slack.world import Event, World

RETRY_DELAYS = (0.0, 60.0, 300.0)
SCOPES_OF_EVENTS: dict[str, str] = {
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "channel_archive": "channels:read",
    "group_archive": "groups:read",
    "channel_rename": "channels:read",
    "group_rename": "groups:read",
    "channel_deleted": "channels:read",
    "group_deleted": "groups:read",
    "channel_left": "channels:read",
    "group_left": "groups:read",
    "channel_id_changed": "",
    "user_change": "users:read",
    "team_join": "users:read",
    "app_home_opened": "",
    "app_uninstalled": "",
    "tokens_revoked": "",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
}
"""What an event needs; for ``member_joined_channel`` and ``member_left_channel`` it depends on the channel's kind."""
BY_KIND = {"C": "channels:read", "G": "groups:read"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """What came back: its body, or a reason such as ``http_timeout`` why it was not good."""

    is_ok: bool
    body: JSON = field(default_factory=dict)
    reason: str = ""
    stops_retries: bool = False


class Transport(Protocol):
    """Carries one payload to the app."""

    async def send(self, kind: str, payload: JSON, *, attempt: int, reason: str, seconds: float) -> Ack:
        """Return the acknowledgement; ``kind`` is an envelope's: events_api, slash_commands or interactive."""


@dataclass(slots=True, kw_only=True, eq=False)
class Outgoing:
    """An event on its way; ``tries`` are the reasons for which it had to be sent again."""

    payload: JSON
    tries: list[str] = field(default_factory=list)
    is_delivered: bool = False


class Delivery:
    """Tells the app what happens. ``sent`` are all events, ``held`` those kept back by ``hold``."""

    def __init__(self, world: World, *, ack_seconds: float, retry_delays: Sequence[float]) -> None:
        """Begin silently; ``transport`` has to be set."""
        self.transport: Transport | None = None
        self.ack_seconds = ack_seconds
        self.retry_delays = tuple(retry_delays)
        self.sent: list[Outgoing] = []
        self.held: list[Outgoing] | None = None
        self.keeps_sent = True
        self._world = world
        self._running: set[asyncio.Task[None]] = set()
        world.listeners.append(self.tell)

    def tell(self, event: Event) -> None:
        """Send an event if it is subscribed to and its scope is granted."""
        app = self._world.app
        needed = SCOPES_OF_EVENTS.get(event.name) or BY_KIND.get(event.data.get("channel_type", ""), "")
        if event.name not in app.events or (needed and needed not in event.installation.scopes):
            return
        one = Outgoing(payload=self._payload(event))
        if self.keeps_sent:
            self.sent.append(one)
        if self.held is None:
            self.begin(self.deliver(one))
        else:
            self.held.append(one)

    def hold(self) -> None:
        """Keep events back from now on."""
        self.held = []

    def take_held(self) -> list[Outgoing]:
        """Hold no more, and return what was held back, for a test to deliver as it likes."""
        held, self.held = self.held or [], None
        return held

    def release(self) -> None:
        """Send what was held back, in its order, and hold no more."""
        for one in self.take_held():
            self.begin(self.deliver(one))

    async def deliver(self, one: Outgoing) -> None:
        """Send an event, up to four times; a test may call it again, for Slack sometimes does."""
        reason = ""
        for attempt in range(1 + len(self.retry_delays)):
            if attempt:
                one.tries.append(reason)
                await asyncio.sleep(self.retry_delays[attempt - 1])
            ack = await self.send("events_api", one.payload, attempt=attempt, reason=reason)
            if ack.is_ok or ack.stops_retries:
                one.is_delivered = ack.is_ok
                break
            reason = ack.reason
        self._world.bell.ring()

    async def send(self, kind: str, payload: JSON, *, attempt: int = 0, reason: str = "") -> Ack:
        """Send a payload once."""
        assert self.transport is not None
        return await self.transport.send(kind, payload, attempt=attempt, reason=reason, seconds=self.ack_seconds)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something be carried while others go on; in the order in which it was begun."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def idle(self) -> None:
        """Wait until nothing is on its way to the app any more."""
        while self._running:
            await asyncio.gather(*self._running)

    async def stop(self) -> None:
        """Give up what is on its way."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _payload(self, event: Event) -> JSON:
        who, world = event.installation, self._world
        kind = "message" if event.name.startswith("message.") else event.name
        data = {"type": kind, "event_ts": world.new_ts()} | event.data
        authorization = {
            "enterprise_id": who.enterprise_id,
            "team_id": None if who.enterprise_id else event.team.id,
            "user_id": who.bots[event.team.id].id,
            "is_bot": True,
            "is_enterprise_install": who.enterprise_id is not None,
        }
        found: JSON = {
            "token": world.app.verification,
            "team_id": event.team.id,
            "context_team_id": event.team.id,
            "context_enterprise_id": event.team.enterprise_id,
            "api_app_id": world.app.id,
            "event": data,
            "type": "event_callback",
            "event_id": world.new_id("Ev"),
            "event_time": int(world.clock.now().timestamp()),
            "authorizations": [authorization],
            "is_ext_shared_channel": event.is_shared,
            "event_context": world.new_id("EC"),
        }
        return found | ({"enterprise_id": event.team.enterprise_id} if event.team.enterprise_id else {})
