"""Acts of people that go to the app and come back: commands, taps, choices, forms, shortcuts."""

import asyncio
import copy
import time
from dataclasses import dataclass, field

from tests.fakes.slack import messages, payloads, views
from tests.fakes.slack.delivery import Ack, Delivery
from tests.fakes.slack.model import PATIENCE, Channel, Installation, Message, Surface, User, View
from tests.fakes.slack.refusals import JSON, RefusalError
from tests.fakes.slack.triggers import Address, Triggers
from tests.fakes.slack.world import World

COMMAND, ACTIONS, SUBMISSION, CLOSED = "slash_commands", "block_actions", "view_submission", "view_closed"
SUGGESTION, SHORTCUT = "block_suggestion", "shortcut"


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Act:
    """One act of one person, and what the app made of it.

    ``failed`` tells why there was no good acknowledgement; ``messages`` are the answers that came through the
    acknowledgement or the act's own address, ``modal`` what was opened with its trigger.
    """

    kind: str
    user: User
    payload: JSON
    sent_at: float
    answered_at: float | None = None
    ack: Ack | None = None
    failed: str = ""
    messages: list[Message] = field(default_factory=list)
    modal: View | None = None
    options: list[JSON] = field(default_factory=list)
    _done: asyncio.Event = field(default_factory=asyncio.Event)

    async def answered(self, seconds: float = PATIENCE) -> "Act":
        """Wait until it was acknowledged, or was not in time."""
        async with asyncio.timeout(seconds):
            await self._done.wait()
        return self

    def finish(self, ack: Ack) -> None:
        """Note what came back."""
        self.ack, self.failed, self.answered_at = ack, "" if ack.is_ok else ack.reason, time.monotonic()
        self._done.set()


class Acts:
    """Sends acts, and does what their acknowledgements ask for."""

    def __init__(self, world: World, delivery: Delivery, triggers: Triggers) -> None:
        """Begin with none."""
        self.address = ""
        self._world = world
        self._delivery = delivery
        self._triggers = triggers

    def send(
        self,
        kind: str,
        user: User,
        data: JSON,
        *,
        surface: Surface | None = None,
        channel: Channel | None = None,
        has_trigger: bool = True,
    ) -> Act:
        """Let the app hear of an act; its acknowledgement may be awaited."""
        installation = self._heard_by(user, surface)
        payload = self._payload(kind, user, installation, surface, channel) | data
        act = Act(kind=kind, user=user, payload=payload, sent_at=time.monotonic())
        if has_trigger:
            payload["trigger_id"], trigger = self._triggers.new(user, installation)
            trigger.act = act
        if channel is not None and kind in (COMMAND, ACTIONS):
            message = surface if isinstance(surface, Message) else None
            bot = installation.bot_for(user)
            here = Address(user=user, bot=bot, channel=channel, at=self._world.clock.now(), act=act, message=message)
            payload["response_url"] = f"{self.address}/{self._triggers.keep(here)}"
        self._delivery.begin(self._carry(act, surface, channel, installation))
        return act

    async def _carry(self, act: Act, surface: Surface | None, channel: Channel | None, who: Installation) -> None:
        envelope = COMMAND if act.kind == COMMAND else "interactive"
        ack = await self._delivery.send(envelope, act.payload)
        try:
            if act.kind == COMMAND and ack.is_ok and channel is not None:
                self._say(act, channel, who, ack)
            elif act.kind == SUBMISSION and isinstance(surface, View):
                self._after_submission(surface, ack)
            elif act.kind == SUGGESTION and ack.is_ok:
                groups = ack.body.get("option_groups") or ()
                act.options = ack.body.get("options") or [it for one in groups for it in one["options"]]
        except RefusalError as refusal:
            ack = Ack(is_ok=False, reason=refusal.error)
        act.finish(ack)
        self._world.bell.ring()

    def answer(self, key: str, form: JSON) -> None:
        """Take an answer that came to an act's own address."""
        address = self._triggers.answer_at(key)
        old = address.message
        if form.get("delete_original") and old is not None:
            messages.drop(self._world, old)
            return
        said = messages.draft(form)
        if form.get("replace_original") and old is not None:
            messages.change(self._world, old, said)
            address.act.messages.append(old)
            return
        only_for = None if form.get("response_type") == "in_channel" else address.user
        made = messages.post(self._world, address.channel, address.bot, said, only_for=only_for)
        address.act.messages.append(made)
        if address.act.kind == COMMAND:
            address.message = made

    def _say(self, act: Act, channel: Channel, who: Installation, ack: Ack) -> None:
        form = ack.body
        if not form.get("text") and not form.get("blocks"):
            return
        only_for = None if form.get("response_type") == "in_channel" else act.user
        bot = who.bot_for(act.user)
        act.messages.append(messages.post(self._world, channel, bot, messages.draft(form), only_for=only_for))

    def _after_submission(self, view: View, ack: Ack) -> None:
        if not ack.is_ok:
            view.errors = {"": ack.reason}
            self._world.show(view.user, view)
            return
        match ack.body.get("response_action"):
            case "errors":
                unknown = ack.body["errors"].keys() - {one["block_id"] for one in view.blocks if one["type"] == "input"}
                if unknown or not ack.body["errors"]:
                    raise RefusalError("invalid_response_action")
                view.errors = ack.body["errors"]
                self._world.show(view.user, view)
            case "update":
                views.replace(self._world, view, ack.body["view"])
            case "push":
                views.push(self._world, view.user, view.bot, ack.body["view"])
            case "clear":
                view.user.modals.clear()
            case None:
                if view in view.user.modals:
                    views.close(self._world, view)
            case _:
                raise RefusalError("invalid_response_action")

    def _heard_by(self, user: User, surface: Surface | None) -> Installation:
        if surface is not None:
            return self._world.installation_of((surface.author if isinstance(surface, Message) else surface.bot).team)
        return self._world.installation_of(user.team)

    def _payload(
        self, kind: str, user: User, who: Installation, surface: Surface | None, channel: Channel | None
    ) -> JSON:
        """Return what every payload of a kind has."""
        app, name = self._world.app, payloads.handle(user)
        team = user.team if user.team in who.teams else who.team
        if kind == COMMAND:
            assert channel is not None
            found: JSON = {
                "token": app.verification,
                "team_id": team.id,
                "team_domain": team.domain,
                "channel_id": channel.id,
                "channel_name": {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name),
                "user_id": user.id,
                "user_name": name,
                "api_app_id": app.id,
                "is_enterprise_install": "false",
            }
            return found | ({"enterprise_id": team.enterprise_id} if team.enterprise_id else {})
        found = {
            "type": kind,
            "token": app.verification,
            "api_app_id": app.id,
            "team": {"id": team.id, "domain": team.domain},
            "user": {"id": user.id, "username": name, "name": name, "team_id": user.team.id},
            "enterprise": {"id": team.enterprise_id, "name": "Org"} if team.enterprise_id else None,
            "is_enterprise_install": False,
        }
        if kind == SHORTCUT:
            found["action_ts"] = self._world.new_ts()
        if isinstance(surface, View):
            found["view"] = payloads.view(surface, app)
            if kind in (ACTIONS, SUGGESTION):
                found["container"] = {"type": "view", "view_id": surface.id}
        elif isinstance(surface, Message):
            place = surface.channel
            is_private = surface.only_for is not None
            found["channel"] = {"id": place.id, "name": "directmessage" if place.kind == "im" else place.name}
            container = {"type": "message", "message_ts": surface.ts, "channel_id": place.id}
            found["container"] = container | {"is_ephemeral": is_private}
            found["state"] = {"values": copy.deepcopy(surface.filled)}
            if not is_private:
                # An ephemeral message is kept by nobody, so its payload does not bring it along.
                found["message"] = payloads.message(surface, app, with_reactions=False)
        return found
