"""What a driver's error means for the operator: one sentence with the mend, never a value or a statement."""

import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING

from circles_bot.engine.errors import StoreError

if TYPE_CHECKING:
    import psycopg

_SQLITE: Mapping[int, str] = {
    sqlite3.SQLITE_BUSY: "The database {name} is in use by another program: close that and try again.",
    sqlite3.SQLITE_LOCKED: "The database {name} is in use by another program: close that and try again.",
    sqlite3.SQLITE_FULL: "There is no room left for the database {name}: free some space on its disk.",
    sqlite3.SQLITE_READONLY: "The database {name} may not be written: give the bot permission to it and its folder.",
    sqlite3.SQLITE_CANTOPEN: "The database {name} cannot be opened: see that its folder exists and the bot may use it.",
    sqlite3.SQLITE_PERM: "The database {name} may not be opened: give the bot permission to it and its folder.",
    sqlite3.SQLITE_AUTH: "The database {name} may not be opened: give the bot permission to it and its folder.",
    sqlite3.SQLITE_CORRUPT: "The database {name} is damaged: stop the bot and put your last backup in its place.",
    sqlite3.SQLITE_NOTADB: "The file {name} is no database, or a damaged one: put your last backup in its place.",
    sqlite3.SQLITE_IOERR: "The disk of the database {name} failed: check the disk, then start again.",
    sqlite3.SQLITE_NOMEM: "There is not enough memory for the database {name}: free some and start again.",
}

PRIMARY_CODE = 0xFF
"""SQLite's extended codes hold the primary one in their lowest byte."""

# https://www.postgresql.org/docs/current/errcodes-appendix.html
TRY_AGAIN = frozenset({"40001", "40P01"})

_POSTGRES: Mapping[str, str] = {
    "40001": "The database is too busy to commit: try again in a moment.",
    "40P01": "The database is too busy to commit: try again in a moment.",
    "53100": "The database server has no room left: free some space on its disk.",
    "53300": "The database server takes no more connections: raise its max_connections or stop something else.",
    "25006": "The database server is read-only: point CIRCLES_DATABASE_URL at the one that may be written.",
    "28P01": "The database server refused the password: correct it in CIRCLES_DATABASE_URL.",
    "28000": "The database server refused the user: correct it in CIRCLES_DATABASE_URL.",
    "3D000": "The database does not exist on its server: create it, or correct CIRCLES_DATABASE_URL.",
    "42501": "The database user may not do this: grant it the rights to create and change tables.",
    "XX001": "The database is damaged: stop the bot and restore your last backup.",
    "XX002": "The database is damaged: stop the bot and restore your last backup.",
}


def of_sqlite(error: sqlite3.Error, name: str) -> StoreError:
    """Return what an error of the SQLite database ``name`` means. SQLite's own words hold no values."""
    code = getattr(error, "sqlite_errorcode", None)
    sentence = _SQLITE.get(code & PRIMARY_CODE) if code is not None else None
    if sentence is None:
        return StoreError(f"The database {name} refused: {error}. Please report this.")
    return StoreError(sentence.format(name=name))


def of_postgres(error: "psycopg.Error") -> StoreError:
    """Return what an error of PostgreSQL means. Only its first line is used: the others hold values."""
    state = error.sqlstate
    if state is None or state.startswith(("08", "57P")):
        return StoreError("The database server cannot be reached: see that it runs and CIRCLES_DATABASE_URL is right.")
    sentence = _POSTGRES.get(state)
    if sentence is None:
        return StoreError(f"The database refused: {error.diag.message_primary} ({state}). Please report this.")
    return StoreError(sentence)
