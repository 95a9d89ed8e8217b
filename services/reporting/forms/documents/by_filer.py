"""Answers with something to say of each filer, and of the whole table."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from services.reporting.forms.documents.csv_text import CsvCell, CsvTable
from services.reporting.forms.documents.filers import filers_of, named_filer
from services.reporting.forms.documents.wording import DISTINCT, FILER, UNTIL, spoken
from services.reporting.reading.asked_form import Form
from services.reporting.subjects.organisation import Organisation
from shared.json_types import JsonObject


def by_filer(
    form: Form,
    organisations: Mapping[str, Organisation],
    only: frozenset[str] | None,
    active: set[str],
    said_of: Callable[[str], JsonObject],
    total: Callable[[], JsonObject],
) -> JsonObject:
    """`active` filers have a row beside those that the campaign lists. `only` some may be seen, and then no
    total; None for everything."""
    filers = filers_of(form, active, organisations)
    rows = [
        {"filer": named_filer(filer, form.moment, organisations)} | said_of(filer)
        for filer in filers
        if only is None or filer in only
    ]
    return form.named() | {"rows": rows} | ({"total": total()} if only is None else {})


def table_by_filer(
    document: Mapping[str, Any],
    headers: Sequence[str],
    cells: Callable[[Mapping[str, Any]], Sequence[CsvCell]],
) -> CsvTable:
    """A line for each; `cells` is asked for what is said of a filer, and for the total."""
    until = spoken(document["occurred_until"])
    named = [(row["filer"]["name"], row) for row in document["rows"]]
    if "total" in document:
        named.append((DISTINCT, document["total"]))
    return CsvTable([UNTIL, FILER, *headers], [[until, name, *cells(said)] for name, said in named])
