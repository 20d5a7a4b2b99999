"""How things look in Slack's JSON (docs.slack.dev/reference/objects)."""

import copy
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.fakes.slack.model import App, Channel, Message, Team, User, View
from tests.fakes.slack.refusals import JSON

FEW = 5
"""How many people of a reaction are named unless all are asked for; Slack's own number is not documented."""


def user(one: User, *, locale: bool = False, seen_from: Team | None = None) -> JSON:
    """Return somebody; ``seen_from`` another organisation's workspace their language is not told."""
    zone = ZoneInfo(one.tz)
    offset = datetime(2026, 1, 1, tzinfo=zone).utcoffset()
    assert offset is not None
    profile: JSON = {
        "real_name": one.name,
        "display_name": one.name,
        "real_name_normalized": one.name,
        "display_name_normalized": one.name,
        "team": one.team.id,
    }
    if one.is_bot:
        profile |= {"bot_id": one.bot_id, "always_active": True}
    found: JSON = {
        "id": one.id,
        "team_id": one.team.id,
        "name": handle(one),
        "deleted": one.deleted,
        "profile": profile,
    }
    found |= {"is_bot": one.is_bot, "is_app_user": False, "updated": 1}
    if one.deleted:
        return found
    found |= {
        "real_name": one.name,
        "tz": one.tz,
        "tz_label": one.tz,
        "tz_offset": int(offset.total_seconds()),
        "is_admin": one.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": one.is_restricted,
        "is_ultra_restricted": one.is_ultra_restricted,
    }
    is_ours = seen_from is None or seen_from is one.team or _are_one_organisation(seen_from, one.team)
    return found | ({"locale": one.locale} if locale and is_ours else {})


def _are_one_organisation(one: Team, other: Team) -> bool:
    return one.enterprise_id is not None and one.enterprise_id == other.enterprise_id


def handle(one: User) -> str:
    """Return the name that is typed after an @."""
    return one.name.lower().replace(" ", ".")


def team(one: Team) -> JSON:
    """Return a workspace."""
    found: JSON = {"id": one.id, "name": one.name, "domain": one.domain, "email_domain": ""}
    return found | ({"enterprise_id": one.enterprise_id} if one.enterprise_id else {})


def channel(one: Channel, bot: User) -> JSON:
    """Return a channel or a direct conversation, as the bot sees it."""
    created = int(one.created_at.timestamp())
    if one.kind == "im":
        other = next(it for it in one.members if it is not bot)
        found: JSON = {"id": one.id, "created": created, "is_im": True, "is_archived": one.is_archived}
        return found | {"is_org_shared": False, "user": other.id, "is_user_deleted": other.deleted, "is_open": True}
    return {
        "id": one.id,
        "name": one.name,
        "name_normalized": one.name,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": one.is_private,
        "created": created,
        "creator": one.creator.id,
        "is_archived": one.is_archived,
        "is_general": one.is_general,
        "is_member": bot in one.members,
        "is_shared": bool(one.shared_with),
        "is_ext_shared": bool(one.shared_with),
        "is_org_shared": False,
        "context_team_id": bot.team.id,
        "shared_team_ids": [it.id for it in one.teams],
        "topic": {"value": one.topic, "creator": "", "last_set": 0},
        "purpose": {"value": one.purpose, "creator": "", "last_set": 0},
        "previous_names": [],
    }


def message(one: Message, app: App, *, with_reactions: bool = True, full: bool = True) -> JSON:
    """Return a message."""
    found: JSON = {"type": "message", "ts": one.ts, "user": one.author.id, "text": one.text, "team": one.author.team.id}
    if one.author.is_bot:
        found |= {"bot_id": one.author.bot_id, "app_id": app.id}
    for key, value in (("subtype", one.subtype), ("thread_ts", one.thread_ts), ("metadata", one.metadata)):
        found |= {key: value} if value else {}
    if one.blocks:
        found["blocks"] = one.blocks
    if one.is_edited:
        found["edited"] = {"user": one.author.id, "ts": one.ts}
    if one.reactions and with_reactions:
        found["reactions"] = [
            {"name": name, "users": [it.id for it in users][: None if full else FEW], "count": len(users)}
            for name, users in one.reactions.items()
        ]
    return found


def view(one: View, app: App) -> JSON:
    """Return a view with its state."""
    form = one.form
    return {
        "id": one.id,
        "team_id": one.bot.team.id,
        "type": form["type"],
        "blocks": form["blocks"],
        "private_metadata": form.get("private_metadata", ""),
        "callback_id": form.get("callback_id", ""),
        "state": {"values": copy.deepcopy(one.filled)},
        "hash": one.hash,
        "title": form.get("title"),
        "clear_on_close": form.get("clear_on_close", False),
        "notify_on_close": form.get("notify_on_close", False),
        "close": form.get("close"),
        "submit": form.get("submit"),
        "previous_view_id": one.previous.id if one.previous else None,
        "root_view_id": (one.root or one).id,
        "app_id": app.id,
        "external_id": form.get("external_id", ""),
        "app_installed_team_id": one.bot.team.id,
        "bot_id": one.bot.bot_id,
    }
