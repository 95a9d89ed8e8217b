"""`paicha report` hands on what was asked, as it was asked."""

import json
from pathlib import Path
from urllib.parse import urlencode

import pytest

from deploy.cli.report import report
from deploy.embedded.refusal import Refusal
from tests.deploy.cli.service import serving
from tests.reporting.forms.documents import document

FORM = "GET /reporting/campaigns/winter/annex-3"


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"occurred_until": "2024-12-14T18:00:00+08:00", "recorded_until": "2024-12-15T09:00:00+08:00"},
        {"recorded_until": "2024-12-15T09:00:00+08:00", "policy": "1"},
        {"positions": "registry:120,hazards:940"},
        {"submission": "3-d-a-1"},
    ],
)
def test_both_times_positions_and_policy_are_handed_on(
    asked: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = document("annex-3", ["甲"])
    address = f"{FORM}?{urlencode(asked)}" if asked else FORM
    with serving(monkeypatch, {address: lambda: answer}):
        report("annex-3", campaign="winter", format="json", **asked)
    assert json.loads(capsys.readouterr().out) == answer


@pytest.mark.parametrize(
    ("written_as", "more"),
    [("docx", {}), ("pdf", {"signature_line": True}), ("xlsx", {"signature_line": True, "telephone": True})],
)
def test_a_document_goes_to_its_file(
    written_as: str, more: dict[str, bool], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = f"?{urlencode(dict.fromkeys(more, 'true'))}" if more else ""
    with serving(monkeypatch, {f"{FORM}.{written_as}{asked}": lambda: {"content": written_as}}):
        out = tmp_path / f"form.{written_as}"
        report("annex-3", campaign="winter", format=written_as, out=out, **more)
    assert json.loads(out.read_bytes()) == {"content": written_as}


@pytest.mark.parametrize("more", ["signature_line", "telephone"])
def test_only_a_document_is_signed_by_hand_or_has_a_telephone(more: str) -> None:
    with pytest.raises(Refusal) as refused:
        report("annex-3", campaign="winter", **{more: True})
    assert refused.value.usage


def test_changes_stand_beneath_the_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = document("annex-3", ["甲", "乙"])
    since = {"number": "1-d-a-1", "name": "第1期（截至11月30日）"}
    rates = {"hazards": "66.7", "major": "—"}
    answer["rows"][0] |= {"changes": {"since": since, "cells": {"units": "+3"}}, "rectification_rate": rates}
    answer["rows"][1] |= {"rectification_rate": rates}
    with serving(monkeypatch, {f"{FORM}?changes=true": lambda: answer}):
        report("annex-3", campaign="winter", changes=True)
    told = capsys.readouterr().out
    assert "较第1期（截至11月30日）：甲 监管单位+3家。" in told
    assert "整改率（隐患／其中重大隐患）：甲 66.7%／—；\n  乙 66.7%／—。" in told
