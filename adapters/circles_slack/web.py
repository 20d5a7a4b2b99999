"""Signed HTTP: where Slack sends everything when there is an address that it can reach."""

from collections.abc import Awaitable, Callable
from functools import partial

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from circles_bot.engine.errors import ConfigError
from circles_slack.client import UNREADABLE
from circles_slack.libraries import wordless_logger
from circles_slack.settings import EVENTS_PATH, SlackSettings

log = structlog.get_logger(__name__)

LONGEST_BYTES = 1_048_576
FINISH_WITHIN_SECONDS = 3.0
REFUSED = 401


class Site:
    """Listens for Slack's requests; bolt checks each signature and its time."""

    def __init__(self, app: AsyncApp, settings: SlackSettings) -> None:
        """Listen to nothing yet."""
        self._app = app
        self._settings = settings
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen; raise ConfigError where something else does."""
        served = web.Application(client_max_size=LONGEST_BYTES)
        served.router.add_post(EVENTS_PATH, self._serve)
        flow = self._app.oauth_flow
        if flow is not None:
            served.router.add_get(flow.install_path, partial(_led, flow.handle_installation))
            served.router.add_get(flow.redirect_uri_path, partial(_led, flow.handle_callback))
        self._runner = web.AppRunner(
            served, access_log=None, shutdown_timeout=FINISH_WITHIN_SECONDS, logger=wordless_logger()
        )
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._settings.host, self._settings.port, backlog=1_024).start()
        except OSError as error:
            raise ConfigError(
                f"Nothing of ours can listen on {self._settings.host} port {self._settings.port} ({error.strerror}): "
                "change CIRCLES_WEB_HOST or CIRCLES_WEB_PORT, or stop what listens there."
            ) from error

    @property
    def port(self) -> int:
        """Return the port that is listened on."""
        assert self._runner is not None, "it has started"
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Finish what has come in, and listen no more."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.Response:
        try:
            answer = await self._app.async_dispatch(await to_bolt_request(request))
        except UNREADABLE as error:
            log.warning("request_not_read", error=type(error).__name__)
            return web.json_response({"error": "this is nothing that Slack sends"}, status=400)
        if answer.status == REFUSED:
            log.warning("request_refused", fault="not signed by Slack, or too long ago")
        return await to_aiohttp_response(answer)


async def _led(step: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]], request: web.Request) -> web.Response:
    """Lead somebody one step further through an installation."""
    return await to_aiohttp_response(await step(await to_bolt_request(request)))
