"""较上期 ±n and 整改率, of prepared reports, submissions, forms and what is printed of them."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.reporting.submissions.office import FILER, OTHER, VILLAGE, Office
from tests.reporting.submissions.reading_back import checked, texts_of
from tests.reporting.submissions.test_rights import refused
from tests.reporting.telling import closed, found
from tests.reporting.two_towns import ELSEWHERE

LATE = {"late_reason": "holiday"}
ASKED = {"changes": "true"}


@pytest.fixture
async def reported(office: Office) -> Office:
    """d-a and v-e have signed the first period, in this town alone; d-b nothing."""
    for filer in (FILER, VILLAGE):
        await office.signed("1", filer, **LATE)
    return office


def moved(changes: dict[str, Any]) -> dict[str, str]:
    return {column: change for column, change in changes["cells"].items() if change != "0"}


def row_of(form: dict[str, Any], filer: str) -> dict[str, Any]:
    (row,) = [row for row in form["rows"] if row["filer"]["id"] == filer]
    found: dict[str, Any] = row
    return found


FIRST = {"number": f"1-{FILER}-1", "name": "第1期（截至11月30日）"}
MOVED = {"hazards_found": "+1", "penalised": "+1", "fines": "+1.200001"}
RATES = {"hazards": "50.0", "major": "100.0"}


async def test_prepared_signed_and_live_say_the_same(reported: Office) -> None:
    prepared = (await reported.get(f"periods/2/{FILER}", **ASKED)).json()
    number = await reported.signed("2")
    submission = (await reported.get(f"submissions/{number}", **ASKED)).json()
    named = row_of((await reported.get("annex-3", submission=number, **ASKED)).json(), FILER)
    until = prepared["report"]["occurred_until"]
    live = row_of((await reported.get("annex-3", occurred_until=until, **ASKED)).json(), FILER)
    for answer in (prepared["report"]["rows"][0], submission, named, live):
        assert answer["changes"]["since"] == FIRST
        assert moved(answer["changes"]) == MOVED
        assert set(answer["changes"]["cells"]) == set(submission["figures"])
        assert answer["rectification_rate"] == RATES


async def test_it_changes_neither_cells_nor_digest_and_is_there_only_where_asked(reported: Office) -> None:
    number = await reported.signed("2")
    reported.set_clock("12-20 09:00")  # what is prepared is up to the deadline, whenever it is asked for
    for path in ("annex-3", f"submissions/{number}", f"periods/2/{FILER}"):
        plain, asked = await reported.get(path), await reported.get(path, **ASKED)
        assert (plain.status_code, asked.status_code) == (200, 200)
        assert "changes" not in plain.text
        assert "rectification_rate" not in plain.text
        assert without(asked.json()) == plain.json()


def without(answer: Any) -> Any:
    """As it would be if nobody had asked."""
    if isinstance(answer, dict):
        kept = {key: each for key, each in answer.items() if key not in ("changes", "rectification_rate")}
        return {key: without(each) for key, each in kept.items()}
    return [without(each) for each in answer] if isinstance(answer, list) else answer


async def test_who_never_signed_before_has_rates_alone(reported: Office) -> None:
    form = (await reported.get("annex-3", **ASKED)).json()
    other = row_of(form, OTHER)
    assert "changes" not in other
    assert other["rectification_rate"] == {"hazards": "0.0", "major": "—"}
    first = (await reported.get(f"submissions/1-{FILER}-1", **ASKED)).json()
    assert "changes" not in first, "nothing is compared with itself"
    elsewhere = Office(reported.reporting, reported.keys, reported.database, township=ELSEWHERE)
    there = (await elsewhere.get("annex-3", **ASKED)).json()
    assert all("changes" not in row for row in there["rows"]), "the other town has signed nothing"


async def test_it_is_compared_with_the_last_one_that_stands(reported: Office) -> None:
    """Of the periods that ended before the cut-off; not with one that was returned."""
    number = await reported.signed("2")
    closed(reported.reporting.story, "12-13", "h2")
    await reported.publish()
    last = row_of((await reported.get("annex-3", **ASKED)).json(), FILER)
    assert last["changes"]["since"]["number"] == number
    assert moved(last["changes"]) == {"hazards_closed": "+1"}
    tag = (await reported.get("annex-3", **ASKED)).headers["etag"]
    await reported.post(f"submissions/{number}/return", {"reason": "请核对"})
    again = await reported.get("annex-3", reported.safety_office | {"If-None-Match": tag}, **ASKED)
    assert again.status_code == 200
    assert row_of(again.json(), FILER)["changes"]["since"] == FIRST
    tag = again.headers["etag"]
    again = await reported.get("annex-3", reported.safety_office | {"If-None-Match": tag}, **ASKED)
    assert again.status_code == 304


async def test_a_correction_is_compared_with_the_period_before(reported: Office) -> None:
    number = await reported.signed("2")
    await reported.post("review/acceptances", {"numbers": [number]})
    found(reported.reporting.story, "late", "12-13")
    await reported.publish()
    answer = await reported.get(f"periods/2/{FILER}", corrects=number, **ASKED)
    report = answer.json()["report"]["rows"][0]
    assert (report["changes"]["since"], report["changes"]["cells"]["hazards_found"]) == (FIRST, "+2")
    correction = await reported.signed("2", corrects=number, correction_reason="漏录")
    submission = (await reported.get(f"submissions/{correction}", **ASKED)).json()
    assert submission["changes"] == report["changes"]


async def test_it_tells_a_filer_of_its_own_reports_and_dashboards_nothing(reported: Office) -> None:
    own = (await reported.get("annex-3", reported.officer, **ASKED)).json()
    assert [row["changes"]["since"]["number"] for row in own["rows"]] == [f"1-{FILER}-1"]
    stranger = (await reported.get("annex-3", reported.as_("officer", OTHER), **ASKED)).text
    assert f"1-{FILER}-1" not in stranger
    dashboard = await reported.get("annex-3", reported.as_("dashboard", name=None), **ASKED)
    assert refused(dashboard) == (403, "not_allowed")
    plain = await reported.get("annex-3", reported.as_("dashboard", name=None))
    assert plain.status_code == 200


async def test_documents_say_it_beneath_and_still_prove_themselves(reported: Office, tmp_path: Path) -> None:
    number = await reported.signed("2")
    note = "较第1期（截至11月30日）回执号 1-d-a-1：隐患总数排查+1条、执法处罚+1家、行政罚款+1.200001万元。"
    rate = "整改率：隐患 50.0%，其中重大隐患 100.0%。"
    for path, named in ((f"submissions/{number}", {}), ("annex-3", {"submission": number})):
        word = texts_of((await reported.get(f"{path}.docx", **named, **ASKED)).content)
        assert {note, rate} <= set(word)
        plain = texts_of((await reported.get(f"{path}.docx", **named)).content)
        assert not any("整改率" in text for text in plain)
        book = openpyxl.load_workbook(
            io.BytesIO((await reported.get(f"{path}.xlsx", **named, **ASKED)).content)
        )
        values = [cell.value for line in book.active.iter_rows() for cell in line]
        assert {note, rate} <= set(values)
        pdf = (await reported.get(f"{path}.pdf", **named, **ASKED)).content
        code, told = await checked(reported, tmp_path, pdf)
        assert (code, told["differences"]) == (0, []), told


async def test_the_sheet_of_the_town_names_each_filer(reported: Office) -> None:
    word = texts_of((await reported.get("annex-3.docx", **ASKED)).content)
    (compared,) = [text for text in word if text.startswith("较第1期")]
    assert "甲科 " in compared
    assert "此前没有报送：乙科。" in word
    assert any(text.startswith("整改率（隐患／其中重大隐患）：甲科 ") for text in word)
