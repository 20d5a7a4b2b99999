"""The unmodified ``circles-bot run`` as its own process: two tokens, a database and an address are all that is set."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from circles_bot.engine.tokens import Token, make_token
from circles_slack.settings import EVENTS
from tests.fakes.discord.clock import RunningClock
from tests.fakes.slack import FakeSlack
from tests.fakes.slack.acts import Act
from tests.fakes.slack.model import App
from tests.journeys.acts import steward_sets_up
from tests.journeys.slack_town import ScopedSlack, SlackTown

REAL_SECONDS_TO_WAIT = 60.0
STOP_SECONDS = 10.0
JOINERS = ("Ana", "Ben", "Chidi", "Dewi")


class ProcessTown(SlackTown):
    """The same town, with the bot in a process of its own and the machine's clock."""

    process: asyncio.subprocess.Process

    async def settle(self) -> None:
        """Wait for nothing: the process beats by itself."""

    async def _heard_by_bot(self) -> None:
        await self.fake.idle()

    async def _keep(self, who: str, sent: Act) -> None:
        user = self.people[who].user
        before = len(user.shown)
        await sent.answered()
        assert not sent.failed, sent.failed
        await self.fake.until(lambda: sent.messages or len(user.shown) > before, seconds=REAL_SECONDS_TO_WAIT)
        self._heard[who] = sent.messages[-1] if sent.messages else user.shown[-1]

    async def _start(self) -> None:
        self.process = await start(self.fake, Path(self._url), self.fake.token(self.team))
        await self.fake.sockets.until_connected(2)

    async def _stop(self) -> None:
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOP_SECONDS):
            await self.process.wait()

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so on Slack."""
        await self.fake.until(is_so, seconds=REAL_SECONDS_TO_WAIT)


async def start(fake: FakeSlack, database: Path, token: str) -> asyncio.subprocess.Process:
    """Start ``circles-bot run`` in the database's folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CIRCLES_")}
    environment |= {
        "CIRCLES_DATABASE_URL": f"sqlite:///{database}",
        "CIRCLES_SLACK_BOT_TOKEN": token,
        "CIRCLES_SLACK_APP_TOKEN": fake.app.app_token,
        "CIRCLES_SLACK_API_URL": fake.api_url,
    }
    return await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name("circles-bot")),
        "run",
        cwd=database.parent,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    """Serve a Slack whose clock is the machine's."""
    app = App(commands=("/circles", "/steward"), events=tuple(EVENTS))
    async with ScopedSlack(RunningClock(), app=app) as served:
        yield served


async def test_from_setup_to_the_first_invitation(fake: FakeSlack, tmp_path: Path) -> None:
    """A steward sets up, people join, a round runs and asks; stopping is quick, and nothing is lost."""
    url, clock = str(tmp_path / "circles.db"), RunningClock()
    town = ProcessTown(url, fake, clock, is_on_http=False, is_aware=False)  # type: ignore[arg-type]  # only told the time
    await town._start()

    await steward_sets_up(town)  # at most one first message in three minutes: the first invitation is the first of them
    await town.command("Noor", "/steward settings")
    await town.tap("Noor", Token.SETTINGS, fields={make_token(Token.SET, "quiet_hours"): ("None",)})
    await town.tap("Noor", Token.SETTINGS_PAGE, part="1")
    await town.tap("Noor", Token.SETTINGS, fields={make_token(Token.SET, "settling"): ("at once",)})
    await town.until(lambda: any(town._boards()))
    await town.tap("Ana", Token.JOIN, "baseball")
    await town.command("Ben", "/circles join baseball")
    for who in ("Chidi", "Dewi"):
        await town.tap(who, Token.JOIN, "baseball")

    await town.until(lambda: any(town.can_tap(who, Token.ACCEPT) for who in JOINERS))
    asked = next(who for who in JOINERS if town.can_tap(who, Token.ACCEPT))
    await town.tap(asked, Token.ACCEPT)
    await town._stop()
    assert town.process.returncode == 0
    await town._start()
    await town.command(asked, "/circles mine")

    assert "baseball" in town.heard(asked)
    assert "yes" in town.heard(asked)
    assert town.removals() == 0
    await town._stop()


async def test_a_token_that_slack_does_not_know_is_told_in_a_sentence(fake: FakeSlack, tmp_path: Path) -> None:
    """What is wrong and how to mend it, and the token is not in it."""
    process = await start(fake, tmp_path / "circles.db", "xoxb-nobody-knows-this")
    async with asyncio.timeout(REAL_SECONDS_TO_WAIT):
        _, errors = await process.communicate()

    assert process.returncode == 1
    assert errors.decode().splitlines()[-1].startswith("Slack does not know this token: copy it again")
    assert b"xoxb-nobody" not in errors
