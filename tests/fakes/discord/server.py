"""The fake as a whole: one port for the HTTP API, the gateway and the controls.

    async with FakeDiscord(clock=clock) as fake:
        guild = fake.world.add_guild("Readers")
        ana = fake.person("Ana", guild)

Point a client at ``fake.api_url`` and ``fake.gateway_url``, with ``fake.token``.
"""

import asyncio
from types import TracebackType
from typing import Any

from aiohttp import web

from tests.fakes.discord.faults import Faults
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.interactions import Interactions
from tests.fakes.discord.limits import Limits
from tests.fakes.discord.model import Guild, Role
from tests.fakes.discord.people import Person
from tests.fakes.discord.rest import PREFIX, Recorded, Rest
from tests.fakes.discord.routes import Api
from tests.fakes.discord.world import Clock, World

TOKEN = "fake.discord.token"
MAX_BODY = 30 * 1024 * 1024


class FakeDiscord:
    """A Discord on loopback.

    ``speed`` shortens the rate limits' windows (1 is as slow as Discord). ``keeps_records`` off saves memory in a load.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        token: str = TOKEN,
        speed: float = 100.0,
        keeps_records: bool = True,
        heartbeat_seconds: float = 41.25,
    ) -> None:
        """Make it; nothing listens before ``start``."""
        self.token = token
        self.world = World(clock)
        self.interactions = Interactions(self.world)
        self.limits = Limits(now=lambda: asyncio.get_running_loop().time(), speed=speed)
        self.faults = Faults()
        self.gateway = Gateway(self.world, token=token, heartbeat_seconds=heartbeat_seconds)
        api = Api(
            world=self.world,
            interactions=self.interactions,
            gateway_url=lambda: self.gateway_url,
            shards=lambda: (self.gateway.shards, self.gateway.max_concurrency, self.gateway.remaining),
        )
        self.rest = Rest(api=api, limits=self.limits, faults=self.faults, token=token, keeps_records=keeps_records)
        self.address = ""
        self.people: dict[str, Person] = {}
        self._runner: web.ServerRunner | None = None

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> None:
        """Listen; port 0 takes a free one."""
        from tests.fakes.discord.control import Control  # which drives the whole

        self._control = Control(self)
        self._runner = web.ServerRunner(web.Server(self._serve, request_factory=_request), access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port, backlog=1024)
        await site.start()
        bound = self._runner.addresses[0]
        self.address = f"{bound[0]}:{bound[1]}"
        self.gateway.url = self.gateway_url

    async def stop(self) -> None:
        """Stop listening and cut everybody off."""
        self.faults.clear()
        await self.gateway.close_all()
        if self._runner is not None:
            await self._runner.cleanup()
        self._runner = None

    async def __aenter__(self) -> "FakeDiscord":
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def api_url(self) -> str:
        """Return the address of the HTTP API."""
        return f"http://{self.address}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        """Return the address of the gateway."""
        return f"ws://{self.address}/gw/"

    @property
    def control_url(self) -> str:
        """Return the address of the controls."""
        return f"http://{self.address}/_fake"

    def person(self, name: str, guild: Guild, *, roles: tuple[Role, ...] = (), locale: str = "en-US") -> Person:
        """Let somebody new join a guild, and return who acts as them."""
        user = self.world.add_user(name, locale=locale)
        self.world.add_member(guild, user, roles=roles)
        return self.acting_as(Person(self.world, self.interactions, user, guild))

    def acting_as(self, person: Person) -> Person:
        """Remember somebody by their name."""
        self.people[person.user.name] = person
        return person

    def calls(self, route: str = "", *, path: str = "") -> list[Recorded]:
        """Return the recorded requests to a route such as ``POST /channels/{channel_id}/messages``, oldest first."""
        return [it for it in self.rest.records if route in ("", it.route) and path in it.path]

    def removals(self) -> int:
        """Return how often the bot took somebody out of a thread."""
        return sum(number for (route, _), number in self.rest.counts.items() if route == REMOVE_MEMBER)

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path.startswith(PREFIX):
            return await self.rest.serve(request)
        if request.path.startswith("/gw"):
            return await self.gateway.serve(request)
        return await self._control.serve(request)


def _request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
    """Make a request as aiohttp does, but of a size that files fit into."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=MAX_BODY)


REMOVE_MEMBER = "DELETE /channels/{channel_id}/thread-members/{user_id}"
