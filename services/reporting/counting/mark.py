"""One mark: a subject counts for a filer in a column."""

from typing import NamedTuple


class Mark(NamedTuple):
    filer: str
    """`crediting.UNCREDITED` when it is in the town's total alone."""
    column: str
    member: str
    """What is counted, after merges: a unit, a hazard, a case; for sums, what carries the amount."""
    weight: int
    """1 for what is counted, fen for fines."""
    behind: tuple[int, ...]
    """Positions of the subject's own entries that put it there, in the log of its kind."""
