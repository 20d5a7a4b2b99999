"""Answers to interactions: commit first, then answer; only what takes long is put off first.

Discord gives three seconds. An answer that comes too late, or whose receipt was lost, is no bug: what it told of is in
force, and the person sees it the next time.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord
import structlog
from discord.http import Route
from discord.webhook.async_ import async_context

from circles_bot.ports.inbox import Suggestion
from circles_bot.words.message import Message, MessageForm, PrivateReply
from circles_discord.errors import ALREADY_ANSWERED, FAULTS, UNKNOWN_INTERACTION
from circles_discord.render import JSON, render_components, render_files, render_form, render_message

log = structlog.get_logger(__name__)

DEFER_AFTER_SECONDS = 0.8
CHOICES_AT_MOST = 25
CHOICE_AT_MOST_CHARS = 100
NEW_MESSAGE, EDITED_MESSAGE = 4, 7
"""Types of a callback: https://discord.com/developers/docs/interactions/receiving-and-responding"""
PRIVATE_LAYOUT = (1 << 6) | (1 << 15)
"""Flags of a message that only who acted sees, and that is made of components alone."""

Names = Callable[[int, PrivateReply], Awaitable[Mapping[str, str]]]
"""Looks up the display names that a reply's lists need, by Discord's ids."""


class _PuttingOff:
    """Puts an answer off when it takes long."""

    def __init__(self, interaction: discord.Interaction) -> None:
        """Begin to wait."""
        self._interaction = interaction
        self._deferring: asyncio.Task[object] | None = None
        self._timer = asyncio.get_running_loop().call_later(DEFER_AFTER_SECONDS, self._begin)

    def _begin(self) -> None:
        interaction = self._interaction
        deferring = interaction.response.defer(ephemeral=True, thinking=interaction.message is None)
        self._deferring = asyncio.ensure_future(deferring)

    async def end(self) -> None:
        """Wait no more; what was put off is put off when this returns. Raises what Discord said to it."""
        self._timer.cancel()
        if self._deferring is not None:
            await self._deferring


async def answer(
    interaction: discord.Interaction,
    guild: int,
    work: Awaitable[PrivateReply | None],
    names: Names,
    *,
    without_form: Callable[[], Awaitable[PrivateReply]],
) -> None:
    """Wait for the work and show its reply to whoever acted, to nobody else.

    Names are looked up while the answer can still be put off: each that is not known is a request at the bot's pace.
    ``without_form`` is said instead of a form where Discord takes none: after a form, or once the answer was put off.
    """
    putting_off = _PuttingOff(interaction)
    try:
        reply = await work
        known = await names(guild, reply) if reply is not None and reply.people else {}
        await putting_off.end()
        if reply is not None and isinstance(reply.content, MessageForm) and not _takes_form(interaction):
            reply = await without_form()
        if reply is None:
            await _say_nothing(interaction)
        else:
            await _show(interaction, guild, reply, known)
    except discord.HTTPException as error:
        if error.code not in (ALREADY_ANSWERED, UNKNOWN_INTERACTION):
            log.warning("answer_failed", status=error.status, code=error.code)
    except FAULTS as error:
        log.warning("answer_failed", error=type(error).__name__)


async def offer(interaction: discord.Interaction, suggestions: Awaitable[list[Suggestion]]) -> None:
    """Answer an autocompletion."""
    choices = [
        discord.app_commands.Choice(name=one.label[:CHOICE_AT_MOST_CHARS], value=one.value[:CHOICE_AT_MOST_CHARS])
        for one in (await suggestions)[:CHOICES_AT_MOST]
    ]
    try:
        await interaction.response.autocomplete(choices)
    except FAULTS as error:
        log.info("suggestions_not_shown", error=type(error).__name__)


async def _say_nothing(interaction: discord.Interaction) -> None:
    """Acknowledge and show nothing; without a message there has to be one for a moment."""
    if not interaction.response.is_done():
        await interaction.response.defer(ephemeral=True, thinking=interaction.message is None)
    if interaction.message is None:
        await interaction.delete_original_response()


async def _show(interaction: discord.Interaction, guild: int, reply: PrivateReply, names: Mapping[str, str]) -> None:
    if isinstance(reply.content, MessageForm):
        is_there = interaction.guild_id is not None  # Discord offers no channels in direct messages
        form = render_form(reply.content, dict(reply.people), guild=guild, names=names, offers_channels=is_there)
        await interaction.response.send_modal(form)
    elif reply.replaces and _may_replace(interaction):
        await _replace(interaction, guild, reply, reply.content, names)
    else:
        await _send(interaction, guild, reply, reply.content, names)


async def _replace(
    interaction: discord.Interaction, guild: int, reply: PrivateReply, message: Message, names: Mapping[str, str]
) -> None:
    if interaction.response.is_done():
        view = render_message(message, dict(reply.people), guild=guild, names=names)
        await interaction.edit_original_response(view=view)
    else:
        components = render_components(message, reply.people, guild=guild, names=names)
        await _call_back(interaction, EDITED_MESSAGE, {"components": components})


async def _send(
    interaction: discord.Interaction, guild: int, reply: PrivateReply, message: Message, names: Mapping[str, str]
) -> None:
    if not interaction.response.is_done() and not message.attachments:
        components = render_components(message, reply.people, guild=guild, names=names)
        await _call_back(interaction, NEW_MESSAGE, {"flags": PRIVATE_LAYOUT, "components": components})
        return
    sent: dict[str, Any] = {
        "view": render_message(message, dict(reply.people), guild=guild, names=names),
        "ephemeral": True,
    }
    if message.attachments:
        sent["files"] = render_files(message.attachments)
    if interaction.response.is_done():
        await interaction.followup.send(**sent)
    else:
        await interaction.response.send_message(**sent)


async def _call_back(interaction: discord.Interaction, kind: int, message: JSON) -> None:
    """Answer by the library's own requests, which wait, repeat and raise as ever, without asking for the message back.

    ``InteractionResponse`` makes an object of what it has sent; nobody here looks at it (0020), and it costs as much as
    all else of an answer.
    """
    route = Route(
        "POST",
        "/interactions/{webhook_id}/{webhook_token}/callback",
        webhook_id=interaction.id,
        webhook_token=interaction.token,
    )
    payload = {"type": kind, "data": message | {"allowed_mentions": {"parse": []}}}
    await async_context.get().request(route, interaction._session, payload=payload)  # noqa: SLF001


def _takes_form(interaction: discord.Interaction) -> bool:
    return not interaction.response.is_done() and interaction.type is not discord.InteractionType.modal_submit


def _may_replace(interaction: discord.Interaction) -> bool:
    """Tell whether the tapped message is one that only this person sees."""
    message = interaction.message
    return message is not None and (interaction.guild_id is None or message.flags.ephemeral)
