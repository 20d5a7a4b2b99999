"""The fake as a process of its own: the same acts over HTTP, for a bot that runs somewhere else."""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import pytest

from tests.adapters.discord_fake.bots import Bot, running
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.server import TOKEN

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """Speaks to a fake in another process."""

    address: str
    session: aiohttp.ClientSession

    async def __call__(self, method: str, path: str, form: object = None, *, status: int = 200) -> Any:
        """Return what it answers."""
        async with self.session.request(method, f"http://{self.address}/_fake/{path}", json=form) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()

    def as_fake(self) -> FakeDiscord:
        """Return what a client needs of it: addresses and the token."""
        api, gateway = f"http://{self.address}/api/v10", f"ws://{self.address}/gw/"
        return cast("FakeDiscord", SimpleNamespace(api_url=api, gateway_url=gateway, token=TOKEN))


@pytest.fixture
async def remote() -> AsyncIterator[Remote]:
    """Start a process on a free port, and end it."""
    program = (sys.executable, "-m", "tests.fakes.discord", "--speed", "100")
    process = await asyncio.create_subprocess_exec(*program, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        address = (await process.stdout.readline()).decode().strip()
        async with aiohttp.ClientSession() as session:
            yield Remote(address=address, session=session)
    finally:
        process.terminate()
        await process.wait()
    assert process.returncode == 0


async def test_a_bot_lives_in_another_process_than_its_discord(remote: Remote) -> None:
    """A guild is made, people act and see, time passes, things go wrong and are read, all over HTTP."""
    guild = await remote("POST", "guilds", {"name": "Readers", "people": ["Ana", "Ben"], "channels": ["general"]})
    general = guild["channels"]["general"]
    async with running(remote.as_fake(), Bot()) as bot:
        await bot.tree.sync()
        act: dict[str, object] = {"person": "Ana", "act": "slash"}
        joined = await remote("POST", "act", act | {"arguments": {"line": "circles join", "interest": "books"}})
        text = {"person": "Ana", "act": "complete"}
        choices = await remote(
            "POST", "act", text | {"arguments": {"line": "circles join", "option": "interest", "text": "b"}}
        )
        opened = await remote("POST", "act", act | {"arguments": {"line": "circles form"}})
        form = {"opener": opened["id"], "fields": {"words": "hi"}}
        sent = await remote("POST", "act", {"person": "Ana", "act": "submit", "arguments": form})
        said = {"person": "Ben", "act": "write", "arguments": {"channel": general, "text": "hello"}}
        message = (await remote("POST", "act", said))["message"]
        await remote("POST", "gateway", {"do": "cut"})
        reaction = {"message": message["id"], "emoji": "⚾"}
        await remote("POST", "act", {"person": "Ana", "act": "react", "arguments": reaction})
        await bot.until(lambda: bot.reactions)
        route = "POST /channels/{channel_id}/messages"
        await remote("POST", "faults", {"kind": "status", "route": route, "status": 500})
        await bot.get_partial_messageable(int(general)).send("after trouble")

    assert joined["response"]["content"] == "Joined books"
    assert [it["value"] for it in choices["choices"]] == ["baseball", "books"]
    assert sent["response"]["content"] == "hi/['1']"
    records = await remote("GET", f"records?route={route.replace('{', '%7B').replace('}', '%7D')}")
    assert [it["status"] for it in records] == [500, 200]
    ben = await remote("GET", "sees?person=Ben")
    assert [it["content"] for it in ben["messages"]] == ["hello", "after trouble"]
    assert (await remote("GET", "world"))["commands"]
    assert (await remote("POST", "clock", {"seconds": 3600}))["now"]
    assert {"route": route, "status": 500, "number": 1} in await remote("GET", "counts")


async def test_wrong_requests_to_the_controls_are_told(remote: Remote) -> None:
    """With a text that says what was wrong."""
    answers = [
        await remote("GET", "nothing", status=404),
        await remote("POST", "act", {"person": "Ana", "act": "fly"}, status=400),
        await remote("POST", "act", {"person": "Nobody", "act": "leave_guild"}, status=400),
        await remote("POST", "gateway", {"do": "dance"}, status=400),
    ]

    assert all(it["error"] for it in answers)
