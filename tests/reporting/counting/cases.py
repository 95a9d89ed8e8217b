"""A readable case: a Chinese title, what happened, and every cell that is not zero afterwards."""

from collections.abc import Callable
from dataclasses import dataclass

from services.reporting.counting.figures import Figures
from tests.reporting.story import Story, town


@dataclass(frozen=True)
class Case:
    title: str
    happens: Callable[[Story], object]
    cells: dict[str, dict[str, int]]
    """Filer to column to value, of the columns the test file is about; what is missing is zero."""
    until: str | None = None

    def __str__(self) -> str:
        return self.title

    def counted(self, *columns: str) -> dict[str, dict[str, int]]:
        story = town()
        self.happens(story)
        return shown(story.figures(self.until), *columns)


def shown(figures: Figures, *columns: str) -> dict[str, dict[str, int]]:
    """The cells that are not zero, of the given columns or of all."""
    found: dict[str, dict[str, int]] = {}
    for (filer, column), value in figures.cells.items():
        if value and (not columns or column in columns):
            found.setdefault(filer, {})[column] = value
    return found
