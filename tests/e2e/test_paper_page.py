"""The page behind the QR code of a printed report, through the gateway, in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from deploy.papers.checked import all_parts
from services.reporting.counting.columns import columns_of
from services.reporting.paper.payload import read_payload
from services.reporting.scans.pdf_file import PdfFile
from services.reporting.scans.photograph import codes_in
from tests.e2e.deployment import Deployment, deployed
from tests.e2e.signing import CAMPAIGN, FILER, person, publish, signed
from tests.support.browsers import seen_by

LATEST, MISMATCH = "与报送原件一致，目前最新。", "！校验不符，请与镇安委办核实。"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("paper")
    with deployed(folder) as deployment:
        publish(deployment, folder, seed=1)
        yield deployment


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
    return printed(town, signed(town, "2"))


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
    number = signed(town, "3")
    there = printed(town, number)
    officer = person(town, "officer", FILER)
    path = f"{CAMPAIGN}/submissions/{number}/withdraw"
    officer.post(path, json={}, headers={"Idempotency-Key": "w"}).raise_for_status()
    with seen_by(browser) as seen:
        seen.page.goto(there)
        expect(seen.page.locator("#verdict")).to_have_text("已撤回，不再有效。")
        expect(seen.page.locator("tbody")).to_contain_text("产业服务中心")


@pytest.fixture(scope="module")
def sheet(town: Deployment) -> list[str]:
    """The addresses in the codes of a consolidated sheet, as they are printed."""
    office = person(town, "safety_office")

    def post(path: str, body: dict[str, Any]) -> dict[str, Any]:
        key = {"Idempotency-Key": f"{path} {body}"[:100]}
        answer = office.post(f"{CAMPAIGN}/{path}", json=body, headers=key)
        assert answer.is_success, answer.text
        return dict(answer.json())

    form = office.get(f"{CAMPAIGN}/annex-3").json()
    for row in form["rows"]:
        filer = row["filer"]["id"]
        prepared = office.get(f"{CAMPAIGN}/periods/1/{filer}").json()
        report = {name: prepared["report"][name] for name in ("occurred_until", "positions", "digest")}
        said: dict[str, Any] = {
            "period": "1", "filer": filer, "report": report, "late_reason": "not_entered",
            "unchanged": prepared["unchanged"], "on_behalf": {"reason": "设备故障", "asked_by": "王芳"},
            "fall_reasons": {fall["column"]: "复核" for fall in prepared["falls"]},
        }  # fmt: skip
        number = post("submissions", said)["number"]
        post("review/acceptances", {"numbers": [number]})
    found = office.get(f"{CAMPAIGN}/periods/1/consolidated/annex-3").json()
    seen = {"positions": found["positions"], "digest": found["digest"]}
    number = post("consolidations", {"period": "1", "annex": "annex-3", "sheet": seen})["number"]
    answer = office.get(f"{CAMPAIGN}/consolidations/{number}.pdf")
    picture, *_ = PdfFile(answer.content).pictures()
    return sorted(codes_in(picture, all_parts), key=lambda code: read_payload(code).report.part)


def test_the_codes_of_a_large_sheet_are_gathered_one_by_one(
    browser: Browser, address: str, sheet: list[str]
) -> None:
    first, *others = sheet
    assert others, "one code says it all: take a larger sheet"
    with seen_by(browser, 360) as seen:
        verdict = seen.page.locator("#verdict")
        seen.page.goto(first)
        expect(verdict).to_contain_text("签名有效，还缺第2")
        expect(seen.page.locator("#ask")).to_contain_text(f"共 {len(sheet)} 个二维码，还缺第 2")
        expect(seen.page.locator(".narrow dt").first).to_have_text(read_payload(first).report.rows[0].name)
        for wrong in ("hello", address, others[0][:-9]):
            seen.page.fill("#codes", wrong)
            seen.page.get_by_role("button", name="核验", exact=True).click()
            expect(seen.page.locator("#progress")).to_have_text(re.compile("请"))
            expect(verdict).to_contain_text("签名有效，还缺第2")
        seen.page.fill("#codes", " \n".join(others))
        seen.page.get_by_role("button", name="核验", exact=True).click()
        expect(verdict).to_have_text(LATEST)
        expect(seen.page.locator(".narrow dt").last).to_have_text("去重合计")
        expect(seen.page.locator("#more")).to_be_hidden()
        seen.page.select_option("select", "hazards_found")
        assert seen.page.url.count(",") == len(others)
        seen.page.reload()
        expect(verdict).to_have_text(LATEST)
        assert not seen.scrolls_sideways


def test_another_code_in_the_same_window_is_added_to_what_is_there(
    browser: Browser, sheet: list[str]
) -> None:
    with seen_by(browser) as seen:
        for number, code in enumerate(reversed(sheet), 1):
            seen.page.goto(code)  # only what stands behind the # is another
            said = LATEST if number == len(sheet) else "签名有效，还缺第1"
            expect(seen.page.locator("#verdict")).to_contain_text(said)


def test_opened_anew_by_another_code_it_shows_that_report(
    town: Deployment, browser: Browser, address: str
) -> None:
    other = printed(town, signed(town, "4"))
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
