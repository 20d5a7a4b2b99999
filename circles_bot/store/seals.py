"""Knows a database's key again: the first start leaves a sealed word, and every later one must be able to open it."""

from sqlalchemy import select

from circles_bot.engine.errors import ConfigError, StoreError
from circles_bot.store import tables
from circles_bot.store.session import Session
from circles_bot.store.statements import upsert

NAME = "key"
WORD = "circles"
PLACE = ("seals", "sealed", NAME)

_READ = select(tables.seals.c.sealed).where(tables.seals.c.name == NAME)


def require_key(session: Session) -> None:
    """Leave the sealed word where there is none; raise ``ConfigError`` where another key sealed it."""
    rows = session.rows(_READ)
    if not rows:
        session.run_arranged(upsert(session.dialect, tables.seals, 1), (NAME, session.sealer.seal(WORD, *PLACE)))
        return
    try:
        session.sealer.open(str(rows[0][0]), *PLACE)
    except StoreError:
        raise ConfigError(
            "This database was sealed with another key: set CIRCLES_SECRET_KEY to that one, or put its key file back "
            "from a copy; nothing was changed."
        ) from None
