"""What a person in this Discord does and sees; what their client would not offer fails with an AssertionError."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.fakes.discord import components, messages, payloads, threads
from tests.fakes.discord.commands import CHAT, MESSAGE, SNOWFLAKES, USER, typed
from tests.fakes.discord.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interaction, Interactions
from tests.fakes.discord.model import Channel, Guild, Message, Permission, User
from tests.fakes.discord.permissions import can_view, permissions_in, require
from tests.fakes.discord.refusals import JSON
from tests.fakes.discord.world import World

Value = str | int | float | bool | User


class Person:
    """Acts as one user; ``guild`` is where they are unless an act names another place."""

    def __init__(self, world: World, interactions: Interactions, user: User, guild: Guild) -> None:
        """Take an account that is there."""
        self.world = world
        self.user = user
        self.guild = guild
        self.answers: list[Interaction] = []
        self._interactions = interactions

    # What they do with the bot

    def slash(self, line: str, *, channel: Channel | None = None, **options: "Value | Person") -> Interaction:
        """Send a typed command such as ``circles join``; its answer may be awaited."""
        name, *words = line.removeprefix("/").split()
        command = self._command(CHAT, name, channel)
        place = channel or self._somewhere()
        values = {key: _plain(value) for key, value in options.items()}
        data = self._command_data(command, typed(command, words, values))
        return self._send(place, COMMAND, data)

    async def command(self, line: str, *, channel: Channel | None = None, **options: "Value | Person") -> Interaction:
        """Type a command and wait until there is something to see."""
        return await self.slash(line, channel=channel, **options).settled()

    async def complete(
        self, line: str, option: str, text: str, *, channel: Channel | None = None, **options: "Value | Person"
    ) -> list[JSON]:
        """Type into an option that completes, and return the choices that are shown."""
        name, *words = line.removeprefix("/").split()
        command = self._command(CHAT, name, channel)
        values = {key: _plain(value) for key, value in options.items()} | {option: text}
        data = self._command_data(command, typed(command, words, values, focused=option))
        sent = self._send(channel or self._somewhere(), AUTOCOMPLETE, data, is_kept=False)
        return (await sent.answered()).choices or []

    def user_menu(self, name: str, target: "Person", *, channel: Channel | None = None) -> Interaction:
        """Choose an entry of somebody's menu."""
        data = self._command_data(self._command(USER, name, channel), [])
        data |= {"target_id": str(target.user.id), "resolved": self._resolved([target.user])}
        return self._send(channel or self._somewhere(), COMMAND, data)

    def message_menu(self, name: str, message: Message) -> Interaction:
        """Choose an entry of a message's menu."""
        data = self._command_data(self._command(MESSAGE, name, message.channel), [])
        told = {str(message.id): payloads.message(message, self.world.bot)}
        data |= {"target_id": str(message.id), "resolved": {"messages": told}}
        return self._send(message.channel, COMMAND, data)

    def click(self, message: Message, custom_id: str) -> Interaction:
        """Tap a button."""
        control = self._control(message, custom_id)
        assert control["type"] == components.BUTTON, "that is no button"
        data: JSON = {"component_type": control["type"], "custom_id": custom_id, "id": control["id"]}
        return self._send(message.channel, COMPONENT, data, message=message)

    def select(self, message: Message, custom_id: str, values: Sequence["str | Person"]) -> Interaction:
        """Choose in a select, by the options' values or labels, or people in a user select."""
        control = self._control(message, custom_id)
        chosen, people = _chosen(control, values)
        data: JSON = {"component_type": control["type"], "custom_id": custom_id, "id": control["id"], "values": chosen}
        if control["type"] in components.PICKERS:
            data["resolved"] = self._resolved(people)
        return self._send(message.channel, COMPONENT, data, message=message)

    def submit(self, opener: Interaction, fields: Mapping[str, "str | Sequence[str | Person]"]) -> Interaction:
        """Fill in a modal and send it; fields that are not named go as they stand."""
        assert opener.modal is not None, "no form is open"
        picked = _Picked(seen=self.channels() if opener.channel.guild else ())
        filled = [_filled(one, fields, picked) for one in opener.modal["components"]]
        known = {one.get("custom_id") for one in components.every(opener.modal["components"])}
        assert fields.keys() <= known, f"no such fields: {fields.keys() - known}"
        data: JSON = {"custom_id": opener.modal["custom_id"], "components": filled}
        if picked.people or picked.channels:
            data["resolved"] = self._resolved(picked.people, picked.channels)
        return self._send(opener.channel, MODAL, data, opener=opener)

    def forge(
        self, kind: int, data: JSON, *, channel: Channel | None = None, message: Message | None = None
    ) -> Interaction:
        """Send an interaction as it is, past everything that a client would check."""
        return self._send(channel or self._somewhere(), kind, data, message=message)

    # What they do among people

    def react(self, message: Message, emoji: str, *, is_super: bool = False) -> None:
        """Set a reaction."""
        messages.react(self.world, message, self.user, emoji, is_super=is_super)

    def unreact(self, message: Message, emoji: str, *, is_super: bool = False) -> None:
        """Take one's own reaction off."""
        messages.unreact(self.world, message, self.user, self.user, emoji, is_super=is_super)

    def clear_reactions(self, message: Message, emoji: str | None = None) -> None:
        """Take everybody's reactions off, as a moderator can."""
        messages.clear_reactions(self.world, message, self.user, emoji)

    def write(self, channel: Channel, text: str) -> Message:
        """Say something."""
        return messages.post(self.world, channel, self.user, {"content": text})

    def write_to_bot(self, text: str) -> Message:
        """Say something to the bot in private."""
        return self.write(self.world.dm_with(self.user), text)

    def delete_message(self, message: Message) -> None:
        """Delete a message, one's own or as a moderator."""
        messages.delete(self.world, message, self.user)

    def leave_thread(self, thread: Channel) -> None:
        """Leave a thread; nothing is printed there."""
        threads.leave(self.world, thread, self.user)

    def add_to_thread(self, thread: Channel, other: "Person") -> None:
        """Bring somebody into a thread."""
        threads.add_member(self.world, thread, self.user, other.user)

    def edit_thread(self, thread: Channel, **form: object) -> None:
        """Rename, archive, wake or lock a thread."""
        threads.edit(self.world, thread, self.user, dict(form))

    def delete_thread(self, thread: Channel) -> None:
        """Delete a thread, as a moderator can."""
        threads.delete(self.world, thread, self.user)

    def leave_guild(self) -> None:
        """Leave the server."""
        self.world.remove_member(self.guild, self.user)

    def join_guild(self) -> None:
        """Join the server again."""
        self.world.add_member(self.guild, self.user)

    def close_dms(self, *, closed: bool = True) -> None:
        """Take no direct messages any more, or take them again."""
        self.user.takes_dms = not closed

    # What they see

    def channels(self) -> list[Channel]:
        """Return the text channels that they see."""
        return [it for it in self.guild.channels.values() if can_view(it, self.user)]

    def threads(self, *, archived: bool = False) -> list[Channel]:
        """Return the threads that they sit in, oldest first."""
        self.world.catch_up()
        return [
            it
            for it in self.guild.threads.values()
            if it.thread
            and self.user.id in it.thread.members
            and it.thread.archived is archived
            and can_view(it, self.user)
        ]

    def sees(self, channel: Channel) -> list[Message]:
        """Return what a channel shows to them, their ephemeral answers among it, oldest first."""
        assert can_view(channel, self.user) or channel.recipient is self.user, f"{self.user.name} does not see it"
        own = [it for it in self.world.ephemeral.values() if it.channel is channel and it.only_for is self.user]
        return sorted([*channel.messages.values(), *own], key=lambda it: it.id)

    def dms(self) -> list[Message]:
        """Return the bot's direct messages to them, oldest first."""
        channel = self.world.dms.get(self.user.id)
        return [it for it in channel.messages.values() if it.author is self.world.bot] if channel else []

    def everything(self) -> list[Message]:
        """Return all messages that they see anywhere, oldest first."""
        seen = [
            it
            for channel in self.guild.channels.values()
            if can_view(channel, self.user)
            for it in channel.messages.values()
        ]
        for thread in self.guild.threads.values():
            if can_view(thread, self.user):
                seen.extend(thread.messages.values())
        if self.user.id in self.world.dms:
            seen.extend(self.world.dms[self.user.id].messages.values())
        seen.extend(it for it in self.world.ephemeral.values() if it.only_for is self.user)
        return sorted(seen, key=lambda it: it.id)

    def controls(self) -> Iterable[tuple[Message, JSON]]:
        """Yield every button and select that they can tap, the newest message's first."""
        for message in reversed(self.everything()):
            for control in components.every(message.components):
                if control.get("custom_id") and not control.get("disabled"):
                    yield message, control

    def commands(self, channel: Channel | None = None) -> list[JSON]:
        """Return the commands that are offered to them: by context and by default permissions."""
        place = channel or self._somewhere()
        context = 0 if place.guild else 1
        own = self._interactions.guild_commands.get(place.guild.id, []) if place.guild else []
        offered = [
            it for it in (*self._interactions.commands, *own) if it["contexts"] is None or context in it["contexts"]
        ]
        if place.guild is None:
            return offered
        may = permissions_in(place, self.user)
        return [it for it in offered if _may_use(it, may)]

    def _command(self, kind: int, name: str, channel: Channel | None) -> JSON:
        offered = self.commands(channel)
        found = next((it for it in offered if it["type"] == kind and it["name"] == name), None)
        assert found is not None, f"{self.user.name} is offered no {name!r}, only {[it['name'] for it in offered]}"
        return found

    def _command_data(self, command: JSON, options: list[JSON]) -> JSON:
        data: JSON = {"id": command["id"], "name": command["name"], "type": command["type"]}
        if "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        if options:
            data["options"] = options
            ids = [int(it["value"]) for it in _leaves(options) if it["type"] in SNOWFLAKES]
            if ids:
                data["resolved"] = self._resolved([self.world.users[it] for it in ids if it in self.world.users], ids)
        return data

    def _resolved(self, people: Iterable[User], ids: Iterable[int] = ()) -> JSON:
        found: JSON = {"users": {}, "members": {}}
        place = self._somewhere()
        for user in people:
            found["users"][str(user.id)] = payloads.user(user)
            if user.id in self.guild.members:
                may = {"permissions": str(int(permissions_in(place, user)))}
                found["members"][str(user.id)] = payloads.member_alone(self.guild.members[user.id]) | may
        channels = [self.world.channels[it] for it in ids if it in self.world.channels]
        if channels:
            found["channels"] = {
                str(it.id): payloads.channel(it) | {"permissions": str(int(permissions_in(it, self.user)))}
                for it in channels
            }
        roles = [self.guild.roles[it] for it in ids if it in self.guild.roles]
        if roles:
            found["roles"] = {str(it.id): payloads.role(it) for it in roles}
        return found

    def _control(self, message: Message, custom_id: str) -> JSON:
        """Return a control that they can tap."""
        assert message.only_for in (None, self.user), "somebody else's answer"
        assert message.channel.recipient is self.user or can_view(message.channel, self.user), "out of sight"
        found = next((it for it in components.every(message.components) if it.get("custom_id") == custom_id), None)
        assert found is not None, f"there is no {custom_id!r}"
        assert not found.get("disabled"), f"{custom_id!r} is disabled"
        return found

    def _send(
        self,
        channel: Channel,
        kind: int,
        data: JSON,
        *,
        message: Message | None = None,
        opener: Interaction | None = None,
        is_kept: bool = True,
    ) -> Interaction:
        if channel.guild is not None and kind == COMMAND:
            require(channel, self.user, Permission.USE_APPLICATION_COMMANDS)
        sent = self._interactions.send(self.user, channel, kind, data, message=message, opener=opener)
        if is_kept and not self._interactions.forget_answered:
            self.answers.append(sent)
        return sent

    def _somewhere(self) -> Channel:
        seen = self.channels() if self.user.id in self.guild.members else []
        assert seen, f"{self.user.name} sees no channel"
        return seen[0]


def text_of(message: Message) -> str:
    """Return all words of a message, its components' texts among them, a paragraph a line."""
    parts = [message.content]
    for embed in message.embeds:
        parts += [embed.get("title") or "", embed.get("description") or ""]
    parts += [str(it["content"]) for it in components.every(message.components) if it["type"] == components.TEXT]
    return "\n".join(part for part in parts if part)


def labels_of(message: Message) -> list[str]:
    """Return the labels of a message's buttons."""
    return [
        it["label"]
        for it in components.every(message.components)
        if it["type"] == components.BUTTON and it.get("label")
    ]


def _may_use(command: JSON, may: Permission) -> bool:
    needed = command["default_member_permissions"]
    return (
        needed is None or bool(may & Permission.ADMINISTRATOR) or (needed != "0" and int(needed) & may == int(needed))
    )


def _plain(value: "Value | Person") -> object:
    if isinstance(value, Person):
        return str(value.user.id)
    return str(value.id) if isinstance(value, User) else value


def _leaves(options: Iterable[JSON]) -> Iterable[JSON]:
    for one in options:
        if "options" in one:
            yield from _leaves(one["options"])
        else:
            yield one


def _chosen(control: JSON, values: Sequence["str | Person"]) -> tuple[list[str], list[User]]:
    """Return the values that a select sends, and the people among them."""
    people = [it.user for it in values if isinstance(it, Person)]
    if control["type"] == components.SELECT:
        by_name = {it["label"]: it["value"] for it in control["options"]}
        known = set(by_name.values())
        chosen = [it if it in known else by_name[str(it)] for it in values if isinstance(it, str)]
    else:
        chosen = [str(it.user.id) if isinstance(it, Person) else it for it in values]
    least, most = control.get("min_values", 1), control.get("max_values", 1)
    assert least <= len(chosen) <= most, f"choose {least} to {most}, not {len(chosen)}"
    return chosen, people


@dataclass(slots=True, kw_only=True)
class _Picked:
    """Whom and what somebody picks in a form, of the channels that they see there: in direct messages none."""

    seen: Sequence[Channel]
    people: list[User] = field(default_factory=list)
    channels: list[int] = field(default_factory=list)

    def chosen(self, control: JSON, values: Sequence["str | Person"]) -> list[str]:
        """Return the values that a select sends."""
        if control["type"] != components.CHANNEL_SELECT:
            chosen, people = _chosen(control, values)
            self.people.extend(people)
            return chosen
        kinds = control.get("channel_types") or [it.type for it in self.seen]
        offered = {key: it.id for it in self.seen if it.type in kinds for key in (it.name, str(it.id))}
        assert set(values) <= offered.keys(), f"{values} are not among the channels that are offered: {set(offered)}"
        assert len(values) <= control.get("max_values", 1), f"{values} are too many"
        assert len(values) >= control.get("min_values", 1), f"{values} are too few"
        assert values or not control.get("required", True), "one has to be chosen"
        channels = [offered[str(it)] for it in values]
        self.channels.extend(channels)
        return [str(it) for it in channels]


def _filled(one: JSON, fields: Mapping[str, "str | Sequence[str | Person]"], picked: _Picked) -> JSON:
    """Return a modal's component as it comes back."""
    kept: JSON = {"type": one["type"], "id": one["id"]}
    if "component" in one:
        return kept | {"component": _filled(one["component"], fields, picked)}
    if "components" in one:
        return kept | {"components": [_filled(it, fields, picked) for it in one["components"]]}
    if "custom_id" not in one:
        return kept
    kept["custom_id"] = one["custom_id"]
    value = fields.get(one["custom_id"])
    if one["type"] == components.TEXT_INPUT:
        text = one.get("value", "") if value is None else value
        assert isinstance(text, str)
        assert not one.get("required", True) or text, f"{one['custom_id']!r} has to be filled in"
        assert one.get("min_length", 0) <= len(text) <= one.get("max_length", 4000) or not text, (
            f"{text!r} does not fit"
        )
        return kept | {"value": text}
    if value is None and one["type"] == components.SELECT:
        return kept | {"values": [it["value"] for it in one.get("options", []) if it.get("default")]}
    if value is None:
        value = [str(it["id"]) for it in one.get("default_values", [])]
    return kept | {"values": picked.chosen(one, [value] if isinstance(value, str) else value)}
