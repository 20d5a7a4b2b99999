"""The endpoints under ``/_fake/`` one by one; that another process can use them is told in ``test_process.py``."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.adapters.slack_fake.bots import SOCKET, button, running, section
from tests.adapters.slack_fake.conftest import Town
from tests.fakes.slack import messages

Ask = Callable[..., Awaitable[Any]]


@pytest.fixture
async def ask(town: Town) -> AsyncIterator[Ask]:
    """Return who asks the controls."""
    async with ClientSession() as session:

        async def asked(method: str, path: str, form: object = None, *, status: int = 200) -> Any:
            async with session.request(method, f"http://{town.fake.address}/_fake/{path}", json=form) as answer:
                assert answer.status == status, await answer.text()
                return await answer.json()

        yield asked


async def test_a_form_is_filled_in_from_afar(town: Town, ask: Ask) -> None:
    """People are named with an @; options that the app suggests are passed on."""
    async with running(town.fake, town.team, SOCKET) as (_, heard):
        said = messages.draft({"text": "x", "blocks": [section("Hi"), button("Open", "open")]})
        message = messages.post(town.fake.world, town.board, town.fake.world.bot(town.team), said)
        ana = {"person": "Ana"}
        opened = await ask(
            "POST", "act", ana | {"act": "click", "arguments": {"surface": message.ts, "control": "Open"}}
        )
        view = opened["modal"]["id"]
        typed = {"surface": view, "control": "interest", "typed": "br"}
        options = (await ask("POST", "act", ana | {"act": "suggest", "arguments": typed}))["options"]
        fields = {"Interest": ["Bread"], "With": ["@Ben"]}
        form = {"view": view, "fields": fields, "options": options}
        await ask("POST", "act", ana | {"act": "submit", "arguments": form})
        left = await ask("GET", "sees?person=Ana")

    values = heard.bodies[-1]["view"]["state"]["values"]
    assert values["i"]["interest"]["selected_option"]["value"] == "bread"
    assert values["p"]["people"]["selected_users"] == [town.ben.user.id]
    assert left["modals"] == []
    assert left["messages"][-1]["labels"] == ["Open"]


async def test_people_come_and_go_from_afar(town: Town, ask: Ask) -> None:
    """What they do is told to the app, which hears it later, and twice if that is wished."""
    async with running(town.fake, town.team, SOCKET) as (_, heard):
        await ask("POST", "delivery", {"do": "hold"})
        carla = await ask("POST", "people", {"team": town.team.id, "name": "Carla", "tz": "Asia/Tokyo"})
        room = {"team": town.team.id, "name": "room", "people": ["Ana"], "bot": True, "is_private": True}
        place = (await ask("POST", "channels", room))["id"]
        invited = {"person": "Ana", "act": "invite", "arguments": {"channel": place, "other": "Carla"}}
        await ask("POST", "act", invited)
        before = list(heard.events)
        await ask("POST", "delivery", {"do": "release"})
        await ask("POST", "delivery", {"do": "idle"})
        await ask("POST", "delivery", {"do": "repeat"})
        told = await ask("POST", "delivery", {"do": "idle"})

    assert before == []
    assert [one["type"] for one in heard.events] == ["team_join", "member_joined_channel"] * 2
    assert heard.events[1]["user"] == carla["id"]
    assert told == {"sent": 2, "undelivered": 0}


async def test_trouble_from_afar(town: Town, ask: Ask) -> None:
    """Sockets refresh and break, planned faults are taken back, the app is taken out."""
    async with running(town.fake, town.team, SOCKET):
        await ask("POST", "sockets", {"do": "refresh"})
        await town.fake.until(lambda: town.fake.sockets.opened == 2)
        await town.fake.until(lambda: len(town.fake.sockets.connections) == 1)
        cut = await ask("POST", "sockets", {"do": "abort"})
        await ask("POST", "sockets", {"do": "ready"})
        await ask("POST", "faults", {"kind": "drop-before", "method": "auth.test"})
        await ask("DELETE", "faults")
        await ask("POST", "delivery", {"do": "hold"})
        await ask("POST", "uninstall", {"team": town.team.id})

    assert cut == {"connections": 0, "opened": 2}
    assert town.fake.faults.meet("auth.test", set()) is None
    assert [one.payload["event"]["type"] for one in town.fake.delivery.sent] == ["app_uninstalled", "tokens_revoked"]
    refused = await ask("POST", "clock", {"seconds": 1}, status=400)
    assert refused["error"].endswith("this fake's clock is pushed by its own test")
