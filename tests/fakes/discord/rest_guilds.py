"""The routes under ``/guilds``."""

from tests.fakes.discord import payloads, threads
from tests.fakes.discord.events import Intent
from tests.fakes.discord.model import Guild, Member, Permission
from tests.fakes.discord.permissions import permissions_in_guild
from tests.fakes.discord.refusals import RefusalError
from tests.fakes.discord.rest_channels import thread_list, visible
from tests.fakes.discord.routes import Answer, Api, Request, Router

GUILD = "/guilds/{guild_id}"
MAX_MEMBERS = 1000


def add_to(router: Router) -> None:
    """Add them all."""
    for template, handler in (
        (GUILD, get_guild),
        (f"{GUILD}/channels", list_channels),
        (f"{GUILD}/threads/active", active_threads),
        (f"{GUILD}/roles", list_roles),
        (f"{GUILD}/roles/member-counts", count_members_of_roles),
        (f"{GUILD}/roles/{{role_id}}", get_role),
        (f"{GUILD}/emojis", list_emojis),
        (f"{GUILD}/members", list_members),
        (f"{GUILD}/members/search", search_members),
        (f"{GUILD}/members/{{user_id}}", get_member),
        (f"{GUILD}/bans/{{user_id}}", get_ban),
        (f"{GUILD}/audit-logs", audit_log),
    ):
        router.add("GET", template, handler)
    router.add("DELETE", "/users/@me/guilds/{guild_id}", leave_guild)


def _guild(api: Api, request: Request) -> Guild:
    return api.world.guild(request.id("guild_id"))


def _require(api: Api, guild: Guild, needed: Permission) -> None:
    if not permissions_in_guild(guild, api.world.bot) & needed:
        raise RefusalError(50013)


def _member(guild: Guild, user_id: int) -> Member:
    member = guild.members.get(user_id)
    if member is None:
        raise RefusalError(10007)
    return member


def get_guild(api: Api, request: Request) -> Answer:
    """Return a guild, with rough counts where they are asked for."""
    guild = _guild(api, request)
    told = payloads.guild(guild)
    if request.query.get("with_counts", "").lower() in ("true", "1"):
        told |= {"approximate_member_count": len(guild.members), "approximate_presence_count": len(guild.members)}
    return 200, told


def list_channels(api: Api, request: Request) -> Answer:
    """List the channels, without threads."""
    return 200, [payloads.channel(it) for it in visible(api, list(_guild(api, request).channels.values()))]


def active_threads(api: Api, request: Request) -> Answer:
    """List the active threads that the bot sees."""
    return 200, thread_list(api, visible(api, threads.active(_guild(api, request))))


def list_roles(api: Api, request: Request) -> Answer:
    """List the roles."""
    return 200, [payloads.role(it) for it in _guild(api, request).roles.values()]


def get_role(api: Api, request: Request) -> Answer:
    """Return a role."""
    role = _guild(api, request).roles.get(request.id("role_id"))
    if role is None:
        raise RefusalError(10011)
    return 200, payloads.role(role)


def count_members_of_roles(api: Api, request: Request) -> Answer:
    """Return how many members have each role; @everyone is not among them."""
    guild = _guild(api, request)
    counts = {role: sum(role in it.roles for it in guild.members.values()) for role in guild.roles}
    return 200, {str(role): number for role, number in counts.items() if role != guild.id}


def list_emojis(api: Api, request: Request) -> Answer:
    """List the custom emoji."""
    return 200, list(_guild(api, request).emojis.values())


def list_members(api: Api, request: Request) -> Answer:
    """List the members; needs the members intent."""
    guild = _guild(api, request)
    if not api.world.granted_intents & Intent.GUILD_MEMBERS:
        raise RefusalError(50001)
    after, limit = request.number("after", 0), min(request.number("limit", 1), MAX_MEMBERS)
    found = sorted((it for it in guild.members.values() if it.user.id > after), key=lambda it: it.user.id)
    return 200, [payloads.member(it) for it in found[:limit]]


def search_members(api: Api, request: Request) -> Answer:
    """Find members by the beginning of a name."""
    query = request.query.get("query", "").lower()
    limit = min(request.number("limit", 1), MAX_MEMBERS)
    found = [
        it
        for it in _guild(api, request).members.values()
        if it.user.name.lower().startswith(query) or (it.nick or "").lower().startswith(query)
    ]
    return 200, [payloads.member(it) for it in found[:limit]]


def get_member(api: Api, request: Request) -> Answer:
    """Return a member; 404 tells that somebody is not there (any more)."""
    return 200, payloads.member(_member(_guild(api, request), request.id("user_id")))


def get_ban(api: Api, request: Request) -> Answer:
    """Return a ban."""
    guild, user_id = _guild(api, request), request.id("user_id")
    _require(api, guild, Permission.BAN_MEMBERS)
    if user_id not in guild.bans:
        raise RefusalError(10026)
    return 200, {"user": payloads.user(api.world.user(user_id)), "reason": guild.bans[user_id]}


def audit_log(api: Api, request: Request) -> Answer:
    """Return the audit log, newest first."""
    guild = _guild(api, request)
    _require(api, guild, Permission.VIEW_AUDIT_LOG)
    entries = guild.audit[::-1][: request.number("limit", 50)]
    empty: dict[str, list[object]] = {
        key: []
        for key in (
            "users", "integrations", "webhooks", "guild_scheduled_events", "threads", "application_commands",
            "auto_moderation_rules",
        )
    }  # fmt: skip
    return 200, empty | {"audit_log_entries": entries}


def leave_guild(api: Api, request: Request) -> Answer:
    """Let the bot leave."""
    api.world.remove_bot(_guild(api, request))
    return 204, None
