"""What was recorded of a unit is found by the first event of each stream, which names it."""

from alembic import op

revision = "0009"
down_revision = "0008"

_UNIT_NAMED = (
    """hashtextextended(split_part(split_part(encode(raw, 'escape'), '"unit_id":"', 2), '"', 1), 0)"""
)


def upgrade() -> None:
    op.execute(f"create index events_of_unit on events (({_UNIT_NAMED}), position) where stream_version = 1")
