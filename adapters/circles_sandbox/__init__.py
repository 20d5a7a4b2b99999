"""The sandbox: a small chat workspace in the browser in which a newcomer meets the bot."""

from pathlib import Path

from circles_bot.ports.adapters import House, Passage
from circles_sandbox.adapter import Sandbox
from circles_sandbox.clock import SandboxClock
from circles_sandbox.crowd import Crowd
from circles_sandbox.ledger import Ledger, LedgerEntry, RecentLedger
from circles_sandbox.settings import SandboxSettings
from circles_sandbox.storage import forget_workspace

__all__ = [
    "Crowd",
    "Ledger",
    "LedgerEntry",
    "RecentLedger",
    "Sandbox",
    "SandboxClock",
    "SandboxSettings",
    "connect",
    "forget_workspace",
]


def connect(
    house: House,
    *,
    folder: Path | None,
    host: str,
    port: int,
    passage: Passage,
    ledger: Ledger,
    sets_up: bool = True,
) -> Sandbox:
    """Return the sandbox, not started yet. ``folder`` None keeps the workspace in memory only.

    ``house.clock`` is best a :class:`SandboxClock` of the same folder. Without ``sets_up`` nobody sets the bot up
    for the newcomer: ``/steward setup`` does, by hand. Raises ConfigError for a host that others could reach, and for a
    workspace file that cannot be used.
    """
    settings = SandboxSettings(folder=folder, host=host, port=port, sets_up=sets_up)
    return Sandbox(house, settings=settings, passage=passage, ledger=ledger)
