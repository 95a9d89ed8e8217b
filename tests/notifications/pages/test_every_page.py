"""Every page, as each role: it opens, or says why not, in both languages, wide and narrow."""

import os
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from services.notifications.pages.sections import SECTIONS, sections_of
from shared.facts.account import EVERY_ROLE, Role
from tests.notifications.pages.visits import HOME, Visits, person

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_OF = {"reporter": "v-1", "officer": "d-1"}


@pytest.mark.parametrize("role", [role for role in EVERY_ROLE if role != "dashboard"])
def test_each_role_has_its_pages_and_no_others(visits: Visits, browser: Browser, role: Role) -> None:
    who = person(role, _OF.get(role))
    own = sections_of(role)
    rows = visits.do(visits.town.rows("rule = 'report_due_3_days' and due < '2024-12-15'"))
    first = next(row["id"] for row in rows if row["township"] == who.township)
    beside = {
        "safety_office": [f"{HOME}/{first}", f"{HOME}/templates/report_due", f"{HOME}/town?kind=hazards",
                          f"{HOME}/contacts/filer/v-1/reporter"],
    }  # fmt: skip
    with visits.by(browser, who, 360) as seen:
        for address in (HOME, *(section.address for section in own), *beside.get(role, ())):
            answer = seen.page.goto(address)
            assert answer is not None
            assert answer.status == 200, (address, seen.text("main"))
            expect(seen.page.locator("h1")).to_have_count(1)
            seen.page.wait_for_load_state("networkidle")
            assert not seen.scrolls_sideways, address
            assert _unreadable(seen.page) == [], address
            _picture(seen.page, f"{role}-{address.rpartition('/')[2][:20]}-360")
    with visits.asked_by(who) as asked:
        for section in SECTIONS:
            expected = 200 if section in own else 403
            assert asked.get(section.address).status_code == expected, section.address


def _unreadable(page: Page) -> list[Any]:
    """What axe finds on it, filled as it is."""
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)
    return [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found["violations"]]


def _picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PAICHA_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
