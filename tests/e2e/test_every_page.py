"""What holds of every page: readable by all, at any width, in old browsers, small, and from here alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import groupby
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page

from shared.facts.account import Account
from shared.identity.session import COOKIE
from tests.e2e.deployment import Deployment, deployed
from tests.e2e.old_browser import in_chromium_83
from tests.e2e.pages import PAGES, PageSeen
from tests.e2e.signing import publish, signed
from tests.e2e.visiting import account, cookie_of, visiting

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_KIB = 60
REFUSED = "refused"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("every-page")
    with deployed(folder) as deployment:
        publish(deployment, folder, seed=1)
        signed(deployment, "2")
        yield deployment


@dataclass
class Weights:
    """Bytes of what a page needs until it is usable, as it comes over the line."""

    town: Deployment
    of_assets: dict[str, int] = field(default_factory=dict)
    """Their addresses name what is in them."""

    def of(self, who: Account | None, addresses: Iterable[str]) -> dict[str, int]:
        cookies = {} if who is None else {COOKIE: cookie_of(self.town, who)}
        sizes = {}
        with httpx.Client(cookies=cookies, headers={"accept-encoding": "gzip"}, timeout=60) as client:
            for address in addresses:
                sizes[address] = self.of_assets.get(address) or self._read(client, address)
                if "/assets/" in address:
                    self.of_assets[address] = sizes[address]
        return sizes

    @staticmethod
    def _read(client: httpx.Client, address: str) -> int:
        with client.stream("GET", address) as answer:
            return len(b"".join(answer.iter_raw()))


@pytest.fixture(scope="module")
def weights(town: Deployment) -> Weights:
    return Weights(town)


def visitor(page: PageSeen) -> Account | None:
    return None if page.role is None else account(page.role, page.organisation)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_it_is_small_and_can_be_read_by_everybody(
    town: Deployment, browser: Browser, weights: Weights, page: PageSeen
) -> None:
    who = visitor(page)
    with visiting(town, browser, who) as seen:
        for width in (1280, 360):
            seen.page.set_viewport_size({"width": width, "height": 800})
            seen.page.goto(page.address)
            seen.page.wait_for_load_state("networkidle" if page.role is None else "load")
            assert unreadable(seen.page) == [], width
            assert not seen.scrolls_sideways, width
            assert seen.page.locator("h1").count() == 1
            assert seen.page.locator("html").get_attribute("lang") == "zh-CN"
        if page.name == REFUSED:
            seen.complaints.clear()
        sizes = weights.of(who, dict.fromkeys(address for address in seen.asked if "/live" not in address))
    assert sum(sizes.values()) < MOST_KIB * 1024, sizes


def unreadable(page: Page) -> list[Any]:
    """What axe finds on it."""
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)
    return [
        (each["id"], each["help"], [node["html"] for node in each["nodes"]][:3])
        for each in found["violations"]
    ]


@pytest.mark.parametrize(
    "role", sorted({page.role or "" for page in PAGES}), ids=lambda role: role or "nobody"
)
def test_chromium_83_shows_it(town: Deployment, role: str) -> None:
    pages = [page for page in PAGES if (page.role or "") == role]
    for who, of_one in groupby(sorted(pages, key=lambda page: page.organisation or ""), key=visitor):
        steps: list[tuple[str, str]] = []
        listed = list(of_one)
        for page in listed:
            signed_in = str(who is not None).lower()
            drawn = (
                f"document.querySelector('main h1') && {signed_in} === 'signedIn' in document.body.dataset"
            )
            steps += [("open", page.address), ("until", drawn),
                      ("script", "document.documentElement.scrollWidth <= innerWidth")]  # fmt: skip
        answers, said = in_chromium_83(town, who, steps)
        shown = dict(zip([page.name for page in listed], zip(*[iter(answers)] * 3, strict=True), strict=True))
        assert shown == dict.fromkeys(shown, (True, True, True))
        assert said == [] or all(page.name == REFUSED for page in listed), said
