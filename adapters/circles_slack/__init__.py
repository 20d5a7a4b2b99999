"""Slack: circles in a workspace's private channels, through slack-bolt and slack-sdk."""

from collections.abc import Callable
from datetime import datetime

from circles_bot.ports.adapters import Finding, House
from circles_slack import examination
from circles_slack.adapter import Slack
from circles_slack.settings import SlackSettings

__all__ = ["Slack", "SlackSettings", "connect", "examine"]


def connect(
    house: House,
    *,
    bot_token: str | None,
    app_token: str | None,
    signing_secret: str | None,
    client_id: str | None,
    client_secret: str | None,
    api_url: str | None,
    host: str,
    port: int,
) -> Slack:
    """Return the adapter, not connected yet; the address of the Web API is Slack's own unless another is given."""
    return Slack(
        house,
        SlackSettings(
            bot_token=bot_token or "",
            app_token=app_token,
            signing_secret=signing_secret,
            client_id=client_id if bot_token is None else None,
            client_secret=client_secret,
            api_url=api_url,
            host=host,
            port=port,
        ),
    )


async def examine(
    *,
    bot_token: str,
    app_token: str | None,
    signing_secret: str | None,
    api_url: str | None,
    now: Callable[[], datetime],
) -> tuple[Finding, ...]:
    """Return what ``circles-bot doctor`` tells of Slack, and of the clock ``now``; nothing is changed there."""
    settings = SlackSettings(bot_token=bot_token, app_token=app_token, signing_secret=signing_secret, api_url=api_url)
    return await examination.examine(settings, now=now)
