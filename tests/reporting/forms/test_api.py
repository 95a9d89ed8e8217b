"""The forms over HTTP, from published events to the answer, on real servers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from pypdfium2 import PdfDocument

from services.reporting.forms.answers import FormAnswer
from shared.clock import DemoTime
from tests.reporting.asking import asked
from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.story import CAMPAIGN, town
from tests.reporting.telling import closed, found, penalty, unit, visit, voided
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.demo_clocks import keep_clock

Databases = Callable[[str], Awaitable[TestDatabase]]


@pytest.fixture
async def reporting(
    bus: TestBus, service_database: Databases, tmp_path: Path
) -> AsyncIterator[RunningReporting]:
    story = town()
    unit(story, grade="red")
    visit(story, with_=["d-b"])
    found(story, by="v-e")
    closed(story, "12-20")
    penalty(story, fen=1_200_001)
    async with running_reporting(bus, await service_database("reporting"), tmp_path, story) as running:
        await running.publish()
        yield running


def cells(document: dict[str, object], filer: str) -> dict[str, object]:
    rows: list[dict[str, dict[str, object]]] = document["rows"]
    return next(row["cells"] for row in rows if row["filer"]["id"] == filer)


async def test_what_was_published_is_on_the_forms(reporting: RunningReporting) -> None:
    document = await reporting.document("annex-3")
    FormAnswer.model_validate(document)
    assert document["title"] == "科室汇总表"
    assert document["positions"] == reporting.story.positions
    assert document["occurred_until"] == "2025-02-28T16:00:00.000000Z"
    assert cells(document, "d-a") | {"units_red": 1, "inspected": 1, "fines": "1.200001"} == cells(
        document, "d-a"
    )
    assert (document["totals"]["sum"]["inspected"], document["totals"]["distinct"]["inspected"]) == (2, 1)
    assert cells(await reporting.document("annex-4"), "v-e")["hazards_closed"] == 1


async def test_a_moment_out_of_all_time_is_refused_in_every_format(
    reporting: RunningReporting, subtests: pytest.Subtests
) -> None:
    for moment in [
        "9999-12-31T16:00:00Z",
        "9999-12-31T23:59:60Z",
        "9999-12-31T23:59:59-08:00",
        "0001-01-01T00:00:00+08:00",
    ]:
        for form in ["annex-3", "annex-4", "annex-3.xlsx", "annex-4.docx", "annex-4.pdf"]:
            with subtests.test(moment=moment, form=form):
                answer = await reporting.get(form, occurred_until=moment)
                assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize("moment", ["9998-12-31T23:59:59Z", "0001-01-02T00:00:00Z"])
async def test_the_ends_of_all_time_are_moments(reporting: RunningReporting, moment: str) -> None:
    for form in ("annex-3", "annex-3.xlsx"):
        answer = await reporting.get(form, occurred_until=moment)
        assert answer.status_code == 200, answer.text


async def test_any_other_cutoff_is_counted_the_same_way(reporting: RunningReporting) -> None:
    before = await reporting.document("annex-4", occurred_until="2024-12-20T00:00:00+08:00")
    assert cells(before, "v-e")["hazards_closed"] == 0
    unescaped = await reporting.client.get(
        "/campaigns/winter/annex-4?occurred_until=2024-12-20T00:00:00+08:00",
        headers={"Authorization": f"Bearer {reporting.issuer.token(role='leader', organisation=None)}"},
    )
    assert unescaped.json()["digest"] == before["digest"]
    at_the_end = await reporting.document("annex-4", occurred_until="2025-03-01T00:00:00+08:00")
    assert at_the_end == await reporting.document("annex-4")


async def test_the_same_positions_give_the_same_answer_for_ever(reporting: RunningReporting) -> None:
    before = await reporting.document("annex-4")
    asked = ",".join(f"{log}:{position}" for log, position in before["positions"].items())
    voided(reporting.story, "h1")
    await reporting.publish()
    assert cells(await reporting.document("annex-4"), "v-e")["hazards_found"] == 0
    assert await reporting.document("annex-4", positions=asked) == before


async def test_entity_tags_follow_the_positions(reporting: RunningReporting) -> None:
    first = await reporting.get("annex-3")
    tag = {"If-None-Match": f'"other", W/{first.headers["etag"]}'}
    assert (await reporting.get("annex-3", headers=tag)).status_code == 304
    assert (await reporting.get("annex-4", headers=tag)).status_code == 200
    assert (await reporting.get("annex-3", "officer", "d-a", headers=tag)).status_code == 200
    found(reporting.story, "h2")
    await reporting.publish()
    assert (await reporting.get("annex-3", headers=tag)).status_code == 200


@pytest.mark.parametrize(("role", "organisation"), [("officer", "d-a"), ("reporter", "d-a")])
async def test_a_filer_sees_its_own_row_only(
    reporting: RunningReporting, role: str, organisation: str
) -> None:
    document = await reporting.document("annex-3", role=role, organisation=organisation)
    assert [row["filer"]["id"] for row in document["rows"]] == ["d-a"]
    assert "totals" not in document
    assert (await reporting.document("annex-4", role=role, organisation=organisation))["rows"] == []


async def test_who_sees_all_and_who_sees_nothing(reporting: RunningReporting) -> None:
    for role in ("safety_office", "leader", "auditor"):
        assert "totals" in await reporting.document("annex-3", role=role)
    refused = await reporting.get("annex-3", "operator")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert (await reporting.get("annex-3", township="999999999")).status_code == 404


async def test_what_cannot_be_answered_is_refused_with_a_code(
    reporting: RunningReporting, subtests: pytest.Subtests
) -> None:
    for parameters, status, code in [
        ({"recorded_until": "2024-12-01T00:00:00"}, 422, "invalid_request"),
        ({"recorded_until": "2024-11-20T00:00:00Z", "positions": "hazards:1"}, 422, "invalid_request"),
        ({"recorded_until": "2024-12-31T00:00:00Z"}, 409, "not_final"),
        ({"recorded_untill": "2024-11-20T00:00:00Z"}, 422, "invalid_request"),
        ({"occured_until": "2024-12-01T00:00:00Z"}, 422, "invalid_request"),
        ({"occurred_until": "2024-12-01"}, 422, "invalid_request"),
        ({"occurred_until": "2024-12-01T00:00:00"}, 422, "invalid_request"),
        ({"positions": "hazards:x"}, 422, "invalid_request"),
        ({"positions": "other:1"}, 422, "invalid_request"),
        ({"positions": "hazards:1,hazards:2"}, 422, "invalid_request"),
        ({"positions": "hazards:999999"}, 409, "position_not_reached"),
        ({"policy": "0"}, 404, "unknown_policy"),
    ]:
        with subtests.test(parameters=parameters, status=status, code=code):
            refused = await reporting.get("annex-3", **parameters)
            assert (refused.status_code, refused.json()["code"]) == (status, code)


async def test_an_unknown_form_or_campaign_is_not_found(reporting: RunningReporting) -> None:
    assert (await reporting.get("annex-5")).json()["code"] == "not_found"
    assert (await reporting.get("../summer/annex-3")).json()["code"] == "not_found"


async def test_the_form_as_a_spreadsheet(reporting: RunningReporting) -> None:
    answer = await reporting.get("annex-3.xlsx")
    assert answer.headers["content-disposition"] == 'attachment; filename="annex-3.xlsx"'
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    assert "甲科" in {cell.value for row in sheet.iter_rows() for cell in row}
    assert answer.headers["etag"] != (await reporting.get("annex-3")).headers["etag"]


async def test_the_form_as_a_word_document(reporting: RunningReporting) -> None:
    answer = await reporting.get("annex-3.docx")
    assert answer.headers["content-disposition"] == 'attachment; filename="annex-3.docx"'
    table = Document(BytesIO(answer.content)).tables[0]
    assert [row.cells[0].text for row in table.rows][3:] == ["甲科", "乙科", "简单合计", "去重合计"]


async def test_the_form_as_a_pdf(reporting: RunningReporting) -> None:
    answer = await reporting.get("annex-4.pdf", signature_line="true")
    assert answer.headers["content-type"] == "application/pdf"
    text = PdfDocument(BytesIO(answer.content))[0].get_textpage().get_text_range()
    assert "未报送，仅供核对" in text
    assert "单位负责人（签字）" in text
    plain = await reporting.get("annex-4.pdf")
    assert plain.headers["etag"] != answer.headers["etag"]
    assert "单位负责人" not in PdfDocument(BytesIO(plain.content))[0].get_textpage().get_text_range()


@pytest.mark.parametrize("written_as", ["docx", "pdf"])
async def test_a_document_follows_the_rules_of_its_form(reporting: RunningReporting, written_as: str) -> None:
    form = f"annex-3.{written_as}"
    first = await reporting.get(form)
    assert (await reporting.get(form)).content == first.content
    tag = {"If-None-Match": first.headers["etag"]}
    assert (await reporting.get(form, headers=tag)).status_code == 304
    own = await reporting.get(form, "officer", "d-a", headers=tag)
    assert own.status_code == 200
    assert len(own.content) != len(first.content)
    assert (await reporting.get(form, "operator")).json()["code"] == "not_allowed"
    assert (await reporting.get(form, positions="hazards:999999")).json()["code"] == "position_not_reached"
    assert (await reporting.get(f"annex-5.{written_as}")).json()["code"] == "not_found"
    assert (await reporting.get(form, signature_line="x")).json()["code"] == "invalid_request"
    assert (await reporting.get("annex-3", signature_line="true")).json()["code"] == "invalid_request"


async def test_many_documents_at_once_leave_the_loop_free(reporting: RunningReporting) -> None:
    """Each is written in its turn, in one thread; whoever asks for figures meanwhile is answered."""
    asking = [
        asyncio.create_task(reporting.get("annex-3.pdf", occurred_until=f"2024-12-{day:02}T00:00:00Z"))
        for day in range(1, 31)
    ]
    figures = await reporting.get("annex-3")
    assert figures.status_code == 200
    assert not all(task.done() for task in asking)
    assert {answer.status_code for answer in await asyncio.gather(*asking)} == {200}


async def test_the_demo_clock_is_named_in_the_document(
    bus: TestBus, service_database: Databases, tmp_path: Path
) -> None:
    moment = datetime(2024, 12, 1, tzinfo=UTC)
    demo = DemoTime(start=moment, anchor=moment, speed=60)
    async with running_reporting(
        bus, await service_database("reporting"), tmp_path, town(), demo_clock_file=keep_clock(tmp_path, demo)
    ) as running:
        await running.publish()
        assert (await running.document("annex-3"))["demo_clock"] == str(demo)


async def test_it_resumes_at_its_checkpoint(
    bus: TestBus, service_database: Databases, tmp_path: Path
) -> None:
    story, database = town(), await service_database("reporting")
    async with running_reporting(bus, database, tmp_path, story) as running:
        await running.publish()
    found(story)
    async with running_reporting(bus, database, tmp_path, story) as running:
        await running.publish()
        assert cells(await running.document("annex-3"), "d-a")["hazards_found"] == 1


async def test_what_is_said_twice_or_not_known_is_refused(
    reporting: RunningReporting, subtests: pytest.Subtests
) -> None:
    for query in [
        "policy=1&policy=2",
        "colour=red",
        "policy=1&POLICY=2",
        "positions=hazards:9007199254740992",
    ]:
        with subtests.test(query=query):
            refused = await asked(reporting, "GET", f"/campaigns/{CAMPAIGN}/annex-3?{query}")
            assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
