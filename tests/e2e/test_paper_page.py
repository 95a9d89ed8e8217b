"""The page behind the QR code of a printed report, through the gateway, in a real browser."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from deploy.embedded.folder import DataFolder
from deploy.papers.checked import all_parts
from deploy.papers.pdf_file import PdfFile
from deploy.papers.photograph import codes_in
from services.reporting.counting.columns import columns_of
from services.reporting.keys.signing import read_keys
from services.reporting.paper.codes import codes
from services.reporting.paper.payload import read_payload
from services.reporting.paper.report import PaperRow
from tests.e2e.deployment import Deployment, deployed
from tests.e2e.signing import CAMPAIGN, FILER, person, publish, signed
from tests.support.browsers import open_browser, seen_by

LATEST, MISMATCH = "与报送原件一致，目前最新。", "！校验不符，请与镇安委办核实。"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("paper")
    with deployed(folder) as deployment:
        publish(deployment, folder, seed=1)
        yield deployment


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


def printed(deployment: Deployment, number: str) -> str:
    """The address in the QR code, read from the picture of the printed page."""
    officer = person(deployment, "officer", FILER)
    answer = officer.get(f"{CAMPAIGN}/submissions/{number}.pdf")
    assert answer.status_code == httpx.codes.OK, answer.text
    (picture,) = PdfFile(answer.content).pictures()
    (address,) = codes_in(picture, all_parts)
    return address


@pytest.fixture(scope="module")
def address(town: Deployment) -> str:
    """Of a report that stands."""
    return printed(town, signed(town, "1"))


@pytest.mark.parametrize("width", [1280, 360])
def test_scanned_from_paper_it_shows_what_was_signed(
    town: Deployment, browser: Browser, address: str, width: int, tmp_path: Path
) -> None:
    assert address.startswith(f"{town.url}/reporting/paper#1")
    number = read_payload(address).report.number
    submission = person(town, "officer", FILER).get(f"{CAMPAIGN}/submissions/{number}").json()
    with seen_by(browser, width) as seen:
        seen.page.goto(address)
        expect(seen.page.locator("#verdict")).to_have_text(LATEST)
        figures = [str(submission["cells"][column.key]) for column in columns_of(submission["annex"])]
        cells = "tbody td" if width > 600 else ".narrow dd"
        assert seen.page.locator(cells).all_inner_texts() == figures
        assert seen.page.locator("#by-hand").get_attribute("open") is None
        details = seen.text("#details")
        for told in (number, submission["digest"], submission["filer_name"], submission["period_name"]):
            assert told in details
        assert not seen.scrolls_sideways
        assert not seen.page.locator("#more").is_visible()
        seen.page.screenshot(path=tmp_path / f"paper-{width}.png", full_page=True)
        payload = address.partition("#")[2]
        assert all(asked.startswith(town.url) and payload not in asked for asked in seen.asked)
        assert seen.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [
            0,
            0,
            "",
        ]


def test_on_a_narrow_screen_the_whole_table_is_one_tap_away(browser: Browser, address: str) -> None:
    with seen_by(browser, 360) as seen:
        seen.page.goto(address)
        assert not seen.page.locator("table").is_visible()
        turn = seen.page.get_by_role("button", name="看整张表")
        box = turn.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        turn.click()
        expect(seen.page.locator("table")).to_be_visible()
        assert not seen.scrolls_sideways, "the table scrolls, and not the page"
        seen.page.get_by_role("button", name="看清单").click()
        expect(seen.page.locator(".narrow")).to_be_visible()


def test_a_changed_code_shows_no_figures(browser: Browser, address: str) -> None:
    place = len(address) - 40
    changed = address[:place] + ("A" if address[place] != "A" else "B") + address[place + 1 :]
    with seen_by(browser) as seen:
        seen.page.goto(changed)
        expect(seen.page.locator("#verdict")).to_have_text(MISMATCH)
        assert seen.page.locator("#figures").inner_text() == ""
        seen.page.fill("#codes", address)
        seen.page.get_by_role("button", name="核验", exact=True).click()
        expect(seen.page.locator("#verdict")).to_have_text(LATEST)
        seen.page.goto(changed)
        expect(seen.page.locator("#verdict")).to_have_text(MISMATCH)


def test_what_was_withdrawn_says_so(town: Deployment, browser: Browser) -> None:
    number = signed(town, "2")
    there = printed(town, number)
    officer = person(town, "officer", FILER)
    path = f"{CAMPAIGN}/submissions/{number}/withdraw"
    officer.post(path, json={}, headers={"Idempotency-Key": "w"}).raise_for_status()
    with seen_by(browser) as seen:
        seen.page.goto(there)
        expect(seen.page.locator("#verdict")).to_have_text("已撤回，不再有效。")
        expect(seen.page.locator("tbody")).to_contain_text("产业服务中心")


def sheet(deployment: Deployment, address: str) -> list[str]:
    """Several codes, as of a sheet of the whole town, signed by the deployment's own key."""
    key = read_keys(DataFolder(deployment.data).signing_keys.read_bytes())[-1]
    own = read_payload(address).report
    rows = tuple(PaperRow(f"d-{n:02}", f"第{n}个科室", own.rows[0].figures) for n in range(40))
    return list(codes(replace(own, filer="", rows=rows), deployment.url, key.id, key.private.sign))


def test_the_codes_of_a_large_sheet_are_gathered_one_by_one(
    town: Deployment, browser: Browser, address: str
) -> None:
    first, second, *others = sheet(town, address)
    with seen_by(browser, 360) as seen:
        verdict = seen.page.locator("#verdict")
        seen.page.goto(second)
        expect(verdict).to_contain_text("签名有效，还缺第1、3")
        expect(seen.page.locator("#ask")).to_contain_text(f"共 {2 + len(others)} 个二维码，还缺第 1、3")
        expect(seen.page.locator(".narrow dt").first).to_have_text(read_payload(second).report.rows[0].name)
        seen.page.goto(first)  # only what stands behind the # is another
        expect(verdict).to_contain_text("签名有效，还缺第3")
        assert "A" * 20 not in seen.page.url
        assert seen.page.url.count(",") == 1
        seen.page.reload()
        expect(verdict).to_contain_text("签名有效，还缺第3")
        for wrong in ("hello", address, others[0][:-9]):
            seen.page.fill("#codes", wrong)
            seen.page.get_by_role("button", name="核验", exact=True).click()
            expect(seen.page.locator("#progress")).to_have_text(re.compile("请"))
            expect(verdict).to_contain_text("签名有效，还缺第3")
        seen.page.select_option("select", "hazards_found")
        seen.page.fill("#codes", " \n".join(others))
        seen.page.get_by_role("button", name="核验", exact=True).click()
        expect(verdict).to_have_text(MISMATCH)
        expect(seen.page.locator("#reason")).to_contain_text("没有与之一致的报送原件")


def test_opened_anew_by_another_code_it_shows_that_report(
    town: Deployment, browser: Browser, address: str
) -> None:
    other = printed(town, signed(town, "3"))
    with seen_by(browser) as seen:
        seen.page.goto(address)
        expect(seen.page.locator("#verdict")).to_have_text(LATEST)
        seen.page.goto(other)
        expect(seen.page.locator("#details")).to_contain_text(read_payload(other).report.number)
        seen.page.get_by_role("button", name="核验另一份").click()
        assert seen.page.url == f"{town.url}/reporting/paper"
        expect(seen.page.locator("#verdict")).to_be_hidden()
        expect(seen.page.locator("#codes")).to_be_visible()


def test_without_scripts_it_says_how_to_check_by_hand(browser: Browser, address: str) -> None:
    with seen_by(browser, 360, java_script_enabled=False) as seen:
        seen.page.goto(address)
        by_hand = seen.text("#by-hand")
        assert "paicha verify-paper" in by_hand
        assert "回执号" in by_hand
        assert not seen.page.locator("#more").is_visible()


def test_without_a_network_it_is_asked_again(browser: Browser, address: str) -> None:
    page, _, code = address.partition("#")
    with seen_by(browser) as seen:
        seen.page.goto(page)
        seen.page.context.set_offline(True)
        seen.page.fill("#codes", code)
        seen.page.get_by_role("button", name="核验", exact=True).click()
        expect(seen.page.locator("#progress")).to_have_text("没有收到答复，请检查网络后重新核验。")
        seen.page.context.set_offline(False)
        seen.complaints.clear()  # the browser notes what it could not reach
        seen.page.get_by_role("button", name="重新核验").click()
        expect(seen.page.locator("#verdict")).to_have_text(LATEST)
