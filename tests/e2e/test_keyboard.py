"""By the keyboard alone, in a real browser: no page holds anybody, and where one is, is seen."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.deployment import Deployment, deployed
from tests.e2e.pages import PAGES, PageSeen
from tests.e2e.signing import publish, signed
from tests.e2e.visiting import account, visiting

WALKED = {
    "form-of-the-town", "cell", "compare-of-the-town", "pictures-of-the-town", "unit", "people",
    "operations", "events", "dead-letters", "generations", "replay", "desk-of-a-village",
    "desk-of-the-safety-office", "period", "check-and-file", "file-on-behalf", "submission-to-review",
}  # fmt: skip
MOST = 400
PATIENCE = 120_000
_FOCUS = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  window.met = window.met || [];
  if (!window.met.includes(here)) window.met.push(here);
  const style = getComputedStyle(here), box = here.getBoundingClientRect();
  const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 20), 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
  const hit = document.elementFromPoint(x, y);
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  const onScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const uncovered = hit !== null && (here.contains(hit) || hit.contains(here));
  const seen = outlined && onScreen && uncovered;
  return {met: window.met.indexOf(here), said: here.outerHTML.slice(0, 120), seen};
}"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("keyboard")
    with deployed(folder) as deployment:
        publish(deployment, folder, seed=1)
        signed(deployment, "2")
        yield deployment


def walked(page: Page) -> list[dict[str, Any]]:
    """Tab by Tab until the page is left; a field of several parts, as a date is, is met several times."""
    met: list[dict[str, Any]] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        here = page.evaluate(_FOCUS)
        if here is None:
            return met
        assert not met or here["met"] >= met[-1]["met"], f"back again: {here}"
        met.append(here)
    raise AssertionError("it holds whoever goes by Tab")


@pytest.mark.parametrize("page", [page for page in PAGES if page.name in WALKED], ids=lambda page: page.name)
def test_by_tab_everything_is_passed_and_seen(town: Deployment, browser: Browser, page: PageSeen) -> None:
    assert page.role is not None
    for width in (1280, 360):
        with visiting(town, browser, account(page.role, page.organisation), width) as seen:
            seen.page.goto(page.address)
            expect(seen.page.locator("html.busy")).to_have_count(0, timeout=PATIENCE)
            met = walked(seen.page)
            assert len(met) > 5
            assert [each["said"] for each in met if not each["seen"]] == [], width


def test_escape_leads_from_the_reason_back_to_its_cell(town: Deployment, browser: Browser) -> None:
    compare = "/reporting/pages/campaigns/dasheng-2024-winter/annex-4/compare"
    with visiting(town, browser, account("safety_office")) as seen:
        seen.page.goto(f"{compare}?from_occurred_until=2024-12-14T18:00:00%2B08:00")
        cell = seen.page.locator("td.changed a").first
        cell.focus()
        seen.page.keyboard.press("Enter")
        expect(seen.page.locator("#why")).to_be_focused(timeout=PATIENCE)
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("Escape")
        expect(cell).to_be_focused()
