"""Units are found by their names: the directory holds these as they are looked for, and who may see them.

The directory is folded anew at the next start, being of another version then.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("directory", _column("called", sa.Text(), "", "of a unit: its name, normalised"))
    op.add_column("directory", _column("grams", ARRAY(sa.Text()), "{}", "of that: <township>/<bigram>"))
    op.add_column("directory", _column("seen_by", ARRAY(sa.Text()), "{}", "<township>/<organisation>"))
    op.create_index("directory_by_name", "directory", ["grams", "seen_by"], postgresql_using="gin")


def _column(
    name: str, kind: "sa.types.TypeEngine[str] | ARRAY[str]", empty: str, comment: str
) -> "sa.Column[str]":
    return sa.Column(name, kind, nullable=False, server_default=empty, comment=comment)
