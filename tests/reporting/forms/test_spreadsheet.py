"""The spreadsheets read back cell by cell: the notice's layout, numbers as numbers, fit to print."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from services.reporting.forms.documents.sheet import sheet
from services.reporting.forms.documents.spreadsheet import spreadsheet
from tests.reporting.forms.documents import NOTES, SIGNED, document


def sheet_of(answer: dict[str, Any], demo_clock: str | None = None, **more: Any) -> Worksheet:
    shown = sheet(answer, demo_clock=demo_clock, **more)
    return openpyxl.load_workbook(BytesIO(spreadsheet(shown))).worksheets[0]


def merged(sheet: Worksheet) -> dict[str, str]:
    """Each merged range of the header with its text, line breaks taken out."""
    return {
        str(area): str(sheet.cell(area.min_row, area.min_col).value or "").replace("\n", "")
        for area in sheet.merged_cells.ranges
        if 5 <= area.min_row <= 7
    }


def row(sheet: Worksheet, number: int) -> list[Any]:
    return [cell.value for cell in sheet[number]]


def test_header_of_annex_3_is_merged_as_the_notice_prints_it() -> None:
    sheet = sheet_of(document("annex-3", ["产业服务中心"]))
    assert merged(sheet) == {
        "A5:A7": "填报单位", "B5:F5": "基础工作", "B6:B7": "监管单位（家）", "C6:F6": "分级监管",
        "G5:H5": "督导检查", "G6:G7": "检查企业（家）", "H6:H7": "其中领导检查企业（家）",
        "I5:N5": "隐患排查整治情况", "I6:J6": "隐患总数", "K6:L6": "其中重大隐患",
        "M6:M7": "向区级部门移送隐患（条）", "N6:N7": "纳入挂牌督办（条）", "O5:O7": "执法处罚（家）",
        "P5:P7": "行政罚款（万元）", "Q5:Q7": "向区级部门移送案件（件）",
    }  # fmt: skip
    last = [str(cell.value or "").replace("\n", "") for cell in sheet[7]]
    assert last[2:6] == ["红色单位（家）", "橙色单位（家）", "黄色单位（家）", "蓝色单位（家）"]
    assert last[8:12] == ["排查（条）", "已整改（条）", "排查（条）", "已整改（条）"]


def test_header_of_annex_4_is_merged_as_the_notice_prints_it() -> None:
    assert merged(sheet_of(document("annex-4", ["明月村"]))) == {
        "A5:A7": "填报单位", "B5:F5": "基础工作", "B6:B7": "监管单位（家）", "C6:F6": "分级监管",
        "G5:K5": "隐患排查整治情况", "G6:H6": "隐患总数", "I6:J6": "其中重大隐患",
        "K6:K7": "向镇属部门移送隐患（条）",
    }  # fmt: skip


@pytest.mark.parametrize(("annex", "columns"), [("annex-3", 17), ("annex-4", 11)])
def test_top_and_foot(annex: str, columns: int) -> None:
    sheet = sheet_of(document(annex, ["甲", "乙"]))
    assert sheet.max_column == columns
    assert sheet["A1"].value == {"annex-3": "附件3", "annex-4": "附件4"}[annex]
    assert sheet["A3"].value == "（每次都报送累计数据）"
    assert [value for value in row(sheet, 4) if value] == ["填报人：", "联系电话："]
    assert [sheet.cell(sheet.max_row + step, 1).value for step in (-1, 0)] == [
        NOTES[annex],
        "未报送，仅供核对",
    ]


def test_one_row_per_filer_then_both_totals() -> None:
    sheet = sheet_of(document("annex-4", ["明月村", "千盏村"]))
    assert row(sheet, 8) == ["明月村", *range(100, 110)]
    assert row(sheet, 9) == ["千盏村", *range(200, 210)]
    assert row(sheet, 10) == ["简单合计", *range(5000, 5010)]
    assert row(sheet, 11) == ["去重合计", *range(4000, 4010)]
    assert sheet.max_row == 13


def test_title_names_the_filer_on_its_own_form_and_everyone_on_the_town_s() -> None:
    own = document("annex-4", ["东升社区"], whole=False)
    assert sheet_of(own)["A2"].value == "大盛镇东升社区秋冬季安全生产大排查情况汇总表"
    assert sheet_of(own).max_row == 10
    assert sheet_of(document("annex-4", ["东升社区"]))["A2"].value == (
        "大盛镇各村（社区）秋冬季安全生产大排查情况汇总表"
    )
    assert sheet_of(document("annex-3", ["甲", "乙"]))["A2"].value == (
        "大盛镇各科室秋冬季安全生产大排查情况汇总表"
    )


def test_numbers_are_numbers_and_fines_exact() -> None:
    sheet = sheet_of(document("annex-3", ["产业服务中心"]))
    figures = sheet[8][1:]
    assert all(cell.data_type == "n" for cell in figures)
    assert (sheet["P8"].value, sheet["P8"].number_format) == (12.345678, "0.0000##")
    assert (sheet["B8"].value, sheet["B8"].number_format) == (100, "0")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@sum", '=HYPERLINK("http://x")', "http://x"])
def test_text_that_looks_like_a_formula_stays_text(name: str) -> None:
    cell = sheet_of(document("annex-4", [name, "乙"]))["A8"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (name, "s", None)
    assert cell.quotePrefix


def test_print_set_up() -> None:
    sheet = sheet_of(document("annex-3", ["甲"]))
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)  # width: the default
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$5:$7"
    assert sheet.print_area == "'附件3'!$A$1:$Q$12"


def test_footer_says_where_the_figures_come_from() -> None:
    footer = sheet_of(document("annex-3", ["甲"])).oddFooter
    assert "统计截至 2025-01-14 18:00:00；口径 1；日志位置 hazards 940、registry 120" in footer.left.text
    assert "sha256:" + "ab" * 32 in footer.left.text
    assert "演示时钟" not in footer.left.text
    demo = sheet_of(document("annex-3", ["甲"]), "2025-01-01T00:00:00+08:00 x60").oddFooter
    assert "演示时钟 2025-01-01T00:00:00+08:00 x60，非正式数据" in demo.left.text


def test_footer_says_as_recorded_until_when() -> None:
    asked = document("annex-3", ["甲"]) | {"recorded_until": "2025-01-15T01:30:00.000001Z"}
    footer = sheet_of(asked).oddFooter
    assert (
        "统计截至 2025-01-14 18:00:00；按 2025-01-15 09:30:00.000001 之前的记录；口径 1" in footer.left.text
    )


def test_the_longest_footer_fits_what_a_spreadsheet_takes() -> None:
    """255 characters, or there is none at all."""
    asked = document("annex-3", ["甲"]) | {
        "occurred_until": "2025-01-14T10:00:00.000001Z",
        "recorded_until": "2025-01-15T01:30:00.000001Z",
        "positions": {"registry": 999_999_999, "hazards": 999_999_999},
    }
    footer = sheet_of(asked, "2024-12-01T00:00:00+08:00 x60").oddFooter
    assert "sha256:" + "ab" * 32 in footer.left.text


def test_the_same_document_gives_the_same_bytes() -> None:
    assert spreadsheet(sheet(document("annex-3", ["甲"]))) == spreadsheet(sheet(document("annex-3", ["甲"])))


def test_a_signed_sheet_says_by_whom_and_leaves_empty_what_was_not_reported() -> None:
    answer = document("annex-4", ["明月村", "千盏村"])
    answer["rows"][1]["cells"] = None
    shown = sheet_of(answer, signed=SIGNED, telephone="023-12345678", signature_line=True)
    assert [value for value in row(shown, 4) if value] == ["填报人：王䶮", "联系电话：023-12345678"]
    assert row(shown, 9) == ["千盏村（未报送）", *[None] * 10]
    below = [shown.cell(number, 1).value for number in range(12, shown.max_row + 1)]
    assert below[0] == NOTES["annex-4"]
    assert below[1:3] == ["填报说明：=1+1", "千盏村未报送。"]
    assert below[3].startswith("回执号 2024-3-07")
    assert below[-1].startswith("填报人：")
    assert shown["A13"].data_type == "s"
