"""What an act hands to the app: a trigger for one modal in three seconds, an address for five answers in 30 minutes.

Both live by the clock that is passed in.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.fakes.slack.model import Channel, Installation, Message, User
from tests.fakes.slack.refusals import RefusalError
from tests.fakes.slack.world import Clock

if TYPE_CHECKING:
    from tests.fakes.slack.acts import Act

TRIGGER_LIVES = timedelta(seconds=3)
ADDRESS_LIVES = timedelta(minutes=30)
MOST_ANSWERS = 5


@dataclass(slots=True, kw_only=True, eq=False)
class Trigger:
    """Lets the app show one modal to one person."""

    user: User
    installation: Installation
    at: datetime
    act: "Act | None" = None
    is_used: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class Address:
    """Where answers to one act go: to one person in one channel, or in place of the message with the control."""

    user: User
    bot: User
    channel: Channel
    at: datetime
    act: "Act"
    message: Message | None = None
    uses: int = 0


class Triggers:
    """All that were handed out."""

    def __init__(self, clock: Clock) -> None:
        """Begin with none."""
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self._addresses: dict[str, Address] = {}

    def new(self, user: User, installation: Installation) -> tuple[str, Trigger]:
        """Return a trigger's id, and the trigger."""
        trigger = Trigger(user=user, installation=installation, at=self._clock.now())
        key = f"{len(self._triggers) + 1}.{user.team.id}.{secrets.token_hex(8)}"
        self._triggers[key] = trigger
        return key, trigger

    def take(self, key: str, installation: Installation) -> Trigger:
        """Use a trigger up; raises what Slack raises for those that are unknown, used or too old."""
        trigger = self._triggers.get(key)
        if trigger is None or trigger.installation is not installation:
            raise RefusalError("invalid_trigger_id")
        if trigger.is_used:
            raise RefusalError("exchanged_trigger_id")
        if self._clock.now() - trigger.at > TRIGGER_LIVES:
            raise RefusalError("expired_trigger_id")
        trigger.is_used = True
        return trigger

    def keep(self, address: Address) -> str:
        """Return the last part of a new address."""
        key = secrets.token_urlsafe(16)
        self._addresses[key] = address
        return key

    def answer_at(self, key: str) -> Address:
        """Count an answer; raises for the sixth, and after half an hour."""
        address = self._addresses.get(key)
        if address is None:
            raise RefusalError("invalid_url")
        if self._clock.now() - address.at > ADDRESS_LIVES:
            raise RefusalError("expired_url")
        if address.uses >= MOST_ANSWERS:
            raise RefusalError("used_url")
        address.uses += 1
        return address
