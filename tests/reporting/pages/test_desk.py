"""工作台: what each role finds to do, in two towns of the same ids, and what has changed since."""

from services.reporting.pages.desk.to_do import TimeLeft, time_left
from tests.reporting.pages.seen import Visitor
from tests.reporting.submissions.office import FILER, OTHER, Office
from tests.reporting.telling import found
from tests.reporting.two_towns import ELSEWHERE

DESK = "/reporting/pages/"
HOUR = 3600 * 1_000_000


def test_time_left_is_said_in_days_and_on_the_last_day_in_hours() -> None:
    left = [time_left(0, hours * HOUR) for hours in (49, 23, 0)]
    assert left == [TimeLeft(2, 0, over=False), TimeLeft(0, 23, over=False), TimeLeft(0, 0, over=True)]


async def test_a_filer_finds_what_is_due_and_what_is_overdue_until_it_is_filed(office: Office) -> None:
    mine = Visitor(office, office.officer)
    desk = await mine.get(DESK)
    headings = ["".join(each.itertext()) for each in desk.tree.xpath("//main//h2")]
    due = ["第1期 · 11月30日 18:00前 · 逾期未报", "第2期 · 12月14日 18:00前 · 还有9小时"]
    assert headings == [*due, "接下来的提醒"]
    assert "数据更新至" in desk.text
    await office.signed("1", late_reason="not_entered")
    await office.signed("2", unchanged=False, fall_reasons={})
    desk = await mine.get(DESK)
    assert "暂无待办，下次报送12月30日" in desk.text
    assert "2-d-a-1" in desk.links()
    returned = {"reason": "罚款与台账不符", "column": "fines"}
    await office.post("submissions/2-d-a-1/return", returned)
    assert "已退回，待重报" in (await mine.get(DESK)).text


async def test_what_was_returned_is_due_by_the_extension_that_was_granted(office: Office) -> None:
    await office.signed("2", unchanged=False, fall_reasons={})
    await office.post("submissions/2-d-a-1/return", {"reason": "罚款与台账不符", "column": "fines"})
    mine = Visitor(office, office.officer)
    granted = {"period": "2", "filer": FILER, "until": "2024-12-20T18:00:00+08:00", "reason": "系统迁移"}
    assert "12月20日" not in (await mine.get(DESK)).text
    answer = await office.post("review/extensions", granted)
    assert answer.is_success, answer.text
    desk = await mine.get(DESK)
    assert "第2期 · 12月20日 18:00前 · 还有6天" in "".join(desk.tree.xpath("string(//main)")).replace(
        "\n", ""
    )
    assert "已退回，待重报" in desk.text
    assert "经同意延期" in desk.text


async def test_who_sees_the_town_finds_who_is_missing_and_what_to_review(office: Office) -> None:
    await office.signed("2", FILER)
    reviewer = Visitor(office, office.safety_office)
    desk = await reviewer.get(DESK)
    assert "已报1/4" in desk.text
    assert "未报3个" in desk.text
    assert "待审核1个" in desk.text
    leader = Visitor(office, office.as_("leader", None, "刘波"))
    assert "第1期 逾期未报4个" in (await leader.get(DESK)).text
    glance = await leader.get("/reporting/pages/parts/glance")
    assert "整改率" in glance.text
    filers = await leader.get(f"/reporting/pages/parts/filers?filer={FILER}&filer=v-e")
    assert ("甲科" in filers.text, "乙科" in filers.text) == (True, False)
    auditor = Visitor(office, office.as_("auditor", None, "赵审"))
    assert (await auditor.get(DESK)).links()["抽查一份"] == "/reporting/pages/sample"
    assert (await auditor.get("/reporting/pages/sample")).status in (200, 303)
    operator = await Visitor(office, office.as_("operator", None, "孙运")).get(DESK)
    assert "运行监控" in operator.links()
    mine = Visitor(office, office.officer)
    for part in ("glance", f"filers?filer={OTHER}"):
        assert (await mine.get(f"/reporting/pages/parts/{part}")).status == 403
    office.township = ELSEWHERE
    assert "已报0/4" in (await Visitor(office, office.safety_office).get(DESK)).text


async def test_what_has_changed_since_the_last_visit_is_told_and_kept_in_the_browser_alone(
    office: Office,
) -> None:
    mine = Visitor(office, office.officer)
    first = await mine.get(DESK)
    assert not first.tree.xpath("//*[contains(@hx-get, '/parts/changed')]")
    assert all("HttpOnly" in each for each in first.answer.headers.get_list("set-cookie"))
    office.set_clock("12-14 11:00")
    await office.signed("2", FILER)
    await office.signed("2", OTHER)
    await office.post("review/acceptances", {"numbers": ["2-d-b-1"]})
    found(office.reporting.story, "h-new", "12-13", by=FILER)
    await office.publish()
    second = await mine.get(DESK)
    (address,) = {
        each.get("hx-get") for each in second.tree.xpath("//*[contains(@hx-get, '/parts/changed')]")
    }
    changed = await mine.get(address)
    assert "王芳 报送" in changed.text
    assert "2-d-b-1" not in changed.text
    assert "隐患总数·排查（条）2→3" in "".join(changed.text.split())
    again = await mine.get(DESK)
    assert again.tree.xpath("//*[contains(@hx-get, '/parts/changed')]")[0].get("hx-get") == address
    everybody = await Visitor(office, office.safety_office).get(address)
    assert "2-d-b-1" in everybody.text
