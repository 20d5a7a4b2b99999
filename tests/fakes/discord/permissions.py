"""Who may do what where (docs: topics/permissions, with the inheritance of threads)."""

from functools import reduce
from operator import or_

from tests.fakes.discord.model import ALL_PERMISSIONS, Channel, ChannelType, Guild, Permission, User
from tests.fakes.discord.refusals import RefusalError

IN_DMS = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.ADD_REACTIONS
    | Permission.ATTACH_FILES
    | Permission.EMBED_LINKS
)


def permissions_in_guild(guild: Guild, user: User) -> Permission:
    """Return what the roles give, before any channel has its say."""
    member = guild.members.get(user.id)
    if member is None:
        return Permission(0)
    held = (guild.roles[role].permissions for role in (guild.id, *member.roles) if role in guild.roles)
    base = reduce(or_, held, Permission(0))
    return ALL_PERMISSIONS if guild.owner is user or base & Permission.ADMINISTRATOR else base


def permissions_in(channel: Channel, user: User) -> Permission:
    """Return what somebody may in a channel; threads go by their parent."""
    if channel.guild is None:
        return IN_DMS if channel.recipient is user or user.is_bot else Permission(0)
    guild, place = channel.guild, channel.parent or channel
    found = permissions_in_guild(guild, user)
    if found == ALL_PERMISSIONS or not found:
        return found
    overwrites = place.overwrites
    if everyone := overwrites.get(guild.id):
        found = (found & ~everyone.deny) | everyone.allow
    of_roles = [overwrites[role] for role in guild.members[user.id].roles if role in overwrites]
    found &= ~reduce(or_, (one.deny for one in of_roles), Permission(0))
    found |= reduce(or_, (one.allow for one in of_roles), Permission(0))
    if own := overwrites.get(user.id):
        found = (found & ~own.deny) | own.allow
    return found if found & Permission.VIEW_CHANNEL else Permission(0)


def can_view(channel: Channel, user: User) -> bool:
    """Tell whether somebody sees a channel; a private thread is its members' and the moderators'."""
    found = permissions_in(channel, user)
    if not found & Permission.VIEW_CHANNEL:
        return False
    if channel.type is ChannelType.PRIVATE_THREAD and channel.thread is not None:
        return user.id in channel.thread.members or bool(found & Permission.MANAGE_THREADS)
    return True


def require(channel: Channel, user: User, *needed: Permission) -> Permission:
    """Return what somebody may there, or raise 50001 where it is out of sight and 50013 where something lacks."""
    if not can_view(channel, user):
        raise RefusalError(50001)
    found = permissions_in(channel, user)
    if any(not found & one for one in needed):
        raise RefusalError(50013)
    return found
