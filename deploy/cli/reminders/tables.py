"""Tables of reminders in the terminal: moments in the town's time, nothing that a terminal obeys."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from deploy.cli.gateway import Gateway
from deploy.cli.terminal import console
from shared.characters import shown
from shared.instant import SHANGHAI, parse_instant

_WIDE = 200


def print_table(columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> None:
    """`columns`: the heading by the name of the field. As wide as the terminal, or as needed in a file."""
    table = Table(box=box.SQUARE, padding=(0, 0))
    for heading in columns.values():
        table.add_column(Text(heading), overflow="fold")
    for row in rows:
        table.add_row(*(Text(shown(_cell(row.get(name)))) for name in columns))
    terminal = console()
    (terminal if terminal.is_terminal else console(width=_WIDE)).print(table)


def local(moment: str | None) -> str:
    """`2024-12-14 18:00`"""
    return "" if moment is None else parse_instant(moment).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def every(service: Gateway, path: str, field: str, **asked: str | int | None) -> list[dict[str, Any]]:
    """Of all pages."""
    found: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        page = service.get(f"/notifications/reminders{path}", **asked, after=after).json()
        found += page[field]
        after = page.get("next")
        if after is None:
            return found


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case str() | int():
            return str(value)
        case Sequence():
            return "、".join(map(str, value))
        case _:
            return str(value)
