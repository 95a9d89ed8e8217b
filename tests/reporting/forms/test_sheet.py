"""What stands where on a printed form, as texts: the layout whole, and what a signature adds."""

from pathlib import Path

import pytest

from services.reporting.forms.documents.sheet import Sheet, sheet
from tests.reporting.forms.documents import SIGNED, VILLAGES, document

GOLDEN = Path(__file__).parent / "golden"


def dumped(shown: Sheet) -> str:
    """For people to read and compare with the notice."""
    spans = (
        f"{cell.first_row}-{cell.last_row} {cell.first_column}-{cell.last_column} {cell.text}"
        for cell in shown.header
    )
    lines = (" | ".join((line.label, *line.texts)) + (" =" if line.total else "") for line in shown.lines)
    parts = (
        shown.annex, shown.title, shown.reporter, shown.telephone, "", *spans, "", *lines, "",
        shown.foot_note, *shown.notes, shown.signature_line, "", *shown.standing, shown.origin, shown.digest,
        *shown.codes, "",
    )  # fmt: skip
    return "\n".join(parts)


def sheets() -> dict[str, Sheet]:
    whole = document("annex-4", VILLAGES)
    whole["rows"][1]["cells"] = None
    whole["warnings"] = [
        {"filer": "f-0", "code": "ungraded_units", "zh": "2 家监管单位尚未分级。"},
        {"filer": "f-2", "code": "ungraded_units", "zh": "3 家监管单位尚未分级。"},
        {"filer": "f-4", "code": "units_exceed", "zh": "请核对。"},
        {"filer": None, "code": "uncredited", "zh": "工作组所做的工作不计入任何科室。"},
    ]
    whole["rows"][0]["cells"] |= {"units": 412}
    whole["rows"][2]["cells"] |= {"units": 1213}
    own = document("annex-3", ["产业服务中心"], whole=False)
    own["warnings"] = [
        {"filer": "f-0", "code": "supervised", "zh": "请核对。"},
        {"filer": "f-0", "code": "ungraded_units", "zh": "2 家监管单位尚未分级。"},
    ]
    own["rows"][0]["cells"] |= {"units": 416, "inspected": 0, "fines": "0.0000"}
    return {
        "annex-3": sheet(own),
        "annex-4": sheet(whole, signed=SIGNED, telephone="023-12345678", signature_line=True),
    }


@pytest.mark.parametrize("annex", ["annex-3", "annex-4"])
def test_layout_is_as_it_was_looked_at(annex: str) -> None:
    assert dumped(sheets()[annex]) == (GOLDEN / f"{annex}.txt").read_text("utf-8")


def test_nothing_of_a_signature_stands_on_a_form_that_nobody_signed() -> None:
    live = sheet(document("annex-4", ["明月村"]))
    assert (live.standing, live.reporter, live.telephone) == (("未报送，仅供核对",), "填报人：", "联系电话：")
    assert (live.signature_line, live.codes) == ("", ())
    assert live.digest == "sha256:" + "ab" * 32


def test_digest_printed_is_the_one_signed() -> None:
    assert sheet(document("annex-4", ["明月村"]), signed=SIGNED).digest == SIGNED.digest


def test_a_demonstration_says_so() -> None:
    assert "演示时钟 x60，非正式数据" in sheet(document("annex-4", ["甲"]), demo_clock="x60").origin
