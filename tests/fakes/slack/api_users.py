"""``users.*``, ``team.info``, ``bots.info``, ``auth.*`` and ``apps.*``."""

from tests.fakes.slack import payloads
from tests.fakes.slack.calls import Call, Method, needs
from tests.fakes.slack.refusals import JSON, RefusalError


def methods() -> list[Method]:
    """Return the methods of this module."""
    read, nothing = needs("users:read"), needs()
    return [
        Method(name="users.info", handler=_user, tier="t4", scopes=read, required=("user",)),
        Method(name="users.list", handler=_users, tier="t2", scopes=read),
        Method(name="bots.info", handler=_bot, tier="t3", scopes=read),
        Method(name="team.info", handler=_team, tier="t3", scopes=needs("team:read")),
        Method(name="auth.test", handler=_who, tier="t5", scopes=nothing),
        Method(name="auth.revoke", handler=_revoke, tier="t3", scopes=nothing),
        Method(name="apps.uninstall", handler=_uninstall, tier="t1", scopes=nothing),
    ]


def _user(call: Call) -> JSON:
    found = call.world.users.get(call.text("user"))
    if found is None or not call.may_look_up(found):
        raise RefusalError("user_not_found")
    told = payloads.user(found, locale=call.flag("include_locale"), seen_from=call.team)
    return {"user": told | ({} if call.knows(found) else {"is_stranger": True})}


def _users(call: Call) -> JSON:
    page, more = call.page(list(call.team.users.values()), default=1_000)
    told = [payloads.user(one, locale=call.flag("include_locale")) for one in page]
    return {"members": told, "cache_ts": int(call.world.clock.now().timestamp())} | more


def _bot(call: Call) -> JSON:
    found = next((one for one in call.team.users.values() if one.bot_id and one.bot_id == call.text("bot")), None)
    if found is None:
        raise RefusalError("bot_not_found")
    told = {"id": found.bot_id, "deleted": False, "name": found.name, "updated": 1, "user_id": found.id}
    return {"bot": told | {"app_id": call.world.app.id, "icons": {}}}


def _team(call: Call) -> JSON:
    wanted = call.text("team")
    if wanted not in ("", call.team.id):
        raise RefusalError("team_not_found")
    return {"team": payloads.team(call.team)}


def _who(call: Call) -> JSON:
    bot, grant = call.bot, call.grant
    return {
        "url": f"https://{call.team.domain}.slack.com/",
        "team": call.team.name,
        "user": payloads.handle(bot),
        "team_id": call.team.id,
        "user_id": bot.id,
        "bot_id": bot.bot_id,
        "is_enterprise_install": grant.enterprise_id is not None,
    } | ({"enterprise_id": grant.enterprise_id} if grant.enterprise_id else {})


def _revoke(call: Call) -> JSON:
    if call.flag("test"):
        return {"revoked": False}
    call.world.revoke(call.grant)
    return {"revoked": True}


def _uninstall(call: Call) -> JSON:
    app = call.world.app
    if call.text("client_id") != app.client_id:
        raise RefusalError("invalid_client_id")
    if call.text("client_secret") != app.client_secret:
        raise RefusalError("bad_client_secret")
    call.world.uninstall(call.grant)
    return {"uninstalled": True}
