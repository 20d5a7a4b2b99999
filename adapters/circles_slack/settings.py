"""What the Slack adapter is told at its start."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSettings:
    """The workspace's bot token, and the way in: ``app_token`` for Socket Mode (it wins), else ``signing_secret``.

    With ``client_id`` and ``client_secret`` instead of a bot token, any workspace may install the bot over HTTP.

    ``minute_seconds`` is what Slack's minute lasts (a fake's may be short); ``ping_seconds`` is how often a socket is
    looked after: one that broke without a word is opened again after so long. ``host`` and ``port`` are where signed
    requests are listened for.
    """

    bot_token: str = field(default="", repr=False)
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    app_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    api_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8347
    connections: int = 2
    minute_seconds: float = 60.0
    ping_seconds: float = 5.0

    @property
    def base_url(self) -> str:
        """Return where Slack's Web API is, as its library wants it written."""
        return f"{(self.api_url or API_URL).rstrip('/')}/"


API_URL = "https://slack.com/api"
EVENTS_PATH = "/slack/events"
"""Where Slack sends everything over HTTP: events, taps, forms, commands, options."""

SCOPES = frozenset(
    {
        "channels:join",
        "channels:read",
        "chat:write",
        "commands",
        "groups:read",
        "groups:write",
        "im:write",
        "reactions:read",
        "reactions:write",
        "users:read",
    }
)
"""What the bot cannot do without; ``docs/for-it.md`` says what each is for."""
AWARE_SCOPE = "groups:history"
"""With it (``manifest-aware.yaml``) Slack tells that a message came in a room, and so nudges follow real silence."""
CONNECT_SCOPE = "conversations.connect:write"
"""With it, which no manifest asks for, people of other organisations are invited, where stewards welcome them."""

EVENTS = frozenset(
    {
        "app_home_opened",
        "app_uninstalled",
        "channel_archive",
        "channel_id_changed",
        "group_archive",
        "group_deleted",
        "group_left",
        "member_joined_channel",
        "member_left_channel",
        "reaction_added",
        "reaction_removed",
        "team_join",
        "tokens_revoked",
        "user_change",
    }
)
"""What the manifests subscribe to; the aware one adds ``message.groups``."""

FIND_PEOPLE = "find-people"
"""The global shortcut's own name."""
