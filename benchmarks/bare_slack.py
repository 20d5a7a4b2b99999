"""A bot that does nothing, to be measured beside ours: it acknowledges, and shows everybody one and the same page.

It knows its workspaces from a file, as ours knows them from its database, and makes its calls over one session, so that
what differs is what we do. ``python -m benchmarks.bare_slack`` takes the address of the Web API, the file with the
installations, ``http`` with a port and a signing secret, or ``socket`` with a token, and bolt's mode: ``committed``
acknowledges when a listener is over, as ours does; ``default`` looks every ten milliseconds whether it has answered.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

PATH = "/slack/events"


async def serve(known: Mapping[str, Any], api_url: str, way: str, *address: str, mode: str) -> None:
    """Run until the process is ended."""

    async def authorize(team_id: str) -> AuthorizeResult:
        one = known["installations"][team_id]
        return AuthorizeResult(
            enterprise_id=None, team_id=team_id, bot_token=one["token"], bot_id=one["bot"], bot_user_id=one["bot_user"]
        )

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        app = AsyncApp(
            client=AsyncWebClient(base_url=api_url, session=session),
            authorize=authorize,
            signing_secret=address[-1] if way == "http" else "",
            process_before_response=mode == "committed",
        )
        listen(app, known["page"])
        if way == "http":
            runner = web.AppRunner(app.web_app(path=PATH), access_log=None)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", int(address[0]), backlog=1_024).start()
        else:
            await AsyncSocketModeHandler(app, address[0]).connect_async()  # type: ignore[no-untyped-call]  # bolt has none
        await asyncio.Event().wait()


def listen(app: AsyncApp, page: dict[str, Any]) -> None:
    """Listen for what the load brings."""

    @app.command("/circles")
    async def commanded(ack: Any) -> None:
        await ack("ok")

    @app.event("reaction_added")
    async def reacted() -> None:
        pass

    @app.event("reaction_removed")
    async def took_it_off() -> None:
        pass

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view=page)


def main() -> None:
    """Read what there is to know, and serve."""
    api_url, file, way, *address, mode = sys.argv[1:]
    known = json.loads(Path(file).read_text(encoding="utf-8"))
    asyncio.run(serve(known, api_url, way, *address, mode=mode))


if __name__ == "__main__":
    main()
