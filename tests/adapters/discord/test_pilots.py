"""What is kept in memory of pilots is what the settings say."""

from circles_bot.engine.events import SettingsChosen
from circles_bot.engine.ids import CommunityId
from circles_bot.ports.adapters import House
from circles_bot.ports.identities import Identities
from circles_discord.pilots import Pilots
from circles_discord.translate import Person, Translator
from tests.adapters.sandbox.canned_inbox import START, CannedInbox
from tests.fakes.clocks import FixedClock
from tests.keys import KEY

GUILD = 7
TRANSLATOR = Translator(identities=Identities(platform="discord", key=KEY))
CHANGE = SettingsChosen(
    community=TRANSLATOR.community(GUILD),
    at=START,
    actor=TRANSLATOR.actor(GUILD, Person(id="1", is_steward=True)),
    settings={},
)


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
            pilots.have_heard(GUILD, CHANGE)
        return found


def opened(*, is_ours: bool = True) -> tuple[OnePilot, Pilots]:
    """Return an inbox, and what is kept of it; ``is_ours`` says whether all acts of the server come this way."""
    inbox = OnePilot()
    house = House(inbox=inbox, clock=FixedClock(START), identities=TRANSLATOR.identities)
    return inbox, Pilots(house, keeps=lambda _: is_ours)


async def test_it_is_read_once_and_anew_after_a_change() -> None:
    """Every act asks; settings change once in a season."""
    inbox, pilots = opened()

    before = [await pilots.of(GUILD) for _ in range(3)]
    inbox.pilot = None
    pilots.have_heard(GUILD, CHANGE)
    after = [await pilots.of(GUILD) for _ in range(3)]

    assert (before, after, inbox.asked) == (["C1"] * 3, [None] * 3, 2)


async def test_what_was_read_before_a_change_is_not_kept() -> None:
    """The change came while it was read."""
    inbox, pilots = opened()
    inbox.changes = (pilots, "C2")

    assert await pilots.of(GUILD) == "C1"
    assert await pilots.of(GUILD) == "C2"


async def test_another_processs_server_is_read_each_time() -> None:
    """What changes its settings comes through that one, and is not heard of here."""
    inbox, pilots = opened(is_ours=False)

    before = await pilots.of(GUILD)
    inbox.pilot = "C2"

    assert (before, await pilots.of(GUILD)) == ("C1", "C2")
