"""The tables of the read model as they are put aside, and which check says that two rows are not the same.

A check is what a finding is called by, for programs too: it compares some columns of one table, or which rows
are there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.projection.rows import COLUMNS
from services.reporting.subjects.span import Span


@dataclass(frozen=True, slots=True)
class Kept:
    """Its keys name a row, the others say what it holds."""

    table: str
    keys: tuple[str, ...]
    values: Mapping[str, str]
    """By column, the check that compares it; of several that differ the first is told."""
    missing: str
    """The check of a row that is not among those that answer."""
    too_many: str
    """Of one that is there, and that the events do not lead to."""

    @property
    def columns(self) -> tuple[str, ...]:
        return *self.keys, *self.values

    @property
    def checks(self) -> tuple[str, ...]:
        return *self.values.values(), self.missing, self.too_many


SUBJECTS = Kept(
    "subjects",
    COLUMNS[:3],
    {"entries": "rows", "marks": "marks", "named": "names", **dict.fromkeys(Span._fields, "spans")},
    "rows",
    "rows",
)
NAMING = Kept("naming", ("township", "named_kind", "named_id", "kind", "id"), {}, "naming", "naming")
TALLIES = Kept(
    "tallies",
    ("township", "campaign", "place", "column_key", "member"),
    {"marks": "tallies"},
    "tallies",
    "tallies",
)
CELLS = Kept("cells", ("township", "campaign", "place", "column_key"), {"value": "cells"}, "cells", "cells")
PROVENANCE = Kept(
    "provenance",
    ("log", "position"),
    dict.fromkeys(("recorded", "actor", "organisation"), "provenance"),
    "provenance",
    "provenance_beyond",
)
CHECKPOINTS = Kept(
    "checkpoints",
    ("log",),
    dict.fromkeys(("log_id", "position", "hash", "recorded"), "checkpoints"),
    "checkpoints",
    "checkpoints",
)
TABLES = (SUBJECTS, NAMING, TALLIES, CELLS, PROVENANCE, CHECKPOINTS)
CHECKS = tuple(dict.fromkeys(check for each in TABLES for check in each.checks))
