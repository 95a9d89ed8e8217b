"""A form as tables in the terminal: as many columns side by side as fit, totals and warnings below."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from deploy.cli.form_headings import headings
from services.reporting.forms.wording import DISTINCT, FILER, SUM, origin, title

_WIDE = 400
_FIGURE = 8
"""The least width of a column: figures of a town rarely need more."""

Columns = Sequence[Mapping[str, Any]]


def print_form(document: Mapping[str, Any], out: Path | None) -> None:
    """To the terminal as wide as it is; to a file or another program as wide as the form needs."""
    if out is not None:
        with out.open("w", encoding="utf-8") as file:
            _print(document, Console(file=file, width=_WIDE))
        return
    console = Console()
    _print(document, console if console.is_terminal else Console(width=_WIDE))


def _print(document: Mapping[str, Any], console: Console) -> None:
    console.print(title(document), style="bold", soft_wrap=True)
    for columns in _side_by_side(document, console.width):
        console.print(_table(document, columns))
    for warning in document["warnings"]:
        filer = f"{warning['filer']}: " if warning["filer"] else ""
        console.print(f"! {filer}{warning['message']}", style="yellow", soft_wrap=True, highlight=False)
    where = f"{origin(document, document.get('demo_clock'))}\n{document['digest']}"
    console.print(where, style="dim", soft_wrap=True, highlight=False)


def _side_by_side(document: Mapping[str, Any], width: int) -> Iterator[Columns]:
    """The columns in groups that fit beside the filers' names."""
    names = max([cell_len(row["filer"]["name"]) for row in document["rows"]] + [cell_len(FILER)])
    rows = [row["cells"] for row in document["rows"]] + list(document.get("totals", {}).values())
    group: list[Mapping[str, Any]] = []
    room = width - names - 3
    for column in document["columns"]:
        needed = 2 + max([_FIGURE + 2, *(len(str(cells[column["key"]])) for cells in rows)])
        if group and room < needed:
            yield group
            group, room = [], width - names - 3
        group.append(column)
        room -= needed
    yield group


def _table(document: Mapping[str, Any], columns: Columns) -> Table:
    table = Table(box=box.SQUARE, padding=(0, 0))
    table.add_column(Text(FILER), no_wrap=True)
    for heading in headings(columns):
        table.add_column(Text(heading), justify="right", no_wrap=True, min_width=_FIGURE)
    for row in document["rows"]:
        table.add_row(Text(row["filer"]["name"]), *_shown(row["cells"], columns))
    totals = document.get("totals")
    if totals is not None:
        table.add_section()
        table.add_row(SUM, *_shown(totals["sum"], columns), style="bold")
        table.add_row(DISTINCT, *_shown(totals["distinct"], columns), style="bold")
    return table


def _shown(cells: Mapping[str, Any], columns: Columns) -> list[str]:
    return [str(cells[column["key"]]) for column in columns]
