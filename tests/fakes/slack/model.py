"""What a Slack consists of: workspaces, people, places, messages and views, and the app with its installations."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from tests.fakes.slack.refusals import JSON

PATIENCE = 60.0
"""How many real seconds a test waits for something before it is red; loaded machines are slow."""

SCOPES = (
    *("commands", "chat:write", "im:write", "groups:write", "groups:read", "reactions:read", "users:read"),
    *("reactions:write", "channels:read", "channels:join"),
)
"""What a workspace grants unless a test says otherwise; no history."""

EVENTS = (
    *("reaction_added", "reaction_removed", "member_joined_channel", "member_left_channel"),
    *("channel_archive", "group_archive", "channel_rename", "group_rename", "channel_deleted", "group_deleted"),
    *("channel_left", "group_left", "channel_id_changed", "user_change", "team_join", "app_home_opened"),
    *("app_uninstalled", "tokens_revoked", "message.channels", "message.groups", "message.im"),
)
"""What the app is subscribed to unless a test says otherwise; each still needs its scope."""

Choice = TypeVar("Choice")


@dataclass(slots=True, kw_only=True)
class App:
    """The one app that is under test, as its manifest describes it."""

    id: str = "A0CIRCLES"
    name: str = "Circles"
    client_id: str = "1234567890.0987654321"
    client_secret: str = "fake-client-secret"
    signing_secret: str = "fake-signing-secret"
    app_token: str = "xapp-1-A0CIRCLES-fake"
    verification: str = "fake-verification-token"
    events: tuple[str, ...] = EVENTS
    commands: tuple[str, ...] = ("/circles",)
    shortcuts: dict[str, str] = field(default_factory=dict)
    has_home_tab: bool = True
    has_messages_tab: bool = True
    rotates_tokens: bool = False


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class User:
    """Somebody, or some bot, with an account in one workspace."""

    id: str
    team: "Team"
    name: str
    tz: str = "Europe/Amsterdam"
    locale: str = "en-US"
    is_bot: bool = False
    bot_id: str = ""
    is_admin: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    deleted: bool = False
    takes_dms: bool = True
    home: "View | None" = None
    home_opened: bool = False
    modals: list["View"] = field(default_factory=list)
    shown: list["Surface"] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Team:
    """A workspace. ``forbids`` holds what its settings keep from the app, such as ``private`` or ``public`` channels.

    With ``connect`` among it, the app may invite nobody of another organisation.
    """

    id: str
    name: str
    domain: str
    enterprise_id: str | None = None
    forbids: set[str] = field(default_factory=set)
    users: dict[str, User] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Installation:
    """What one installation may: its token, scopes and bot, in one workspace or in all of an organisation."""

    teams: list[Team]
    token: str
    scopes: tuple[str, ...]
    bots: dict[str, User]
    enterprise_id: str | None = None
    refresh_token: str | None = None
    expires_at: datetime | None = None
    error: str = ""

    @property
    def team(self) -> Team:
        """Return the workspace, or the first of the organisation's."""
        return self.teams[0]

    @property
    def bot(self) -> User:
        """Return the bot's account in the first workspace."""
        return self.bots[self.team.id]

    def bot_for(self, user: User) -> User:
        """Return the bot that speaks to somebody: that of their workspace, or of the first."""
        return self.bots.get(user.team.id, self.bot)


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Message:
    """A message in a channel; ``only_for`` makes it ephemeral, ``subtype`` a line that Slack wrote itself."""

    ts: str
    channel: "Channel"
    author: User
    text: str
    at: datetime
    blocks: list[JSON] = field(default_factory=list)
    thread_ts: str | None = None
    subtype: str | None = None
    metadata: JSON | None = None
    only_for: User | None = None
    is_edited: bool = False
    reactions: dict[str, list[User]] = field(default_factory=dict)
    filled: JSON = field(default_factory=dict)


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Channel:
    """A place: ``public``, ``private`` or ``im``. ``shared_with`` are other workspaces that see it (Slack Connect)."""

    id: str
    team: Team
    name: str
    kind: str
    creator: User
    created_at: datetime
    topic: str = ""
    purpose: str = ""
    is_general: bool = False
    is_archived: bool = False
    is_deleted: bool = False
    members: list[User] = field(default_factory=list)
    shared_with: list[Team] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def is_private(self) -> bool:
        """Tell whether only its members see it."""
        return self.kind != "public"

    @property
    def teams(self) -> list[Team]:
        """Return the workspaces in which it is."""
        return [self.team, *self.shared_with]

    def is_seen_by(self, user: User) -> bool:
        """Tell whether somebody sees it."""
        if self.is_deleted:
            return False
        is_open = self.kind == "public" and user.team in self.teams and not user.is_restricted
        return is_open or user in self.members


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Invitation:
    """An invitation into another organisation's channel, until it is accepted; ``is_limited`` lets one only write."""

    id: str
    channel: Channel
    inviter: User
    user: User
    is_limited: bool


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class View:
    """A Home tab or a modal, as somebody has it open; ``bot`` is the one that showed it."""

    id: str
    user: User
    bot: User
    form: JSON
    hash: str
    root: "View | None" = None
    previous: "View | None" = None
    filled: JSON = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[JSON]:
        """Return its blocks."""
        found: list[JSON] = self.form["blocks"]
        return found


Surface = Message | View
"""Where controls can be."""


def controls_in(blocks: list[JSON]) -> Iterator[tuple[JSON, JSON]]:
    """Yield each element that one can use, with its block, top to bottom."""
    for block in blocks:
        found = [*block.get("elements", ())] if block["type"] == "actions" else []
        found += [block[key] for key in ("accessory", "element") if key in block]
        for element in found:
            if "action_id" in element:
                yield block, element


class Bell:
    """Wakes those who wait for something to become true."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        self._waiting: set[asyncio.Event] = set()

    def ring(self) -> None:
        """Let everybody look again."""
        for one in self._waiting:
            one.set()

    async def until(self, look: Callable[[], Choice], *, seconds: float = PATIENCE) -> Choice:
        """Wait until ``look`` returns something true, and return it; raises TimeoutError when it does not."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout(seconds):
                while not (found := look()):
                    event.clear()
                    await event.wait()
                return found
        finally:
            self._waiting.discard(event)
