"""The gateway: HELLO, heartbeats, IDENTIFY with intents and shards, RESUME with replay, and its ways to end.

A session outlives its connection for some minutes of the domain's time, and hears on; RESUME replays what was missed.
"""

import asyncio
import json
import math
import time
import zlib
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from aiohttp import WSCloseCode, WSMsgType, web

from tests.fakes.discord import payloads
from tests.fakes.discord.events import ALL_INTENTS, PRIVILEGED, Event, Intent
from tests.fakes.discord.model import PATIENCE
from tests.fakes.discord.refusals import JSON
from tests.fakes.discord.world import World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME = 0, 1, 2, 3, 4, 6
RECONNECT, ASK_MEMBERS, INVALID, HELLO, ACK = 7, 8, 9, 10, 11
SESSION_LIVES = timedelta(minutes=3)
KEPT_EVENTS = 20_000
SENDS_A_MINUTE = 120
GUILDS_A_SHARD = 2500
IDENTIFIES_A_DAY = 1000
VERSION = "10"


@dataclass(slots=True, kw_only=True, eq=False)
class Session:
    """What a RESUME goes on with."""

    id: str
    intents: Intent
    shard: int
    shards: int
    sequence: int = 0
    kept: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=KEPT_EVENTS))
    connection: "Connection | None" = None
    cut_at: datetime | None = None

    def hears(self, event: Event) -> bool:
        """Tell whether an event is for this shard and its intents."""
        shard = (event.guild.id >> 22) % self.shards if event.guild else 0
        return shard == self.shard and (event.intent is Intent.NONE or bool(event.intent & self.intents))

    def dispatch(self, name: str, data_json: str) -> None:
        """Send an event if somebody is connected, numbered, and keep it for a RESUME."""
        self.sequence += 1
        text = f'{{"t":"{name}","s":{self.sequence},"op":0,"d":{data_json}}}'
        self.kept.append((self.sequence, text))
        if self.connection is not None:
            self.connection.send(text)


class Connection:
    """One websocket; texts go out in order, compressed in one stream where that was asked for."""

    def __init__(self, socket: web.WebSocketResponse, request: web.BaseRequest, *, compressed: bool) -> None:
        """Take an open socket."""
        self.socket = socket
        self.session: Session | None = None
        self.ended = False
        self.last_beat = time.monotonic()
        self.sends: deque[float] = deque(maxlen=SENDS_A_MINUTE)
        self._request = request
        self._squeeze = zlib.compressobj() if compressed else None
        self._waiting: asyncio.Queue[str | int] = asyncio.Queue()

    def send(self, text: str) -> None:
        """Send a text after those before it."""
        self._waiting.put_nowait(text)

    def send_op(self, op: int, data: object) -> None:
        """Send an operation that is no event."""
        self.send(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    def close(self, code: int) -> None:
        """Close with a code, after what waits to be sent."""
        self._waiting.put_nowait(code)

    def cut(self) -> None:
        """Cut the connection without a word."""
        self.ended = True
        if self._request.transport is not None:
            self._request.transport.abort()

    async def write(self) -> None:
        """Send what waits until the connection ends."""
        while not self.ended:
            text = await self._waiting.get()
            if isinstance(text, int):
                self.ended = True
                await self.socket.close(code=text)
            elif self._squeeze is None:
                await self.socket.send_str(text)
            else:
                packed = self._squeeze.compress(text.encode()) + self._squeeze.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(packed)


class Gateway:
    """All sessions and connections."""

    def __init__(self, world: World, *, token: str, heartbeat_seconds: float = 41.25) -> None:
        """Listen to the world; ``url`` is set when the server knows its port.

        ``identify_seconds`` may be set to how far apart IDENTIFYs of a bucket must be (Discord: 5, of which
        ``max_concurrency`` buckets go at once); ``too_fast`` counts those that were not.
        """
        world.listeners.append(self._hear)
        self.url = ""
        self.shards = 1
        self.max_concurrency = 1
        self.identify_seconds = 0.0
        self.guilds_a_shard = GUILDS_A_SHARD
        self.too_fast = 0
        self._buckets: dict[int, float] = {}
        self.heartbeat_seconds = heartbeat_seconds
        self.answers_heartbeats = True
        self.sessions: dict[str, Session] = {}
        self.connections: set[Connection] = set()
        self.identified: list[tuple[int, float]] = []
        self.resumed: list[tuple[int, float]] = []
        self.refused: list[int] = []
        self.ended = 0
        self._world = world
        self._token = token
        self._changed = asyncio.Condition()

    def cut(self, *, shard: int | None = None) -> None:
        """Cut the connections without a word; their sessions can be resumed."""
        for one in self._of(shard):
            one.cut()

    def close(self, code: int, *, shard: int | None = None) -> None:
        """Close the connections with a code; 4000 lets a client resume."""
        for one in self._of(shard):
            one.close(code)

    def ask_reconnect(self, *, shard: int | None = None) -> None:
        """Send op 7: connect anew and resume."""
        for one in self._of(shard):
            one.send_op(RECONNECT, None)

    def invalidate(self, *, resumable: bool, shard: int | None = None) -> None:
        """Send op 9; not resumable, the session is forgotten."""
        for one in self._of(shard):
            if not resumable and one.session is not None:
                self.sessions.pop(one.session.id, None)
            one.send_op(INVALID, resumable)

    def forget_sessions(self) -> None:
        """Forget those that are not connected now: their RESUME is refused."""
        self.sessions = {key: it for key, it in self.sessions.items() if it.connection is not None}

    async def until_ready(self, sessions: int = 1, *, seconds: float = PATIENCE) -> None:
        """Wait until so many sessions are connected."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: sum(it.session is not None for it in self.connections) >= sessions)

    async def until_identified(self, number: int, *, seconds: float = PATIENCE) -> None:
        """Wait until there were so many IDENTIFYs."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: len(self.identified) >= number)

    async def until_resumed(self, number: int = 1, *, seconds: float = PATIENCE) -> None:
        """Wait until there were so many RESUMEs."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: len(self.resumed) >= number)

    async def until_greeted(self, number: int, *, seconds: float = PATIENCE) -> None:
        """Wait until there were so many IDENTIFYs and RESUMEs."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: len(self.identified) + len(self.resumed) >= number)

    async def until_ended(self, number: int = 1, *, seconds: float = PATIENCE) -> None:
        """Wait until so many connections have ended."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: self.ended >= number)

    async def until_gone(self, *, seconds: float = PATIENCE) -> None:
        """Wait until nobody is connected."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: not self.connections)

    async def serve(self, request: web.BaseRequest) -> web.WebSocketResponse:
        """Speak with one client until it, or a fault, ends it."""
        socket = web.WebSocketResponse(autoping=True, max_msg_size=1 << 20)
        await socket.prepare(request)
        connection = Connection(socket, request, compressed=request.query.get("compress") == "zlib-stream")
        self.connections.add(connection)
        writer = asyncio.create_task(connection.write())
        watch = asyncio.create_task(self._watch(connection))
        try:
            if request.query.get("v", VERSION) != VERSION:
                self._end(connection, 4012)
            connection.send_op(HELLO, {"heartbeat_interval": int(self.heartbeat_seconds * 1000), "_trace": []})
            await self._listen(connection)
        finally:
            writer.cancel()
            watch.cancel()
            await asyncio.gather(writer, watch, return_exceptions=True)
            await self._part(connection)
        return socket

    async def close_all(self) -> None:
        """End everything, as a server that goes down."""
        for one in tuple(self.connections):
            await one.socket.close(code=WSCloseCode.GOING_AWAY)

    async def _listen(self, connection: Connection) -> None:
        async for frame in connection.socket:
            if frame.type is not WSMsgType.TEXT:
                self._end(connection, 4002)
                continue
            try:
                message = json.loads(frame.data)
                op, data = message["op"], message.get("d")
            except (ValueError, KeyError, TypeError):
                self._end(connection, 4002)
                continue
            if self._is_flood(connection):
                self._end(connection, 4008)
            await self._receive(connection, op, data)

    async def _receive(self, connection: Connection, op: int, data: JSON) -> None:
        if op == HEARTBEAT:
            connection.last_beat = time.monotonic()
            if self.answers_heartbeats:
                connection.send_op(ACK, None)
        elif op == IDENTIFY:
            self._identify(connection, data)
        elif op == RESUME:
            self._resume(connection, data)
        elif connection.session is None:
            self._end(connection, 4003)
        elif op == ASK_MEMBERS:
            self._tell_members(connection.session, data)
        elif op not in (PRESENCE, VOICE):
            self._end(connection, 4001)
        async with self._changed:
            self._changed.notify_all()

    def _identify(self, connection: Connection, data: JSON) -> None:
        shard, shards = data.get("shard") or (0, 1)
        intents = data.get("intents", -1)
        wrong = self._what_is_wrong(connection, data, intents, (shard, shards))
        if wrong is not None:
            self._end(connection, wrong)
            return
        if self._is_too_fast(shard):
            self.too_fast += 1
            connection.send_op(INVALID, False)
            return
        self.identified.append((shard, time.monotonic()))
        session = Session(id=uuid4().hex, intents=Intent(intents), shard=shard, shards=shards, connection=connection)
        self.sessions[session.id] = connection.session = session
        mine = [
            it
            for it in self._world.guilds.values()
            if self._world.bot.id in it.members and (it.id >> 22) % shards == shard
        ]
        ready: JSON = {
            "v": 10,
            "user": payloads.user(self._world.bot) | {"mfa_enabled": False, "verified": True, "email": None},
            "guilds": [{"id": str(it.id), "unavailable": True} for it in mine],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "session_type": "normal",
            "shard": [shard, shards],
            "application": {"id": str(self._world.bot.id), "flags": 0},
            "private_channels": [],
            "user_settings": {},
        }
        session.dispatch("READY", json.dumps(ready))
        for guild in mine:
            event = self._world.guild_create(guild)
            if guild.is_available and session.hears(event):
                session.dispatch(event.name, json.dumps(event.data))

    @property
    def remaining(self) -> int:
        """How many sessions may still begin today."""
        return max(IDENTIFIES_A_DAY - len(self.identified), 0)

    def _is_too_fast(self, shard: int) -> bool:
        """Tell whether a bucket's last session began too short a time ago (docs: events/gateway, rate limiting)."""
        now, bucket = time.monotonic(), shard % self.max_concurrency
        if now - self._buckets.get(bucket, -math.inf) < self.identify_seconds:
            return True
        self._buckets[bucket] = now
        return False

    def _what_is_wrong(self, connection: Connection, data: JSON, intents: int, shard: tuple[int, int]) -> int | None:
        """Return the close code for an IDENTIFY that is not taken."""
        guilds = sum(self._world.bot.id in it.members for it in self._world.guilds.values())
        checks = (
            (connection.session is not None, 4005),
            (str(data.get("token", "")).removeprefix("Bot ") != self._token, 4004),
            (not 0 <= shard[0] < shard[1], 4010),
            (guilds > self.guilds_a_shard * shard[1], 4011),
            (not 0 <= intents <= ALL_INTENTS, 4013),
            (bool(intents & PRIVILEGED & ~self._world.granted_intents), 4014),
        )
        return next((code for is_wrong, code in checks if is_wrong), None)

    def _resume(self, connection: Connection, data: JSON) -> None:
        session = self.sessions.get(str(data.get("session_id")))
        sequence = data.get("seq")
        if str(data.get("token", "")).removeprefix("Bot ") != self._token:
            self._end(connection, 4004)
        elif session is None or not self._is_alive(session) or not isinstance(sequence, int):
            connection.send_op(INVALID, False)
        elif sequence > session.sequence or (session.kept and sequence < session.kept[0][0] - 1):
            self.sessions.pop(session.id)
            self._end(connection, 4007)
        else:
            if session.connection is not None:
                session.connection.session = None
                session.connection.cut()
            session.connection, session.cut_at, connection.session = connection, None, session
            self.resumed.append((session.shard, time.monotonic()))
            for number, text in session.kept:
                if number > sequence:
                    connection.send(text)
            session.dispatch("RESUMED", '{"_trace":[]}')

    def _is_alive(self, session: Session) -> bool:
        return session.cut_at is None or self._world.clock.now() - session.cut_at < SESSION_LIVES

    def _hear(self, event: Event) -> None:
        texts: dict[bool, str] = {}
        for session in self.sessions.values():
            if session.hears(event):
                emptied = event.without_content is not None and not session.intents & Intent.MESSAGE_CONTENT
                if emptied not in texts:
                    texts[emptied] = json.dumps(event.without_content if emptied else event.data)
                session.dispatch(event.name, texts[emptied])

    def _tell_members(self, session: Session, data: JSON) -> None:
        """Answer op 8: by ids or by a prefix; everybody only with the members intent."""
        guild = self._world.guilds[int(data["guild_id"])]
        wanted, query, limit = data.get("user_ids"), data.get("query", ""), data.get("limit", 0)
        ids = [int(it) for it in (wanted if isinstance(wanted, list) else [wanted])] if wanted else None
        found = [
            it
            for it in guild.members.values()
            if (it.user.id in ids if ids is not None else it.user.name.lower().startswith(query.lower()))
        ]
        if not ids and not query and not session.intents & Intent.GUILD_MEMBERS:
            found = [guild.members[self._world.bot.id]]
        chunk: JSON = {"guild_id": str(guild.id), "chunk_index": 0, "chunk_count": 1, "nonce": data.get("nonce")}
        chunk["members"] = [payloads.member(it) for it in found[: limit or None]]
        session.dispatch("GUILD_MEMBERS_CHUNK", json.dumps(chunk))

    def _is_flood(self, connection: Connection) -> bool:
        now, sends = time.monotonic(), connection.sends
        is_flood = len(sends) == sends.maxlen and now - sends[0] < 60
        sends.append(now)
        return is_flood

    def _end(self, connection: Connection, code: int) -> None:
        self.refused.append(code)
        connection.close(code)

    async def _watch(self, connection: Connection) -> None:
        """End a connection whose client has stopped its heartbeats (real time, as the client's are)."""
        while True:
            await asyncio.sleep(self.heartbeat_seconds)
            if time.monotonic() - connection.last_beat > 2 * self.heartbeat_seconds:
                self._end(connection, 4009)

    async def _part(self, connection: Connection) -> None:
        """Keep the session for a RESUME, unless the client said goodbye for good."""
        self.connections.discard(connection)
        self.ended += 1
        session = connection.session
        if session is not None and session.connection is connection:
            session.connection, session.cut_at = None, self._world.clock.now()
            if not connection.ended and connection.socket.close_code in (WSCloseCode.OK, WSCloseCode.GOING_AWAY):
                self.sessions.pop(session.id, None)
        async with self._changed:
            self._changed.notify_all()

    def _of(self, shard: int | None) -> list[Connection]:
        return [
            it for it in self.connections if shard is None or (it.session is not None and it.session.shard == shard)
        ]
