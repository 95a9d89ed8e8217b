"""The words of a form around its figures: titles, the lines above and below, where its figures come from."""

import re
from collections.abc import Mapping
from typing import Any

from shared.instant import SHANGHAI, parse_instant

NAMES = {"annex-3": "附件3", "annex-4": "附件4"}
OF_ALL = {"annex-3": "各科室汇总", "annex-4": "各村（社区）汇总"}
SUBTITLE = "（每次都报送累计数据）"
REPORTER = "填报人："
TELEPHONE = "联系电话："
FILER = "填报单位"
UNTIL = "统计截至"
SUM = "简单合计"
DISTINCT = "去重合计"
ROWS, OF_ROWS = "rows", "合计"
"""Of a consolidated sheet: its rows were signed, and added up."""
NOT_FILED = "（未报送）"
UNSIGNED = "未报送，仅供核对"
SIGNATURE_LINE = (
    "填报人：　　　　　　　单位负责人（签字）：　　　　　　　（盖章）　　　　　日期：　　　年　　月　　日"
)
UNCREDITED = "未计入填报单位"
BEHALF = "镇安委办代报"
"""Wherever such a report is shown."""
_PLACEHOLDER = re.compile(r"(?:××|xx)(科室|村（社区）)?")


def title(document: Mapping[str, Any]) -> str:
    """The filer's own name in the form's title; on a sheet of the whole town, 各 in its place."""
    rows = document["rows"]
    if "totals" not in document and len(rows) == 1:
        return _PLACEHOLDER.sub(lambda _: rows[0]["filer"]["name"], document["title"])
    return _PLACEHOLDER.sub(lambda found: f"各{found.group(1) or '单位'}", document["title"])


def heading(column: Mapping[str, Any]) -> str:
    """In a single line: the label alone would stand twice in a table."""
    return "·".join((*column["path"][-1:], column["label"]))


def origin(document: Mapping[str, Any], demo_clock: str | None) -> str:
    """What the figures follow from: enough to compute them again, and to tell a demonstration."""
    until = f"统计截至 {spoken(document['occurred_until'])}"
    if "recorded_until" in document:
        until += f"；按 {spoken(document['recorded_until'])} 之前的记录"
    positions = "、".join(f"{log} {position}" for log, position in sorted(document["positions"].items()))
    text = f"{until}；口径 {document['policy']}；日志位置 {positions}"
    return text if demo_clock is None else f"{text}；演示时钟 {demo_clock}，非正式数据"


def spoken(instant: str) -> str:
    """In the notice's time zone, with the microseconds where there are any."""
    moment = parse_instant(instant).astimezone(SHANGHAI)
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}" if moment.microsecond else f"{moment:%Y-%m-%d %H:%M:%S}"
