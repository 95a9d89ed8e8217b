"""上传盖章件: a scan is matched by its own code, by whoever may, and kept to the byte."""

import io
from typing import Any
from uuid import uuid4

import httpx
import pypdfium2
from PIL import Image

from tests.reporting.consolidation.sheets import both_accepted, consolidate
from tests.reporting.submissions.office import FILER, OTHER, Office
from tests.reporting.submissions.test_reviewing import code_of
from tests.reporting.two_towns import ELSEWHERE


async def photographed(office: Office, path: str) -> bytes:
    """Its first page as a scanner makes it, a picture of moderate quality."""
    pdf = (await office.get(f"{path}.pdf")).content
    page: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=2.5).to_pil().convert("L")
    content = io.BytesIO()
    page.rotate(1, expand=True, fillcolor=255).save(content, "JPEG", quality=60)
    return content.getvalue()


async def attach(
    office: Office, content: bytes, who: dict[str, str] | None = None, key: str | None = None
) -> httpx.Response:
    headers = {**(who or office.officer), "Idempotency-Key": key or str(uuid4())}
    return await office.reporting.client.post("/campaigns/winter/scans", content=content, headers=headers)


async def test_a_scan_finds_its_submission_by_its_code(office: Office) -> None:
    number = await office.signed()
    content = await photographed(office, f"submissions/{number}")
    answer = await attach(office, content, key="scan-1")
    assert (answer.status_code, answer.json()["number"]) == (201, number), answer.text
    assert (await attach(office, content, key="scan-1")).json() == answer.json()
    (listed,) = (await office.get(f"documents/{number}/scans", office.officer)).json()["scans"]
    assert (listed["file"]["suffix"], listed["by"]["name"]) == ("jpg", "王芳")
    got = await office.get(f"documents/{number}/scans/{listed['file']['hash']}", office.officer)
    assert (got.content, got.headers["content-type"]) == (content, "image/jpeg")
    everything = (await office.get("scans", office.officer)).json()["scans"]
    assert [(each["number"], len(each["scans"])) for each in everything] == [(number, 1)]
    assert (await office.get("scans", office.as_("officer", OTHER))).json() == {"scans": []}
    for path in ("", f"/{listed['file']['hash']}"):
        other = await office.get(f"documents/{number}/scans{path}", office.as_("officer", OTHER))
        assert code_of(other) == "not_yours"


async def test_nobody_attaches_anothers(office: Office) -> None:
    number = await office.signed()
    content = await photographed(office, f"submissions/{number}")
    refused = await attach(office, content, office.as_("officer", OTHER))
    assert (refused.status_code, code_of(refused)) == (403, "not_your_report")
    assert code_of(await attach(office, content, office.as_("leader"))) == "not_your_report"
    assert code_of(await attach(office, content, office.as_("officer", FILER, None))) == "not_a_person"
    assert code_of(await attach(office, b"nothing", office.as_("leader"))) == "not_your_report"
    assert code_of(await attach(office, b"nothing", office.as_("officer", FILER, None))) == "not_a_person"
    assert (await attach(office, content, office.safety_office)).status_code == 201


async def test_a_sheet_of_everybodys_is_the_safety_offices(office: Office) -> None:
    await both_accepted(office)
    number = await consolidate(office)
    content = await photographed(office, f"consolidations/{number}")
    assert code_of(await attach(office, content)) == "not_allowed"
    answer = await attach(office, content, office.safety_office)
    assert (answer.status_code, answer.json()["number"]) == (201, number), answer.text


async def test_paper_of_another_town_or_another_figure_is_none(office: Office) -> None:
    """Both towns use the same ids, and the same number."""
    await office.signed()
    office.township = ELSEWHERE
    number = await office.signed()
    content = await photographed(office, f"submissions/{number}")
    office.township = "500112143"
    refused = await attach(office, content)
    assert code_of(refused) == "scan_not_genuine"


async def test_what_is_no_scan_is_refused_and_kept_nowhere(office: Office) -> None:
    white = io.BytesIO()
    Image.new("L", (600, 800), 255).save(white, "PNG")
    cases: list[tuple[bytes, str]] = [
        (b"", "scan_unreadable"),
        (b"not a picture", "scan_unreadable"),
        (b"%PDF-1.7 broken", "scan_unreadable"),
        (b"\xff\xd8\xff broken", "scan_unreadable"),
        (white.getvalue(), "scan_without_code"),
    ]
    for content, code in cases:
        assert code_of(await attach(office, content)) == code, content[:20]
    too_large = await attach(office, b"\xff\xd8\xff" + bytes(9 * 1024 * 1024))
    assert too_large.status_code == 413
    huge = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(huge, "PNG")
    assert code_of(await attach(office, huge.getvalue())) == "scan_unreadable"
    blobs = office.keys.parent / "blobs"
    assert not any(each.is_file() for each in blobs.rglob("*"))


async def test_two_reports_on_one_scan_are_told_apart(office: Office) -> None:
    numbers = [await office.signed(), await office.signed("2", OTHER)]
    pages = [await photographed(office, f"submissions/{number}") for number in numbers]
    pictures: list[Any] = [Image.open(io.BytesIO(page)) for page in pages]
    content = io.BytesIO()
    pictures[0].save(content, "PDF", save_all=True, append_images=pictures[1:])
    assert code_of(await attach(office, content.getvalue(), office.safety_office)) == "scan_of_several"
