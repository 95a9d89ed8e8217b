"""What holds of every page, on a whole deployment in a real browser."""

import json
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, expect

from shared.identity.session import COOKIE
from tests.e2e.deployment import Deployment, deployed
from tests.e2e.signing import publish
from tests.e2e.visiting import account, cookie_of, visiting

FORM = "/reporting/pages/campaigns/dasheng-2024-winter/annex-3"
OFFICE = account("safety_office")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("pages")
    with deployed(folder) as deployment:
        publish(deployment, folder, seed=1)
        yield deployment


@pytest.mark.parametrize("width", [1280, 360])
def test_who_has_signed_in_sees_the_desk_and_from_there_the_form(
    town: Deployment, browser: Browser, width: int
) -> None:
    with visiting(town, browser, OFFICE, width) as seen:
        seen.page.goto("/")
        expect(seen.page.locator("h1")).to_have_text("工作台")
        seen.page.get_by_role("link", name="汇总表", exact=True).click()
        expect(seen.page.locator("h1")).to_contain_text("秋冬季安全生产大排查情况汇总表")
        assert seen.page.url == f"{town.url}{FORM}"
        assert not seen.scrolls_sideways


def test_who_has_not_is_led_to_the_sign_in_and_back(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, None) as seen:
        seen.page.goto(FORM)
        expect(seen.page.locator("h1")).to_have_text("秋冬季安全生产大排查")
        address = seen.page.locator("a.button").get_attribute("href")
        assert address == f"/registry/session/begin?to={FORM}"


def test_another_page_can_not_write_with_the_cookie(town: Deployment) -> None:
    cookies = {COOKIE: cookie_of(town, OFFICE)}
    with httpx.Client(base_url=town.url, cookies=cookies, timeout=60) as client:
        for headers in ({}, {"origin": "https://evil.example"}, {"origin": "null"}):
            answer = client.post("/hazards/facts", json=[], headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin"), headers
        answer = client.post("/hazards/facts", json=[], headers={"origin": town.url})
        assert answer.status_code != httpx.codes.FORBIDDEN, answer.text


def test_errors_are_pages_in_the_language_that_was_chosen(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, account("operator")) as seen:
        answer = seen.page.goto(FORM)
        assert answer is not None
        assert answer.status == httpx.codes.FORBIDDEN
        expect(seen.page.locator(".refused")).to_contain_text("当前账号无权执行此操作")
        seen.complaints.clear()
        seen.page.get_by_role("link", name="English").click()
        expect(seen.page.locator(".refused")).to_contain_text("This account may not do that")
        seen.complaints.clear()


def test_style_and_scripts_are_kept_for_ever_under_what_they_contain(town: Deployment) -> None:
    with httpx.Client(base_url=town.url, timeout=60) as client:
        page = client.get("/registry/pages/sign-in")
        assert "unsafe" not in page.headers["content-security-policy"]
        (address,) = {part for part in page.text.split('"') if part.endswith("paicha.css")}
        assert "immutable" in client.get(address).headers["cache-control"]
        another = "/registry/assets/0123456789abcdef/paicha.css"
        assert client.get(another).headers["cache-control"] == "no-store"
        assert client.get(f"{address}x").status_code == httpx.codes.NOT_FOUND


def test_forms_of_pages_say_where_they_come_from(town: Deployment, browser: Browser) -> None:
    """With a stricter referrer policy a browser would send `Origin: null`, and nobody could sign out."""
    with visiting(town, browser, OFFICE) as seen:
        seen.page.goto(FORM)
        seen.page.get_by_role("button", name="退出").click()
        expect(seen.page.locator("[role=status]").first).to_have_text("您已退出登录。")
        seen.page.goto(FORM)
        expect(seen.page.locator("h1")).to_have_text("秋冬季安全生产大排查")


def test_who_comes_with_a_first_password_chooses_an_own_one_and_is_in(
    town: Deployment, browser: Browser
) -> None:
    """At the embedded issuer and back; then the password once more, as before signing."""
    login, chosen, form = "zhang@dasheng", "乌龙茶 correct horse", FORM.replace("annex-3", "annex-4")
    said = ("--name", "演示甲", "--role", "reporter", "--organisation", "v-mingyue", "--json")
    first = json.loads(town.run("accounts", "add", login, *said))["password"]
    with visiting(town, browser, None) as seen:
        page = seen.page
        page.goto(form)
        page.get_by_role("link", name="登录", exact=True).click()
        page.get_by_label("账号").fill(login)
        page.get_by_label("密码").fill(first)
        page.get_by_role("button", name="登录").click()
        page.get_by_label("新密码", exact=True).fill(chosen)
        page.get_by_label("再输一遍新密码").fill(chosen)
        page.get_by_role("button", name="设置密码并继续").click()
        expect(page.locator(".person")).to_have_text("演示甲", timeout=60_000)
        assert page.url == f"{town.url}{form}"
        page.goto(f"/registry/session/begin?again=true&to={form}")
        expect(page.get_by_role("heading", level=1)).to_have_text("再次确认密码")
        expect(page.get_by_label("账号")).to_have_value(login)
        page.get_by_label("密码").fill(chosen)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(f"**{form}")


def test_a_page_that_has_not_changed_is_shown_as_before(town: Deployment, browser: Browser) -> None:
    """The headers of a 304 take the place of those that came with the page, its policy too."""
    with visiting(town, browser, OFFICE) as seen:
        for _ in range(2):
            seen.page.goto(FORM)
            expect(seen.page.locator("header.head")).to_have_css("border-bottom-width", "2px")
