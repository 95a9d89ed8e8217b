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
    op.create_table(
        "acknowledgements",
        sa.Column("token", sa.Text, primary_key=True, comment="SHA-256 of what stands in the link"),
        sa.Column("township", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used", sa.DateTime(timezone=True), nullable=True),
    )
    op.execute(f"grant select, insert, update, delete on acknowledgements to {SENDER}")
    op.execute(f"grant select on sms_templates, acknowledgements to {ROLE}")
    op.execute(f"grant select, insert, update, delete on sms_templates to {SENDER}")
    op.execute(f"grant select on duty_roster to {SENDER}")
    op.execute(f"grant update on contacts to {SENDER}")
