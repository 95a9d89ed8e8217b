"""`paicha audit export` in front of the operator: progress while it lasts, and no success that is none."""

import json
import re
from typing import Any

import pytest

from deploy.cli import run
from tests.deploy.cli.service import Answer, serving

END = 1_000


class Archiving:
    """A log whose archive grows at every look, until it stands still or fails."""

    def __init__(self, until: int = END, failed: str = "") -> None:
        self.archived, self.until, self.failed = 0, until, failed

    def answers(self) -> dict[str, Answer]:
        there = {"GET /hazards/archive": self.look, "POST /hazards/archive": self.state}
        others = ("registry", "reporting")
        return there | {f"POST /{name}/archive": lambda name=name: whole(name) for name in others}

    def look(self) -> dict[str, Any]:
        self.archived = min(self.archived + 200, self.until)
        return self.state()

    def state(self) -> dict[str, Any]:
        failed = self.failed if self.archived == self.until else ""
        return whole("hazards") | {"archived": self.archived, "failed": failed}


def whole(log: str) -> dict[str, Any]:
    return {
        "log": log, "position": END, "archived": END, "reached": None, "segments": 1, "bytes": 9,
        "failed": "",
    }  # fmt: skip


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.cli.export._LOOK_SECONDS", 0.01)
    monkeypatch.setattr("deploy.cli.export._STILL_SECONDS", 0.3)
    monkeypatch.setattr("deploy.cli.progress._FILE_SECONDS", 0)


def test_progress_is_shown_until_all_is_archived(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(monkeypatch, Archiving().answers()):
        assert run(["audit", "export", "--json"]) == 0
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert (told["whole"], told["logs"]["hazards"]["archived"]) == (True, END)
    assert re.search(r"600/1,000 events 事件 hazards · [\d,]+/s · \d+:\d\d left 剩余", said.err), said.err


@pytest.mark.parametrize(
    ("archiving", "said"),
    [
        (Archiving(until=400, failed="no space left on device"), "no space left on device"),
        (Archiving(until=400), "nothing moved"),
    ],
)
def test_what_is_not_archived_ends_with_1(
    archiving: Archiving,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with serving(monkeypatch, archiving.answers()):
        assert run(["audit", "export"]) == 1
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("hazards"))
    assert "400/1000" in line
    assert said in line


def test_where_the_archives_of_another_deployment_lie_has_to_be_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(monkeypatch, Archiving().answers()):
        assert run(["audit", "export", "--to", "out"]) == 2
    assert "PAICHA_ARCHIVE" in capsys.readouterr().err
