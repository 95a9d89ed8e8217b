"""The page behind 收到 in a mail, on a telephone: in the same look, without scripts, and one button."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.notifications.pages.visits import Visits
from tests.support.browsers import seen_by


@pytest.mark.parametrize("width", [360, 1280])
def test_without_an_account(visits: Visits, browser: Browser, width: int) -> None:
    mail = next(one for one in visits.town.mailbox.got if one["To"] == "v-1@town.example")
    plain = mail.get_body(("plain",))
    assert plain is not None
    link = re.search(r"/notifications/acknowledge/\S+", plain.get_content())
    assert link is not None
    with seen_by(browser, width, base_url=visits.url) as seen:
        seen.page.goto(link[0])
        expect(seen.page.locator("h1")).to_have_text(re.compile("确认收到提醒|您已确认"))
        expect(seen.page.locator("li")).to_have_text("第1期汇总表 — 明月村")
        assert not seen.scrolls_sideways
        button = seen.page.get_by_role("button", name="收到")
        if button.count():
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= 44
            button.click()
        expect(seen.page.locator("[role=status]")).to_have_text("您已确认（12月11日 09:00）")
        asked = {address.rpartition("/")[2] for address in seen.asked if not address.startswith("data:")}
        assert asked == {link[0].rpartition("/")[2], "paicha.css"}
        seen.page.goto(f"{link[0]}x")
        expect(seen.page.locator("h1")).to_have_text("链接无效或已过期")
        seen.complaints.clear()  # 404 is one
