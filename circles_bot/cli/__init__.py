"""The command line. What a command needs is imported when it runs, so that `circles-bot version` answers at once."""

from circles_bot.cli.app import main

__all__ = ["main"]
