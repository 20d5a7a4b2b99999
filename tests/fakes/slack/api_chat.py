"""``chat.*`` and ``reactions.*``."""

from tests.fakes.slack import messages, payloads
from tests.fakes.slack.calls import Call, Method, needs
from tests.fakes.slack.model import Channel
from tests.fakes.slack.refusals import JSON, RefusalError


def methods() -> list[Method]:
    """Return the methods of this module."""
    write, place = needs("chat:write"), ("channel",)
    add, read = needs("reactions:write"), needs("reactions:read")
    return [
        Method(name="chat.postMessage", handler=_post, tier="t5", scopes=write, required=place),
        Method(name="chat.postEphemeral", handler=_whisper, tier="t4", scopes=write, required=(*place, "user")),
        Method(name="chat.update", handler=_update, tier="t3", scopes=write, required=(*place, "ts")),
        Method(name="chat.delete", handler=_delete, tier="t3", scopes=write, required=(*place, "ts")),
        Method(name="reactions.add", handler=_react, tier="t3", scopes=add, required=(*place, "name", "timestamp")),
        Method(name="reactions.remove", handler=_unreact, tier="t2", scopes=add, required=("name",)),
        Method(name="reactions.get", handler=_reactions, tier="t3", scopes=read),
    ]


def _post(call: Call) -> JSON:
    channel = _place(call)
    bot = call.bot_in(channel)
    if channel.kind == "im":
        other = next(one for one in channel.members if one is not bot)
        if not call.world.app.has_messages_tab or not other.takes_dms:
            raise RefusalError("messages_tab_disabled")
        if other.deleted:
            raise RefusalError("channel_not_found")
    said = messages.draft(_form(call))
    posted = messages.post(call.world, channel, bot, said)
    return {"channel": channel.id, "ts": posted.ts, "message": payloads.message(posted, call.world.app)}


def _whisper(call: Call) -> JSON:
    channel = _place(call)
    user = call.world.users.get(call.text("user"))
    if user is None or user not in channel.members or user.deleted:
        raise RefusalError("user_not_in_channel")
    said = messages.draft(_form(call))
    return {"message_ts": messages.post(call.world, channel, call.bot_in(channel), said, only_for=user).ts}


def _update(call: Call) -> JSON:
    channel = call.channel()
    message = call.message(channel, "ts")
    if message.author is not call.bot_in(channel) or message.subtype:
        raise RefusalError("cant_update_message")
    if channel.is_archived:
        raise RefusalError("is_inactive")
    form = _form(call)
    # What is not given stays, but new text alone takes the blocks away (docs: chat.update, "blocks").
    if "text" not in call.args and "blocks" in call.args:
        form["text"] = message.text
    messages.change(call.world, message, messages.draft(form))
    told = payloads.message(message, call.world.app)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": told}


def _delete(call: Call) -> JSON:
    channel = call.channel()
    message = call.message(channel, "ts")
    if message.author is not call.bot_in(channel) or message.subtype:
        raise RefusalError("cant_delete_message")
    messages.drop(call.world, message)
    return {"channel": channel.id, "ts": message.ts}


def _react(call: Call) -> JSON:
    channel = call.channel()
    if channel.is_archived:
        raise RefusalError("is_archived")
    bot = call.bot_in(channel)
    if bot not in channel.members:
        raise RefusalError("no_access")
    messages.react(call.world, call.message(channel, "timestamp"), bot, call.text("name"))
    return {}


def _unreact(call: Call) -> JSON:
    if not call.text("channel") or not call.text("timestamp"):
        raise RefusalError("no_item_specified")
    channel = call.channel()
    messages.unreact(call.world, call.message(channel, "timestamp"), call.bot_in(channel), call.text("name"))
    return {}


def _reactions(call: Call) -> JSON:
    if not call.text("channel") or not call.text("timestamp"):
        raise RefusalError("no_item_specified")
    channel = call.channel()
    message = call.message(channel, "timestamp")
    told = payloads.message(message, call.world.app, full=call.flag("full"))
    return {"type": "message", "channel": channel.id, "message": told}


def _place(call: Call) -> Channel:
    """Return where something shall be said: a channel that the bot sits in, or somebody's direct messages."""
    user = call.world.users.get(call.text("channel"))
    if user is not None and call.knows(user):
        return call.world.dm(user, call.grant.bot_for(user))
    channel = call.channel()
    if channel.is_archived:
        raise RefusalError("is_archived")
    if call.bot_in(channel) not in channel.members:
        raise RefusalError("not_in_channel")
    return channel


def _form(call: Call) -> JSON:
    return {
        "text": call.text("text"),
        "blocks": call.structure("blocks"),
        "metadata": call.structure("metadata"),
        "thread_ts": call.text("thread_ts") or None,
    }
