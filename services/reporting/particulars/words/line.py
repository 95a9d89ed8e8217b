"""What a line of a list consists of: headings with their widths, and what stands under them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from services.reporting.lineage.cell import Counted
from services.reporting.particulars.words.known import Known


class Fen(NamedTuple):
    """Money, shown in 万元 exactly."""

    fen: int


Value: TypeAlias = str | int | Fen


class Heading(NamedTuple):
    label: str
    width: int
    """In Chinese characters."""


Cells: TypeAlias = Callable[[Counted, Known], Sequence[Value]]


class Kind(NamedTuple):
    """How one kind of thing is listed."""

    headings: tuple[Heading, ...]
    cells: Cells
