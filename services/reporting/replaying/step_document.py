"""One step as programs read it."""

from services.reporting.counting.columns import COLUMN
from services.reporting.differences.frame import Cell
from services.reporting.forms.documents.money import shown
from services.reporting.replaying.cell_moves import CellMove
from services.reporting.replaying.steps import Step
from shared.events.stream_id import StreamId
from shared.instant import write_instant
from shared.json_types import JsonObject


def step_document(step: Step) -> JsonObject:
    event = step.event
    _, kind, subject = StreamId.parse(event.stream)
    return {
        "log": event.log,
        "position": event.position,
        "type": event.type,
        "subject": {"kind": kind, "id": subject},
        "occurred": write_instant(event.occurred),
        "recorded": write_instant(event.recorded),
        "actor": event.actor,
        "organisation": event.actor_organisation,
        "positions": step.positions,
        "cells": [_cell(cell, move) for cell, move in sorted(step.moves.items())],
    }


def _cell(cell: Cell, move: CellMove) -> JsonObject:
    column = COLUMN[cell.column]
    return {
        "annex": cell.annex,
        "filer": cell.filer,
        "column": cell.column,
        "from": shown(column, move.from_),
        "to": shown(column, move.to),
        "cause": move.cause,
        "members": [
            {"kind": column.counts, "id": member, "weight": weight} for member, weight in move.members
        ],
    }
