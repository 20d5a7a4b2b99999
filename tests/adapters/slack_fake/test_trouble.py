"""Faults on demand, limits, lost and repeated events, forged requests, answers that come too late or too often."""

import asyncio
import json
from datetime import timedelta

import pytest
from aiohttp import ClientError, ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.adapters.slack_fake.bots import HTTP, SOCKET, Heard, running
from tests.adapters.slack_fake.conftest import START, Town
from tests.adapters.slack_fake.test_web_api import refusal
from tests.fakes.clocks import FixedClock
from tests.fakes.slack import FakeSlack
from tests.fakes.slack.limits import Limits
from tests.fakes.slack.request_urls import RequestUrl

App = tuple[object, Heard]
POST = "chat.postMessage"


async def test_faults_come_as_planned_and_no_oftener(town: Town, client: AsyncWebClient) -> None:
    """A status, an error, a cut before and after: only the last leaves its effect."""
    faults, board = town.fake.faults, town.board
    # By default the SDK sends again what was cut, be it done or not.
    client.retry_handlers.clear()

    async def post() -> str:
        try:
            await client.chat_postMessage(channel=board.id, text="x")
        except (SlackApiError, ClientError, OSError) as error:
            return str(error.response["error"]) if isinstance(error, SlackApiError) else "cut"
        return "ok"

    faults.fail(503, POST)
    faults.refuse("restricted_action", POST, channel=board.id)
    faults.refuse("restricted_action", POST, channel="C404")
    faults.drop(POST, after_effect=False)
    before = [await post() for _ in range(3)], len(board.messages)
    faults.drop(POST, after_effect=True)
    faults.fail(500, POST, after_effect=True)
    after = [await post() for _ in range(3)], len(board.messages)

    assert before == (["internal_error", "restricted_action", "cut"], 0)
    assert after == (["cut", "internal_error", "ok"], 3)
    assert [one.status for one in town.fake.calls(POST)] == [503, 200, 0, 0, 500, 200]


async def test_a_held_call_waits(town: Town, client: AsyncWebClient) -> None:
    """Until it is released; nothing is done before."""
    fault = town.fake.faults.hold(POST)
    posting = asyncio.create_task(client.chat_postMessage(channel=town.board.id, text="x"))
    await fault.reached.wait()
    before = len(town.board.messages)

    fault.release()
    await posting

    assert (before, len(town.board.messages)) == (0, 1)


async def test_a_429_tells_how_long_to_wait(town: Town, client: AsyncWebClient) -> None:
    """In whole seconds, also where it is planned."""
    town.fake.faults.limit("auth.test", retry_after=7)

    with pytest.raises(SlackApiError) as caught:
        await client.auth_test()

    assert caught.value.response.headers["Retry-After"] == "7"
    assert (await client.auth_test())["ok"]


def test_limits_are_counted_by_method_workspace_and_channel() -> None:
    """By tier a minute; posting by channel and workspace a second; speed shortens it; off is off."""
    now = 0.0
    limits = Limits(now=lambda: now)
    made = [limits.take("conversations.create", "t2", "T1") for _ in range(21)]
    other = limits.take("conversations.create", "t2", "T2"), limits.take("conversations.archive", "t2", "T1")
    posts = [limits.take(POST, "t5", "T1", channel) for channel in ("C1", "C1", "C2", "C3", "C4", "C5", "C6")]
    free = [limits.take("auth.test", "t5", "T1") for _ in range(200)]
    now = 1.0
    later = limits.take(POST, "t5", "T1", "C1"), limits.take("conversations.create", "t2", "T1")
    now = 60.0
    much_later = limits.take("conversations.create", "t2", "T1")
    limits.is_on = False

    assert made == [None] * 20 + [54]
    assert other == (None, None)
    assert posts == [None, 1, None, None, None, None, 1]
    assert free == [None] * 200
    assert later == (None, 53)
    assert much_later is None
    assert [limits.take(POST, "t5", "T1", "C9") for _ in range(9)] == [None] * 9


async def test_limits_answer_429_with_whole_seconds() -> None:
    """And nothing is done."""
    async with FakeSlack(FixedClock(START), speed=1) as fake, ClientSession() as session:
        team = fake.world.add_team("Readers")
        bot = fake.world.bot(team)
        channel = fake.world.add_channel(team, "c", members=[bot])
        client = AsyncWebClient(token=fake.token(team), base_url=fake.api_url, session=session)
        await client.chat_postMessage(channel=channel.id, text="1")
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel=channel.id, text="2")

    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "1"
    assert len(channel.messages) == 1


async def test_events_are_held_back_shuffled_and_repeated(town: Town, client: AsyncWebClient) -> None:
    """As Slack may do all three; a repeated event is the same."""
    posted = await client.chat_postMessage(channel=town.board.id, text="x")
    message = town.board.messages[posted["ts"]]
    async with running(town.fake, town.team, HTTP) as (_, heard):
        town.fake.delivery.hold()
        town.ana.react(message, "one")
        town.ana.react(message, "two")
        one, two = town.fake.delivery.take_held()
        for event in (two, one, one):
            await town.fake.delivery.deliver(event)
        town.ana.react(message, "three")
        await town.fake.idle()

    assert [event["reaction"] for event in heard.events] == ["two", "one", "one", "three"]
    assert heard.bodies[1]["event_id"] == heard.bodies[2]["event_id"] != heard.bodies[0]["event_id"]


@pytest.mark.parametrize("mode", [HTTP, SOCKET])
async def test_an_event_is_lost_when_nobody_is_there(town: Town, client: AsyncWebClient, mode: str) -> None:
    """After four tries; an act at once."""
    posted = await client.chat_postMessage(channel=town.board.id, text="x")
    async with running(town.fake, town.team, mode):
        pass

    town.ana.react(town.board.messages[posted["ts"]], "books")
    act = await town.ana.command("/circles hello")
    await town.fake.idle()

    (event,) = town.fake.delivery.sent
    assert event.tries == ["connection_failed"] * 3
    assert not event.is_delivered
    assert act.failed == "connection_failed"


async def test_forged_requests_are_the_apps_to_refuse(town: Town) -> None:
    """A right signature passes; a wrong one, a changed body and an old one do not."""
    async with running(town.fake, town.team, HTTP) as (_, heard):
        sender = town.fake.delivery.transport
        assert isinstance(sender, RequestUrl)
        event = {"type": "user_change", "user": {"id": "U1"}}
        body = json.dumps({"type": "event_callback", "team_id": town.team.id, "event": event}).encode()
        good = sender.signed(body) | {"Content-Type": "application/json"}
        old = FakeSlack(town.clock, signed_at=lambda: 1_000_000.0)
        await old.start()
        stale = old.send_to("").signed(body)
        await old.stop()
        taken = [
            (await sender.send_raw(body, good, 5)).is_ok,
            (await sender.send_raw(body, good | {"X-Slack-Signature": "v0=00"}, 5)).is_ok,
            (await sender.send_raw(body + b" ", good, 5)).is_ok,
            (await sender.send_raw(body, good | stale, 5)).is_ok,
        ]

    assert taken == [True, False, False, False]
    assert len(heard.events) == 1


async def test_an_address_takes_five_answers_in_half_an_hour(town: Town) -> None:
    """Then no more."""
    async with running(town.fake, town.team, SOCKET):
        acts = [await town.ana.command("/circles hello", channel=town.board) for _ in range(2)]
    first, second = (AsyncWebhookClient(act.payload["response_url"]) for act in acts)
    taken = [(await first.send(text=str(number))).status_code for number in range(6)]
    in_channel = await second.send(text="All", response_type="in_channel")
    town.clock.set_to(town.clock.now() + timedelta(minutes=31))
    late = await second.send(text="late")

    assert taken == [200] * 5 + [404]
    assert in_channel.status_code == 200
    assert late.status_code == 404
    assert [town.ben.reads(one).text for one in town.ben.sees(town.board)] == ["All"]
    assert [one.answer.get("error") for one in town.fake.calls("response_url")][-2:] == [None, "expired_url"]


async def test_sockets_go_and_come_again(town: Town, client: AsyncWebClient) -> None:
    """Asked to, the SDK opens a new one before it hears more; cut off, it comes again by itself."""
    posted = await client.chat_postMessage(channel=town.board.id, text="x")
    message = town.board.messages[posted["ts"]]
    sockets = town.fake.sockets
    async with running(town.fake, town.team, SOCKET) as (_, heard):
        await sockets.refresh()
        await town.fake.until(lambda: sockets.opened == 2)
        town.ana.react(message, "one")
        await town.fake.idle()
        sockets.abort(-1)
        await town.fake.until(lambda: sockets.opened == 3)
        town.ana.react(message, "two")
        await town.fake.idle()

    assert [event["reaction"] for event in heard.events] == ["one", "two"]


async def test_any_of_several_sockets_gets_a_payload(town: Town) -> None:
    """And one goes on when the other is cut; a ticket is good for one connection."""
    async with running(town.fake, town.team, SOCKET), running(town.fake, town.team, SOCKET):
        await town.fake.sockets.until_connected(2)
        acts = [await town.ana.command(f"/circles {number}") for number in range(4)]
        town.fake.sockets.abort()
        acts.append(await town.ana.command("/circles 5"))
        async with ClientSession() as session:
            used = f"{town.fake.sockets.url}?ticket=used".replace("ws:", "http:")
            async with session.get(used) as answer:
                status = answer.status

    assert [act.failed for act in acts] == [""] * 5
    assert status == 403


async def test_ten_sockets_are_the_most(town: Town, client: AsyncWebClient) -> None:
    """The eleventh is told so and closed."""
    async with ClientSession() as session:
        urls = [(await client.apps_connections_open(app_token=town.fake.app.app_token))["url"] for _ in range(11)]
        sockets = [await session.ws_connect(url) for url in urls]
        told = [await one.receive_json() for one in sockets]
        for one in sockets:
            await one.close()

    assert [one["type"] for one in told] == ["hello"] * 10 + ["disconnect"]
    assert told[-1]["reason"] == "too_many_websockets"


async def test_a_wrong_app_token_opens_no_socket(town: Town, client: AsyncWebClient) -> None:
    """The bot's own does not either."""
    assert await refusal(client.apps_connections_open(app_token="xapp-wrong")) == "invalid_auth"
    assert await refusal(client.apps_connections_open(app_token=town.fake.token(town.team))) == "invalid_auth"
