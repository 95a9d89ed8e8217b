"""A form as its page shows it: the notice's columns and headings, the rows, the totals beneath them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from services.reporting.forms.documents.header import HeaderCell
from services.reporting.forms.documents.wording import DISTINCT, SUM, heading, title
from services.reporting.lineage import place
from services.reporting.pages.form_header import header_above

_FEW = ("units", "hazards_found", "hazards_closed", "major_found", "major_closed")
"""Of a town's form in large writing, until all are asked for."""
CHOSEN = "hazards_closed"
"""Which column a small screen shows of a town's form, until another one is chosen."""


@dataclass(frozen=True, slots=True)
class FormColumn:
    key: str
    label: str
    path: tuple[str, ...]
    name: str
    """In one line: two columns are labelled 排查."""


@dataclass(frozen=True, slots=True)
class FormRow:
    id: str
    """A filer's, or the name that addresses have for a total."""
    name: str
    cells: Mapping[str, int | str]
    total: bool = False
    changes: Mapping[str, str] | None = None
    since: str = ""
    """The report that it is compared with; empty where nothing was signed before."""


@dataclass(frozen=True, slots=True)
class FormShown:
    title: str
    header: Sequence[Sequence[HeaderCell]]
    columns: Sequence[FormColumn]
    rows: Sequence[FormRow]
    all_columns: bool

    @property
    def own(self) -> FormRow | None:
        """The row of a form that has one filer alone."""
        return self.rows[0] if len(self.rows) == 1 else None

    @property
    def groups(self) -> Iterator[tuple[tuple[str, ...], Sequence[FormColumn]]]:
        """The columns below each of the notice's headings."""
        for path, columns in groupby(self.columns, lambda column: column.path):
            yield path, list(columns)


def form_shown(document: Mapping[str, Any], *, few: bool) -> FormShown:
    """Of the answer document. `few`: of a town's form only the columns that are looked at most."""
    columns: Sequence[Mapping[str, Any]] = document["columns"]
    fewer = few and "totals" in document
    if fewer:
        columns = [column for column in columns if column["key"] in _FEW]
    return FormShown(
        title=title(document),
        header=header_above(columns),
        columns=[_column(column) for column in columns],
        rows=list(_rows(document)),
        all_columns=not fewer,
    )


def _column(column: Mapping[str, Any]) -> FormColumn:
    return FormColumn(column["key"], column["label"], tuple(column["path"]), heading(column))


def _rows(document: Mapping[str, Any]) -> Iterator[FormRow]:
    for row in document["rows"]:
        changes = row.get("changes")
        told = {} if changes is None else {"changes": changes["cells"], "since": changes["since"]["name"]}
        yield FormRow(row["filer"]["id"], row["filer"]["name"], row["cells"], **told)
    for total, name in ((place.SUM, SUM), (place.DISTINCT, DISTINCT)) if "totals" in document else ():
        yield FormRow(total, name, document["totals"][total.removeprefix("total:")], total=True)
