"""Where a database is, from its URL, and the lock that keeps a second process off an SQLite file."""

import errno
import os
from collections.abc import Mapping
from pathlib import Path

from circles_bot.engine.errors import StoreError


def sqlite_path(url: str) -> Path:
    """Return the file of ``sqlite:///relative`` or ``sqlite:////absolute``."""
    path = url.partition(":///")[2]
    if not path or path == ":memory:":
        raise StoreError("An SQLite database needs a file: set CIRCLES_DATABASE_URL to sqlite:///circles.db, say.")
    return Path(path)


def postgres_address(url: str) -> str:
    """Return the URL as PostgreSQL's own library takes it (without SQLAlchemy's ``+driver``)."""
    scheme, _, rest = url.partition("://")
    return f"{scheme.partition('+')[0]}://{rest}"


_REASONS: Mapping[int, str] = {
    errno.ENOENT: "The folder of the database {name} does not exist: make it, or correct CIRCLES_DATABASE_URL.",
    errno.ENOTDIR: "The folder of the database {name} does not exist: make it, or correct CIRCLES_DATABASE_URL.",
    errno.ENOSPC: "There is no room left for the database {name}: free some space on its disk.",
    errno.EACCES: "The database {name} may not be written: give the bot permission to it and its folder.",
    errno.EPERM: "The database {name} may not be written: give the bot permission to it and its folder.",
    errno.EROFS: "The database {name} may not be written: its disk is mounted read-only.",
}


class FileLock:
    """Holds ``<database>.lock`` as long as this process lives; the system lets go of it when it dies, however."""

    def __init__(self, database: Path) -> None:
        """Take the lock, or raise ``StoreError`` at once."""
        import fcntl

        path = database.with_name(database.name + ".lock")
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(
                _REASONS.get(error.errno or 0, "The database {name} cannot be used.").format(name=database.name)
            ) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._file)
            raise StoreError(
                f"The database {database.name} is open in another circles-bot: stop that one first."
            ) from error

    def release(self) -> None:
        """Let go. The file stays: taking it away would let two others each lock a file of this name."""
        os.close(self._file)
