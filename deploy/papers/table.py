"""The rows of figures on the pages of a PDF, found by where their words stand: each figure in its column."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

from services.reporting.scans.pdf_file import ReadPage, Word

_ONE_LINE = 3.0
"""Points by which words of one line may differ in height."""


def rows_of_figures(pages: Sequence[ReadPage], columns: int) -> list[tuple[str, ...]]:
    """From top to bottom, an empty text where nothing stands. A row with most of its figures gone is none."""
    lines = [line for page in pages for line in _lines(page.words)]
    middles = _middles(lines, columns)
    if middles is None:
        return []
    laid_out = (_laid_out(line, middles) for line in lines)
    return [row for row in laid_out if sum(map(_is_figure, row)) > columns / 2]


def _lines(words: Sequence[Word]) -> Iterator[list[Word]]:
    by_height = sorted(words, key=lambda word: -word.middle)
    line: list[Word] = []
    for word in by_height:
        if line and line[0].middle - word.middle > _ONE_LINE:
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _middles(lines: Sequence[Sequence[Word]], columns: int) -> list[float] | None:
    """Of the columns, by the lines in which each has a figure; a filer may be called by a number too."""
    whole = [figures[-columns:] for line in lines if len(figures := _figures(line)) >= columns]
    if not whole:
        return None
    return [median((word.left + word.right) / 2 for word in column) for column in zip(*whole, strict=True)]


def _figures(line: Sequence[Word]) -> list[Word]:
    return sorted((word for word in line if _is_figure(word.text)), key=lambda word: word.left)


def _is_figure(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdigit()


def _laid_out(line: Sequence[Word], middles: Sequence[float]) -> tuple[str, ...]:
    """Every word belongs to the column whose middle is nearest; what stands left of all is a name."""
    reach = min((right - left for left, right in pairwise(middles)), default=0) / 2
    placed = [
        (min(range(len(middles)), key=lambda column: abs(middles[column] - middle)), word.text)
        for word in sorted(line, key=lambda word: word.left)
        if (middle := (word.left + word.right) / 2) > middles[0] - reach
    ]
    texts = {
        column: " ".join(text for _, text in group) for column, group in groupby(placed, lambda one: one[0])
    }
    return tuple(texts.get(column, "") for column in range(len(middles)))
