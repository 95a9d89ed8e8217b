"""/issuer/people: who sees whom, who resets whose password, and what stays on record; with two towns."""

import asyncio
import io
import json
import logging
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from deploy.embedded.accounts import keeping
from deploy.embedded.accounts.store import read_accounts
from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.people_page import PAGE
from deploy.embedded.issuer.tokens import sign
from deploy.embedded.issuer.town import Town
from shared.facts.account import Account, Person, Role
from shared.identity.session import COOKIE, SessionClaims, session_cookie
from shared.logging import configure_logging
from tests.deploy.issuer.clients import (
    CHOSEN,
    ISSUER,
    PUBLIC,
    Issuer,
    cheap_passwords,
    form_of,
    own_origin,
    person,
    prepared,
    running,
    said_by,
)
from tests.deploy.towns import FIRST, SECOND, two_towns

PEOPLE, RESET = "/issuer/people", "/issuer/people/reset"
STAFF: dict[str, dict[str, Any]] = {
    "zhao@one": {"name": "赵填报", "role": "reporter", "organisation": "v-dasheng"},
    "qian@one": {"name": "钱干部", "role": "officer", "organisation": "d-chanye"},
    "sun@one": {"name": "孙安委", "role": "safety_office", "organisation": "safety-office"},
    "li@one": {"name": "李镇长", "role": "leader"},
    "wu@one": {"name": "吴运维", "role": "operator"},
    "zheng@one": {"name": "郑运维", "role": "operator"},
    "zhao@two": {"name": "周填报", "role": "reporter", "organisation": "v-dasheng", "township": SECOND},
    "sun@two": {
        "name": "王安委", "role": "safety_office", "organisation": "safety-office", "township": SECOND,
    },
    "wu@two": {"name": "冯运维", "role": "operator", "township": SECOND},
}  # fmt: skip


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> tuple[Town, ...]:
    return two_towns(tmp_path_factory.mktemp("campaigns"))


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory, towns: tuple[Town, ...]) -> Path:
    """A folder that nothing is done to."""
    folder = prepared(tmp_path_factory.mktemp("staffed"), towns)
    with pytest.MonkeyPatch.context() as patched:
        cheap_passwords(patched)
        for login, details in STAFF.items():
            person(folder, login, **details)
    return folder.path


@pytest.fixture
def folder(staffed: Path, tmp_path: Path) -> DataFolder:
    return DataFolder(shutil.copytree(staffed, tmp_path / "data"))


@pytest.fixture
async def issuer(folder: DataFolder, towns: tuple[Town, ...]) -> AsyncIterator[Issuer]:
    async with running(folder, towns) as issuer:
        yield issuer


def account_of(login: str, role: str | None = None) -> Account:
    details = STAFF[login]
    organisation = details.get("organisation")
    return Account(
        login,
        details.get("township", FIRST),
        role or details["role"],
        frozenset() if organisation is None else frozenset({organisation}),
        person=Person(details["name"]),
    )


def session_key(folder: DataFolder) -> ECKey:
    return ECKey.import_key(json.loads(folder.session_key.read_text("utf-8")))


def session(folder: DataFolder, login: str, **more: Any) -> str:
    """As the registry gives it for the cookie; `more` claims are none of its."""
    key, now = session_key(folder), int(time.time())
    cookie = session_cookie(key, account_of(login), SessionClaims(now, now + 3600), now)
    return jwt.encode({"alg": "ES256", "kid": key.kid}, jwt.decode(cookie, key).claims | more, key)


@dataclass
class Office:
    """Somebody signed in, at the pages."""

    http: httpx.AsyncClient
    cookie: str

    def headers(self, origin: str | None = "own") -> dict[str, str]:
        said = said_by(own_origin(self.http) if origin == "own" else origin)
        return {"Cookie": f"{COOKIE}={self.cookie}"} | said

    async def people(self, **query: Any) -> httpx.Response:
        return await self.http.get(PEOPLE, params=query, headers=self.headers())

    async def asking(self, login: str) -> httpx.Response:
        return await self.http.get(RESET, params={"login": login}, headers=self.headers())

    async def reset(
        self, login: str, reason: str = "本人来电", origin: str | None = "own", **more: str
    ) -> httpx.Response:
        """By the form, where the page has one."""
        page = await self.asking(login)
        form = form_of(page, RESET) if page.status_code == 200 else {"login": login}
        sent = form | {"reason": reason} | more
        return await self.http.post(RESET, data=sent, headers=self.headers(origin))


def office(issuer: Issuer, login: str = "sun@one") -> Office:
    return Office(issuer.http, session(issuer.folder, login))


def first_password(page: httpx.Response) -> str:
    assert page.status_code == 200, page.text
    return page.text.partition('<p class="secret">')[2].partition("</p>")[0]


def listed(page: httpx.Response) -> set[str]:
    assert page.status_code == 200, page.text
    return {login for login in STAFF if login in page.text}


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    written = io.StringIO()
    root, level = logging.getLogger(), logging.getLogger().level
    kept = root.handlers
    monkeypatch.setattr("sys.stdout", written)
    configure_logging("issuer", "INFO")
    yield written
    root.handlers = kept
    root.setLevel(level)


async def test_the_safety_office_gives_out_a_first_password(
    lines: io.StringIO, issuer: Issuer, folder: DataFolder
) -> None:
    shown = await office(issuer).reset("zhao@one", "本人来电，忘记密码")
    first = first_password(shown)
    for told in ("赵填报", "zhao@one", f"{PUBLIC}/", "请告诉本人", "只显示这一次"):
        assert told in shown.text
    assert shown.headers["cache-control"] == "no-store"
    assert (await issuer.by_password(CHOSEN, "zhao@one")).status_code == 400
    assert "first password" in (await issuer.by_password(first, "zhao@one")).json()["error_description"]
    kept = read_accounts(folder).of("zhao@one")
    assert kept is not None
    assert kept.last_reset is not None
    assert (kept.last_reset.by, kept.last_reset.reason) == ("sun@one", "本人来电，忘记密码")
    assert abs(kept.last_reset.at - time.time()) < 60
    page = (await office(issuer).people()).text
    assert "sun@one" in page
    assert "本人来电，忘记密码" in page
    assert first not in page
    (told,) = [json.loads(line) for line in lines.getvalue().splitlines() if "password_reset" in line]
    assert (told["by"], told["account"], told["township"]) == ("sun@one", "zhao@one", FIRST)
    assert told["timestamp"]
    assert first not in lines.getvalue()


@pytest.mark.parametrize(
    ("login", "seen"),
    [
        ("sun@one", {"zhao@one", "qian@one"}),
        ("sun@two", {"zhao@two"}),
        ("wu@one", {"zhao@one", "qian@one", "sun@one", "li@one", "wu@one", "zheng@one"}),
        ("wu@two", {"zhao@two", "sun@two", "wu@two"}),
    ],
)
async def test_everybody_sees_the_own_town_alone(issuer: Issuer, login: str, seen: set[str]) -> None:
    assert listed(await office(issuer, login).people()) == seen
    assert listed(await office(issuer, login).people(q="")) == seen


@pytest.mark.parametrize(
    ("by", "login", "status"),
    [
        ("sun@one", "qian@one", 200),
        ("sun@one", "zhao@two", 404),
        ("sun@two", "zhao@one", 404),
        ("sun@one", "sun@one", 404),
        ("sun@one", "wu@one", 404),
        ("sun@one", "li@one", 404),
        ("sun@one", "sun@two", 404),
        ("sun@one", "nobody@one", 404),
        ("wu@one", "sun@one", 200),
        ("wu@one", "li@one", 200),
        ("wu@one", "zheng@one", 200),
        ("wu@one", "wu@one", 403),
        ("wu@one", "sun@two", 404),
    ],
)
async def test_who_resets_whose(issuer: Issuer, folder: DataFolder, by: str, login: str, status: int) -> None:
    before = folder.accounts.read_bytes()
    answers = [await office(issuer, by).asking(login), await office(issuer, by).reset(login)]
    assert [answer.status_code for answer in answers] == [status, status]
    assert (folder.accounts.read_bytes() == before) == (status != 200)


@pytest.mark.parametrize("role", ["reporter", "officer", "leader", "auditor"])
async def test_nobody_else_sees_the_page(issuer: Issuer, folder: DataFolder, role: Role) -> None:
    cookie = session(folder, "zhao@one", role=role)
    refused = await Office(issuer.http, cookie).people()
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert (await Office(issuer.http, cookie).reset("qian@one")).status_code == 403


async def test_who_is_not_signed_in_is_led_to_the_sign_in(issuer: Issuer) -> None:
    browsers = {"Accept": "text/html,*/*"}
    led = await issuer.http.get(PEOPLE, params={"q": "赵"}, headers=browsers)
    assert led.status_code == 303
    assert led.headers["location"] == "/registry/session/renew?to=/issuer/people%3Fq%3D%25E8%25B5%25B5"
    sent = await issuer.http.post(RESET, data={"login": "zhao@one"}, headers=browsers)
    assert sent.status_code == 401
    assert "请先登录" in sent.text
    assert 'href="/registry/session/renew?to=/issuer/people"' in sent.text
    assert (await issuer.http.get(PEOPLE)).json()["code"] == "unauthenticated"


async def test_only_sessions_and_tokens_of_ours_open_it(issuer: Issuer, folder: DataFolder) -> None:
    token = sign(folder, ISSUER, account_of("sun@one"), int(time.time())).text
    by_token = await issuer.http.get(PEOPLE, headers={"Authorization": f"Bearer {token}"})
    assert listed(by_token) == {"zhao@one", "qian@one"}
    other = ECKey.generate_key("P-256")
    good = session(folder, "sun@one")
    claims = jwt.decode(good, session_key(folder)).claims
    wrong = [
        token,
        session(folder, "sun@one", exp=int(time.time()) - 100),
        session(folder, "sun@one", aud="paicha"),
        session(folder, "sun@one", iss=ISSUER),
        session(folder, "sun@one", role="mayor"),
        jwt.encode({"alg": "ES256", "kid": other.thumbprint()}, claims, other),
        good[:-4],
        "nonsense",
    ]
    for cookie in wrong:
        assert (await Office(issuer.http, cookie).people()).status_code == 401
    keeping.disable(folder, "sun@one", disabled=True)
    assert (await Office(issuer.http, session(folder, "sun@one")).people()).status_code == 401


@pytest.mark.parametrize(
    "origin", [None, "null", "", "https://evil.example", PUBLIC, "http://127.0.0.1:1", "http://127.0.0.1"]
)
async def test_a_form_of_another_page_resets_nothing(
    issuer: Issuer, folder: DataFolder, origin: str | None
) -> None:
    before = folder.accounts.read_bytes()
    refused = await office(issuer).reset("zhao@one", origin=origin)
    assert (refused.status_code, refused.json()["code"]) == (403, "foreign_origin")
    token = sign(folder, ISSUER, account_of("sun@one"), int(time.time())).text
    by_token = {"Authorization": f"Bearer {token}"} | said_by(origin)
    sent = await issuer.http.post(RESET, data={"login": "zhao@one", "reason": "x"}, headers=by_token)
    assert sent.status_code == 403
    assert folder.accounts.read_bytes() == before


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("", "请填写原因"), ("   ", "请填写原因"), ("长" * 201, "不超过 200 字"),
        ("电话 13812345678", "不能有手机号"),
    ],
)  # fmt: skip
async def test_a_reason_is_needed(issuer: Issuer, folder: DataFolder, reason: str, words: str) -> None:
    before = folder.accounts.read_bytes()
    page = await office(issuer).reset("zhao@one", reason)
    assert (page.status_code, words in page.text) == (422, True)
    assert 'href="#reason"' in page.text
    assert folder.accounts.read_bytes() == before
    longest = "<b>长</b>" + "长" * 192
    assert len(longest) == 200
    assert first_password(await office(issuer).reset("zhao@one", longest))
    shown = (await office(issuer).people()).text
    assert "&lt;b&gt;长" in shown


async def test_a_page_resets_once(issuer: Issuer) -> None:
    """Sent twice, or looked at by two of the office at once."""
    one, other = office(issuer), office(issuer, "wu@one")
    seen = form_of(await one.asking("zhao@one"), RESET)["seen"]
    answers = await asyncio.gather(*(each.reset("zhao@one", seen=seen) for each in (one, other)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    won = next(answer for answer in answers if answer.status_code == 200)
    assert (
        "first password"
        in (await issuer.by_password(first_password(won), "zhao@one")).json()["error_description"]
    )
    assert (await one.reset("zhao@one", seen=seen)).status_code == 409
    assert first_password(await one.reset("zhao@one"))


@pytest.mark.parametrize("demo", [True, False])
async def test_where_there_is_nobody_it_says_how_accounts_are_added(
    tmp_path: Path, towns: tuple[Town, ...], demo: bool
) -> None:
    async with running(prepared(tmp_path, towns), towns, demo=demo) as issuer:
        page = (await office(issuer, "sun@one").people()).text
    assert "还没有人员账号；由运维人员用 paicha accounts add 添加。" in page
    assert ("演示身份不是账号" in page) is demo


async def test_it_is_searched_by_name_login_and_organisation(issuer: Issuer) -> None:
    people = office(issuer, "wu@one").people
    for searched, seen in {
        "赵": {"zhao@one"},
        "ZHAO": {"zhao@one"},
        "大盛村": {"zhao@one"},
        "镇安委办": {"sun@one"},
        "周填报": set(),
        "@one": {"zhao@one", "qian@one", "sun@one", "li@one", "wu@one", "zheng@one"},
        "<script>": set(),
    }.items():
        assert listed(await people(q=searched)) == seen, searched
    assert (await people(q="x" * 101)).status_code == 422
    assert (await people(after=-1)).status_code == 422


async def test_a_long_list_has_pages(issuer: Issuer, folder: DataFolder) -> None:
    for number in range(PAGE):
        person(folder, f"p{number:02}@one", name="演示甲", role="reporter", organisation="v-mingyue")
    first = (await office(issuer).people()).text
    assert first.count('class="alone" href="/issuer/people/reset') == PAGE
    assert f"共 {PAGE + 2} 个账号" in first
    second = (await office(issuer).people(after=PAGE)).text
    assert second.count('class="alone" href="/issuer/people/reset') == 2
    assert "下一页" not in second


async def test_in_english(issuer: Issuer) -> None:
    page = await office(issuer).people(ui_locales="en")
    assert "Accounts of people" in page.text
    reset = await office(issuer).reset("zhao@one", ui_locales="en")
    assert "Tell the person" in reset.text
