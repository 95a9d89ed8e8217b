"""Coded values in the words of the notice, and in English. Pure."""

from typing import NamedTuple


class Both(NamedTuple):
    """A text in both languages."""

    zh: str
    en: str


def same(text: str) -> Both:
    """What somebody entered, and what things are called: as it is."""
    return Both(text, text)


UNIT_KINDS = {
    "micro_enterprise": Both("小微企业", "micro-enterprise"),
    "small_venue": Both("九小场所", "small venue"),
    "other": Both("其他", "other"),
}
GRADES = {
    "red": Both("红色", "red"),
    "orange": Both("橙色", "orange"),
    "yellow": Both("黄色", "yellow"),
    "blue": Both("蓝色", "blue"),
}
SEVERITIES = {"general": Both("一般", "general"), "major": Both("重大", "major")}
PENALTY_KINDS = {
    "fine": Both("罚款", "fine"),
    "stop_work": Both("责令停止作业", "order to stop work"),
    "suspend_business": Both("停产停业", "suspension of business"),
    "other": Both("其他", "other"),
}
