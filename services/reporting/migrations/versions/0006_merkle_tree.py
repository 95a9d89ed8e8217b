"""Tiles of the Merkle tree beside the log, and the keys that ever sealed it: added to, and never changed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ROLE = "reporting_log"


def upgrade() -> None:
    op.create_table(
        "tree_tiles",
        sa.Column("level", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column(
            "root", sa.LargeBinary, nullable=False, comment="of its 256 entries: an entry one level above"
        ),
        sa.Column("hashes", sa.LargeBinary, nullable=True, comment="of 256 leaves; above level 0 null"),
    )
    # Hashes can't be compressed.
    op.execute("alter table tree_tiles alter column hashes set storage external")
    op.create_table(
        "sealing_keys",
        sa.Column("key_id", sa.Text, primary_key=True),
        sa.Column("public_key", sa.Text, nullable=False),
        sa.Column("first_size", sa.BigInteger, nullable=False, comment="of the first checkpoint it sealed"),
    )
    for table in ("tree_tiles", "sealing_keys"):
        _protect(table)
    op.execute(f"grant select, insert on tree_tiles, sealing_keys to {ROLE}")
    op.execute("grant select on tree_tiles, sealing_keys to reporting")


def _protect(table: str) -> None:
    """By the function that refuses changes of the log."""
    op.execute(
        f"create trigger {table}_are_for_ever before update or delete on {table} "
        "for each row execute function refuse_change()"
    )
    op.execute(
        f"create trigger {table}_are_never_emptied before truncate on {table} "
        "for each statement execute function refuse_change()"
    )
