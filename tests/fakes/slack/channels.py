"""What happens to channels, whoever does it: lines that Slack writes there, and what the app is told."""

import re

from tests.fakes.slack import payloads
from tests.fakes.slack.model import Channel, Invitation, Message, Team, User
from tests.fakes.slack.refusals import RefusalError
from tests.fakes.slack.world import World

LONGEST_NAME = 80
LONGEST_TOPIC = 250


def check_name(world: World, team: Team, name: str) -> None:
    """Refuse a name that Slack would refuse; an archived channel keeps its name."""
    if not name:
        raise RefusalError("invalid_name_required")
    if len(name) > LONGEST_NAME:
        raise RefusalError("invalid_name_maxlength")
    if name != name.lower() or not re.fullmatch(r"[\w-]+", name):
        raise RefusalError("invalid_name_specials")
    if not re.search(r"[^\W_]", name):
        raise RefusalError("invalid_name_punctuation")
    if any(one.name == name and one.team is team and not one.is_deleted for one in world.channels.values()):
        raise RefusalError("name_taken")


def create(world: World, team: Team, creator: User, name: str, *, is_private: bool) -> Channel:
    """Make a channel with its creator in it."""
    check_name(world, team, name)
    made = world.add_channel(team, name, creator=creator, is_private=is_private)
    note(world, made, creator, "channel_join", f"<@{creator.id}> has joined the channel")
    return made


def add(world: World, channel: Channel, user: User, *, inviter: User | None = None) -> None:
    """Let somebody in, which everybody there reads."""
    channel.members.append(user)
    by = f" by invitation from <@{inviter.id}>" if inviter else ""
    note(world, channel, user, "channel_join", f"<@{user.id}> has joined the channel{by}")
    data = {"user": user.id, "channel": channel.id, "channel_type": letter(channel), "team": user.team.id}
    if inviter is not None:
        data["inviter"] = inviter.id
    world.tell_channel(channel, "member_joined_channel", data)


def accept(world: World, invitation: Invitation) -> None:
    """Let somebody of another organisation in who was invited; from then on the channel is theirs, too."""
    world.invitations.remove(invitation)
    channel, user = invitation.channel, invitation.user
    if user.team not in channel.teams:
        channel.shared_with.append(user.team)
    add(world, channel, user, inviter=invitation.inviter)


def drop(world: World, channel: Channel, user: User, *, remover: User | None = None) -> None:
    """Let somebody go, which everybody there reads; a bot that goes is told that it left."""
    channel.members.remove(user)
    text = f"<@{user.id}> has left the channel"
    if remover is not None:
        text = f"<@{remover.id}> removed <@{user.id}> from the channel"
    note(world, channel, user, "channel_leave", text)
    data = {"user": user.id, "channel": channel.id, "channel_type": letter(channel), "team": user.team.id}
    world.tell_channel(channel, "member_left_channel", data)
    if user.is_bot:
        name = "group_left" if channel.is_private else "channel_left"
        world.tell_channel(channel, name, {"channel": channel.id, "actor_id": (remover or user).id}, also=user)


def archive(world: World, channel: Channel, by: User) -> None:
    """Close a channel for good, or until somebody opens it again."""
    channel.is_archived = True
    note(world, channel, by, "channel_archive", f"<@{by.id}> archived the channel")
    name = "group_archive" if channel.is_private else "channel_archive"
    world.tell_channel(channel, name, {"channel": channel.id, "user": by.id, "is_moved": 0})


def rename(world: World, channel: Channel, by: User, name: str) -> None:
    """Give a channel another name."""
    if name != channel.name:
        check_name(world, channel.team, name)
    old, channel.name = channel.name, name
    note(world, channel, by, "channel_name", f'<@{by.id}> has renamed the channel from "{old}" to "{name}"')
    data = {"channel": {"id": channel.id, "name": name, "created": int(channel.created_at.timestamp())}}
    world.tell_channel(channel, "group_rename" if channel.is_private else "channel_rename", data)


def delete(world: World, channel: Channel, by: User) -> None:
    """Take a channel away with all that is in it."""
    name = "group_deleted" if channel.is_private else "channel_deleted"
    world.tell_channel(channel, name, {"channel": channel.id, "actor_id": by.id})
    channel.is_deleted = True


def change_id(world: World, channel: Channel) -> None:
    """Let a channel have another id, as happens when it is shared or moved."""
    old, channel.id = channel.id, world.new_id("C")
    world.channels = {one.id: one for one in world.channels.values()}
    world.tell_channel(channel, "channel_id_changed", {"old_channel_id": old, "new_channel_id": channel.id})


def letter(channel: Channel) -> str:
    """Return the kind of a channel as events tell it."""
    return {"public": "C", "private": "G", "im": "D"}[channel.kind]


def note(world: World, channel: Channel, by: User, subtype: str, text: str) -> None:
    """Write a line as Slack itself does."""
    line = Message(ts=world.new_ts(), channel=channel, author=by, text=text, at=world.clock.now(), subtype=subtype)
    keep(world, line)


def keep(world: World, message: Message) -> None:
    """Show a message in its channel, and tell it to who may read there."""
    channel = message.channel
    channel.messages[message.ts] = message
    name = {"public": "message.channels", "private": "message.groups", "im": "message.im"}[channel.kind]
    kind = {"public": "channel", "private": "group", "im": "im"}[channel.kind]
    data = payloads.message(message, world.app) | {"channel": channel.id, "channel_type": kind}
    world.tell_channel(channel, name, data)
    world.bell.ring()
