"""`paicha reminders`: tables for people, JSON for programs, and how each command ends."""

import json
from pathlib import Path
from typing import Any

import pytest

from deploy.cli import run
from tests.deploy.cli.service import serving

BASE = "/notifications/reminders"
ID = "a" * 26
ONE: dict[str, Any] = {
    "id": ID, "title": "报送前三天", "about": "明月村 第1期汇总表", "recipient_name": "张三",
    "channel": "email", "state": "sent", "reason": None, "due": "2024-12-11T01:00:00.000000Z",
    "sent": "2024-12-11T01:00:02.000000Z",
    "goes": "2024-12-11T01:00:00.000000Z", "moved": "quiet", "recipient": "filer/v-1/reporter",
    "subject": "report/c-1/1/v-1",
}  # fmt: skip
TEXT = "各单位：大排查第1期汇总表还有2家未报。"
Captured = pytest.CaptureFixture[str]


def test_a_dry_run_page_by_page(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    answers = {
        f"GET {BASE}/plan?at=2024-12-11": lambda: {"reminders": [ONE], "next": ID, "copy_texts": [TEXT]},
        f"GET {BASE}/plan?at=2024-12-11&after={ID}": lambda: {
            "reminders": [ONE | {"goes": None}],
            "copy_texts": [TEXT],
        },
        f"GET {BASE}/plan": lambda: {"reminders": []},
    }
    with serving(monkeypatch, answers):
        assert run(["reminders", "plan", "--at", "2024-12-11"]) == 0
        told = capsys.readouterr().out
        assert "2024-12-11 09:00" in told
        assert told.count("明月村") == 2
        assert told.count(TEXT) == 1
        assert run(["reminders", "plan", "--at", "2024-12-11", "--json"]) == 0
        assert len(json.loads(capsys.readouterr().out)["reminders"]) == 2
        assert run(["reminders", "plan"]) == 0
        assert "没有提醒" in capsys.readouterr().out


def test_what_was_sent(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    asked = f"GET {BASE}?from=2024-12-11&rule=report_due_3_days&state=sent"
    last_week = f"GET {BASE}?from=2024-12-04T02%3A00%3A00.000000Z"
    answers = {
        asked: lambda: {"reminders": [ONE]},
        f"GET {BASE}?limit=1": lambda: {"from": "2024-12-11T02:00:00.000000Z", "reminders": []},
        last_week: lambda: {"reminders": []},
    }
    with serving(monkeypatch, answers):
        assert run(["reminders", "sent"]) == 0
        assert "没有提醒" in capsys.readouterr().out
        command = [
            "reminders",
            "sent",
            "--from",
            "2024-12-11",
            "--rule",
            "report_due_3_days",
            "--state",
            "sent",
        ]
        assert run(command) == 0
        assert "张三" in capsys.readouterr().out
        assert run([*command, "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {"reminders": [ONE], "copy_texts": []}
    assert run(["reminders", "sent", "--state", "lost"]) == 2


@pytest.mark.parametrize(("answer", "ends"), [("cancelled", 0), ("already_claimed", 1), ("sent", 1)])
def test_cancelling_says_which_of_the_three(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, answer: str, ends: int
) -> None:
    said = {"id": ID, "answer": answer, "state": "sent"}
    with serving(monkeypatch, {f"POST {BASE}/{ID}/cancel": lambda: said}):
        assert run(["reminders", "cancel", ID, "--reason", "已办"]) == ends
        assert capsys.readouterr().out
        assert run(["reminders", "cancel", ID, "--reason", "已办", "--json"]) == ends
        assert json.loads(capsys.readouterr().out) == said
    assert run(["reminders", "cancel", ID]) == 2


def test_sending_once_more(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    with serving(monkeypatch, {f"POST {BASE}/{ID}/resend": lambda: {"id": ID, "state": "planned"}}):
        assert run(["reminders", "resend", ID, "--reason", "未收到"]) == 0
        assert "再次" in capsys.readouterr().out


def test_muting(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    muted = {"what": "rule/report_due", "recipients": [""], "until": "2024-12-20"}
    kept = {"what": "rule/report_due", "recipient": "", "until": None, "reason": "演练", "muted_by": "a",
            "at": "2024-12-11T01:00:00.000000Z"}  # fmt: skip
    answers = {
        f"POST {BASE}/mutes": lambda: muted,
        f"GET {BASE}/mutes": lambda: {"mutes": [kept]},
        f"DELETE {BASE}/mutes?rule=report_due": dict,
    }
    with serving(monkeypatch, answers):
        command = ["reminders", "mute", "--rule", "report_due"]
        assert run([*command, "--until", "2024-12-20", "--reason", "演练"]) == 0
        assert "已静音" in capsys.readouterr().out
        assert run([*command, "--remove"]) == 0
        assert run(["reminders", "mute"]) == 0
        assert "演练" in capsys.readouterr().out
        assert run(["reminders", "mute", "--remove"]) == 2


def test_a_rehearsal_beside_the_present(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, tmp_path: Path
) -> None:
    counted = {"messages": 7, "people": 3, "sms": 0, "sms_fen": 0, "nights_avoided": 2, "to_ring": 0,
               "ended_before": 1, "by_rule": {"report_overdue": 4}}  # fmt: skip
    answer = {
        "from": "2024-11-15", "until": "2025-03-01",
        "present": {"policy": "reminders-1", **counted}, "proposed": {"policy": "reminders-2", **counted},
    }  # fmt: skip
    (tmp_path / "policy.yaml").write_text("id: reminders-2", "utf-8")
    with serving(monkeypatch, {f"POST {BASE}/rehearse": lambda: answer}):
        assert run(["reminders", "rehearse", str(tmp_path / "policy.yaml")]) == 0
        assert "report_overdue" in capsys.readouterr().out
        assert run(["reminders", "rehearse", str(tmp_path / "nothing.yaml")]) == 2


def test_whom_to_ring(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    with serving(
        monkeypatch,
        {
            f"GET {BASE}/call-list": lambda: {
                "calls": [ONE | {"number": "023-67589240"}],
                "copy_texts": [TEXT],
            }
        },
    ):
        assert run(["reminders", "call-list"]) == 0
        told = capsys.readouterr().out
        assert "023-67589240" in told
        assert f"复制文字：{TEXT}" in told


def test_what_is_uncertain(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    one = {
        "id": ID, "rule": "report_due_3_days", "recipient": "filer/v-1/reporter", "channel": "email",
        "due": "2024-12-11T01:00:00.000000Z", "claimed": "2024-12-11T01:00:01.000000Z",
        "since": "2024-12-11T01:00:09.000000Z", "asked_next": None, "reason": "claimant_gone",
    }  # fmt: skip
    answers = {f"GET {BASE}/channels/uncertain": lambda: {"uncertain": [one]}}
    with serving(monkeypatch, answers):
        assert run(["reminders", "uncertain"]) == 1
        told = capsys.readouterr().out
        assert "claimant_gone" in told
        assert ID in told
        assert run(["reminders", "uncertain", "--json"]) == 1
        assert json.loads(capsys.readouterr().out) == {"uncertain": [one]}
    with serving(monkeypatch, {f"GET {BASE}/channels/uncertain": lambda: {"uncertain": []}}):
        assert run(["reminders", "uncertain"]) == 0
        assert "没有" in capsys.readouterr().out


def test_channels_and_one_that_goes_on(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    halted = {"reason": "sent_before", "since": "2024-12-11T01:00:00.000000Z"}
    sms = {"channel": "sms", "configured": True, "halted": halted, "uncertain": 2, "spent_fen": 150,
           "budget_fen": 50_000}  # fmt: skip
    answers = {
        f"GET {BASE}/channels": lambda: {"channels": [sms]},
        f"POST {BASE}/channels/sms/resume": lambda: {"channels": [sms | {"halted": None}]},
    }
    with serving(monkeypatch, answers):
        assert run(["reminders", "channels"]) == 1
        told = capsys.readouterr().out
        assert "sent_before" in told
        assert "1.50 / 500.00" in told
        assert run(["reminders", "channels", "--resume", "sms"]) == 2
        assert run(["reminders", "channels", "--resume", "sms", "--reason", "已查明"]) == 0
