"""A workspace with two people in a fake, and an app that runs there."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from aiohttp import ClientSession
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack_fake.bots import HTTP, SOCKET, Heard, running
from tests.fakes.clocks import FixedClock
from tests.fakes.slack import FakeSlack, Person
from tests.fakes.slack.model import Channel, Team

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """What most tests need at hand; the bot sits in ``board``, a public channel."""

    fake: FakeSlack
    clock: FixedClock
    team: Team
    board: Channel
    ana: Person
    ben: Person


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    """Run a fake with a workspace in it, without limits, for its clock stands still."""
    clock = FixedClock(START)
    async with FakeSlack(clock, retry_delays=(0, 0, 0), ack_seconds=30) as fake:
        fake.limits.is_on = False
        fake.app.shortcuts = {"find": "Find people to talk with"}
        team = fake.world.add_team("Readers")
        ana, ben = fake.person("Ana", team), fake.person("Ben", team)
        bot = fake.world.bot(team)
        board = fake.world.add_channel(team, "circles", creator=ana.user, members=[ben.user, bot])
        yield Town(fake=fake, clock=clock, team=team, board=board, ana=ana, ben=ben)


@pytest.fixture
async def client(town: Town) -> AsyncIterator[AsyncWebClient]:
    """Return the SDK's client with the bot's token."""
    async with ClientSession() as session:
        yield AsyncWebClient(token=town.fake.token(town.team), base_url=town.fake.api_url, session=session)


@pytest.fixture(params=[HTTP, SOCKET])
async def app(town: Town, request: pytest.FixtureRequest) -> AsyncIterator[tuple[AsyncApp, Heard]]:
    """Run an app in the town, which hears over HTTP and then over a socket."""
    async with running(town.fake, town.team, request.param) as found:
        yield found
