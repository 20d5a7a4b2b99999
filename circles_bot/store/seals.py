"""Knows a database's key again: the first start leaves a sealed word, and every later one must be able to open it.

What an earlier release wrote in the open and is sealed from this one on is sealed at the first start that may.
"""

from sqlalchemy import Text, bindparam, select, update

from circles_bot.engine.errors import ConfigError, StoreError
from circles_bot.engine.model import Address, AddressKind
from circles_bot.store import tables
from circles_bot.store.sealing import MARK
from circles_bot.store.session import Session
from circles_bot.store.statements import upsert

NAME = "key"
WORD = "circles"
PLACE = ("seals", "sealed", NAME)

_READ = select(tables.seals.c.sealed).where(tables.seals.c.name == NAME)

_OPEN_ADDRESSES = select(
    tables.addresses.c.community, tables.addresses.c.ours, tables.addresses.c.theirs.label("readable")
).where(tables.addresses.c.kind == AddressKind.MEMBER.value, ~tables.addresses.c.theirs.startswith(MARK))
"""A label has no table: what is not sealed yet must not be opened."""

_SEAL_ADDRESS = (
    update(tables.addresses)
    .where(
        tables.addresses.c.community == bindparam("of", type_=Text),
        tables.addresses.c.kind == AddressKind.MEMBER.value,
        tables.addresses.c.ours == bindparam("whose", type_=Text),
    )
    .values(theirs=bindparam("sealed", type_=Text))
)


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


def seal_addresses(session: Session) -> None:
    """Seal the addresses of people that 0.1.0 left readable; finds none at every later start."""
    for community, ours, theirs in session.rows(_OPEN_ADDRESSES):
        row = (community, AddressKind.MEMBER.value, ours, theirs)
        *_, sealed = session.sealer.seal_row(Address, row)
        session.rows(_SEAL_ADDRESS, of=community, whose=ours, sealed=sealed)
        session.has_forgotten = True  # the log still has them readable
