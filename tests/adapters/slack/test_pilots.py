"""What is kept in memory of pilots is what the settings say."""

import pytest

from circles_bot.engine.events import PlaceMoved, SettingsChosen
from circles_bot.engine.ids import CommunityId
from circles_bot.ports.adapters import House
from circles_bot.ports.identities import Identities
from circles_slack.choices import Pilots
from circles_slack.translate import Person, Translator
from tests.adapters.sandbox.canned_inbox import START, CannedInbox
from tests.fakes.clocks import FixedClock
from tests.keys import KEY

TEAM = "T0123ABCD"
TRANSLATOR = Translator(identities=Identities(platform="slack", key=KEY))
CHANGE = SettingsChosen(
    community=TRANSLATOR.community(TEAM),
    at=START,
    actor=TRANSLATOR.actor(TEAM, Person(id="1", is_steward=True)),
    settings={},
)
MOVE = TRANSLATOR.place_moved(TEAM, "C1", "C2", (), START)


class OnePilot(CannedInbox):
    """Knows one pilot; while it is read, a steward's change may come through."""

    def __init__(self) -> None:
        """Begin with the pilot in one channel."""
        super().__init__()
        self.pilot = "C1"
        self.asked = 0
        self.changes: tuple[Pilots, str] | None = None

    async def pilot_of(self, community: CommunityId) -> str | None:
        """Return what was so when it was asked."""
        self.asked += 1
        found = self.pilot
        if self.changes is not None:
            pilots, self.pilot = self.changes
            self.changes = None
            pilots.have_heard(TEAM, CHANGE)
        return found


def opened() -> tuple[OnePilot, Pilots]:
    """Return an inbox, and what is kept of it."""
    inbox = OnePilot()
    return inbox, Pilots(House(inbox=inbox, clock=FixedClock(START), identities=TRANSLATOR.identities))


@pytest.mark.parametrize("change", [CHANGE, MOVE], ids=["settings", "another id"])
async def test_it_is_read_once_and_anew_after_a_change(change: SettingsChosen | PlaceMoved) -> None:
    """Every act asks; settings change once in a season, and what Slack calls a channel less often."""
    inbox, pilots = opened()

    before = [await pilots.of(TEAM) for _ in range(3)]
    inbox.pilot = None
    pilots.have_heard(TEAM, change)
    after = [await pilots.of(TEAM) for _ in range(3)]

    assert (before, after, inbox.asked) == (["C1"] * 3, [None] * 3, 2)


async def test_what_was_read_before_a_change_is_not_kept() -> None:
    """The change came while it was read."""
    inbox, pilots = opened()
    inbox.changes = (pilots, "C2")

    assert await pilots.of(TEAM) == "C1"
    assert await pilots.of(TEAM) == "C2"
