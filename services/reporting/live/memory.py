"""What changed since: the cells as of now, and what they were before each of the last changes.

Who comes back is told the difference to what it has seen, or everything where that is forgotten.
"""

from collections import deque

from services.reporting.live.cell import Cell, Cells, Value

MOST_REMEMBERED = 10_000
"""Cells that changed, each time counted: a town's busiest hour, and less than 2 MB."""
MOST_IDS = 2_000
"""Ids that may be named on coming back; two a second at most are given out."""


class Memory:
    """Of one account's sight of one campaign. Every change of a cell begins a new `revision`."""

    def __init__(self, most_remembered: int = MOST_REMEMBERED, most_ids: int = MOST_IDS) -> None:
        self.cells: Cells = {}
        self.revision = 0
        self._most_remembered, self._most_ids = most_remembered, most_ids
        self._before: deque[Cells] = deque()
        """The oldest first; the last leads from the revision before this one to this one."""
        self._remembered = 0
        self._revisions: dict[str, int] = {}
        """By id, the oldest first."""

    def take(self, event_id: str, cells: Cells) -> None:
        """What is seen now, under the id that names it."""
        before = {cell: self.cells.get(cell) for cell in differing(self.cells, cells)}
        if before:
            self.cells = cells
            self.revision += 1
            self._remember(before)
        self._revisions.pop(event_id, None)
        self._revisions[event_id] = self.revision
        if len(self._revisions) > self._most_ids:
            del self._revisions[next(iter(self._revisions))]

    def revision_of(self, event_id: str) -> int | None:
        """None for an id that was not given out here, or is forgotten."""
        return self._revisions.get(event_id)

    def changed_since(self, revision: int) -> Cells | None:
        """The cells whose value differs from then, as they are now; None where that is forgotten."""
        steps = self.revision - revision
        if steps > len(self._before):
            return None
        then: dict[Cell, Value] = {}
        for step in range(1, steps + 1):
            then.update(self._before[-step])
        return {cell: self.cells.get(cell) for cell, value in then.items() if self.cells.get(cell) != value}

    def _remember(self, before: Cells) -> None:
        self._before.append(before)
        self._remembered += len(before)
        while self._remembered > self._most_remembered:
            self._remembered -= len(self._before.popleft())


def differing(before: Cells, after: Cells) -> list[Cell]:
    """A cell that is missing differs from one that is zero."""
    gone = [cell for cell in before if cell not in after]
    return gone + [cell for cell, value in after.items() if before.get(cell) != value]
