"""The answer: what was supposed, and which cells of which reports it would move."""

from collections.abc import Mapping, Sequence

from services.reporting.counting.columns import COLUMN
from services.reporting.differences.document import named, shown
from services.reporting.differences.frame import Cell
from services.reporting.differences.pages import in_form
from services.reporting.differences.scope import Scope
from services.reporting.reading.asked_form import Form
from services.reporting.what_if.moving import Move
from services.reporting.what_if.supposed import Supposed
from shared.json_types import JsonObject

Moved = tuple[Form, Scope, Mapping[Cell, Move]]


def what_if_document(supposed: Supposed, reports: Sequence[Moved]) -> JsonObject:
    kind, subject = supposed.subject
    return {
        "supposed": {"kind": kind, "id": subject, "type": supposed.entry.type},
        "reports": [_report(*each) for each in reports],
    }


def _report(form: Form, scope: Scope, moves: Mapping[Cell, Move]) -> JsonObject:
    cells = sorted(moves, key=in_form(form.campaign))
    return {"report": named(form, scope), "cells": [_cell(cell, moves[cell]) for cell in cells]}


def _cell(cell: Cell, move: Move) -> JsonObject:
    counts = COLUMN[cell.column].counts
    return {
        "annex": cell.annex,
        "filer": cell.filer,
        "column": cell.column,
        "from": shown(cell, move.from_),
        "to": shown(cell, move.to),
        "parts": [
            {"subject": {"kind": counts, "id": member}, "weight": weight} for member, weight in move.members
        ],
    }
