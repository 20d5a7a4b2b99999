"""The unmodified ``circles-bot run`` for whoever installs it: over signed HTTP, with the app's own id and secrets."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import aiohttp
import pytest

from circles_bot.ports.identities import Identities
from circles_bot.secret_key import load_secret_key
from circles_slack.settings import EVENTS, EVENTS_PATH
from tests.adapters.slack.test_chaos import kept, toggle, wished
from tests.adapters.slack.test_many_workspaces import two_workspaces
from tests.fakes.discord.clock import RunningClock
from tests.fakes.slack import FakeSlack, Person
from tests.fakes.slack.acts import COMMAND, Act
from tests.fakes.slack.model import App, Message, Team
from tests.journeys.acts import STARTERS

REAL_SECONDS_TO_WAIT = 60.0
STOP_SECONDS = 10.0
ACTS, REACTORS, TYPISTS = 1_000, 30, 40
REPEATED = 0.2
"""How many of the acts are told a second time, at the same moment as the first."""
AT_ONCE = 50
"""After so many acts the last but one has to be acknowledged."""
KILLED_AT, STARTED_AT = 500, 550
"""Before which acts the process is killed, and started again."""
RETRY_DELAYS = (0.0, 0.5)
"""Shorter than a start: what is lost then has to be read from the board."""
SEED = 20_261_130


@dataclass(slots=True, kw_only=True)
class HostedProcess:
    """The process, what it has logged, and the fake Slack from which two workspaces install it."""

    file: Path
    fake: FakeSlack
    port: int
    log: list[dict[str, object]] = field(default_factory=list)
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    process: asyncio.subprocess.Process = field(init=False)
    reading: asyncio.Task[None] = field(init=False)

    @property
    def home(self) -> str:
        """Return the address at which it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start ``circles-bot run`` in the database's folder, and wait until it listens."""
        app = self.fake.app
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CIRCLES_")}
        environment |= {
            "CIRCLES_DATABASE_URL": f"sqlite:///{self.file}",
            "CIRCLES_SLACK_SIGNING_SECRET": app.signing_secret,
            "CIRCLES_SLACK_CLIENT_ID": app.client_id,
            "CIRCLES_SLACK_CLIENT_SECRET": app.client_secret,
            "CIRCLES_SLACK_API_URL": self.fake.api_url,
            "CIRCLES_WEB_PORT": str(self.port),
        }
        self.connected.clear()
        self.process = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).with_name("circles-bot")),
            "run",
            cwd=self.file.parent,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self.reading = asyncio.create_task(self._keep_log())
        async with asyncio.timeout(REAL_SECONDS_TO_WAIT):
            await self.connected.wait()

    async def _keep_log(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.log.append(json.loads(line))
            if self.log[-1]["event"] == "connected":
                self.connected.set()

    async def end(self, how: signal.Signals) -> int:
        """End it, and return its code."""
        self.process.send_signal(how)
        async with asyncio.timeout(STOP_SECONDS):
            await self.reading
            return await self.process.wait()

    async def install(self, who: Person) -> None:
        """Let somebody install the bot with a browser, by bolt's own pages."""
        async with aiohttp.ClientSession() as browser:
            async with browser.get(f"{self.home}/slack/install", allow_redirects=False) as page:
                back = self.fake.oauth.approve(page.headers["Location"], who.user)
                cookie = {"Cookie": page.headers["Set-Cookie"].partition(";")[0]}  # it is for https alone
            async with browser.get(f"{self.home}/slack/oauth_redirect?{urlsplit(back).query}", headers=cookie) as page:
                assert page.status == 200, await page.text()

    async def set_up(self, steward: Person) -> Message:
        """Let a steward send the form as it stands, and return the board that comes of it."""
        await steward.command("/steward setup")
        await self.fake.until(lambda: steward.modal is not None, seconds=REAL_SECONDS_TO_WAIT)
        assert steward.modal is not None
        sent = await steward.submit(steward.modal).answered()
        assert not sent.failed, sent.failed
        await self.fake.until(lambda: any(boards_in(self.fake, steward.team)), seconds=REAL_SECONDS_TO_WAIT)
        return next(boards_in(self.fake, steward.team))


def crowd(fake: FakeSlack, team: Team, count: int) -> list[Person]:
    """Let so many people be in a workspace."""
    return [fake.person(f"Somebody {number} of {count}", team) for number in range(count)]


def boards_in(fake: FakeSlack, team: Team) -> Iterator[Message]:
    """Yield a workspace's board, once all its signs are set under it."""
    for channel in fake.world.channels.values():
        if channel.team is team and channel.kind == "public":
            yield from (one for one in channel.messages.values() if len(one.reactions) == len(STARTERS))


async def again(fake: FakeSlack, act: Act) -> None:
    """Tell a command a second time."""
    await fake.delivery.send(COMMAND, act.payload)


def said_in(fake: FakeSlack, team: Team, acts: Iterable[Act]) -> Iterator[str]:
    """Yield what the bot said in a workspace: every call with its arguments, and every acknowledgement."""
    yield from (json.dumps(call.args, ensure_ascii=False) for call in fake.calls() if call.team == team.id)
    yield from (json.dumps(act.ack.body, ensure_ascii=False) for act in acts if act.ack and act.user.team is team)


def words_of(fake: FakeSlack, team: Team, keys: Identities) -> set[str]:
    """Return what nobody elsewhere may read: Slack's ids of a workspace, and ours."""
    community = keys.community(team.id)
    places = {one.id for one in fake.world.channels.values() if one.team is team}
    return {team.id, community, *places, *team.users, *(keys.member(community, one) for one in team.users)}


@pytest.fixture
async def hosted(tmp_path: Path) -> AsyncIterator[HostedProcess]:
    """Run the bot where nobody has installed it yet, and end its process whatever happens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = App(commands=("/circles", "/steward"), events=tuple(EVENTS))
    async with FakeSlack(RunningClock(), app=app, retry_delays=RETRY_DELAYS) as fake:
        opened = HostedProcess(file=tmp_path / "circles.db", fake=fake, port=port)
        fake.send_to(f"{opened.home}{EVENTS_PATH}")
        await opened.start()
        yield opened
        if opened.process.returncode is None:
            await opened.end(signal.SIGKILL)


async def test_two_workspaces_at_once_over_a_kill(hosted: HostedProcess) -> None:
    """What was acknowledged is in force there, once, though a fifth is told twice; neither hears of the other."""
    fake, dice = hosted.fake, Random(SEED)
    stewards = two_workspaces(fake)
    for steward in stewards:
        await hosted.install(steward)
    boards = [await hosted.set_up(steward) for steward in stewards]
    reactors, typists = ([crowd(fake, one.team, count) for one in stewards] for count in (REACTORS, TYPISTS))
    sent: list[tuple[Person, str, Act]] = []
    for number in range(ACTS):
        if number == KILLED_AT:  # while the last of them are on their way; the next ones find nobody
            await hosted.end(signal.SIGKILL)
        elif number == STARTED_AT:
            await hosted.start()
        here, is_told_twice = number % 2, dice.random() < REPEATED
        if dice.random() < 0.5:
            toggle(dice.choice(reactors[here]), boards[here], dice.choice(list(boards[here].reactions)))
            if is_told_twice:
                fake.delivery.begin(fake.delivery.deliver(fake.delivery.sent[-1]))
        else:
            who, interest = dice.choice(typists[here]), dice.choice(STARTERS)
            sent.append((who, interest, who.slash(f"circles join {interest}")))
            if is_told_twice:
                fake.delivery.begin(again(fake, sent[-1][2]))
        if number % AT_ONCE == AT_ONCE - 1:
            await sent[-2][2].answered()
    await fake.idle()

    keys = Identities(platform="slack", key=load_secret_key(f"sqlite:///{hosted.file}"))
    expected: dict[tuple[str, str], int] = {}
    maybe: set[tuple[str, str]] = set()
    for board in boards:
        mine = [(who, interest, act.ack) for who, interest, act in sent if who.team is board.channel.team]
        answered = [(who, interest) for who, interest, ack in mine if ack is not None and ack.body]
        unsure = [(who, interest) for who, interest, ack in mine if ack is None or not ack.body]
        assert len(answered) > len(mine) / 2
        assert unsure
        expected |= dict.fromkeys(wished(board.channel.team, keys, board, answered), 1)
        maybe |= wished(board.channel.team, keys, board, unsure).keys()
    maybe -= expected.keys()
    async with asyncio.timeout(REAL_SECONDS_TO_WAIT):  # the boards are read beside the answers
        while {one: n for one, n in kept(hosted.file).items() if one not in maybe} != expected:
            await stewards[0].command("/circles help")
    teams = [steward.team for steward in stewards]
    for one, other in (teams, teams[::-1]):
        said, words = list(said_in(fake, one, [act for _, _, act in sent])), words_of(fake, other, keys)
        assert len(said) > ACTS / 5
        assert [(word, text) for text in said for word in words if word in text] == []

    assert await hosted.end(signal.SIGTERM) == 0
    assert {entry["level"] for entry in hosted.log} <= {"info", "warning"}, hosted.log
    installs = 2
    assert len(fake.calls("oauth.v2.access")) == installs
    assert fake.removals() == 0
