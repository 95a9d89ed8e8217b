"""The answers as tables: a line for each filer, and one for all of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.reporting.forms.documents.by_filer import table_by_filer
from services.reporting.forms.documents.csv_text import CsvCell, CsvTable

_DAY, _OPEN, _MAJOR = "计算至", "未整改（条）", "其中重大（条）"


def ageing_table(document: Mapping[str, Any]) -> CsvTable:
    by_age = [f"{bucket['label']}{what}" for bucket in document["buckets"] for what in (_OPEN, _MAJOR)]

    def cells(said: Mapping[str, Any]) -> Sequence[CsvCell]:
        aged = [count for bucket in said["buckets"] for count in (bucket["open"], bucket["major"])]
        return [document["day"], said["open"], said["major"], *aged]

    return table_by_filer(document, [_DAY, _OPEN, _MAJOR, *by_age], cells)


def overdue_table(document: Mapping[str, Any]) -> CsvTable:
    headers = [_DAY, _OPEN, "未制定整改方案（条）", "超期（条）", "其中重大（条）"]
    keys = ["open", "without_plan", "overdue", "overdue_major"]
    return table_by_filer(document, headers, lambda said: [document["day"], *(said[key] for key in keys)])


def closing_times_table(document: Mapping[str, Any]) -> CsvTable:
    headers = ["已整改（条）", "中位天数", "平均天数", "九成以内天数"]
    keys = ["closed", "median", "mean", "p90"]
    return table_by_filer(document, headers, lambda said: [said[key] for key in keys])
