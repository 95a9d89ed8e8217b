"""`paicha audit stopped`: for people and for programs, 1 where something stands still."""

import json
from typing import Any

import pytest

from deploy.cli import run
from tests.deploy.cli.service import Answer, serving

STOPPED = {
    "log": "hazards", "position": 17, "type": "hazard.\x1b[1mnoted", "version": 2,
    "why": "this release knows no …", "since": "2025-01-10T02:00:00.000000Z",
}  # fmt: skip


def answers(**of: dict[str, Any]) -> dict[str, Answer]:
    services = ("registry", "hazards", "reporting", "notifications")
    return {
        f"GET /{service}/stopped": lambda service=service: {"stopped": [of[service]] if service in of else []}
        for service in services
    }


def test_what_stands_still_is_told_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(monkeypatch, answers(reporting=STOPPED)):
        assert run(["audit", "stopped"]) == 1
        out = capsys.readouterr().out
        assert run(["audit", "stopped", "--json"]) == 1
        told = json.loads(capsys.readouterr().out)
    assert "reporting stands still at hazards 16: it can't apply 17" in out
    assert "事件不能跳过" in out
    assert "\x1b" not in out
    assert told == {"stopped": [{"service": "reporting", **STOPPED}]}


def test_where_nothing_does(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(monkeypatch, answers()):
        assert run(["audit", "stopped"]) == 0
    assert "Nothing stands still" in capsys.readouterr().out
