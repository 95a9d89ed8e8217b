"""The Word documents read back cell by cell: merged header on every page, texts as texts, fonts by name."""

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.oxml.ns import qn
from docx.table import Table

from services.reporting.forms.documents.docx import docx
from services.reporting.forms.documents.sheet import sheet
from tests.reporting.forms.documents import NOTES, SIGNED, VILLAGES, document


def opened(answer: dict[str, Any], **more: Any) -> Opened:
    return Document(BytesIO(docx(sheet(answer, **more))))


def rows(table: Table) -> list[list[str]]:
    return [[cell.text.replace("\n", "") for cell in row.cells] for row in table.rows]


def texts(document_: Opened) -> list[str]:
    return [paragraph.text for paragraph in document_.paragraphs if paragraph.text]


def test_header_of_annex_3_is_merged_as_the_notice_prints_it() -> None:
    header = rows(opened(document("annex-3", ["甲"])).tables[0])[:3]
    hazards, grades = (
        "隐患排查整治情况",
        ["红色单位（家）", "橙色单位（家）", "黄色单位（家）", "蓝色单位（家）"],
    )
    last = ["执法处罚（家）", "行政罚款（万元）", "向区级部门移送案件（件）"]
    listed = ["向区级部门移送隐患（条）", "纳入挂牌督办（条）"]
    visits = ["检查企业（家）", "其中领导检查企业（家）"]
    assert header == [
        ["填报单位", *["基础工作"] * 5, *["督导检查"] * 2, *[hazards] * 6, *last],
        ["填报单位", "监管单位（家）", *["分级监管"] * 4, *visits, *["隐患总数"] * 2, *["其中重大隐患"] * 2,
         *listed, *last],
        ["填报单位", "监管单位（家）", *grades, *visits, *["排查（条）", "已整改（条）"] * 2, *listed, *last],
    ]  # fmt: skip


def test_figures_and_totals_cell_by_cell() -> None:
    answer = document("annex-4", VILLAGES)
    answer["rows"][3]["cells"] = None
    body = rows(opened(answer, signed=SIGNED).tables[0])[3:]
    for place, name in enumerate(VILLAGES):
        figures = [str(100 * (place + 1) + step) for step in range(10)]
        assert body[place] == ([name, *figures] if place != 3 else ["东山村（未报送）", *[""] * 10])
    assert body[18] == ["简单合计", *map(str, range(5000, 5010))]
    assert body[19] == ["去重合计", *map(str, range(4000, 4010))]
    assert len(body) == 20


def test_zero_is_shown_and_money_is_exact() -> None:
    answer = document("annex-3", ["甲"], whole=False)
    answer["rows"][0]["cells"] |= {"units": 0, "fines": "1234567.000001"}
    line = rows(opened(answer).tables[0])[3]
    assert (line[1], line[15]) == ("0", "1234567.000001")


@pytest.mark.parametrize("name", ["=1+1", "@x", "{{ title }}", "{% if x %}", "a<b>&\"'", "𬱖村䶮组"])
def test_a_name_is_a_text_whatever_it_looks_like(name: str) -> None:
    answer = document("annex-4", [name], whole=False)
    shown = opened(answer)
    assert rows(shown.tables[0])[3][0] == name
    assert texts(shown)[1] == f"大盛镇{name}秋冬季安全生产大排查情况汇总表"
    assert not list(shown.element.iter(qn("w:instrText")))


def test_a_character_that_no_xml_may_hold_spoils_nothing() -> None:
    assert rows(opened(document("annex-4", ["a\x01b\ufffe", "乙"])).tables[0])[3][0] == "a\ufffdb\ufffd"


def test_lines_above_and_below() -> None:
    answer = document("annex-4", ["明月村"], whole=False)
    assert texts(opened(answer)) == [
        "附件4", "大盛镇明月村秋冬季安全生产大排查情况汇总表", "（每次都报送累计数据）",
        "填报人：\t联系电话：", NOTES["annex-4"],
    ]  # fmt: skip
    signed = texts(opened(answer, signed=SIGNED, telephone="023-12345678", signature_line=True))
    assert signed[3] == "填报人：王䶮\t联系电话：023-12345678"
    assert signed[5:7] == ["填报说明：=1+1", "千盏村未报送。"]
    assert signed[7].startswith("填报人：")
    assert "单位负责人（签字）" in signed[7]


def test_footer_says_who_signed_or_that_nobody_did() -> None:
    answer = document("annex-4", ["明月村"], whole=False)
    footer = [one.text for one in opened(answer).sections[0].footer.paragraphs if one.text]
    assert footer[0] == "未报送，仅供核对"
    signed = [one.text for one in opened(answer, signed=SIGNED).sections[0].footer.paragraphs if one.text]
    assert signed[0] == "回执号 2024-3-07　明月村　第3期（截至12月30日）　【镇安委办代报】"
    assert signed[1] == "签报人 王䶮（党支部书记）　签报时间 2024-12-30 17:52:03"
    assert signed[3] == SIGNED.digest


def test_page_fonts_and_repeated_header() -> None:
    shown = opened(document("annex-3", ["甲"]))
    page = shown.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (297, 210)
    fonts = {
        style.name: (style.font.size.pt, style.element.rPr.rFonts.get(qn("w:eastAsia")), style.font.name)
        for style in shown.styles
        if style.name in ("表题", "栏目", "单位")
    }
    assert fonts == {
        "表题": (18, "方正小标宋简体", "Times New Roman"),
        "栏目": (9.5, "黑体", "Times New Roman"),
        "单位": (9.5, "仿宋_GB2312", "Times New Roman"),
    }
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in shown.tables[0].rows]
    assert repeated == [True] * 3 + [False] * 3


def test_the_same_sheet_gives_the_same_bytes() -> None:
    shown = sheet(document("annex-3", ["甲"]))
    assert docx(shown) == docx(shown)
