"""Tells Alembic where the database is: a connection handed over by the program, or the one the settings name."""

import os

from alembic import context
from sqlalchemy import Connection

from circles_bot.store.migrate import migration_connection
from circles_bot.store.tables import metadata

DEFAULT_URL = "sqlite:///circles.db"


def run(connection: Connection) -> None:
    """Run the migrations in the transaction that ``connection`` is in."""
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with migration_connection(os.environ.get("CIRCLES_DATABASE_URL", DEFAULT_URL)) as opened:
        run(opened)
