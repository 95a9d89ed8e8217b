"""The inbox as a person sees it, in a real browser: nothing foreign runs, wide and narrow."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from deploy.embedded.inbox.pages import PAGE
from shared.identity.session import COOKIE
from tests.deploy.inbox.inboxes import Inbox, inbox_behind_gateway
from tests.support.browsers import open_browser, seen_by

HOSTILE = """<!doctype html><html><head><style>p{color:#0B6B6B}</style></head><body>
<p id="said">您好！请核对报送。</p><a href="https://example.invalid/x">去核对</a>
<img src="{inbox}/seen.png"><script>parent.document.title="x"</script><form action="https://example.invalid/"></form></body></html>"""
TEXT = "您好！\n请核对报送：https://example.invalid/a?b=1&c=2。\n<script>document.title='x'</script>"
TITLE = "【待报送】第4期汇总表（1月14日18:00前）— <b>经济发展办公室规划建设岗</b>"
SMS = "经济发展办公室规划建设岗：大排查第4期汇总表今日18:00截止，尚未收到，请尽快报送。"


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inbox]:
    with inbox_behind_gateway(tmp_path_factory.mktemp("inbox")) as (inbox, _):
        for nth in range(PAGE + 1):
            assert inbox.text(f"r-{nth}", f"+86100{nth:08}", SMS).is_success
        send(
            inbox, "d-guihua.reporter@example.invalid", TITLE, TEXT, HOSTILE.replace("{inbox}", inbox.sms_url)
        )
        send(inbox, "v-mingyue.head@example.invalid", "第4期汇总表已过报送时限", "请尽快补报并说明原因。")
        yield inbox


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


def send(inbox: Inbox, *mail: str) -> None:
    asyncio.run(inbox.mail(*mail))


@pytest.mark.parametrize("width", [360, 1280])
def test_a_mail_and_a_text_as_on_a_telephone(
    inbox: Inbox, browser: Browser, width: int, tmp_path: Path
) -> None:
    with seen_by(browser, width) as seen:
        page = seen.page
        page.goto(inbox.opening)
        assert page.url == f"{inbox.address.url}/inbox/", "the key is gone from the address"
        assert not seen.scrolls_sideways
        page.screenshot(path=tmp_path / f"inbox-{width}.png")
        page.get_by_role("link", name=TITLE).click()
        frame = page.frame_locator(".phone iframe")
        expect(frame.locator("#said")).to_be_visible()
        assert page.title().startswith("演示收件箱"), "what a mail says is a text"
        page.get_by_text("纯文本").click()
        assert "<script>" in seen.text(".body")
        assert page.locator(".body a").get_attribute("href") == "https://example.invalid/a?b=1&c=2"
        assert not seen.scrolls_sideways
        page.screenshot(path=tmp_path / f"mail-{width}.png", full_page=True)
        assert "seen.png" not in inbox.folder.log("inbox").read_text("utf-8")
        seen.complaints.clear()  # the browser tells of each thing that it did not load
        page.get_by_role("link", name=SMS).first.click()
        expect(page.locator(".bubble")).to_have_text(f"【镇安委办】{SMS}")
        expect(page.locator(".pairs")).to_contain_text(f"{len(SMS) + 6}字，计费1条 · 模板 due")
        box = page.locator(".phone").bounding_box()
        assert box is not None
        assert box["width"] <= 376


def test_older_ones_and_what_is_searched_for(inbox: Inbox, browser: Browser) -> None:
    with seen_by(browser) as seen:
        seen.page.goto(inbox.opening)
        expect(seen.page.locator(".message")).to_have_count(PAGE)
        seen.page.get_by_text("更早的").click()
        expect(seen.page.locator(".message .to").last).to_have_text("短信 · +8610000000000")
        seen.page.get_by_role("link", name="全部").click()
        seen.page.get_by_label("收件人").fill("已过报送时限")
        seen.page.get_by_role("button", name="查找").click()
        expect(seen.page.locator(".message .to")).to_have_text(["邮件 · v-mingyue.head@example.invalid"])
        seen.page.get_by_label("种类").select_option("sms")
        seen.page.get_by_role("button", name="查找").click()
        expect(seen.page.get_by_text("没有符合的消息。")).to_be_visible()
        seen.page.get_by_role("link", name="English").click()
        expect(seen.page.get_by_text("No message is like that.")).to_be_visible()


def test_it_shows_what_comes_meanwhile(inbox: Inbox, browser: Browser) -> None:
    """To who has signed in as an office too, without moving away what is looked at."""
    with seen_by(browser) as seen:
        cookie = {"name": COOKIE, "value": inbox.cookie("safety_office"), "url": inbox.address.url}
        seen.page.context.add_cookies([cookie])  # type: ignore[list-item]  # a literal that was built
        seen.page.goto(f"{inbox.address.url}/inbox/?q=刚刚&shown=1")
        expect(seen.page.locator(".bubble")).to_be_visible()
        assert inbox.text("r-other", "+8610000009998", "另外一条").is_success
        assert inbox.text("r-new", "+8610000009999", "刚刚到的短信").is_success
        expect(seen.page.locator(".message")).to_have_count(1, timeout=20_000)
        expect(seen.page.locator(".message")).to_contain_text("刚刚到的短信")
        expect(seen.page.locator("#said")).to_have_text("收到1条新消息")
        expect(seen.page.locator(".bubble")).to_be_visible()


def test_who_may_not_look_is_told_the_way(inbox: Inbox, browser: Browser) -> None:
    with seen_by(browser, 360) as seen:
        seen.page.goto(f"{inbox.address.url}/inbox/")
        way = seen.page.get_by_role("link", name="以镇安委办或运维账号登录")
        expect(way).to_have_attribute("href", "/registry/session/renew?to=/inbox/")
        expect(seen.page.get_by_text("启动演示的终端里“收件箱”一行")).to_be_visible()
        assert not seen.scrolls_sideways
        cookie = {"name": COOKIE, "value": inbox.cookie("leader"), "url": inbox.address.url}
        seen.page.context.add_cookies([cookie])  # type: ignore[list-item]  # a literal that was built
        seen.page.goto(f"{inbox.address.url}/inbox/")
        expect(seen.page.locator(".refused")).to_contain_text("只有镇安委办和运维可以查看演示收件箱")
        seen.complaints.clear()  # 401 and 403 are two
