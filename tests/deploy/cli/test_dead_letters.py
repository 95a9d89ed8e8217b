"""`paicha dead-letters` for programs: what a command did, as the service says it."""

import json

import pytest

from deploy.cli import run
from tests.deploy.cli.service import serving


def test_what_was_skipped_for_a_program_and_for_people(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    decided = {"number": 7, "state": "skipped", "note": "试发"}
    with serving(monkeypatch, {"POST /hazards/dead-letters/7/skip": lambda: decided}):
        assert run(["dead-letters", "skip", "hazards", "7", "--reason", "试发", "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == decided
        assert run(["dead-letters", "skip", "hazards", "7", "--reason", "试发"]) == 0
        assert "skipped" in capsys.readouterr().out


def test_removing_in_both_services_and_who_has_too_many(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    none: dict[str, object] = {"dead_letters": [], "full": []}
    answers = {
        "DELETE /registry/dead-letters?older_than_days=30": lambda: {"removed": 2},
        "DELETE /hazards/dead-letters?older_than_days=30": lambda: {"removed": 1_500},
        "GET /hazards/dead-letters?state=open&after=0&limit=500": lambda: none,
        "GET /hazards/dead-letters?limit=1": lambda: none | {"full": ["flood"]},
    }
    with serving(monkeypatch, answers):
        assert run(["dead-letters", "remove", "--older-than", "30"]) == 0
        assert "hazards: 已删除 removed 1,500" in capsys.readouterr().out
        assert run(["dead-letters", "remove", "--older-than", "30", "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {"removed": {"registry": 2, "hazards": 1_500}}
        assert run(["dead-letters", "list", "--service", "hazards"]) == 0
        assert "“flood”" in capsys.readouterr().out
    assert run(["dead-letters", "remove"]) == 2
