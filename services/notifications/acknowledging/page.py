"""The page behind 收到: what a message was about in general words, and one button. Pure but for its files.

It is whole in itself: nothing is asked for beside, no script runs, and its style is allowed by its hash.
"""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template

from services.notifications.policy.policy import Policy
from services.notifications.reminders.row import Reminder
from services.notifications.texts.moments import long

_FOLDER = files("services.notifications.acknowledging") / "page"
_AT_MOST = 10
_ENDS = "同一提醒不再重复发给您；后续阶段的提醒仍会发送。"
_UNKNOWN = "链接无效或已过期，不必再操作。如仍收到提醒，请登录系统查看，或与镇安委办联系。"
_REMINDER = "工作提醒"


def asking_page(rows: Sequence[Reminder], policy: Policy) -> str:
    return _page(
        "确认收到提醒",
        f"<p>提醒内容：</p>\n{_listed(rows, policy)}\n"
        f'<form method="post"><p><button>收到</button></p></form>\n<p class="muted">点“收到”后，{_ENDS}</p>',
    )


def acknowledged_page(rows: Sequence[Reminder], policy: Policy, used: datetime) -> str:
    return _page(
        "您已确认",
        f'<p class="said" role="status">您已确认（{long(used)}）</p>\n{_listed(rows, policy)}\n'
        f'<p class="muted">{_ENDS}</p>',
    )


def unknown_page() -> str:
    """The same for what was never given out, is written wrongly, or is too old."""
    return _page("链接无效或已过期", f"<p>{_UNKNOWN}</p>")


@cache
def content_policy() -> str:
    style = b64encode(sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{style}'; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def about(row: Reminder, policy: Policy) -> str:
    """`第4期汇总表 — 明月村`: no text of a hazard, no figure, nobody's name."""
    facts, rule = row.facts, policy.rules.get(row.rule)
    title = _REMINDER if rule is None else rule.title
    what = f"{facts['period_name']}汇总表" if "period_name" in facts else title
    whose = facts.get("filer_name") or facts.get("organisation_name")
    return f"{what} — {whose}" if whose else what


def _listed(rows: Sequence[Reminder], policy: Policy) -> str:
    said = list(dict.fromkeys(about(row, policy) for row in rows)) or [_REMINDER]
    lines = said[:_AT_MOST]
    if beyond := len(said) - len(lines):
        lines.append(f"另有{beyond}件")
    items = "\n".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>\n{items}\n</ul>"


def _page(title: str, content: str) -> str:
    return _frame().substitute(title=title, style=_style(), content=content)


@cache
def _frame() -> Template:
    return Template((_FOLDER / "acknowledge.html").read_text("utf-8"))


@cache
def _style() -> str:
    return (_FOLDER / "acknowledge.css").read_text("utf-8")
