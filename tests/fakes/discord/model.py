"""What this Discord holds: plain records that ``World`` and its neighbours change."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, IntFlag

from tests.fakes.discord.refusals import JSON


class Permission(IntFlag):
    """Discord's permission bits (docs: topics/permissions), those that the fake judges."""

    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38


ALL_PERMISSIONS = Permission((1 << 53) - 1)

EVERYONE = (
    Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
)
"""What @everyone may in a fresh guild of the fake; private threads are for those who are given them."""


class ChannelType(IntEnum):
    """The kinds of channels that the fake knows."""

    TEXT = 0
    DM = 1
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12


class MessageType(IntEnum):
    """The kinds of messages that the fake writes."""

    DEFAULT = 0
    RECIPIENT_ADD = 1
    RECIPIENT_REMOVE = 2
    CHANNEL_NAME_CHANGE = 4
    THREAD_CREATED = 18
    REPLY = 19
    CHAT_INPUT_COMMAND = 20
    CONTEXT_MENU_COMMAND = 23


PATIENCE = 100.0
"""After so many seconds a test that waits in vain fails."""

EPHEMERAL = 1 << 6
COMPONENTS_V2 = 1 << 15


@dataclass(slots=True, kw_only=True, eq=False)
class User:
    """An account; ``takes_dms`` is the person's own switch."""

    id: int
    name: str
    is_bot: bool = False
    locale: str = "en-US"
    takes_dms: bool = True


@dataclass(slots=True, kw_only=True, eq=False)
class Role:
    """A role of a guild; the one with the guild's id is @everyone."""

    id: int
    name: str
    permissions: Permission
    position: int


@dataclass(slots=True, kw_only=True, eq=False)
class Overwrite:
    """What a channel allows or denies to a role (or, ``is_member``, to a person)."""

    id: int
    is_member: bool
    allow: Permission
    deny: Permission


@dataclass(slots=True, kw_only=True, eq=False)
class Member:
    """A user in a guild."""

    user: User
    roles: set[int]
    joined_at: datetime
    nick: str | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Reaction:
    """Who set one emoji, in order; ``super_users`` set it as a super reaction."""

    emoji: JSON
    users: list[int] = field(default_factory=list)
    super_users: list[int] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """One message; ``only_for`` is who alone sees it (an ephemeral answer)."""

    id: int
    channel: "Channel"
    author: User
    at: datetime
    type: MessageType = MessageType.DEFAULT
    content: str = ""
    embeds: list[JSON] = field(default_factory=list)
    components: list[JSON] = field(default_factory=list)
    attachments: list[JSON] = field(default_factory=list)
    mentions: list[User] = field(default_factory=list)
    mentions_everyone: bool = False
    flags: int = 0
    nonce: str | int | None = None
    edited_at: datetime | None = None
    reactions: dict[str, Reaction] = field(default_factory=dict)
    reference: JSON | None = None
    replies_to: "Message | None" = None
    only_for: User | None = None
    metadata: JSON | None = None
    webhook: bool = False
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True, eq=False)
class ThreadState:
    """What only threads have; ``last_active`` is what the time until archiving counts from."""

    owner: int
    invitable: bool
    auto_archive_minutes: int
    created_at: datetime
    last_active: datetime
    archived_at: datetime
    archived: bool = False
    locked: bool = False
    members: dict[int, datetime] = field(default_factory=dict)
    total_sent: int = 0


@dataclass(slots=True, kw_only=True, eq=False)
class Channel:
    """A text channel, a thread (with ``parent`` and ``thread``), or a direct message (with ``recipient``)."""

    id: int
    type: ChannelType
    name: str = ""
    guild: "Guild | None" = None
    parent: "Channel | None" = None
    thread: ThreadState | None = None
    recipient: User | None = None
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int | None = None
    position: int = 0
    topic: str | None = None
    slow_mode: int = 0


@dataclass(slots=True, kw_only=True, eq=False)
class Guild:
    """A server; ``thread_cap`` is how many active threads it takes (1,000 is what users report)."""

    id: int
    name: str
    owner: User
    locale: str = "en-US"
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Channel] = field(default_factory=dict)
    bans: dict[int, str | None] = field(default_factory=dict)
    emojis: dict[int, JSON] = field(default_factory=dict)
    audit: list[JSON] = field(default_factory=list)
    thread_cap: int = 1000
    thread_members_cap: int = 1000
    is_available: bool = True
