"""What the safety office does around a deadline, on a telephone and at a desk; each act on record once."""

import re
import ssl
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from services.notifications.channels.robots import Robots, Transport
from tests.notifications.asking.asked import OTHER_TOWN
from tests.notifications.channels.http_servers import Site, said, site
from tests.notifications.pages.visits import HOME, Visits, person

OFFICE = person("safety_office")
WITHOUT_CLIPBOARD = """
Object.defineProperty(navigator, "clipboard", { value: undefined });
document.execCommand = () => false;
"""


@pytest.mark.parametrize("width", [1280, 360])
def test_the_period_at_a_look_and_text_for_the_group(visits: Visits, browser: Browser, width: int) -> None:
    with visits.by(browser, OFFICE, width) as seen:
        seen.page.add_init_script(WITHOUT_CLIPBOARD)
        seen.page.goto(HOME)
        expect(seen.page.locator("h1")).to_have_text("本期全镇 · 第1期")
        expect(seen.page.locator("main")).to_contain_text("12月14日 18:00")
        expect(seen.page.locator(".figure")).to_have_text("已报0/3")
        copying = seen.page.get_by_role("button", name="复制到工作群")
        copying.click()
        expect(seen.page.locator(".copied [role=status]").first).to_contain_text("已选中，请长按")
        chosen = seen.page.evaluate("document.getSelection().toString() || document.activeElement.value")
        assert "还有3家未报" in chosen
        assert "村" not in chosen
        naming = seen.page.get_by_label("复制未报名单").first
        expect(naming).to_have_value(
            "截至12月11日09:00，大排查第1期汇总表尚未收到以下3家：产业服务中心、明月村、千盏村。请尽快核对报送。"
        )
        stage = seen.page.locator("section", has_text="报送前三天")
        # Or rung up already, by another test.
        expect(stage.locator("li", has_text="千盏村")).to_contain_text(
            re.compile("列入电话催报名单|电话，李四")
        )
        seen.page.get_by_label("单位、人或隐患").fill("张三")
        seen.page.get_by_role("button", name="查找").click()
        for line in seen.page.locator(".reminders li").all():
            expect(line).to_contain_text("明月村")
        seen.page.get_by_label("事项").select_option("hazards")
        seen.page.get_by_label("单位、人或隐患").fill("h-1")
        seen.page.get_by_role("button", name="查找").click()
        expect(seen.page.locator(".reminders li").first).to_contain_text("隐患 h-1（明月村）")
        assert not seen.scrolls_sideways
        answer = seen.page.goto(f"{HOME}/town?campaign=c-1&period=9")
        assert answer is not None
        assert answer.status == httpx.codes.NOT_FOUND
        seen.complaints.clear()


def test_whom_to_ring_and_that_it_was_done(visits: Visits, browser: Browser) -> None:
    with visits.by(browser, OFFICE, 360) as seen:
        seen.page.goto(f"{HOME}/call-list")
        call = seen.page.locator("li.reminder", has_text="千盏村 第1期汇总表")
        expect(call.get_by_role("link")).to_have_attribute("href", "tel:02367589240")
        call.get_by_label("备注").fill("电话13800138000")
        call.get_by_role("button", name="已通知").click()
        expect(call.locator(".refused")).to_contain_text("含有手机号")
        seen.complaints.clear()
        call.get_by_label("备注").fill("答应今日补报")
        call.get_by_role("button", name="已通知").click()
        expect(seen.page.locator("main")).to_contain_text("已登记：已通知：千盏村 第1期汇总表 李四")
        assert not seen.scrolls_sideways
    assert visits.do(visits.town.fetch("select remark from rung where recipient <> ''")) == [
        ("答应今日补报",)
    ]
    with visits.asked_by(person("safety_office", township=OTHER_TOWN)) as other:
        assert "023-67589240" not in other.get(f"{HOME}/call-list").text


def test_a_robot_says_how_often_it_speaks(visits: Visits, browser: Browser) -> None:
    with _robot(visits) as there, visits.by(browser, OFFICE) as seen:
        seen.page.goto(HOME)
        seen.page.get_by_role("button", name="用机器人提醒群 镇安全群").click()
        expect(seen.page.locator(".robot")).to_contain_text("每按一次就发送一次：按两次，群里会收到两次。")
        text = seen.text("blockquote")
        seen.page.get_by_role("button", name="发送到群").click()
        expect(seen.page.locator(".robot")).to_contain_text("已发送到群")
        seen.page.get_by_role("button", name="用机器人提醒群 镇安全群").click()
        expect(seen.page.locator(".robot")).to_contain_text("收到过，再按一次就会收到两次。")
        assert [got.json["text"]["content"] for got in there.requests] == [text]


@contextmanager
def _robot(visits: Visits) -> Iterator[Site]:
    stack = AsyncExitStack()
    there = visits.do(stack.enter_async_context(site(said(200, {"errcode": 0}))))
    assert visits.town.service.app is not None
    hosts = {"wecombot": f"{there.url}/send?key={{key}}"}
    transport = Transport(ssl.create_default_context(), httpx.Timeout(2), hosts)  # type: ignore[arg-type]  # literals
    robots = Robots({"镇安全群": "wecombot://key-1"}, transport)
    visits.town.service.app.state.equipment.channels["robot"] = robots
    try:
        yield there
    finally:
        del visits.town.service.app.state.equipment.channels["robot"]
        visits.do(stack.aclose())


def test_cancelled_sent_again_and_released_with_a_reason(visits: Visits, browser: Browser) -> None:
    with visits.by(browser, OFFICE) as seen:
        seen.page.goto(f"{HOME}/town?state=planned&words=产业服务中心")
        seen.page.locator("section", has_text="报送前一工作日").get_by_role("link").click()
        assert "产业服务中心" in seen.text("h1")
        _because(seen.page, "取消提醒", "已当面说明")
        expect(seen.page.locator(".notice")).to_have_text("已取消，不再发送。")
        expect(seen.page.locator("main")).to_contain_text("未发送：已由镇安委办或运维取消")
        seen.page.goto(f"{HOME}/town?state=sent&words=产业服务中心")
        seen.page.locator("section", has_text="报送前三天").get_by_role("link").click()
        _because(seen.page, "重发", "对方称没有收到")
        expect(seen.page.locator(".notice")).to_have_text("将再次发送。")
        seen.page.reload()
        expect(seen.page.locator(".record")).to_contain_text("safety_office-1 · 对方称没有收到")
        seen.page.goto(HOME)
        seen.page.get_by_role("button", name="发布报送情况").click()
        expect(seen.page.locator("main")).to_contain_text("报送情况已于12月11日 09:00发布给组长。")
    visits.until("rule = 'report_summary' and state = 'planned'")
    with visits.asked_by(person("safety_office", township=OTHER_TOWN)) as other:
        assert "发布报送情况" in other.get(HOME).text


def _because(page: Page, act: str, why: str) -> None:
    form = page.locator("form", has=page.get_by_role("button", name=act))
    form.get_by_label("原因").fill(why)
    form.get_by_role("button", name=act).click()


def test_what_is_set_up(visits: Visits, browser: Browser) -> None:
    """The duty roster, text templates, a rehearsal, a recount."""
    with visits.by(browser, OFFICE) as seen:
        seen.page.goto(f"{HOME}/duty")
        day = seen.page.locator("li.today")
        day.get_by_role("button", name="更改").click()
        form = seen.page.locator("form.whole")
        form.get_by_role("group", name="2024-12-11 带班领导").get_by_label("李觅").check()
        form.get_by_role("button", name="保存").click()
        expect(seen.page.locator("main")).to_contain_text("带班领导 李觅")
        seen.page.goto(f"{HOME}/templates")
        line = seen.page.locator("li.reminder").filter(has=seen.page.get_by_text("report_due", exact=True))
        line.get_by_label("报备状态").select_option("可用")
        line.get_by_role("button", name="登记").click()
        expect(line.locator(".how > p").first).to_have_text("可用")
        line.get_by_role("link", name="用真实数据预览").click()
        expect(seen.page.locator(".bubble")).to_contain_text("大排查第1期汇总表请于12月14日18:00前核对报送")
        seen.page.goto(f"{HOME}/rehearsal")
        policy = seen.page.get_by_label("提醒方案")
        policy.fill(policy.input_value().replace("09:00", "10:00"))
        seen.page.get_by_role("button", name="预演").click()
        expect(seen.page.locator("#rehearsed th[scope=row]").first).to_have_text("消息（条）")
        policy.fill("rules: [")
        seen.page.get_by_role("button", name="预演").click()
        expect(seen.page.locator("#rehearsed .refused")).to_contain_text("提醒方案有误")
        seen.complaints.clear()
        seen.page.goto(f"{HOME}/recount")
        seen.page.get_by_role("button", name="现在复核").click()
        expect(seen.page.locator("#recounted")).to_contain_text("没有遗漏")
    with visits.asked_by(person("safety_office", township=OTHER_TOWN)) as other:
        assert "李觅" not in other.get(f"{HOME}/duty").text


def test_an_operator_lets_a_channel_go_on(visits: Visits, browser: Browser) -> None:
    halt = "insert into channel_halts values ('sms', 'too_many_to_one_person', '2024-12-11T00:30Z', $1)"
    visits.do(visits.town.execute(halt, OTHER_TOWN))
    with visits.by(browser, person("operator")) as seen:
        seen.page.goto(f"{HOME}/channels")
        expect(seen.page.locator("main")).not_to_contain_text("已停发")
    with visits.by(browser, person("operator", township=OTHER_TOWN), 360) as seen:
        seen.page.goto(HOME)
        card = seen.page.locator("section.card")
        expect(card).to_contain_text("已停发，自12月11日 08:30：一人一天收到过多")
        _because(seen.page, "恢复", "已查明：演练")
        expect(card).to_contain_text("已恢复")
        expect(card).to_contain_text("上次恢复：operator-1")
        assert not seen.scrolls_sideways
