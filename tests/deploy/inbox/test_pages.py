"""The inbox as a person sees it, in a real browser: nothing foreign runs, wide and narrow."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from deploy.embedded.inbox.pages import PAGE
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
        send(
            inbox, "d-guihua.reporter@example.invalid", TITLE, TEXT, HOSTILE.replace("{inbox}", inbox.sms_url)
        )
        send(inbox, "v-mingyue.head@example.invalid", "第4期汇总表已过报送时限", "请尽快补报并说明原因。")
        for nth in range(PAGE + 1):
            assert inbox.text(f"r-{nth}", f"+86100{nth:08}", SMS).is_success
        yield inbox


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


def send(inbox: Inbox, *mail: str) -> None:
    asyncio.run(inbox.mail(*mail))


@pytest.mark.parametrize("width", [360, 1280])
def test_both_inboxes_and_a_mail(inbox: Inbox, browser: Browser, width: int, tmp_path: Path) -> None:
    with seen_by(browser, width) as seen:
        page = seen.page
        page.goto(inbox.opening)
        assert page.url == f"{inbox.address.url}/inbox/", "the key is gone from the address"
        assert not seen.scrolls_sideways
        assert page.locator("#mail .title").all_inner_texts() == ["第4期汇总表已过报送时限", TITLE]
        assert seen.text("#sms .message:first-child .to") == f"+86100{PAGE:08}"
        beside = page.locator("#sms").bounding_box()["y"] == page.locator("#mail").bounding_box()["y"]  # type: ignore[index]  # of a test
        assert beside == (width == 1280)
        page.screenshot(path=tmp_path / f"inbox-{width}.png")
        page.get_by_text(TITLE).click()
        expect(page.frame_locator("iframe").locator("#said")).to_be_visible()
        assert page.title() == TITLE, "what a mail says is a text"
        assert "<script>" in seen.text(".body")
        assert page.locator(".body a").get_attribute("href") == "https://example.invalid/a?b=1&c=2"
        assert not seen.scrolls_sideways
        page.screenshot(path=tmp_path / f"mail-{width}.png", full_page=True)
        assert "seen.png" not in inbox.folder.log("inbox").read_text("utf-8")
        seen.complaints.clear()  # the browser tells of each thing that it did not load


def test_older_ones_and_those_of_one_recipient(inbox: Inbox, browser: Browser) -> None:
    with seen_by(browser) as seen:
        seen.page.goto(inbox.opening)
        expect(seen.page.locator("#sms .message")).to_have_count(PAGE)
        seen.page.get_by_text("更早的短信").click()
        expect(seen.page.locator("#sms .message .to")).to_have_text(["+8610000000000"])
        seen.page.get_by_text("全部").click()
        seen.page.get_by_label("收件人").fill("v-mingyue")
        seen.page.get_by_role("button").click()
        expect(seen.page.locator(".message .to")).to_have_text(["v-mingyue.head@example.invalid"])
        expect(seen.page.get_by_text("没有符合的短信")).to_be_visible()


def test_it_shows_what_comes_meanwhile(inbox: Inbox, browser: Browser) -> None:
    with seen_by(browser) as seen:
        seen.page.goto(inbox.opening)
        assert inbox.text("r-new", "+8610000009999", "刚刚到的短信").is_success
        expect(seen.page.get_by_text("刚刚到的短信")).to_be_visible(timeout=20_000)


def test_without_the_key_it_says_where_it_is(inbox: Inbox, browser: Browser) -> None:
    with seen_by(browser, 360) as seen:
        seen.page.goto(f"{inbox.address.url}/inbox/")
        expect(seen.page.get_by_text("请用启动演示的终端里")).to_be_visible()
        assert not seen.scrolls_sideways
        seen.complaints.clear()  # 401 is one
