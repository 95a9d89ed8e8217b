"""What sending asks beside: hazards by their unit, the states of templates, and whom it may flag."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ROLE, SENDER = "notifications", "notifications_sender"


def upgrade() -> None:
    op.create_index(
        "hazards_of_unit",
        "subjects",
        ["township", sa.text("(view ->> 'unit_id')")],
        postgresql_where=sa.text("kind = 'hazard'"),
    )
    op.create_table(
        "sms_templates",
        sa.Column("township", sa.Text, primary_key=True),
        sa.Column("template", sa.Text, primary_key=True, comment="its name, or empty: the signature"),
        sa.Column("state", sa.Text, nullable=False, comment="未报备, 审核中, 可用, 停用"),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
    )
    op.execute(f"grant select on sms_templates to {ROLE}")
    op.execute(f"grant select, insert, update, delete on sms_templates to {SENDER}")
    op.execute(f"grant select on duty_roster to {SENDER}")
    op.execute(f"grant update on contacts to {SENDER}")
