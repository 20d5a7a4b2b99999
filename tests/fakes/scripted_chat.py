"""A platform that does what it is told: done, unless the test has put another outcome (or a bug) in its way."""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from circles_bot.ports.chat import Capabilities, Done, Outcome, Parcel


@dataclass(slots=True)
class ScriptedChat:
    """Implements ``ports.chat.ChatGateway``; ``faults`` are met first, by the effect's key, in order."""

    faults: defaultdict[str, deque[Outcome | Exception]] = field(default_factory=lambda: defaultdict(deque))
    called: list[Parcel] = field(default_factory=list)
    on_call: Callable[[Parcel], None] = lambda _: None

    @property
    def capabilities(self) -> Capabilities:
        """It sees nothing."""
        return Capabilities(sees_activity=False, answers_reactions_privately=False)

    async def perform(self, parcel: Parcel) -> Outcome:
        """Note the call and report what was put in its way, else that it is done."""
        self.called.append(parcel)
        self.on_call(parcel)
        waiting = self.faults[parcel.key]
        outcome = waiting.popleft() if waiting else Done(theirs=f"theirs-{parcel.key}")
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def keys(self) -> list[str]:
        """Return the keys of all calls, oldest first."""
        return [parcel.key for parcel in self.called]
