"""The fake as a whole: one port for the Web API, the sockets, the answers to acts, and the controls.

    async with FakeSlack(clock) as fake:
        team = fake.world.add_team("Readers")
        ana = fake.person("Ana", team)

Point a client at ``fake.api_url`` with ``fake.token(team)`` and ``fake.app.app_token`` (a socket), or call
``fake.send_to(url)`` for signed HTTP.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TypeVar

import aiohttp
from aiohttp import web

from tests.fakes.slack import api_chat, api_conversations, api_users, api_views
from tests.fakes.slack.acts import Acts
from tests.fakes.slack.delivery import RETRY_DELAYS, Delivery
from tests.fakes.slack.faults import Faults
from tests.fakes.slack.limits import Limits
from tests.fakes.slack.model import PATIENCE, App, Team
from tests.fakes.slack.oauth import OAuth
from tests.fakes.slack.people import Person
from tests.fakes.slack.request_urls import RequestUrl
from tests.fakes.slack.sockets import Sockets
from tests.fakes.slack.triggers import Triggers
from tests.fakes.slack.web_api import PREFIX, Recorded, WebApi
from tests.fakes.slack.world import Clock, World

ANSWERS = "/answers"
Found = TypeVar("Found")


class FakeSlack:
    """A Slack on loopback.

    ``speed`` shortens the rate limits' windows (1 is as slow as Slack), ``ack_seconds`` and ``retry_delays`` are real
    seconds. Requests are signed with the seconds that ``signed_at`` gives: the real ones, by which the SDK judges,
    whatever ``clock`` says. ``keeps_records`` off saves memory in a load.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        app: App | None = None,
        speed: float = 100.0,
        ack_seconds: float = 3.0,
        retry_delays: Sequence[float] = RETRY_DELAYS,
        signed_at: Callable[[], float] = time.time,
        keeps_records: bool = True,
    ) -> None:
        """Make it; nothing listens before ``start``."""
        self.app = app or App()
        self.world = World(clock=clock, app=self.app)
        self.faults = Faults()
        self.limits = Limits(now=lambda: asyncio.get_running_loop().time(), speed=speed)
        self.delivery = Delivery(self.world, ack_seconds=ack_seconds, retry_delays=retry_delays)
        self.sockets = Sockets(self.app, self.world.bell)
        self.delivery.transport = self.sockets
        self.delivery.keeps_sent = keeps_records
        self.triggers = Triggers(clock)
        self.acts = Acts(self.world, self.delivery, self.triggers)
        self.oauth = OAuth(self.world, self.sockets.new_url)
        self.web_api = WebApi(self.world, self.limits, self.faults, keeps_records=keeps_records)
        for methods in (api_chat.methods(), api_conversations.methods(), api_users.methods(), self.oauth.methods()):
            self.web_api.add(methods)
        self.web_api.add(api_views.methods(self.triggers))
        self.address = ""
        self.people: dict[tuple[str, str], Person] = {}
        self._signed_at = signed_at
        self._runner: web.ServerRunner | None = None
        self._session: aiohttp.ClientSession | None = None

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> None:
        """Listen; port 0 takes a free one."""
        from tests.fakes.slack.control import Control  # which drives the whole

        self._control = Control(self)
        self._runner = web.ServerRunner(web.Server(self._serve), access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port, backlog=1024).start()
        bound = self._runner.addresses[0]
        self.address = f"{bound[0]}:{bound[1]}"
        self.sockets.url = f"ws://{self.address}/link/"
        self.acts.address = f"http://{self.address}{ANSWERS}"
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def stop(self) -> None:
        """Stop listening and cut everybody off."""
        self.faults.clear()
        await self.delivery.stop()
        await self.sockets.close_all()
        if self._session is not None:
            await self._session.close()
        if self._runner is not None:
            await self._runner.cleanup()
        self._runner = self._session = None

    async def __aenter__(self) -> "FakeSlack":
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def api_url(self) -> str:
        """Return the address of the Web API, as the SDK's ``base_url`` wants it."""
        return f"http://{self.address}{PREFIX}"

    def token(self, team: Team) -> str:
        """Return the bot's token in a workspace."""
        return self.world.installation_of(team).token

    def send_to(self, url: str) -> RequestUrl:
        """Tell the app everything over signed HTTP at ``url`` from now on."""
        assert self._session is not None, "start it first"
        made = RequestUrl(url, self.app, self._session, self._signed_at)
        self.delivery.transport = made
        return made

    def person(
        self,
        name: str,
        team: Team,
        *,
        tz: str = "Europe/Amsterdam",
        locale: str = "en-US",
        is_admin: bool = False,
        is_restricted: bool = False,
        is_ultra_restricted: bool = False,
        is_told: bool = False,
    ) -> Person:
        """Let somebody be in a workspace, and return who acts as them; ``is_told`` tells the app that they joined."""
        user = self.world.add_user(
            team,
            name,
            tz=tz,
            locale=locale,
            is_admin=is_admin,
            is_restricted=is_restricted,
            is_ultra_restricted=is_ultra_restricted,
            is_told=is_told,
        )
        made = self.people[team.id, name] = Person(self.world, self.acts, user)
        return made

    def calls(self, method: str = "") -> list[Recorded]:
        """Return the recorded calls of a method such as ``chat.postMessage``, oldest first."""
        return [one for one in self.web_api.records if method in ("", one.method)]

    def removals(self) -> int:
        """Return how often the bot took somebody out of a channel."""
        return sum(number for (method, _), number in self.web_api.counts.items() if method == "conversations.kick")

    async def until(self, look: Callable[[], Found], *, seconds: float = PATIENCE) -> Found:
        """Wait until ``look`` returns something true, and return it."""
        return await self.world.bell.until(look, seconds=seconds)

    async def idle(self) -> None:
        """Wait until the app has acknowledged everything that it was told."""
        await self.delivery.idle()

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path.startswith(PREFIX):
            return await self.web_api.serve(request)
        if request.path.startswith("/link"):
            return await self.sockets.serve(request)
        if request.path.startswith(ANSWERS):
            return await self.web_api.serve_answer(request, self.acts.answer)
        return await self._control.serve(request)
