"""The page behind 收到 in Chromium, on a telephone: whole in itself, one button, nothing personal.

`PAICHA_PICTURES=folder` keeps pictures, to look at.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route

from services.notifications.acknowledging.page import (
    about,
    acknowledged_page,
    asking_page,
    content_policy,
    unknown_page,
)
from services.notifications.reminders.row import Reminder
from services.notifications.reminders.states import State
from tests.notifications.chain import day
from tests.notifications.planning.test_acknowledged import POLICY, row, wanted
from tests.notifications.texts.examples import FACTS, at
from tests.support.browsers import open_browser, seen_by

ADDRESS = "http://town.example/notifications/acknowledge/abc"


def told(rule: str, **facts: Any) -> Reminder:
    made = row(wanted(rule, day(1)), State.SENT)
    object.__setattr__(made, "facts", FACTS[rule][1] | facts)
    return made


@pytest.mark.parametrize(
    ("reminder", "words"),
    [
        (told("report_overdue"), "第4期汇总表 — 明月村"),
        (told("hazard_date_near"), "整改期限临近 — 明月村"),
        (told("report_summary"), "第4期汇总表"),
        (told("publisher_silent"), "数据来源停止"),
    ],
)
def test_what_it_was_about_in_general_words(reminder: Reminder, words: str) -> None:
    assert about(reminder, POLICY) == words


def test_what_a_restored_row_lacks_is_left_out() -> None:
    bare = row(wanted("hazard_date_near", day(1)), State.UNCERTAIN)
    object.__setattr__(bare, "rule", "no rule of this policy")
    assert about(bare, POLICY) == "工作提醒"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.mark.parametrize("width", [360, 1280])
def test_one_button_and_nothing_from_elsewhere(browser: Browser, width: int) -> None:
    rows = [told("report_overdue", filer_name="<b>&" + "长" * 60), *(told(rule) for rule in FACTS)]
    posted = []

    def answer(route: Route) -> None:
        posting = route.request.method == "POST"
        posted.extend([route.request.post_data] if posting else [])
        page = (
            acknowledged_page(rows, POLICY, at("2025-01-14 18:05")) if posting else asking_page(rows, POLICY)
        )
        headers = {"Content-Security-Policy": content_policy(), "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(body=page, headers=headers)

    with seen_by(browser, width) as seen:
        seen.page.route("**/*", answer)
        seen.page.goto(ADDRESS)
        assert not seen.scrolls_sideways
        assert seen.text("li >> nth=0").startswith("第4期汇总表 — <b>&长")
        assert seen.text("li >> nth=-1").startswith("另有")
        button = seen.page.locator("button")
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert button.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(11, 107, 107)"
        _picture(seen.page, f"acknowledge-{width}")
        button.click()
        seen.page.wait_for_selector(".said")
        assert seen.text(".said") == "您已确认（1月14日（周二）18:05）"
        assert not seen.scrolls_sideways
        _picture(seen.page, f"acknowledged-{width}")
        assert [address for address in seen.asked if not address.startswith("data:")] == [ADDRESS, ADDRESS]
    assert posted in ([None], [""])


def test_what_is_unknown(browser: Browser) -> None:
    with seen_by(browser, 360) as seen:
        seen.page.set_content(unknown_page())
        assert seen.text("h1") == "链接无效或已过期"
        assert not seen.scrolls_sideways
        _picture(seen.page, "acknowledge-unknown")


def _picture(page: Any, name: str) -> None:
    if folder := os.environ.get("PAICHA_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
