"""Messages and reactions: what may be sent, changed and set where, and what the gateway tells of it."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import islice

from tests.fakes.discord import components, payloads
from tests.fakes.discord.events import Event, Intent
from tests.fakes.discord.model import (
    COMPONENTS_V2,
    EPHEMERAL,
    Channel,
    ChannelType,
    Message,
    MessageType,
    Permission,
    Reaction,
    User,
)
from tests.fakes.discord.permissions import can_view, permissions_in, require
from tests.fakes.discord.refusals import JSON, FieldErrors, RefusalError
from tests.fakes.discord.world import World

MAX_CONTENT, MAX_EMBEDS, MAX_EMBED_CHARACTERS, MAX_DIFFERENT_REACTIONS = 2000, 10, 6000, 20
NONCE_IS_KEPT = timedelta(minutes=5)
TOO_OLD_FOR_BULK = timedelta(days=14)
MENTION = re.compile(r"<@!?(\d+)>")
VARIANT = "\ufe0f"
EMBED_LIMITS = (("title", 256), ("description", 4096))
Files = Mapping[str, bytes]
EVERYONE_WORD = re.compile(r"@(everyone|here)\b")


def post(world: World, channel: Channel, author: User, form: JSON, files: Files | None = None) -> Message:
    """Send a message; the same nonce within some minutes, enforced, gives the message that is there."""
    _require_sending(world, channel, author)
    nonce = form.get("nonce")
    check_form(form, has_files=bool(files), is_new=True)
    if form.get("enforce_nonce") and nonce is not None:
        known = world.nonces.get((author.id, str(nonce)))
        if known is not None and world.clock.now() - known[1] < NONCE_IS_KEPT:
            return known[0]
    if channel.thread is not None:
        _enter(world, channel, author)
    message = build(world, channel, author, form, files)
    if form.get("message_reference"):
        _answer_to(message, form["message_reference"])
    keep(world, message)
    if nonce is not None:
        world.nonces[author.id, str(nonce)] = (message, world.clock.now())
    return message


def post_system(
    world: World, channel: Channel, author: User, kind: MessageType, *, content: str = "", mentions: Sequence[User] = ()
) -> Message:
    """Print what Discord prints by itself."""
    now = world.clock.now()
    message = Message(id=world.new_id(), channel=channel, author=author, at=now, type=kind, content=content)
    message.mentions = list(mentions)
    keep(world, message)
    return message


def build(world: World, channel: Channel, author: User, form: JSON, files: Files | None = None) -> Message:
    """Make a message of a checked form; ``keep`` puts it where people see it."""
    message = Message(id=world.new_id(), channel=channel, author=author, at=world.clock.now())
    message.flags = form.get("flags") or 0
    message.nonce = form.get("nonce")
    fill(world, message, form, files)
    return message


def fill(world: World, message: Message, form: JSON, files: Files | None = None) -> None:
    """Give a message what a checked form says; what it does not name stays."""
    if "content" in form:
        message.content = form["content"] or ""
    if "embeds" in form:
        message.embeds = [_embed(one) for one in form["embeds"] or []]
    if "components" in form:
        message.components = components.normalised(form["components"] or [])
    message.flags |= (form.get("flags") or 0) & COMPONENTS_V2
    if files:
        message.files |= files
        message.attachments = [_attachment(world, name, content) for name, content in message.files.items()]
    _mention(world, message, form)


def keep(world: World, message: Message) -> None:
    """Put a message into its channel and tell of it."""
    channel = message.channel
    channel.messages[message.id] = message
    channel.last_message_id = message.id
    if channel.thread is not None:
        channel.thread.last_active = world.clock.now()
        channel.thread.total_sent += 1
    _tell_message(world, "MESSAGE_CREATE", message)


def edit(world: World, message: Message, actor: User, form: JSON, files: Files | None = None) -> None:
    """Change one's own message."""
    require(message.channel, actor)
    if message.author is not actor:
        raise RefusalError(50005)
    if message.channel.thread is not None and message.channel.thread.archived:
        raise RefusalError(50083)
    change(world, message, form, files)


def change(world: World, message: Message, form: JSON, files: Files | None = None) -> None:
    """Change a message of the bot's, ephemeral or not, and tell of it where it can be seen."""
    check_form(
        form, has_files=bool(files or message.attachments), is_new=False, was_v2=bool(message.flags & COMPONENTS_V2)
    )
    fill(world, message, form, files)
    message.edited_at = world.clock.now()
    if message.only_for is None:
        _tell_message(world, "MESSAGE_UPDATE", message)


def delete(world: World, message: Message, actor: User) -> None:
    """Delete one's own message, or with MANAGE_MESSAGES anybody's."""
    may = require(message.channel, actor)
    if message.author is not actor and not may & Permission.MANAGE_MESSAGES:
        raise RefusalError(50013)
    if message.type in (MessageType.RECIPIENT_ADD, MessageType.RECIPIENT_REMOVE):
        raise RefusalError(50021)
    if message.channel.thread is not None and message.channel.thread.archived:
        raise RefusalError(50083)
    drop(world, message)


def drop(world: World, message: Message) -> None:
    """Take a message away and tell of it."""
    channel = message.channel
    if message.only_for is not None:
        world.ephemeral.pop(message.id, None)
        return
    channel.messages.pop(message.id, None)
    _tell(
        world,
        "MESSAGE_DELETE",
        channel,
        {"id": str(message.id), "channel_id": str(channel.id)},
        _messages_intent(channel),
    )


def delete_many(world: World, channel: Channel, actor: User, ids: list[int]) -> None:
    """Delete 2 to 100 messages of the last fortnight at once."""
    require(channel, actor, Permission.MANAGE_MESSAGES)
    if not 2 <= len(ids) <= 100:
        raise RefusalError(50016)
    found = [channel.messages[it] for it in ids if it in channel.messages]
    if any(world.clock.now() - it.at > TOO_OLD_FOR_BULK for it in found):
        raise RefusalError(50034)
    for message in found:
        del channel.messages[message.id]
    data: JSON = {"ids": [str(it.id) for it in found], "channel_id": str(channel.id)}
    _tell(world, "MESSAGE_DELETE_BULK", channel, data, _messages_intent(channel))


def find(world: World, channel: Channel, message_id: int) -> Message:
    """Return a message that everybody there sees; raises 10008."""
    message = channel.messages.get(message_id)
    if message is None:
        raise RefusalError(10008)
    return message


def react(world: World, message: Message, actor: User, emoji: str, *, is_super: bool = False) -> None:
    """Set a reaction; setting it again changes nothing."""
    channel = message.channel
    may = require(channel, actor, Permission.READ_MESSAGE_HISTORY)
    _refuse_archived(channel)
    key, shown = read_emoji(world, channel, emoji)
    reaction = message.reactions.get(key)
    if reaction is None:
        if not may & Permission.ADD_REACTIONS:
            raise RefusalError(50013)
        if len(message.reactions) >= MAX_DIFFERENT_REACTIONS:
            raise RefusalError(30010)
        reaction = message.reactions[key] = Reaction(emoji=shown)
    people = reaction.super_users if is_super else reaction.users
    if actor.id in people:
        return
    people.append(actor.id)
    data = _reaction_data(message, reaction.emoji, actor, is_super=is_super) | {
        "message_author_id": str(message.author.id)
    }
    if channel.guild is not None and actor.id in channel.guild.members:
        data["member"] = payloads.member(channel.guild.members[actor.id])
    if is_super:
        data["burst_colors"] = ["#ff0000"]
    _tell(world, "MESSAGE_REACTION_ADD", channel, data, _reactions_intent(channel))


def unreact(world: World, message: Message, actor: User, owner: User, emoji: str, *, is_super: bool = False) -> None:
    """Take off one's own reaction, or with MANAGE_MESSAGES another's."""
    channel = message.channel
    require(channel, actor, *(() if actor is owner else (Permission.MANAGE_MESSAGES,)))
    _refuse_archived(channel)
    key, _ = read_emoji(world, channel, emoji)
    reaction = message.reactions.get(key)
    people = reaction.super_users if reaction and is_super else reaction.users if reaction else []
    if reaction is None or owner.id not in people:
        raise RefusalError(10014)
    people.remove(owner.id)
    if not reaction.users and not reaction.super_users:
        del message.reactions[key]
    data = _reaction_data(message, reaction.emoji, owner, is_super=is_super)
    _tell(world, "MESSAGE_REACTION_REMOVE", channel, data, _reactions_intent(channel))


def clear_reactions(world: World, message: Message, actor: User, emoji: str | None = None) -> None:
    """Take off everybody's reactions, or all with one emoji."""
    channel = message.channel
    require(channel, actor, Permission.MANAGE_MESSAGES)
    data = {"message_id": str(message.id), "channel_id": str(channel.id)}
    if emoji is None:
        message.reactions.clear()
        _tell(world, "MESSAGE_REACTION_REMOVE_ALL", channel, data, _reactions_intent(channel))
        return
    key, shown = read_emoji(world, channel, emoji)
    if message.reactions.pop(key, None) is None:
        raise RefusalError(10014)
    _tell(world, "MESSAGE_REACTION_REMOVE_EMOJI", channel, data | {"emoji": shown}, _reactions_intent(channel))


def who_reacted(world: World, message: Message, emoji: str, *, is_super: bool, after: int, limit: int) -> list[JSON]:
    """Return a page of the users who set an emoji, by their ids; deleted accounts are not listed."""
    key, _ = read_emoji(world, message.channel, emoji)
    reaction = message.reactions.get(key)
    if reaction is None:
        return []
    people = sorted(it for it in (reaction.super_users if is_super else reaction.users) if it > after)
    return [payloads.user(world.users[it]) for it in islice((it for it in people if it in world.users), limit)]


def read_emoji(world: World, channel: Channel, emoji: str) -> tuple[str, JSON]:
    """Return the key that tells two emoji apart, and how the gateway shows one; raises 10014 for what is none."""
    name, _, emoji_id = emoji.rpartition(":")
    if emoji_id.isdigit() and name:
        known = channel.guild.emojis.get(int(emoji_id)) if channel.guild else None
        if known is None:
            raise RefusalError(10014)
        return emoji_id, {"id": emoji_id, "name": known["name"], "animated": False}
    if not emoji or (emoji.isascii() and emoji[0] not in "0123456789#*"):
        raise RefusalError(10014)
    return emoji.replace(VARIANT, ""), {"id": None, "name": emoji}


def check_form(form: JSON, *, has_files: bool, is_new: bool, was_v2: bool = False, path: str = "") -> None:
    """Raise 50035 (or 50006 for nothing at all) unless a message like this can be."""
    errors = FieldErrors()
    is_v2 = was_v2 or bool((form.get("flags") or 0) & COMPONENTS_V2)
    content, embeds, parts = form.get("content") or "", form.get("embeds") or [], form.get("components") or []
    errors.check_length(path + "content", content, 0, MAX_CONTENT)
    if is_v2 and (content or embeds or form.get("poll")):
        for key in ("content", "embeds"):
            if form.get(key):
                errors.add(path + key, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", f"'{key}' cannot be used")
    _check_embeds(errors, embeds, path + "embeds")
    components.check_message(errors, parts, path + "components", is_v2=is_v2)
    nonce = form.get("nonce")
    if nonce is not None:
        errors.check_length(path + "nonce", str(nonce), 1, 25)
    errors.raise_if_any()
    if is_new and not (content or embeds or parts or has_files or form.get("poll")):
        raise RefusalError(50006)


def _check_embeds(errors: FieldErrors, embeds: list[JSON], path: str) -> None:
    if len(embeds) > MAX_EMBEDS:
        errors.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {MAX_EMBEDS} or fewer in length.")
    total = 0
    for number, one in enumerate(embeds):
        for key, most in EMBED_LIMITS:
            errors.check_length(f"{path}.{number}.{key}", one.get(key) or "", 0, most)
        footer, author = (one.get("footer") or {}).get("text", ""), (one.get("author") or {}).get("name", "")
        errors.check_length(f"{path}.{number}.footer.text", footer, 0, 2048)
        errors.check_length(f"{path}.{number}.author.name", author, 0, 256)
        fields = one.get("fields") or []
        errors.check_length(f"{path}.{number}.fields", "x" * len(fields), 0, 25)
        for place, field in enumerate(fields):
            errors.check_length(f"{path}.{number}.fields.{place}.name", field.get("name"), 1, 256)
            errors.check_length(f"{path}.{number}.fields.{place}.value", field.get("value"), 1, 1024)
        words = [one.get("title") or "", one.get("description") or "", footer, author]
        words += [field.get(key) or "" for field in fields for key in ("name", "value")]
        total += sum(map(len, words))
    if total > MAX_EMBED_CHARACTERS:
        errors.add(path, "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {MAX_EMBED_CHARACTERS}")


def _require_sending(world: World, channel: Channel, author: User) -> None:
    if channel.guild is None:
        other = channel.recipient if author is world.bot else world.bot
        if other is not None and other is not world.bot:
            _require_open_dms(world, other)
        return
    needed = Permission.SEND_MESSAGES if channel.thread is None else Permission.SEND_MESSAGES_IN_THREADS
    require(channel, author, needed)


def _require_open_dms(world: World, other: User) -> None:
    if not other.takes_dms or other.is_bot or other.id not in world.users:
        raise RefusalError(50007)
    if next(world.shared_guilds(other), None) is None:
        raise RefusalError(50278)


def _enter(world: World, thread: Channel, author: User) -> None:
    """Wake a thread before one writes in it, and be in it afterwards."""
    from tests.fakes.discord import threads  # which prints messages

    threads.wake(world, thread, author)
    assert thread.thread is not None
    if author.id not in thread.thread.members:
        threads.join(world, thread, author)


def _answer_to(message: Message, reference: JSON) -> None:
    quoted = message.channel.messages.get(int(reference["message_id"]))
    if quoted is None:
        errors = FieldErrors()
        errors.add("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        errors.raise_if_any()
        return
    message.type, message.replies_to = MessageType.REPLY, quoted
    message.reference = {"type": 0, "channel_id": str(message.channel.id), "message_id": str(quoted.id)}


def _mention(world: World, message: Message, form: JSON) -> None:
    """Find who is called, as far as ``allowed_mentions`` lets; in a thread, who is called is in it from then on."""
    allowed = form.get("allowed_mentions")
    text = "\n".join([message.content, *(str(it.get("content", "")) for it in components.every(message.components))])
    called = [int(it) for it in dict.fromkeys(MENTION.findall(text))]
    if allowed is not None and "users" not in (allowed.get("parse") or []):
        named = {int(it) for it in allowed.get("users") or []}
        called = [it for it in called if it in named]
    message.mentions = [world.users[it] for it in called if it in world.users]
    may = permissions_in(message.channel, message.author)
    wants_everyone = bool(EVERYONE_WORD.search(text)) and bool(may & Permission.MENTION_EVERYONE)
    message.mentions_everyone = wants_everyone and (allowed is None or "everyone" in (allowed.get("parse") or []))
    if message.channel.thread is not None and message.only_for is None and not message.flags & EPHEMERAL:
        _bring_in(world, message, may)


def _bring_in(world: World, message: Message, may: Permission) -> None:
    from tests.fakes.discord import threads  # which prints messages

    thread, state = message.channel, message.channel.thread
    assert state is not None
    assert thread.guild is not None
    assert thread.parent is not None
    by_right = message.author.id == state.owner or bool(may & Permission.MANAGE_THREADS)
    if thread.type is ChannelType.PRIVATE_THREAD and not (state.invitable or by_right):
        return
    for user in message.mentions:
        if user.id in thread.guild.members and user.id not in state.members and can_view(thread.parent, user):
            threads.join(world, thread, user)


def _embed(one: JSON) -> JSON:
    kept = {"type": "rich"} | {key: value for key, value in one.items() if value is not None}
    if "fields" in kept:
        kept["fields"] = [{"inline": False} | field for field in kept["fields"]]
    return kept


def _attachment(world: World, name: str, content: bytes) -> JSON:
    attachment_id = str(world.new_id())
    url = f"https://cdn.discordapp.com/attachments/{attachment_id}/{name}"
    return {"id": attachment_id, "filename": name, "size": len(content), "url": url, "proxy_url": url}


def _reaction_data(message: Message, emoji: JSON, actor: User, *, is_super: bool) -> JSON:
    return {
        "user_id": str(actor.id),
        "channel_id": str(message.channel.id),
        "message_id": str(message.id),
        "emoji": emoji,
        "burst": is_super,
        "type": int(is_super),
    }


def _refuse_archived(channel: Channel) -> None:
    if channel.thread is not None and channel.thread.archived:
        raise RefusalError(50083)


def _messages_intent(channel: Channel) -> Intent:
    return Intent.GUILD_MESSAGES if channel.guild else Intent.DIRECT_MESSAGES


def _reactions_intent(channel: Channel) -> Intent:
    return Intent.GUILD_MESSAGE_REACTIONS if channel.guild else Intent.DIRECT_MESSAGE_REACTIONS


def _tell_message(world: World, name: str, message: Message) -> None:
    """Tell of a message; what others wrote is empty without the content intent, unless it calls the bot."""
    channel, guild = message.channel, message.channel.guild
    data = payloads.message(message, world.bot)
    if guild is not None and message.author.id in guild.members:
        data["member"] = payloads.member_alone(guild.members[message.author.id])
    emptied = None
    if guild is not None and message.author is not world.bot and world.bot not in message.mentions:
        emptied = data | {"content": "", "embeds": [], "attachments": [], "components": []}
    _tell(world, name, channel, data, _messages_intent(channel), emptied)


def _tell(world: World, name: str, channel: Channel, data: JSON, intent: Intent, emptied: JSON | None = None) -> None:
    guild = channel.guild
    if guild is None or can_view(channel, world.bot):
        place = {"guild_id": str(guild.id)} if guild else {}
        without = emptied | place if emptied is not None else None
        world.tell(Event(name=name, data=data | place, intent=intent, guild=guild, without_content=without))
