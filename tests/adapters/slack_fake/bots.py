"""A small app on the unmodified slack_bolt, over HTTP or over a socket, that does one of each thing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession, web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import FakeSlack
from tests.fakes.slack.model import Team
from tests.fakes.slack.refusals import JSON

EVENTS = ("reaction_added", "reaction_removed", "member_joined_channel", "member_left_channel", "app_home_opened")
HTTP, SOCKET = "http", "socket"


def plain(text: str) -> JSON:
    """Return a plain text object."""
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> JSON:
    """Return a section of plain text."""
    return {"type": "section", "text": plain(text)} | more


def button(label: str, action_id: str, value: str = "") -> JSON:
    """Return a row with one button."""
    found: JSON = {"type": "button", "text": plain(label), "action_id": action_id}
    return {"type": "actions", "elements": [found | ({"value": value} if value else {})]}


def option(label: str) -> JSON:
    """Return an option whose value is its label in lower case."""
    return {"text": plain(label), "value": label.lower()}


def modal(*blocks: JSON, **more: Any) -> JSON:
    """Return a modal."""
    return (
        {"type": "modal", "title": plain("Join"), "submit": plain("Send"), "callback_id": "join"}
        | {"blocks": list(blocks)}
        | more
    )


def field(label: str, block_id: str, element: JSON, **more: Any) -> JSON:
    """Return an input."""
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element} | more


class Heard:
    """What the app was told, oldest first."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.events: list[JSON] = []
        self.bodies: list[JSON] = []
        self.retries: list[tuple[str, str]] = []
        self.fails = 0
        self.at_last = asyncio.Event()


def make_app(fake: FakeSlack, team: Team, session: ClientSession) -> tuple[AsyncApp, Heard]:
    """Return an app that knows the fake's address and a workspace's token."""
    client = AsyncWebClient(token=fake.token(team), base_url=fake.api_url, session=session)
    app = AsyncApp(client=client, signing_secret=fake.app.signing_secret, process_before_response=True)
    heard = Heard()

    async def note(event: JSON, body: JSON, request: Any) -> None:
        heard.events.append(event)
        heard.bodies.append(body)
        number, reason = request.headers.get("x-slack-retry-num"), request.headers.get("x-slack-retry-reason")
        heard.retries.append((number[0] if number else "0", reason[0] if reason else ""))
        if heard.fails:
            heard.fails -= 1
            raise RuntimeError("on purpose")

    _add_taps(app, heard)
    _add_forms(app, heard)
    for name in (*EVENTS, "user_change", "team_join", "group_rename", "group_archive", "message", "tokens_revoked"):
        app.event(name)(note)

    @app.command("/circles")
    async def circles(ack: Any, command: JSON, client: AsyncWebClient, respond: Any) -> None:
        match command["text"].partition(" ")[0]:
            case "blocks":
                await ack(text="Here", blocks=[section("Hello <!channel>"), button("Yes", "yes", "1")])
            case "form":
                element = {"type": "plain_text_input", "action_id": "words"}
                await client.views_open(trigger_id=command["trigger_id"], view=modal(field("Words", "w", element)))
                await ack()
            case "later":
                await ack()
                await respond("Later", replace_original=False)
            case "silence":
                await heard.at_last.wait()
            case _:
                await ack(f"You said {command['text']}")

    return app, heard


def _add_taps(app: AsyncApp, heard: Heard) -> None:
    """Answer taps and choices."""

    @app.action("yes")
    async def yes(ack: Any, body: JSON, respond: Any) -> None:
        heard.bodies.append(body)
        await ack()
        await respond("Yes, then", replace_original=True)

    @app.action("open")
    async def opened(ack: Any, body: JSON, client: AsyncWebClient) -> None:
        heard.bodies.append(body)
        suggested = {"type": "external_select", "action_id": "interest", "min_query_length": 0}
        many = {"type": "multi_users_select", "action_id": "people"}
        view = modal(
            field("Interest", "i", suggested),
            field("With", "p", many, optional=True),
            notify_on_close=True,
        )
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.action("choose")
    async def chosen(ack: Any, body: JSON, client: AsyncWebClient) -> None:
        heard.bodies.append(body)
        await ack()

    @app.options("interest")
    async def interests(ack: Any, payload: JSON) -> None:
        await ack(options=[option(one) for one in ("Books", "Bread") if one.lower().startswith(payload["value"])])


def _add_forms(app: AsyncApp, heard: Heard) -> None:
    """Answer forms that are sent or closed, and the shortcut."""

    @app.view("join")
    async def joined(ack: Any, body: JSON, view: JSON) -> None:
        heard.bodies.append(body)
        words = view["state"]["values"].get("w", {}).get("words", {}).get("value")
        if words == "bad":
            await ack(response_action="errors", errors={"w": "Not that"})
        elif words == "more":
            await ack(response_action="push", view=modal(section("And more"), callback_id="more"))
        elif words == "other":
            await ack(response_action="update", view=modal(section("Thanks"), callback_id="more"))
        else:
            await ack()

    @app.view("more")
    async def more(ack: Any) -> None:
        await ack(response_action="clear")

    @app.view_closed("join")
    async def closed(ack: Any, body: JSON) -> None:
        heard.bodies.append(body)
        await ack()

    @app.shortcut("find")
    async def find(ack: Any, body: JSON, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=modal(section("Found")))
        await ack()


@asynccontextmanager
async def running(fake: FakeSlack, team: Team, mode: str) -> AsyncIterator[tuple[AsyncApp, Heard]]:
    """Run an app that hears over HTTP or over a socket, and close it in the end."""
    async with ClientSession() as session:
        app, heard = make_app(fake, team, session)
        if mode == HTTP:
            async with serving(app) as url:
                fake.send_to(url)
                yield app, heard
                heard.at_last.set()
            return
        handler: Any = AsyncSocketModeHandler(app, fake.app.app_token, ping_interval=0.2)
        await handler.connect_async()
        await fake.sockets.until_connected()
        try:
            yield app, heard
        finally:
            await handler.close_async()


@asynccontextmanager
async def serving(app: AsyncApp) -> AsyncIterator[str]:
    """Serve an app's request URL as bolt itself does."""
    runner = web.AppRunner(app.web_app("/slack/events"), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}/slack/events"
    finally:
        await runner.cleanup()
