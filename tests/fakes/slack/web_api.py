"""The Web API: who asks, faults, limits, scopes, the method's handler, and a record of every call."""

import base64
import json
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from aiohttp import web

from tests.fakes.slack.calls import Call, Method
from tests.fakes.slack.faults import Fault, Faults, Kind
from tests.fakes.slack.limits import Limits
from tests.fakes.slack.model import Installation
from tests.fakes.slack.refusals import JSON, RefusalError, invalid
from tests.fakes.slack.world import World

PREFIX = "/api/"
ANSWER = "response_url"
SCOPES = "X-OAuth-Scopes"
"""The header from which libraries read a token's scopes (``WebAPICallResult.scopes`` of node-slack-sdk)."""
PLACES = ("channel", "user", "users", "user_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A call that came, and what was answered (``status`` 0 where the connection was cut)."""

    method: str
    verb: str
    args: JSON
    team: str
    status: int
    answer: JSON
    at: float


class WebApi:
    """Answers calls; ``records`` are kept unless ``keeps_records`` is off (then only ``counts`` are)."""

    def __init__(self, world: World, limits: Limits, faults: Faults, *, keeps_records: bool) -> None:
        """Begin with no methods."""
        self.methods: dict[str, Method] = {}
        self.records: deque[Recorded] = deque()
        self.counts: Counter[tuple[str, str]] = Counter()
        self.keeps_records = keeps_records
        self._world = world
        self._limits = limits
        self._faults = faults

    def add(self, methods: list[Method]) -> None:
        """Serve these methods too."""
        self.methods |= {one.name: one for one in methods}

    async def serve(self, raw: web.BaseRequest) -> web.StreamResponse:
        """Answer one call; every answer names the scopes of the token that asked."""
        name = raw.path.removeprefix(PREFIX)
        args = await read(raw)
        token = _token(raw, args)
        installation = next((one for one in self._world.installations if one.token == token), None)
        answer = await self._answered(raw, name, args, token, installation)
        if installation is not None:
            answer.headers[SCOPES] = ",".join(installation.scopes)
        return answer

    async def _answered(
        self, raw: web.BaseRequest, name: str, args: JSON, token: str, installation: Installation | None
    ) -> web.StreamResponse:
        team = installation.team.id if installation else ""
        fault = await self._meet(name, args)
        if fault is not None and fault.kind is Kind.DROP_BEFORE:
            return self._cut(raw, name, args, team)
        if fault is not None and fault.kind is Kind.LIMIT:
            return self._limited(raw, name, args, team, fault.retry_after)
        if fault is not None and fault.kind is Kind.STATUS:
            return self._answer(raw, name, args, team, fault.status, _broken(fault))
        answer = self._handle(raw, name, args, token, installation, fault)
        if isinstance(answer, int):
            return self._limited(raw, name, args, team, answer)
        if fault is not None and fault.kind is Kind.DROP_AFTER:
            return self._cut(raw, name, args, team)
        if fault is not None and fault.kind is Kind.STATUS_AFTER:
            return self._answer(raw, name, args, team, fault.status, _broken(fault))
        return self._answer(raw, name, args, team, 200, answer)

    async def serve_answer(self, raw: web.BaseRequest, take: Callable[[str, JSON], None]) -> web.StreamResponse:
        """Take an answer at an act's own address; it is recorded as a call of ``response_url``."""
        args = await read(raw)
        fault = await self._meet(ANSWER, args)
        if fault is not None and fault.kind is Kind.DROP_BEFORE:
            return self._cut(raw, ANSWER, args, "")
        if fault is not None and fault.kind is Kind.LIMIT:
            return self._limited(raw, ANSWER, args, "", fault.retry_after)
        if fault is not None and fault.kind is Kind.STATUS:
            return self._answer(raw, ANSWER, args, "", fault.status, _broken(fault))
        try:
            take(raw.path.rpartition("/")[2], args)
        except RefusalError as refusal:
            return self._answer(raw, ANSWER, args, "", 404, refusal.body())
        if fault is not None and fault.kind is Kind.DROP_AFTER:
            return self._cut(raw, ANSWER, args, "")
        return self._answer(raw, ANSWER, args, "", 200, {"ok": True})

    async def _meet(self, name: str, args: JSON) -> Fault | None:
        places = {part for key in PLACES for part in str(args.get(key, "")).split(",")}
        fault = self._faults.meet(name, places)
        if fault is None or fault.kind is not Kind.HOLD:
            return fault
        fault.reached.set()
        await fault.released.wait()
        return None

    def _handle(
        self,
        raw: web.BaseRequest,
        name: str,
        args: JSON,
        token: str,
        installation: Installation | None,
        fault: Fault | None,
    ) -> JSON | int:
        """Return the answer, or after how many seconds to try again."""
        method = self.methods.get(name)
        try:
            if method is None:
                raise RefusalError("unknown_method", req_method=name)
            if fault is not None and fault.kind is Kind.REFUSAL:
                raise RefusalError(fault.error)
            call = Call(
                world=self._world,
                method=name,
                args=args,
                installation=installation,
                token=token,
                credentials=_credentials(raw),
            )
            if method.needs_token:
                self._check_token(token, installation)
                wait = self._limits.take(name, method.tier, call.grant.team.id, call.text("channel"))
                if wait is not None:
                    return wait
                self._check_scopes(method, call)
            missing = [one for one in method.required if one not in args]
            if missing:
                raise invalid(*(f"missing required field: {one}" for one in missing))
            return {"ok": True} | method.handler(call)
        except RefusalError as refusal:
            return refusal.body()

    def _check_token(self, token: str, installation: Installation | None) -> None:
        if not token:
            raise RefusalError("not_authed")
        if installation is None:
            raise RefusalError("invalid_auth")
        if installation.error:
            raise RefusalError(installation.error)
        if installation.expires_at is not None and installation.expires_at <= self._world.clock.now():
            raise RefusalError("token_expired")

    def _check_scopes(self, method: Method, call: Call) -> None:
        wanted = method.scopes(call)
        if wanted and not set(wanted) & set(call.grant.scopes):
            raise RefusalError("missing_scope", needed=",".join(wanted), provided=",".join(call.grant.scopes))

    def _limited(self, raw: web.BaseRequest, name: str, args: JSON, team: str, seconds: int) -> web.Response:
        answer = self._answer(raw, name, args, team, 429, {"ok": False, "error": "ratelimited"})
        answer.headers["Retry-After"] = str(seconds)
        return answer

    def _answer(self, raw: web.BaseRequest, name: str, args: JSON, team: str, status: int, body: JSON) -> web.Response:
        # What is sent is read back for the record, since the lists of the world live on.
        text = json.dumps(body)
        self._record(raw, name, args, team, status, text)
        return web.Response(status=status, text=text, content_type="application/json")

    def _cut(self, raw: web.BaseRequest, name: str, args: JSON, team: str) -> web.Response:
        self._record(raw, name, args, team, 0, "{}")
        if raw.transport is not None:
            raw.transport.abort()
        return web.Response()

    def _record(self, raw: web.BaseRequest, name: str, args: JSON, team: str, status: int, text: str) -> None:
        answer = json.loads(text)
        self.counts[name, "cut" if status == 0 else answer.get("error", "ok")] += 1
        if self.keeps_records:
            self.records.append(
                Recorded(
                    method=name,
                    verb=raw.method,
                    args=args,
                    team=team,
                    status=status,
                    answer=answer,
                    at=time.monotonic(),
                )
            )
        self._world.bell.ring()


async def read(raw: web.BaseRequest) -> JSON:
    """Return the arguments, be they in the address, in a form or in JSON."""
    found: JSON = dict(raw.query)
    if raw.content_type == "multipart/form-data":
        return found | {key: value for key, value in (await raw.post()).items() if isinstance(value, str)}
    body = await raw.read()
    if raw.content_type == "application/json":
        try:
            told = json.loads(body) if body else {}
        except ValueError:
            told = {}
        return found | (told if isinstance(told, dict) else {})
    return found | dict(parse_qsl(body.decode(), keep_blank_values=True))


def _token(raw: web.BaseRequest, args: JSON) -> str:
    """Return the token, which comes in a header or, with older libraries, among the arguments."""
    kind, _, written = raw.headers.get("Authorization", "").partition(" ")
    return written if kind == "Bearer" else str(args.get("token", ""))


def _credentials(raw: web.BaseRequest) -> tuple[str, str]:
    """Return the app's name and secret where they come as basic authentication."""
    kind, _, written = raw.headers.get("Authorization", "").partition(" ")
    if kind != "Basic":
        return "", ""
    name, _, secret = base64.b64decode(written).decode().partition(":")
    return name, secret


def _broken(fault: Fault) -> JSON:
    return {"ok": False, "error": "internal_error", "status": fault.status}
