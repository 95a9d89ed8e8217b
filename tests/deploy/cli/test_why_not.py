"""`paicha audit why-not` says the reason and its events, and by its exit code whether the subject counts."""

from typing import Any

import pytest

from deploy.cli.gateway import segment
from deploy.cli.why_not import why_not
from tests.deploy.cli.service import serving

PATH = "GET /reporting/campaigns/winter/annex-3/cells/d-a/fines/why-not/p%2F1?policy=2"
EVENT = {
    "log": "hazards", "position": 7, "type": "penalty.revoked",
    "occurred": "2024-12-01T02:00:00.000000Z", "recorded": "2024-12-02T02:00:00.000001Z",
    "actor": "li", "organisation": "d-a",
}  # fmt: skip
ANSWER = {
    "annex": "annex-3", "campaign": "winter", "policy": "2", "policy_hash": "0", "policy_dated": "2024-11-15",
    "occurred_until": "2025-02-28T16:00:00.000000Z", "positions": {"registry": 12, "hazards": 40},
    "filer": "d-a", "column": "fines", "subject": {"kind": "penalty", "id": "p/1"},
}  # fmt: skip
REASON = {"code": "revoked", "message": "已撤销。 Revoked.", "events": [EVENT]}
COUNTED = {"kind": "penalty", "id": "p/1", "filer": "d-a", "weight": 5, "events": [EVENT], "also": []}


@pytest.mark.parametrize(
    ("more", "code", "says"),
    [
        ({"counted": False, "reason": REASON}, 1, "已撤销。 Revoked."),
        ({"counted": True, "subjects": [COUNTED]}, 0, "Counted."),
    ],
)
def test_the_reason_and_its_events(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    more: dict[str, Any],
    code: int,
    says: str,
) -> None:
    with serving(monkeypatch, {PATH: lambda: ANSWER | more}):
        assert why_not("annex-3", "d-a", "fines", "p/1", policy="2", campaign="winter") == code
    printed = capsys.readouterr().out
    assert printed.startswith("annex-3 d-a fines penalty p/1：")
    assert says in printed
    assert "hazards 7 penalty.revoked" in printed


@pytest.mark.parametrize("subject", ["..", "a/../b", ".", "../../annex-3", "å?x#y"])
def test_an_id_stays_an_id(monkeypatch: pytest.MonkeyPatch, subject: str) -> None:
    asked = PATH.rpartition("/")[0] + f"/{segment(subject)}"
    assert "/.." not in asked
    with serving(monkeypatch, {asked: lambda: ANSWER | {"counted": True, "subjects": [COUNTED]}}):
        assert why_not("annex-3", "d-a", "fines", subject, campaign="winter") == 0
