"""Installing: a person approves what an authorize address asks for, and a code becomes a token; tokens that rotate."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.fakes.slack.calls import Call, Method, needs
from tests.fakes.slack.model import Installation, Team, User
from tests.fakes.slack.refusals import JSON, RefusalError
from tests.fakes.slack.world import World

TOKEN_LIVES = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What a person approved: for one workspace, or for all of an organisation."""

    user: User
    teams: list[Team]
    scopes: tuple[str, ...]
    enterprise_id: str | None


class OAuth:
    """Hands out codes and takes them back."""

    def __init__(self, world: World, connection: Callable[[], str]) -> None:
        """Take who makes the addresses of sockets."""
        self._world = world
        self._connection = connection
        self._codes: dict[str, Approval] = {}

    def methods(self) -> list[Method]:
        """Return the methods of this module."""
        nothing = needs()
        return [
            Method(name="oauth.v2.access", handler=self._access, tier="t5", scopes=nothing, needs_token=False),
            Method(name="apps.connections.open", handler=self._open, tier="t3", scopes=nothing, needs_token=False),
        ]

    def approve(self, address: str, user: User, *, for_all: list[Team] | None = None) -> str:
        """Say yes on the page at ``address``, and return where the browser is sent next.

        ``for_all`` are the workspaces of an organisation for all of which an owner installs the app at once.
        """
        asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == self._world.app.client_id, "another app's page"
        code = secrets.token_urlsafe(12)
        self._codes[code] = Approval(
            user=user,
            teams=for_all or [user.team],
            scopes=tuple(asked["scope"].split(",")),
            enterprise_id=user.team.enterprise_id if for_all else None,
        )
        told = {"code": code} | ({"state": asked["state"]} if "state" in asked else {})
        return f"{asked.get('redirect_uri', '')}?{urlencode(told)}"

    def _access(self, call: Call) -> JSON:
        app = call.world.app
        name, secret = call.credentials if call.credentials[0] else (call.text("client_id"), call.text("client_secret"))
        if name != app.client_id:
            raise RefusalError("invalid_client_id")
        if secret != app.client_secret:
            raise RefusalError("bad_client_secret")
        if call.text("grant_type") == "refresh_token":
            return self._rotated(call)
        approval = self._codes.pop(call.text("code"), None)
        if approval is None:
            raise RefusalError("invalid_code")
        made = call.world.install(*approval.teams, scopes=approval.scopes, enterprise_id=approval.enterprise_id)
        if app.rotates_tokens:
            self._let_rotate(made)
        return self._told(made) | {"authed_user": {"id": approval.user.id}}

    def _rotated(self, call: Call) -> JSON:
        written = call.text("refresh_token")
        found = next((one for one in call.world.installations if written and one.refresh_token == written), None)
        if found is None or found.error:
            raise RefusalError("invalid_refresh_token")
        self._let_rotate(found)
        return self._told(found)

    def _let_rotate(self, one: Installation) -> None:
        one.token = f"xoxe.xoxb-1-{secrets.token_hex(12)}"
        one.refresh_token = f"xoxe-1-{secrets.token_hex(12)}"
        one.expires_at = self._world.clock.now() + TOKEN_LIVES

    def _told(self, one: Installation) -> JSON:
        team = {"id": one.team.id, "name": one.team.name}
        enterprise = {"id": one.team.enterprise_id, "name": "Org"} if one.team.enterprise_id else None
        found: JSON = {
            "app_id": self._world.app.id,
            "scope": ",".join(one.scopes),
            "token_type": "bot",
            "access_token": one.token,
            "bot_user_id": one.bot.id,
            "team": None if one.enterprise_id else team,
            "enterprise": enterprise,
            "is_enterprise_install": one.enterprise_id is not None,
        }
        if one.refresh_token is not None:
            found |= {"refresh_token": one.refresh_token, "expires_in": int(TOKEN_LIVES.total_seconds())}
        return found

    def _open(self, call: Call) -> JSON:
        if call.token != call.world.app.app_token:
            raise RefusalError("invalid_auth")
        return {"url": self._connection()}
