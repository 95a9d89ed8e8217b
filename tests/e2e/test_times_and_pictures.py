"""Times and pictures in a real browser: sliders, play, links, paper, and what works without a script."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from shared.identity.session import COOKIE
from tests.e2e.deployment import Deployment, deployed
from tests.e2e.old_browser import in_chromium_83
from tests.e2e.signing import FILER, publish, signed
from tests.e2e.visiting import account, cookie_of, visiting

PAGES = "/reporting/pages/campaigns/dasheng-2024-winter"
COMPARE = f"{PAGES}/annex-4/compare"
ALL_CELLS = re.compile(r"/compare/why\?(?!.*column=)")
EARLIER = "from_occurred_until=2024-12-14T18:00:00%2B08:00"
OFFICE = account("safety_office")
PATIENCE = 120_000


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("times")
    with deployed(folder) as deployment:
        publish(deployment, folder, seed=1)
        signed(deployment, "2")
        yield deployment


def cells(page: Page) -> list[str]:
    return page.locator("table.compared td").all_inner_texts()


def test_a_slider_moves_the_table_and_the_address_holds_it(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, OFFICE) as seen:
        page = seen.page
        page.goto(f"{COMPARE}?{EARLIER}")
        before = cells(page)
        slider = page.get_by_role("slider", name="发生截至").first
        slider.focus()
        page.keyboard.press("Home")
        page.wait_for_url(re.compile("[?&]occurred_until=2024-11-15T16"), timeout=PATIENCE)
        expect(page.locator("#to_occurred_at")).to_have_value("2024-11-16T00:00")
        assert cells(page) != before
        shown = cells(page)
        page.goto(page.url)
        assert cells(page) == shown, "the address says the same again"
        page.get_by_role("link", name="固定此刻").click()
        expect(page.locator("#compared")).to_contain_text("此页地址已固定")
        assert cells(page) == shown


def test_play_goes_from_stop_to_stop_until_it_is_paused(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, OFFICE) as seen:
        page = seen.page
        page.goto(f"{COMPARE}?{EARLIER}")
        button = page.locator("[data-play=to_occurred]")
        button.click()
        expect(button).to_have_text("❚❚ 暂停")
        # No function that is waited for within the page: its policy lets nothing be evaluated there.
        expect(page.locator("#to_occurred")).to_have_value(
            re.compile("^([3-9]|[1-9][0-9]+)$"), timeout=PATIENCE
        )
        button.click()
        expect(button).to_have_text("▶ 播放")
        page.wait_for_load_state("networkidle")
        field = page.locator("#to_occurred_at").input_value()
        until = datetime.fromisoformat(f"{field}:00+08:00").astimezone(UTC)
        page.wait_for_url(re.compile(f"[?&]occurred_until={until:%Y-%m-%dT%H}"), timeout=PATIENCE)


def test_a_changed_cell_opens_why_and_the_weights_add_up(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, OFFICE, 360) as seen:
        page = seen.page
        page.goto(f"{COMPARE}?{EARLIER}")
        page.locator("td.changed a").locator("visible=true").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#why .sum")).to_have_count(1, timeout=PATIENCE)
        expect(page.locator("#why .told details[open]")).to_have_count(1)
        assert page.evaluate("document.activeElement.id") == "why"
        assert "compare?" in page.url
        weights = [
            int(text.strip().replace("−", "-")) for text in page.locator("#why .weight").all_text_contents()
        ]
        found = re.fullmatch(r"合计：(\d+) \+ (\d+) − (\d+) = (\d+)", seen.text("#why .sum").strip())
        assert found is not None
        start, plus, minus, end = map(int, found.groups())
        assert (sum(weights), start + plus - minus) == (plus - minus, end)
        assert not seen.scrolls_sideways


def test_a_chosen_cell_stays_when_all_of_them_come_late(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, OFFICE, 360) as seen:
        page = seen.page
        held: list[Route] = []
        page.route(ALL_CELLS, lambda route: held.append(route))  # noqa: PLW0108 - it looks at its parameters
        with page.expect_request(ALL_CELLS, timeout=PATIENCE):
            page.goto(f"{COMPARE}?{EARLIER}")
        page.locator("td.changed a").locator("visible=true").first.click()
        expect(page.locator("#why .sum")).to_have_count(1, timeout=PATIENCE)
        with page.expect_response(ALL_CELLS, timeout=PATIENCE):
            held[0].continue_()
        page.wait_for_timeout(500)
        expect(page.locator("#why .sum")).to_have_count(1)


def test_a_comparison_prints_whole(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, OFFICE) as seen:
        seen.page.goto(f"{COMPARE}?{EARLIER}")
        expect(seen.page.locator("#why .told").first).to_be_visible(timeout=PATIENCE)
        paper = pypdfium2.PdfDocument(io.BytesIO(seen.page.pdf(prefer_css_page_size=True)))
        width, height = paper[0].get_size()
        assert width > height, "landscape"
        text = "".join(each.get_textpage().get_text_range() for each in paper)
        assert "合计：" in text, "events and sums are opened for the paper"
        assert "查看的时点" not in text


def test_without_a_script_the_button_does_it(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, OFFICE, java_script_enabled=False) as seen:
        page = seen.page
        page.goto(COMPARE)
        page.locator("#to_occurred_at").fill("2024-12-01T08:00")
        page.get_by_role("button", name="查看").click()
        assert "occurred_until=2024-12-01T00%3A00" in page.url
        assert page.locator("button[data-play]").first.is_hidden()
        page.get_by_role("link", name="差异说明").click()
        expect(page.locator("h1")).to_have_text("差异说明")


def test_what_was_signed_is_a_point_on_it(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, account("officer", FILER)) as seen:
        page = seen.page
        page.goto("/reporting/pages/compare")
        page.get_by_text("与哪个时点比较").click()
        page.get_by_text("已报送的报表").click()
        page.locator("details details a").first.click()
        expect(page.locator("#compared")).to_contain_text(f"报送件 2-{FILER}-1")


def test_what_is_not_settled_yet_says_until_when_it_is(town: Deployment, browser: Browser) -> None:
    ahead = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    with visiting(town, browser, OFFICE) as seen:
        answer = seen.page.goto(f"{COMPARE}?recorded_until={ahead}")
        assert answer is not None
        assert answer.status == httpx.codes.CONFLICT
        expect(seen.page.locator(".refused")).to_contain_text("该时刻尚未定账，最晚可选")
        seen.complaints.clear()


def test_pictures_are_images_with_tables_that_print(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, OFFICE) as seen:
        page = seen.page
        page.goto("/reporting/pages/pictures")
        page.wait_for_load_state("networkidle")
        loaded = page.evaluate("[...document.images].map(image => image.naturalWidth)")
        assert loaded
        assert all(loaded)
        assert page.locator("img:not([alt]), img[alt='']").count() == 0
        page.get_by_role("link", name="显示排序").click()
        page.get_by_role("link", name="整改率排序", exact=True).click()
        expect(page.locator("table")).to_contain_text("排查（条）")
        paper = pypdfium2.PdfDocument(io.BytesIO(page.pdf()))
        assert "整改率（%）" in "".join(each.get_textpage().get_text_range() for each in paper)


def test_pictures_come_by_themselves_too(town: Deployment) -> None:
    cookies = {COOKIE: cookie_of(town, OFFICE)}
    with httpx.Client(base_url=town.url, cookies=cookies, timeout=120) as client:
        image = client.get(f"{PAGES}/pictures/hazards.svg?annex=annex-4")
        assert image.headers["content-type"].startswith("image/svg+xml")
        assert b"<script" not in image.content
        again = client.get(
            f"{PAGES}/pictures/hazards.svg?annex=annex-4", headers={"if-none-match": image.headers["etag"]}
        )
        assert again.status_code == httpx.codes.NOT_MODIFIED
        table = client.get(f"{PAGES}/pictures/hazards.csv?annex=annex-4")
        assert table.content.startswith("﻿截至,排查（条）".encode())


def test_a_slider_moves_the_table_in_chromium_83(town: Deployment) -> None:
    moved = (
        "const s = document.getElementById('to_occurred'); s.value = 0; s.dispatchEvent(new Event('input'))"
    )
    answers, said = in_chromium_83(
        town,
        OFFICE,
        [
            ("open", f"{COMPARE}?{EARLIER}"),
            ("until", "document.querySelector('#to_occurred[name]') === null"),
            ("script", moved),
            ("until", "location.search.includes('&occurred_until=2024-11-15T16')"),
            ("script", "document.querySelectorAll('table.compared tbody tr').length > 10"),
        ],
    )
    assert answers[-1] is True
    assert said == []


@pytest.mark.parametrize("width", [1280, 360])
def test_a_link_that_was_fixed_shows_the_same_after_more_facts(
    town: Deployment, browser: Browser, tmp_path: Path, width: int
) -> None:
    with visiting(town, browser, OFFICE, width) as seen:
        page = seen.page
        page.goto(f"{COMPARE}?{EARLIER}")
        now = cells(page)
        page.get_by_role("link", name="固定此刻").click()
        expect(page.locator("#compared")).to_contain_text("此页地址已固定")
        fixed = page.url
        assert cells(page) == now
        publish(town, tmp_path, seed=width)
        page.goto(fixed)
        assert cells(page) == now
        page.get_by_role("link", name="改回现在").last.click()
        expect(page.locator("#compared")).not_to_contain_text("此页地址已固定")
        page.goto(f"{COMPARE}?{EARLIER}")
        assert cells(page) != now
