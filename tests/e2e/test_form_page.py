"""The form's page as people use it: live, by the keyboard, beside its panel, on a phone and on paper."""

import json
import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from services.reporting.scans.pdf_file import PdfFile
from shared.identity.session import COOKIE
from tests.e2e.deployment import Account, Deployment, deployed
from tests.e2e.facts import VILLAGE, found, new_id, unit
from tests.e2e.old_browser import in_chromium_83
from tests.e2e.pages import CAMPAIGN
from tests.e2e.signing import FILER, publish, signed
from tests.e2e.visiting import account, cookie_of, visiting

VILLAGES, DEPARTMENTS = f"{CAMPAIGN}/annex-4", f"{CAMPAIGN}/annex-3"
OFFICE, REPORTER = account("safety_office"), account("reporter", VILLAGE)
POSTED = """void fetch("/registry/facts", {{
  method: "POST", headers: {{"content-type": "application/json"}}, body: JSON.stringify({unit})
}})"""
HIDE = """hidden => {
  Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("form-page")
    with deployed(folder) as deployment:
        publish(deployment, folder, seed=1)
        yield deployment


@pytest.fixture(scope="module")
def office(town: Deployment) -> Account:
    return town.account("safety_office")


def cell(page: Page, filer: str, column: str) -> Locator:
    return page.locator(f'#form a[data-cell="{filer} {column}"]')


def registered(office: Account, **more: str) -> str:
    shop = unit(new_id("unit"), **more)
    office.post("registry", shop)
    shop_id: str = shop["data"]["unit_id"]
    return shop_id


def number(link: Locator) -> int:
    return int(re.sub(r"\D", "", link.inner_text()))


def live(asked: list[str]) -> list[str]:
    return [address for address in asked if "/reporting/live" in address]


def test_cells_change_as_they_are_looked_at(town: Deployment, browser: Browser, office: Account) -> None:
    with visiting(town, browser, OFFICE) as seen:
        page = seen.page
        page.goto(VILLAGES)
        expect(page.locator("#standing")).to_have_text("累计数据，随时更新")
        units, ungraded = cell(page, VILLAGE, "units"), page.locator("#beneath li", has_text="尚未分级")
        before, told = number(units), ungraded.inner_text()
        registered(office)
        expect(units).to_have_text(f"▲{before + 1}")
        expect(units).to_have_class("changed")
        expect(units).to_have_accessible_name(f"明月村，基础工作·监管单位（家）：{before + 1}，较打开时增加")
        expect(cell(page, "total:sum", "units")).to_have_class("changed")
        expect(ungraded).not_to_have_text(told)
        with page.expect_request("**/reporting/live*") as asked:
            page.evaluate(HIDE, True)
            registered(office)
            page.evaluate(HIDE, False)
        assert ";" in asked.value.headers["last-event-id"]
        expect(units).to_have_text(f"▲{before + 2}")
        page.get_by_role("button", name="清除标记").click()
        expect(units).to_have_accessible_name(f"明月村，基础工作·监管单位（家）：{before + 2}")
        expect(page.locator("a.changed")).to_have_count(0)
        assert len(live(seen.asked)) == 2


def test_compared_with_the_report_before_it_stays_true(
    town: Deployment, browser: Browser, office: Account
) -> None:
    signed(town, "2")
    with visiting(town, browser, account("officer", FILER)) as seen:
        seen.page.goto(DEPARTMENTS)
        seen.page.get_by_role("link", name="较上期").click()
        expect(seen.page.locator("#standing")).to_have_text("累计数据，随时更新")
        units = cell(seen.page, FILER, "units")
        change = int(units.locator("small").inner_text())
        registered(office, department=FILER)
        expect(units.locator("small")).to_have_text(f"+{change + 1}" if change >= 0 else str(change + 1))
        expect(units).to_have_accessible_name(re.compile(rf"：\d+，较上期 \+?{change + 1}，较打开时增加$"))


def test_a_page_goes_on_from_what_it_shows(town: Deployment) -> None:
    """With a cookie as with a token; nothing is told again that is there already."""
    with httpx.Client(base_url=town.url, cookies={COOKIE: cookie_of(town, OFFICE)}, timeout=60) as client:
        shown = re.search(r'data-live="([^"]+)"[^>]* data-seen="([^"]+)"', client.get(VILLAGES).text)
        assert shown is not None
        with client.stream("GET", shown[1], headers={"Last-Event-ID": shown[2]}) as told:
            assert told.status_code == httpx.codes.OK
            assert next(line for line in told.iter_lines() if line.startswith("event")) == "event: positions"


def test_figures_stay_while_nothing_comes_and_who_was_signed_out_signs_in(
    town: Deployment, browser: Browser, office: Account
) -> None:
    with visiting(town, browser, REPORTER, 360) as seen:
        page = seen.page
        page.goto(VILLAGES)
        shown = page.locator(f'.figures a[data-cell="{VILLAGE} units"]')
        expect(page.locator("#standing")).to_have_text("累计数据，随时更新")
        page.evaluate(HIDE, True)
        page.context.set_offline(True)
        page.evaluate(HIDE, False)
        expect(page.locator("#paused")).to_contain_text("暂停更新于", timeout=30_000)
        before = number(shown)
        registered(office)
        page.context.set_offline(False)
        expect(shown).to_have_text(f"▲{before + 1}", timeout=60_000)
        expect(page.locator("#paused")).to_be_hidden()
        page.evaluate(HIDE, True)
        page.context.clear_cookies(name=COOKIE)
        page.evaluate(HIDE, False)
        expect(page.locator("h1")).to_have_text("秋冬季安全生产大排查")
        seen.complaints.clear()  # of being offline, and signed out


def test_by_the_keyboard_alone_the_panel_goes_along(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, OFFICE) as seen:
        page, panel = seen.page, seen.page.locator("#panel")
        page.goto(VILLAGES)
        expect(page.get_by_role("grid")).to_be_visible()
        assert page.locator('#form a[data-cell][tabindex="0"]').count() == 1
        cell(page, VILLAGE, "units").focus()
        for key, filer, column in (
            ("ArrowDown", "v-qianzhan", "units"), ("ArrowRight", "v-qianzhan", "units_red"),
            ("End", "v-qianzhan", "referred_to_town"), ("ArrowUp", VILLAGE, "referred_to_town"),
            ("Home", VILLAGE, "units"), ("ArrowLeft", VILLAGE, "units"),
            ("Control+End", "total:distinct", "referred_to_town"), ("Control+Home", VILLAGE, "units"),
        ):  # fmt: skip
            page.keyboard.press(key)
            expect(cell(page, filer, column)).to_be_focused()
        expect(panel).to_be_hidden()
        page.keyboard.press("Enter")
        expect(panel.locator("h2")).to_contain_text("明月村")
        page.keyboard.press("ArrowDown")
        expect(panel.locator("h2")).to_contain_text("千盏村")
        expect(panel.locator(".value")).to_have_text(cell(page, "v-qianzhan", "units").inner_text())
        expect(cell(page, "v-qianzhan", "units")).to_have_attribute("aria-current", "true")
        page.keyboard.press("Enter")
        expect(panel).to_be_focused()
        page.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        expect(cell(page, "v-qianzhan", "units")).to_be_focused()


def test_the_panel_says_what_counts_and_why_something_does_not(
    town: Deployment, browser: Browser, office: Account
) -> None:
    shop = registered(office)
    hazard = found(new_id("hazard"), shop)
    office.post("hazards", hazard)
    with visiting(town, browser, OFFICE, permissions=["clipboard-read", "clipboard-write"]) as seen:
        page, panel = seen.page, seen.page.locator("#panel")
        page.goto(VILLAGES)
        cell(page, "total:sum", "units").click()
        expect(panel.locator(".subject")).to_have_count(20)
        panel.get_by_text("再看一些").click()
        expect(panel.locator(".subject").nth(25)).to_be_visible()
        cell(page, VILLAGE, "hazards_found").click()
        mine = panel.locator(".subject", has_text=hazard["data"]["hazard_id"])
        expect(mine).to_contain_text("灭火器过期")
        mine.locator("summary").click()
        expect(mine.locator(".events")).to_contain_text("发现隐患 2024年12月2日 10:00")
        page.evaluate("link => link.setAttribute('href', '#')", mine.locator("a").element_handle())
        with page.expect_download() as listed:
            panel.get_by_text("明细台账").click()
        assert listed.value.suggested_filename == "annex-4-hazards_found.xlsx"
        panel.get_by_role("button", name="复制链接").click()
        expect(panel.get_by_role("button", name="链接已复制")).to_be_visible()
        assert "&positions=registry:" in page.evaluate("navigator.clipboard.readText()")
        cell(page, VILLAGE, "hazards_closed").click()
        expect(panel.locator("h2")).to_contain_text("已整改")
        panel.locator("input[name=subject]").fill(hazard["data"]["hazard_id"])
        page.keyboard.press("Enter")
        expect(panel.locator("#why-not")).to_contain_text("没有计入。统计截止时还没有销号。")
    with visiting(town, browser, account("reporter", "v-donghe")) as seen:
        seen.page.goto(f"{VILLAGES}/cells/v-donghe/hazards_found")
        seen.page.locator("input[name=subject]").fill(hazard["data"]["hazard_id"])
        seen.page.keyboard.press("Enter")
        expect(seen.page.locator("#why-not")).to_contain_text("not_yours")
        seen.complaints.clear()


def test_while_a_figure_moves_its_panel_says_so(town: Deployment, browser: Browser, office: Account) -> None:
    with visiting(town, browser, OFFICE) as seen:
        seen.page.goto(VILLAGES)
        link, panel = cell(seen.page, VILLAGE, "units"), seen.page.locator("#panel")
        expect(seen.page.locator("#standing")).to_have_text("累计数据，随时更新")
        link.click()
        before = int(panel.locator(".value").inner_text())
        registered(office)
        expect(panel.locator(".newer")).to_be_visible()
        expect(panel.locator(".value")).to_have_text(str(before))
        panel.get_by_role("button", name="刷新明细").click()
        expect(panel.locator(".value")).to_have_text(str(before + 1))


def test_chromium_83_works_the_form_and_the_panel(town: Deployment) -> None:
    link = f"document.querySelector('#form a[data-cell=\"{VILLAGE} units\"]')"
    steps = [
        ("open", VILLAGES),
        ("until", "document.querySelector('[role=grid]') !== null"),
        ("until", "document.getElementById('standing').textContent === '累计数据，随时更新'"),
        ("script", f"{link}.click()"),
        ("until", "document.querySelector('#panel h2') !== null"),
        ("script", "document.querySelector('#panel h2').textContent.includes('明月村')"),
        ("script", "document.querySelector('#panel').getBoundingClientRect().width > 300"),
        ("script", POSTED.format(unit=json.dumps(unit(new_id("unit"))))),
        ("until", f"{link}.classList.contains('changed')"),
        ("script", f"{link}.getAttribute('aria-label').endsWith('较打开时增加')"),
    ]
    answers, said = in_chromium_83(town, OFFICE, steps)
    assert (answers, said) == ([True, True, True, None, True, True, True, None, True, True], [])


def test_on_a_phone(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, REPORTER, 360) as seen:
        seen.page.goto(VILLAGES)
        expect(seen.page.locator(".figures h2").first).to_have_text("基础工作")
        expect(seen.page.locator("#form")).to_be_hidden()
        seen.page.locator(f'.figures a[data-cell="{VILLAGE} units"]').click()
        expect(seen.page.locator("h1")).to_contain_text("监管单位（家）")
        assert not seen.scrolls_sideways
    with visiting(town, browser, OFFICE, 360) as seen:
        page = seen.page
        page.goto(DEPARTMENTS)
        expect(page.locator("#form td:visible")).to_have_count(10)
        page.get_by_label("看哪一栏").select_option("fines")
        expect(cell(page, "total:sum", "fines")).to_be_visible()
        expect(cell(page, "total:sum", "hazards_closed")).to_be_hidden()
        page.get_by_role("link", name="看完整表格").click()
        sheet = page.locator(".scrolled")
        sheet.evaluate("sheet => { sheet.style.maxHeight = '300px'; sheet.scrollTo(400, 200); }")
        place, last, first = (
            page.evaluate("place => place.getBoundingClientRect().toJSON()", part.element_handle())
            for part in (sheet, page.locator("thead tr:last-child th").first, page.locator("tbody th").nth(4))
        )
        assert last["top"] == pytest.approx(place["top"], abs=2)
        assert first["left"] == pytest.approx(place["left"], abs=2)
        assert not seen.scrolls_sideways


def test_large_writing_is_remembered(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, REPORTER) as seen:
        seen.page.goto(VILLAGES)
        seen.page.get_by_role("link", name="大字版").click()
        expect(seen.page.locator("#form")).to_be_hidden()
        seen.page.goto(f"{VILLAGES}/cells/{VILLAGE}/units")
        assert seen.page.evaluate("getComputedStyle(document.body).fontSize") == "20px"


@pytest.mark.parametrize("blank", ["", "?blank=true"])
def test_on_paper_the_header_is_on_every_sheet(town: Deployment, browser: Browser, blank: str) -> None:
    with visiting(town, browser, OFFICE) as seen:
        seen.page.goto(VILLAGES + blank)
        printed = PdfFile(seen.page.pdf(prefer_css_page_size=True))
        sheets = [page.text for page in printed.pages()]
        assert len(sheets) > 1
        assert all("基础工作" in sheet for sheet in sheets if "村" in sheet)
        assert "大盛镇各村（社区）秋冬季安全生产大排查情况汇总表" in sheets[0]
        assert ("未报送，仅供核对" in "".join(sheets)) == (blank == "")


def test_a_browser_is_shown_no_more_than_its_person_may_see(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, REPORTER) as seen:
        for address in (f"{VILLAGES}/cells/v-donghe/units", f"{VILLAGES}/cells/total:sum/units"):
            answer = seen.page.goto(address)
            assert answer is not None
            assert answer.status == httpx.codes.FORBIDDEN
        seen.complaints.clear()
