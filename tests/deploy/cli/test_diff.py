"""`paicha audit diff` puts all pages together and says by its exit code whether the reports differ."""

import json
from typing import Any

import pytest

from deploy.cli.diff import diff
from deploy.embedded.refusal import Refusal
from tests.deploy.cli.service import serving

REPORT = {
    "campaign": "winter", "policy": "1", "policy_hash": "0", "policy_dated": "2024-11-15",
    "occurred_until": "2025-02-28T16:00:00.000000Z", "positions": {"registry": 12, "hazards": 40},
}  # fmt: skip


def cell(*units: str, column: str = "inspected", to: int = 2) -> dict[str, Any]:
    event = {
        "log": "hazards", "position": 7, "type": "inspection.completed",
        "occurred": "2024-12-01T02:00:00.000000Z", "recorded": "2024-12-02T02:00:00.000001Z",
    }  # fmt: skip
    parts = [
        {"subject": {"kind": "unit", "id": each}, "weight": 1, "cause": "back_dated", "events": [event]}
        for each in units
    ]
    return {
        "annex": "annex-3",
        "filer": "d-a",
        "column": column,
        "from": 0,
        "to": to,
        "causes": {"back_dated": {"plus": len(units), "minus": 0}},
        "parts": parts,
    }


def page(*cells: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"a": REPORT, "b": REPORT, "cells": list(cells)} | more


def told(monkeypatch: pytest.MonkeyPatch, *pages: dict[str, Any]) -> Any:
    left = iter(pages)
    return serving(monkeypatch, {"POST /reporting/diff": lambda: next(left)})


def test_all_pages_are_one_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = page(cell("u1"), next=1), page(cell("u2"), cell("u3", column="penalised", to=1))
    with told(monkeypatch, *pages):
        assert diff("annex-3", "annex-3?policy=2", campaign="winter", json=True) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [[part["subject"]["id"] for part in each["parts"]] for each in answer["cells"]] == [
        ["u1", "u2"],
        ["u3"],
    ]
    assert "next" not in answer


def test_people_see_the_cell_the_cause_and_the_event(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with told(monkeypatch, page(cell("u1\x1b[31m"))):
        assert diff("?", "?policy=2", campaign="winter") == 1
    printed = capsys.readouterr().out
    assert "annex-3 d-a inspected: 0 → 2" in printed
    assert "补录 back-dated" in printed
    assert "hazards 7 inspection.completed" in printed
    assert "\x1b" not in printed


def test_of_a_long_explanation_people_see_the_sums_and_a_few_parts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    many = cell(*(f"u{number}" for number in range(40)))
    for narrowed, parts in (({}, 5), ({"filer": "d-a"}, 5), ({"filer": "d-a", "column": "inspected"}, 40)):
        with told(monkeypatch, page(many, cell("u-other", column="penalised"))):
            assert diff("?", "?policy=2", campaign="winter", **narrowed) == 1
        printed = capsys.readouterr().out
        assert "补录 back-dated +40 +0" in printed
        assert printed.count("hazards 7 inspection.completed") == parts + ("penalised" in printed)
        assert ("35 more" in printed) is (parts == 5)
    with told(monkeypatch, page(many)):
        assert diff("?", "?", campaign="winter", filer="d-b") == 0
    assert "没有差异" in capsys.readouterr().out


def test_equal_reports_end_with_nothing_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with told(monkeypatch, page()):
        assert diff("annex-3", "annex-3", campaign="winter") == 0
    assert "没有差异" in capsys.readouterr().out


@pytest.mark.parametrize("report", ["annex-3?policy", "annex-3?policy=1&policy=2"])
def test_what_names_no_report_is_wrong_usage(monkeypatch: pytest.MonkeyPatch, report: str) -> None:
    with told(monkeypatch), pytest.raises(Refusal, match="names no report"):
        diff(report, "annex-3", campaign="winter")
