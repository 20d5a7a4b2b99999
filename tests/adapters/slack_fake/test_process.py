"""The fake as a process of its own: the same acts over HTTP, for a bot that runs somewhere else."""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack_fake.bots import button
from tests.fakes.slack.model import App

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


@pytest.fixture
async def remote() -> AsyncIterator[Remote]:
    """Start a process on a free port, and end it."""
    program = (sys.executable, "-m", "tests.fakes.slack", "--no-limits", "--retry-delays", "0,0,0")
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


async def test_a_bot_lives_in_another_process_than_its_slack(remote: Remote) -> None:
    """A workspace is made, people act and see, time passes, things go wrong and are read, all over HTTP."""
    team = await remote("POST", "teams", {"name": "Readers", "people": ["Ana", "Ben"], "channels": ["circles"]})
    await remote("POST", "app", {"shortcuts": {"find": "Find"}, "commands": ["/circles"]})
    client = AsyncWebClient(token=team["token"], base_url=f"http://{remote.address}/api/", session=remote.session)
    app, joined = AsyncApp(client=client, process_before_response=True), asyncio.Event()

    @app.command("/circles")
    async def circles(ack: Any) -> None:
        await ack("Hello")

    @app.event("reaction_added")
    async def reacted() -> None:
        joined.set()

    handler: Any = AsyncSocketModeHandler(app, App().app_token)
    await handler.connect_async()
    try:
        ready = await remote("POST", "sockets", {"do": "ready"})
        channel = team["channels"]["circles"]
        ana: dict[str, Any] = {"person": "Ana"}
        said = await remote("POST", "act", ana | {"act": "slash", "arguments": {"line": "/circles"}})
        words = {"channel": channel, "text": "hi"}
        message = (await remote("POST", "act", ana | {"act": "write", "arguments": words}))["message"]
        reaction = {"message": message["ts"], "emoji": "books"}
        await remote("POST", "act", ana | {"act": "react", "arguments": reaction})
        await remote("POST", "delivery", {"do": "idle"})
        await remote("POST", "faults", {"kind": "refusal", "method": "auth.test", "error": "internal_error"})
        with pytest.raises(SlackApiError):
            await client.auth_test()
    finally:
        await handler.close_async()

    assert ready["connections"] == 1
    assert said["messages"][0]["text"] == "Hello"
    assert joined.is_set()
    ben = await remote("GET", "sees?person=Ben")
    assert [(one["text"], one["reactions"]) for one in ben["messages"]] == [("hi", {"books": 1})]
    calls = await remote("GET", "records?method=auth.test")
    assert [one["answer"].get("error") for one in calls] == [None, "internal_error"]
    assert {"method": "auth.test", "answer": "internal_error", "number": 1} in await remote("GET", "counts")
    assert (await remote("POST", "clock", {"seconds": 3600}))["now"]
    assert [one["name"] for one in (await remote("GET", "world"))["channels"]] == ["general", "circles"]


async def test_a_crowd_acts(remote: Remote) -> None:
    """From inside the fake's process; what is not answered is told."""
    (team,) = await remote("POST", "loads/crowd", {"teams": 1, "people": 3})
    load = {"lines": ["/circles"], "number": 6, "in_flight": 3}

    client = AsyncWebClient(token=team["token"], base_url=f"http://{remote.address}/api/", session=remote.session)
    posted = await client.chat_postMessage(channel=team["channel"], text="x", blocks=[button("Yes", "yes")])
    message = {"team": team["id"], "channel": team["channel"], "ts": posted["ts"]}
    at = {"messages": [message], "number": 4, "in_flight": 2}

    told = [
        await remote("POST", "loads/command", load),
        await remote("POST", "loads/click", at | {"control": "Yes"}),
        await remote("POST", "loads/react", at | {"emoji": "books", "per_second": 1_000}),
    ]
    left = (await remote("GET", "sees?person=Somebody%201"))["messages"][-1]["reactions"]

    reasons = [("connection_failed", 6), ("connection_failed", 4), ("undelivered", 4)]
    assert [one["failed"] for one in told] == [[reason] * number for reason, number in reasons]
    assert [len(one["waits"]) for one in told] == [6, 4, 4]
    # Three people set it, and the fourth act takes the first one's off again.
    assert left == {"books": 2}


async def test_wrong_requests_to_the_controls_are_told(remote: Remote) -> None:
    """With a text that says what was wrong."""
    await remote("POST", "teams", {"name": "Readers", "people": ["Ana"]})
    answers = [
        await remote("GET", "nothing", status=404),
        await remote("POST", "act", {"person": "Ana", "act": "fly"}, status=400),
        await remote("POST", "act", {"person": "Nobody", "act": "leave_team"}, status=400),
        await remote("POST", "sockets", {"do": "dance"}, status=400),
        await remote("POST", "app", {"mood": "fine"}, status=400),
    ]

    assert all(it["error"] for it in answers)
