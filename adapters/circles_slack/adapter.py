"""Slack as one connected platform: bolt's app, what takes in its requests, the gateway, and a way in."""

from dataclasses import replace

import aiohttp
import structlog
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from circles_bot.engine.errors import ConfigError
from circles_bot.ports.adapters import House
from circles_slack.app import App
from circles_slack.authorization import Authorization
from circles_slack.client import UNREADABLE, Reception
from circles_slack.errors import TOKEN, code_of
from circles_slack.gateway import SlackGateway
from circles_slack.installs import Installs, States
from circles_slack.libraries import wordless_logger
from circles_slack.pace import Pace
from circles_slack.settings import AWARE_SCOPE, SCOPES, SlackSettings
from circles_slack.sockets import Sockets
from circles_slack.translate import Translator
from circles_slack.web import Site
from circles_slack.workspace import Identity, Workspace
from circles_slack.workspaces import Workspaces

log = structlog.get_logger(__name__)

CALL_AT_MOST_SECONDS = 30.0


class Slack:
    """The adapter."""

    def __init__(self, house: House, settings: SlackSettings) -> None:
        """Make the parts; nothing is connected yet."""
        self._house = house
        self._settings = settings
        self.translator = Translator(identities=house.identities)
        self.workspaces = Workspaces()
        self.reception = Reception(house, self.workspaces, self._current_translator)
        self._gateway = SlackGateway(self.workspaces, house, self._current_translator, self.reception.watch)
        self._app: App | None = None
        self._session: aiohttp.ClientSession | None = None
        self._way_in: Sockets | Site | None = None

    @property
    def gateway(self) -> SlackGateway:
        """Performs parcels on Slack."""
        return self._gateway

    @property
    def site(self) -> Site:
        """Where signed requests are listened for."""
        assert isinstance(self._way_in, Site), "it listens on sockets"
        return self._way_in

    async def start(self) -> None:
        """Look who we are, then let Slack in and read the boards.

        Raises ConfigError for a token that Slack does not know.
        """
        flow = await self._load() if self._settings.client_id is not None else None
        if flow is None:
            await self._join(self._client(self._settings.bot_token))
        is_on_socket = self._settings.app_token is not None and flow is None
        self._app = app = App(
            client=self._client(None),
            authorize=Authorization(self.workspaces),
            oauth_flow=flow,
            signing_secret=self._settings.signing_secret or "",
            process_before_response=True,
            logger=wordless_logger(),
            # what arrives over a socket of ours is Slack's; and nobody builds workflows with us
            ssl_check_enabled=not is_on_socket,
            request_verification_enabled=not is_on_socket,
            url_verification_enabled=not is_on_socket,
            attaching_function_token_enabled=False,
        )
        app.error(_failed)
        app.use(self.reception)
        self._way_in = Sockets(app, self._settings, self._read_boards) if is_on_socket else Site(app, self._settings)
        try:
            await self._way_in.start()
        except ConfigError:
            await self.stop()
            raise
        await self.reception.lifecycle.compare()
        self._read_boards()

    async def stop(self) -> None:
        """Take no more in, finish what is shown, and let go of the connection."""
        if self._way_in is not None:
            await self._way_in.stop()
        await self.reception.stop()
        if self._session is not None:
            await self._session.close()

    def _current_translator(self) -> Translator:
        return self.translator

    def _client(self, token: str | None) -> AsyncWebClient:
        """Return what makes calls: over one session, and never again by itself what may have happened."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=CALL_AT_MOST_SECONDS)
            )
        return AsyncWebClient(token=token, base_url=self._settings.base_url, session=self._session, retry_handlers=[])

    async def _join(self, client: AsyncWebClient) -> Workspace:
        """Return the workspace that the token is for."""
        try:
            identity = Identity.of(await client.auth_test())
        except SlackApiError as error:
            await self.stop()
            if code_of(error) not in TOKEN:
                raise
            raise ConfigError(
                "Slack does not know this token: copy it again from the app's page (OAuth & Permissions, Bot User "
                "OAuth Token) into CIRCLES_SLACK_BOT_TOKEN."
            ) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            await self.stop()
            raise ConfigError(
                f"Slack does not answer ({type(error).__name__}): see that this computer reaches it, or that "
                "CIRCLES_SLACK_API_URL is right, and start again."
            ) from error
        lacking = SCOPES - identity.scopes
        if lacking:
            log.warning("scopes_missing", scopes=sorted(lacking), mend="circles-bot doctor says where to add them")
        self.translator = replace(self.translator, sees_activity=AWARE_SCOPE in identity.scopes)
        workspace = self._workspace(identity, client)
        self.workspaces.add(workspace)
        return workspace

    def _workspace(self, identity: Identity, client: AsyncWebClient) -> Workspace:
        pace = Pace(minute_seconds=self._settings.minute_seconds)
        return Workspace(identity=identity, client=client, pace=pace, clock=self._house.clock)

    async def _load(self) -> AsyncOAuthFlow:
        """Serve the workspaces that have installed the bot, and return what leads others through it."""
        kept, settings = self._house.installations, self._settings
        assert kept is not None, "the runtime gives one to Slack"
        assert settings.client_id is not None
        client, secret = self._client(None), settings.client_secret or ""
        installs = Installs(
            kept,
            self.workspaces,
            lambda identity, token: self._workspace(identity, self._client(token)),
            AsyncTokenRotator(client_id=settings.client_id, client_secret=secret, client=client),
            self._installed,
            self._house.clock,
        )
        self.workspaces.meet, self.workspaces.on_removed = installs.meet, installs.drop
        await installs.load()
        return AsyncOAuthFlow(
            client=client,
            logger=wordless_logger(),
            settings=AsyncOAuthSettings(
                client_id=settings.client_id,
                client_secret=secret,
                scopes=sorted(SCOPES),
                install_page_rendering_enabled=False,
                installation_store=installs,
                state_store=States(self._house.identities.key, kept, self._house.clock),
            ),
        )

    async def _installed(self, workspace: Workspace) -> None:
        """Go on where the bot was added again, and read what was done meanwhile."""
        await self.reception.lifecycle.returned(workspace)
        self.reception.watch.read_soon(workspace)

    def _read_boards(self) -> None:
        for workspace in self.workspaces:
            self.reception.watch.read_soon(workspace)


async def _failed(error: Exception) -> BoltResponse:
    """Log a bug once, without what it was called with: that may hold people's words."""
    if isinstance(error, UNREADABLE):  # of bolt's own reading: what has another shape than Slack's
        log.warning("request_not_read", error=type(error).__name__)
        return BoltResponse(status=400)
    log.error("request_failed", exc_info=error)
    return BoltResponse(status=500)
