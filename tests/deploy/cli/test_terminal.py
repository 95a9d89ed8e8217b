"""What came from outside does nothing to the terminal, to rich's markup, or to the fields around it."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deploy.cli import run
from deploy.cli.form_table import print_form
from deploy.cli.publish import _told
from deploy.cli.terminal import say
from deploy.publishing.line import Key, Line
from deploy.publishing.tally import Tally
from tests.deploy.cli.service import serving
from tests.reporting.forms.documents import document

NASTY = "\x1b]0;owned\x07\x9b31m\u202e[red]x[/red] [link=https://evil.example]y[/link] :bomb:"
SHOWN = "\\x1b]0;owned\\x07\\u009b31m\\u202e[red]x[/red] [link=https://evil.example]y[/link] :bomb:"
LETTER: dict[str, Any] = {
    "number": 7, "arrived": "2024-12-01", "publisher": NASTY, "subject": NASTY, "code": "not_json",
    "message": NASTY, "size": 9, "sha256": "ab", "state": "open", "note": None,
    "beginning": f"{NASTY}\nstate      skipped\r\x1b[2K",
}  # fmt: skip


def is_harmless(text: str) -> bool:
    return all(each.isprintable() or each == "\n" for each in text)


def test_a_dead_letter_is_shown_and_its_lines_pose_as_no_field(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(monkeypatch, {"GET /hazards/dead-letters/7": lambda: LETTER}):
        assert run(["dead-letters", "show", "hazards", "7"]) == 0
        told = capsys.readouterr().out
        assert run(["dead-letters", "show", "hazards", "7", "--json"]) == 0
        read = capsys.readouterr().out
    assert is_harmless(told)
    assert f"message    {SHOWN}" in told
    assert [line for line in told.split("\n") if line.startswith("state")] == ["state      open"]
    assert "           state      skipped\\r\\x1b[2K" in told
    assert is_harmless(read)
    assert json.loads(read) == LETTER


def test_dead_letters_are_listed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    listed = {"dead_letters": [LETTER]}
    path = "GET /hazards/dead-letters?state=open&after=0&limit=500"
    full = {"dead_letters": [], "full": [NASTY]}
    with serving(monkeypatch, {path: lambda: listed, "GET /hazards/dead-letters?limit=1": lambda: full}):
        assert run(["dead-letters", "list", "--service", "hazards"]) == 0
    told = capsys.readouterr().out
    assert is_harmless(told)
    assert "[red]" in told
    assert ":bomb:" in told


def test_a_receipt_and_an_answer_that_is_no_problem_document(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = {"outcome": "rejected", "code": NASTY, "message": NASTY}
    with serving(monkeypatch, {"POST /hazards/dead-letters/7/retry": lambda: refused}):
        assert run(["dead-letters", "retry", "hazards", "7"]) == 1
    assert capsys.readouterr().out == f"rejected {SHOWN} {SHOWN}\n"


def test_what_healing_says(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    state = {"verdict": "equal", "position": NASTY, "stream": {"last": NASTY}, "log": "hazards", "logid": "x"}
    with serving(monkeypatch, {"GET /hazards/audit/state": lambda: state}):
        assert run(["audit", "heal", "--service", "hazards"]) == 0
    told = capsys.readouterr().out
    assert is_harmless(told)
    assert f"log 日志 {SHOWN}" in told


def test_what_publishing_says(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally()
    tally.count(
        Line(1, Key("/s", NASTY), "hazard.found", b""),
        {"outcome": "rejected", "code": NASTY, "message": NASTY},
    )
    for line in _told(tally, 1.0, NASTY):
        say(line)
    told = capsys.readouterr().out
    assert is_harmless(told)
    assert f"line 1 ({SHOWN}): {SHOWN}" in told


def test_names_in_a_form_are_no_markup(tmp_path: Path) -> None:
    answer = document("annex-4", [NASTY], whole=False)
    answer["title"] = f"××村 {NASTY}"
    answer["digest"] = NASTY
    answer["warnings"] = [{"filer": NASTY, "code": "x", "message": NASTY}]
    print_form(answer, tmp_path / "form.txt")
    text = (tmp_path / "form.txt").read_text("utf-8")
    assert is_harmless(text)
    assert text.count("[link=https://evil.example]y[/link] :bomb:") == 6


def test_a_refusal_on_a_real_terminal(tmp_path: Path) -> None:
    """The whole command, run as an operator runs it."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "deploy.cli", "publish", str(tmp_path / NASTY.replace("/", ""))]
    done = subprocess.run(command, stdin=slave, stdout=slave, stderr=slave, check=False)
    os.close(slave)
    told = os.read(master, 65_536).decode()
    os.close(master)
    assert done.returncode == 2
    assert is_harmless(told.replace("\r\n", "\n"))
    assert "\\x1b]0;owned" in told


def test_a_form_as_json_on_a_terminal_is_the_same_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = {"title": NASTY, "tag": "\U000e0041", "中文": "明月村"}
    with serving(monkeypatch, {"GET /reporting/campaigns/c/annex-4": lambda: answer}):
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        assert run(["report", "annex-4", "--campaign", "c", "--format", "json"]) == 0
    told = capsys.readouterr().out
    assert is_harmless(told)
    assert json.loads(told) == answer
