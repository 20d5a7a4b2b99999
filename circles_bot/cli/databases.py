"""The database as `migrate` and `doctor` speak about it."""

import os

from circles_bot.database_url import sqlite_file, without_password
from circles_bot.engine.errors import StoreError
from circles_bot.secret_key import load_secret_key
from circles_bot.settings import Settings


def migrate_database(settings: Settings) -> str:
    """Bring the database to this version's tables and say so."""
    from circles_bot.store.migrate import upgrade

    if check_database(settings.database_url)[0]:
        return f"The database {shown(settings.database_url)} is current; nothing to do."
    load_secret_key(settings.database_url, settings.secret_key)  # the key is always older than its database
    upgrade(settings.database_url)
    return f"The database {shown(settings.database_url)} is now current."


def check_database(url: str) -> tuple[bool, str]:
    """Return whether the database has this version's tables, and the sentence that says so; creates nothing."""
    from circles_bot.store.migrate import is_current

    file = sqlite_file(url)
    if file is not None and not file.exists():
        return False, f"There is no database {file} yet: circles-bot migrate makes it, and so does the first start."
    if is_current(url):
        return True, f"The database {shown(url)} is current."
    return False, f"The database {shown(url)} is not current: run circles-bot migrate (copy it first if you like)."


def require_writable(url: str) -> None:
    """Raise StoreError where a SQLite database, or the folder it will be made in, cannot be written."""
    file = sqlite_file(url)
    if file is None:
        return
    folder = file.parent
    if not folder.is_dir():
        raise StoreError(f"The folder {folder} for the database is not there: create it.")
    for path in (folder, file):
        if path.exists() and not os.access(path, os.W_OK):
            raise StoreError(f"{path} cannot be written by this user: change its permissions, or its owner.")


def shown(url: str) -> str:
    """Return how the database is called in a sentence: a file's path, or an address without its password."""
    file = sqlite_file(url)
    return without_password(url) if file is None else str(file)
