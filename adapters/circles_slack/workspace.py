"""One workspace that the bot was added to: its calls, each in its turn, and the people in it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from circles_bot.ports.clock import Clock
from circles_slack.errors import LIMITED_PAUSE, retry_after_of, status_of
from circles_slack.pace import WAIT_AT_MOST_SECONDS, Pace
from circles_slack.people import People
from circles_slack.places import Places

ASK_FOR_TEAM = frozenset({"conversations.create", "conversations.list", "users.list"})
SCOPES_HEADER = "x-oauth-scopes"

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the bot is in a workspace, and what it may do there."""

    team: str
    bot_user: str
    bot: str
    scopes: frozenset[str]
    organisation: str = ""
    """Whose token it is where that is an organisation's: some calls have to say in which of its workspaces."""

    @classmethod
    def of(cls, answer: AsyncSlackResponse) -> "Identity":
        """Read what ``auth.test`` answered; its headers name the scopes."""
        headers = {name.lower(): value for name, value in answer.headers.items()}
        scopes = frozenset(one.strip() for one in str(headers.get(SCOPES_HEADER, "")).split(",") if one.strip())
        return cls(
            team=str(answer["team_id"]),
            bot_user=str(answer["user_id"]),
            bot=str(answer.get("bot_id") or ""),
            scopes=scopes,
        )


@dataclass(slots=True, kw_only=True)
class Workspace:
    """Makes the calls of one workspace; ``is_removed`` once the bot was taken out of it."""

    identity: Identity
    client: AsyncWebClient
    pace: Pace
    clock: Clock
    is_removed: bool = False
    renew: "Callable[[Workspace], Awaitable[None]] | None" = None
    """Gets a new token where the one there is runs out."""
    since: datetime = field(init=False)
    """Since when the bot is there for sure: what is told of an earlier moment comes too late."""
    people: People = field(init=False)
    places: Places = field(init=False)

    def __post_init__(self) -> None:
        """Know nobody yet."""
        self.since = self.clock.now()
        self.people = People(self.call, self.clock, self.identity.team)
        self.places = Places(self.call, self.clock, self.identity.bot_user)

    @property
    def team(self) -> str:
        """Return Slack's id of it."""
        return self.identity.team

    async def call(
        self, method: str, *, wait_seconds: float = WAIT_AT_MOST_SECONDS, **arguments: Any
    ) -> AsyncSlackResponse:
        """Call one of Slack's methods when its turn has come; what it answers is ``ok``."""
        channel = arguments.get("channel")
        async with self.pace.turn(
            method, channel=channel if isinstance(channel, str) else None, wait_seconds=wait_seconds
        ):
            return await self._call(method, arguments)

    async def _call(self, method: str, arguments: dict[str, Any]) -> AsyncSlackResponse:
        if self.renew is not None:
            await self.renew(self)
        if self.identity.organisation and method in ASK_FOR_TEAM:
            arguments["team_id"] = self.team
        made: Callable[..., Awaitable[AsyncSlackResponse]] = getattr(self.client, method.replace(".", "_"))
        try:
            return await made(**arguments)
        except SlackApiError as error:
            if status_of(error) == HTTPStatus.TOO_MANY_REQUESTS:
                self.pace.hold(method, retry_after_of(error) or LIMITED_PAUSE)
            raise
