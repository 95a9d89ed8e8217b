"""Tables of reminders in the terminal: moments in the town's time, nothing that a terminal obeys."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from deploy.cli.gateway import Gateway
from deploy.cli.terminal import console, say
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
    return [one for page in _pages(service, path, asked) for one in page[field]]


def every_with_texts(
    service: Gateway, path: str, field: str, **asked: str | int | None
) -> tuple[list[dict[str, Any]], list[str]]:
    """Of all pages, with the texts to copy for the group chat that stand beside them."""
    pages = list(_pages(service, path, asked))
    texts = dict.fromkeys(text for page in pages for text in page.get("copy_texts", ()))
    return [one for page in pages for one in page[field]], list(texts)


def say_texts(texts: Iterable[str]) -> None:
    for text in texts:
        say(f"复制文字：{shown(text)}")


def _pages(service: Gateway, path: str, asked: Mapping[str, str | int | None]) -> Iterator[dict[str, Any]]:
    after: str | None = None
    while True:
        page = service.get(f"/notifications/reminders{path}", **asked, after=after).json()
        yield page
        after = page.get("next")
        if after is None:
            return


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
