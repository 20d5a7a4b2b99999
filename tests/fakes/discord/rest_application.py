"""The routes of the bot itself: who it is, its commands, its interactions, its direct messages, its gateway."""

from tests.fakes.discord import commands, payloads
from tests.fakes.discord.refusals import JSON, RefusalError
from tests.fakes.discord.routes import Answer, Api, Request, Router, read_id

COMMANDS = "/applications/{application_id}/commands"
GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"
WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"


def add_to(router: Router) -> None:
    """Add them all."""
    for method, template, handler in (
        ("GET", "/users/@me", get_me),
        ("GET", "/users/{user_id}", get_user),
        ("GET", "/users/@me/guilds", list_guilds),
        ("POST", "/users/@me/channels", open_dm),
        ("GET", "/applications/@me", get_application),
        ("GET", "/oauth2/applications/@me", get_application),
        ("GET", "/gateway", get_gateway),
        ("GET", "/gateway/bot", get_gateway_bot),
        ("GET", COMMANDS, list_commands),
        ("PUT", COMMANDS, put_commands),
        ("GET", GUILD_COMMANDS, list_guild_commands),
        ("PUT", GUILD_COMMANDS, put_guild_commands),
        ("POST", "/interactions/{interaction_id}/{interaction_token}/callback", callback),
        ("POST", WEBHOOK, follow_up),
        ("GET", f"{WEBHOOK}/messages/@original", get_response),
        ("PATCH", f"{WEBHOOK}/messages/@original", edit_response),
        ("DELETE", f"{WEBHOOK}/messages/@original", delete_response),
        ("GET", f"{WEBHOOK}/messages/{{message_id}}", get_response),
        ("PATCH", f"{WEBHOOK}/messages/{{message_id}}", edit_response),
        ("DELETE", f"{WEBHOOK}/messages/{{message_id}}", delete_response),
    ):
        router.add(method, template, handler)


def get_me(api: Api, _request: Request) -> Answer:
    """Return the bot's account."""
    return 200, payloads.user(api.world.bot) | {
        "mfa_enabled": False,
        "locale": "en-US",
        "verified": True,
        "email": None,
    }


def get_user(api: Api, request: Request) -> Answer:
    """Return an account."""
    return 200, payloads.user(api.world.user(request.id("user_id")))


def list_guilds(api: Api, request: Request) -> Answer:
    """Return a page of the guilds that the bot is in."""
    after, limit = request.number("after", 0), min(request.number("limit", 200), 200)
    mine = sorted((it for it in api.world.guilds.values() if api.world.bot.id in it.members), key=lambda it: it.id)
    return 200, [payloads.my_guild(it, api.world.bot) for it in mine if it.id > after][:limit]


def open_dm(api: Api, request: Request) -> Answer:
    """Open direct messages; that the person takes none shows only when one is sent."""
    user = api.world.user(read_id(str(request.form.get("recipient_id", "")), "recipient_id"))
    if user.is_bot:
        raise RefusalError(50007)
    return 200, payloads.channel(api.world.dm_with(user))


def get_application(api: Api, _request: Request) -> Answer:
    """Return the bot's application."""
    bot = api.world.bot
    owner: JSON = payloads.user(bot) | {"id": "1", "username": "operator", "bot": False}
    return 200, {
        "id": str(bot.id),
        "name": bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "summary": "",
        "bot": payloads.user(bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "max_participants": None,
        "tags": [],
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": owner,
        "approximate_guild_count": len(api.world.guilds),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
        "integration_types_config": {"0": {}},
        "event_webhooks_status": 1,
    }


def get_gateway(api: Api, _request: Request) -> Answer:
    """Return where the gateway is."""
    return 200, {"url": api.gateway_url()}


def get_gateway_bot(api: Api, _request: Request) -> Answer:
    """Return where the gateway is, and in how many shards to come."""
    shards, at_once, remaining = api.shards()
    limit = {"total": 1000, "remaining": remaining, "reset_after": 86_400_000, "max_concurrency": at_once}
    return 200, {"url": api.gateway_url(), "shards": shards, "session_start_limit": limit}


def _own(api: Api, request: Request) -> None:
    if request.id("application_id") != api.world.bot.id:
        raise RefusalError(50001)


def _forms(request: Request) -> list[JSON]:
    return request.json if isinstance(request.json, list) else []


def list_commands(api: Api, request: Request) -> Answer:
    """Return the global commands."""
    _own(api, request)
    return 200, api.interactions.commands


def put_commands(api: Api, request: Request) -> Answer:
    """Replace the global commands."""
    _own(api, request)
    api.interactions.commands = commands.replace_all(api.world, api.interactions.commands, _forms(request))
    return 200, api.interactions.commands


def list_guild_commands(api: Api, request: Request) -> Answer:
    """Return a guild's own commands."""
    _own(api, request)
    return 200, api.interactions.guild_commands.get(request.id("guild_id"), [])


def put_guild_commands(api: Api, request: Request) -> Answer:
    """Replace a guild's own commands."""
    _own(api, request)
    guild = api.world.guild(request.id("guild_id"))
    known = api.interactions.guild_commands.get(guild.id, [])
    made = [it | {"guild_id": str(guild.id)} for it in commands.replace_all(api.world, known, _forms(request))]
    api.interactions.guild_commands[guild.id] = made
    return 200, made


def callback(api: Api, request: Request) -> Answer:
    """Take the first answer to an interaction."""
    token = request.params["interaction_token"]
    told = api.interactions.callback(request.id("interaction_id"), token, request.form, request.files)
    return (200, told) if request.query.get("with_response", "").lower() in ("1", "true") else (204, None)


def follow_up(api: Api, request: Request) -> Answer:
    """Post a follow-up."""
    message = api.interactions.follow_up(request.params["webhook_token"], request.form, request.files)
    return (200, payloads.message(message, api.world.bot)) if request.query.get("wait") else (204, None)


def get_response(api: Api, request: Request) -> Answer:
    """Return the answer or a follow-up."""
    return 200, payloads.message(api.interactions.find(*_which(request)), api.world.bot)


def edit_response(api: Api, request: Request) -> Answer:
    """Edit the answer or a follow-up."""
    message = api.interactions.edit_response(*_which(request), request.form, request.files)
    return 200, payloads.message(message, api.world.bot)


def delete_response(api: Api, request: Request) -> Answer:
    """Delete the answer or a follow-up."""
    api.interactions.delete(*_which(request))
    return 204, None


def _which(request: Request) -> tuple[str, str]:
    return request.params["webhook_token"], request.params.get("message_id", "@original")
