"""Signing in over HTTP: who gets a token, whom it names, how long it lasts, and what is said otherwise."""

import asyncio
import time
from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from deploy.embedded.accounts import keeping
from deploy.embedded.accounts.importing import read_rows
from deploy.embedded.accounts.store import Accounts, change
from deploy.embedded.accounts.table import read_table
from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.app import create_app
from deploy.embedded.issuer.seats import Seat, seats
from deploy.embedded.issuer.sign_in import signed_in
from deploy.embedded.issuer.tokens import sign
from deploy.embedded.issuer.town import read_towns
from shared.facts.account import Account, Person
from shared.identity.recalled import Recalled
from shared.identity.signing_keys import SigningKeys
from shared.identity.tokens import LEEWAY_SECONDS, TokenVerifier
from shared.instant import SHANGHAI
from shared.problems import Rejected
from tests.deploy.accounts.tables import csv_file
from tests.deploy.accounts.tables import person as row
from tests.deploy.issuer.clients import cheap_passwords, hash_kept, person, prepared
from tests.support.sockets import LOOPBACK, served

ISSUER = "http://issuer.test"
LOGIN = "zhang@dasheng"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return prepared(tmp_path)


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap_passwords(monkeypatch)


class SigningIn:
    """At an issuer that runs; what its tokens say to a service."""

    def __init__(self, folder: DataFolder, url: str) -> None:
        self._folder = folder
        self._http = httpx.AsyncClient(base_url=url, timeout=300)

    def has(self, **more: Any) -> str:
        """An account; its password."""
        return person(self._folder, **({"login": LOGIN} | more))

    async def token(self, password: str, login: str = LOGIN) -> httpx.Response:
        return await self._http.post("/issuer/token", data={"username": login, "password": password})

    async def page(self, password: str, login: str = LOGIN) -> httpx.Response:
        return await self._http.post("/issuer/", data={"username": login, "password": password})

    async def account(self, password: str, login: str = LOGIN, *, at: float | None = None) -> Account:
        return await self.verified(await self.new_token(password, login), at=at)

    async def new_token(self, password: str, login: str = LOGIN) -> str:
        answer = await self.token(password, login)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    async def verified(self, token: str, *, at: float | None = None) -> Account:
        keys = SigningKeys(str(self._folder.issuer / "jwks.json"))
        real_time = time.time if at is None else lambda: at
        recalled = Recalled(self._folder.recalled)
        return await TokenVerifier(ISSUER, "paicha", keys, real_time, recalled).account(token)

    async def close(self) -> None:
        await self._http.aclose()


def app(folder: DataFolder, *, demo: bool = False) -> FastAPI:
    return create_app(folder, ISSUER, ISSUER, read_towns(), demo=demo)


@pytest.fixture
async def issuer(folder: DataFolder) -> AsyncIterator[SigningIn]:
    async with served(app(folder)) as port:
        signing_in = SigningIn(folder, f"http://{LOOPBACK}:{port}")
        yield signing_in
        await signing_in.close()


@pytest.fixture
async def demo(folder: DataFolder) -> AsyncIterator[SigningIn]:
    async with served(app(folder, demo=True)) as port:
        signing_in = SigningIn(folder, f"http://{LOOPBACK}:{port}")
        yield signing_in
        await signing_in.close()


def reset(folder: DataFolder) -> str:
    """What the person chooses then."""
    keeping.reset(folder, LOGIN, lambda _: None)
    password = "a new and long one"
    keeping.choose(folder, LOGIN, hash_kept(folder, LOGIN), password)
    return password


def seat(folder: DataFolder, login: str) -> Seat:
    return next(each for each in seats(folder) if each.login == login)


async def test_a_person_gets_a_token_of_a_person(issuer: SigningIn) -> None:
    password = issuer.has(role="reporter", organisation="v-dasheng", office="安全员", stand_in=True)
    account = await issuer.account(password, " Zhang@DASHENG ")
    assert account == Account(LOGIN, "500112143", "reporter", frozenset({"v-dasheng"}))
    assert account.person == Person("演示甲", "安全员")
    page = await issuer.page(password)
    assert page.status_code == 200
    assert "演示甲 安全员 已登录" in page.text
    assert password not in page.text


async def test_several_people_of_one_filer(issuer: SigningIn) -> None:
    first = issuer.has(role="reporter", organisation="v-dasheng")
    of_filer = {"role": "reporter", "organisation": "v-dasheng"}
    second = issuer.has(login="li@d", name="演示乙", password="another long one", stand_in=True, **of_filer)
    one, other = await issuer.account(first), await issuer.account(second, "li@d")
    assert one.organisations == other.organisations
    assert one.name != other.name
    assert (await issuer.token(first, "li@d")).json() == {"error": "invalid_grant"}


async def test_wrong_and_unknown_sound_the_same(issuer: SigningIn) -> None:
    issuer.has()
    wrong, unknown = await issuer.token("guess"), await issuer.token("guess", "nobody@d")
    assert (wrong.status_code, wrong.json()) == (unknown.status_code, unknown.json())
    assert wrong.status_code == 400
    pages = [await issuer.page("guess"), await issuer.page("guess", "nobody@d")]
    assert pages[0].text.replace(LOGIN, "nobody@d") == pages[1].text
    assert pages[0].status_code == 401


@pytest.mark.parametrize(
    ("term", "zh", "en"),
    [
        ({"starts": "2099-01-01"}, "账号自 2099-01-01 起有效", "valid from 2099-01-01"),
        ({"until": "2020-12-31"}, "账号有效期至 2020-12-31", "valid until 2020-12-31"),
    ],
)
async def test_outside_of_its_term(issuer: SigningIn, term: dict[str, str], zh: str, en: str) -> None:
    password = issuer.has(**term)
    page, answer = await issuer.page(password), await issuer.token(password)
    assert (page.status_code, answer.status_code) == (403, 400)
    assert zh in page.text
    assert answer.json()["error"] == "invalid_grant"
    assert en in answer.json()["error_description"]
    assert answer.json()["error_description"].isascii()
    # Only who knows the password hears of it.
    assert zh not in (await issuer.page("guess")).text
    assert (await issuer.token("guess")).json() == {"error": "invalid_grant"}


async def test_no_token_outlives_the_account(issuer: SigningIn) -> None:
    end = datetime.now(SHANGHAI).replace(microsecond=0) + timedelta(hours=1)
    password = issuer.has(until=end.isoformat())
    answer = (await issuer.token(password)).json()
    assert 3590 < answer["expires_in"] <= 3600
    assert f"有效至 {end:%Y-%m-%d %H:%M}（北京时间）" in (await issuer.page(password)).text
    assert await issuer.account(password, at=end.timestamp())
    with pytest.raises(Rejected) as refused:
        await issuer.account(password, at=end.timestamp() + LEEWAY_SECONDS + 1)
    assert refused.value.details["reason"] == "the token has expired"


async def test_changes_hold_at_the_next_sign_in(issuer: SigningIn, folder: DataFolder) -> None:
    first = issuer.has()
    assert await issuer.account(first)
    keeping.disable(folder, LOGIN, disabled=True)
    assert "停用" in (await issuer.page(first)).text
    keeping.disable(folder, LOGIN, disabled=False)
    assert await issuer.account(first)
    second = reset(folder)
    assert (await issuer.token(first)).status_code == 400
    assert await issuer.account(second)


@pytest.mark.parametrize("what", ["disabled", "reset", "imported"])
async def test_a_change_recalls_what_was_given_out(
    issuer: SigningIn, folder: DataFolder, tmp_path: Path, what: str
) -> None:
    password = issuer.has(role="reporter", organisation="v-dasheng")
    other = issuer.has(login="li@d", name="演示乙")
    before, others = await issuer.new_token(password), await issuer.new_token(other, "li@d")
    assert await issuer.verified(before)
    if what == "disabled":
        keeping.disable(folder, LOGIN, disabled=True)
        keeping.disable(folder, LOGIN, disabled=False)
    elif what == "reset":
        password = reset(folder)
    else:
        rows = read_table(csv_file(tmp_path / "a.csv", row(LOGIN, "演示甲", 单位="明月村")))
        keeping.import_all(folder, read_rows(rows, read_towns()[0]), lambda _: None, lambda _: None)
    with pytest.raises(Rejected) as refused:
        await issuer.verified(before)
    assert refused.value.code == "unauthenticated"
    assert "sign in again" in refused.value.details["reason"]
    # Within the same second already.
    assert await issuer.account(password)
    assert await issuer.verified(others)


async def test_others_are_answered_while_a_password_is_tried(issuer: SigningIn, folder: DataFolder) -> None:
    """This password takes seconds; a loop that tried it itself would answer nobody."""
    issuer.has()
    salt = b64encode(b"salt").decode()
    slow = f"scrypt$16384$8$30${salt}${b64encode(bytes(32)).decode()}"
    change(folder, lambda accounts: _with_password(accounts, slow))
    trying = asyncio.create_task(issuer.token("guess"))
    answered = 0
    while not trying.done():
        assert (await issuer._http.get("/issuer/jwks.json")).status_code == 200
        answered += 1
    assert trying.result().status_code == 400
    assert answered > 2


def _with_password(accounts: Accounts, kept: str) -> Accounts:
    return accounts.with_accounts(*(each.model_copy(update={"password": kept}) for each in accounts.accounts))


async def test_seats_are_in_the_demonstration_alone(issuer: SigningIn, folder: DataFolder) -> None:
    """Also where an earlier run, or an older version, left their file."""
    left = seat(folder, "reporter@v-dasheng")
    assert (await issuer.token(left.password, left.login)).json() == {"error": "invalid_grant"}
    assert (await issuer.page(left.password, left.login)).status_code == 401


async def test_a_demonstration_lists_its_seats_and_knows_accounts_too(
    demo: SigningIn, folder: DataFolder
) -> None:
    page = (await demo._http.get("/issuer/")).text
    assert "<button>大盛村 填报员 <small>" in page
    one = seat(folder, "reporter@v-dasheng")
    account = await demo.account(one.password, one.login)
    assert account.person == Person(one.name, "填报员")
    assert f"大盛村 填报员 {one.name} 已登录" in (await demo.page(one.password, one.login)).text
    own = demo.has()
    assert (await demo.account(own)).person == Person("演示甲")
    assert LOGIN not in (await demo._http.get("/issuer/")).text
    assert (await demo.token("guess", one.login)).status_code == 400


async def test_a_password_changed_while_it_is_tried_gives_no_token_of_use(
    issuer: SigningIn, folder: DataFolder
) -> None:
    """The account was read and the password was right, then came the reset, then the token."""
    password = issuer.has()
    who = signed_in(folder, LOGIN, password, demo=False)
    assert who is not None
    keeping.reset(folder, LOGIN, lambda _: None)
    with pytest.raises(Rejected) as refused:
        await issuer.verified(sign(folder, ISSUER, who.account, who.issued, who.end).text)
    assert "sign in again" in refused.value.details["reason"]
