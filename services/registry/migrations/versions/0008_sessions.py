"""Sessions of people who signed in with a browser."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

ROLE = "registry"


def upgrade() -> None:
    op.create_table(
        "sessions",
        sa.Column("secret_hash", sa.LargeBinary, primary_key=True),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("township", sa.Text, nullable=False),
        sa.Column("identity", sa.Text, nullable=False, comment="the account as the issuer last gave it"),
        sa.Column("authenticated", sa.BigInteger, nullable=False, comment="seconds: the password was given"),
        sa.Column("began", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("renewed", sa.DateTime(timezone=True), nullable=False, comment="the issuer was last asked"),
        sa.Column("refresh_token", sa.LargeBinary, nullable=True, comment="locked by the session's secret"),
    )
    op.create_index("sessions_by_account", "sessions", ["account", "began"])
    op.create_index("sessions_by_end", "sessions", ["ends"])
    op.execute(f"grant select, insert, update, delete on sessions to {ROLE}")
