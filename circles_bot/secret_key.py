"""The key that seals what must not be readable in the database, and where it is kept.

It is ``CIRCLES_SECRET_KEY`` where that is set. On SQLite it is otherwise made once and kept beside the database, in a
file that only its owner may read; on PostgreSQL, which processes on several machines may share, the operator sets it.
The key is made before its database, so a database without a key file has lost it: a new key could open nothing in it.
"""

import base64
import binascii
import os
import secrets
from pathlib import Path

from pydantic import SecretStr

from circles_bot.database_url import sqlite_file
from circles_bot.engine.errors import ConfigError

KEY_BYTES = 32
KEY_ACCEPTED = "32 random bytes in base64, as `openssl rand -base64 32` prints them"


def load_secret_key(database_url: str, configured: SecretStr | None = None) -> bytes:
    """Return the 32 bytes that seal this database, making them where that may be done.

    Safe when two processes start at once: both get the same key. Raises ConfigError where it is needed and missing.
    """
    if configured is not None:
        return decode_key(configured.get_secret_value())
    database = sqlite_file(database_url)
    if database is None:
        raise ConfigError(f"CIRCLES_SECRET_KEY is not set; PostgreSQL needs it: set {KEY_ACCEPTED}, and keep a copy.")
    has_rows = database.exists() and database.stat().st_size > 0  # asked first: the key is older than its database
    file = key_file(database)
    if not file.exists():
        if has_rows:
            raise ConfigError(_lost(database))
        _make(file)
    return _read(file)


def key_file(database: Path) -> Path:
    """Return the file beside a SQLite database that keeps its key."""
    return database.with_name(database.name + ".key")


def decode_key(text: str) -> bytes:
    """Return the bytes of a key written in base64 (either alphabet); raise ValueError where it is not a whole key."""
    try:
        key = base64.b64decode(text.strip().replace("-", "+").replace("_", "/"), validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None  # its own error would say where in the secret
    if len(key) != KEY_BYTES:
        raise ValueError("not the length of a key")
    return key


def _make(file: Path) -> None:
    """Write a new key, whole or not at all; where another process was quicker, its key stays."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as output:
                output.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
                output.flush()
                os.fsync(output.fileno())
            os.link(draft, file)
        except FileExistsError:
            return
        finally:
            draft.unlink(missing_ok=True)
        _sync_folder(file.parent)
    except OSError as error:
        raise ConfigError(
            f"The key cannot be kept in {file} ({error.strerror}): let us write there, or set CIRCLES_SECRET_KEY."
        ) from error


def _sync_folder(folder: Path) -> None:
    """Make sure that a power cut cannot take the key's name while the database stays."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(file: Path) -> bytes:
    """Return the key in the file."""
    try:
        return decode_key(file.read_text(encoding="ascii"))
    except OSError as error:
        raise ConfigError(f"The key file {file} cannot be read ({error.strerror}): let this user read it.") from error
    except ValueError:
        raise ConfigError(
            f"The key file {file} does not hold {KEY_ACCEPTED}: put it back from a copy, or set CIRCLES_SECRET_KEY."
        ) from None


def _lost(database: Path) -> str:
    """Say what a database without its key means, and what can be done."""
    return (
        f"The database {database} is there but its key file {key_file(database)} is not, and without that key what is "
        "sealed in it stays closed: put the file back from a copy or set CIRCLES_SECRET_KEY; to start anew, move the "
        "database away."
    )
