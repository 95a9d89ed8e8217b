"""The answer: both reports, and why each cell differs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from services.reporting.counting.columns import COLUMN
from services.reporting.differences.explaining import CellDifference
from services.reporting.differences.frame import Cell
from services.reporting.differences.pages import Page
from services.reporting.differences.parts import Part
from services.reporting.differences.scope import Scope
from services.reporting.forms.documents.money import wan_yuan
from services.reporting.lineage.recorded_by import Provenance
from services.reporting.lineage.sources import Source
from services.reporting.reading.asked_form import Form
from shared.instant import moment_at, write_instant
from shared.json_types import JsonObject

Known = Mapping[Source, Provenance]


def difference_document(forms: Sequence[Form], scope: Scope, page: Page, known: Known) -> JsonObject:
    a, b = (named(form, scope) for form in forms)
    cells = [_cell(*each, known) for each in page.cells]
    answer: JsonObject = {"a": a, "b": b, "cells": cells}
    return answer if page.next is None else answer | {"next": page.next}


def named(form: Form, scope: Scope) -> JsonObject:
    """Without the annex where both are compared."""
    named = form.named()
    return named if len(scope.annexes) == 1 else {key: named[key] for key in named if key != "annex"}


def _cell(cell: Cell, difference: CellDifference, parts: Sequence[Part], known: Known) -> JsonObject:
    return {
        "annex": cell.annex,
        "filer": cell.filer,
        "column": cell.column,
        "from": shown(cell, difference.from_),
        "to": shown(cell, difference.to),
        "causes": _by_cause(difference.parts),
        "parts": [_part(cell, part, known) for part in parts],
    }


def _by_cause(parts: Sequence[Part]) -> JsonObject:
    """Over all pages, what each cause adds and takes away."""
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for part in parts:
        sums[part.cause][part.weight < 0] += part.weight
    return {cause: {"plus": plus, "minus": minus} for cause, (plus, minus) in sums.items()}


def _part(cell: Cell, part: Part, known: Known) -> JsonObject:
    return {
        "subject": {"kind": COLUMN[cell.column].counts, "id": part.member},
        "weight": part.weight,
        "cause": part.cause,
        "events": [
            {
                "log": source.log,
                "position": source.position,
                "type": entry.type,
                "occurred": write_instant(moment_at(entry.occurred)),
                "recorded": write_instant(moment_at(known[source].recorded)),
            }
            for source, entry in part.events
        ],
    }


def shown(cell: Cell, value: int) -> int | str:
    return wan_yuan(value) if COLUMN[cell.column].kind == "sum" else value
