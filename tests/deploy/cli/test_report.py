"""`paicha report` hands on what was asked, as it was asked."""

import json
from urllib.parse import urlencode

import pytest

from deploy.cli.report import report
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
