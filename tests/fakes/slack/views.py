"""Home tabs and modals on people's screens: at most three modals, one above the other."""

import secrets

from tests.fakes.slack import blocks
from tests.fakes.slack.model import User, View
from tests.fakes.slack.refusals import RefusalError
from tests.fakes.slack.world import World

MOST_MODALS = 3


def open_modal(world: World, user: User, bot: User, form: object) -> View:
    """Show a modal alone."""
    made = _new(world, user, bot, form, "modal")
    user.modals[:] = [made]
    world.show(user, made)
    return made


def push(world: World, user: User, bot: User, form: object) -> View:
    """Show a modal above those that are open."""
    if not user.modals:
        raise RefusalError("not_found")
    if len(user.modals) >= MOST_MODALS:
        raise RefusalError("push_limit_reached")
    made = _new(world, user, bot, form, "modal")
    made.root, made.previous = user.modals[0], user.modals[-1]
    user.modals.append(made)
    world.show(user, made)
    return made


def publish(world: World, user: User, bot: User, form: object) -> View:
    """Show somebody's Home tab; what they had chosen there is forgotten."""
    if user.home is None:
        user.home = _new(world, user, bot, form, "home")
    else:
        _fill(user.home, form, "home")
    world.bell.ring()
    return user.home


def replace(world: World, view: View, form: object) -> None:
    """Show something else in a view that is open; what was filled in stays where block and control stay."""
    before = view.filled
    _fill(view, form, view.form["type"])
    for block_id, controls in view.filled.items():
        for action_id in controls:
            if action_id in before.get(block_id, {}):
                controls[action_id] = before[block_id][action_id]
    if view.form["type"] == "modal":
        world.show(view.user, view)
    world.bell.ring()


def close(world: World, view: View) -> None:
    """Take a modal off the screen, with those above it."""
    modals = view.user.modals
    del modals[modals.index(view) :]
    world.bell.ring()


def _new(world: World, user: User, bot: User, form: object, kind: str) -> View:
    taken = blocks.accepted_view(form, kind=kind)
    made = View(id=world.new_id("V"), user=user, bot=bot, form=taken, hash="")
    external = taken.get("external_id")
    if external and any(one.form.get("external_id") == external for one in user.modals):
        raise RefusalError("duplicate_external_id")
    _fill(made, taken, kind)
    return made


def _fill(view: View, form: object, kind: str) -> None:
    view.form = blocks.accepted_view(form, kind=kind)
    view.hash = f"{view.id}.{secrets.token_hex(4)}"
    view.filled, view.errors = blocks.initial(view.form["blocks"]), {}
