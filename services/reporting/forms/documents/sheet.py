"""A form as it is printed: every text in its place. Spreadsheet, document and PDF are all made from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from services.reporting.forms.documents.header import HeaderCell, header_cells
from services.reporting.forms.documents.notes import notes_beneath
from services.reporting.forms.documents.signed import Signed
from services.reporting.forms.documents.wording import (
    DISTINCT,
    FILER,
    NAMES,
    NOT_FILED,
    OF_ROWS,
    REPORTER,
    ROWS,
    SIGNATURE_LINE,
    SUM,
    TELEPHONE,
    UNSIGNED,
    origin,
    title,
)
from services.reporting.forms.documents.wording_signed import signed_lines

Value: TypeAlias = int | str | None
"""A count, money in 万元, or nothing: not reported."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table."""

    label: str
    values: tuple[Value, ...]
    total: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple("" if value is None else str(value) for value in self.values)


@dataclass(frozen=True, slots=True)
class Sheet:
    annex: str
    title: str
    reporter: str
    telephone: str
    labels: tuple[str, ...]
    """Of the columns beside the filer's."""
    header: tuple[HeaderCell, ...]
    """With the filer's."""
    lines: tuple[Line, ...]
    foot_note: str
    notes: tuple[str, ...]
    signature_line: str
    """Empty where none is asked for."""
    standing: tuple[str, ...]
    """Who signed it, or that nobody has."""
    origin: str
    digest: str
    codes: tuple[str, ...]
    occurred_until: str


def sheet(
    document: Mapping[str, Any],
    *,
    signed: Signed | None = None,
    telephone: str = "",
    signature_line: bool = False,
    demo_clock: str | None = None,
) -> Sheet:
    """Of the answer document. A row without cells was not reported: only a signed sheet has such.

    `telephone` is printed and kept nowhere; it is for a reader who may see it.
    """
    columns: Sequence[Mapping[str, Any]] = document["columns"]
    return Sheet(
        annex=NAMES[document["annex"]],
        title=title(document),
        reporter=REPORTER + ("" if signed is None else signed.signer),
        telephone=TELEPHONE + telephone,
        labels=tuple(column["label"] for column in columns),
        header=tuple(header_cells([{"label": FILER, "path": []}, *columns])),
        lines=tuple(_lines(document)),
        foot_note=document.get("foot_note", ""),
        notes=tuple(notes_beneath(document, signed)),
        signature_line=SIGNATURE_LINE if signature_line else "",
        standing=(UNSIGNED,) if signed is None else signed_lines(signed),
        origin=origin(document, demo_clock),
        digest=document["digest"] if signed is None else signed.digest,
        codes=() if signed is None else signed.codes,
        occurred_until=document["occurred_until"],
    )


def _lines(document: Mapping[str, Any]) -> Iterator[Line]:
    keys = [column["key"] for column in document["columns"]]
    for row in document["rows"]:
        name, cells = row["filer"]["name"], row["cells"]
        if cells is None:
            yield Line(name + NOT_FILED, (None,) * len(keys))
        else:
            yield Line(name, tuple(cells[key] for key in keys))
    totals = document.get("totals", {})
    for label, kind in ((SUM, "sum"), (DISTINCT, "distinct"), (OF_ROWS, ROWS)):
        if kind in totals:
            yield Line(label, tuple(totals[kind][key] for key in keys), total=True)
