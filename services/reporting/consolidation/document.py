"""Consolidated sheets, as answers show them. Pure."""

from collections.abc import Mapping, Sequence

from services.reporting.consolidation.content import Table
from services.reporting.counting.columns import COLUMN
from services.reporting.filing.consolidating import Chosen, changes, updates
from services.reporting.filing.consolidation import Consolidation
from services.reporting.filing.state import Filing
from services.reporting.forms.documents.document import columns_shown
from services.reporting.forms.documents.money import shown
from shared.events.consolidating import ConsolidatedRow
from shared.events.signer import Signer
from shared.instant import moment_at, write_instant
from shared.json_types import Json, JsonObject

STATES = {"signed": "已汇总", "countersigned": "已审签", "sent_up": "已上报"}
UPDATED = "有更新"


def prepared_document(table: Table, filing: Filing) -> JsonObject:
    """As it would be signed now."""
    chosen = table.chosen
    last = filing.consolidated(chosen.due.key, chosen.annex)
    return {
        "period": chosen.due.key,
        "name": chosen.due.name,
        **_sheet(chosen.annex, table.rows, filing),
        "totals": _totals(table.sum, table.distinct, table.uncredited),
        "positions": dict(table.positions),
        "occurred_until": table.occurred_until,
        "policy": table.policy,
        "digest": table.digest,
        "missing": [named(filer, chosen.names[filer]) for filer in chosen.missing],
        "pending": [named(each.signed.filer, each.signed.filer_name) for each in chosen.pending],
        "last": None if last is None else last.number,
        "changes": [] if last is None else changes_document(last.signed.rows, table.rows),
    }


def consolidation_document(sheet: Consolidation, filing: Filing, chosen: Chosen) -> JsonObject:
    """Whole, as signed, what became of it, and what would be another row now."""
    signed = sheet.signed
    replaced = None if signed.replaces is None else filing.consolidations[signed.replaces]
    payload = dict(signed.payload())
    rows = payload.pop("rows")
    content: dict[str, Json] = {
        **payload,
        "signed_rows": rows,
        **summary(sheet, chosen),
        **_sheet(signed.annex, signed.rows, filing),
        "totals": _totals(signed.sum, signed.distinct, signed.uncredited),
        "missing": [named(row.filer, row.filer_name) for row in signed.rows if row.figures is None],
        "changes": [] if replaced is None else changes_document(replaced.signed.rows, signed.rows),
        "updates": [{"filer": filer, "number": now} for filer, now in _updates(sheet, chosen).items()],
    }
    return content


def summary(sheet: Consolidation, chosen: Chosen) -> JsonObject:
    """One line of a list."""
    signed = sheet.signed
    line: dict[str, Json] = {
        "number": signed.number,
        "annex": signed.annex,
        "period": signed.period,
        "name": signed.period_name,
        "edition": signed.edition,
        "signed_at": signed.signed_at,
        "signer": signer_document(signed.signer),
        "digest": signed.digest,
        "position": sheet.position,
        "state": sheet.status,
        "state_name": STATES[sheet.status],
        "updated": bool(_updates(sheet, chosen)),
    }
    if sheet.replaced_by is not None:
        line["replaced_by"] = sheet.replaced_by
    if sheet.countersigned is not None:
        by, at = sheet.countersigned.event.by, sheet.countersigned.occurred
        line["countersigned"] = {"by": signer_document(by), "at": write_instant(moment_at(at))}
    if sheet.sent_up is not None:
        line["sent_up"] = dict(sheet.sent_up.event.payload())
    return line


def changes_document(before: Sequence[ConsolidatedRow], after: Sequence[ConsolidatedRow]) -> list[Json]:
    names = {row.filer: row.filer_name for row in (*before, *after)}
    return [
        {
            "filer": named(change.filer, names[change.filer]),
            "column": change.column,
            "from": _shown(change.column, change.before),
            "to": _shown(change.column, change.after),
        }
        for change in changes(before, after)
    ]


def _sheet(annex: str, rows: Sequence[ConsolidatedRow], filing: Filing) -> JsonObject:
    return {
        "annex": annex,
        "columns": columns_shown(annex),
        "rows": [
            {
                "filer": named(row.filer, row.filer_name),
                "number": row.number,
                "on_behalf": filing.is_on_behalf(row.number),
                "cells": None if row.figures is None else cells(row.figures),
            }
            for row in rows
        ],
    }


def _totals(
    sum_: Mapping[str, int], distinct: Mapping[str, int], uncredited: Mapping[str, int]
) -> JsonObject:
    return {"sum": cells(sum_), "distinct": cells(distinct), "uncredited": cells(uncredited)}


def _updates(sheet: Consolidation, chosen: Chosen) -> dict[str, str | None]:
    """Of an edition that another took the place of, nothing: that one tells."""
    return {} if sheet.replaced_by is not None else updates(sheet, chosen)


def cells(figures: Mapping[str, int]) -> dict[str, int | str]:
    return {key: shown(COLUMN[key], value) for key, value in figures.items()}


def named(filer: str, name: str) -> JsonObject:
    return {"id": filer, "name": name}


def signer_document(signer: Signer) -> JsonObject:
    return signer.payload()


def _shown(column: str, value: int | None) -> int | str | None:
    return None if value is None else shown(COLUMN[column], value)
