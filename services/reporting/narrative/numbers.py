"""Numbers in what people write: those that no figure of the report backs are flagged, never refused. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_NOT_FIGURES = re.compile(
    r"\d{2,4}年|\d{1,2}月\d{1,2}日|\d{1,2}月|\d{1,2}日|\d{1,2}[:：]\d{2}|第\d+[期版项条号次]"
)
"""Dates, times and ordinals."""
_NUMBER = re.compile(r"\d+(?:[.,，]\d+)*%?")
_CHINESE = re.compile(r"(?<!第)[一二两三四五六七八九十百千]+(?=[家条件](?!件事))")
"""In front of a measure that figures have."""
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Unbacked:
    """Where it stands, in characters."""

    start: int
    end: int
    text: str


def unbacked(text: str, known: Iterable[str]) -> list[Unbacked]:
    """`known`: the numbers of the report, as written."""
    backed = {_plain(each) for each in known}
    passed_over = [found.span() for found in _NOT_FIGURES.finditer(_half_width(text))]
    flagged = [
        Unbacked(found.start(), found.end(), text[found.start() : found.end()])
        for found in _NUMBER.finditer(_half_width(text))
        if _plain(found.group()) not in backed and not _within(found.start(), passed_over)
    ]
    flagged += [
        Unbacked(found.start(), found.end(), found.group())
        for found in _CHINESE.finditer(text)
        if _plain(str(_value(found.group()))) not in backed
    ]
    return sorted(flagged, key=lambda each: each.start)


def _within(place: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _half_width(text: str) -> str:
    """Character for character: places stay."""
    return "".join(
        normal if len(normal := unicodedata.normalize("NFKC", each)) == 1 else each for each in text
    )


def _plain(number: str) -> str:
    """1,200.50 and 1200.5 are one number; 66.7 per cent is not 66.7."""
    digits, percent = number.replace(",", "").replace("，", ""), ""
    if digits.endswith("%"):
        digits, percent = digits[:-1], "%"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return (digits.lstrip("0") or "0") + percent if not digits.startswith("0.") else digits + percent


def _value(chinese: str) -> int:
    total = digit = 0
    for each in chinese:
        if each in _DIGITS:
            digit = _DIGITS[each]
        else:
            total, digit = total + (digit or 1) * _TENS[each], 0
    return total + digit
