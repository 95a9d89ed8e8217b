"""What would be signed, with the usual for whatever a test does not care about."""

from dataclasses import replace
from typing import Any

from services.reporting.filing.due import Due, dues
from services.reporting.filing.signing import Signing
from shared.events.reporting import FrozenLog
from shared.events.signer import Signer
from shared.instant import microseconds
from tests.reporting.story import at, open_campaign, town

DEADLINES = ("11-30 18:00", "12-14 18:00", "12-30 18:00")


def moment(text: str) -> int:
    return microseconds(at(text))


def periods() -> dict[str, Due]:
    story = town()
    open_campaign(story, deadlines=DEADLINES)
    return {due.key: due for due in dues(replace(story.campaign(), final_due=moment("03-07 18:00")))}


def person(name: str = "王芳", organisation: str = "d-a") -> Signer:
    return Signer(account=f"officer@{organisation}", name=name, organisation=organisation)


def signing(period: str = "2", filer: str = "d-a", now: str = "12-14 09:00", **more: Any) -> Signing:
    due = periods()[period]
    at_ = moment(now)
    usual: dict[str, Any] = {
        "campaign": "winter", "annex": "annex-3", "due": due, "periods": tuple(periods().values()),
        "filer": filer, "filer_name": "甲科",
        "occurred_until": min(at_, due.cutoff),
        "logs": {log: FrozenLog(log_id=log, position=1, hash="a" * 64) for log in ("registry", "hazards")},
        "policy": "1", "policy_hash": "c" * 64, "digest": "sha256:" + "d" * 64,
        "lineage_digest": "sha256:" + "e" * 64, "digest_seen": "sha256:" + "d" * 64,
        "figures": {"hazards_found": 3, "hazards_closed": 2}, "warnings": [], "waiting": None, "remarks": [],
        "fall_reasons": {}, "unchanged": False, "late_reason": None, "late_note": None, "on_behalf": None,
        "corrects": None, "correction_reason": None, "narrative": None, "review": None,
        "signer": person(organisation=filer), "signed_at": at_,
    }  # fmt: skip
    return Signing(**(usual | more))
