"""审签、上报, and the documents that are kept: as they were first written, to the byte."""

import asyncio
import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest

from tests.reporting.consolidation.sheets import (
    accepted,
    body,
    both_accepted,
    code_of,
    consolidate,
    leader,
    sheet,
)
from tests.reporting.story import CAMPAIGN, open_campaign
from tests.reporting.submissions.office import FILER, Office
from tests.reporting.submissions.test_documents import checked
from tests.reporting.telling import visit

UP = {"to": "区安委办", "how": "政务邮箱", "document": "xlsx"}


async def countersigning(office: Office) -> None:
    """The campaign asks for 审签 from now on."""
    story = office.reporting.story
    before = next(each.data for each in reversed(story.logs["registry"]) if each.type == "campaign.opened")
    story.tell("campaign.opened", "11-13", CAMPAIGN, **{**before, "countersign": True})
    await office.publish()


def blobs_of(office: Office) -> set[Path]:
    return {path for path in (office.keys.parent / "blobs").rglob("*") if path.is_file()}


async def kept(office: Office, number: str, who: Any = None) -> list[dict[str, Any]]:
    async with asyncio.timeout(60):
        while True:
            answer = await office.get(f"documents/{number}", who)
            assert answer.status_code == 200, answer.text
            if files := answer.json()["files"]:
                found: list[dict[str, Any]] = files
                return found
            await asyncio.sleep(0.1)


async def test_it_goes_up_once_and_the_very_file_is_kept(office: Office) -> None:
    numbers = await both_accepted(office)
    number = await consolidate(office)
    for each in numbers:
        await kept(office, each)
    await kept(office, number)
    answer = await office.post(f"consolidations/{number}/send-up", UP, key="once")
    assert answer.status_code == 200, answer.text
    files = blobs_of(office)
    assert (await office.post(f"consolidations/{number}/send-up", UP, key="once")).json() == answer.json()
    assert blobs_of(office) == files, "what has gone up already is not written once more"
    sent_up = (await sheet(office, number))["sent_up"]
    assert (sent_up["to"], sent_up["how"], sent_up["by"]["name"]) == ("区安委办", "政务邮箱", "李雷")
    stored = office.keys.parent / "blobs" / sent_up["file"]["hash"][7:9] / sent_up["file"]["hash"][7:]
    content = stored.read_bytes()
    assert f"sha256:{hashlib.sha256(content).hexdigest()}" == sent_up["file"]["hash"]
    assert len(content) == sent_up["file"]["bytes"]
    texts = [cell.value for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row]
    assert "合计" in texts
    assert code_of(await office.post(f"consolidations/{number}/send-up", UP)) == "already_sent_up"
    assert (await office.submission(f"2-{FILER}-1"))["state_name"] == "已上报"
    assert code_of(await office.post(f"consolidations/{number}/countersign", {}, leader(office))) == (
        "no_countersignature_asked"
    )


async def test_nobody_goes_round_it_by_naming_positions_of_before(office: Office) -> None:
    """As of then the campaign did not ask for 审签, and its rows are no later."""
    await both_accepted(office)
    asked = await body(office)
    await countersigning(office)
    refused = await office.post("consolidations", asked)
    assert (refused.status_code, code_of(refused)) == (409, "report_outdated")
    assert (await sheet(office, await consolidate(office)))["countersign"]


async def test_where_the_campaign_asks_for_it_a_leader_signs_before_it_goes_up(office: Office) -> None:
    await countersigning(office)
    await both_accepted(office)
    number = await consolidate(office)
    assert code_of(await office.post(f"consolidations/{number}/send-up", UP)) == "countersignature_needed"
    refused = await office.post(f"consolidations/{number}/countersign", {})
    assert (refused.status_code, code_of(refused)) == (403, "not_allowed")
    answer = await office.post(f"consolidations/{number}/countersign", {}, leader(office))
    assert answer.status_code == 200, answer.text
    assert (await sheet(office, number))["state_name"] == "已审签"
    again = await office.post(f"consolidations/{number}/countersign", {}, leader(office))
    assert code_of(again) == "already_countersigned"
    assert (await office.post(f"consolidations/{number}/send-up", UP)).status_code == 200


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "pdf"])
async def test_documents_are_kept_as_they_were_first_written(office: Office, suffix: str) -> None:
    numbers = await both_accepted(office)
    number = await consolidate(office)
    for each in (*numbers, number):
        files = {file["suffix"]: file for file in await kept(office, each)}
        assert set(files) == {"xlsx", "docx", "pdf"}
        answer = await office.get(f"documents/{each}/{suffix}")
        assert f"sha256:{hashlib.sha256(answer.content).hexdigest()}" == files[suffix]["hash"]
        again = await office.get(f"documents/{each}/{suffix}")
        assert again.content == answer.content


async def test_a_period_in_one_file(office: Office) -> None:
    """Whole, also a moment after signing."""
    numbers = await both_accepted(office)
    number = await consolidate(office)
    answer = await office.get("periods/2/documents.zip")
    for each in (*numbers, number):
        await kept(office, each)
    assert (await office.get("periods/2/documents.zip")).content == answer.content
    names = set(zipfile.ZipFile(io.BytesIO(answer.content)).namelist())
    expected = {
        f"附件3_{filer}_{each}.{suffix}"
        for filer, each in zip(("甲科", "乙科"), numbers, strict=True)
        for suffix in ("xlsx", "docx", "pdf")
    } | {f"附件3_汇总_{number}.{suffix}" for suffix in ("xlsx", "docx", "pdf")}
    assert names == expected
    own = await office.get("periods/2/documents.zip", office.officer)
    own_names = zipfile.ZipFile(io.BytesIO(own.content)).namelist()
    assert {name.split("_")[1] for name in own_names} == {"甲科"}


async def test_documents_are_named_whatever_their_filer_is_called(office: Office, tmp_path: Path) -> None:
    filer, name = 'd-甲"1', "=1+1/..\\某:科*?<|>\n" + "长" * 75
    office.reporting.story.tell("organisation.registered", "11-20", filer, name=name, kind="department")
    visit(office.reporting.story, "theirs", "12-01", by=filer, unit_id="u1")
    await office.publish()
    asked = await office.body("2", filer, on_behalf={"reason": "停电", "asked_by": "王芳"})
    number = (await office.post("submissions", asked)).json()["number"]
    await kept(office, quote(number))
    answer = await office.get(f"documents/{quote(number)}/pdf")
    assert (answer.status_code, answer.content[:4]) == (200, b"%PDF"), answer.text
    told = answer.headers["content-disposition"]
    assert told == f"attachment; filename=\"2-d-__1-1.pdf\"; filename*=UTF-8''{quote(number)}.pdf"
    archive = zipfile.ZipFile(io.BytesIO((await office.get("periods/2/documents.zip")).content))
    archive.extractall(tmp_path / "unpacked")
    unpacked = sorted(path.name for path in (tmp_path / "unpacked").iterdir())
    assert len(unpacked) == len(archive.namelist()) == 3
    assert all(len(each.encode()) <= 240 and not set(each) & set('\\/:*?"<>|\n') for each in unpacked)


async def test_a_filer_sees_its_own_documents_and_no_sheet(office: Office) -> None:
    numbers = await both_accepted(office)
    number = await consolidate(office)
    await kept(office, numbers[0], office.officer)
    for other in (numbers[1], number, "2-nobody-1"):
        answer = await office.get(f"documents/{other}", office.officer)
        assert (answer.status_code, code_of(answer)) == (403, "not_yours"), other
        answer = await office.get(f"documents/{other}/pdf", office.officer)
        assert code_of(answer) == "not_yours"
    for path in (f"consolidations/{number}", "consolidations", f"consolidations/{number}.pdf"):
        assert (await office.get(path, office.officer)).status_code == 403
    dashboard = office.as_("dashboard", None, None)
    assert (await office.get(f"consolidations/{number}", dashboard)).status_code == 403


async def test_a_file_that_was_lost_or_changed_is_told_from_one_that_never_was(office: Office) -> None:
    number = (await both_accepted(office))[0]
    files = {file["suffix"]: file for file in await kept(office, number)}
    path = office.keys.parent / "blobs" / files["pdf"]["hash"][7:9] / files["pdf"]["hash"][7:]
    content = path.read_bytes()
    path.write_bytes(content.replace(b"%PDF", b"%PDG"))
    assert code_of(await office.get(f"documents/{number}/pdf")) == "file_damaged"
    path.unlink()
    answer = await office.get(f"documents/{number}/pdf")
    assert (answer.status_code, code_of(answer)) == (503, "file_missing")


async def test_a_sheet_is_printed_with_what_became_of_it(office: Office) -> None:
    numbers = await both_accepted(office)
    number = await consolidate(office, remark="数据已逐家核对")
    answer = await office.get(f"consolidations/{number}.xlsx", signature_line="true")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    texts = " ".join(str(cell.value) for row in book.active for cell in row if cell.value is not None)
    for expected in (
        "各科室", "合计", "去重合计", "未计入填报单位", numbers[0], "填报说明：数据已逐家核对", number,
    ):  # fmt: skip
        assert expected in texts, expected
    assert "有更新" not in texts
    open_campaign(office.reporting.story, campaign="another")
    assert (await office.get(f"consolidations/{number}.pdf")).content.startswith(b"%PDF")


async def test_the_printed_sheet_proves_its_own_figures(office: Office, tmp_path: Path) -> None:
    """Rows, 合计 in the table and 去重合计 in the note; a filer that has not reported too."""
    await both_accepted(office)
    number = await consolidate(office)
    pdf = (await office.get(f"consolidations/{number}.pdf")).content
    code, told = await checked(office, tmp_path, pdf)
    assert (code, told["valid"], told["differences"]) == (0, True, []), told
    await accepted(office, "v-e")
    office.set_clock("12-14 18:00")
    villages = (await office.get(f"consolidations/{await consolidate(office, 'annex-4')}.pdf")).content
    code, told = await checked(office, tmp_path, villages)
    assert (code, told["valid"], told["differences"]) == (0, True, []), told


async def test_what_can_not_be_written_now_ends_nothing_and_is_written_later(office: Office) -> None:
    """A row of the read model can't be read for a while: the service goes on, and the documents come."""
    other = "update subjects set entries = convert_to($2 || substr(convert_from(entries, 'utf8'), 2), 'utf8')"
    damage = f"{other} where kind = 'organisation' and left(convert_from(entries, 'utf8'), 1) = $1"
    number = await office.signed()
    async with office.owner() as connection:
        await connection.execute(damage, "[", "x")
        await asyncio.sleep(3)
        assert (await office.reporting.client.get("/health/live")).status_code == 200
        await connection.execute(damage, "x", "[")
    assert await kept(office, number)
