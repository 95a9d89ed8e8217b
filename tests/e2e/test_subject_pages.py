"""A unit's and a hazard's pages in a real browser: found, read, followed both ways, and to nobody else."""

import time
from collections.abc import Iterator
from itertools import product

import httpx
import pytest
from playwright.sync_api import Browser, expect

from shared.identity.session import COOKIE
from tests.e2e import facts
from tests.e2e.deployment import Deployment, deployed
from tests.e2e.signing import publish, signed
from tests.e2e.visiting import account, cookie_of, visiting
from tests.support.browsers import Seen

OFFICE = account("safety_office")
RENHE, MINGYUE = account("reporter", "v-renhe"), account("reporter", "v-mingyue")
UNIT, NAME, HAZARD, MERGED = (
    "u-cafe3f-000010", "大盛镇刘记诊所", "h-cafe3f-000010-1-1", "h-cafe3f-000010-1-2",
)  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("subjects")
    with deployed(folder) as deployment:
        publish(deployment, folder, seed=1)
        signed(deployment, "2")
        yield deployment


def loaded(seen: Seen) -> None:
    """Until nothing is on its way any more."""
    expect(seen.page.locator("html.busy")).to_have_count(0)
    expect(seen.page.get_by_text("正在读取…")).to_have_count(0)


def test_from_a_name_to_the_unit_to_its_hazard_to_the_reports(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, OFFICE, 360) as seen:
        page = seen.page
        page.goto("/registry/pages/search")
        page.get_by_label("查找单位或隐患").fill("刘记 诊所")
        page.get_by_role("button", name="查找").click()
        page.get_by_role("link", name=NAME).click()
        expect(page.locator("h1")).to_have_text(NAME)
        expect(page.locator("main")).to_contain_text("人和村")
        loaded(seen)
        page.get_by_role("link", name=HAZARD).click()
        expect(page.locator("h1")).to_have_text(f"隐患 {HAZARD}")
        first = page.locator(".timeline > li").first
        expect(first.locator("h3")).to_have_text("发现隐患")
        first.get_by_role("button", name="影响的报表").click()
        expect(first).to_contain_text("现在的汇总表")
        assert not seen.scrolls_sideways
        page.locator(".pairs").first.get_by_role("link", name=NAME).click()
        expect(page.locator("h1")).to_have_text(NAME)


def test_what_was_taken_back_is_struck_through_with_what_took_it_back(
    town: Deployment, browser: Browser
) -> None:
    hazards = town.account("safety_office").get("/hazards/hazards/search", q="h-", limit="50")["hazards"]
    asked = town.account("auditor")
    for each in hazards:
        events = asked.get(f"/hazards/hazards/{each['hazard_id']}/timeline")["events"]
        if any("taken_back_by" in event for event in events):
            break
    back = next(event for event in events if "taken_back_by" in event)
    with visiting(town, browser, OFFICE) as seen:
        seen.page.goto(f"/hazards/pages/hazards/{each['hazard_id']}")
        gone = seen.page.locator(f"#e{back['position']}")
        expect(gone.locator("del")).to_have_count(1)
        expect(gone).to_contain_text("这条记录已撤回，不再计入。")
        gone.get_by_role("link", name=f"第{back['taken_back_by']}条").click()
        expect(seen.page.locator(":target h3")).to_have_text("撤回一条记录（更正）")


def test_a_merged_hazard_leads_to_the_one_it_is(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, OFFICE) as seen:
        seen.page.goto(f"/hazards/pages/hazards/{MERGED}")
        seen.page.locator(".notice").get_by_role("link", name=HAZARD).click()
        expect(seen.page.locator("h1")).to_have_text(f"隐患 {HAZARD}")


@pytest.mark.parametrize(("width", "language"), list(product([1280, 360], ["zh", "en"])))
def test_a_blank_question_is_a_forms_error(
    town: Deployment, browser: Browser, width: int, language: str
) -> None:
    with visiting(town, browser, OFFICE, width) as seen:
        seen.page.goto(f"/registry/pages/language/{language}?to=/registry/pages/search?q=")
        seen.page.locator(".error-summary a").click()
        expect(seen.page.locator("#q")).to_be_focused()
        seen.page.locator("#q").fill("没有这样的名字")
        seen.page.keyboard.press("Enter")
        expect(seen.page.locator(".nothing")).to_have_count(2)
        assert not seen.scrolls_sideways


def test_another_village_is_told_nothing_by_hand_made_addresses(town: Deployment, browser: Browser) -> None:
    """Nor whether there is such a unit; its own it sees."""
    for who, unit, seen_there in (
        (RENHE, UNIT, True),
        (MINGYUE, UNIT, False),
        (MINGYUE, "no-such", False),
    ):
        with visiting(town, browser, who) as seen:
            answer = seen.page.goto(f"/registry/pages/units/{unit}")
            assert answer is not None
            assert answer.status == (httpx.codes.OK if seen_there else httpx.codes.FORBIDDEN)
            if not seen_there:
                expect(seen.page.locator(".refused")).to_contain_text("这不属于你的单位")
                seen.complaints.clear()
            else:
                loaded(seen)
    cookies = {COOKIE: cookie_of(town, MINGYUE)}
    with httpx.Client(base_url=town.url, cookies=cookies, timeout=60) as client:
        for part in (f"of-unit?unit={UNIT}", "search?q=h-cafe3f-000010"):
            answer = client.get(f"/hazards/pages/parts/{part}")
            assert (answer.status_code, HAZARD in answer.text) == (httpx.codes.OK, False)


def test_it_can_be_installed(town: Deployment) -> None:
    with httpx.Client(base_url=town.url, timeout=60) as client:
        page = client.get("/registry/pages/sign-in").text
        (address,) = {part for part in page.split('"') if part.endswith("manifest.json")}
        manifest = client.get(address)
        assert manifest.headers["content-type"] == "application/manifest+json"
        icons = {
            each["sizes"]: httpx.URL(town.url + address).join(each["src"])
            for each in manifest.json()["icons"]
        }
        for icon in icons.values():
            assert client.get(icon).headers["content-type"].startswith("image/")
        assert {"192x192", "512x512"} <= set(icons)


def test_a_unit_lists_what_was_merged_into_it_to_who_may_see_it(town: Deployment, browser: Browser) -> None:
    """Over two steps. Of the other village's unit, this one is told nothing."""
    office = town.account("safety_office")
    for name, village in (("u-first", "v-renhe"), ("u-second", "v-renhe"), ("u-foreign", "v-mingyue")):
        named = {"name": f"并入的{name}", "village": village}
        found = facts.found(f"h-of-{name}", name, by=village)
        office.post("registry", facts.unit(name, **named))
        office.post("hazards", found)
        # The unit may not be known there yet.
        while office.receipt("hazards", found)["outcome"] != "accepted":
            time.sleep(0.1)
    for name, into in (("u-first", "u-second"), ("u-second", UNIT), ("u-foreign", UNIT)):
        (receipt,) = office.post("registry", facts.fact("unit.merged", {"unit_id": name, "into": into}))
        assert receipt["outcome"] == "accepted", receipt
    everything = {"h-of-u-first", "h-of-u-second", "h-of-u-foreign"}
    for who, width, listed in ((OFFICE, 1280, everything), (RENHE, 360, everything - {"h-of-u-foreign"})):
        with visiting(town, browser, who, width) as seen:
            seen.page.goto(f"/registry/pages/units/{UNIT}")
            loaded(seen)
            for hazard in everything:
                link = seen.page.get_by_role("link", name=hazard, exact=True)
                expect(link).to_have_count(1 if hazard in listed else 0)
            expect(seen.page.locator("h2", has_text="并入本单位的")).to_have_count(len(listed))
            assert not seen.scrolls_sideways
