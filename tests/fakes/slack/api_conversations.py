"""``conversations.*`` and ``users.conversations``."""

from collections.abc import Sequence

from tests.fakes.slack import channels, payloads
from tests.fakes.slack.calls import MANAGE, READ, Call, Method, by_kind, needs
from tests.fakes.slack.model import Channel, Invitation, User
from tests.fakes.slack.refusals import JSON, RefusalError, invalid

MOST_INVITED = 100
"""Slack's pages say 100 here and 1,000 there; who keeps to the smaller number is always right."""
MOST_TOGETHER = 8

INVITE = by_kind(("channels:write.invites", "channels:manage"), ("groups:write.invites", "groups:write"), ("im:write",))
TOPIC = by_kind(("channels:write.topic", "channels:manage"), ("groups:write.topic", "groups:write"), ("im:write",))
KICK = by_kind(("channels:manage",), ("groups:write",), ("groups:write",))
HISTORY = by_kind(("channels:history",), ("groups:history",), ("im:history",))
KINDS = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}


def methods() -> list[Method]:
    """Return the methods of this module."""
    place = ("channel",)
    return [
        Method(name="conversations.create", handler=_create, tier="t2", scopes=_may_create),
        Method(name="conversations.invite", handler=_invite, tier="t3", scopes=INVITE, required=(*place, "users")),
        Method(
            name="conversations.inviteShared",
            handler=_invite_shared,
            tier="t2",
            scopes=needs("conversations.connect:write"),
            required=place,
        ),
        Method(name="conversations.archive", handler=_archive, tier="t2", scopes=MANAGE, required=place),
        Method(name="conversations.unarchive", handler=_unarchive, tier="t2", scopes=MANAGE, required=place),
        Method(name="conversations.rename", handler=_rename, tier="t2", scopes=MANAGE, required=place),
        Method(name="conversations.setTopic", handler=_set_topic, tier="t2", scopes=TOPIC, required=place),
        Method(name="conversations.setPurpose", handler=_set_purpose, tier="t2", scopes=TOPIC, required=place),
        Method(name="conversations.open", handler=_open, tier="t3", scopes=needs("im:write", "mpim:write")),
        Method(name="conversations.info", handler=_info, tier="t3", scopes=READ, required=place),
        Method(name="conversations.history", handler=_history, tier="t3", scopes=HISTORY, required=place),
        Method(name="conversations.members", handler=_members, tier="t4", scopes=READ, required=place),
        Method(name="conversations.list", handler=_list, tier="t2", scopes=_may_list),
        Method(name="conversations.join", handler=_join, tier="t3", scopes=needs("channels:join"), required=place),
        Method(name="conversations.leave", handler=_leave, tier="t3", scopes=MANAGE, required=place),
        Method(name="conversations.kick", handler=_kick, tier="t3", scopes=KICK, required=place),
        Method(name="users.conversations", handler=_list_of_somebody, tier="t3", scopes=_may_list),
    ]


def _may_create(call: Call) -> Sequence[str]:
    return ("groups:write",) if call.flag("is_private") else ("channels:manage", "channels:write")


def _may_list(call: Call) -> Sequence[str]:
    """Return the scope of the first kind that is asked for but not granted, or of the first."""
    wanted = call.words("types") or ["public_channel"]
    scopes = {"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read", "mpim": "mpim:read"}
    needed = [scopes[kind] for kind in wanted if kind in scopes] or ["channels:read"]
    return [next((one for one in needed if one not in call.grant.scopes), needed[0])]


def _create(call: Call) -> JSON:
    if call.grant.enterprise_id and not call.text("team_id"):
        raise RefusalError("missing_argument")
    is_private = call.flag("is_private")
    if ("private" if is_private else "public") in call.team.forbids:
        raise RefusalError("restricted_action")
    made = channels.create(call.world, call.team, call.bot, call.text("name"), is_private=is_private)
    return {"channel": payloads.channel(made, call.bot)}


def _invite(call: Call) -> JSON:
    channel = _inside(call)
    bot, ids = call.bot_in(channel), call.words("users")
    if not ids:
        raise RefusalError("no_user")
    if len(ids) > MOST_INVITED:
        raise invalid(f"no more than {MOST_INVITED} items allowed [json-pointer:/users]")
    errors = [{"user": one, "ok": False, "error": error} for one in ids if (error := _why_not(call, channel, one))]
    if errors and not (call.flag("force") and len(errors) < len(ids)):
        raise RefusalError(str(errors[0]["error"]), errors=errors)
    refused = {one["user"] for one in errors}
    for one in ids:
        if one not in refused:
            channels.add(call.world, channel, call.world.users[one], inviter=bot)
    return {"channel": payloads.channel(channel, bot)} | ({"errors": errors} if errors else {})


def _invite_shared(call: Call) -> JSON:
    """Invite one of another organisation, who then has to accept."""
    channel = call.channel()
    if channel.kind == "im":
        raise RefusalError("invalid_channel_type")
    if channel.is_archived:
        raise RefusalError("channel_archived")
    bot, ids = call.bot_in(channel), call.words("user_ids")
    if bot not in channel.members:
        raise RefusalError("not_in_channel")
    if not ids:
        raise RefusalError("recipients_not_specified")
    if len(ids) > 1:
        raise invalid("no more than 1 items allowed [json-pointer:/user_ids]")
    user = call.world.users.get(ids[0])
    if user is None or not call.knows(user) or user.team is channel.team:
        raise RefusalError("user_not_found")
    if user in channel.members:
        raise RefusalError("already_in_channel")
    if "connect" in channel.team.forbids:
        raise RefusalError("restricted_action")
    is_limited = call.flag("external_limited") or not call.text("external_limited")
    invitation = Invitation(id=call.world.new_id("I"), channel=channel, inviter=bot, user=user, is_limited=is_limited)
    call.world.invitations.append(invitation)
    return {"invite_id": invitation.id, "is_legacy_shared_channel": False}


def _why_not(call: Call, channel: Channel, user_id: str) -> str:
    """Return why somebody cannot be invited, or nothing."""
    user = call.world.users.get(user_id)
    if user is None or not call.knows(user):
        return "user_not_found"
    if user is call.bot_in(channel):
        return "cant_invite_self"
    if user in channel.members:
        return "already_in_channel"
    if user.deleted:
        return "cant_invite"
    if user.team not in channel.teams:
        return "org_user_not_in_team"
    if user.is_ultra_restricted and any(
        user in one.members for one in call.world.channels.values() if one.kind != "im"
    ):
        return "ura_max_channels"
    return "user_is_restricted" if user.is_restricted and "guests" in user.team.forbids else ""


def _archive(call: Call) -> JSON:
    channel = call.channel()
    bot = _managed(call, channel)
    if channel.is_archived:
        raise RefusalError("already_archived")
    if channel.is_general:
        raise RefusalError("cant_archive_general")
    if "archive" in channel.team.forbids:
        raise RefusalError("restricted_action")
    channels.archive(call.world, channel, bot)
    return {}


def _unarchive(call: Call) -> JSON:
    channel = call.channel()
    _channel_only(channel)
    if not channel.is_archived:
        raise RefusalError("not_archived")
    channel.is_archived = False
    return {}


def _rename(call: Call) -> JSON:
    channel = _inside(call)
    bot = call.bot_in(channel)
    if channel.creator is not bot:
        raise RefusalError("not_authorized")
    channels.rename(call.world, channel, bot, call.text("name"))
    return {"channel": payloads.channel(channel, bot)}


def _set_topic(call: Call) -> JSON:
    channel = _inside(call)
    bot, topic = call.bot_in(channel), call.text("topic")
    if len(topic) > channels.LONGEST_TOPIC:
        raise RefusalError("too_long")
    channel.topic = topic
    channels.note(call.world, channel, bot, "channel_topic", f"<@{bot.id}> set the channel topic: {topic}")
    return {"channel": payloads.channel(channel, bot)}


def _set_purpose(call: Call) -> JSON:
    channel = _inside(call)
    bot, purpose = call.bot_in(channel), call.text("purpose")
    if len(purpose) > channels.LONGEST_TOPIC:
        raise RefusalError("too_long")
    channel.purpose = purpose
    channels.note(call.world, channel, bot, "channel_purpose", f"<@{bot.id}> set the channel description: {purpose}")
    return {"channel": payloads.channel(channel, bot)}


def _open(call: Call) -> JSON:
    ids = call.words("users")
    if call.text("channel"):
        found = call.channel()
        if found.kind != "im":
            raise RefusalError("method_not_supported_for_channel_type")
        return {"channel": payloads.channel(found, call.bot_in(found))}
    if not ids:
        raise RefusalError("users_list_not_supplied")
    if len(ids) > MOST_TOGETHER:
        raise RefusalError("too_many_users")
    if len(ids) > 1:
        # Conversations of several people have no place in the product (nobody can leave them), nor here.
        raise RefusalError("method_not_supported_for_channel_type")
    user = call.world.users.get(ids[0])
    if user is None:
        raise RefusalError("user_not_found")
    if not call.knows(user):
        raise RefusalError("user_not_visible")
    if user.deleted:
        raise RefusalError("user_disabled")
    bot = call.grant.bot_for(user)
    is_old = (user.id, bot.id) in call.world.dms
    channel = call.world.dm(user, bot)
    told = payloads.channel(channel, bot) if call.flag("return_im") else {"id": channel.id}
    return {"channel": told} | ({"no_op": True, "already_open": True} if is_old else {})


def _info(call: Call) -> JSON:
    channel = call.channel()
    told = payloads.channel(channel, call.bot_in(channel))
    if call.flag("include_num_members"):
        told["num_members"] = len(channel.members)
    return {"channel": told}


def _history(call: Call) -> JSON:
    """Return what was said, newest first, without what stands in threads; metadata only where it is asked for."""
    channel = call.channel()
    if call.bot_in(channel) not in channel.members:
        raise RefusalError("not_in_channel")
    said = [one for one in channel.messages.values() if one.thread_ts in (None, one.ts)]
    told = [payloads.message(one, call.world.app) for one in reversed(said)]
    hidden = set() if call.flag("include_all_metadata") else {"metadata"}
    rows, more = call.page([{key: it for key, it in one.items() if key not in hidden} for one in told], default=100)
    found: JSON = {"messages": rows, "has_more": len(rows) < len(told), "pin_count": 0}
    return found | {"channel_actions_ts": None, "channel_actions_count": 0} | more


def _members(call: Call) -> JSON:
    rows, more = call.page([one.id for one in call.channel().members], default=100)
    return {"members": rows} | more


def _list(call: Call) -> JSON:
    return _listed(call, [one for one in call.world.channels.values() if one.is_seen_by(call.bot)])


def _list_of_somebody(call: Call) -> JSON:
    who: User = call.user() if call.text("user") else call.bot
    found = [one for one in call.world.channels.values() if who in one.members and one.is_seen_by(call.bot)]
    return _listed(call, found)


def _listed(call: Call, found: list[Channel]) -> JSON:
    wanted = call.words("types") or ["public_channel"]
    if not KINDS.keys() >= set(wanted):
        raise RefusalError("invalid_types")
    kinds = {KINDS[one] for one in wanted}
    hides_archived = call.flag("exclude_archived")
    rows = [one for one in found if one.kind in kinds and not (hides_archived and one.is_archived)]
    page, more = call.page(rows, default=100)
    return {"channels": [payloads.channel(one, call.bot) for one in page]} | more


def _join(call: Call) -> JSON:
    channel = call.channel()
    if channel.kind != "public":
        raise RefusalError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise RefusalError("is_archived")
    bot = call.bot_in(channel)
    if bot in channel.members:
        told = {"response_metadata": {"warnings": ["already_in_channel"]}, "warning": "already_in_channel"}
        return {"channel": payloads.channel(channel, bot)} | told
    channels.add(call.world, channel, bot)
    return {"channel": payloads.channel(channel, bot)}


def _leave(call: Call) -> JSON:
    channel = call.channel()
    _channel_only(channel)
    if channel.is_archived:
        raise RefusalError("is_archived")
    if channel.is_general:
        raise RefusalError("cant_leave_general")
    bot = call.bot_in(channel)
    if bot not in channel.members:
        return {"not_in_channel": True}
    if channel.is_private and len(channel.members) == 1:
        raise RefusalError("last_member")
    channels.drop(call.world, channel, bot)
    return {}


def _kick(call: Call) -> JSON:
    channel = call.channel()
    bot, user = _managed(call, channel), call.user()
    if user is bot:
        raise RefusalError("cant_kick_self")
    if channel.is_general:
        raise RefusalError("cant_kick_from_general")
    if user not in channel.members:
        raise RefusalError("not_in_channel")
    channels.drop(call.world, channel, user, remover=bot)
    return {}


def _inside(call: Call) -> Channel:
    """Return a channel in which the bot may still do something."""
    channel = call.channel()
    _managed(call, channel)
    if channel.is_archived:
        raise RefusalError("is_archived")
    return channel


def _managed(call: Call, channel: Channel) -> User:
    _channel_only(channel)
    bot = call.bot_in(channel)
    if bot not in channel.members:
        raise RefusalError("not_in_channel")
    return bot


def _channel_only(channel: Channel) -> None:
    if channel.kind == "im":
        raise RefusalError("method_not_supported_for_channel_type")
