"""Tells bolt who the bot is in a workspace, from what we know: it would ask Slack at each request of a new process."""

from functools import lru_cache

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext

from circles_slack.workspaces import Workspaces

KNOWN_AT_MOST = 4_096


class Authorization(AsyncAuthorize):
    """Knows the bot's own doings by what this returns; a workspace that is none of ours is refused at the reception."""

    def __init__(self, workspaces: Workspaces) -> None:
        """Look among workspaces."""
        self._workspaces = workspaces

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult:
        """Return who the bot is there."""
        workspace = self._workspaces.find(team_id)
        if workspace is None:
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)
        identity = workspace.identity
        return _authorized(enterprise_id, identity.team, identity.bot, identity.bot_user)


@lru_cache(KNOWN_AT_MOST)
def _authorized(enterprise: str | None, team: str, bot: str, bot_user: str) -> AuthorizeResult:
    """Return what bolt is told, the same at each request of a workspace: bolt only reads it."""
    return AuthorizeResult(enterprise_id=enterprise, team_id=team, bot_id=bot, bot_user_id=bot_user)
