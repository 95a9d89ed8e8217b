"""Answer documents for the tests of forms, with figures that tell the cells apart."""

from typing import Any

from services.reporting.counting.columns import columns_of
from services.reporting.forms.documents.signed import Signed

TITLES = {
    "annex-3": "大盛镇××科室秋冬季安全生产大排查情况汇总表",
    "annex-4": "大盛镇××村（社区）秋冬季安全生产大排查情况汇总表",
}
NOTES = {"annex-3": "注：每月14日、30日18:00前报表。", "annex-4": "注：每月14日、30日18:00前报送。"}

VILLAGES = [
    "明月村", "千盏村", "东河村", "东山村", "真理村", "人和村", "云龙村", "青龙村", "菊花坝村",
    "天险洞村", "隆仁村", "隆盛村", "东升社区", "顺龙村", "鱼塘村", "兴盛社区", "三新村", "大盛村",
]  # fmt: skip
SIGNED = Signed(
    number="2024-3-07", report="第3期（截至12月30日）", filer="明月村", signer="王䶮", office="党支部书记",
    signed_at="2024-12-30T09:52:03.000000Z", digest="sha256:" + "cd" * 32, marks=("镇安委办代报",),
    remarks=("=1+1",), notes=("千盏村未报送。",),
)  # fmt: skip


def cells(annex: str, base: int) -> dict[str, Any]:
    """base, base + 1, … from left to right; the fine is what the form calls exact."""
    return {
        column.key: "12.345678" if column.kind == "sum" else base + place
        for place, column in enumerate(columns_of(annex))
    }


def document(annex: str, filers: list[str], *, whole: bool = True) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "annex": annex, "campaign": "dasheng-2024-winter", "title": TITLES[annex], "foot_note": NOTES[annex],
        "policy": "1", "occurred_until": "2025-01-14T10:00:00.000000Z",
        "positions": {"registry": 120, "hazards": 940}, "digest": "sha256:" + "ab" * 32,
        "columns": [
            {"key": one.key, "label": one.label, "path": list(one.path)} for one in columns_of(annex)
        ],
        "rows": [
            {"filer": {"id": f"f-{place}", "name": name}, "cells": cells(annex, 100 * (place + 1))}
            for place, name in enumerate(filers)
        ],
        "warnings": [],
    }  # fmt: skip
    if whole:
        answer["totals"] = {"sum": cells(annex, 5000), "distinct": cells(annex, 4000)}
    return answer
