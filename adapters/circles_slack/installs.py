"""Many workspaces: what Slack gave the bot in each, kept sealed in our store, renewed before it runs out.

bolt leads through the installation and brings what came of it here; who the bot is in a workspace is then known without
asking Slack again. A token of an organisation serves each of its workspaces, met when something first happens there.
"""

import asyncio
import hashlib
import hmac
import json
import logging
import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from logging import Logger
from typing import Any

import structlog
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from circles_bot.ports.clock import Clock
from circles_bot.ports.installations import Installations
from circles_slack.errors import FAULTS
from circles_slack.workspace import Identity, Workspace
from circles_slack.workspaces import Workspaces

log = structlog.get_logger(__name__)

RENEWED_BEFORE_MINUTES = 60
STATE_GOOD_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What Slack gave the bot in a workspace, or in a whole organisation (``team`` is empty then).

    In a workspace met through its organisation there is no token: the organisation's serves.
    """

    team: str
    enterprise: str
    token: str = ""
    bot_user: str = ""
    bot: str = ""
    scopes: tuple[str, ...] = ()
    refresh_token: str = ""
    expires_at: int = 0
    granted_at: int = 0
    """When the bot was installed there, in seconds since 1970; 0 where an earlier release kept it."""

    @property
    def key(self) -> str:
        """Return by what it is kept."""
        return self.team or self.enterprise

    @classmethod
    def of(cls, installation: Installation, at: datetime) -> "Grant":
        """Return what bolt brought."""
        is_org = installation.is_enterprise_install
        return cls(
            team="" if is_org else installation.team_id or "",
            enterprise=installation.enterprise_id or "",
            token=installation.bot_token or "",
            bot_user=installation.bot_user_id or "",
            bot=installation.bot_id or "",
            scopes=tuple(installation.bot_scopes or ()),
            refresh_token=installation.bot_refresh_token or "",
            expires_at=int(installation.bot_token_expires_at or 0),
            granted_at=int(at.timestamp()),
        )

    @classmethod
    def read(cls, written: str) -> "Grant":
        """Return what was kept."""
        found: Mapping[str, Any] = json.loads(written)
        return cls(**{**found, "scopes": tuple(found["scopes"])})

    @property
    def written(self) -> str:
        """Return it as it is kept."""
        return json.dumps(asdict(self))


class Installs(AsyncInstallationStore):
    """Where bolt brings installations, and where workspaces come from."""

    def __init__(
        self,
        kept: Installations,
        workspaces: Workspaces,
        make: Callable[[Identity, str], Workspace],
        rotator: AsyncTokenRotator,
        on_installed: Callable[[Workspace], Awaitable[None]],
        clock: Clock,
    ) -> None:
        """Keep in ``kept``; ``make`` makes a workspace of who the bot is there and its token."""
        self._clock = clock
        self._kept = kept
        self._workspaces = workspaces
        self._make = make
        self._rotator = rotator
        self._on_installed = on_installed
        self._grants: dict[str, Grant] = {}
        self._renewing: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def logger(self) -> Logger:
        """Return where bolt's flow logs."""
        return logging.getLogger(__name__)

    async def load(self) -> None:
        """Serve every workspace that has installed the bot so far."""
        grants = [Grant.read(written) for written in await self._kept.all()]
        self._grants = {grant.key: grant for grant in grants}
        for grant in grants:
            if grant.team and self._token_of(grant) is not None:
                self._serve(grant)

    async def async_save(self, installation: Installation) -> None:
        """Keep what bolt brought, and serve the workspace from now on."""
        grant = Grant.of(installation, self._clock.now())
        await self._keep(grant)
        if grant.team:
            await self._on_installed(self._serve(grant))
            return
        for one in [one for one in self._grants.values() if one.enterprise == grant.enterprise and not one.token]:
            met = replace(one, granted_at=grant.granted_at)
            await self._keep(met)
            await self._on_installed(self._serve(met))

    async def meet(self, team: str, enterprise: str) -> Workspace | None:
        """Return a workspace of an organisation that has installed the bot for all of them; None for any other."""
        org = self._grants.get(enterprise)
        if org is None or org.team or not team:
            return None
        grant = Grant(team=team, enterprise=enterprise, granted_at=int(self._clock.now().timestamp()))
        await self._keep(grant)
        workspace = self._serve(grant)
        await self._on_installed(workspace)
        return workspace

    async def drop(self, workspace: Workspace) -> None:
        """Keep no token for a workspace from which the bot was taken out.

        Which workspaces of an organisation were met stays known: they go on when it installs the bot again.
        """
        key = workspace.identity.organisation or workspace.team
        if self._grants.pop(key, None) is not None:
            await self._kept.drop(key)

    async def renew(self, workspace: Workspace) -> None:
        """Get a new token before the one there is runs out, whoever needs it first; until then the old one serves."""
        key = workspace.identity.organisation or workspace.team
        if key not in self._grants or not self._grants[key].expires_at:
            return
        async with self._renewing[key]:
            grant = self._grants.get(key)
            if grant is None:
                return  # it was taken back meanwhile, and Slack says so to whoever calls
            try:
                grant = await self._rotated(grant)
            except FAULTS as error:
                log.warning("token_not_renewed", key=key, error=type(error).__name__)
        workspace.client.token = grant.token

    async def _rotated(self, grant: Grant) -> Grant:
        """Return a grant with a new token where the one it has runs out soon."""
        renewed = await self._rotator.perform_bot_token_rotation(
            bot=_bot_of(grant), minutes_before_expiration=RENEWED_BEFORE_MINUTES
        )
        if renewed is None:
            return grant
        grant = replace(
            grant,
            token=renewed.bot_token,
            refresh_token=renewed.bot_refresh_token or "",
            expires_at=int(renewed.bot_token_expires_at or 0),
        )
        await self._keep(grant)
        return grant

    async def _keep(self, grant: Grant) -> None:
        await self._kept.keep(grant.key, grant.written)
        self._grants[grant.key] = grant

    def _serve(self, grant: Grant) -> Workspace:
        with_token = self._token_of(grant)
        assert with_token is not None, "it was looked for"
        identity = Identity(
            team=grant.team,
            bot_user=with_token.bot_user,
            bot=with_token.bot,
            scopes=frozenset(with_token.scopes),
            organisation="" if with_token.team else with_token.enterprise,
        )
        workspace = self._make(identity, with_token.token)
        workspace.renew = self.renew
        workspace.since = datetime.fromtimestamp(grant.granted_at, UTC)  # a start is no installation
        self._workspaces.add(workspace)
        return workspace

    def _token_of(self, grant: Grant) -> Grant | None:
        """Return the grant whose token serves a workspace: its own, or its organisation's."""
        return grant if grant.token else self._grants.get(grant.enterprise)


class States(AsyncOAuthStateStore):
    """What an installation begins with and must come back with: signed, good for ten minutes, and once."""

    def __init__(self, key: bytes, kept: Installations, clock: Clock) -> None:
        """Sign with ``key``."""
        self._key = key
        self._kept = kept
        self._clock = clock

    @property
    def logger(self) -> Logger:
        """Return where bolt's flow logs."""
        return logging.getLogger(__name__)

    async def async_issue(self, *_args: Any, **_kwargs: Any) -> str:
        """Return a new one."""
        until = int((self._clock.now() + STATE_GOOD_FOR).timestamp())
        said = f"{secrets.token_urlsafe(16)}.{until}"
        return f"{said}.{self._signature(said)}"

    async def async_consume(self, state: str) -> bool:
        """Tell whether one is ours, in time, and used for the first time."""
        said, _, signature = state.rpartition(".")
        _, _, until = said.rpartition(".")
        if not hmac.compare_digest(self._signature(said).encode(), signature.encode()):
            return False
        return self._clock.now().timestamp() <= int(until) and await self._kept.is_first(f"install:{said}")

    def _signature(self, said: str) -> str:
        return hmac.new(self._key, f"slack-install\x1f{said}".encode(), hashlib.sha256).hexdigest()


def _bot_of(grant: Grant) -> Bot:
    return Bot(
        team_id=grant.team or None,
        enterprise_id=grant.enterprise or None,
        bot_token=grant.token,
        bot_id=grant.bot,
        bot_user_id=grant.bot_user,
        bot_scopes=grant.scopes,
        bot_refresh_token=grant.refresh_token,
        bot_token_expires_at=grant.expires_at,
        is_enterprise_install=not grant.team,
        installed_at=0.0,
    )
