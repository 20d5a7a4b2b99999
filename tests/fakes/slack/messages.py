"""Messages and reactions, whoever writes or sets them."""

import re
from dataclasses import dataclass

from tests.fakes.slack import blocks
from tests.fakes.slack.channels import keep
from tests.fakes.slack.model import Channel, Message, User
from tests.fakes.slack.refusals import JSON, RefusalError
from tests.fakes.slack.world import World

LONGEST_TEXT = 40_000
MOST_EMOJI = 50
MOST_OF_ONE = 23
METADATA_BYTES = 16_000
EMOJI = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")
PING = re.compile(r"<!(?:channel|here|everyone)(?:\|[^>]*)?>|<!subteam\^[^>]*>|<@[UW]\w+(?:\|[^>]*)?>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a message shall say, already judged."""

    text: str
    blocks: list[JSON]
    metadata: JSON | None = None
    thread_ts: str | None = None


def draft(form: JSON) -> Draft:
    """Return what ``form`` asks for, or refuse it."""
    text = form.get("text") or ""
    found = blocks.accepted(form["blocks"]) if form.get("blocks") else []
    if not text and not found:
        raise RefusalError("no_text")
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT]
    metadata = form.get("metadata")
    if metadata is not None:
        if not isinstance(metadata, dict) or not {"event_type", "event_payload"} <= metadata.keys():
            raise RefusalError("invalid_metadata_format")
        if len(str(metadata)) > METADATA_BYTES:
            raise RefusalError("metadata_too_large")
    return Draft(text=text, blocks=found, metadata=metadata, thread_ts=form.get("thread_ts"))


def post(world: World, channel: Channel, author: User, said: Draft, *, only_for: User | None = None) -> Message:
    """Show a message to everybody in a channel, or to one person there."""
    message = Message(
        ts=world.new_ts(),
        channel=channel,
        author=author,
        text=said.text,
        blocks=said.blocks,
        at=world.clock.now(),
        thread_ts=said.thread_ts,
        metadata=said.metadata,
        only_for=only_for,
        filled=blocks.initial(said.blocks),
    )
    if only_for is None:
        keep(world, message)
    else:
        world.ephemeral[message.ts] = message
        world.show(only_for, message)
    return message


def write(world: World, channel: Channel, author: User, text: str) -> Message:
    """Let a person say something; what they type is escaped as Slack does it."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return post(world, channel, author, Draft(text=safe, blocks=[]))


def change(world: World, message: Message, said: Draft) -> None:
    """Replace what a message says."""
    message.text, message.blocks = said.text, said.blocks
    # Only a message of plain text is marked as edited (docs: chat.update, "blocks").
    message.is_edited = not said.blocks
    message.metadata = said.metadata or message.metadata
    message.filled = blocks.initial(said.blocks)
    if message.only_for is not None:
        world.show(message.only_for, message)
    world.bell.ring()


def drop(world: World, message: Message) -> None:
    """Take a message away."""
    world.ephemeral.pop(message.ts, None)
    message.channel.messages.pop(message.ts, None)
    world.bell.ring()


def react(world: World, message: Message, user: User, name: str) -> None:
    """Set a reaction."""
    if not EMOJI.fullmatch(name):
        raise RefusalError("invalid_name")
    if user in message.reactions.get(name, ()):
        raise RefusalError("already_reacted")
    if name not in message.reactions and len(message.reactions) >= MOST_EMOJI:
        raise RefusalError("too_many_emoji")
    if sum(user in users for users in message.reactions.values()) >= MOST_OF_ONE:
        raise RefusalError("too_many_reactions")
    message.reactions.setdefault(name, []).append(user)
    _tell(world, message, user, name, "reaction_added")


def unreact(world: World, message: Message, user: User, name: str) -> None:
    """Take one's own reaction off."""
    if user not in message.reactions.get(name, ()):
        raise RefusalError("no_reaction")
    message.reactions[name].remove(user)
    if not message.reactions[name]:
        del message.reactions[name]
    _tell(world, message, user, name, "reaction_removed")


def pings(message: Message) -> list[str]:
    """Return what in a message calls people: ``<!channel>`` and friends, groups, and people by name."""
    found: list[str] = PING.findall(message.text) if not message.blocks else []
    for text in _parsed_texts(message.blocks):
        found += PING.findall(text)
    found += [f"<!{one['range']}>" for one in _all(message.blocks) if one.get("type") == "broadcast"]
    found += [f"<@{one['user_id']}>" for one in _all(message.blocks) if one.get("type") == "user"]
    return found


def broadcasts(world: World) -> list[tuple[Message, str]]:
    """Return every call to a whole channel or group that stands in a bot's message."""
    found = [one for channel in world.channels.values() for one in channel.messages.values()]
    found += world.ephemeral.values()
    return [(one, ping) for one in found if one.author.is_bot for ping in pings(one) if not ping.startswith("<@")]


def _tell(world: World, message: Message, user: User, name: str, event: str) -> None:
    item = {"type": "message", "channel": message.channel.id, "ts": message.ts}
    data = {"user": user.id, "reaction": name, "item": item, "item_user": message.author.id}
    world.tell_channel(message.channel, event, data)
    world.bell.ring()


def _parsed_texts(found: list[JSON]) -> list[str]:
    return [one["text"] for one in _all(found) if one.get("type") == "mrkdwn"]


def _all(value: object) -> list[JSON]:
    if isinstance(value, list):
        return [it for one in value for it in _all(one)]
    if isinstance(value, dict):
        return [value, *(it for one in value.values() for it in _all(one))]
    return []
