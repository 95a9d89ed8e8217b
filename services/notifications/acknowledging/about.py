"""What a message was about in general words: no text of a hazard, no figure, nobody's name. Pure."""

from collections.abc import Sequence

from services.notifications.policy.policy import Policy
from services.notifications.reminders.row import Reminder

AT_MOST = 10
_REMINDER = "工作提醒"


def listed(rows: Sequence[Reminder], policy: Policy) -> tuple[list[str], int]:
    """Each once, and how many more there are."""
    said = list(dict.fromkeys(about(row, policy) for row in rows)) or [_REMINDER]
    return said[:AT_MOST], max(0, len(said) - AT_MOST)


def about(row: Reminder, policy: Policy) -> str:
    """`第4期汇总表 — 明月村`"""
    facts, rule = row.facts, policy.rules.get(row.rule)
    title = _REMINDER if rule is None else rule.title
    what = f"{facts['period_name']}汇总表" if "period_name" in facts else title
    whose = facts.get("filer_name") or facts.get("organisation_name")
    return f"{what} — {whose}" if whose else what
