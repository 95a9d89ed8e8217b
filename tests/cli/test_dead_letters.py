"""`paicha dead-letters` for programs: what a command did, as the service says it."""

import json

import pytest

from deploy.cli import run
from tests.cli.service import serving


def test_what_was_skipped_for_a_program_and_for_people(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    decided = {"number": 7, "state": "skipped", "note": "试发"}
    with serving(monkeypatch, {"POST /hazards/dead-letters/7/skip": lambda: decided}):
        assert run(["dead-letters", "skip", "hazards", "7", "--reason", "试发", "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == decided
        assert run(["dead-letters", "skip", "hazards", "7", "--reason", "试发"]) == 0
        assert "skipped" in capsys.readouterr().out
