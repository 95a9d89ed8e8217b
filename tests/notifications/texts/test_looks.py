"""E-mails in Chromium at the width of a telephone and of a screen: nothing is cut off, nothing is fetched.

`PAICHA_PICTURES=folder` keeps pictures, to look at.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from services.notifications.texts.compose import compose
from services.notifications.texts.composed import Said
from tests.notifications.texts.examples import DUE, SIGN, TEXTS, example, reader, report
from tests.notifications.texts.test_golden import CASES
from tests.support.browsers import open_browser, seen_by

ENDLESS = [Said("report_overdue", report("x" * 300), DUE, "reporter")]
LOOKED_AT = {
    "one": [example("report_due_3_days")],
    "several": CASES["report_escalated.several"],
    "several_kinds": CASES["several_kinds"],
    "endless": ENDLESS,
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("case", LOOKED_AT)
def test_it_fits_and_fetches_nothing(browser: Browser, case: str, width: int) -> None:
    mail = compose(LOOKED_AT[case], reader("email"), TEXTS, SIGN)
    with seen_by(browser, width) as seen:
        seen.page.set_content(mail.html or "")
        assert not seen.scrolls_sideways
        assert seen.asked == []
        buttons = [box for one in seen.page.locator("a").all() if (box := one.bounding_box())]
        assert len(buttons) == 2
        assert all(box["height"] >= 44 for box in buttons)
        if folder := os.environ.get("PAICHA_PICTURES"):
            seen.page.screenshot(path=str(Path(folder) / f"{case}-{width}.png"), full_page=True)
