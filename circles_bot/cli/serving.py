"""Running until somebody stops it, and telling where the sandbox's page is."""

import asyncio
import errno
import os
import sys
import webbrowser
from collections.abc import Callable, Coroutine
from typing import Any

import typer

from circles_bot.engine.errors import ConfigError


def serve(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end; a port that is taken becomes a sentence."""
    try:
        with asyncio.Runner(loop_factory=_new_loop) as runner:
            runner.run(work)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ConfigError(
                "The port is in use, perhaps by another circles-bot: stop that one, or choose another port with "
                "CIRCLES_WEB_PORT (for the sandbox: --port)."
            ) from error
        if error.errno in (errno.EACCES, errno.EADDRNOTAVAIL) and error.filename is None:
            raise ConfigError(
                "This computer does not let us listen there: choose a port above 1023, and for CIRCLES_WEB_HOST one of "
                "its own addresses."
            ) from error
        raise


def _new_loop() -> asyncio.AbstractEventLoop:
    """Return uvloop's event loop where there is one, for what it saves an act (docs/decisions/0030-uvloop.md)."""
    if sys.platform == "win32":
        return asyncio.new_event_loop()
    import uvloop

    return uvloop.new_event_loop()


def announce_page(opens: bool) -> Callable[[str], None]:
    """Return what prints the sandbox's address once it answers, and opens it where that is wanted."""

    def announce(address: str) -> None:
        typer.echo(f"The sandbox is open at {address}  (Ctrl-C closes it; what happened in it is kept)")
        sys.stdout.flush()
        if opens:
            webbrowser.open(address)

    return announce


def opens_by_default() -> bool:
    """Tell whether a person sits at a desktop here: elsewhere a browser would open in the terminal, or nowhere."""
    has_desktop = sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return sys.stdout.isatty() and has_desktop


def load_structlog_without_rich() -> None:
    """Load structlog as if rich were absent: it would use it for tracebacks only, which our logs never hold.

    A twentieth of the start and three megabytes (benchmarks/start.py). ``None`` in ``sys.modules`` is the documented
    way to make an import fail: https://docs.python.org/3/reference/import.html#the-module-cache
    """
    if "structlog" in sys.modules or "rich" in sys.modules:
        return
    sys.modules["rich"] = None  # type: ignore[assignment]  # typed as if only modules could stand there
    try:
        import structlog  # noqa: F401  # loaded for the sake of everybody after us
    finally:
        del sys.modules["rich"]
