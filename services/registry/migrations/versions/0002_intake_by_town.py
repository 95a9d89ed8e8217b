"""What intake keeps beside the log belongs to a town: nobody of another one is told of it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


_UNKNOWN = "of the sender; empty when nobody knows it"
_COMMENTS = {"refusals": _UNKNOWN, "waiting": None, "dead_letters": _UNKNOWN}


def upgrade() -> None:
    for table, comment in _COMMENTS.items():
        # Of what was kept before, the town of refusals and dead letters is not known any more.
        column = sa.Column("township", sa.Text, nullable=False, server_default="", comment=comment)
        op.add_column(table, column)
    op.execute("update waiting set township = convert_from(account, 'utf8')::json ->> 'township'")
    for table in _COMMENTS:
        op.alter_column(table, "township", server_default=None)
    op.create_index("dead_letters_open", "dead_letters", ["sha256"], postgresql_where="state = 'open'")
    op.alter_column("directory", "document", comment="what is answered of it")
    # The directory says since when an official leads: it is read from the log anew.
    op.execute("delete from directory")
    op.execute("update directory_position set position = 0")
