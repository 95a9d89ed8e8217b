"""The first tables: subjects with their marks, whom they name, tallies, cells, checkpoints."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ROLE = "reporting"


def upgrade() -> None:
    _subjects()
    _figures()
    op.create_table(
        "checkpoints",
        sa.Column("log", sa.Text, primary_key=True),
        sa.Column("log_id", sa.Text, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )
    op.execute(
        f"grant select, insert, update, delete on subjects, naming, tallies, cells, checkpoints to {ROLE}"
    )


def _subjects() -> None:
    op.create_table(
        "subjects",
        sa.Column("township", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column(
            "entries", sa.LargeBinary, nullable=False, comment="JSON list of [type, occurred, position, data]"
        ),
        sa.Column(
            "marks",
            sa.LargeBinary,
            nullable=False,
            comment="JSON {campaign: [[filer, column, member, weight]]}",
        ),
        sa.Column(
            "named", sa.LargeBinary, nullable=False, comment="JSON list of [kind, id], as in the table naming"
        ),
        postgresql_with={"fillfactor": "80"},
    )
    op.create_table(
        "naming",
        sa.Column("township", sa.Text, primary_key=True),
        sa.Column("named_kind", sa.Text, primary_key=True),
        sa.Column("named_id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        comment="whose marks to compute again when the named subject changes",
    )


def _figures() -> None:
    op.create_table(
        "tallies",
        sa.Column("township", sa.Text, primary_key=True),
        sa.Column("campaign", sa.Text, primary_key=True),
        sa.Column(
            "place", sa.Text, primary_key=True, comment="a filer, or * and an annex for its distinct total"
        ),
        sa.Column("column_key", sa.Text, primary_key=True),
        sa.Column("member", sa.Text, primary_key=True),
        sa.Column("marks", sa.Integer, nullable=False, comment="how many subjects mark the member there"),
    )
    op.create_table(
        "cells",
        sa.Column("township", sa.Text, primary_key=True),
        sa.Column("campaign", sa.Text, primary_key=True),
        sa.Column("place", sa.Text, primary_key=True, comment="as in tallies; empty: credited to no filer"),
        sa.Column("column_key", sa.Text, primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False, comment="at the window's end; fines in fen"),
    )
