"""The issuer's pages as people see them: a process behind a real gateway, a real browser, wide and narrow."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.proof_key import challenge_of
from deploy.embedded.issuer.seats import seats
from deploy.embedded.owners import give_out, open_ways
from deploy.embedded.programs import issuer_launch
from deploy.embedded.running import Address
from deploy.servers.ports import LOOPBACK, free_port
from deploy.servers.process import Launch
from shared.bus.users import REBUILD, SERVICES
from shared.identity.session import COOKIE
from tests.deploy.gateways import gateway
from tests.deploy.issuer.clients import first_password, prepared
from tests.deploy.issuer.test_people import STAFF, session
from tests.support.browsers import Seen, open_browser, seen_by
from tests.support.servers import Running

WIDTHS = pytest.mark.parametrize("width", [1280, 360])
TOUCHED = 44
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 120


@dataclass
class Issuer:
    folder: DataFolder
    port: int
    address: Address
    firsts: dict[str, str]

    def launch(self) -> Launch:
        return issuer_launch(self.folder, self.port, self.address, demo=True)

    def ready(self) -> bool:
        try:
            url = f"http://{LOOPBACK}:{self.port}/issuer/health/ready"
            return httpx.get(url, verify=False).is_success
        except httpx.HTTPError:
            return False

    def asking(self, **more: str) -> str:
        """The address that a client sends the browser to."""
        asked = {
            "response_type": "code", "client_id": "paicha", "redirect_uri": self.callback, "scope": "openid",
            "state": "s", "nonce": "n", "code_challenge": challenge_of("v" * 43),
            "code_challenge_method": "S256",
        }  # fmt: skip
        return f"{self.address.url}/issuer/authorize?{urlencode(asked | more)}"

    @property
    def callback(self) -> str:
        return f"{self.address.url}/registry/session/callback"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Issuer]:
    path = tmp_path_factory.mktemp("issuer")
    folder = prepared(path / "data")
    for user in (*SERVICES, REBUILD):
        folder.secret(user, "paicha_nats_password")
    of_town = {login: details for login, details in STAFF.items() if "township" not in details}
    firsts = {login: first_password(folder, login, **details) for login, details in of_town.items()}
    firsts |= {
        f"p{number}@one": first_password(
            folder, f"p{number}@one", name=f"演示{number}", role="officer", organisation="d-guihua",
            office="安全生产监督管理岗（AB岗）",
        )
        for number in range(2)
    }  # fmt: skip
    port = free_port()
    with gateway("embedded", path, port, name="issuer") as gate:
        url = f"http://{LOOPBACK}:{gate}"
        issuer = Issuer(folder, port, Address(url, "", f"{url}/issuer", demo=True), firsts)
        open_ways(folder)
        give_out(folder)
        running = Running(issuer)
        running.start()
        yield issuer
        running.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """On a busy machine a password takes seconds: it is waited for as long as only a failure takes."""
    expect.set_options(timeout=PATIENCE * 1000)
    with open_browser() as browser:
        yield browser
    expect.set_options()


@contextmanager
def opened(browser: Browser, width: int, **more: Any) -> Iterator[Seen]:
    with seen_by(browser, width, **more) as seen:
        seen.page.set_default_timeout(PATIENCE * 1000)
        yield seen


def arrived(seen: Seen, issuer: Issuer) -> None:
    """Back at the client with a code; there is no client behind this gateway."""
    seen.page.wait_for_url(f"{issuer.callback}?*")
    assert "code=" in seen.page.url
    assert "state=s" in seen.page.url
    seen.complaints.clear()


def fit_for_everybody(page: Page) -> None:
    """Large enough to be touched, and nothing that axe finds."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG
    )
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    for found in page.locator("main button, main input:not([type=hidden]), main textarea").all():
        box = found.bounding_box()
        assert box is not None
        assert box["height"] >= TOUCHED, found.evaluate("element => element.outerHTML")


@WIDTHS
def test_signing_in_at_a_seat(issuer: Issuer, browser: Browser, width: int, tmp_path: Path) -> None:
    with opened(browser, width) as seen:
        seen.page.goto(issuer.asking())
        expect(seen.page.get_by_label("账号")).to_be_focused()
        assert not seen.scrolls_sideways
        fit_for_everybody(seen.page)
        seen.page.screenshot(path=tmp_path / f"seats-{width}.png", full_page=True)
        seat = next(each for each in seats(issuer.folder) if each.login == "reporter@v-dasheng")
        seen.page.get_by_role("button", name=f"{seat.title} {seat.name}").click()
        arrived(seen, issuer)
        assert all(asked.startswith(issuer.address.url) for asked in seen.asked)


@WIDTHS
def test_choosing_a_password_by_keyboard_alone(
    issuer: Issuer, browser: Browser, width: int, tmp_path: Path
) -> None:
    login = "zhao@one" if width == 1280 else "qian@one"
    with opened(browser, width) as seen:
        page = seen.page
        page.goto(issuer.asking())
        expect(page.get_by_label("账号")).to_be_focused()
        page.keyboard.type(login)
        page.keyboard.press("Tab")
        page.keyboard.type("wrong")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("账号或密码不正确")
        seen.complaints.clear()  # 401 is one
        assert page.title().startswith("错误：")
        expect(page.get_by_label("密码")).to_be_focused()
        expect(page.get_by_label("账号")).to_have_value(login)
        page.screenshot(path=tmp_path / f"wrong-{width}.png", full_page=True)
        page.keyboard.type(issuer.firsts[login])
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("设置新密码")
        expect(page.get_by_label("新密码", exact=True)).to_be_focused()
        fit_for_everybody(page)
        page.screenshot(path=tmp_path / f"choose-{width}.png", full_page=True)
        page.keyboard.type("short")
        page.keyboard.press("Tab")
        page.keyboard.type("short")
        page.keyboard.press("Enter")
        seen.page.get_by_role("link", name="新密码太短").click()
        seen.complaints.clear()  # 422 is one
        expect(page.get_by_label("新密码", exact=True)).to_be_focused()
        assert not seen.scrolls_sideways
        fit_for_everybody(page)
        page.screenshot(path=tmp_path / f"short-{width}.png", full_page=True)
        page.keyboard.type("乌龙茶 correct horse")
        page.keyboard.press("Tab")
        page.keyboard.type("乌龙茶 correct horse")
        page.keyboard.press("Enter")
        arrived(seen, issuer)
        page.goto(issuer.asking(prompt="login", max_age="0", login_hint=login))
        expect(page.get_by_role("heading", level=1)).to_have_text("再次确认密码")
        page.screenshot(path=tmp_path / f"again-{width}.png")
        page.get_by_label("密码").fill("乌龙茶 correct horse")
        page.get_by_role("button", name="登录", exact=True).click()
        arrived(seen, issuer)


@WIDTHS
def test_the_safety_office_resets_a_password(
    issuer: Issuer, browser: Browser, width: int, tmp_path: Path
) -> None:
    with opened(browser, width) as seen:
        page = seen.page
        cookie = {"name": COOKIE, "value": session(issuer.folder, "sun@one"), "url": issuer.address.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]  # of a test
        page.goto(f"{issuer.address.url}/issuer/people")
        expect(page.get_by_role("row")).to_have_count(5)
        fit_for_everybody(page)
        assert not seen.scrolls_sideways
        page.screenshot(path=tmp_path / f"people-{width}.png", full_page=True)
        page.get_by_label("姓名、账号或单位").fill("演示1")
        page.get_by_role("button", name="查找").click()
        page.get_by_role("link", name="重置密码：演示1").click()
        fit_for_everybody(page)
        page.screenshot(path=tmp_path / f"reset-{width}.png", full_page=True)
        page.get_by_label("原因").fill(" ")
        page.get_by_role("button", name="重置密码").click()
        expect(page.get_by_role("alert")).to_contain_text("请填写原因")
        seen.complaints.clear()  # 422 is one
        page.get_by_label("原因").fill("本人来电，忘记密码")
        page.get_by_role("button", name="重置密码").click()
        first = page.locator(".secret").inner_text()
        fit_for_everybody(page)
        assert not seen.scrolls_sideways
        page.screenshot(path=tmp_path / f"first-{width}.png", full_page=True)
        page.get_by_role("link", name="返回人员账号").click()
        expect(page.get_by_role("row").filter(has_text="演示1")).to_contain_text("本人来电，忘记密码")
        page.context.clear_cookies()
        page.goto(issuer.asking())
        page.get_by_label("账号").fill("p1@one")
        page.get_by_label("密码").fill(first)
        page.get_by_role("button", name="登录", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("设置新密码")


@WIDTHS
def test_in_english_and_for_programs(issuer: Issuer, browser: Browser, width: int, tmp_path: Path) -> None:
    with opened(browser, width) as seen:
        page = seen.page
        page.goto(issuer.asking())
        page.get_by_role("link", name="English").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        assert page.locator("html").get_attribute("lang") == "en"
        page.screenshot(path=tmp_path / f"english-{width}.png", full_page=True)
        page.get_by_role("link", name="Tokens for programs").click()
        expect(page.get_by_text("Signing in here gives a token for programs")).to_be_visible()
        seat = next(each for each in seats(issuer.folder) if each.role == "leader")
        page.get_by_role("button", name=seat.name).click()
        assert page.get_by_label("Token").input_value().startswith("eyJ")
        fit_for_everybody(page)
        assert not seen.scrolls_sideways
        page.screenshot(path=tmp_path / f"token-{width}.png", full_page=True)
        page.goto(f"{issuer.address.url}/issuer/authorize?redirect_uri=https://evil.example")
        expect(page.get_by_text("not of this system")).to_be_visible()
        seen.complaints.clear()  # 400 is one
        page.screenshot(path=tmp_path / f"refused-{width}.png", full_page=True)


def test_without_scripts_and_with_large_letters_nothing_is_lost(issuer: Issuer, browser: Browser) -> None:
    with opened(browser, 360, java_script_enabled=False) as seen:
        seen.page.goto(issuer.asking())
        seat = seats(issuer.folder)[0]
        seen.page.get_by_role("button", name=f"{seat.title} {seat.name}").click()
        arrived(seen, issuer)
    with opened(browser, 320, height=256) as seen:
        seen.page.goto(issuer.asking())
        assert not seen.scrolls_sideways, "as at 400 % of 1280"
