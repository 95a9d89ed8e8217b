"""The shape of the events, for the generated description of the API."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from services.reporting.reading.stale_answer import StaleAnswer


class CellAnswer(BaseModel):
    annex: Literal["annex-3", "annex-4"]
    filer: str = Field(description="A filer's id, or `total:sum`, `total:distinct`, `uncredited`.")
    column: str
    value: int | str | None = Field(description="As in the form; null: its row is not in the form any more.")


class CellsEvent(BaseModel):
    """`event: cells` holds all cells that may be seen, `event: changed` those that have changed."""

    positions: dict[str, int]
    stale: list[StaleAnswer] | None = None
    cells: list[CellAnswer]


class PositionsEvent(BaseModel):
    """`event: positions`: no cell has changed up to here."""

    positions: dict[str, int]
    stale: list[StaleAnswer] | None = None


class EndEvent(BaseModel):
    """`event: end`: why nothing more comes, as problem details say it."""

    code: str
    status: int
    zh: str
    en: str


def _shape(event: type[BaseModel]) -> dict[str, Any]:
    """In one piece: the description has no place for what is named in it."""
    schema = event.model_json_schema()
    if "$defs" in schema:
        defined = schema.pop("$defs")
        schema["properties"]["stale"]["anyOf"][0]["items"] = defined["StaleAnswer"]
        if "cells" in schema["properties"]:
            schema["properties"]["cells"]["items"] = defined["CellAnswer"]
    return schema


LIVE_EVENTS: dict[str, Any] = {
    "description": "Server-sent events `cells`, `changed` (like `cells`), `positions` and `end`, their data "
    "as `x-events` says; comments as a sign of life.",
    "content": {
        "text/event-stream": {
            "schema": {"type": "string"},
            "x-events": {
                "cells": _shape(CellsEvent),
                "changed": _shape(CellsEvent),
                "positions": _shape(PositionsEvent),
                "end": _shape(EndEvent),
            },
        }
    },
}
