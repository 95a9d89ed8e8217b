"""Which checkpoints were ever sealed, so that one that is gone is missed: added to, and never changed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ROLE = "hazards"


def upgrade() -> None:
    op.create_table(
        "sealed_checkpoints",
        sa.Column("note", sa.Text, primary_key=True, comment="the name of its file"),
    )
    op.execute(
        "create trigger sealed_checkpoints_are_for_ever before update or delete on sealed_checkpoints "
        "for each row execute function refuse_change()"
    )
    op.execute(
        "create trigger sealed_checkpoints_are_never_emptied before truncate on sealed_checkpoints "
        "for each statement execute function refuse_change()"
    )
    op.execute(f"grant select, insert on sealed_checkpoints to {ROLE}")
