"""What was signed, printed: read back, and checked against the public keys without asking anybody."""

import asyncio
import io
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl

from shared.signing import with_new_key
from tests.reporting.submissions.office import FILER, OTHER, Office
from tests.reporting.submissions.reading_back import checked, texts_of
from tests.reporting.two_towns import ELSEWHERE


async def printed(office: Office, number: str, suffix: str, who: Any = None) -> bytes:
    answer = await office.get(f"submissions/{number}.{suffix}", who)
    assert answer.status_code == 200, answer.text
    return answer.content


async def test_the_pdf_proves_its_own_figures(office: Office, tmp_path: Path) -> None:
    number = await office.signed(remarks=[{"column": "fines", "text": "含补充处罚"}])
    pdf = await printed(office, number, "pdf")
    code, told = await checked(office, tmp_path, pdf)
    assert (code, told["valid"]) == (0, True), told
    office.keys.write_bytes(with_new_key(office.keys.read_bytes()))
    async with asyncio.timeout(30):
        while len((await office.reporting.client.get("/keys")).json()["keys"]) < 2:
            await asyncio.sleep(0.05)
    again = await printed(office, number, "pdf")
    assert (await checked(office, tmp_path, again))[0] == 0, "printed after a rotation it is the same code"


async def test_every_document_has_the_signed_row_and_who_signed_it(office: Office) -> None:
    number = await office.signed()
    cells = (await office.submission(number))["cells"]
    book = openpyxl.load_workbook(io.BytesIO(await printed(office, number, "xlsx")))
    texts = [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value is not None]
    texts_of_word = texts_of(await printed(office, number, "docx"))
    for found in (texts, texts_of_word):
        assert "甲科" in " ".join(found)
        assert str(cells["fines"]) in found
        assert number in " ".join(found)
        assert "王芳" in " ".join(found)
        assert "未报送" not in " ".join(found)


async def test_a_file_is_saved_under_a_name_that_tells_it_from_others(office: Office) -> None:
    number = await office.signed()
    told = (await office.get(f"submissions/{number}.pdf")).headers["content-disposition"]
    assert unquote(told.partition("filename*=UTF-8''")[2]) == f"甲科第2期-{number}.pdf"


async def test_documents_are_for_those_who_may_see_the_submission(office: Office) -> None:
    number = await office.signed()
    assert await printed(office, number, "pdf", office.officer)
    stranger = await office.get(f"submissions/{number}.pdf", office.as_("officer", OTHER))
    nowhere = await office.get("submissions/2-x-1.pdf", office.as_("officer", OTHER))
    assert {(answer.status_code, answer.json()["code"]) for answer in (stranger, nowhere)} == {
        (403, "not_yours")
    }
    assert (await office.get(f"submissions/2-{FILER}-9.pdf")).status_code == 404


async def test_what_was_corrected_says_so_where_the_server_prints_it(office: Office) -> None:
    number = await office.signed()
    await office.post("review/acceptances", {"numbers": [number]})
    office.set_clock("12-20 09:00")
    await office.signed(corrects=number, correction_reason="漏录", unchanged=True)
    assert any("已被更正" in text for text in texts_of(await printed(office, number, "docx")))
    correction = texts_of(await printed(office, f"2-{FILER}-2", "docx"))
    assert any("更正报" in text for text in correction)
    assert not any("已被更正" in text for text in correction)


async def test_each_town_gets_its_own_though_number_and_campaign_are_the_same(office: Office) -> None:
    """Both at once, so that they stand in line together."""
    there = replace(office, township=ELSEWHERE)
    number = await office.signed()
    assert await there.signed() == number
    digests = [(await each.submission(number))["digest"] for each in (office, there)]
    assert digests[0] != digests[1]
    documents = await asyncio.gather(*(printed(each, number, "docx") for each in (office, there) * 4))
    for digest, document in zip(digests * 4, documents, strict=True):
        assert digest in "\n".join(texts_of(document))
