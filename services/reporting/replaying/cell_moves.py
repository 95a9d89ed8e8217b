"""What one event does to the cells of the forms: from what to what, why, and by whom."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from services.reporting.differences.causes import Cause
from services.reporting.differences.frame import Cell
from services.reporting.differences.members import Weights
from services.reporting.differences.parts import Part


@dataclass(slots=True)
class CellMove:
    """Counts, or fen; the members' weights add up to what lies between."""

    from_: int
    to: int
    cause: Cause
    members: list[tuple[str, int]] = field(default_factory=list)


def cells_of(weights: Weights) -> Counter[Cell]:
    cells = Counter[Cell]()
    for counted, weight in weights.items():
        cells[counted.cell] += weight
    return cells


def moves_of(parts: Iterable[Part], cells: Counter[Cell]) -> dict[Cell, CellMove]:
    """`cells` are what they were before, and are what they are after."""
    moves: dict[Cell, CellMove] = {}
    for part in parts:
        move = moves.get(part.cell)
        if move is None:
            move = moves[part.cell] = CellMove(cells[part.cell], cells[part.cell], part.cause)
        move.to += part.weight
        move.members.append((part.member, part.weight))
    for cell, move in moves.items():
        cells[cell] = move.to
    return moves
