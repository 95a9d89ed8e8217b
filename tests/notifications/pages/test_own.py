"""What somebody gets himself: what comes and why, 收到, a number that does not work, and silence."""

import re

from playwright.sync_api import Browser, expect

from tests.notifications.asking.asked import OTHER_TOWN
from tests.notifications.pages.visits import HOME, Visits, person

REPORTER = person("reporter", "v-1")


def test_what_comes_and_what_came_and_why(visits: Visits, browser: Browser) -> None:
    with visits.by(browser, REPORTER) as seen:
        seen.page.goto(HOME)
        coming = seen.page.locator("ol[aria-labelledby=next] > li")
        expect(coming.first).to_contain_text("报送前一工作日：明月村 第1期汇总表")
        expect(coming.first).to_contain_text("12月13日 09:00")
        expect(coming.first).to_contain_text("为何收到：您是该单位填报人。")
        expect(seen.page.locator("main")).not_to_contain_text("千盏村")
        (got,) = seen.page.locator("ol[aria-labelledby=got] > li").all()
        expect(got).to_contain_text("已发送")
        got.get_by_role("button", name="收到").click()
        expect(got).to_contain_text("已确认收到 12月11日 09:00")
        expect(got.get_by_role("button")).to_have_count(0)
        expect(seen.page.locator("#said")).to_have_text("已确认收到")
        got.get_by_role("link").click()
        expect(seen.page.locator("h1")).to_have_text("报送前三天：明月村 第1期汇总表")
        expect(seen.page.locator(".bubble")).to_contain_text(
            "明月村：大排查第1期汇总表请于12月14日18:00前核对报送"
        )
        expect(seen.page.locator("figcaption").first).to_contain_text("字，1条")
        expect(seen.page.locator(".record li")).to_have_count(3)


def test_who_gets_nothing_is_told_so(visits: Visits, browser: Browser) -> None:
    with visits.by(browser, person("auditor")) as seen:
        seen.page.goto(f"{HOME}/own")
        expect(seen.page.locator("main")).to_contain_text("近7天无提醒")
        expect(seen.page.locator("main")).to_contain_text("还没有登记您的联系方式")
        seen.page.get_by_role("link", name="English").click()
        expect(seen.page.locator("main")).to_contain_text("No reminder in the last 7 days")


def test_a_number_that_does_not_work_is_corrected_here(visits: Visits, browser: Browser) -> None:
    officer = person("officer", "d-1")
    wrong = '{"email": {"since": "2024-12-10T02:00:00.000000Z", "why": "550"}}'
    flag = "update contacts set wrong = $1::jsonb where township = $2 and id = 'd-1'"
    visits.do(visits.town.execute(flag, wrong, officer.township))
    with visits.by(browser, officer, 360) as seen:
        seen.page.goto(HOME)
        expect(seen.page.locator("section.notice")).to_contain_text("号码无效，请更正")
        expect(seen.page.locator("section.notice")).to_contain_text(
            "填报人的邮箱自12月10日起收不到消息（550）。"
        )
        form = seen.page.locator("section.notice form").first
        form.get_by_label("邮箱").fill("nobody")
        form.get_by_label("手机号").fill("12")
        form.get_by_role("button", name="保存").click()
        summary = seen.page.locator(".error-summary")
        expect(summary).to_contain_text("手机号不正确")
        expect(summary).to_contain_text("邮箱地址不正确")
        expect(seen.page.get_by_label("邮箱")).to_have_value("nobody")
        summary.get_by_role("link").first.click()
        expect(seen.page.get_by_label("手机号")).to_be_focused()
        seen.page.get_by_label("手机号").fill("13800138000")
        seen.page.get_by_label("邮箱").fill("d-1@dashengzhen.example")
        seen.page.get_by_role("button", name="保存").click()
        expect(seen.page.locator("section.notice")).to_contain_text("已保存")
        assert not seen.scrolls_sideways
        seen.page.reload()
        expect(seen.page.locator("section.notice")).to_have_count(0)


def test_silence_of_a_kind_and_the_end_of_it(visits: Visits, browser: Browser) -> None:
    leader = person("leader")
    with visits.by(browser, leader) as seen:
        seen.page.goto(f"{HOME}/mutes")
        seen.page.get_by_label("哪一类").select_option("hazard_date")
        seen.page.get_by_label(re.compile("静音至")).fill("2024-12-01")
        seen.page.get_by_role("button", name="静音", exact=True).click()
        expect(seen.page.locator(".outcome .refused")).to_contain_text("应晚于现在")
        seen.complaints.clear()  # what was refused is noted by the browser
        seen.page.get_by_label(re.compile("静音至")).fill("2024-12-20")
        seen.page.get_by_role("button", name="静音", exact=True).click()
        expect(seen.page.locator("main")).to_contain_text("已静音，至2024-12-20恢复")
        seen.page.goto(f"{HOME}/mutes")
        line = seen.page.locator("li", has_text="整改期限")
        expect(line).to_contain_text("至12月20日 00:00")
        line.get_by_role("button", name="取消静音").click()
        expect(seen.page.locator("main")).to_contain_text("已取消静音")


def test_nobody_opens_what_is_anothers(visits: Visits) -> None:
    """By hand: another filer's reminders and contacts, and another town's of the same ids."""
    rows = visits.do(visits.town.rows("rule = 'report_due_3_days' and due < '2024-12-15'"))
    with visits.asked_by(REPORTER) as asked:
        for row in rows:
            own = row["township"] == REPORTER.township and row["recipient"].startswith("filer/v-1/")
            assert asked.get(f"{HOME}/{row['id']}").status_code == (200 if own else 404), dict(row)
            if not own:
                for act in ("acknowledge", "cancel", "resend"):
                    answer = asked.post(f"{HOME}/{row['id']}/{act}", data={"reason": "x"})
                    assert answer.status_code in (403, 404), (act, answer.text)
        for place in ("filer/v-2/reporter", "official/o-2/self", "list/safety-office/one"):
            assert asked.get(f"{HOME}/contacts/{place}").status_code == 403
            assert asked.post(f"{HOME}/contacts/{place}", data={"email": "x@x.example"}).status_code == 403
        for part in ("call-list", "copy-text"):
            answer = asked.get(f"/notifications/pages/parts/{part}?campaign=c-1&period=1")
            assert (answer.status_code, answer.text) == (200, "")
        assert "千盏村" not in asked.get("/notifications/pages/parts/next").text
        foreign = asked.post(
            f"{HOME}/mutes", data={"rule": "report_due"}, headers={"origin": "https://x.example"}
        )
        assert foreign.status_code == 403
    with visits.asked_by(person("reporter", "v-1", OTHER_TOWN)) as other:
        page = other.get(HOME).text
        assert "other@town.example" not in page
        assert "张三" not in page
        kept = other.get(f"{HOME}/contacts/filer/v-1/reporter").text
        assert "v-1@town.example" not in kept
        assert "other@town.example" in kept
