"""The whole of this Discord, without any I/O: guilds, people, channels; each change tells its listeners an event.

The time is the clock's that is passed in. Threads are in ``threads.py``, messages in ``messages.py``.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Protocol

from tests.fakes.discord import payloads
from tests.fakes.discord.events import Event, Intent, Listener
from tests.fakes.discord.model import (
    EVERYONE,
    Channel,
    ChannelType,
    Guild,
    Member,
    Message,
    Overwrite,
    Permission,
    Role,
    User,
)
from tests.fakes.discord.permissions import can_view
from tests.fakes.discord.refusals import JSON, RefusalError

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
NOTHING = Permission(0)
BOT_PERMISSIONS = EVERYONE | Permission.CREATE_PRIVATE_THREADS
SECONDS_BETWEEN_LOOKS = 60


class Clock(Protocol):
    """Tells the domain's time."""

    def now(self) -> datetime:
        """Return the time, aware UTC."""


class World:
    """Everything there is; one application with its bot looks at it."""

    def __init__(self, clock: Clock, *, bot_name: str = "Circles") -> None:
        """Begin with the bot's account and nothing else."""
        self.clock = clock
        self.listeners: list[Listener] = []
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.dms: dict[int, Channel] = {}
        self.ephemeral: dict[int, Message] = {}
        self.nonces: dict[tuple[int, str], tuple[Message, datetime]] = {}
        self.granted_intents = Intent.NONE
        self._last_id = 0
        self._next_look = datetime.min.replace(tzinfo=UTC)
        self.bot = self.add_user(bot_name, is_bot=True)

    def new_id(self) -> int:
        """Return a snowflake of now, always above the last one."""
        at = int((self.clock.now() - EPOCH) / timedelta(milliseconds=1)) << 22
        self._last_id = max(at, self._last_id + 1)
        return self._last_id

    def tell(self, event: Event) -> None:
        """Tell all who listen, unless the bot is not where it happened or it is out."""
        guild = event.guild
        if guild is None or (guild.is_available and self.bot.id in guild.members):
            for listener in self.listeners:
                listener(event)

    def add_user(self, name: str, *, is_bot: bool = False, locale: str = "en-US") -> User:
        """Make an account."""
        user = User(id=self.new_id(), name=name, is_bot=is_bot, locale=locale)
        self.users[user.id] = user
        return user

    def add_guild(
        self,
        name: str,
        *,
        owner: User | None = None,
        locale: str = "en-US",
        has_bot: bool = True,
        on_shard: tuple[int, int] | None = None,
    ) -> Guild:
        """Make a guild with @everyone, and with the bot unless it shall come later; in one of so many shards."""
        holder = owner or self.add_user(f"Owner of {name}")
        if on_shard is not None:
            self._go_on_to_shard(*on_shard)
        guild = Guild(id=self.new_id(), name=name, owner=holder, locale=locale)
        guild.roles[guild.id] = Role(id=guild.id, name="@everyone", permissions=EVERYONE, position=0)
        self.guilds[guild.id] = guild
        self.add_member(guild, holder)
        if has_bot:
            self.add_bot(guild)
        return guild

    def _go_on_to_shard(self, number: int, shards: int) -> None:
        """Let the next id be in a shard: so many milliseconds later."""
        at = self.new_id() >> 22
        self._last_id = ((at + 1 + (number - at - 1) % shards) << 22) - 1

    def add_bot(self, guild: Guild, permissions: Permission = BOT_PERMISSIONS) -> None:
        """Let a steward install the bot; it gets a role of its own with these permissions."""
        role = self.add_role(guild, self.bot.name, permissions)
        guild.members[self.bot.id] = Member(user=self.bot, roles={role.id}, joined_at=self.clock.now())
        event = self.guild_create(guild)
        del event.data["unavailable"]  # which says whether an outage ended: an installation has none
        self.tell(event)

    def remove_bot(self, guild: Guild) -> None:
        """Let a steward throw the bot out."""
        self.tell(Event(name="GUILD_DELETE", data={"id": str(guild.id)}, intent=Intent.GUILDS, guild=guild))
        self._leave_threads(guild, self.bot)
        for role in guild.members.pop(self.bot.id).roles:
            guild.roles.pop(role, None)

    def set_available(self, guild: Guild, *, available: bool) -> None:
        """Let a guild have an outage, or come back."""
        if not available:
            data = {"id": str(guild.id), "unavailable": True}
            self.tell(Event(name="GUILD_DELETE", data=data, intent=Intent.GUILDS, guild=guild))
        guild.is_available = available
        if available:
            self.tell(self.guild_create(guild))

    def guild_create(self, guild: Guild) -> Event:
        """Return the event that tells the bot all about a guild."""
        threads = [it for it in guild.threads.values() if it.thread and not it.thread.archived]
        seen = [it for it in threads if can_view(it, self.bot)]
        data = payloads.guild_for_gateway(guild, self.bot, seen)
        return Event(name="GUILD_CREATE", data=data, intent=Intent.GUILDS, guild=guild)

    def add_role(self, guild: Guild, name: str, permissions: Permission = NOTHING) -> Role:
        """Make a role above the ones before it."""
        role = Role(id=self.new_id(), name=name, permissions=permissions, position=len(guild.roles))
        guild.roles[role.id] = role
        data = {"guild_id": str(guild.id), "role": payloads.role(role)}
        self.tell(Event(name="GUILD_ROLE_CREATE", data=data, intent=Intent.GUILDS, guild=guild))
        return role

    def change_role(self, guild: Guild, role: Role, permissions: Permission) -> None:
        """Give a role other permissions."""
        role.permissions = permissions
        data = {"guild_id": str(guild.id), "role": payloads.role(role)}
        self.tell(Event(name="GUILD_ROLE_UPDATE", data=data, intent=Intent.GUILDS, guild=guild))

    def add_member(self, guild: Guild, user: User, *, roles: tuple[Role, ...] = ()) -> Member:
        """Let somebody join."""
        member = Member(user=user, roles={role.id for role in roles}, joined_at=self.clock.now())
        guild.members[user.id] = member
        data = payloads.member(member) | {"guild_id": str(guild.id)}
        self.tell(Event(name="GUILD_MEMBER_ADD", data=data, intent=Intent.GUILD_MEMBERS, guild=guild))
        return member

    def set_roles(self, guild: Guild, user: User, *roles: Role) -> None:
        """Give somebody exactly these roles; the bot is told of its own without any privileged intent."""
        member = guild.members[user.id]
        member.roles = {role.id for role in roles}
        intent = Intent.GUILDS if user is self.bot else Intent.GUILD_MEMBERS
        data = payloads.member(member) | {"guild_id": str(guild.id)}
        self.tell(Event(name="GUILD_MEMBER_UPDATE", data=data, intent=intent, guild=guild))

    def remove_member(self, guild: Guild, user: User) -> None:
        """Let somebody leave, or be thrown out: they are out of its threads as well, and nothing is printed there."""
        self._leave_threads(guild, user)
        del guild.members[user.id]
        data = {"guild_id": str(guild.id), "user": payloads.user(user)}
        self.tell(Event(name="GUILD_MEMBER_REMOVE", data=data, intent=Intent.GUILD_MEMBERS, guild=guild))

    def ban(self, guild: Guild, user: User, reason: str | None = None) -> None:
        """Ban somebody, who also leaves."""
        guild.bans[user.id] = reason
        if user.id in guild.members:
            self.remove_member(guild, user)
        data = {"guild_id": str(guild.id), "user": payloads.user(user)}
        self.tell(Event(name="GUILD_BAN_ADD", data=data, intent=Intent.GUILD_MODERATION, guild=guild))

    def delete_user(self, user: User) -> None:
        """Let an account be deleted everywhere."""
        for guild in self.guilds.values():
            if user.id in guild.members:
                self.remove_member(guild, user)
        del self.users[user.id]

    def add_channel(self, guild: Guild, name: str, *overwrites: Overwrite) -> Channel:
        """Make a text channel."""
        channel = Channel(id=self.new_id(), type=ChannelType.TEXT, name=name, guild=guild, position=len(guild.channels))
        channel.overwrites = {one.id: one for one in overwrites}
        guild.channels[channel.id] = self.channels[channel.id] = channel
        self.tell_of_channel("CHANNEL_CREATE", channel)
        return channel

    def set_overwrites(self, channel: Channel, *overwrites: Overwrite) -> None:
        """Replace what a channel allows and denies."""
        channel.overwrites = {one.id: one for one in overwrites}
        self.tell_of_channel("CHANNEL_UPDATE", channel)

    def delete_channel(self, channel: Channel) -> None:
        """Delete a text channel with its threads."""
        assert channel.guild is not None
        for thread in [it for it in channel.guild.threads.values() if it.parent is channel]:
            del channel.guild.threads[thread.id], self.channels[thread.id]
        del channel.guild.channels[channel.id], self.channels[channel.id]
        self.tell_of_channel("CHANNEL_DELETE", channel)

    def tell_of_channel(self, name: str, channel: Channel) -> None:
        """Tell that a text channel was made, changed or deleted."""
        self.tell(Event(name=name, data=payloads.channel(channel), intent=Intent.GUILDS, guild=channel.guild))

    def add_emoji(self, guild: Guild, name: str) -> JSON:
        """Make a custom emoji."""
        emoji_id = self.new_id()
        emoji: JSON = {"id": str(emoji_id), "name": name, "roles": [], "require_colons": True, "managed": False}
        guild.emojis[emoji_id] = emoji | {"animated": False, "available": True}
        data = {"guild_id": str(guild.id), "emojis": list(guild.emojis.values())}
        self.tell(Event(name="GUILD_EMOJIS_UPDATE", data=data, intent=Intent.GUILDS, guild=guild))
        return guild.emojis[emoji_id]

    def guild(self, guild_id: int) -> Guild:
        """Return a guild that the bot is in; raises 10004."""
        guild = self.guilds.get(guild_id)
        if guild is None or self.bot.id not in guild.members or not guild.is_available:
            raise RefusalError(10004)
        return guild

    def channel(self, channel_id: int) -> Channel:
        """Return a channel, thread or DM; raises 10003, and 50001 where the bot is not in its guild."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise RefusalError(10003)
        if channel.guild is not None and self.bot.id not in channel.guild.members:
            raise RefusalError(50001)
        return channel

    def user(self, user_id: int) -> User:
        """Return an account; raises 10013."""
        user = self.users.get(user_id)
        if user is None:
            raise RefusalError(10013)
        return user

    def dm_with(self, user: User) -> Channel:
        """Return the bot's direct messages with somebody, made at the first call."""
        found = self.dms.get(user.id)
        if found is None:
            found = Channel(id=self.new_id(), type=ChannelType.DM, recipient=user)
            self.dms[user.id] = self.channels[found.id] = found
        return found

    def shared_guilds(self, user: User) -> Iterator[Guild]:
        """Yield the guilds that both the bot and ``user`` are in."""
        for guild in self.guilds.values():
            if user.id in guild.members and self.bot.id in guild.members:
                yield guild

    def audit(self, guild: Guild, action: int, actor: User, target: int, reason: str | None) -> None:
        """Write a line into the audit log."""
        entry: JSON = {"id": str(self.new_id()), "action_type": action, "user_id": str(actor.id)}
        entry["target_id"] = str(target)
        if reason:
            entry["reason"] = reason
        guild.audit.append(entry)
        data = entry | {"guild_id": str(guild.id)}
        intent = Intent.GUILD_MODERATION
        self.tell(Event(name="GUILD_AUDIT_LOG_ENTRY_CREATE", data=data, intent=intent, guild=guild))

    def catch_up(self) -> None:
        """Archive the threads whose quiet time is over; looks at most once a minute of the domain's time."""
        from tests.fakes.discord.threads import archive_quiet_threads  # which needs the world

        now = self.clock.now()
        if now >= self._next_look:
            self._next_look = now + timedelta(seconds=SECONDS_BETWEEN_LOOKS)
            archive_quiet_threads(self)

    def _leave_threads(self, guild: Guild, user: User) -> None:
        for thread in guild.threads.values():
            if thread.thread is not None:
                thread.thread.members.pop(user.id, None)
