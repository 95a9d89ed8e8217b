"""Facts as rules give them, one example for every rule; the longest names of the seed's campaign."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from deploy import campaigns
from services.notifications.texts.composed import Reader, Said
from services.notifications.texts.texts import DEFAULT, read_texts

TEXTS = read_texts(DEFAULT)
SIGN = "大盛镇安委办"
PAGE = "https://paicha.example"
CAMPAIGN = yaml.safe_load(
    (Path(campaigns.__path__[0]) / "dasheng-2024-winter.yaml").read_text(encoding="utf-8")
)


def at(written: str) -> datetime:
    """`2025-01-14 18:00`, the town's time."""
    return datetime.fromisoformat(f"{written}+08:00")


def report(filer: str = "明月村", **more: Any) -> dict[str, Any]:
    return {
        "campaign": "dasheng-2024-winter", "period": "4", "period_name": "第4期", "filer": f"id-{filer}",
        "filer_name": filer, "deadline": "2025-01-14T10:00:00.000000Z", "annex": "annex-4", **more,
    }  # fmt: skip


def hazard(number: str = "H-0231", of: str = "明月村", **more: Any) -> dict[str, Any]:
    return {
        "hazard": number, "unit": "u-1", "organisation": f"id-{of}", "organisation_name": of,
        "since": "2024-12-20T02:00:00.000000Z", "found": "2024-12-28T06:20:00.000000Z", **more,
    }  # fmt: skip


def technical(what: str) -> dict[str, Any]:
    return {"what": what, "since": "2024-12-28T06:20:00.000000Z"}


def _summary() -> dict[str, Any]:
    return {
        "campaign": "dasheng-2024-winter", "period": "4", "period_name": "第4期",
        "deadline": "2025-01-14T10:00:00.000000Z", "missing": 3, "filers": 26,
    }  # fmt: skip


_FILER, _MEMBER, _OFFICE, _OPERATORS = "reporter", "member", "safety_office", "operators"
FACTS: dict[str, tuple[str, dict[str, Any]]] = {
    "major_found": ("safety_office", hazard()),
    "log_stands_still": (_OPERATORS, technical("hazards")),
    "channel_halted": (_OPERATORS, technical("短信")),
    "shadow_rebuild": (_OPERATORS, technical("hazard/h-1（hazards 12起）")),
    "report_due_4_hours": (_FILER, report()),
    "report_overdue": (_FILER, report()),
    "report_overdue_again": ("head", report()),
    "report_escalated": (_MEMBER, report()),
    "report_overdue_listed": (_OFFICE, report()),
    "submission_returned": (_FILER, report(number="20250114-明月村-1", until="2025-01-15T10:00:00.000000Z")),
    "report_due_day_before": (_FILER, report()),
    "report_due_3_days": (_FILER, report()),
    "hazard_date_past": (_FILER, hazard(deadline="2024-12-31")),
    "hazard_date_near": (_FILER, hazard(deadline="2024-12-31")),
    "supervision_silent": (_FILER, hazard(level="level-1")),
    "referral_unanswered": (_FILER, hazard()),
    "claim_unanswered": (_FILER, hazard()),
    "look_back_due": (_FILER, hazard()),
    "publisher_silent": (_OPERATORS, technical("网格平台")),
    "template_not_ready": (_OPERATORS, technical("report_overdue")),
    "budget_nearly_spent": (_OPERATORS, technical("2025年1月")),
    "calendar_missing": (_OPERATORS, technical("2026")),
    "report_summary": ("heads", _summary()),
}
"""By rule: for whom, and what is known. As the rules' own keys, nothing else."""

DUE = at("2025-01-14 18:05")


def example(rule: str, **more: Any) -> Said:
    seat, facts = FACTS[rule]
    return Said(rule, facts | more, DUE, seat)


def another(rule: str) -> Said:
    """Of another filer, hazard or thing; of the same period."""
    seat, facts = FACTS[rule]
    other = {"filer": "d-guihua", "filer_name": longest_name(), "hazard": "H-0305", "what": "other"}
    changed = {key: value for key, value in other.items() if key in facts}
    changed |= {"period": "5", "period_name": "第5期"} if rule == "report_summary" else {}
    return Said(rule, facts | changed, DUE, seat)


def reader(channel: str, **more: Any) -> Reader:
    link = f"{PAGE}/notifications/acknowledge/abc"
    given: dict[str, Any] = {"name": "王芳", "page": PAGE, "acknowledge": link}
    return Reader(channel=channel, **(given | more))


def names() -> list[str]:
    """Whoever may be told of, or be named in a message."""
    kinds = ("villages", "departments", "district_departments")
    return [one["name"] for kind in kinds for one in CAMPAIGN[kind]] + [CAMPAIGN["safety_office"]["name"]]


def filer_names() -> list[str]:
    return [one["name"] for kind in ("villages", "departments") for one in CAMPAIGN[kind]]


def longest_name() -> str:
    return max(filer_names(), key=len)
