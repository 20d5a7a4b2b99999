"""The HTTP API: who asks, faults, limits, the route's handler, and a record of every request for a test to read."""

import asyncio
import json
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from urllib.parse import unquote

from aiohttp import web

from tests.fakes.discord import rest_application, rest_channels, rest_guilds
from tests.fakes.discord.faults import Fault, Faults, Kind
from tests.fakes.discord.limits import Limits, Verdict, refused
from tests.fakes.discord.model import PATIENCE
from tests.fakes.discord.refusals import RefusalError
from tests.fakes.discord.routes import Answer, Api, Handler, Request, Router

PREFIX = "/api/v10"
WITHOUT_TOKEN = ("/interactions/", "/webhooks/")
OUTSIDE_GLOBAL_LIMIT = ("/interactions/", "/webhooks/")
MAJOR = ("channel_id", "guild_id", "webhook_token", "interaction_token")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A request that came, and what was answered (``status`` 0 where the connection was cut)."""

    method: str
    path: str
    route: str
    query: dict[str, str]
    json: object
    files: tuple[str, ...]
    reason: str | None
    status: int
    answer: object
    at: float


@dataclass(slots=True, kw_only=True)
class Rest:
    """Answers requests; ``records`` are kept unless ``keeps_records`` is off (then only ``counts`` are)."""

    api: Api
    limits: Limits
    faults: Faults
    token: str
    keeps_records: bool = True
    records: deque[Recorded] = field(default_factory=deque)
    counts: Counter[tuple[str, int]] = field(default_factory=Counter)
    _router: Router = field(default_factory=Router)
    _recorded: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Fill the table of routes."""
        for part in (rest_channels, rest_guilds, rest_application):
            part.add_to(self._router)

    def routes(self) -> list[str]:
        """Return all routes."""
        return self._router.routes()

    async def serve(self, raw: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        path = raw.raw_path.partition("?")[0].removeprefix(PREFIX)
        found = self._router.find(raw.method, path)
        if found is None:
            return _written(404, {"message": "404: Not Found", "code": 0}, {})
        template, params, handler = found
        params = {key: unquote(value) for key, value in params.items()}
        body, files = await _read(raw)
        request = Request(
            method=raw.method,
            path=path,
            route=f"{raw.method} {template}",
            params=params,
            query=dict(raw.query),
            json=body,
            files=files,
            reason=unquote(raw.headers["X-Audit-Log-Reason"]) if "X-Audit-Log-Reason" in raw.headers else None,
        )
        if not path.startswith(WITHOUT_TOKEN) and raw.headers.get("Authorization") != f"Bot {self.token}":
            return self._answer(request, (401, {"message": "401: Unauthorized", "code": 0}), {})
        fault = self.faults.meet(request.route, path)
        if fault is not None and fault.kind is Kind.HOLD:
            fault.reached.set()
            await fault.released.wait()
            fault = None
        return self._judge(raw, request, handler, fault)

    async def until_recorded(self, route: str, number: int, *, seconds: float = PATIENCE) -> None:
        """Wait until a route has answered so often."""
        async with asyncio.timeout(seconds):
            while sum(times for (one, _), times in self.counts.items() if one == route) < number:
                self._recorded.clear()
                await self._recorded.wait()

    def _judge(
        self, raw: web.BaseRequest, request: Request, handler: Handler, fault: Fault | None
    ) -> web.StreamResponse:
        """Let faults and limits have their say before the handler."""
        if fault is not None and fault.kind is Kind.LIMIT:
            verdict = refused(fault.retry_after, scope=fault.scope)
            headers = verdict.headers if fault.via else {k: v for k, v in verdict.headers.items() if k != "Via"}
            return self._answer(request, (429, verdict.body), headers)
        if fault is not None and fault.kind is Kind.DROP_BEFORE:
            return self._cut(raw, request)
        if fault is not None and fault.kind is Kind.STATUS:
            return self._answer(request, (fault.status, _broken(fault.status)), {})
        verdict = self._limit(request)
        if verdict.retry_after is not None:
            return self._answer(request, (429, verdict.body), verdict.headers)
        answer = self._handle(request, handler, fault)
        if fault is not None and fault.kind is Kind.DROP_AFTER:
            return self._cut(raw, request)
        if fault is not None and fault.kind is Kind.STATUS_AFTER:
            return self._answer(request, (fault.status, _broken(fault.status)), {})
        return self._answer(request, answer, verdict.headers)

    def _handle(self, request: Request, handler: Handler, fault: Fault | None) -> Answer:
        try:
            if fault is not None and fault.kind is Kind.REFUSAL:
                raise RefusalError(fault.code)
            self.api.world.catch_up()
            return handler(self.api, request)
        except RefusalError as refusal:
            return refusal.status, refusal.body()

    def _limit(self, request: Request) -> Verdict:
        major = next((request.params[it] for it in MAJOR if it in request.params), "")
        is_callback = request.path.startswith(OUTSIDE_GLOBAL_LIMIT)
        return self.limits.take(request.route, major, is_callback=is_callback)

    def _answer(self, request: Request, answer: Answer, headers: dict[str, str]) -> web.Response:
        status, body = answer
        response = _written(status, body, headers)
        # What was sent is read back, since the lists of the world live on.
        self._record(request, status, response.body)
        return response

    def _cut(self, raw: web.BaseRequest, request: Request) -> web.Response:
        self._record(request, 0, None)
        if raw.transport is not None:
            raw.transport.abort()
        return web.Response()

    def _record(self, request: Request, status: int, sent: object) -> None:
        self.counts[request.route, status] += 1
        self._recorded.set()
        if self.keeps_records:
            self.records.append(
                Recorded(
                    method=request.method,
                    path=request.path,
                    route=request.route,
                    query=request.query,
                    json=request.json,
                    files=tuple(request.files),
                    reason=request.reason,
                    status=status,
                    answer=json.loads(sent) if isinstance(sent, bytes) and sent else None,
                    at=time.monotonic(),
                )
            )


def _written(status: int, body: object, headers: dict[str, str]) -> web.Response:
    """Return an answer whose type is exactly what discord.py looks for."""
    if body is None:
        return web.Response(status=status, headers=headers)
    told = headers | {"Content-Type": "application/json"}
    return web.Response(status=status, body=json.dumps(body).encode(), headers=told)


def _broken(status: int) -> object:
    return {"message": f"{status}: broken on purpose", "code": 0}


async def _read(raw: web.BaseRequest) -> tuple[object, dict[str, bytes]]:
    """Return the JSON and the files of a body, be it plain or multipart."""
    if raw.content_type != "multipart/form-data":
        text = await raw.read()
        try:
            return (json.loads(text) if text else None), {}
        except ValueError:
            return None, {}
    form = await raw.post()
    files = {it.filename: it.file.read() for it in form.values() if isinstance(it, web.FileField)}
    payload = form.get("payload_json")
    return (json.loads(payload) if isinstance(payload, str) else {}), files
