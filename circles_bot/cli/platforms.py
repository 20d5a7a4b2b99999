"""Which chat platforms the settings ask for, and whether this installation can serve them."""

from importlib.metadata import entry_points

from circles_bot.engine.errors import ConfigError
from circles_bot.settings import Settings

ADAPTERS = "circles_bot.adapters"
TRY_INSTEAD = "circles-bot sandbox works without any token"


def has_tokens(settings: Settings) -> bool:
    """Tell whether a token of any platform is set."""
    return any(
        (
            settings.discord_token,
            settings.slack_bot_token,
            settings.slack_app_token,
            settings.slack_signing_secret,
            settings.slack_client_id,
            settings.slack_client_secret,
        )
    )


def require_platforms(settings: Settings) -> None:
    """Raise ConfigError, saying what to set, where nothing could be served."""
    wanted = _wanted(settings)
    if not wanted:
        raise ConfigError(
            "No chat platform's token is set: set CIRCLES_DISCORD_TOKEN, or CIRCLES_SLACK_BOT_TOKEN with "
            f"CIRCLES_SLACK_APP_TOKEN or CIRCLES_SLACK_SIGNING_SECRET, in the environment or .env; {TRY_INSTEAD}."
        )
    installed = entry_points(group=ADAPTERS).names
    for platform in wanted:
        if platform not in installed:
            raise ConfigError(
                f"A {platform.capitalize()} token is set, but this version has no {platform.capitalize()} adapter yet: "
                f"unset the token until a later version brings it; {TRY_INSTEAD}."
            )


def _wanted(settings: Settings) -> tuple[str, ...]:
    """Return the platforms whose tokens are set; raise ConfigError where Slack's are half set."""
    _refuse_half_of_slack(settings)
    tokens = (("discord", settings.discord_token), ("slack", settings.slack_bot_token or settings.slack_client_id))
    return tuple(name for name, token in tokens if token)


def _refuse_half_of_slack(settings: Settings) -> None:
    way_in = settings.slack_app_token or settings.slack_signing_secret
    if settings.slack_client_id or settings.slack_client_secret:
        whole = settings.slack_client_id and settings.slack_client_secret and settings.slack_signing_secret
        if not whole:
            raise ConfigError(
                "For many workspaces Slack needs CIRCLES_SLACK_CLIENT_ID, CIRCLES_SLACK_CLIENT_SECRET and "
                "CIRCLES_SLACK_SIGNING_SECRET: set all three."
            )
        return
    if settings.slack_bot_token and not way_in:
        raise ConfigError(
            "CIRCLES_SLACK_BOT_TOKEN is set alone: set CIRCLES_SLACK_APP_TOKEN (Socket Mode) or "
            "CIRCLES_SLACK_SIGNING_SECRET (HTTP) beside it."
        )
    if way_in and not settings.slack_bot_token:
        raise ConfigError("A Slack setting is there but no CIRCLES_SLACK_BOT_TOKEN: set it beside the other one.")
