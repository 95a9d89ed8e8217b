"""Server-sent events, as they go over the line."""

import orjson
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from services.reporting.live.cell import Cells
from services.reporting.live.sight import Applied
from shared.json_types import JsonObject
from shared.problems import Rejected
from shared.read_model.stale import stale_field

HEARTBEAT = KEEPALIVE_COMMENT
RETRY = format_sse_event(retry=3_000)
"""How long, in milliseconds, a client waits before it connects again."""


def all_cells(event_id: str, applied: Applied, cells: Cells) -> bytes:
    """Replaces whatever was told before."""
    return _event("cells", _told(applied, cells), event_id)


def changed_cells(event_id: str, applied: Applied, cells: Cells) -> bytes:
    return _event("changed", _told(applied, cells), event_id)


def positions(event_id: str, applied: Applied) -> bytes:
    """No cell has changed up to here."""
    return _event("positions", _reached(applied), event_id)


def end(refusal: Rejected) -> bytes:
    """Why nothing more comes. Without an id: what was seen last is still what was seen last."""
    told: JsonObject = {"code": refusal.code, "zh": refusal.zh, "en": refusal.en, "status": refusal.status}
    return _event("end", told, None)


def _told(applied: Applied, cells: Cells) -> JsonObject:
    listed = [
        {"annex": cell.annex, "filer": cell.filer, "column": cell.column, "value": value}
        for cell, value in sorted(cells.items(), key=lambda item: item[0])
    ]
    return _reached(applied) | {"cells": listed}


def _reached(applied: Applied) -> JsonObject:
    return {"positions": applied.positions} | stale_field(applied.stale)


def _event(name: str, data: JsonObject, event_id: str | None) -> bytes:
    return format_sse_event(event=name, data_str=orjson.dumps(data).decode(), id=event_id)
