"""What is behind a cell as a page: in words, and never more than the API lists."""

import httpx

from tests.reporting.pages.opened import Opened, opened
from tests.reporting.submissions.office import FILER, VILLAGE, Office


async def cell(office: Office, path: str, **how: str) -> Opened:
    return await opened(office, f"annex-3/cells/{path}", **how)


async def test_what_counts_is_told_in_words_with_who_entered_it(office: Office) -> None:
    page = await cell(office, f"{FILER}/hazards_closed")
    assert "甲科 隐患总数·已整改（条） 1 " in page.text
    assert "共1项，每项计1" in page.text
    assert '<a href="/hazards/pages/hazards/h1">隐患</a>' in page.answer.text
    assert "排查日期 2024年11月20日" in page.text
    assert "隐患销号 11月25日 09:00 录入 12月10日 00:00 · 镇安委办 · p · hazards 7" in page.text
    assert "发生后14天才录入" in page.text
    fines = await cell(office, "total:sum/fines")
    assert "p1 1.200001 万元 计入 甲科" in fines.text.replace("1 p1", "p1")
    assert "没有计入的，数字为0。" in (await cell(office, "d-b/fines")).text
    english = await cell(office, f"{FILER}/units", cookies="paicha_language=en")
    assert "Unit registered 1 Jun 00:00 entered" in english.text
    own = await opened(office, f"annex-4/cells/{VILLAGE}/units", office.as_("reporter", VILLAGE))
    assert "共4项" in own.text


async def test_its_link_names_the_report_for_ever(office: Office) -> None:
    page = await cell(office, f"{FILER}/units")
    start = page.answer.text.index('data-copy="') + len('data-copy="')
    link = page.answer.text[start : page.answer.text.index('"', start)].replace("&amp;", "&")
    params = httpx.URL(link).params
    assert set(params) == {"occurred_until", "positions", "policy"}
    fixed = await cell(office, f"{FILER}/units", **dict(params))
    assert "只看录入到日志位置" in fixed.text
    assert 'href="/reporting/campaigns/winter/annex-3/cells/d-a/units.xlsx?' in fixed.answer.text


async def test_why_something_is_not_in_it(office: Office) -> None:
    asked = f"{FILER}/hazards_closed/why-not"
    assert "没有计入。统计截止时还没有销号。" in (await cell(office, asked, subject="h2")).text
    counted = await cell(office, asked, subject=" h1 ")
    assert "已经计入这一格。" in counted.text
    assert "发现隐患" in counted.text
    unknown = await cell(office, asked, subject="h99", cookies="paicha_language=en")
    assert "not counted here. Nothing was recorded under this id" in unknown.text
    of_totals = await cell(office, "total:distinct/hazards_found/why-not", subject="u1")
    assert "去重合计" in of_totals.text
