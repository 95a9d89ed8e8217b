"""时点对比: two points side by side, why they differ, and who sees what of it."""

import pytest

from tests.reporting.pages.looking import links, opened, rows, text
from tests.reporting.submissions.office import Office
from tests.reporting.two_towns import ELSEWHERE

DEADLINE = "2024-11-30T18:00:00+08:00"
LATE = {"occurred_until": "2024-12-29T00:00:00+08:00", "from_occurred_until": "2024-12-27T00:00:00+08:00"}
"""In between v-e's hazard h3, closed on 12-20, is opened again."""
SIGNED = "1-d-a-1"

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_now_is_compared_with_the_last_deadline(office: Office) -> None:
    answer = await opened(office, "annex-3/compare")
    assert answer.status_code == 200, answer.text
    said = text(answer)
    assert "发生截至 11月30日 18:00" in said
    assert "格不同，以▲▼标出" in said
    found = rows(answer)
    assert [row[0] for row in found] == ["甲科", "乙科", "简单合计", "去重合计"]


async def test_a_link_holds_both_points_for_ever(office: Office) -> None:
    first = await opened(office, "annex-3/compare")
    (fixed,) = [
        each
        for each in links(first, "/compare?")
        if each.count("positions=") == 2 and "submission" not in each
    ][:1]
    again = await office.reporting.client.get(fixed.removeprefix("/reporting"), headers=office.safety_office)
    assert "此页地址已固定" in text(again)
    assert rows(again) == rows(first)


async def test_the_same_twice_is_no_difference(office: Office) -> None:
    answer = await opened(office, "annex-4/compare", occurred_until=DEADLINE, from_occurred_until=DEADLINE)
    assert "两个时点无差异" in text(answer)
    why = await opened(office, "annex-4/compare/why", occurred_until=DEADLINE, from_occurred_until=DEADLINE)
    assert "两个时点无差异" in text(why)


async def test_why_a_figure_fell_is_one_sentence_with_its_events_and_their_sum(office: Office) -> None:
    table = await opened(office, "annex-4/compare", part=True, **LATE)
    assert "<html" not in table.text
    (village,) = [row for row in rows(table) if row[0] == "东村"]
    assert "0 ▼1 ，减少1" in village
    (why,) = links(table, "filer=v-e&column=hazards_closed")
    answer = await office.reporting.client.get(why.removeprefix("/reporting"), headers=office.safety_office)
    said = text(answer)
    assert "东村“已整改”比先前时点少1条。系统查到：回头看不合格（其间发生），减少1条。" in said
    assert "−1 隐患 h3 · 其间发生" in said
    assert "回头看不合格：发生 12月28日 00:00" in said
    assert "合计：1 + 0 − 1 = 0" in said


async def test_all_differences_leave_the_totals_out(office: Office) -> None:
    said = text(await opened(office, "annex-4/compare/why", **LATE))
    assert "东村“已整改”" in said
    assert "合计“" not in said


async def test_a_moment_that_is_not_settled_names_the_latest_that_is(office: Office) -> None:
    answer = await opened(office, "annex-3/compare", recorded_until="2024-12-20T00:00:00+08:00")
    assert answer.status_code == 409
    assert "该时刻尚未定账，最晚可选" in text(answer)
    assert 'id="points"' in answer.text, "another moment can be chosen"


async def test_policies_are_compared_too(office: Office) -> None:
    answer = await opened(office, "annex-3/compare", policy="2", from_policy="1")
    assert "口径 2" in text(answer)
    unknown = await opened(office, "annex-3/compare", policy="77")
    assert unknown.status_code == 404
    assert 'id="points"' in unknown.text


async def test_what_was_signed_is_a_point(office: Office) -> None:
    page = await opened(office, "annex-3/compare")
    (address,) = links(page, f"from_submission={SIGNED}")
    answer = await office.reporting.client.get(
        address.removeprefix("/reporting"), headers=office.safety_office
    )
    assert answer.status_code == 200, answer.text
    assert f"报送件 {SIGNED}" in text(answer)
    assert [row[0] for row in rows(answer)] == ["甲科"]


async def test_the_form_above_leads_to_the_address_that_says_the_same(office: Office) -> None:
    answer = await opened(office, "annex-3/compare/at", occurred_at="2024-12-01T08:00", from_policy="2")
    assert answer.status_code == 303
    assert answer.headers["location"].endswith(
        "/annex-3/compare?from_policy=2&occurred_until=2024-12-01T00%3A00%3A00.000000Z"
    )


async def test_a_filer_sees_its_own_row_and_nothing_else(office: Office) -> None:
    reporter = office.as_("reporter", "v-e")
    own = await opened(office, "annex-4/compare", reporter, **LATE)
    assert [row[0] for row in rows(own)] == ["东村"]
    assert "v-w" not in own.text
    for other in ({"filer": "v-w", "column": "units"}, {"filer": "total:sum", "column": "units"}):
        refused = await opened(office, "annex-4/compare/why", reporter, **LATE, **other)
        assert (refused.status_code, "不属于你的单位" in refused.text) == (403, True)
    foreign = await opened(office, "annex-4/compare", reporter, from_submission=SIGNED)
    assert foreign.status_code in (403, 404, 422)
    operator = await opened(office, "annex-4/compare", office.as_("operator"))
    assert operator.status_code == 403


async def test_another_town_of_the_same_ids_sees_its_own_figures(office: Office) -> None:
    here = await opened(office, "annex-3/compare")
    office.township = ELSEWHERE
    there = await opened(office, "annex-3/compare")
    assert there.status_code == 200
    assert rows(here) != rows(there)
