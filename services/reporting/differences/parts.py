"""One part of a difference: what one event, or a step without events of its own, adds to a cell."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from services.reporting.differences.causes import Cause
from services.reporting.differences.frame import Cell
from services.reporting.lineage.sources import Source


@dataclass(frozen=True, slots=True)
class Part:
    cell: Cell
    member: str
    """What is counted more or less by it."""
    weight: int
    cause: Cause
    events: tuple[Source, ...]


def backwards(parts: Iterable[Part]) -> list[Part]:
    return [replace(part, weight=-part.weight) for part in reversed(list(parts))]
