"""汇总表 as a page: the figures of the API, as large a part of them as the account may see."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.reporting.pages.opened import opened, refused
from tests.reporting.story import at, open_campaign
from tests.reporting.submissions.office import FILER, OTHER, Office
from tests.reporting.two_towns import ELSEWHERE
from tests.support.newer_release import ProgressNoted, newer_release

CUT_OFF = at("12-06 00:00").isoformat()
REPORTS: list[dict[str, str]] = [
    {},
    {"occurred_until": CUT_OFF},
    {"positions": "registry:38,hazards:12"},
    {"policy": "2", "occurred_until": CUT_OFF},
]


async def document(office: Office, annex: str, who: dict[str, str] | None, **named: str) -> dict[str, Any]:
    answer = await office.get(annex, who, **named)
    assert answer.status_code == httpx.codes.OK, answer.text
    found: dict[str, Any] = answer.json()
    return found


def figures(document: dict[str, Any]) -> dict[str, str]:
    rows = {row["filer"]["id"]: row["cells"] for row in document["rows"]}
    rows |= {f"total:{kind}": cells for kind, cells in document.get("totals", {}).items()}
    return {f"{filer} {key}": str(value) for filer, cells in rows.items() for key, value in cells.items()}


async def test_the_figures_are_those_of_the_api(office: Office) -> None:
    for annex in ("annex-3", "annex-4"):
        for named in REPORTS:
            page = await opened(office, annex, **named)
            assert page.figures == figures(await document(office, annex, None, **named)), named
            assert all(name.endswith(f"：{page.figures[cell]}") for cell, name in page.names.items())
            assert all(set(httpx.URL(to).params) == set(named) for to in page.addresses.values())
    own = await opened(office, "annex-3", office.officer)
    assert own.figures == figures(await document(office, "annex-3", office.officer))
    assert {cell.split()[0] for cell in own.figures} == {FILER}
    office.township = ELSEWHERE
    there = await opened(office, "annex-3", office.as_("officer", OTHER))
    assert there.figures == figures(await document(office, "annex-3", office.as_("officer", OTHER)))
    assert there.figures[f"{OTHER} hazards_found"] == "0"


async def test_nobody_sees_another_ones_row_or_cells(office: Office) -> None:
    about = {"subject": "u1"}
    for cell, asked in {
        f"{OTHER}/units": {},
        "total:sum/units": {},
        "uncredited/hazards_found": {},
        f"{OTHER}/units/why-not": about,
        f"{FILER}/units/why-not": {"subject": "u99"},
    }.items():
        answer = await refused(office, f"annex-3/cells/{cell}", office.officer, **asked)
        assert answer.status_code == httpx.codes.FORBIDDEN, cell
        assert "not_yours" in answer.text, cell
    for who in (office.as_("operator"), office.as_("dashboard")):
        allowed = await refused(office, f"annex-3/cells/{FILER}/units", who)
        assert allowed.status_code == httpx.codes.FORBIDDEN
    unknown = await refused(office, "annex-3", column="units", colour="red")
    assert (unknown.status_code, "invalid_request" in unknown.text) == (422, True)


async def test_what_report_it_is_stands_there_in_words(office: Office) -> None:
    number = await office.signed("2")
    now = await opened(office, "annex-3", office.officer)
    assert 'data-live="/reporting/live?campaign=winter"' in now.answer.text
    named = {"occurred_until": CUT_OFF, "positions": "registry:38,hazards:12", "policy": "2"}
    fixed = await opened(office, "annex-3", **named)
    assert "只计 12月6日 00:00 之前发生的" in fixed.text
    assert "只看录入到日志位置 registry 38、hazards 12 的" in fixed.text
    assert "按口径 2 计数" in fixed.text
    assert "data-live" not in fixed.answer.text
    signed = await opened(office, "annex-3", submission=number)
    assert f"报送件 {number} 签报时的数字" in signed.text
    assert set(signed.figures) == {cell for cell in now.figures if cell.startswith(FILER)}
    for log in ("registry", "hazards"):
        await office.reporting.announce(log, at("12-07"))
    english = await opened(office, "annex-3", cookies="paicha_language=en", recorded_until=CUT_OFF)
    assert "As recorded before 6 Dec 00:00" in english.text
    office.set_clock("11-01 09:00")
    early = await opened(office, "annex-3")
    assert "尚未开始：本次行动自 11月15日 00:00起" in early.text


async def test_where_a_town_has_several_campaigns_one_is_chosen(office: Office) -> None:
    page = await opened(office, "annex-3")
    assert "?campaign=" not in page.answer.text.replace("live?campaign=", "")
    open_campaign(office.reporting.story, "spring", starts="02-01", ends="04-01", deadlines=["02-14 18:00"])
    await office.publish()
    page = await opened(office, "annex-3")
    assert 'href="/reporting/pages/forms?campaign=spring"' in page.answer.text
    chosen = await office.reporting.client.get(
        "/pages/forms", params={"campaign": "spring"}, headers=office.officer
    )
    assert chosen.headers["location"] == "/reporting/pages/campaigns/spring/annex-3"


async def test_figures_that_stand_still_stay_and_say_so(office: Office) -> None:
    before = (await opened(office, "annex-3")).figures
    with newer_release():
        office.reporting.story.tell(ProgressNoted.type, "12-13", "h1")
    await office.reporting.send()
    async with asyncio.timeout(60):
        while "暂停更新于" not in (page := await opened(office, "annex-3")).text:
            await asyncio.sleep(0.05)
    assert page.figures == before
    assert "这些是最后可靠的数字，不能据以报送。" in page.text


async def test_beside_it_what_changed_and_what_to_look_at(office: Office) -> None:
    await office.signed("2")
    page = await opened(office, "annex-3", changes="true")
    assert f"{FILER} hazards_found" in page.figures
    assert "较上期" in page.names[f"{FILER} units"]
    assert "此前没有报送" in page.text
    assert "整改率（隐患／其中重大隐患）" in page.text
    assert "另有4家尚未分级，未计入红橙黄蓝。" in page.text
    assert 'data-cell-of="d-a units" href="/reporting/pages/campaigns/winter/annex-3/cells/d-a/units"' in (
        page.answer.text
    )
    assert 'data-cell-of="uncredited hazards_found"' in page.answer.text
    beneath = await opened(office, "annex-3/remarks", changes="true")
    assert beneath.text.strip() in page.text
    blank = await opened(office, "annex-4", blank="true")
    assert (blank.figures, "东村" in blank.text, "简单合计" in blank.text) == ({}, True, False)
    large = await opened(office, "annex-3", cookies="paicha_text_size=large")
    assert {cell.split()[1] for cell in large.figures} == {
        "units", "hazards_found", "hazards_closed", "major_found", "major_closed",
    }  # fmt: skip
    assert (
        await opened(office, "annex-3", cookies="paicha_text_size=large", all_columns="true")
    ).figures == (page.figures)


@pytest.mark.parametrize("annex", ["annex-3"])
async def test_a_browsers_copy_is_used_again_by_that_person_alone(office: Office, annex: str) -> None:
    page = await opened(office, annex)
    kept = {"If-None-Match": page.answer.headers["etag"]}
    assert "Cookie" in page.answer.headers["vary"]
    again = await refused(office, annex, office.safety_office | kept)
    assert (again.status_code, again.content) == (httpx.codes.NOT_MODIFIED, b"")
    colleague = office.as_("safety_office", "safety-office", "韩梅梅")
    assert (await refused(office, annex, colleague | kept)).status_code == httpx.codes.OK
    assert (
        await refused(office, annex, office.safety_office | kept, "paicha_language=en")
    ).status_code == 200
