"""Answers to interactions: commit first, then answer; only what takes long is put off first.

Discord gives three seconds. An answer that comes too late, or whose receipt was lost, is no bug: what it told of is in
force, and the person sees it the next time.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord
import structlog

from circles_bot.ports.inbox import Suggestion
from circles_bot.words.message import Message, MessageForm, PrivateReply
from circles_discord.errors import ALREADY_ANSWERED, FAULTS, UNKNOWN_INTERACTION
from circles_discord.render import render_files, render_form, render_message

log = structlog.get_logger(__name__)

DEFER_AFTER_SECONDS = 0.8
CHOICES_AT_MOST = 25
CHOICE_AT_MOST_CHARS = 100

Names = Callable[[int, PrivateReply], Awaitable[Mapping[str, str]]]
"""Looks up the display names that a reply's lists need, by Discord's ids."""


async def answer(
    interaction: discord.Interaction,
    guild: int,
    work: Awaitable[PrivateReply | None],
    names: Names,
    *,
    without_form: Callable[[], Awaitable[PrivateReply]],
) -> None:
    """Wait for the work and show its reply to whoever acted, to nobody else.

    ``without_form`` is said instead of a form where Discord takes none: after a form, or once the answer was put off.
    """
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=DEFER_AFTER_SECONDS)
    try:
        if not done:
            await interaction.response.defer(ephemeral=True, thinking=interaction.message is None)
        reply = await task
        if reply is not None and isinstance(reply.content, MessageForm) and not _takes_form(interaction):
            reply = await without_form()
        if reply is None:
            await _say_nothing(interaction)
        else:
            await _show(interaction, guild, reply, await names(guild, reply))
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
    people = dict(reply.people)
    if isinstance(reply.content, MessageForm):
        await interaction.response.send_modal(render_form(reply.content, people, guild=guild, names=names))
        return
    view = render_message(reply.content, people, guild=guild, names=names)
    if reply.replaces and _may_replace(interaction):
        await _replace(interaction, view)
    else:
        await _send(interaction, view, reply.content)


async def _replace(interaction: discord.Interaction, view: discord.ui.LayoutView) -> None:
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view)
    else:
        await interaction.response.edit_message(view=view)


async def _send(interaction: discord.Interaction, view: discord.ui.LayoutView, message: Message) -> None:
    sent: dict[str, Any] = {"view": view, "ephemeral": True}
    if message.attachments:
        sent["files"] = render_files(message.attachments)
    if interaction.response.is_done():
        await interaction.followup.send(**sent)
    else:
        await interaction.response.send_message(**sent)


def _takes_form(interaction: discord.Interaction) -> bool:
    return not interaction.response.is_done() and interaction.type is not discord.InteractionType.modal_submit


def _may_replace(interaction: discord.Interaction) -> bool:
    """Tell whether the tapped message is one that only this person sees."""
    message = interaction.message
    return message is not None and (interaction.guild_id is None or message.flags.ephemeral)
