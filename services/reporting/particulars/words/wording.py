"""Coded values in the words of the notice, moments as people write them, and many texts in one cell."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from services.reporting.rectification.days import day_of
from shared.instant import SHANGHAI, moment_at

UNIT_KINDS = {"micro_enterprise": "小微企业", "small_venue": "九小场所", "other": "其他"}
GRADES = {"red": "红色", "orange": "橙色", "yellow": "黄色", "blue": "蓝色"}
UNGRADED = "未分级"
SEVERITIES = {False: "一般", True: "重大"}
PENALTY_KINDS = {
    "fine": "罚款",
    "stop_work": "责令停止作业",
    "suspend_business": "停产停业",
    "other": "其他",
}
THE_UNIT_ITSELF = "单位自报"

_MOST_IN_A_CELL = 20


def kinds_of(penalty: Mapping[str, Any]) -> Iterator[str]:
    """罚款, 其他（警告）."""
    for part in penalty["parts"]:
        named = part.get("named")
        yield PENALTY_KINDS[part["kind"]] + ("" if named is None else f"（{named}）")


def day(moment: int) -> str:
    return day_of(moment).isoformat()


def second(moment: int) -> str:
    """In the notice's time zone."""
    return f"{moment_at(moment).astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def together(texts: Iterable[str]) -> str:
    """Each once, in order; a cell stays readable, and within what a spreadsheet takes."""
    each = list(dict.fromkeys(text for text in texts if text))
    shown = "、".join(each[:_MOST_IN_A_CELL])
    return shown if len(each) <= _MOST_IN_A_CELL else f"{shown} 等{len(each)}项"
