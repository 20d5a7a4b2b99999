"""``views.*``: modals by a trigger that lives three seconds, and Home tabs."""

from tests.fakes.slack import payloads, views
from tests.fakes.slack.calls import Call, Handler, Method, needs
from tests.fakes.slack.model import View
from tests.fakes.slack.refusals import JSON, RefusalError, invalid
from tests.fakes.slack.triggers import Triggers


def methods(triggers: Triggers) -> list[Method]:
    """Return the methods of this module."""
    nothing = needs()

    def shown(*, is_pushed: bool) -> Handler:
        def handler(call: Call) -> JSON:
            trigger = triggers.take(call.text("trigger_id") or call.text("interactivity_pointer"), call.grant)
            add = views.push if is_pushed else views.open_modal
            made = add(call.world, trigger.user, call.grant.bot_for(trigger.user), call.structure("view"))
            if trigger.act is not None:
                trigger.act.modal = made
            return _told(call, made)

        return handler

    return [
        Method(name="views.open", handler=shown(is_pushed=False), tier="t4", scopes=nothing, required=("view",)),
        Method(name="views.push", handler=shown(is_pushed=True), tier="t4", scopes=nothing, required=("view",)),
        Method(name="views.update", handler=_update, tier="t4", scopes=nothing, required=("view",)),
        Method(name="views.publish", handler=_publish, tier="t4", scopes=nothing, required=("user_id", "view")),
    ]


def _update(call: Call) -> JSON:
    wanted, external = call.text("view_id"), call.text("external_id")
    users = [user for team in call.grant.teams for user in team.users.values()]
    shown = [view for user in users for view in (*user.modals, *([user.home] if user.home else []))]
    for view in shown:
        if view.id == wanted or (external and view.form.get("external_id") == external):
            if call.text("hash") not in ("", view.hash):
                raise RefusalError("hash_conflict")
            views.replace(call.world, view, call.structure("view"))
            return _told(call, view)
    raise RefusalError("not_found")


def _publish(call: Call) -> JSON:
    if not call.world.app.has_home_tab:
        raise RefusalError("not_enabled")
    user = call.world.users.get(call.text("user_id"))
    if user is None or user.team not in call.grant.teams:
        raise invalid("no such user [json-pointer:/user_id]")
    if call.text("hash") and user.home is not None and call.text("hash") != user.home.hash:
        raise RefusalError("hash_conflict")
    return _told(call, views.publish(call.world, user, call.grant.bot_for(user), call.structure("view")))


def _told(call: Call, view: View) -> JSON:
    return {"view": payloads.view(view, call.world.app)}
