"""The Home tab: a member's own page, and for stewards what they look after the bot with. No command is needed."""

from collections.abc import Sequence
from typing import Any

import structlog

from circles_bot.commands import COMMANDS, Who
from circles_bot.engine.naming import STEP_DOWN
from circles_bot.engine.notes import Style
from circles_bot.words.catalog import shipped_catalog
from circles_bot.words.message import Message, MessageButton, PrivateReply
from circles_slack.errors import FAULTS, code_of
from circles_slack.render import named_in, render_home, render_more
from circles_slack.translate import DO
from circles_slack.workspace import Workspace

log = structlog.get_logger(__name__)


async def publish(workspace: Workspace, person: str, reply: PrivateReply) -> None:
    """Show somebody's page; where an administrator has switched the tab off, nothing is shown."""
    try:
        assert isinstance(reply.content, Message), "a page is a message"
        people = dict(reply.people)
        names = await workspace.people.names(named_in(reply.content, people))
        is_named = any(control.token == STEP_DOWN.token for control in reply.content.controls)
        more = await _stewards_part(workspace, person, is_named=is_named)
        view = render_home(reply.content, people, team=workspace.team, names=names, more=more)
        await workspace.call("views.publish", user_id=person, view=view)
    except FAULTS as error:
        log.info("page_not_shown", error=type(error).__name__, fault=code_of(error))


async def _stewards_part(workspace: Workspace, person: str, *, is_named: bool) -> Sequence[dict[str, Any]]:
    """Return a button for each of the stewards' commands, for who is one by the platform's word or a steward's."""
    profile = await workspace.people.profile(person)
    if not is_named and (profile is None or not profile.is_steward):
        return ()
    catalog, locale = shipped_catalog(), profile.locale if profile is not None else None

    def said(key: str) -> str:
        return catalog.text(key, {}, locale=locale) or key

    buttons = [
        MessageButton(token=f"{DO}:{command.group}:{command.name}", label=said(command.words_key), style=Style.PLAIN)
        for command in COMMANDS
        if command.who is Who.STEWARDS
    ]
    return render_more(said("command-steward"), buttons, team=workspace.team)
