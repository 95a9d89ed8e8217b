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
from deploy.cli.terminal import console as console_for
from services.reporting.forms.documents.wording import DISTINCT, FILER, SUM, origin, title
from services.reporting.forms.documents.wording_changes import lines_of_changes
from services.reporting.forms.documents.wording_stale import lines_of_stale
from shared.characters import shown

_WIDE = 400
_FIGURE = 8
"""The least width of a column: figures of a town rarely need more."""

Columns = Sequence[Mapping[str, Any]]


def print_form(document: Mapping[str, Any], out: Path | None) -> None:
    """To the terminal as wide as it is; to a file or another program as wide as the form needs."""
    if out is not None:
        with out.open("w", encoding="utf-8") as file:
            _print(document, console_for(file, _WIDE))
        return
    console = console_for()
    _print(document, console if console.is_terminal else console_for(width=_WIDE))


def _print(document: Mapping[str, Any], console: Console) -> None:
    console.print(_seen(title(document)), style="bold", soft_wrap=True)
    for columns in _side_by_side(document, console.width):
        console.print(_table(document, columns))
    for line in lines_of_stale(document):
        console.print(_seen(f"! {line}"), style="bold red", soft_wrap=True)
    for line in lines_of_changes(document, "；\n  "):
        for each in line.split("\n"):
            console.print(_seen(each), soft_wrap=True)
    for warning in document["warnings"]:
        filer = f"{warning['filer']}: " if warning["filer"] else ""
        console.print(_seen(f"! {filer}{warning['message']}"), style="yellow", soft_wrap=True)
    named = [f"回执号 {document['submission']}"] if "submission" in document else []
    for line in (*named, origin(document, document.get("demo_clock")), document["digest"]):
        console.print(_seen(line), style="dim", soft_wrap=True)


def _side_by_side(document: Mapping[str, Any], width: int) -> Iterator[Columns]:
    """The columns in groups that fit beside the filers' names."""
    names = max([cell_len(shown(row["filer"]["name"])) for row in document["rows"]] + [cell_len(FILER)])
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
        table.add_column(
            Text("\n".join(map(shown, heading.split("\n")))), justify="right", no_wrap=True, min_width=_FIGURE
        )
    for row in document["rows"]:
        table.add_row(_seen(row["filer"]["name"]), *_figures(row["cells"], columns))
    totals = document.get("totals")
    if totals is not None:
        table.add_section()
        table.add_row(SUM, *_figures(totals["sum"], columns), style="bold")
        table.add_row(DISTINCT, *_figures(totals["distinct"], columns), style="bold")
    return table


def _figures(cells: Mapping[str, Any], columns: Columns) -> list[Text]:
    return [_seen(str(cells[column["key"]])) for column in columns]


def _seen(text: str) -> Text:
    """Never markup, and nothing that a terminal obeys."""
    return Text(shown(text))
