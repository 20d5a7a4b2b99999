"""What a person in this Slack does; what their client would not offer fails with an AssertionError."""

from collections.abc import Mapping, Sequence

from tests.fakes.slack import channels, choices, messages, payloads, views
from tests.fakes.slack.acts import ACTIONS, CLOSED, COMMAND, SHORTCUT, SUBMISSION, SUGGESTION, Act, Acts
from tests.fakes.slack.choices import TYPED, Value
from tests.fakes.slack.model import Channel, Message, Surface, User, View, controls_in
from tests.fakes.slack.onlookers import Onlooker
from tests.fakes.slack.refusals import JSON
from tests.fakes.slack.rendering import label_of
from tests.fakes.slack.world import World

Control = str | JSON
"""A control by its label, ``action_id`` or ``value``, or the very element that ``controls()`` yielded."""
Fields = Mapping[str, "Value | Sequence[Value]"]


class Person(Onlooker):
    """Acts as one user, in their workspace."""

    def __init__(self, world: World, acts: Acts, user: User) -> None:
        """Take an account that is there."""
        super().__init__(world, user)
        self.answers: list[Act] = []
        self._acts = acts

    # What they do with the bot

    def slash(self, line: str, *, channel: Channel | None = None) -> Act:
        """Type a command such as ``/circles join``; its answer may be awaited."""
        name, _, text = line.partition(" ")
        name = f"/{name.removeprefix('/')}"
        assert name in self.world.app.commands, f"there is no {name!r}, only {self.world.app.commands}"
        place = channel or self._somewhere()
        return self._send(COMMAND, {"command": name, "text": text}, channel=place)

    async def command(self, line: str, *, channel: Channel | None = None) -> Act:
        """Type a command and wait until it is acknowledged."""
        return await self.slash(line, channel=channel).answered()

    def shortcut(self, name: str) -> Act:
        """Use a global shortcut, by its name or callback id."""
        known = self.world.app.shortcuts
        found = next((key for key, words in known.items() if name in (key, words)), None)
        assert found is not None, f"there is no {name!r}, only {sorted(known.values())}"
        return self._send(SHORTCUT, {"callback_id": found})

    def click(self, surface: Surface, control: Control) -> Act:
        """Tap a button."""
        block, element = self._control(surface, control)
        assert element["type"] == "button", "that is no button"
        return self._act_on(surface, block, element, {})

    def select(self, surface: Surface, control: Control, values: Sequence[Value], options: Sequence[JSON] = ()) -> Act:
        """Choose in a select, menu or picker, by labels; ``options`` are those that ``suggest`` returned."""
        block, element = self._control(surface, control)
        assert element["type"] not in ("button", *TYPED), "nothing can be chosen there"
        assert block["type"] != "input" or block.get("dispatch_action"), "a form's field is told when the form is sent"
        state = choices.state_of(element, values, options)
        if element["type"] != "overflow":
            surface.filled[block["block_id"]][element["action_id"]] = state
        return self._act_on(surface, block, element, state)

    async def suggest(self, surface: Surface, control: Control, typed: str) -> list[JSON]:
        """Type into a select whose options the app suggests, and return those that are shown."""
        block, element = self._control(surface, control)
        assert element["type"].endswith("external_select"), "its options stand in it"
        assert len(typed) >= element.get("min_query_length", 3), "nothing is asked before so many letters"
        data = {"action_id": element["action_id"], "block_id": block["block_id"], "value": typed}
        sent = self._send(SUGGESTION, data, surface=surface, is_kept=False, has_trigger=False)
        return (await sent.answered()).options

    async def pick(self, surface: Surface, control: Control, typed: str, *labels: str) -> Act:
        """Type into such a select and choose among what is shown."""
        options = await self.suggest(surface, control, typed)
        return await self.select(surface, control, labels, options).answered()

    def fill(self, view: View, fields: Fields, options: Sequence[JSON] = ()) -> None:
        """Fill in a modal's fields, by label or id; nothing is sent yet."""
        for name, value in fields.items():
            block, element = self._field(view, name)
            values = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
            view.filled[block["block_id"]][element["action_id"]] = choices.state_of(element, values, options)

    def submit(self, view: View, fields: Fields | None = None, options: Sequence[JSON] = ()) -> Act:
        """Fill in a modal and send it; fields that are not named go as they stand."""
        self.check_open(view)
        assert view.form.get("submit") or not fields, "it has no button to send it"
        self.fill(view, fields or {}, options)
        choices.check_form(view.blocks, view.filled)
        view.errors = {}
        return self._send(SUBMISSION, {"response_urls": []}, surface=view)

    def close(self, view: View) -> Act | None:
        """Close a modal (``clear_on_close`` closes all); the app is told where it asked to be."""
        self.check_open(view)
        told = self._send(CLOSED, {"is_cleared": False}, surface=view) if view.form.get("notify_on_close") else None
        views.close(self.world, self.user.modals[0] if view.form.get("clear_on_close") else view)
        return told

    def open_home(self, tab: str = "home") -> None:
        """Open the app's page, at its Home tab or its messages."""
        self.user.home_opened = True
        bot = self.world.bot(self.team)
        data: JSON = {"user": self.user.id, "channel": self.world.dm(self.user, bot).id, "tab": tab}
        if tab == "home" and self.user.home is not None:
            data["view"] = payloads.view(self.user.home, self.world.app)
        self.world.tell_team(self.team, "app_home_opened", data)

    def forge(self, kind: str, data: JSON, *, surface: Surface | None = None, channel: Channel | None = None) -> Act:
        """Send an act as it is, past everything that a client would check."""
        place = channel or (surface.channel if isinstance(surface, Message) else None)
        return self._send(kind, data, surface=surface, channel=place)

    # What they do among people

    def react(self, message: Message, emoji: str) -> None:
        """Set a reaction, by its name without colons."""
        self.check_sees(message)
        messages.react(self.world, message, self.user, emoji)

    def unreact(self, message: Message, emoji: str) -> None:
        """Take one's own reaction off."""
        messages.unreact(self.world, message, self.user, emoji)

    def write(self, channel: Channel, text: str) -> Message:
        """Say something."""
        assert self.user in channel.members, f"{self.user.name} is not in there"
        assert not channel.is_archived, "nobody can write there any more"
        return messages.write(self.world, channel, self.user, text)

    def write_to_bot(self, text: str) -> Message:
        """Say something to the bot in private."""
        return self.write(self.world.dm(self.user, self.world.bot(self.team)), text)

    def delete_message(self, message: Message) -> None:
        """Delete a message, one's own or as an administrator."""
        assert message.author is self.user or self.user.is_admin, "somebody else's message"
        messages.drop(self.world, message)

    def join_channel(self, channel: Channel) -> None:
        """Join a public channel."""
        assert channel.kind == "public", "one has to be invited"
        channels.add(self.world, channel, self.user)

    def leave_channel(self, channel: Channel) -> None:
        """Leave a channel."""
        channels.drop(self.world, channel, self.user)

    def invited_to(self) -> list[Channel]:
        """Return the channels of other organisations that Slack asks them to accept."""
        return [one.channel for one in self.world.invitations if one.user is self.user]

    def accept(self, channel: Channel) -> None:
        """Accept an invitation into a channel of another organisation, which the organisations then let pass."""
        found = next((one for one in self.world.invitations if one.user is self.user and one.channel is channel), None)
        assert found is not None, f"{self.user.name} was not invited there"
        channels.accept(self.world, found)

    def invite(self, channel: Channel, other: "Person | User") -> None:
        """Bring somebody, or the bot, into a channel that one sits in."""
        assert self.user in channel.members, f"{self.user.name} is not in there"
        channels.add(self.world, channel, other if isinstance(other, User) else other.user, inviter=self.user)

    def remove(self, channel: Channel, other: "Person | User") -> None:
        """Take somebody, or the bot, out of a channel."""
        channels.drop(self.world, channel, other if isinstance(other, User) else other.user, remover=self.user)

    def rename_channel(self, channel: Channel, name: str) -> None:
        """Give a channel another name."""
        channels.rename(self.world, channel, self.user, name)

    def archive_channel(self, channel: Channel) -> None:
        """Archive a channel."""
        channels.archive(self.world, channel, self.user)

    def delete_channel(self, channel: Channel) -> None:
        """Delete a channel, as an administrator can."""
        assert self.user.is_admin, "only administrators can"
        channels.delete(self.world, channel, self.user)

    def leave_team(self) -> None:
        """Have one's account deactivated; all channels are left without a word."""
        self.user.deleted = True
        for channel in self.world.channels.values():
            if self.user in channel.members and channel.kind != "im":
                channel.members.remove(self.user)
        self.world.tell_team(self.team, "user_change", {"user": payloads.user(self.user)})

    def join_team(self) -> None:
        """Have one's account activated again."""
        self.user.deleted = False
        self.world.tell_team(self.team, "user_change", {"user": payloads.user(self.user)})

    def change_profile(self, *, name: str = "", tz: str = "", locale: str = "") -> None:
        """Have another name, time zone or language from now on."""
        self.user.name, self.user.tz = name or self.user.name, tz or self.user.tz
        self.user.locale = locale or self.user.locale
        self.world.tell_team(self.team, "user_change", {"user": payloads.user(self.user, locale=True)})

    def close_dms(self, *, closed: bool = True) -> None:
        """Take no direct messages of the app any more (``messages_tab_disabled``), or take them again."""
        self.user.takes_dms = not closed

    def _control(self, surface: Surface, name: Control) -> tuple[JSON, JSON]:
        """Return a control that they can use."""
        if isinstance(surface, Message):
            self.check_sees(surface)
        else:
            self.check_open(surface)
        found = [*controls_in(surface.blocks)]
        exact = [one for one in found if name is one[1] or name in (one[1]["action_id"], one[1].get("value"))]
        by_label = [one for one in found if name == label_of(self.world, one[1], self.user)]
        assert exact or by_label, f"there is no {name!r}, only {self.reads(surface).labels}"
        return (exact or by_label)[0]

    def _field(self, view: View, name: str) -> tuple[JSON, JSON]:
        for block, element in controls_in(view.blocks):
            label = block["label"]["text"] if block["type"] == "input" else label_of(self.world, element, self.user)
            if name in (label, block["block_id"], element["action_id"]):
                return block, element
        raise AssertionError(f"there is no field {name!r}")

    def _act_on(self, surface: Surface, block: JSON, element: JSON, state: JSON) -> Act:
        action = choices.action_of(block, element, state, self.world.new_ts())
        return self._send(ACTIONS, {"actions": [action]}, surface=surface)

    def _send(
        self,
        kind: str,
        data: JSON,
        *,
        surface: Surface | None = None,
        channel: Channel | None = None,
        is_kept: bool = True,
        has_trigger: bool = True,
    ) -> Act:
        place = channel or (surface.channel if isinstance(surface, Message) else None)
        sent = self._acts.send(kind, self.user, data, surface=surface, channel=place, has_trigger=has_trigger)
        if is_kept:
            self.answers.append(sent)
        return sent

    def _somewhere(self) -> Channel:
        seen = self.channels()
        assert seen, f"{self.user.name} sits in no channel"
        return seen[0]
