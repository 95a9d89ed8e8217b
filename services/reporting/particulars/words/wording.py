"""Coded values in the words of the notice, moments as people write them, and many texts in one cell."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from services.reporting.rectification.days import day_of
from shared import wording
from shared.instant import SHANGHAI, moment_at

UNIT_KINDS = {kind: words.zh for kind, words in wording.UNIT_KINDS.items()}
GRADES = {grade: words.zh for grade, words in wording.GRADES.items()}
UNGRADED = "未分级"
SEVERITIES = {severity == "major": words.zh for severity, words in wording.SEVERITIES.items()}
PENALTY_KINDS = {kind: words.zh for kind, words in wording.PENALTY_KINDS.items()}
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
