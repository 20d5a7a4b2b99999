"""What a person in this Slack sees: channels, messages, their Home tab, modals, and what they can tap."""

from collections.abc import Iterable, Iterator

from tests.fakes.slack.model import Channel, Message, Surface, Team, User, View, controls_in
from tests.fakes.slack.refusals import JSON
from tests.fakes.slack.rendering import Shown, shown
from tests.fakes.slack.world import World


class Onlooker:
    """Sees as one user, in their workspace."""

    def __init__(self, world: World, user: User) -> None:
        """Take an account that is there."""
        self.world = world
        self.user = user

    @property
    def team(self) -> Team:
        """Return their workspace."""
        return self.user.team

    @property
    def home(self) -> View | None:
        """Return their Home tab, if one was published."""
        return self.user.home

    @property
    def modal(self) -> View | None:
        """Return the modal that is on top."""
        return self.user.modals[-1] if self.user.modals else None

    @property
    def ephemerals(self) -> list[Message]:
        """Return the messages that only they see, oldest first."""
        return [one for one in self.world.ephemeral.values() if one.only_for is self.user]

    @property
    def inbox(self) -> list[Message]:
        """Return the bot's direct messages to them, oldest first."""
        found = [channel for (user, _), channel in self.world.dms.items() if user == self.user.id]
        return [one for channel in found for one in channel.messages.values() if one.author.is_bot]

    def channels(self, *, archived: bool = False) -> list[Channel]:
        """Return the channels that they sit in, oldest first."""
        found = (one for one in self.world.channels.values() if one.kind != "im" and not one.is_deleted)
        return [one for one in found if self.user in one.members and one.is_archived is archived]

    def sees(self, channel: Channel) -> list[Message]:
        """Return what a channel shows to them, ephemeral messages among it, oldest first."""
        assert channel.is_seen_by(self.user), f"{self.user.name} does not see it"
        own = [one for one in self.ephemerals if one.channel is channel]
        return sorted([*channel.messages.values(), *own], key=lambda one: one.ts)

    def everything(self) -> list[Message]:
        """Return all messages that they see anywhere, oldest first."""
        seen = [one for one in self.world.channels.values() if one.is_seen_by(self.user)]
        found = [message for channel in seen for message in channel.messages.values()]
        return sorted([*found, *self.ephemerals], key=lambda one: one.ts)

    def reads(self, surface: Surface) -> Shown:
        """Return a message or view as they read it."""
        return shown(self.world, surface, self.user)

    def surfaces(self) -> Iterator[Surface]:
        """Yield where they can tap something: the modal on top, messages from the newest, then Home."""
        if self.modal is not None:
            yield self.modal
        yield from reversed(self.everything())
        if self.user.home is not None:
            yield self.user.home

    def controls(self) -> Iterable[tuple[Surface, JSON]]:
        """Yield every control that they can use, what is on top first."""
        for surface in self.surfaces():
            for _, element in controls_in(surface.blocks):
                yield surface, element

    def check_sees(self, message: Message) -> None:
        """Fail unless they have this message before their eyes."""
        assert message.only_for in (None, self.user), "somebody else's answer"
        assert message.channel.is_seen_by(self.user), "out of sight"
        kept = self.world.ephemeral if message.only_for else message.channel.messages
        assert message.ts in kept, "it is gone"

    def check_open(self, view: View) -> None:
        """Fail unless this view is on top of their screen."""
        assert view is self.user.home or view is self.modal, "it is not on top of the screen"
