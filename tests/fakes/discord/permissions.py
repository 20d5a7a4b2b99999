"""Who may do what where (docs: topics/permissions, with the inheritance of threads).

Reckoned in plain numbers: flags of an enum cost a hundred times more, and a load asks this ten times an interaction.
"""

from functools import cache

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


ALL = int(ALL_PERMISSIONS)
ADMINISTRATOR, VIEW, MANAGE_THREADS = (
    int(it) for it in (Permission.ADMINISTRATOR, Permission.VIEW_CHANNEL, Permission.MANAGE_THREADS)
)


def permissions_in_guild(guild: Guild, user: User) -> Permission:
    """Return what the roles give, before any channel has its say."""
    return _named(_bits_in_guild(guild, user))


def permissions_in(channel: Channel, user: User) -> Permission:
    """Return what somebody may in a channel; threads go by their parent."""
    return _named(_bits_in(channel, user))


def can_view(channel: Channel, user: User) -> bool:
    """Tell whether somebody sees a channel; a private thread is its members' and the moderators'."""
    found = _bits_in(channel, user)
    if not found & VIEW:
        return False
    if channel.type is ChannelType.PRIVATE_THREAD and channel.thread is not None:
        return user.id in channel.thread.members or bool(found & MANAGE_THREADS)
    return True


def _bits_in_guild(guild: Guild, user: User) -> int:
    member = guild.members.get(user.id)
    if member is None:
        return 0
    found = int(guild.roles[guild.id].permissions)
    for role in member.roles:
        if role in guild.roles:
            found |= int(guild.roles[role].permissions)
    return ALL if guild.owner is user or found & ADMINISTRATOR else found


def _bits_in(channel: Channel, user: User) -> int:
    guild, place = channel.guild, channel.parent or channel
    if guild is None:
        return int(IN_DMS) if channel.recipient is user or user.is_bot else 0
    found = _bits_in_guild(guild, user)
    overwrites = place.overwrites
    if found in (ALL, 0) or not overwrites:
        return found if found & VIEW else 0
    if everyone := overwrites.get(guild.id):
        found = (found & ~int(everyone.deny)) | int(everyone.allow)
    of_roles = [overwrites[role] for role in guild.members[user.id].roles if role in overwrites]
    for one in of_roles:
        found &= ~int(one.deny)
    for one in of_roles:
        found |= int(one.allow)
    if own := overwrites.get(user.id):
        found = (found & ~int(own.deny)) | int(own.allow)
    return found if found & VIEW else 0


@cache
def _named(bits: int) -> Permission:
    return Permission(bits)


def require(channel: Channel, user: User, *needed: Permission) -> Permission:
    """Return what somebody may there, or raise 50001 where it is out of sight and 50013 where something lacks."""
    if not can_view(channel, user):
        raise RefusalError(50001)
    found = permissions_in(channel, user)
    if any(not found & one for one in needed):
        raise RefusalError(50013)
    return found
