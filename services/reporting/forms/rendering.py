"""Answers as JSON, and as CSV."""

from typing import Any

import orjson
from fastapi import Response

from services.reporting.forms.documents.csv_text import CsvTable, csv_bytes
from shared.json_types import JsonObject

CSV = "text/csv"
Described = dict[int | str, dict[str, Any]]
DESCRIBED_AS_JSON: Described = {304: {"description": "Nothing has changed."}, 429: {}}
DESCRIBED_AS_CSV: Described = {200: {"content": {CSV: {}}}, **DESCRIBED_AS_JSON}


def as_json(document: JsonObject) -> Response:
    return Response(orjson.dumps(document), media_type="application/json")


def as_csv(table: CsvTable, name: str) -> Response:
    disposition = f'attachment; filename="{name}.csv"'
    return Response(csv_bytes(table), media_type=CSV, headers={"Content-Disposition": disposition})
