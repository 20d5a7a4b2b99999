"""Interactions: a person's act goes out with a token, and the bot's callback, edits and follow-ups come back.

The three seconds and the fifteen minutes are on the clock that is passed in; ``Interaction.sent_at`` and
``answered_at`` are real seconds, for measuring.
"""

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.fakes.discord import messages, payloads
from tests.fakes.discord.commands import check_choices
from tests.fakes.discord.components import check_modal, normalised
from tests.fakes.discord.events import Event
from tests.fakes.discord.messages import Files
from tests.fakes.discord.model import EPHEMERAL, PATIENCE, Channel, Guild, Message, MessageType, User
from tests.fakes.discord.permissions import permissions_in
from tests.fakes.discord.refusals import JSON, FieldErrors, RefusalError
from tests.fakes.discord.world import World

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
REPLY, DEFER, DEFER_UPDATE, UPDATE, CHOICES, SHOW_MODAL = 4, 5, 6, 7, 8, 9
LOADING = 1 << 7
TIME_TO_ANSWER = timedelta(seconds=3)
TOKEN_LIVES = timedelta(minutes=15)
FITS: dict[int, set[int]] = {
    COMMAND: {REPLY, DEFER, SHOW_MODAL},
    COMPONENT: {REPLY, DEFER, DEFER_UPDATE, UPDATE, SHOW_MODAL},
    AUTOCOMPLETE: {CHOICES},
    MODAL: {REPLY, DEFER},
}


@dataclass(slots=True, kw_only=True, eq=False)
class Interaction:
    """One act of one person, and what the bot made of it."""

    id: int
    type: int
    token: str
    user: User
    channel: Channel
    data: JSON
    at: datetime
    sent_at: float
    message: Message | None = None
    opener: "Interaction | None" = None
    answered_at: float | None = None
    callback_type: int | None = None
    response: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: JSON | None = None
    choices: list[JSON] | None = None
    is_deferred: bool = False
    _done: asyncio.Event = field(default_factory=asyncio.Event)
    _settled: asyncio.Event = field(default_factory=asyncio.Event)
    _followed: asyncio.Event = field(default_factory=asyncio.Event)

    async def answered(self, seconds: float = PATIENCE) -> "Interaction":
        """Wait until the bot's callback came; raises TimeoutError when it does not within so many seconds."""
        async with asyncio.timeout(seconds):
            await self._done.wait()
        return self

    async def settled(self, seconds: float = PATIENCE) -> "Interaction":
        """Wait until there is something to see: the answer itself, or what a deferred one became."""
        async with asyncio.timeout(seconds):
            await self._settled.wait()
        return self

    async def followed_up(self, number: int = 1, seconds: float = PATIENCE) -> "Interaction":
        """Wait until so many follow-ups came."""
        async with asyncio.timeout(seconds):
            while len(self.followups) < number:
                self._followed.clear()
                await self._followed.wait()
        return self

    def keep_followup(self, message: Message) -> None:
        """Note a follow-up."""
        self.followups.append(message)
        self._followed.set()

    def mark(self, kind: int) -> None:
        """Note that the callback came."""
        self.callback_type, self.answered_at = kind, time.monotonic()
        self.is_deferred = kind in (DEFER, DEFER_UPDATE)
        self._done.set()
        if kind != DEFER:
            self._settled.set()

    def settle(self) -> None:
        """Note that a deferred answer came."""
        self._settled.set()


class Interactions:
    """All interactions by token; where one goes out and its answers come in."""

    def __init__(self, world: World) -> None:
        """Begin with none."""
        self._world = world
        self.by_token: dict[str, Interaction] = {}
        self.commands: list[JSON] = []
        self.guild_commands: dict[int, list[JSON]] = {}
        self.forget_answered = False

    def send(
        self,
        user: User,
        channel: Channel,
        kind: int,
        data: JSON,
        *,
        message: Message | None = None,
        opener: Interaction | None = None,
    ) -> Interaction:
        """Let the gateway tell an act; its answer may be awaited."""
        made = Interaction(
            id=self._world.new_id(),
            type=kind,
            token=secrets.token_urlsafe(48),
            user=user,
            channel=channel,
            data=data,
            at=self._world.clock.now(),
            sent_at=time.monotonic(),
            message=message,
            opener=opener,
        )
        self.by_token[made.token] = made
        self._world.tell(Event(name="INTERACTION_CREATE", data=self._payload(made), guild=channel.guild))
        return made

    def callback(self, interaction_id: int, token: str, form: JSON, files: Files) -> JSON:
        """Take the first answer; raises 10062 when it is too late, 40060 when there was one."""
        one = self.by_token.get(token)
        if one is None or one.id != interaction_id:
            raise RefusalError(10062)
        if one.callback_type is not None:
            raise RefusalError(40060)
        if self._world.clock.now() - one.at > TIME_TO_ANSWER:
            raise RefusalError(10062)
        kind, data = form.get("type"), form.get("data") or {}
        self._check_kind(one, kind)
        assert isinstance(kind, int)
        self._perform(one, kind, data, files)
        one.mark(kind)
        if self.forget_answered:
            del self.by_token[token]
        return self._told(one)

    def _check_kind(self, one: Interaction, kind: object) -> None:
        fits = FITS[one.type]
        if one.type == MODAL and one.opener is not None and one.opener.message is not None:
            fits = fits | {DEFER_UPDATE, UPDATE}
        if kind not in fits:
            errors = FieldErrors()
            errors.add("type", "BASE_TYPE_CHOICES", f"Value must be one of {sorted(fits)}.")
            errors.raise_if_any()

    def _perform(self, one: Interaction, kind: int, data: JSON, files: Files) -> None:
        """Do what a callback of this kind asks for."""
        errors = FieldErrors()
        if kind == SHOW_MODAL:
            check_modal(errors, data)
            errors.raise_if_any()
            one.modal = data | {"components": normalised(data["components"])}
        elif kind == CHOICES:
            check_choices(errors, data.get("choices") or [], "data.choices")
            errors.raise_if_any()
            one.choices = data.get("choices") or []
        elif kind == REPLY:
            one.response = self._post(one, data, files, prefix="data.")
        elif kind == DEFER:
            one.response = self._build(one, {"flags": (data.get("flags") or 0) | LOADING}, {})
            self._show(one.response)
        else:
            one.response = one.message or (one.opener.message if one.opener else None)
            if kind == UPDATE and one.response is not None:
                messages.change(self._world, one.response, data, files)

    def edit_response(self, token: str, which: str, form: JSON, files: Files) -> Message:
        """Edit the answer (``@original``) or a follow-up; a deferred answer appears with its first edit."""
        message = self.find(token, which)
        one = self.by_token[token]
        if message.flags & LOADING:
            messages.check_form(form, has_files=bool(files), is_new=True)
            message.flags &= ~LOADING
            one.settle()
        messages.change(self._world, message, form, files)
        return message

    def follow_up(self, token: str, form: JSON, files: Files) -> Message:
        """Post a follow-up; to a deferred answer the first one is the answer itself."""
        one = self._alive(token)
        if one.callback_type is None:
            raise RefusalError(10015)
        if one.callback_type == DEFER and one.response is not None and one.response.flags & LOADING:
            return self.edit_response(token, "@original", form, files)
        message = self._post(one, form, files)
        one.keep_followup(message)
        return message

    def delete(self, token: str, which: str) -> None:
        """Delete the answer or a follow-up."""
        messages.drop(self._world, self.find(token, which))

    def find(self, token: str, which: str) -> Message:
        """Return the answer (``@original``) or a follow-up by its id; raises 10008."""
        one = self._alive(token)
        mine = [one.response, *one.followups]
        for message in mine[:1] if which == "@original" else mine:
            if message is not None and which in ("@original", str(message.id)):
                return message
        if one.callback_type is None:
            raise RefusalError(10015)
        raise RefusalError(10008)

    def _alive(self, token: str) -> Interaction:
        one = self.by_token.get(token)
        if one is None:
            raise RefusalError(10015)
        if self._world.clock.now() - one.at > TOKEN_LIVES:
            raise RefusalError(50027)
        return one

    def _post(self, one: Interaction, form: JSON, files: Files, *, prefix: str = "") -> Message:
        messages.check_form(form, has_files=bool(files), is_new=True, path=prefix)
        message = self._build(one, form, files)
        self._show(message)
        return message

    def _build(self, one: Interaction, form: JSON, files: Files) -> Message:
        message = messages.build(self._world, one.channel, self._world.bot, form, files)
        message.webhook = True
        message.metadata = _metadata(one)
        if one.type == COMMAND and one.callback_type is None:
            is_menu = one.data.get("type") in (2, 3)
            message.type = MessageType.CONTEXT_MENU_COMMAND if is_menu else MessageType.CHAT_INPUT_COMMAND
        if message.flags & EPHEMERAL:
            message.only_for = one.user
        return message

    def _show(self, message: Message) -> None:
        if message.only_for is not None:
            self._world.ephemeral[message.id] = message
        else:
            messages.keep(self._world, message)

    def _told(self, one: Interaction) -> JSON:
        """Return what the callback answers where it was asked ``with_response``."""
        interaction: JSON = {"id": str(one.id), "type": one.type}
        found: JSON = {"interaction": interaction}
        if one.response is not None:
            interaction |= {
                "response_message_id": str(one.response.id),
                "response_message_loading": one.is_deferred,
                "response_message_ephemeral": bool(one.response.flags & EPHEMERAL),
            }
        if one.response is not None and one.callback_type != DEFER_UPDATE:
            message = payloads.message(one.response, self._world.bot)
            kind = UPDATE if one.callback_type == UPDATE else REPLY
            found["resource"] = {"type": kind, "message": message}
        return found

    def _payload(self, one: Interaction) -> JSON:
        """Return what INTERACTION_CREATE tells."""
        channel, guild = one.channel, one.channel.guild
        bot_may = permissions_in(channel, self._world.bot)
        payload: JSON = {
            "id": str(one.id),
            "application_id": str(self._world.bot.id),
            "type": one.type,
            "token": one.token,
            "version": 1,
            "data": one.data,
            "channel_id": str(channel.id),
            "channel": payloads.channel(channel, one.user)
            | {"permissions": str(int(permissions_in(channel, one.user)))},
            "app_permissions": str(int(bot_may)),
            "locale": one.user.locale,
            "entitlements": [],
            "authorizing_integration_owners": {"0": str(guild.id) if guild else "0"},
            "context": 0 if guild else 1,
            "attachment_size_limit": 10_485_760,
        }
        payload |= _who(one.user, channel, guild)
        origin = one.message or (one.opener.message if one.opener else None)
        if origin is not None:
            payload["message"] = payloads.message(origin, self._world.bot)
        return payload


def _who(user: User, channel: Channel, guild: Guild | None) -> JSON:
    if guild is None:
        return {"user": payloads.user(user)}
    may = {"permissions": str(int(permissions_in(channel, user)))}
    return {
        "guild_id": str(guild.id),
        "guild_locale": guild.locale,
        "guild": {"id": str(guild.id), "locale": guild.locale, "features": ["COMMUNITY"]},
        "member": payloads.member(guild.members[user.id]) | may,
    }


def _metadata(one: Interaction) -> JSON:
    found: JSON = {"id": str(one.id), "type": one.type, "user": payloads.user(one.user)}
    found["authorizing_integration_owners"] = {"0": str(one.channel.guild.id) if one.channel.guild else "0"}
    if one.message is not None:
        found["interacted_message_id"] = str(one.message.id)
    if one.opener is not None:
        found["triggering_interaction_metadata"] = _metadata(one.opener)
    return found
