"""What Slack's libraries log: that something went wrong and where, never with which words.

They quote what they met: an installation's code, an address with a connection's ticket in it, who sent something that
is no HTTP, and (below a warning) everything that comes and goes. What they call an error mends itself: they connect
again, and Slack sends again.
"""

import logging
import sys


def wordless_logger() -> logging.Logger:
    """Return what the libraries may log with."""
    logger = logging.getLogger(__name__)
    logger.addFilter(_without_words)  # the same function is not added twice
    return logger


def _without_words(record: logging.LogRecord) -> bool:
    """Keep of a record from where it came and the kind of error, as a warning."""
    if record.levelno < logging.WARNING:
        return False
    error = sys.exception()
    record.msg, record.args = "library_disturbed", ()
    record.exc_info = record.exc_text = record.stack_info = None
    record.doing, record.error = record.funcName, type(error).__name__ if error else ""
    record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
    return True
