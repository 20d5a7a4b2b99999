"""The page's server, on this computer only.

::

    GET  /                     the page, with this start's token in it
    GET  /static/…             its scripts, styles and words
    GET  /api/view             ?person=U1&place=C3: all that this person sees, one place open
    GET  /api/decisions        ?after=7: what the engine decided since, and why
    GET  /api/suggest          ?person=U1&option=interest&typed=ba: what may complete a command's option
    GET  /api/changes          server-sent events: something changed, ask for the view again
    POST /api/acts             {"person", "kind", …}: what somebody does (``acts.py`` has the kinds)
    POST /api/clock            {"by": "hour" | "day" | "week"}: time passes; answers what happened in between
    POST /api/tour             {"person", "step"}: the other people of the tour act, or time passes for it

Another page in the same browser must not drive this one: every call needs the token that only the page itself was
given, the Host must be ours (a name that was made to point here is not), a foreign Origin is refused, and no answer may
be framed or read from elsewhere. A refusal is ``{"error": name}``; the page has a kind sentence for each name.
"""

import asyncio
import contextlib
import errno
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path

from aiohttp import web

from circles_bot.engine.errors import CirclesError, ConfigError
from circles_bot.ports.adapters import Passage
from circles_bot.ports.clock import Clock
from circles_bot.words.catalog import shipped_catalog
from circles_sandbox import acts
from circles_sandbox.client import SandboxClient
from circles_sandbox.errors import UnusableError, WorkspaceError
from circles_sandbox.ledger import Ledger
from circles_sandbox.settings import SandboxSettings
from circles_sandbox.tour import Tour
from circles_sandbox.views import view_decision, view_passage, view_workspace

STATIC = Path(__file__).parent / "static"
TOKEN_HEADER = "X-Sandbox-Token"  # noqa: S105 - the header's name, not a token
BODY_LIMIT_BYTES = 32 * 1024
CHANGES_PAUSE_SECONDS = 0.1
CHANGES_POLL_SECONDS = 1.0
STOP_SECONDS = 2.0

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

PUSHES: Mapping[str, timedelta] = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class SandboxServer:
    """Serves the page and what it asks for."""

    def __init__(
        self, client: SandboxClient, *, settings: SandboxSettings, clock: Clock, passage: Passage, ledger: Ledger
    ) -> None:
        """Prepare; nothing listens before :meth:`start`."""
        self._client = client
        self._workspace = client.workspace
        self._settings = settings
        self._clock = clock
        self._passage = passage
        self._ledger = ledger
        self._tour = Tour(client, passage, clock)
        self._token = secrets.token_urlsafe(24)
        self._time_passes = asyncio.Lock()
        self._waiting: set[asyncio.Event] = set()
        self._is_closing = False
        self._runner: web.AppRunner | None = None
        self._port = settings.port
        self._workspace.listen(self.wake)

    @property
    def address(self) -> str:
        """Where the page is."""
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        return f"http://{host}:{self._port}/"

    def wake(self) -> None:
        """Tell the open pages that something changed."""
        for waiting in self._waiting:
            waiting.set()

    def renew_token(self) -> None:
        """Let the pages that are open be strangers, as after a restart."""
        self._token = secrets.token_urlsafe(24)

    async def start(self) -> None:
        """Listen; raise ConfigError when the port is taken."""
        self._runner = web.AppRunner(self.make_app(), access_log=None, shutdown_timeout=STOP_SECONDS)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._settings.host, self._settings.port)
        try:
            await site.start()
        except OSError as error:
            await self._runner.cleanup()
            raise ConfigError(_port_mend(self._settings, error)) from error
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Let go of the open pages and the port."""
        self._is_closing = True
        self.wake()
        if self._runner is not None:
            await self._runner.cleanup()

    def make_app(self) -> web.Application:
        """Return the application with its routes and its guards."""
        app = web.Application(client_max_size=BODY_LIMIT_BYTES, middlewares=[self._guard])
        app.add_routes(
            [
                web.get("/", self._page),
                web.get("/api/view", self._view),
                web.get("/api/decisions", self._decisions),
                web.get("/api/suggest", self._suggest),
                web.get("/api/changes", self._changes),
                web.post("/api/acts", self._act),
                web.post("/api/clock", self._push),
                web.post("/api/tour", self._act_for_tour),
                web.static("/static", STATIC),
            ]
        )
        return app

    # --- guards -------------------------------------------------------------------------------------------------

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse what another page could have sent; turn every failure into a name the page has words for."""
        try:
            response = await self._answer(request, handler)
        except web.HTTPException as error:
            response = _refusal(_NAMES.get(error.status, "something-failed"), error.status)
        except WorkspaceError as error:
            response = _refusal(error.words, 409)
        except CirclesError:
            response = _refusal("something-failed", 503)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.host not in self._hosts():
            return _refusal("elsewhere", 421)
        origin = request.headers.get("Origin")
        if origin is not None and origin not in {f"http://{host}" for host in self._hosts()}:
            return _refusal("elsewhere", 403)
        if request.path.startswith("/api/") and not self._has_token(request):
            return _refusal("restarted", 403)
        return await handler(request)

    def _hosts(self) -> frozenset[str]:
        names = {self._settings.host, "127.0.0.1", "localhost", "[::1]"}
        return frozenset(f"{name}:{self._port}" for name in names)

    def _has_token(self, request: web.Request) -> bool:
        # server-sent events cannot carry a header, so that one call has it in its address
        given = request.headers.get(TOKEN_HEADER) or request.query.get("token", "")
        return secrets.compare_digest(given.encode(), self._token.encode())

    # --- answers ------------------------------------------------------------------------------------------------

    async def _page(self, _request: web.Request) -> web.Response:
        page = (STATIC / "index.html").read_text(encoding="utf-8").replace("{{token}}", self._token)
        return web.Response(text=page, content_type="text/html")

    async def _view(self, request: web.Request) -> web.Response:
        asked = request.query.get("person") or self._workspace.first_people(1)[0].id
        person = self._workspace.person(asked)
        view = view_workspace(
            self._workspace,
            person,
            request.query.get("place"),
            now=self._clock.now(),
            catalog=shipped_catalog(),
            tour=self._tour.facts(person.id),
            latest_decision=self._ledger.latest,
        )
        return web.json_response(view)

    async def _decisions(self, request: web.Request) -> web.Response:
        after = request.query.get("after", "0")
        if not after.isdecimal():
            raise UnusableError
        return web.json_response([view_decision(entry) for entry in self._ledger.after(int(after))])

    async def _suggest(self, request: web.Request) -> web.Response:
        person = self._workspace.person(request.query.get("person", "")).id
        option, typed = request.query.get("option", ""), request.query.get("typed", "")
        found = await self._client.suggest(person, option, typed)
        return web.json_response([{"value": one.value, "label": one.label} for one in found])

    async def _changes(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        woken = asyncio.Event()
        self._waiting.add(woken)
        told: tuple[int, int] | None = None
        try:
            while not self._is_closing:
                state = (self._workspace.version, self._ledger.latest)
                if woken.is_set() or state != told:
                    woken.clear()
                    told = state
                    await response.write(f"data: {state[0]}\n\n".encode())
                await _wait(woken, CHANGES_POLL_SECONDS)
                await asyncio.sleep(CHANGES_PAUSE_SECONDS)
        except ConnectionError:
            pass  # the page was closed
        finally:
            self._waiting.discard(woken)
        return response

    async def _act(self, request: web.Request) -> web.Response:
        answer = await acts.perform(self._client, await _payload(request))
        if answer is None:
            return web.json_response({})
        if isinstance(answer, dict):
            return web.json_response({"form": answer})
        return web.json_response({"message": answer.id, "place": answer.place})

    async def _push(self, request: web.Request) -> web.Response:
        by = PUSHES.get(acts.read_word(await _payload(request), "by"))
        if by is None:
            raise UnusableError
        return await self._let_time_pass(lambda: self._passage.advance(self._clock.now() + by))

    async def _act_for_tour(self, request: web.Request) -> web.Response:
        payload = await _payload(request)
        person = self._workspace.person(acts.read_person(payload)).id
        steps: Mapping[str, Callable[[str], Awaitable[None]]] = {
            "others-join": self._tour.let_others_join,
            "wait-for-invitation": self._tour.wait_for_invitation,
            "others-answer": self._tour.let_others_answer,
            "others-tap": self._tour.let_others_tap,
            "wait-for-check-in": self._tour.wait_for_check_in,
        }
        step = steps.get(acts.read_word(payload, "step"))
        if step is None:
            raise UnusableError
        return await self._let_time_pass(lambda: step(person))

    async def _let_time_pass(self, passing: Callable[[], Awaitable[None]]) -> web.Response:
        """Let time pass, one push after another, and tell in short what was decided meanwhile."""
        async with self._time_passes:
            began, before = self._clock.now(), self._ledger.latest
            await passing()
            decided = self._ledger.after(before)
        self.wake()
        return web.json_response(view_passage(began, self._clock.now(), decided))


_NAMES: Mapping[int, str] = {404: "not-found", 405: "not-found", 413: "too-long"}


def _refusal(name: str, status: int) -> web.Response:
    return web.json_response({"error": name}, status=status)


async def _payload(request: web.Request) -> acts.Payload:
    if request.content_type != "application/json":
        raise UnusableError
    try:
        found = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnusableError from error
    if not isinstance(found, dict):
        raise UnusableError
    return found


async def _wait(woken: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(woken.wait(), timeout=seconds)


def _port_mend(settings: SandboxSettings, error: OSError) -> str:
    where = f"port {settings.port} on {settings.host}"
    if error.errno == errno.EADDRINUSE:
        mend = "stop what uses it, or choose another with --port or CIRCLES_WEB_PORT."
        return f"The sandbox cannot start: {where} is in use; {mend}"
    return f"The sandbox cannot listen on {where} ({error.strerror}): choose another with --port or CIRCLES_WEB_PORT."
