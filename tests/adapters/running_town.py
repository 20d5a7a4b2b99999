"""The story that the unmodified bot, as a process of its own, is told on every platform."""

from collections.abc import Callable
from typing import Protocol

from circles_bot.engine.tokens import Token, make_token
from tests.journeys.acts import steward_sets_up
from tests.journeys.town import Town

JOINERS = ("Ana", "Ben", "Chidi", "Dewi")


class RunningTown(Town, Protocol):
    """A town whose bot runs by itself, and can be ended and started."""

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so on the platform."""

    def has_board(self) -> bool:
        """Tell whether the board is there."""

    async def end(self) -> None:
        """Ask the process to end, and see that it ends well."""

    async def begin(self) -> None:
        """Start the process again over the same database."""


async def a_room_opens(town: RunningTown) -> str:
    """Let a steward set up, people join, a round ask them and all say yes, over a restart; return who was asked first.

    The room is open then, with the first question in it.
    """
    await steward_sets_up(town)
    await town.command("Noor", "/steward settings")
    await town.tap("Noor", Token.SETTINGS, fields={make_token(Token.SET, "quiet_hours"): ("None",)})
    await town.tap("Noor", Token.SETTINGS_PAGE, part="1")
    await town.tap("Noor", Token.SETTINGS, fields={make_token(Token.SET, "settling"): ("at once",)})
    await town.until(town.has_board)
    await town.tap("Ana", Token.JOIN, "baseball")
    await town.command("Ben", "/circles join baseball")
    for who in ("Chidi", "Dewi"):
        await town.tap(who, Token.JOIN, "baseball")

    await town.until(lambda: any(town.can_tap(who, Token.ACCEPT) for who in JOINERS))
    asked = next(who for who in JOINERS if town.can_tap(who, Token.ACCEPT))
    await town.tap(asked, Token.ACCEPT)
    await town.end()
    await town.begin()
    await town.command(asked, "/circles mine")
    assert "yes" in town.heard(asked)

    for who in JOINERS:  # first messages are three minutes apart: who is still to get theirs finds the question here
        if who != asked:
            await town.command(who, "/circles mine")
            await town.tap(who, Token.ACCEPT)
    await town.until(lambda: all(town.rooms(who) for who in JOINERS))
    await town.until(lambda: town.can_tap(asked, Token.TAP))
    return asked
