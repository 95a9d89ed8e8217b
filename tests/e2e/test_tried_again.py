"""A part of a page that was not answered offers to try again, and does so by itself, in a real browser."""

import signal
from collections.abc import Iterator

import psutil
import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.deployment import Deployment, deployed
from tests.e2e.signing import publish
from tests.e2e.visiting import account, visiting

FORM = "/reporting/pages/campaigns/dasheng-2024-winter/annex-4"
OFFICE = account("safety_office")
MINGYUE = account("reporter", "v-mingyue")
PATIENCE = 120_000
"""Milliseconds that only a failure takes."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("again")
    with deployed(folder) as deployment:
        publish(deployment, folder, seed=1)
        yield deployment


def test_without_a_connection_the_keyboard_tries_again_and_the_connection_does(
    town: Deployment, browser: Browser
) -> None:
    with visiting(town, browser, OFFICE) as seen:
        seen.page.goto(FORM)
        seen.page.wait_for_function("window.htmx")
        seen.page.context.set_offline(True)
        seen.page.locator('a[data-cell="v-mingyue units"]').first.click()
        again = seen.page.locator("#panel .refused button", has_text="重试")
        expect(again).to_be_visible()
        again.focus()
        seen.page.keyboard.press("Enter")
        expect(again).to_be_focused()
        seen.page.context.set_offline(False)
        expect(seen.page.locator("#panel-content h2")).to_be_visible(timeout=PATIENCE)
        expect(seen.page.locator("#panel .refused")).to_have_count(0)
        assert seen.page.evaluate("document.getElementById('panel').contains(document.activeElement)")
        seen.complaints.clear()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_service_that_comes_back_fills_its_part_without_anybody(
    town: Deployment, browser: Browser, width: int
) -> None:
    supervisor = town.process
    assert supervisor is not None
    service = next(
        each
        for each in psutil.Process(supervisor.pid).children(recursive=True)
        if each.cmdline()[-1] == "services.notifications"
    )
    supervisor.send_signal(signal.SIGSTOP)
    try:
        service.kill()
        with visiting(town, browser, MINGYUE, width) as seen:
            seen.page.goto("/reporting/pages/")
            part = seen.page.locator('[hx-get="/notifications/pages/parts/next"]')
            expect(part.get_by_role("button", name="重试")).to_be_visible(timeout=PATIENCE)
            expect(part).to_contain_text("服务尚未就绪")
            expect(part).not_to_contain_text("Not ready")
            assert not seen.scrolls_sideways
            supervisor.send_signal(signal.SIGCONT)
            expect(part.locator(".refused")).to_have_count(0, timeout=PATIENCE)
            expect(part).not_to_be_empty()
            seen.complaints.clear()
    finally:
        supervisor.send_signal(signal.SIGCONT)


def test_what_was_sent_without_an_answer_is_not_sent_once_more(town: Deployment, browser: Browser) -> None:
    """Nobody knows whether it was done: the page says so, and where to look."""
    with visiting(town, browser, OFFICE, 360) as seen:
        seen.page.goto("/notifications/pages/reminders/mutes")
        seen.page.wait_for_function("window.htmx")
        seen.page.get_by_label("静音至").fill("2099-01-01")
        seen.page.get_by_label("原因").fill("线路检修")
        seen.page.context.set_offline(True)
        seen.page.get_by_role("button", name="为所有人静音").click()
        outcome = seen.page.locator("form .outcome").first
        expect(outcome).to_contain_text("不知道是否已经办成")
        expect(outcome.get_by_role("button")).to_have_count(0)
        seen.page.context.set_offline(False)
        expect(seen.page.get_by_label("原因")).to_have_value("线路检修")
        assert not seen.scrolls_sideways
        seen.complaints.clear()
