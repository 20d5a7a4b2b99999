"""Logging: key-value lines on stderr, for a person at a terminal and as JSON otherwise, through one redaction.

It trusts nobody: it replaces every value whose key may hold what people write, who they are, or a secret; it lets only
plain values through, since an object would show its fields; it blanks what looks like a token anywhere; and of an
exception it keeps the class and the places, since its message may quote a row. An interest's id is replaced as well:
beside a member's id it would say who follows it, and some interests are confidential.
"""

import logging
import re
import sys
import traceback
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from circles_bot.engine.errors import CirclesError

REDACTED = "[redacted]"
DEEPEST = 4

# One part of a key, between underscores, is enough; so is its plural.
SPEAKING_KEY = re.compile(
    r"""(?:^|_)(?:
      answer | ask | author | authorization | body | choice | comment | contact | content | cookie | credential | email
    | interest | label | mail | message | name | nick | nickname | note | offer | password | phone | preview | prompt
    | query | question | raw | reason | reply | secret | signature | statement | subject | tag | text | title | token
    | topic | typed | url | user | username | value | word
    )s?(?:_|$)""",
    re.VERBOSE | re.IGNORECASE,
)

TOKENS = re.compile(
    r"""
      xox[a-z](?:\.xox[a-z])?-[\w-]{8,}            # Slack: bot, user, refresh and configuration tokens
    | xapp-[\w-]{8,}                               # Slack: app-level token
    | [\w-]{23,30}\.[\w-]{6,7}\.[\w-]{27,}         # Discord: bot token
    | (?:Bearer|Bot|Basic)\s+[\w.~+/=-]{12,}       # an authorization header
    | (?<=://)[^\s/@]+:[^\s/@]+(?=@)               # user and password in an address
    | (?<![\w+/=-])[\w+/-]{43}=(?![\w+/=-])        # 32 bytes in base64: a secret key
    | (?<![0-9a-f])[0-9a-f]{32,}(?![0-9a-f])       # a signing secret or another long hexadecimal secret
    | [\w.+-]+@[\w-]+\.[\w.-]+                     # an e-mail address
    """,
    re.VERBOSE,
)

Level = Literal["debug", "info", "warning", "error"]


def configure_logs(level: Level = "info", *, stream: TextIO | None = None) -> None:
    """Send our log lines, and warnings of the libraries we use, to ``stream`` (stderr); may be called again."""
    output = sys.stderr if stream is None else stream
    threshold = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        redact,
    ]
    structlog.configure(
        processors=[*shared, _renderer(output)],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.PrintLoggerFactory(output),
        cache_logger_on_first_use=False,
    )
    _configure_libraries(output, max(threshold, logging.WARNING), shared)


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace everything in a log line that could tell who somebody is, what they wrote, or a secret."""
    error = event.pop("exc_info", None)
    for key in tuple(event):
        if isinstance(key, str) and not key.startswith("_"):
            event[key] = REDACTED if _may_speak(key) else _plain(event[key])
    if error:
        event["exception"] = _places(error)
    return event


def _may_speak(key: str) -> bool:
    """Tell whether a key's name says that its value may be about a person or a secret."""
    return SPEAKING_KEY.search(key) is not None


def _plain(value: object, depth: int = 0) -> object:
    """Return the value if it is of a plain kind, with tokens blanked; otherwise only the name of its class."""
    if isinstance(value, Enum):
        return _plain(value.value, depth)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str | Path):
        return TOKENS.sub(REDACTED, str(value))
    if isinstance(value, datetime | date | timedelta):
        return str(value)
    if depth < DEEPEST and isinstance(value, Mapping):
        return {str(key): REDACTED if _may_speak(str(key)) else _plain(item, depth + 1) for key, item in value.items()}
    if depth < DEEPEST and isinstance(value, Sequence | set | frozenset) and not isinstance(value, bytes | bytearray):
        return [_plain(item, depth + 1) for item in value]
    return f"<{type(value).__name__}>"


def _places(error: object) -> str:
    """Return an exception as its class and the places it came through; only our own errors keep their message."""
    found = error if isinstance(error, BaseException) else None
    trace: TracebackType | None = None
    if isinstance(error, tuple):
        _, found, trace = error
    elif error is True:
        found = sys.exception()
    if found is None:
        return REDACTED
    return "; caused by ".join(_place(one, trace if one is found else None) for one in _chain(found))


def _chain(error: BaseException) -> list[BaseException]:
    """Return an exception and what caused it, the outermost first."""
    chain = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None and cause not in chain:
        chain.append(cause)
    return chain


def _place(error: BaseException, trace: TracebackType | None) -> str:
    """Return one exception's class, its message if it is one of ours, and where it was raised, innermost first."""
    says = f": {TOKENS.sub(REDACTED, str(error))}" if isinstance(error, CirclesError) else ""
    frames = traceback.extract_tb(trace or error.__traceback__)
    where = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    return f"{type(error).__name__}{says} [{where}]"


def _renderer(stream: TextIO) -> Processor:
    """Return colours for a person at a terminal, JSON for everything else."""
    if stream.isatty():
        return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer(ensure_ascii=False)


def _configure_libraries(stream: TextIO, threshold: int, shared: list[Processor]) -> None:
    """Let the libraries' own warnings pass through the same processors."""
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer(stream)],
        foreign_pre_chain=[structlog.stdlib.add_logger_name, structlog.stdlib.ExtraAdder(), *shared],
        keep_exc_info=False,
        keep_stack_info=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=threshold, force=True)
    logging.captureWarnings(True)
