"""Tables and plots in `docs/performance.md`, between two marks: what stands around them is by hand."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.installing import ROOT
from benchmarks.plots.figures import Figure
from benchmarks.report.printed import printed
from benchmarks.results import Results

PAGE = ROOT / "docs" / "performance.md"
FOLDER = "performance"
"""Of the plots, beside the page."""
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


class NoPlace(Exception):
    """The page has not got the two marks."""


def documented(page: str, results: Results, figures: Sequence[Figure]) -> str:
    """The page with what was measured in place of what stood there."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise NoPlace(f"{PAGE.name} has no lines “{BEGIN}” and “{END}”")
    shown = "\n".join([*printed(results), "", *images(figures)]).rstrip()
    return f"{before}{BEGIN}\n\n{shown}\n\n{END}{after}"


def images(figures: Sequence[Figure]) -> Iterator[str]:
    """Each with its figures as a table behind it, for whoever can't see it."""
    for figure in figures:
        yield f"![{figure['title']}]({FOLDER}/{figure['file']})"
        yield ""
        yield from as_table(figure)
        yield ""


def as_table(figure: Figure) -> Iterator[str]:
    lines = figure["lines"]
    places = sorted({at for points in lines.values() for at, _ in points})
    yield f"<details><summary>{figure['title']}, as a table ({figure['y']})</summary>"
    yield ""
    yield f"| {figure['x']} | {' | '.join(lines)} |"
    yield f"| --- |{' --- |' * len(lines)}"
    for place in places:
        told = (f"{value:,.1f}" for value in (dict(map(tuple, each)).get(place) for each in lines.values()))
        yield f"| {_place(place, figure['scale'])} | {' | '.join(told)} |"
    yield ""
    yield "</details>"


def _place(at: float, scale: str) -> str:
    return f"{at:,.0f}" if scale == "size" else f"{at * 100:g}"


def write_page(results: Results, figures: Sequence[Figure], page: Path = PAGE) -> None:
    page.write_text(documented(page.read_text("utf-8"), results, figures), "utf-8")
