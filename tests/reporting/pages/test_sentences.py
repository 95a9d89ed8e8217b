"""Why a cell differs, in one sentence, and the table that it stands in."""

from typing import Any, get_args

from services.reporting.counting.columns import COLUMN
from services.reporting.differences.causes import Cause
from services.reporting.differences.explaining import CellDifference
from services.reporting.differences.frame import Cell
from services.reporting.differences.parts import Part, PartEvent
from services.reporting.lineage.sources import Source
from services.reporting.pages.compare.sentences import added_up, sentence
from services.reporting.pages.compare.table import compared_rows
from services.reporting.pages.compare.words import CAUSES, column_name, measure
from shared.events.catalogue import LOG_EVENTS
from shared.events.event_names import EVENT_NAMES
from shared.read_model.entry import Entry

CLOSED = Cell("annex-4", "v-e", "hazards_closed")


def part(weight: int, cause: Cause, type_: str | None, cell: Cell = CLOSED) -> Part:
    events = () if type_ is None else (PartEvent(Source("hazards", 7), Entry(type_, 0, 7, {})),)
    return Part(cell, "h1", weight, cause, events)


def test_a_fall_says_by_how_much_and_each_cause_with_what_it_adds() -> None:
    parts = [
        part(-1, "change", "hazard.look_back_failed"),
        part(-1, "change", "hazard.look_back_failed"),
        part(1, "back_dated", "hazard.closed"),
    ]
    difference = CellDifference(10, 9, parts)
    assert sentence(CLOSED, "东村", difference, "第3期", "zh") == (
        "东村“已整改”比第3期少1条。系统查到：回头看不合格（情况变化），减少2条；隐患销号（补录），增加1条。"
    )
    assert added_up("hazards_closed", difference) == "10 + 1 − 2 = 9"
    english = sentence(CLOSED, "东村", difference, "period 3", "en")
    assert english.startswith(
        "东村, “All hazards · Rectified”: 1 hazard fewer than at period 3. Found: Look-back failed (changed)"
    )


def test_what_came_and_went_is_said_too() -> None:
    difference = CellDifference(3, 3, [part(1, "interaction", None), part(-1, "policy", None)])
    said = sentence(CLOSED, "东村", difference, "先前时点", "zh")
    moved = "口径与时点共同影响，增加1条；口径不同，减少1条"
    assert said == f"东村“已整改”与先前时点相同，但有增有减。系统查到：{moved}。"


def test_money_is_said_exactly() -> None:
    cell = Cell("annex-3", "d-a", "fines")
    difference = CellDifference(0, 1_200_001, [part(1_200_001, "new_activity", "penalty.imposed", cell)])
    assert "多1.200001万元" in sentence(cell, "甲科", difference, "第1期", "zh")
    assert added_up("fines", difference) == "0.0000 + 1.200001 − 0.0000 = 1.200001"


def test_every_cause_column_and_event_has_its_words() -> None:
    assert set(CAUSES) == set(get_args(Cause))
    for key in COLUMN:
        assert column_name(key, "zh") != column_name(key, "en")
        assert measure(key, "zh") in ("家", "条", "件", "万元")
        assert measure(key, "en")
    assert set(EVENT_NAMES) == {event.type for events in LOG_EVENTS.values() for event in events}


def form(rows: dict[str, int], **more: Any) -> dict[str, Any]:
    return {
        "columns": [{"key": "hazards_closed"}],
        "rows": [
            {"filer": {"id": filer, "name": filer}, "cells": {"hazards_closed": value}}
            for filer, value in rows.items()
        ],
        **more,
    }


def test_rows_of_either_form_are_there_and_totals_come_last() -> None:
    totals = {"totals": {kind: {"hazards_closed": 3} for kind in ("sum", "distinct")}}
    found = compared_rows(form({"v-e": 2, "v-old": 1}), form({"v-e": 3, "v-w": 0}, **totals))
    assert [(row.filer, *(cell.change for cell in row.cells)) for row in found] == [
        ("v-e", "+1"),
        ("v-w", ""),
        ("v-old", "-1"),
        ("total:sum", "+3"),
        ("total:distinct", "+3"),
    ]
    assert [row.cells[0].value for row in found][2] is None
