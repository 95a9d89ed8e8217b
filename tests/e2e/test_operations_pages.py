"""The operators' console in a real browser, on a whole deployment: one sentence first, then what is done."""

import json
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.deployment import PAICHA, Deployment, deployed
from tests.e2e.signing import publish
from tests.e2e.superuser import execute
from tests.e2e.visiting import account, visiting
from tests.support.browsers import Seen

OPERATIONS = "/reporting/pages/operations"
OPERATOR, AUDITOR = account("operator"), account("auditor")
SERVICES = ("registry", "hazards", "reporting", "notifications")
PATIENCE = 120_000
"""Milliseconds that only a failure takes."""


def sent(number: str, type_: str, **data: Any) -> dict[str, Any]:
    time = "2024-12-02T09:00:00+08:00"
    return {
        "specversion": "1.0", "source": "/hand", "id": number, "type": type_, "time": time, "data": data,
    }  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("operations")
    with deployed(folder) as deployment:
        publish(deployment, folder, seed=1)
        check = {"filer": "v-nobody", "item": "1.1.1", "status": "done"}
        deployment.account("safety_office").post("hazards", [sent("waits", "self_check.recorded", **check)])
        yield deployment


def dreamt(town: Deployment, number: str) -> None:
    """A dead letter of the test's own."""
    town.account("safety_office").post("hazards", [sent(number, "hazard.dreamt", told="内情")])


def first(page: Page) -> str:
    expect(page.locator("tbody.to-come")).to_have_count(0, timeout=PATIENCE)
    return page.locator("#first").inner_text()


def test_the_sentence_says_what_to_do_first_and_who_does_not_answer(
    town: Deployment, browser: Browser
) -> None:
    dreamt(town, "odd-first")
    with visiting(town, browser, OPERATOR) as seen:
        seen.page.goto(OPERATIONS)
        assert re.match("hazards 有 [12] 条死信未处理", first(seen.page))
        for service in SERVICES:
            expect(seen.page.locator(f"#standing-{service} tr").nth(3)).to_be_visible()
    with visiting(town, browser, OPERATOR) as seen:

        def away(route: Route) -> None:
            route.fulfill(status=503, content_type="application/problem+json", body=json.dumps({}))

        seen.page.route("**/registry/pages/operations/standing", away)
        seen.page.goto(OPERATIONS)
        expect(seen.page.locator("#first")).to_contain_text("registry 没有应答", timeout=PATIENCE)
        seen.complaints.clear()
        seen.page.unroute("**/registry/pages/operations/standing")
        expect(seen.page.locator("#first")).to_contain_text("死信未处理", timeout=PATIENCE)


def test_a_dead_letter_is_looked_at_for_a_reason_and_skipped(town: Deployment, browser: Browser) -> None:
    """From the sentence on, by what the pages offer."""
    dreamt(town, "odd-skipped")
    with visiting(town, browser, OPERATOR, 360) as seen:
        page = seen.page
        page.goto(OPERATIONS)
        first(page)
        page.locator("#first a").click()
        page.get_by_role("link", name=re.compile("^[12]$")).first.click()
        expect(page.locator("#content")).to_be_empty()
        page.fill("#content-reason", "核对原文")
        page.get_by_role("button", name=re.compile("查看内容")).click()
        expect(page.locator("#content")).to_contain_text("内情")
        page.fill("#skip-reason", "试发")
        page.get_by_role("button", name="跳过").click()
        expect(page.locator(".notice")).to_contain_text("已跳过 1")
        page.get_by_role("link", name="全部操作记录").click()
        expect(page.locator("table")).to_contain_text("核对原文")
        assert not seen.scrolls_sideways


def test_a_waiting_fact_is_ended_after_a_dry_run(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, OPERATOR) as seen:
        page = seen.page
        page.goto("/hazards/pages/operations/waiting")
        row = page.get_by_role("row", name=re.compile("v-nobody"))
        row.get_by_role("link", name="试算终止").click()
        expect(page.locator(".notice")).to_contain_text("将处理 1 条")
        page.fill("#reason", "误发")
        page.get_by_role("button", name=re.compile("终止等待")).click()
        expect(page.locator(".notice")).to_contain_text("已终止等待 1")
        page.goto("/hazards/pages/operations/waiting")
        expect(page.locator(".nothing")).to_contain_text("无积压")


def test_an_auditor_verifies_a_log_and_takes_a_proof_along(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, AUDITOR) as seen:
        page = seen.page
        page.goto("/registry/pages/operations/verification")
        page.get_by_role("button", name="从头核验").click()
        expect(page.locator("#run")).to_contain_text("与记录时一致", timeout=PATIENCE)
        page.goto("/registry/pages/operations/events/5")
        page.get_by_role("button", name="查看内容").click()
        expect(page.locator("#content")).to_contain_text("organisation_id")
        with page.expect_download() as download:
            page.get_by_role("link", name="下载证明").click()
        assert download.value.suggested_filename == "registry-5.tlog-proof"


def steps_by_keyboard(seen: Seen, times: int) -> list[str]:
    """Each press leads on, and the next one is where the last one was."""
    page, seen_at = seen.page, []
    page.locator("#step-on").focus()
    for _ in range(times):
        before = page.locator("#at").input_value()
        page.keyboard.press("Enter")
        expect(page.locator("#at")).not_to_have_value(before)
        expect(page.locator("#step-on")).to_be_focused()
        seen_at.append(page.locator("#at").input_value())
    return seen_at


def test_a_replay_is_stepped_through_by_keyboard(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, OPERATOR) as seen:
        page = seen.page
        page.goto("/hazards/pages/operations/events?type=penalty.imposed")
        page.locator("tbody th a").first.click()
        page.get_by_role("link", name="看它改动了哪些数字").click()
        page.fill("#reason", "核对处罚数")
        page.get_by_role("button", name="查看数字").click()
        expect(page.locator("td.changed").first).to_contain_text("▲")
        assert len(set(steps_by_keyboard(seen, 3))) == 3
        page.locator("#step-back").click()
        expect(page.locator("li[aria-current='step']")).to_have_count(1)
        assert "at=registry" in page.url
        page.reload()
        expect(page.locator("table.form")).to_be_visible()


def test_a_rebuild_is_followed_switched_to_and_rolled_back(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, OPERATOR) as seen:
        page = seen.page
        made_room(page)
        expect(page.locator("#generations")).not_to_contain_text("已建成")
        town.run("projection", "rebuild")
        expect(page.locator("#generations")).to_contain_text("已建成", timeout=PATIENCE)
        page.get_by_role("link", name="试算切换").click()
        expect(page.locator(".notice")).to_contain_text("两代一致")
        page.fill("#reason", "新版口径")
        page.get_by_role("button", name="切换", exact=True).click()
        expect(page.locator("table")).to_contain_text("新版口径")
        page.goto(f"{OPERATIONS}/generations")
        page.get_by_role("link", name="试算退回").click()
        page.fill("#reason", "再看看")
        page.get_by_role("button", name="退回", exact=True).click()
        expect(page.locator("table")).to_contain_text("再看看")


def made_room(page: Page) -> None:
    """What another test has left is dropped."""
    page.goto(f"{OPERATIONS}/generations")
    if page.get_by_role("link", name="试算删除").count():
        acted(page, "试算删除", "删除", "腾出位置")
        page.goto(f"{OPERATIONS}/generations")


def followed(town: Deployment, page: Page) -> str:
    """A rebuild in a terminal, seen on the page while it runs; the generation's name."""
    command = [str(PAICHA), "projection", "rebuild", "--data", str(town.data)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as rebuild:
        said: set[str] = set()
        while rebuild.poll() is None:
            page.goto(f"{OPERATIONS}/generations")
            said |= {
                each for each in page.locator("#generations .notice").all_inner_texts() if "正在重建" in each
            }
        assert rebuild.returncode == 0
    assert said, "nothing was seen of it"
    page.goto(f"{OPERATIONS}/generations")
    built = page.locator("#generations .card", has_text="已建成").locator("h2").inner_text()
    return built.partition(" ")[0]


def counted_more(town: Deployment, generation: str) -> str:
    """One fine counts for 5 万元 more there: its mark and the filer's cell. Whose it is."""
    fines = "select id, convert_from(marks, 'utf8') as marks from {}.subjects where kind = 'penalty'"
    rows = execute(town, "reporting", fines.format(generation))
    id_, filer, fen = next(
        (row["id"], filer, fen)
        for row in rows
        for marks in json.loads(row["marks"]).values()
        for filer, column, _, fen in marks
        if column == "fines"
    )
    marks = f"replace(convert_from(marks, 'utf8'), ',{fen}]', ',{fen + 5_000_000}]')"
    its_cell = f"place = '{filer}' and column_key = 'fines'"
    for statement in (
        f"update {generation}.subjects set marks = convert_to({marks}, 'utf8') where id = '{id_}'",
        f"update {generation}.cells set value = value + 5000000 where {its_cell}",
    ):
        execute(town, "reporting", statement)
    return str(filer)


def acted(page: Page, link: str, button: str, reason: str) -> None:
    page.goto(f"{OPERATIONS}/generations")
    page.get_by_role("link", name=link).click()
    page.fill("#reason", reason)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("table").first).to_contain_text(reason)


def test_a_difference_is_read_by_the_filers_name_signed_and_answers(
    town: Deployment, browser: Browser
) -> None:
    with visiting(town, browser, OPERATOR) as seen:
        page = seen.page
        made_room(page)
        generation = followed(town, page)
        # The browser's loop runs in this thread.
        with ThreadPoolExecutor(1) as apart:
            filer = apart.submit(counted_more, town, generation).result()
        page.get_by_role("link", name="试算切换").click()
        page.get_by_role("button", name="现在再比对一次").click()
        page.get_by_role("link", name="查看差异").click()
        place = page.locator("table.stacked td span[title]").first
        expect(place).to_have_attribute("title", filer)
        assert place.inner_text() != filer
        assert not seen.scrolls_sideways
        acted(page, "查看差异", "签认差异", "罚款已核对")
        expect(page.locator("table").first).to_contain_text("罚款已核对")
        acted(page, "试算切换", "切换", "按核对结果")
        acted(page, "试算退回", "退回", "先退回")
