"""The PDFs read back: text that can be taken out, fonts inside, rows and headings on every page, QR codes."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from pypdfium2 import PdfDocument, PdfPage, PdfTextObj

from services.reporting.forms.documents.pdf import pdf
from services.reporting.forms.documents.qr_code import qr_code
from services.reporting.forms.documents.sheet import sheet
from tests.reporting.forms.documents import NOTES, SIGNED, VILLAGES, document

A4 = (842, 595)


def opened(answer: dict[str, Any], **more: Any) -> PdfDocument:
    return PdfDocument(BytesIO(pdf(sheet(answer, **more))))


def pages(document_: PdfDocument) -> list[str]:
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document_]


def lines(document_: PdfDocument) -> list[str]:
    return [line for page in pages(document_) for line in page.split("\n")]


@pytest.mark.parametrize("annex", ["annex-3", "annex-4"])
def test_every_figure_is_a_text_in_its_row(annex: str) -> None:
    answer = document(annex, ["甲村", "乙村"])
    found = lines(opened(answer))
    for row in answer["rows"]:
        assert " ".join([row["filer"]["name"], *map(str, row["cells"].values())]) in found
    for label, kind in (("简单合计", "sum"), ("去重合计", "distinct")):
        assert " ".join([label, *map(str, answer["totals"][kind].values())]) in found
    assert NOTES[annex] in found


def test_it_is_one_landscape_page_whose_fonts_are_inside() -> None:
    made = opened(document("annex-3", ["甲", "乙"]))
    assert [tuple(round(side) for side in page.get_size()) for page in made] == [A4]
    written = [thing for thing in made[0].get_objects() if isinstance(thing, PdfTextObj)]
    fonts = {thing.get_font().get_base_name().partition("+")[2]: thing.get_font() for thing in written}
    assert set(fonts) == {"LibertinusSerif-Regular", "NotoSansSC-Regular", "NotoSerifSC-Regular"}
    assert all(font.is_embedded for font in fonts.values())


def test_eighteen_villages_go_over_pages_with_the_header_on_each() -> None:
    answer = document("annex-4", VILLAGES)
    answer["rows"][3]["cells"] = None
    made = pages(opened(answer, signed=replace(SIGNED, codes=("x" * 900,))))
    assert len(made) == 2
    for number, page in enumerate(made, start=1):
        assert "红色单位" in page
        assert f"第 {number} 页，共 2 页" in page
        assert SIGNED.number in page
        assert SIGNED.digest in page
    assert "东山村（未报送）\n真理村 500 501" in made[0]


@pytest.mark.parametrize("name", ["=1+1", "@x", "#panic()", "*a* _b_ $c$", "<b>", "𬱖村䶮组", "\\u{41}"])
def test_a_name_is_a_text_whatever_it_looks_like(name: str) -> None:
    made = lines(opened(document("annex-4", [name, "乙"])))
    assert f"{name} 100 101 102 103 104 105 106 107 108 109" in made


def test_a_long_name_breaks_over_lines_and_keeps_its_row() -> None:
    name = "经济发展办公室规划建设岗（含村镇建设服务中心及其下属各单位）"
    made = "".join(lines(opened(document("annex-3", [name, "乙"]))))
    assert f"{name}100 101 102" in made


def test_a_large_sum_stays_in_its_cell() -> None:
    answer = document("annex-3", ["甲"], whole=False)
    answer["rows"][0]["cells"] |= {"units": 0, "fines": "1234567.000001"}
    made = opened(answer)
    page = made[0]
    assert "甲 0 101 102 103 104 105 106 107 108 109 110 111 112 113 1234567.000001 115" in pages(made)[0]
    (left, right), (next_left, _) = (between(page, text) for text in ("1234567.000001", "115"))
    assert right - left < 45
    assert right < next_left


def between(page: PdfPage, text: str) -> tuple[float, float]:
    """Where it begins and ends, in points from the left."""
    written = page.get_textpage()
    first, count = written.search(text).get_next()
    return written.get_charbox(first)[0], written.get_charbox(first + count - 1)[2]


def test_what_is_signed_and_what_is_not() -> None:
    answer = document("annex-4", ["明月村"], whole=False)
    assert "未报送，仅供核对" in lines(opened(answer))
    signed = lines(opened(answer, signed=SIGNED, telephone="023-12345678", signature_line=True))
    assert "未报送，仅供核对" not in signed
    assert "填报人：王䶮 联系电话：023-12345678" in signed
    assert "回执号 2024-3-07　明月村　第3期（截至12月30日）　【镇安委办代报】" in signed
    assert "签报人 王䶮（党支部书记）　签报时间 2024-12-30 17:52:03" in signed
    assert {"填报说明：=1+1", "千盏村未报送。", SIGNED.digest} <= set(signed)
    assert any(line.startswith("填报人：　") and "（盖章）" in line for line in signed)


@pytest.mark.parametrize("count", [1, 2, 5, 7])
def test_qr_codes_are_read_from_every_page_and_large_enough(count: int) -> None:
    texts = tuple(f"https://paicha.example/reporting/paper#{place}{'Zx9_' * 225}" for place in range(count))
    made = opened(document("annex-4", VILLAGES), signed=replace(SIGNED, codes=texts))
    scale = 4
    for page in made:
        codes = zxingcpp.read_barcodes(page.render(scale=scale).to_pil())
        assert sorted(code.text for code in codes) == sorted(texts)
        for code in codes:
            width = (code.position.top_right.x - code.position.top_left.x) / scale / 72 * 25.4
            assert width >= 35


def test_a_text_too_long_for_one_code_is_refused() -> None:
    assert qr_code("x" * 997).size == 25 * 4 + 17 + 8
    with pytest.raises(ValueError, match="998"):
        qr_code("x" * 998)


def test_the_same_sheet_gives_the_same_bytes() -> None:
    shown = sheet(document("annex-3", ["甲"]), signed=replace(SIGNED, codes=("x" * 900,)))
    assert pdf(shown) == pdf(shown)
