"""Add what explains a round and its circles: columns only, so that earlier processes go on beside it.

A round keeps its cost's parts. A circle keeps whether those asked were new to one another, and how many waking hours
they shared when it began. None of it names anybody.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("rounds", "cost", sa.Text(), "{}"),
    ("circles", "is_new_company", sa.BigInteger(), "0"),
    ("circles", "shared_hours", sa.BigInteger(), None),
)


def upgrade() -> None:
    """Go to this version."""
    for table, name, kind, default in _COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=default is None, server_default=default))


def downgrade() -> None:
    """Go back; why a circle was made is lost."""
    for table, name, _, _ in reversed(_COLUMNS):
        op.drop_column(table, name)
