"""Discord once more as a :class:`tests.journeys.town.Town`: this time simcord's idea of it, which is not ours.

simcord lives in the bot's process, without HTTP and gateway. People act there through its own actors, who can do only
what a client would offer; it judges permissions, sizes and what is visible. A picture of what stands there is drawn
into our own records after each act, so that what people see is read the same way in both towns.

What it cannot do: direct messages are closed by refusing the bot's (50007), and nothing can be forged.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import discord
from simcord import Env, InteractionResult, MemberActor, ResponseMessage, UserHandle
from simcord import run as run_simcord
from simcord.backend.models import EPHEMERAL_FLAG
from simcord.backend.models import Channel as TheirChannel
from simcord.backend.models import Message as TheirMessage
from simcord.backend.models import Overwrite as TheirOverwrite
from simcord.builders import ChannelHandle, GuildHandle
from simcord.enums import OverwriteType
from simcord.http._helpers import message_response
from simcord.http.routes import messages as their_messages

from circles_bot.ports.adapters import House
from circles_bot.ports.identities import Identities
from circles_bot.store import open_store
from circles_bot.works import assemble
from circles_discord import Discord, DiscordSettings
from tests.fakes.clocks import FixedClock
from tests.fakes.discord import FakeDiscord, Person
from tests.fakes.discord.components import CHANNEL_SELECT, PICKERS, every
from tests.fakes.discord.interactions import COMMAND, COMPONENT, DEFER, MODAL, REPLY, SHOW_MODAL, UPDATE, Interaction
from tests.fakes.discord.model import Channel, ChannelType, Message, Reaction, ThreadState, User
from tests.fakes.discord.refusals import JSON
from tests.journeys.discord_calls import Calls, Names
from tests.journeys.discord_town import DiscordTown
from tests.journeys.sandbox_town import KEY, START

KINDS = {"message": REPLY, "deferred": DEFER, "deferred_update": DEFER, "update": UPDATE, "modal": SHOW_MODAL}
CLOSED_DIRECTS = 50007


class TownClock:
    """Lets simcord's time be the domain's, which only the test pushes."""

    def __init__(self, clock: FixedClock) -> None:
        """Go by a clock."""
        self._clock = clock

    @property
    def elapsed(self) -> float:
        """Return the seconds since the town was founded."""
        return (self._clock.now() - START).total_seconds()

    def now(self) -> datetime:
        """Return the time."""
        return self._clock.now()

    def advance(self, seconds: float) -> None:
        """Stand still: the test pushes."""


@dataclass(slots=True, kw_only=True, eq=False)
class Act(Interaction):
    """An act that happens when its answer is waited for."""

    happens: Callable[[], Awaitable[InteractionResult]]
    draw: Callable[[], None]
    result: InteractionResult | None = field(default=None)

    async def settled(self, seconds: float = 0.0) -> Interaction:
        """See ``Interaction.settled``."""
        self.result = await self.happens()
        self.draw()
        known = {message.id: message for message in self.channel.messages.values()}
        theirs = self.result._interaction
        answer = self.result.response
        if answer is not None:
            self.response = known.get(answer.id) or drawn(answer._message, self.channel, self.user)
        self.followups = [drawn(one._message, self.channel, self.user) for one in self.result.followups]
        self.modal = self.result.modal
        self.callback_type = KINDS.get(str(theirs.response_kind))
        return self


class SimcordPerson(Person):
    """Acts by simcord's actors."""

    def __init__(self, town: "SimcordTown", user: User) -> None:
        """Take somebody who is there."""
        super().__init__(town.fake.world, town.fake.interactions, user, town.guild)
        self._town = town
        self.handle = town._handle(user)
        self.actor = MemberActor(town.env, town.library, self.handle)

    def slash(self, line: str, *, channel: Channel | None = None, **options: Any) -> Interaction:
        """See ``Person.slash``."""
        place = channel or self._somewhere()
        theirs = self._town.channel(place.id)
        values = {key: self._handed(value) for key, value in options.items()}
        return self._act(place, COMMAND, lambda: self.actor.slash(theirs, line.removeprefix("/"), **values))

    def click(self, message: Message, custom_id: str) -> Interaction:
        """See ``Person.click``."""
        there = self._theirs(message)
        return self._act(message.channel, COMPONENT, lambda: self._actor_at(message).click(there, custom_id=custom_id))

    def select(self, message: Message, custom_id: str, values: Sequence[str | Person]) -> Interaction:
        """See ``Person.select``."""
        there, chosen = self._theirs(message), self._chosen(self._control(message, custom_id), values)
        return self._act(
            message.channel, COMPONENT, lambda: self._actor_at(message).select(there, chosen, custom_id=custom_id)
        )

    def submit(self, opener: Interaction, fields: Mapping[str, str | Sequence[str | Person]]) -> Interaction:
        """See ``Person.submit``: what is not named is sent as the form shows it."""
        assert isinstance(opener, Act)
        assert opener.result is not None
        assert opener.modal is not None
        shown = opener.result
        values: dict[str, Any] = {}
        for one in every(opener.modal["components"]):
            if "custom_id" not in one:
                continue
            given = fields.get(one["custom_id"])
            if one["type"] == 4:
                values[one["custom_id"]] = one.get("value", "") if given is None else given
            elif given is not None:
                values[one["custom_id"]] = self._chosen(one, given)
            elif one["type"] == CHANNEL_SELECT:
                values[one["custom_id"]] = self._chosen(one, [str(it["id"]) for it in one.get("default_values", [])])
            else:
                values[one["custom_id"]] = [it["value"] for it in one.get("options", []) if it.get("default")]
        at = self.actor if opener.channel.guild else self.handle
        return self._act(opener.channel, MODAL, lambda: at.submit_modal(shown, values))

    def forge(self, kind: int, data: JSON, **_: Any) -> Interaction:
        """Fail: simcord's people do only what a client offers."""
        raise AssertionError("nothing can be forged on simcord")

    def react(self, message: Message, emoji: str, *, is_super: bool = False) -> None:
        """See ``Person.react``."""
        self._set_reaction(message, emoji, is_set=True)

    def unreact(self, message: Message, emoji: str, *, is_super: bool = False) -> None:
        """See ``Person.unreact``."""
        self._set_reaction(message, emoji, is_set=False)

    def write(self, channel: Channel, text: str) -> Message:
        """See ``Person.write``."""
        backend = self._town.env.backend
        backend.require_permissions(self.guild.id, self.user.id, channel.id, "send_messages_in_threads")
        return drawn(backend.create_message(channel.id, self.user.id, text), channel, self.user)

    def close_dms(self, *, closed: bool = True) -> None:
        """See ``Person.close_dms``."""
        path = f"/channels/{self.handle.dm_channel.id}/messages"
        faults = self._town.env.backend.faults
        faults[:] = [fault for fault in faults if fault["path"] != path]
        if closed:
            self._town.env.inject_error("POST", path, status=403, code=CLOSED_DIRECTS, times=None)

    def leave_guild(self) -> None:
        """See ``Person.leave_guild``."""
        self._town.library.remove_member(self.actor)
        super().leave_guild()

    def join_guild(self) -> None:
        """See ``Person.join_guild``."""
        self._town.library.add_member(self.handle)
        super().join_guild()

    def commands(self, channel: Channel | None = None) -> list[JSON]:
        """See ``Person.commands``."""
        return list(self._town.env.backend.commands.get(None, {}).values())

    def _act(self, channel: Channel, kind: int, happens: Callable[[], Awaitable[InteractionResult]]) -> Interaction:
        made = Act(
            id=0,
            type=kind,
            token="",
            user=self.user,
            channel=channel,
            data={},
            at=self.world.clock.now(),
            sent_at=0.0,
            happens=happens,
            draw=self._town.draw,
        )
        self.answers.append(made)
        return made

    def _set_reaction(self, message: Message, emoji: str, *, is_set: bool) -> None:
        backend, place = self._town.env.backend, message.channel.id
        backend.require_permissions(self.guild.id, self.user.id, place, "read_message_history")
        backend.set_reaction(place, message.id, emoji, self.user.id, is_set)

    def _actor_at(self, message: Message) -> Any:
        return self.actor if message.channel.guild is not None else self.handle

    def _theirs(self, message: Message) -> ResponseMessage:
        env = self._town.env
        return ResponseMessage(env, env.backend.get_message(message.channel.id, message.id))

    def _chosen(self, control: JSON, values: Any) -> list[Any]:
        if control["type"] == CHANNEL_SELECT:
            offered = {key: it.id for it in self.channels() for key in (it.name, str(it.id))}
            return [self._town.channel(offered[value]) for value in values]
        if control["type"] in PICKERS:
            return [self._handed(value) for value in values]
        by_label = {it["label"]: it["value"] for it in control["options"]}
        return [by_label.get(value, value) for value in values]

    def _handed(self, value: Any) -> Any:
        return value.actor if isinstance(value, SimcordPerson) else value


class SimcordTown(DiscordTown):
    """Runs the bot over simcord; the fake's world, in which nobody listens, is the picture of what stands there."""

    env: Env
    library: GuildHandle

    @classmethod
    async def open(cls, url: str) -> "SimcordTown":
        """See ``DiscordTown.open``."""
        clock = FixedClock(START)
        town = cls(url, FakeDiscord(clock), clock)
        await town._found()
        await town._start()
        return town

    async def close(self) -> None:
        """Stop the bot; simcord raises what it has not told anybody."""
        assert self._works is not None
        await self._works.delivery.finish()
        await self._run.__aexit__(None, None, None)
        vars(their_messages)["message_response"] = message_response
        assert self._store is not None
        await self._store.close()
        assert self.removals() == 0

    async def _found(self) -> None:
        """Make the same server with the same people of the same ids: then the bot's own ids are the same."""
        self._run = run_simcord(discord.Client(intents=discord.Intents.none()))
        self.env = await self._run.__aenter__()
        backend, world = self.env.backend, self.fake.world
        # Discord tells in every message which reactions are the bot's own; simcord only where one is fetched
        vars(their_messages)["message_response"] = partial(message_response, for_user=backend.bot_user.id)
        backend.clock = TownClock(self._clock)  # type: ignore[assignment]  # only asked for the time
        for user in world.users.values():
            if not user.is_bot:
                self._settle_in(user)
        self.library = self.env.create_guild(self.guild.name, id=self.guild.id, owner=self._handle(self.guild.owner))
        for channel in self.guild.channels.values():
            self._with_id(channel.id, partial(self.library.create_text_channel, channel.name))
            self._overwrite(channel)
        moderators = self.library.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
        for name, person in self.people.items():
            roles = [moderators] if self.guild.members[person.user.id].roles else []
            self.library.add_member(self._handle(person.user), roles=roles)
            self.people[name] = SimcordPerson(self, person.user)

    def _settle_in(self, user: User) -> None:
        self._with_id(user.id, partial(self.env.create_user, user.name))

    def _handle(self, user: User) -> UserHandle:
        return UserHandle(self.env, self.env.backend.get_user(user.id))

    def channel(self, channel_id: int) -> ChannelHandle:
        """Return simcord's channel of an id."""
        return ChannelHandle(self.env, self.library, self.env.backend.get_channel(channel_id))

    def _with_id(self, wanted: int, make: Callable[[], object]) -> None:
        """Let simcord make something whose id is that of its twin in the fake: the bot's own ids follow from them."""
        backend = self.env.backend
        backend.snowflake = lambda: backend.reserve_id(wanted)  # type: ignore[method-assign]  # once
        try:
            make()
        finally:
            del backend.snowflake  # its class has it

    def _overwrite(self, channel: Channel) -> None:
        backend = self.env.backend
        ours = {self.fake.world.bot.id: backend.bot_user.id}
        for one in channel.overwrites.values():
            kind = OverwriteType.MEMBER if one.is_member else OverwriteType.ROLE
            target = ours.get(one.id, one.id)
            backend.set_overwrite(
                channel.id, TheirOverwrite(target_id=target, type=kind, allow=int(one.allow), deny=int(one.deny))
            )

    async def _start(self) -> None:
        self._store = await open_store(self._url, key=KEY, durable=False)
        self._works = assemble(store=self._store, clock=self._clock, matcher=None)
        house = House(inbox=self._works.service, clock=self._clock, identities=Identities(platform="discord", key=KEY))
        self._adapter = Discord(house, DiscordSettings(token=self.fake.token, moment_seconds=0.0))
        self._works.delivery.connect("discord", self._adapter.gateway)
        await self.env.restart_bot(self._adapter.client)
        await self._adapter._register()
        await self._heard_by_bot()

    async def _stop(self) -> None:
        assert self._works is not None
        assert self._store is not None
        await self._works.delivery.finish()
        await self.env.restart_bot(discord.Client(intents=discord.Intents.none()))
        await self._store.close()
        self._store = self._adapter = None

    async def pass_time(self, by: timedelta) -> None:
        """See ``Town.pass_time``."""
        await super().pass_time(by)
        await self._heard_by_bot()

    async def settle(self) -> None:
        """See ``Town.settle``."""
        await super().settle()
        await self._heard_by_bot()

    async def _heard_by_bot(self) -> None:
        await self.env.settle()
        self.draw()

    def _newcomer(self, user: User) -> Person:
        self.fake.world.add_member(self.guild, user)
        self.library.add_member(self._handle(user))
        return SimcordPerson(self, user)

    def removals(self) -> int:
        """See ``Town.removals``."""
        paths = [one.path for one in self.env.http_requests if one.method == "DELETE"]
        return sum("/thread-members/" in path for path in paths)

    def calls(self) -> Calls:
        """See ``DiscordTown.calls``."""
        backend = self.env.backend
        names = Names(
            threads={one.id: one.name or "" for one in backend.channels.values() if one.is_thread},
            directs={place: backend.get_user(user).name for user, place in backend.dm_channels.items()},
            tokens={one.token: backend.get_user(one.user_id).name for one in backend.interactions.values()},
            bot=backend.bot_user.id,
        )
        asked = ((one.method, one.path, one.json) for one in self.env.http_requests)
        return names.calls(asked, known=(self.guild.id, *self.guild.channels, *self.fake.world.users))

    def draw(self) -> None:
        """Draw what stands in simcord now into our own records."""
        backend, world = self.env.backend, self.fake.world
        world.ephemeral.clear()
        for user, place in backend.dm_channels.items():
            self._draw_messages(world.dm_with(world.users[user]), backend.messages[place], place)
        for theirs in backend.channels.values():
            if theirs.is_thread:
                self._draw_thread(theirs)
            if theirs.guild_id is not None:
                there = self.guild.threads if theirs.is_thread else self.guild.channels
                self._draw_messages(there[theirs.id], backend.messages[theirs.id], theirs.id)

    def _draw_thread(self, theirs: TheirChannel) -> None:
        now = self._clock.now()
        state = theirs.thread_metadata
        assert state is not None
        self.guild.threads[theirs.id] = Channel(
            id=theirs.id,
            type=ChannelType(theirs.type),
            name=theirs.name or "",
            guild=self.guild,
            parent=self.guild.channels[theirs.parent_id or 0],
            thread=ThreadState(
                owner=theirs.owner_id or 0,
                invitable=state.invitable,
                auto_archive_minutes=state.auto_archive_duration,
                created_at=now,
                last_active=now,
                archived_at=now,
                archived=state.archived,
                members=dict.fromkeys(theirs.thread_members, now),
            ),
        )

    def _draw_messages(self, place: Channel, messages: Mapping[int, TheirMessage], theirs: int) -> None:
        place.id = theirs
        place.messages.clear()
        users = self.fake.world.users
        for message in messages.values():
            author = users.get(message.author_id, self.fake.world.bot)
            made = drawn(message, place, author)
            if message.flags & EPHEMERAL_FLAG:
                made.only_for = users[int((message.interaction_metadata or {})["user"]["id"])]
                self.fake.world.ephemeral[made.id] = made
            else:
                place.messages[made.id] = made


def drawn(theirs: TheirMessage, place: Channel, author: User) -> Message:
    """Return one of simcord's messages as a record of ours."""
    return Message(
        id=theirs.id,
        channel=place,
        author=author,
        at=datetime.fromisoformat(theirs.timestamp),
        content=theirs.content,
        components=theirs.components,
        reactions={
            one.emoji: Reaction(emoji={"id": None, "name": one.emoji}, users=list(one.user_ids))
            for one in theirs.reactions
        },
        flags=theirs.flags,
    )
