"""`paicha audit explain` asks page by page at the positions of the first page, and shows every event."""

import json
from pathlib import Path
from typing import Any

import pytest

from deploy.cli.explain import explain
from deploy.embedded.refusal import Refusal
from tests.deploy.cli.service import serving

PATH = "GET /reporting/campaigns/winter/annex-3/cells/total%3Asum/inspected"
FIRST = f"{PATH}?recorded_until=2024-12-15T09%3A00%3A00%2B08%3A00&limit=1000"
SECOND = f"{PATH}?positions=registry%3A12%2Chazards%3A40&limit=1000&after=next-1"


def event(log: str, position: int, type_: str) -> dict[str, Any]:
    return {
        "log": log, "position": position, "type": type_,
        "occurred": "2024-12-01T02:00:00.000000Z", "recorded": "2024-12-02T02:00:00.000001Z",
        "actor": "li", "organisation": "d-a",
    }  # fmt: skip


def page(unit: str, **more: Any) -> dict[str, Any]:
    subject = {
        "kind": "unit", "id": unit, "filer": "d-a", "weight": 1,
        "events": [event("hazards", 7, "inspection.completed")],
        "also": [event("hazards", 9, "inspection.completed")],
    }  # fmt: skip
    return {
        "annex": "annex-3", "campaign": "winter", "policy": "1", "policy_hash": "0",
        "policy_dated": "2024-11-15",
        "occurred_until": "2025-02-28T16:00:00.000000Z", "positions": {"registry": 12, "hazards": 40},
        "filer": "total:sum", "column": "inspected", "value": 2, "frame": {}, "subjects": [subject],
    } | more  # fmt: skip


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Any:
    return serving(
        monkeypatch, {FIRST: lambda: page("u1", next="next-1"), SECOND: lambda: page("u2\x1b[31m")}
    )


ASKED = {"campaign": "winter", "recorded_until": "2024-12-15T09:00:00+08:00"}


def test_all_pages_are_one_answer(told: Any, capsys: pytest.CaptureFixture[str]) -> None:
    with told:
        explain("annex-3", "total:sum", "inspected", json=True, **ASKED)
    answer = json.loads(capsys.readouterr().out)
    assert [subject["id"] for subject in answer["subjects"]] == ["u1", "u2\x1b[31m"]
    assert "next" not in answer


def test_people_see_the_figure_and_each_event_in_their_own_time(
    told: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with told:
        explain("annex-3", "total:sum", "inspected", **ASKED)
    printed = capsys.readouterr().out
    assert printed.startswith("annex-3 total:sum inspected = 2；统计截至 2025-03-01 00:00:00；")
    assert "hazards 7 inspection.completed" in printed
    assert "（hazards 9 inspection.completed）" in printed
    assert "2024-12-01 10:00:00" in printed
    assert "li / d-a" in printed
    assert "\x1b" not in printed


def test_out_is_for_the_spreadsheet_alone(tmp_path: Path) -> None:
    for how in ({"out": tmp_path / "list"}, {"format": "xlsx", "json": True, "out": tmp_path / "list"}):
        with pytest.raises(Refusal, match="--format xlsx") as refused:
            explain("annex-3", "total:sum", "inspected", **ASKED, **how)
        assert refused.value.usage
    assert not (tmp_path / "list").exists()


def test_pages_of_what_was_signed_are_named_by_its_number(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = f"{PATH}?submission=3-d-a-1&limit=1000"
    pages = {asked: lambda: page("u1", next="next-1"), f"{asked}&after=next-1": lambda: page("u2")}
    with serving(monkeypatch, pages):
        explain("annex-3", "total:sum", "inspected", json=True, campaign="winter", submission="3-d-a-1")
    answer = json.loads(capsys.readouterr().out)
    assert [subject["id"] for subject in answer["subjects"]] == ["u1", "u2"]
