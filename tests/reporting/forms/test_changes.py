"""较上期 and 整改率: as answers have them, and in words."""

from typing import Any

import pytest

from services.reporting.counting.columns import columns_of
from services.reporting.forms.documents.changes import Before, compared, with_changes
from services.reporting.forms.documents.sheet import sheet
from services.reporting.forms.documents.wording_changes import lines_of_changes
from tests.reporting.forms.documents import document

ZEROS = {column.key: 0 for column in columns_of("annex-3")}


def before(**figures: int) -> Before:
    return Before("1-d-a-1", "第1期（截至11月30日）", ZEROS | figures)


def cells(row: dict[str, int], last: Before) -> dict[str, str]:
    found: Any = compared(ZEROS | row, last)
    changes: dict[str, str] = found["changes"]["cells"]
    return changes


@pytest.mark.parametrize(
    ("closed", "found", "rate"),
    [
        (0, 0, "—"),
        (0, 3, "0.0"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (999, 1000, "99.9"),
        (9_999, 10_000, "99.9"),
        (1000, 1000, "100.0"),
    ],
)
def test_rate_is_a_hundred_only_where_all_is_closed(closed: int, found: int, rate: str) -> None:
    row = ZEROS | {"hazards_found": found, "hazards_closed": closed}
    assert compared(row, None) == {"rectification_rate": {"hazards": rate, "major": "—"}}
    row = ZEROS | {"hazards_found": 1, "major_found": found, "major_closed": closed}
    assert compared(row, None) == {"rectification_rate": {"hazards": "0.0", "major": rate}}


@pytest.mark.parametrize(
    ("now", "last", "change"),
    [(3, 0, "+3"), (3, 3, "0"), (2, 3, "-1"), (0, 0, "0"), (0, 12, "-12")],
)
def test_a_count_has_its_sign(now: int, last: int, change: str) -> None:
    assert cells({"units": now}, before(units=last))["units"] == change


@pytest.mark.parametrize(
    ("now", "last", "change"),
    [
        (1, 0, "+0.000001"),
        (1_200_001, 200_000, "+1.000001"),
        (0, 12_000_000, "-12.0000"),
        (100, 200, "-0.0001"),
        (5, 5, "0"),
    ],
)
def test_money_is_exact(now: int, last: int, change: str) -> None:
    assert cells({"fines": now}, before(fines=last))["fines"] == change


def test_a_column_that_was_not_signed_then_has_no_change() -> None:
    last = Before("1-d-a-1", "第1期", {"units": 1})
    assert cells({"units": 2}, last) == {"units": "+1"}


def form(filers: list[str], *, whole: bool) -> dict[str, Any]:
    """甲 has more of some, 乙 the same, 丙 never signed."""
    plain = document("annex-3", filers, whole=whole)
    row = ZEROS | {"units": 4, "hazards_found": 3, "hazards_closed": 2, "major_found": 1, "fines": 5_000}
    last = {"f-0": before(units=1, major_found=2), "f-1": Before("2-d-b-1", "第2期（截至12月14日）", row)}
    found: dict[str, Any] = dict(with_changes(plain, lambda _: row, last))
    for name in set(plain) - {"rows"}:
        assert found[name] == plain[name], "the digest too"
    assert [line["cells"] for line in found["rows"]] == [line["cells"] for line in plain["rows"]]
    return found


def test_of_one_filer_it_is_a_sentence() -> None:
    assert list(lines_of_changes(form(["甲科"], whole=False))) == [
        (
            "较第1期（截至11月30日）回执号 1-d-a-1：监管单位+3家、隐患总数排查+3条、隐患总数已整改+2条、"
            "其中重大隐患排查-1条、行政罚款+0.0050万元。"
        ),
        "整改率：隐患 66.7%，其中重大隐患 0.0%。",
    ]


def test_of_several_each_is_named() -> None:
    assert list(lines_of_changes(form(["甲科", "乙科", "丙科"], whole=True))) == [
        (
            "较第1期（截至11月30日）：甲科 监管单位+3家、隐患总数排查+3条、隐患总数已整改+2条、"
            "其中重大隐患排查-1条、行政罚款+0.0050万元。"
        ),
        "较第2期（截至12月14日）：乙科 无变化。",
        "此前没有报送：丙科。",
        "整改率（隐患／其中重大隐患）：甲科 66.7%／0.0%；乙科 66.7%／0.0%；丙科 66.7%／0.0%。",
    ]


def test_who_never_signed_has_nothing_to_compare_with() -> None:
    one = document("annex-3", ["甲科"], whole=False)
    rated = with_changes(one, lambda _: ZEROS, {})
    assert list(lines_of_changes(rated)) == [
        "较上期：此前没有报送。",
        "整改率：隐患 —，其中重大隐患 —。",
    ]


def test_a_sheet_has_it_in_the_notes_and_only_where_asked() -> None:
    plain, asked = document("annex-3", ["甲科"], whole=False), form(["甲科"], whole=False)
    assert sheet(plain).notes == ()
    assert sheet(asked).notes == tuple(lines_of_changes(asked))
    assert sheet(asked).lines == sheet(plain).lines
