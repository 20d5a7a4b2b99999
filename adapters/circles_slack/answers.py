"""Private answers: commit first, then acknowledge, then show; what cannot be shown is in force all the same.

Where somebody acted decides where the answer stands: a command is answered in its acknowledgement, a form in its own
window, a tap on one's own page in a window over it, one in a conversation there, so that only they see it. A message
that is theirs alone (a direct message, an earlier answer) becomes the answer, so that nothing dangling stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import structlog
from slack_sdk.webhook.async_client import AsyncWebhookClient

from circles_bot.engine.questions import Place
from circles_bot.words.message import Message, MessageForm, PrivateReply
from circles_slack.custom_ids import plain_id
from circles_slack.errors import FAULTS, TOO_LATE, code_of
from circles_slack.forms import PLACE_FIELDS, as_slack_asks, metadata_of, typed_fields
from circles_slack.pace import AT_ONCE_SECONDS, NOTE_WAITS_SECONDS
from circles_slack.render import fallback, named_in, named_in_form, render_answer, render_blocks, render_form
from circles_slack.workspace import Workspace

log = structlog.get_logger(__name__)

Json = dict[str, Any]
DIRECT = "D"
"""What the ids of conversations with one person begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where somebody acted, as far as an answer needs it."""

    person: str
    team: str = ""
    """Where they belong, as far as what they did says it."""
    trigger: str = ""
    response_url: str = ""
    channel: str = ""
    message: str = ""
    thread: str = ""
    is_only_for_them: bool = False
    """The message that was tapped is one that only they see."""
    view: str = ""
    """The window in which they acted."""

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> "Origin":
        """Read where a tap or a form came from; raise what reading another shape raises."""
        container = body.get("container") or {}
        view, message = body.get("view") or {}, body.get("message") or {}
        channel = container.get("channel_id") or (body.get("channel") or {}).get("id") or ""
        return cls(
            person=plain_id(body["user"]["id"]),
            team=str(body["user"].get("team_id") or ""),
            trigger=str(body.get("trigger_id") or ""),
            response_url=str(body.get("response_url") or ""),
            channel=str(channel),
            message=str(container.get("message_ts") or ""),
            thread=str(container.get("thread_ts") or message.get("thread_ts") or ""),
            is_only_for_them=bool(container.get("is_ephemeral")) or str(channel).startswith(DIRECT),
            view=str(view.get("id") or "") if view.get("type") == "modal" else "",
        )


async def show(workspace: Workspace, origin: Origin, reply: PrivateReply) -> None:
    """Show an answer to whoever acted, to nobody else; what Slack refuses is logged and no more."""
    try:
        await _show(workspace, origin, reply)
    except FAULTS as error:
        if code_of(error) not in TOO_LATE:
            log.warning("answer_failed", error=type(error).__name__, fault=code_of(error))


async def shown_in_place(workspace: Workspace, reply: PrivateReply) -> Json:
    """Return the content of an acknowledgement that shows an answer where a command was typed."""
    assert isinstance(reply.content, Message), "a form is opened"
    return {"response_type": "ephemeral", **await message_of(workspace, reply)}


async def message_of(workspace: Workspace, reply: PrivateReply) -> Json:
    """Return an answer's blocks and what a notification shows."""
    assert isinstance(reply.content, Message), "a form is opened"
    people = dict(reply.people)
    names = await workspace.people.names(named_in(reply.content, people))
    blocks = render_blocks(reply.content, people, team=workspace.team, names=names)
    return {"blocks": blocks, "text": fallback(reply.content)}


async def view_of(workspace: Workspace, reply: PrivateReply) -> Json:
    """Return an answer, or a form, as a window."""
    people, content = dict(reply.people), reply.content
    if isinstance(content, MessageForm):
        form, places = as_slack_asks(content), await _places_for(workspace, content)
        names = await workspace.people.names(named_in_form(form, people))
        typed, metadata = typed_fields(form, places), metadata_of(form, places)
        return render_form(form, people, team=workspace.team, names=names, typed=typed, metadata=metadata)
    names = await workspace.people.names(named_in(content, people))
    return render_answer(content, people, team=workspace.team, names=names)


async def _places_for(workspace: Workspace, form: MessageForm) -> Sequence[Place]:
    """Return the channels there are, where a form asks for one."""
    return await workspace.places.all() if any(field.token in PLACE_FIELDS for field in form.fields) else ()


async def _show(workspace: Workspace, origin: Origin, reply: PrivateReply) -> None:
    if origin.view:
        await workspace.call("views.update", view_id=origin.view, view=await view_of(workspace, reply))
    elif isinstance(reply.content, MessageForm) or not (origin.channel or origin.response_url):
        view = await view_of(workspace, reply)
        await workspace.call("views.open", wait_seconds=AT_ONCE_SECONDS, trigger_id=origin.trigger, view=view)
    else:
        await _say(workspace, origin, await message_of(workspace, reply), replaces=reply.replaces)


async def _say(workspace: Workspace, origin: Origin, content: Json, *, replaces: bool) -> None:
    if replaces and origin.is_only_for_them and origin.message:
        if origin.channel.startswith(DIRECT) and not origin.response_url:
            await workspace.call("chat.update", channel=origin.channel, ts=origin.message, **content)
        else:
            await _respond(workspace, origin, {**content, "replace_original": True})
        return
    try:
        place = {"channel": origin.channel, **({"thread_ts": origin.thread} if origin.thread else {})}
        wait = AT_ONCE_SECONDS if origin.response_url else NOTE_WAITS_SECONDS
        await workspace.call("chat.postEphemeral", wait_seconds=wait, user=origin.person, **place, **content)
    except FAULTS:
        if not origin.response_url:
            raise
        await _respond(workspace, origin, {**content, "response_type": "ephemeral", "replace_original": False})


async def _respond(workspace: Workspace, origin: Origin, content: Json) -> None:
    """Answer through the address that came with the act; it is good for half an hour."""
    made = AsyncWebhookClient(origin.response_url, session=workspace.client.session, retry_handlers=[])
    answered = await made.send_dict(content)
    if answered.status_code != HTTPStatus.OK:
        log.warning("answer_failed", status=answered.status_code)
