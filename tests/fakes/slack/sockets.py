"""Socket Mode: connections by a ticket, envelopes and their acknowledgements, and what can go wrong with them."""

import asyncio
import json
import secrets
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.fakes.slack.delivery import Ack
from tests.fakes.slack.model import App, Bell
from tests.fakes.slack.refusals import JSON

MOST_CONNECTIONS = 10


@dataclass(slots=True, kw_only=True, eq=False)
class Connection:
    """A socket that the app opened."""

    socket: web.WebSocketResponse
    request: web.BaseRequest
    is_leaving: bool = False
    waiting: dict[str, asyncio.Future[Ack]] = field(default_factory=dict)


class Sockets:
    """All connections; a payload goes to any one of them, in turn."""

    def __init__(self, app: App, bell: Bell) -> None:
        """Begin with none."""
        self.url = ""
        self.connections: list[Connection] = []
        self.opened = 0
        self._app = app
        self._bell = bell
        self._tickets: set[str] = set()
        self._turn = 0

    def new_url(self) -> str:
        """Return an address with a ticket for one connection."""
        ticket = secrets.token_urlsafe(12)
        self._tickets.add(ticket)
        return f"{self.url}?ticket={ticket}&app_id={self._app.id}"

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Hold one connection until it ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self.connections) >= MOST_CONNECTIONS:
            await self._say_goodbye(socket, "too_many_websockets")
            await socket.close()
            return socket
        one = Connection(socket=socket, request=request)
        self.connections.append(one)
        self.opened += 1
        await socket.send_json(self._hello())
        self._bell.ring()
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self._take(one, json.loads(message.data))
        finally:
            self._drop(one)
        return socket

    async def send(self, kind: str, payload: JSON, *, attempt: int, reason: str, seconds: float) -> Ack:
        """Send a payload over the next connection."""
        one = self._next()
        if one is None:
            return Ack(is_ok=False, reason="connection_failed")
        envelope_id = secrets.token_hex(16)
        envelope: JSON = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        waiting = one.waiting[envelope_id] = asyncio.get_running_loop().create_future()
        try:
            await one.socket.send_json(envelope)
            return await asyncio.wait_for(waiting, seconds)
        except TimeoutError:
            return Ack(is_ok=False, reason="http_timeout")
        except ConnectionError:
            return Ack(is_ok=False, reason="connection_failed")
        finally:
            one.waiting.pop(envelope_id, None)

    async def until_connected(self, number: int = 1) -> None:
        """Wait until so many connections are there."""
        await self._bell.until(lambda: len(self.connections) >= number)

    async def refresh(self) -> None:
        """Ask every connection to go and come again, as Slack does every few hours."""
        for one in list(self.connections):
            one.is_leaving = True
            await self._say_goodbye(one.socket, "refresh_requested")

    def abort(self, number: int = 0) -> None:
        """Cut a connection without a word."""
        one = self.connections[number]
        self._drop(one)
        if one.request.transport is not None:
            one.request.transport.abort()

    async def close_all(self) -> None:
        """Close all connections."""
        for one in list(self.connections):
            self._drop(one)
            await one.socket.close()

    def _next(self) -> Connection | None:
        ready = [one for one in self.connections if not one.is_leaving] or self.connections
        self._turn += 1
        return ready[self._turn % len(ready)] if ready else None

    def _take(self, one: Connection, told: JSON) -> None:
        waiting = one.waiting.get(told.get("envelope_id", ""))
        if waiting is not None and not waiting.done():
            waiting.set_result(Ack(is_ok=True, body=told.get("payload") or {}))

    def _drop(self, one: Connection) -> None:
        if one in self.connections:
            self.connections.remove(one)
        for waiting in one.waiting.values():
            if not waiting.done():
                waiting.set_result(Ack(is_ok=False, reason="connection_failed"))
        self._bell.ring()

    def _hello(self) -> JSON:
        debug = {"host": "applink-fake", "build_number": 1, "approximate_connection_time": 18_060}
        told: JSON = {"type": "hello", "num_connections": len(self.connections), "debug_info": debug}
        return told | {"connection_info": {"app_id": self._app.id}}

    async def _say_goodbye(self, socket: web.WebSocketResponse, reason: str) -> None:
        await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-fake"}})
