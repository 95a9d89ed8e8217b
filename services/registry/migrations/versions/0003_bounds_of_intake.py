"""Refusals and dead letters are bounded for each account, and removed when they are old."""

from alembic import op

revision = "0003"
down_revision = "0002"

SERVICE = "registry"


def upgrade() -> None:
    op.create_index("refusals_of_account", "refusals", ["township", "publisher", "number"])
    op.create_index(
        "dead_letters_of_account",
        "dead_letters",
        ["township", "publisher"],
        postgresql_where="state = 'open'",
    )
    op.execute(f"grant delete on refusals, dead_letters to {SERVICE}")
