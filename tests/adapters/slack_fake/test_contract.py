"""The fake against Slack's own lists of methods, arguments, scopes, tiers, errors and events."""

from collections.abc import Sequence
from contextlib import suppress

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack_fake.bots import HTTP, button, running, section
from tests.adapters.slack_fake.conftest import Town
from tests.fakes.slack import contract
from tests.fakes.slack.model import EVENTS, SCOPES

pytestmark = pytest.mark.skipif(not contract.FILE.exists(), reason=contract.MISSING)


def test_what_the_fake_has_is_slacks(town: Town) -> None:
    """Every method, tier, needed argument, event with its scope, scope and error is in the lists."""
    methods = town.fake.web_api.methods

    assert contract.own_violations(methods, EVENTS, SCOPES) == []
    assert set(methods) <= set(contract.description()["methods"])
    found = contract.own_violations(methods, ["board_cleared"], ["circles:read"])
    assert found == ["board_cleared: no such event", "circles:read: no such scope"]


@pytest.mark.parametrize("kind", ["public", "private", "im"])
async def test_every_scope_that_is_asked_for_is_slacks(town: Town, kind: str) -> None:
    """Whatever the kind of the channel: who has no scopes is told which is needed."""
    bare = town.fake.world.install(town.team, scopes=())
    client = AsyncWebClient(token=bare.token, base_url=town.fake.api_url)
    channel = town.fake.world.add_channel(town.team, "some", is_private=kind == "private", members=[bare.bot])
    place = town.fake.world.dm(town.ana.user, bare.bot) if kind == "im" else channel
    for name in town.fake.web_api.methods:
        for private in ("0", "1"):
            form = {"channel": place.id, "is_private": private, "types": "im,mpim,private_channel"}
            with suppress(SlackApiError):
                await client.api_call(name, params=form)
            bare.error = ""

    records = town.fake.calls()
    needed = {one.answer.get("needed") for one in records} - {None}
    assert len(needed) >= 8
    unknown = [one for one in contract.violations(records) if "argument" not in one and "lacks" not in one]
    assert unknown == []


async def test_calls_of_the_sdk_fit(town: Town, client: AsyncWebClient) -> None:
    """What a small bot sends and gets is as described."""
    async with running(town.fake, town.team, HTTP):
        room = (await client.conversations_create(name="room", is_private=True))["channel"]["id"]
        await client.conversations_invite(channel=room, users=town.ana.user.id)
        posted = await client.chat_postMessage(channel=room, text="x", blocks=[section("x"), button("Yes", "yes")])
        await client.chat_update(channel=room, ts=posted["ts"], text="y")
        await client.reactions_add(channel=room, timestamp=posted["ts"], name="books")
        await client.reactions_get(channel=room, timestamp=posted["ts"])
        await client.conversations_open(users=town.ana.user.id)
        await client.users_info(user=town.ana.user.id, include_locale=True)
        await client.users_list()
        await client.conversations_members(channel=room)
        await client.chat_delete(channel=room, ts=posted["ts"])
        act = await town.ana.command("/circles form")
        assert act.modal is not None
        await town.ana.submit(act.modal, {"Words": "more"}).answered()
        await client.views_publish(user_id=town.ana.user.id, view={"type": "home", "blocks": [section("x")]})
        await client.conversations_archive(channel=room)

    assert contract.violations(town.fake.calls()) == []


@pytest.mark.parametrize(
    ("method", "args", "expected"),
    [
        ("auth.test", {"circle": "c1"}, ["auth.test: no such argument: circle"]),
        ("circles.open", {}, ["circles.open: no such method"]),
        (
            "chat.postMessage",
            {
                "channel": "C1",
                "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "x"}, "mood": "fine"}],
            },
            ["chat.postMessage: the SDK does not know section.mood"],
        ),
    ],
)
async def test_what_is_not_slacks_is_found(
    town: Town, client: AsyncWebClient, method: str, args: dict[str, object], expected: Sequence[str]
) -> None:
    """Arguments, methods and fields of one's own."""
    with suppress(SlackApiError):
        await client.api_call(method, json=args)

    assert contract.violations(town.fake.calls()) == expected


async def test_an_error_that_a_method_has_not_is_found(town: Town, client: AsyncWebClient) -> None:
    """Also one that was planned by a test."""
    town.fake.faults.refuse("name_taken", "auth.test")
    with pytest.raises(SlackApiError):
        await client.auth_test()

    assert contract.violations(town.fake.calls()) == ["auth.test: no such error: name_taken"]
