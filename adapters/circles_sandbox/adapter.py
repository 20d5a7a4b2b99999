"""The sandbox as one connected platform: workspace, client, gateway and page."""

from circles_bot.engine.errors import ConfigError
from circles_bot.engine.tokens import Token
from circles_bot.ports.adapters import House, Passage
from circles_sandbox.beginnings import CHANNELS, PEOPLE, STEWARDS_CHANNEL, WORDS
from circles_sandbox.client import SandboxClient
from circles_sandbox.clock import SandboxClock
from circles_sandbox.gateway import SandboxGateway
from circles_sandbox.ledger import Ledger
from circles_sandbox.model import Message, SelectControl, TextControl
from circles_sandbox.server import SandboxServer
from circles_sandbox.settings import SandboxSettings
from circles_sandbox.storage import open_documents
from circles_sandbox.translate import BOARD_MARKER
from circles_sandbox.workspace import Workspace


class Sandbox:
    """The adapter. Journeys use ``client``, ``workspace`` and ``gateway`` without :meth:`start`: no page is served."""

    def __init__(self, house: House, *, settings: SandboxSettings, passage: Passage, ledger: Ledger) -> None:
        """Open the workspace; a new one gets its people and channels."""
        self.workspace = Workspace(now=house.clock.now, documents=open_documents(settings.folder))
        if self.workspace.is_new:
            furnish(self.workspace)
        self.client = SandboxClient(house, self.workspace)
        self._gateway = SandboxGateway(self.workspace)
        self._sets_up = settings.sets_up
        self.server = SandboxServer(self.client, settings=settings, clock=house.clock, passage=passage, ledger=ledger)
        self._clock = house.clock
        if isinstance(house.clock, SandboxClock):
            house.clock.listen(self.server.wake)

    @property
    def gateway(self) -> SandboxGateway:
        """Performs parcels on the workspace."""
        return self._gateway

    @property
    def address(self) -> str:
        """Where the page is."""
        return self.server.address

    async def start(self) -> None:
        """Serve the page; read the board again, or set the bot up as its steward would where there is none."""
        try:
            await self.server.start()
        except ConfigError:
            self._close()
            raise
        if self.workspace.message_marked(BOARD_MARKER) is not None:
            await self.client.read_board()
        elif self._sets_up:
            await set_up(self.client)

    async def stop(self) -> None:
        """Let go of the page, the port and the file."""
        await self.server.stop()
        self._close()

    def _close(self) -> None:
        self.workspace.close()
        if isinstance(self._clock, SandboxClock):
            self._clock.close()


def furnish(workspace: Workspace) -> None:
    """Let the people in, make the channels, and put a few words there."""
    for person in PEOPLE:
        workspace.add_person(person)
    channels = {name: workspace.add_channel(name, topic) for name, topic in CHANNELS}
    workspace.add_channel(*STEWARDS_CHANNEL, members=[person.id for person in PEOPLE if person.is_steward])
    for channel, person_id, words in WORDS:
        workspace.say(person_id, channels[channel].id, words)


async def set_up(client: SandboxClient) -> None:
    """Walk the steward's path for the newcomer: the setup with its good guesses, taken as they are."""
    steward = next(person for person in client.workspace.people if person.is_steward)
    form = await client.command(steward.id, "/steward setup")
    if form is None or isinstance(form, Message):
        return  # the engine had something else to say; it stands in the steward's first channel
    guesses = {field["token"]: _guess(client, field) for field in form["fields"]}
    await client.submit_form(steward.id, form["id"], guesses)


def _guess(client: SandboxClient, field: SelectControl | TextControl) -> list[str]:
    """Return what the form suggests; else the channel that was made for it, or the first entries."""
    if field["kind"] == "text":
        return [field["starts_with"]] if field["starts_with"] else []
    chosen = [option["value"] for option in field["options"] if option["is_chosen"]]
    if chosen:
        return chosen[: field["at_most"]]
    values = [option["value"] for option in field["options"]]
    made_for_it = next(channel.id for channel in client.workspace.channels if channel.name == "circles")
    if field["token"] in {Token.SETUP_BOARD, Token.SETUP_ROOMS} and made_for_it in values:
        return [made_for_it]
    return values[: max(field["at_least"], 1)]
