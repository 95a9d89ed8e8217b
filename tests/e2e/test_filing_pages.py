"""Filing on a telephone, in a real browser: in three clicks, once, with nothing lost that was typed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from deploy.servers.ports import free_port
from shared.facts.account import Account, Person
from shared.identity.session import COOKIE
from tests.e2e.deployment import Deployment
from tests.e2e.signing import CAMPAIGN
from tests.e2e.visiting import account, cookie_of, visiting
from tests.support.browsers import Seen

PHONE = 360
LONG_AGO = 16 * 60
VILLAGE, STAMPED, COLLEAGUE = "v-mingyue", "v-zhenli", "v-donghe"
TYPING, WITHOUT_SCRIPT, OVER_HTTP = "v-dongshan", "v-sanxin", "v-qianzhan"
"""Each test has its own: what one has signed another finds signed."""
PAGE = "/reporting/pages/campaigns/dasheng-2024-winter/periods/1"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Before its first deadline; nothing was recorded yet, and zeros are a report."""
    folder = tmp_path_factory.mktemp("filing-pages")
    before = "2024-11-20T10:00:00+08:00"
    deployment = Deployment(folder / "data", free_port(), options=("--demo-clock", before))
    try:
        deployment.start()
        yield deployment
    finally:
        deployment.stop()


@contextmanager
def on_a_phone(town: Deployment, browser: Browser, who: Account) -> Iterator[Seen]:
    with visiting(town, browser, who, PHONE) as seen:
        yield seen
        assert not seen.scrolls_sideways


def give_password(town: Deployment, seen: Seen, who: Account, seconds_ago: int = 0) -> None:
    """As the registry's cookie says it."""
    cookie: dict[str, Any] = {"name": COOKIE, "value": cookie_of(town, who, seconds_ago), "url": town.url}
    seen.page.context.add_cookies([{**cookie, "httpOnly": True, "sameSite": "Lax"}])  # type: ignore[list-item]  # a literal that was built


def submissions(town: Deployment, filer: str) -> list[Any]:
    office = town.account("safety_office")
    listed: list[Any] = office.get(f"{CAMPAIGN}/submissions", filer=filer)["submissions"]
    return listed


def test_from_the_desk_to_signed_in_three_clicks_and_twice_signs_once(
    town: Deployment, browser: Browser
) -> None:
    with on_a_phone(town, browser, account("reporter", VILLAGE)) as seen:
        page = seen.page
        page.goto("/")
        expect(page.locator(".due h2")).to_have_text("第1期 · 11月30日 18:00前 · 还有10天")
        page.get_by_role("link", name="核对并报送").click()
        assert not seen.scrolls_sideways
        page.get_by_role("button", name="确认报送").dblclick()
        expect(page.get_by_role("status").first).to_contain_text("报送成功，回执号1-v-mingyue-1，")
        expect(page.get_by_role("status").first).to_contain_text("，按时。")
        page.go_back()
        page.reload()
        expect(page.locator(".notice").first).to_contain_text("本期已由王芳于")
        page.goto("/reporting/pages/")
        expect(page.locator(".nothing").first).to_have_text("暂无待办，下次报送12月14日")
    assert [each["number"] for each in submissions(town, VILLAGE)] == ["1-v-mingyue-1"]


def test_what_was_typed_survives_a_reload_and_signing_in_again_and_is_nobody_elses(
    town: Deployment, browser: Browser
) -> None:
    who, colleague = account("reporter", TYPING), account("reporter", COLLEAGUE)
    with on_a_phone(town, browser, who) as seen:
        page = seen.page
        give_password(town, seen, who, LONG_AGO)
        page.goto(f"{PAGE}/{TYPING}")
        page.get_by_label("填报说明").fill("以台账为准")
        page.reload()
        expect(page.get_by_label("填报说明")).to_have_value("以台账为准")
        expect(page.locator("#said")).to_have_text("已恢复您上次填写的内容。")
        expect(page.get_by_role("button", name="确认报送")).to_have_count(0)
        again = page.get_by_role("link", name="输入密码，继续报送").get_attribute("href") or ""
        asked = httpx.URL(again)
        assert (asked.path, asked.params["again"]) == ("/registry/session/begin", "true")
        seconds = page.locator("[name=occurred_until]").get_attribute("value")
        give_password(town, seen, who)
        page.goto(asked.params["to"])
        assert page.locator("[name=occurred_until]").get_attribute("value") == seconds
        expect(page.get_by_label("填报说明")).to_have_value("以台账为准")
        give_password(town, seen, colleague)
        page.goto(f"{PAGE}/{COLLEAGUE}")
        expect(page.get_by_label("填报说明")).to_have_value("")
        assert "以台账为准" not in page.evaluate("JSON.stringify(localStorage)")
        page.get_by_label("填报说明").fill("三号")
        page.get_by_role("button", name="确认报送").click()
        expect(page.get_by_role("status").first).to_contain_text("报送成功")
        assert "三号" not in page.evaluate("JSON.stringify(localStorage)")


def test_without_a_script_what_was_typed_comes_back_with_the_refusal(
    town: Deployment, browser: Browser
) -> None:
    who = account("reporter", WITHOUT_SCRIPT)
    with visiting(town, browser, who, PHONE, java_script_enabled=False) as seen:
        page = seen.page
        page.goto(f"{PAGE}/{WITHOUT_SCRIPT}")
        page.get_by_label("填报说明").fill("联系13912345678")
        page.get_by_role("button", name="确认报送").click()
        page.locator(".error-summary a").click()
        expect(page.get_by_label("填报说明")).to_have_value("联系13912345678")
        seen.complaints.clear()
        page.get_by_role("button", name="重新生成").click()
        expect(page.get_by_label("填报说明")).to_have_value("联系13912345678")


def test_signing_over_http_with_an_old_cookie_is_refused_and_with_a_token_is_not(town: Deployment) -> None:
    prepared = town.account("safety_office").get(f"{CAMPAIGN}/periods/1/{OVER_HTTP}")["report"]
    report = {name: prepared[name] for name in ("occurred_until", "positions", "digest")}
    body = {"period": "1", "filer": OVER_HTTP, "report": report}
    sheet = {"positions": report["positions"], "digest": report["digest"]}
    for role, path, sent in (
        ("reporter", "submissions", body),
        ("safety_office", "consolidations", {"period": "1", "annex": "annex-4", "sheet": sheet}),
        ("leader", "consolidations/1-annex-4-1/countersign", {}),
        ("safety_office", "consolidations/1-annex-4-1/send-up", {"to": "区", "how": "邮件"}),
    ):
        who = account(role, OVER_HTTP if role == "reporter" else None)  # type: ignore[arg-type]  # one of the roles
        for seconds_ago, refused in ((LONG_AGO, True), (0, False)):
            headers = {"cookie": f"{COOKIE}={cookie_of(town, who, seconds_ago)}", "origin": town.url}
            headers["Idempotency-Key"] = f"k-{role}-{path}-{seconds_ago}"
            answer = httpx.post(f"{town.url}{CAMPAIGN}/{path}", json=sent, headers=headers, timeout=60)
            told = answer.json().get("code")
            assert (told == "sign_in_again") is refused, (path, answer.text)


def test_the_stamped_sheet_is_sent_in_and_stands_with_what_was_signed(
    town: Deployment, browser: Browser, tmp_path: Path
) -> None:
    who = account("reporter", STAMPED)
    with on_a_phone(town, browser, who) as seen:
        page = seen.page
        page.goto(f"{PAGE}/{STAMPED}")
        page.get_by_role("button", name="确认报送").click()
        address = page.get_by_role("link", name="PDF", exact=True).get_attribute("href") or ""
        printed = tmp_path / "stamped.pdf"
        printed.write_bytes(page.context.request.get(address).body())
        page.get_by_label("上传扫描件").set_input_files(printed)
        expect(page.locator("section", has=page.locator("#scans-heading")).locator("li")).to_contain_text(
            "pdf", timeout=120_000
        )
        other = tmp_path / "other.png"
        other.write_bytes(b"\x89PNG\r\n\x1a\nnothing")
        page.get_by_label("上传扫描件").set_input_files(other)
        expect(page.locator("#scan-said")).to_contain_text("无法读取此文件", timeout=120_000)
        seen.complaints.clear()


def test_the_desk_of_each_role_shows_what_the_other_services_add(town: Deployment, browser: Browser) -> None:
    with visiting(town, browser, account("safety_office")) as seen:
        seen.page.goto("/reporting/pages/")
        expect(seen.page.get_by_role("button", name="复制到工作群")).to_be_visible()
    leader = replace(account("leader"), person=Person("刘波", "专职副书记"))
    with on_a_phone(town, browser, leader) as seen:
        seen.page.goto("/reporting/pages/")
        expect(seen.page.locator(".filers tbody tr")).to_have_count(3)
        expect(seen.page.locator(".filers")).to_contain_text("东河村")
        expect(seen.page.locator(".glance")).to_contain_text("整改率")
    with on_a_phone(town, browser, account("operator")) as seen:
        seen.page.goto("/reporting/pages/")
        expect(seen.page.locator("#health")).to_have_text("全部正常。")
