"""Socket Mode: nothing of ours needs an address that Slack can reach. Two connections, so that one may break.

Any of them gets anything. What was to come over one that broke is sent again by Slack (events) or lost (taps), so after
each new connection the boards are read.
"""

import asyncio
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from circles_bot.engine.errors import ConfigError
from circles_slack.client import UNREADABLE
from circles_slack.errors import TOKEN, code_of
from circles_slack.libraries import wordless_logger
from circles_slack.settings import SlackSettings

log = structlog.get_logger(__name__)

REFUSED = TOKEN | {"not_allowed_token_type", "missing_scope"}


class _Handler(AsyncSocketModeHandler):
    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """Answer; what is not acknowledged Slack sends again."""
        try:
            answer = await run_async_bolt_app(self.app, req)
            if answer.status == HTTPStatus.OK:
                await client.send_message(_acknowledged(req.envelope_id, answer.body))
        except UNREADABLE as error:
            log.warning("request_not_read", error=type(error).__name__)
        except (aiohttp.ClientError, ConnectionError) as error:
            # what happened is kept: an event that Slack sends again is known by its key, a tap is shown as it stands
            log.warning("acknowledgement_lost", kind=req.type, error=type(error).__name__)


def _acknowledged(envelope: str, body: str) -> str:
    """Return an acknowledgement with a body that is JSON already: bolt would read it to write it once more."""
    payload = f', "payload": {body}' if body else ""
    return f'{{"envelope_id": {json.dumps(envelope)}{payload}}}'


class Sockets:
    """The connections."""

    def __init__(self, app: AsyncApp, settings: SlackSettings, on_connected: Callable[[], None]) -> None:
        """Make nothing yet; ``on_connected`` hears of each connection that Slack greets."""
        self._app = app
        self._settings = settings
        self._on_connected = on_connected
        self._handlers: list[AsyncSocketModeHandler] = []

    async def start(self) -> None:
        """Connect; raise ConfigError for a token with which that is impossible."""
        token = self._settings.app_token
        assert token is not None, "that is why there are sockets"
        address = await self._address(token)
        for _ in range(self._settings.connections):
            handler = _Handler(self._app, token, logger=wordless_logger(), ping_interval=self._settings.ping_seconds)
            handler.client.wss_uri, address = address, None
            handler.client.message_listeners.append(self._greeted)
            self._handlers.append(handler)
        connecting = [handler.client.connect() for handler in self._handlers]  # type: ignore[no-untyped-call]  # the SDK has none
        await asyncio.gather(*connecting)

    async def stop(self) -> None:
        """Let go of them."""
        closing = [handler.client.close() for handler in self._handlers]  # type: ignore[no-untyped-call]  # the SDK has none
        await asyncio.gather(*closing, return_exceptions=True)
        self._handlers.clear()

    async def _address(self, token: str) -> str | None:
        """Return where the first connects: asked for here, since the library would ask for ever with a wrong token."""
        try:
            return str((await self._app.client.apps_connections_open(app_token=token))["url"])
        except SlackApiError as error:
            if code_of(error) not in REFUSED:
                return None
            raise ConfigError(
                "Slack does not take the app-level token: make one with the scope connections:write (Basic "
                "Information, App-Level Tokens) and put it into CIRCLES_SLACK_APP_TOKEN."
            ) from error

    async def _greeted(
        self, _client: AsyncBaseSocketModeClient, message: dict[str, Any], _raw_message: str | None = None
    ) -> None:
        if message.get("type") == "hello":
            self._on_connected()
