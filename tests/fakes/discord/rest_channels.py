"""The routes under ``/channels``."""

from tests.fakes.discord import messages, payloads, threads
from tests.fakes.discord.model import Channel, Message, Permission
from tests.fakes.discord.permissions import can_view, require
from tests.fakes.discord.refusals import JSON, RefusalError
from tests.fakes.discord.routes import Answer, Api, Request, Router, read_id

MAX_PAGE = 100
CHANNEL = "/channels/{channel_id}"
MESSAGES = f"{CHANNEL}/messages"
MESSAGE = f"{MESSAGES}/{{message_id}}"
REACTIONS = f"{MESSAGE}/reactions"
MEMBERS = f"{CHANNEL}/thread-members"


def add_to(router: Router) -> None:
    """Add them all."""
    for method, template, handler in (
        ("GET", CHANNEL, get_channel),
        ("PATCH", CHANNEL, edit_channel),
        ("DELETE", CHANNEL, delete_channel),
        ("POST", f"{CHANNEL}/typing", type_in),
        ("POST", f"{CHANNEL}/threads", open_thread),
        ("GET", f"{CHANNEL}/threads/archived/private", archived_private),
        ("GET", f"{CHANNEL}/users/@me/threads/archived/private", archived_private_of_bot),
        ("GET", MESSAGES, list_messages),
        ("POST", MESSAGES, send),
        ("POST", f"{MESSAGES}/bulk-delete", delete_many),
        ("GET", MESSAGE, get_message),
        ("PATCH", MESSAGE, edit_message),
        ("DELETE", MESSAGE, delete_message),
        ("DELETE", REACTIONS, clear_reactions),
        ("GET", f"{REACTIONS}/{{emoji_name}}", list_reactions),
        ("DELETE", f"{REACTIONS}/{{emoji_name}}", clear_emoji),
        ("PUT", f"{REACTIONS}/{{emoji_name}}/@me", react),
        ("DELETE", f"{REACTIONS}/{{emoji_name}}/@me", unreact),
        ("DELETE", f"{REACTIONS}/{{emoji_name}}/{{user_id}}", unreact_other),
        ("GET", MEMBERS, list_members),
        ("PUT", f"{MEMBERS}/@me", join),
        ("DELETE", f"{MEMBERS}/@me", leave),
        ("GET", f"{MEMBERS}/{{user_id}}", get_member),
        ("PUT", f"{MEMBERS}/{{user_id}}", add_member),
        ("DELETE", f"{MEMBERS}/{{user_id}}", remove_member),
    ):
        router.add(method, template, handler)


def _seen(api: Api, request: Request, *needed: Permission) -> Channel:
    channel = api.world.channel(request.id("channel_id"))
    require(channel, api.world.bot, *needed)
    return channel


def _message(api: Api, request: Request) -> Message:
    return messages.find(api.world, _seen(api, request, Permission.READ_MESSAGE_HISTORY), request.id("message_id"))


def get_channel(api: Api, request: Request) -> Answer:
    """Return a channel."""
    return 200, payloads.channel(_seen(api, request), api.world.bot)


def edit_channel(api: Api, request: Request) -> Answer:
    """Edit a thread, or with MANAGE_CHANNELS a channel's name and topic."""
    channel = _seen(api, request)
    if channel.thread is not None:
        threads.edit(api.world, channel, api.world.bot, request.form, request.reason)
    else:
        require(channel, api.world.bot, Permission.MANAGE_CHANNELS)
        channel.name, channel.topic = request.form.get("name", channel.name), request.form.get("topic", channel.topic)
        api.world.tell_of_channel("CHANNEL_UPDATE", channel)
    return 200, payloads.channel(channel, api.world.bot)


def delete_channel(api: Api, request: Request) -> Answer:
    """Delete a thread or a channel; direct messages are only closed."""
    channel = _seen(api, request)
    told = payloads.channel(channel, api.world.bot)
    if channel.thread is not None:
        threads.delete(api.world, channel, api.world.bot, request.reason)
    elif channel.guild is not None:
        require(channel, api.world.bot, Permission.MANAGE_CHANNELS)
        api.world.delete_channel(channel)
    return 200, told


def type_in(api: Api, request: Request) -> Answer:
    """Show that the bot types."""
    _seen(api, request)
    return 204, None


def open_thread(api: Api, request: Request) -> Answer:
    """Open a thread."""
    thread = threads.create(api.world, _seen(api, request), api.world.bot, request.form, request.reason)
    return 201, payloads.thread(thread, api.world.bot)


def archived_private(api: Api, request: Request) -> Answer:
    """List the archived private threads; needs MANAGE_THREADS."""
    parent = _seen(api, request, Permission.MANAGE_THREADS, Permission.READ_MESSAGE_HISTORY)
    return _archived(api, request, threads.archived_private(parent))


def archived_private_of_bot(api: Api, request: Request) -> Answer:
    """List the archived private threads that the bot is in, by id downwards."""
    parent = _seen(api, request, Permission.READ_MESSAGE_HISTORY)
    found = threads.archived_private(parent, joined_by=api.world.bot)
    before = read_id(request.query["before"], "before") if "before" in request.query else None
    found = sorted((it for it in found if before is None or it.id < before), key=lambda it: -it.id)
    return _archived(api, request, found, is_paged=True)


def _archived(api: Api, request: Request, found: list[Channel], *, is_paged: bool = False) -> Answer:
    before = request.query.get("before")
    if before is not None and not is_paged:
        found = [it for it in found if it.thread and it.thread.archived_at.isoformat() < before]
    limit = request.number("limit", 50)
    return 200, thread_list(api, found[:limit]) | {"has_more": len(found) > limit}


def thread_list(api: Api, found: list[Channel]) -> JSON:
    """Return threads with the bot's memberships in them."""
    mine = [
        payloads.thread_member(it, api.world.bot.id)
        for it in found
        if it.thread and api.world.bot.id in it.thread.members
    ]
    return {"threads": [payloads.thread(it, api.world.bot) for it in found], "members": mine, "has_more": False}


def list_messages(api: Api, request: Request) -> Answer:
    """Return a page of messages, newest first."""
    channel = _seen(api, request)
    if not require(channel, api.world.bot) & Permission.READ_MESSAGE_HISTORY:
        return 200, []
    ids = sorted(channel.messages, reverse=True)
    limit = min(request.number("limit", 50), MAX_PAGE)
    if "before" in request.query:
        ids = [it for it in ids if it < request.number("before", 0)]
    elif "after" in request.query:
        ids = [it for it in ids if it > request.number("after", 0)][-limit:]
    elif "around" in request.query:
        around = request.number("around", 0)
        ids = sorted(sorted(ids, key=lambda it: abs(it - around))[:limit], reverse=True)
    return 200, [told_to_bot(api, channel.messages[it]) for it in ids[:limit]]


def told_to_bot(api: Api, message: Message) -> JSON:
    """Return a message as the bot reads it: what others wrote is empty without the content intent."""
    from tests.fakes.discord.events import Intent

    told = payloads.message(message, api.world.bot)
    is_open = message.channel.guild is None or message.author is api.world.bot or api.world.bot in message.mentions
    if not is_open and not api.world.granted_intents & Intent.MESSAGE_CONTENT:
        told |= {"content": "", "embeds": [], "attachments": [], "components": []}
    return told


def send(api: Api, request: Request) -> Answer:
    """Send a message."""
    channel = _seen(api, request)
    message = messages.post(api.world, channel, api.world.bot, request.form, request.files)
    return 200, payloads.message(message, api.world.bot)


def delete_many(api: Api, request: Request) -> Answer:
    """Delete several messages."""
    ids = [int(it) for it in request.form.get("messages") or []]
    messages.delete_many(api.world, _seen(api, request), api.world.bot, ids)
    return 204, None


def get_message(api: Api, request: Request) -> Answer:
    """Return a message."""
    return 200, told_to_bot(api, _message(api, request))


def edit_message(api: Api, request: Request) -> Answer:
    """Edit the bot's message."""
    message = _message(api, request)
    messages.edit(api.world, message, api.world.bot, request.form, request.files)
    return 200, payloads.message(message, api.world.bot)


def delete_message(api: Api, request: Request) -> Answer:
    """Delete a message."""
    messages.delete(api.world, _message(api, request), api.world.bot)
    return 204, None


def clear_reactions(api: Api, request: Request) -> Answer:
    """Take off all reactions."""
    messages.clear_reactions(api.world, _message(api, request), api.world.bot)
    return 204, None


def clear_emoji(api: Api, request: Request) -> Answer:
    """Take off all reactions with one emoji."""
    messages.clear_reactions(api.world, _message(api, request), api.world.bot, request.params["emoji_name"])
    return 204, None


def list_reactions(api: Api, request: Request) -> Answer:
    """Return a page of who reacted; ``type=1`` asks for the super reactions."""
    found = messages.who_reacted(
        api.world,
        _message(api, request),
        request.params["emoji_name"],
        is_super=request.number("type", 0) == 1,
        after=request.number("after", 0),
        limit=min(request.number("limit", 25), MAX_PAGE),
    )
    return 200, found


def react(api: Api, request: Request) -> Answer:
    """Set the bot's reaction."""
    messages.react(api.world, _message(api, request), api.world.bot, request.params["emoji_name"])
    return 204, None


def unreact(api: Api, request: Request) -> Answer:
    """Take the bot's reaction off."""
    bot = api.world.bot
    messages.unreact(api.world, _message(api, request), bot, bot, request.params["emoji_name"])
    return 204, None


def unreact_other(api: Api, request: Request) -> Answer:
    """Take somebody's reaction off."""
    owner = api.world.user(request.id("user_id"))
    messages.unreact(api.world, _message(api, request), api.world.bot, owner, request.params["emoji_name"])
    return 204, None


def _thread(api: Api, request: Request) -> Channel:
    channel = _seen(api, request)
    threads.state_of(channel)
    return channel


def list_members(api: Api, request: Request) -> Answer:
    """List a thread's members; restricted by the members intent (docs: topics/threads)."""
    from tests.fakes.discord.events import Intent

    thread = _thread(api, request)
    if not api.world.granted_intents & Intent.GUILD_MEMBERS:
        raise RefusalError(50001)
    with_member = request.query.get("with_member", "").lower() == "true"
    ids = threads.state_of(thread).members
    return 200, [payloads.thread_member(thread, it, with_member=with_member) for it in ids]


def get_member(api: Api, request: Request) -> Answer:
    """Return one membership; 404 tells that somebody is not in."""
    thread = _thread(api, request)
    user_id = api.world.bot.id if request.params["user_id"] == "@me" else request.id("user_id")
    if user_id not in threads.state_of(thread).members:
        raise RefusalError(10007)
    with_member = request.query.get("with_member", "").lower() == "true"
    return 200, payloads.thread_member(thread, user_id, with_member=with_member)


def add_member(api: Api, request: Request) -> Answer:
    """Bring somebody into a thread."""
    threads.add_member(api.world, _thread(api, request), api.world.bot, api.world.user(request.id("user_id")))
    return 204, None


def remove_member(api: Api, request: Request) -> Answer:
    """Take somebody out of a thread."""
    threads.remove_member(api.world, _thread(api, request), api.world.bot, api.world.user(request.id("user_id")))
    return 204, None


def join(api: Api, request: Request) -> Answer:
    """Let the bot join a thread that it sees."""
    thread = _thread(api, request)
    state = threads.state_of(thread)
    if state.archived:
        raise RefusalError(50083)
    if api.world.bot.id not in state.members:
        threads.join(api.world, thread, api.world.bot)
    return 204, None


def leave(api: Api, request: Request) -> Answer:
    """Let the bot leave a thread."""
    threads.leave(api.world, _thread(api, request), api.world.bot)
    return 204, None


def visible(api: Api, found: list[Channel]) -> list[Channel]:
    """Return those that the bot sees."""
    return [it for it in found if can_view(it, api.world.bot)]
