"""镇安委办代报 is marked wherever it is shown: list, report, sheet, letter, the page behind a paper."""

import io

import docx
import openpyxl

from tests.reporting.consolidation.sheets import accept, accepted, consolidate, prepared, sheet
from tests.reporting.paper_checks.test_api import asked, code_of
from tests.reporting.submissions.office import FILER, OTHER, Office

BEHALF = "镇安委办代报"


async def signed_on_behalf(office: Office) -> str:
    """With 情况说明, for who is away."""
    draft = (await office.get(f"periods/2/{OTHER}/narrative")).json()["paragraph"]
    body = await office.body(
        "2",
        OTHER,
        on_behalf={"reason": "人员请假", "asked_by": "王芳"},
        narrative={"paragraph": draft, "problems": "人员不足。"},
    )
    answer = await office.post("submissions", body)
    assert answer.status_code == 201, answer.text
    number: str = answer.json()["number"]
    return number


async def test_in_a_sheet_of_all_filers(office: Office) -> None:
    await accepted(office, FILER)
    number = await signed_on_behalf(office)
    await accept(office, number)
    assert [row["on_behalf"] for row in (await prepared(office))["rows"]] == [False, True]
    consolidated = await consolidate(office)
    assert [row["on_behalf"] for row in (await sheet(office, consolidated))["rows"]] == [False, True]
    content = (await office.get(f"consolidations/{consolidated}.xlsx")).content
    cells = [str(cell.value) for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row]
    assert f"{BEHALF}：乙科。" in cells, cells


async def test_in_the_letter_that_goes_with_it(office: Office) -> None:
    number = await signed_on_behalf(office)
    content = (await office.get(f"submissions/{number}/narrative.docx")).content
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]
    assert f"回执号 {number}　【{BEHALF}】" in texts, texts


async def test_on_the_page_behind_its_paper(office: Office) -> None:
    number, own = await signed_on_behalf(office), await office.signed()
    for signed, marked in ((number, True), (own, False)):
        report = (await asked(office, await code_of(office, signed)))["report"]
        details = {each["label"]: each["text"] for each in report["details"]}
        assert details.get("标注") == (BEHALF if marked else None), details
