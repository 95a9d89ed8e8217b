"""Every page, as each role: it opens, or says why not, in both languages, wide and narrow."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from services.notifications.pages.sections import SECTIONS, sections_of
from shared.facts.account import EVERY_ROLE, Role
from tests.notifications.pages.visits import HOME, Visits, person

_OF = {"reporter": "v-1", "officer": "d-1"}


@pytest.mark.parametrize("role", [role for role in EVERY_ROLE if role != "dashboard"])
def test_each_role_has_its_pages_and_no_others(visits: Visits, browser: Browser, role: Role) -> None:
    who = person(role, _OF.get(role))
    own = sections_of(role)
    with visits.by(browser, who, 360) as seen:
        for address in (HOME, *(section.address for section in own)):
            answer = seen.page.goto(address)
            assert answer is not None
            assert answer.status == 200, (address, seen.text("main"))
            expect(seen.page.locator("h1")).to_have_count(1)
            seen.page.wait_for_load_state("networkidle")
            assert not seen.scrolls_sideways, address
            _picture(seen.page, f"{role}-{address.rpartition('/')[2]}-360")
    with visits.asked_by(who) as asked:
        for section in SECTIONS:
            expected = 200 if section in own else 403
            assert asked.get(section.address).status_code == expected, section.address


def _picture(page: object, name: str) -> None:
    if folder := os.environ.get("PAICHA_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)  # type: ignore[attr-defined]  # of a test
