"""One mark: a subject counts for a filer in a column, and by which events."""

from typing import NamedTuple, TypeAlias

from services.reporting.subjects.dated import AsSaid
from shared.read_model.entry import Entry

AnyOf: TypeAlias = tuple[Entry, ...]
"""One of these has to be there; the first is listed before the others."""

Need: TypeAlias = AnyOf | AsSaid
"""What has to be there for a mark to be: one of several events, or whatever says the same at that moment."""


class Mark(NamedTuple):
    """A contribution to one cell: figures add them up, lineage lists what is behind them."""

    filer: str
    """`crediting.UNCREDITED` when it is in the town's total alone."""
    column: str
    member: str
    """What is counted, after merges: a unit, a hazard, a case; for sums, what carries the amount."""
    weight: int
    """1 for what is counted, fen for fines."""
    behind: tuple[Need, ...]
    """All of them together put it there; the act itself comes first."""


StoredMark: TypeAlias = tuple[str, str, str, int]
"""Filer, column, member, weight: all that figures need of one."""
