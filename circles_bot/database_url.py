"""What ``CIRCLES_DATABASE_URL`` may say, and how to show it without its password."""

import re
from pathlib import Path

ACCEPTED = "sqlite:/// and a file (sqlite:///circles.db), or postgresql://user:password@host/database"

_SQLITE = "sqlite:///"
_POSTGRESQL = "postgresql://"
_PASSWORD_BEFORE_HOST = re.compile(r"(?<=://)([^/@:]*):[^/]*@")
_PASSWORD_IN_QUERY = re.compile(r"(?i)([?&](?:ssl)?password=)[^&]*")


def is_accepted(url: str) -> bool:
    """Tell whether the address names a SQLite file or a PostgreSQL database."""
    if url.startswith(_SQLITE):
        file = url.removeprefix(_SQLITE)
        return bool(file) and not file.endswith("/") and not re.search(r"[?#\0]|^:memory:$", file)
    return url.startswith(_POSTGRESQL) and len(url) > len(_POSTGRESQL)


def sqlite_file(url: str) -> Path | None:
    """Return the SQLite database's file (a relative one is meant from the working folder), or None for PostgreSQL."""
    return Path(url.removeprefix(_SQLITE)) if url.startswith(_SQLITE) else None


def without_password(url: str) -> str:
    """Return the address as it may be shown."""
    return _PASSWORD_IN_QUERY.sub(r"\1***", _PASSWORD_BEFORE_HOST.sub(r"\1:***@", url))
