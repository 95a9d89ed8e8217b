"""Refusals and dead letters are bounded for each account, and removed when they are old."""

from alembic import op

from shared.intake.store.tables import grant_removing

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
    for statement in grant_removing(SERVICE):
        op.execute(statement)
