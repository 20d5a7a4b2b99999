"""Records as Discord writes them in JSON (held to Discord's OpenAPI description by a test)."""

from datetime import datetime

from tests.fakes.discord.model import Channel, ChannelType, Guild, Member, Message, Permission, Reaction, Role, User
from tests.fakes.discord.permissions import permissions_in_guild
from tests.fakes.discord.refusals import JSON

COUNTED_MEMBERS = 50
"""``member_count`` of a thread stops here (docs: resources/channel)."""


def user(one: User) -> JSON:
    """Return a user."""
    return {
        "id": str(one.id),
        "username": one.name.lower().replace(" ", "_"),
        "global_name": None if one.is_bot else one.name,
        "discriminator": "0",
        "avatar": None,
        "banner": None,
        "accent_color": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
        "public_flags": 0,
        "flags": 0,
        "bot": one.is_bot,
        "system": False,
    }


def member(one: Member) -> JSON:
    """Return a member with its user."""
    return {"user": user(one.user), **member_alone(one)}


def member_alone(one: Member) -> JSON:
    """Return a member as it stands in messages, without its user."""
    return {
        "nick": one.nick,
        "avatar": None,
        "banner": None,
        "roles": [str(role) for role in sorted(one.roles)],
        "joined_at": one.joined_at.isoformat(),
        "premium_since": None,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }


def role(one: Role) -> JSON:
    """Return a role."""
    return {
        "id": str(one.id),
        "name": one.name,
        "permissions": str(int(one.permissions)),
        "position": one.position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def channel(one: Channel, viewer: User | None = None) -> JSON:
    """Return a channel of any kind; a thread holds the viewer's membership, if there is one."""
    if one.thread is not None:
        return thread(one, viewer)
    found: JSON = {
        "id": str(one.id),
        "type": int(one.type),
        "last_message_id": str(one.last_message_id) if one.last_message_id else None,
        "flags": 0,
    }
    if one.guild is None:
        return found | {"recipients": [user(one.recipient)] if one.recipient else []}
    overwrites = [
        {"id": str(it.id), "type": int(it.is_member), "allow": str(int(it.allow)), "deny": str(int(it.deny))}
        for it in one.overwrites.values()
    ]
    return found | {
        "guild_id": str(one.guild.id),
        "name": one.name,
        "topic": one.topic,
        "parent_id": None,
        "position": one.position,
        "nsfw": False,
        "rate_limit_per_user": one.slow_mode,
        "permission_overwrites": overwrites,
    }


def thread(one: Channel, viewer: User | None = None) -> JSON:
    """Return a thread."""
    state = one.thread
    assert state is not None
    assert one.parent is not None
    assert one.guild is not None
    metadata: JSON = {
        "archived": state.archived,
        "archive_timestamp": state.archived_at.isoformat(),
        "auto_archive_duration": state.auto_archive_minutes,
        "locked": state.locked,
        "create_timestamp": state.created_at.isoformat(),
    }
    if one.type is ChannelType.PRIVATE_THREAD:
        metadata["invitable"] = state.invitable
    found: JSON = {
        "id": str(one.id),
        "type": int(one.type),
        "guild_id": str(one.guild.id),
        "parent_id": str(one.parent.id),
        "owner_id": str(state.owner),
        "name": one.name,
        "last_message_id": str(one.last_message_id) if one.last_message_id else None,
        "flags": 0,
        "rate_limit_per_user": one.slow_mode,
        "thread_metadata": metadata,
        "message_count": len(one.messages),
        "member_count": min(len(state.members), COUNTED_MEMBERS),
        "total_message_sent": state.total_sent,
    }
    if viewer is not None and viewer.id in state.members:
        found["member"] = thread_member(one, viewer.id)
    return found


def thread_member(one: Channel, user_id: int, *, with_member: bool = False) -> JSON:
    """Return somebody's membership in a thread."""
    assert one.thread is not None
    found: JSON = {
        "id": str(one.id),
        "user_id": str(user_id),
        "join_timestamp": one.thread.members[user_id].isoformat(),
        "flags": 0,
    }
    if with_member and one.guild is not None and user_id in one.guild.members:
        found["member"] = member(one.guild.members[user_id])
    return found


def reaction(one: Reaction, viewer: User) -> JSON:
    """Return a reaction with its counts."""
    normal, burst = len(one.users), len(one.super_users)
    return {
        "emoji": one.emoji,
        "count": normal + burst,
        "count_details": {"normal": normal, "burst": burst},
        "burst_colors": [],
        "me": viewer.id in one.users,
        "me_burst": viewer.id in one.super_users,
    }


def message(one: Message, viewer: User, *, quotes: bool = True) -> JSON:
    """Return a message as the REST API tells it to the bot."""
    found: JSON = {
        "id": str(one.id),
        "channel_id": str(one.channel.id),
        "type": int(one.type),
        "author": user(one.author),
        "content": one.content,
        "timestamp": one.at.isoformat(),
        "edited_timestamp": _time(one.edited_at),
        "tts": False,
        "mention_everyone": one.mentions_everyone,
        "mentions": [user(it) for it in one.mentions],
        "mention_roles": [],
        "attachments": one.attachments,
        "embeds": one.embeds,
        "components": one.components,
        "pinned": False,
        "flags": one.flags,
    }
    optional: JSON = {
        "nonce": one.nonce,
        "message_reference": one.reference,
        "interaction_metadata": one.metadata,
        "reactions": [reaction(it, viewer) for it in one.reactions.values()] or None,
        "referenced_message": message(one.replies_to, viewer, quotes=False) if one.replies_to and quotes else None,
    }
    if one.webhook:
        optional |= {"webhook_id": str(one.author.id), "application_id": str(one.author.id)}
    return found | {key: value for key, value in optional.items() if value is not None}


def guild(one: Guild) -> JSON:
    """Return a guild without its channels and members."""
    return {
        "id": str(one.id),
        "name": one.name,
        "owner_id": str(one.owner.id),
        "icon": None,
        "description": None,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "features": ["COMMUNITY"],
        "application_id": None,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 0,
        "roles": [role(it) for it in one.roles.values()],
        "default_message_notifications": 0,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": None,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": one.locale,
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": list(one.emojis.values()),
        "stickers": [],
        "incidents_data": None,
    }


def guild_for_gateway(one: Guild, bot: User, threads: list[Channel]) -> JSON:
    """Return what GUILD_CREATE holds without the members intent: of the members only the bot."""
    return guild(one) | {
        "joined_at": one.members[bot.id].joined_at.isoformat(),
        "large": len(one.members) > 250,
        "unavailable": False,
        "member_count": len(one.members),
        "members": [member(one.members[bot.id])],
        "channels": [channel(it) for it in one.channels.values()],
        "threads": [thread(it, bot) for it in threads],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def my_guild(one: Guild, viewer: User) -> JSON:
    """Return a guild as ``/users/@me/guilds`` lists it."""
    may: Permission = permissions_in_guild(one, viewer)
    return {
        "id": str(one.id),
        "name": one.name,
        "icon": None,
        "banner": None,
        "owner": one.owner is viewer,
        "permissions": str(int(may)),
        "features": ["COMMUNITY"],
    }


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
