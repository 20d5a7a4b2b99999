"""What the sandbox is told at its start, and what of it is refused."""

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from circles_bot.engine.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxSettings:
    """``folder`` None keeps everything in memory; without ``sets_up`` a steward sets the bot up by hand.

    ``port`` 0 takes any free one.
    """

    folder: Path | None
    host: str = "127.0.0.1"
    port: int = 8347
    sets_up: bool = True

    def __post_init__(self) -> None:
        """Refuse to listen where another machine could reach it."""
        if not is_loopback(self.host):
            raise ConfigError(
                f"CIRCLES_WEB_HOST is {self.host!r}, but the sandbox listens on this computer only: "
                "set it to 127.0.0.1 or leave it away."
            )


def is_loopback(host: str) -> bool:
    """Tell whether an address or a host's name is this computer's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
