"""A browser's way to the provider and back, at a provider that is not ours."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import httpx
import pytest
from joserfc.jwk import ECKey

from services.registry.signing_in.sessions import MOST_OF_AN_ACCOUNT
from shared.identity.session import COOKIE
from tests.registry.signing_in.provider import AnyProvider
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.http_server import listening
from tests.support.services import running, settings_for

HOME = "http://test"
FORM = "/reporting/pages/forms?x=1"


@dataclass
class Registry:
    client: httpx.AsyncClient
    provider: AnyProvider
    database: TestDatabase

    def browser(self) -> httpx.AsyncClient:
        """With cookies of its own."""
        return httpx.AsyncClient(transport=self.client._transport, base_url=HOME)

    async def sql(self, statement: str, *values: object) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.database.owner_dsn)
        try:
            found: list[asyncpg.Record] = await connection.fetch(statement, *values)
            return found
        finally:
            await connection.close()


@pytest.fixture
async def registry(
    tmp_path: Path, bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]]
) -> AsyncIterator[Registry]:
    database = await service_database("registry")
    provider = AnyProvider(tmp_path)
    async with listening(provider.app) as provider.address:
        settings = settings_for("registry", database, bus, tmp_path).model_copy(
            update=_sessions(tmp_path) | {"issuer": provider.address, "public_url": HOME}
        )
        async with running("registry", settings) as client:
            yield Registry(client, provider, database)


def _sessions(folder: Path) -> dict[str, object]:
    key = ECKey.generate_key("P-256", {"kid": "s"})
    (folder / "session-key.json").write_text(json.dumps(key.as_dict(private=True)))
    (folder / "session-jwks.json").write_text(json.dumps({"keys": [key.as_dict(private=False)]}))
    recall(folder, 0)
    return {
        "recalled_file": folder / "recalled.json",
        "session_key_file": folder / "session-key.json",
        "session_jwks": str(folder / "session-jwks.json"),
    }


async def to_callback(browser: httpx.AsyncClient, **asked: str) -> str:
    """Through the provider, up to the address that it sends the browser back to."""
    begun = await browser.get("/registry/session/begin", params={"to": FORM, **asked})
    assert begun.status_code == httpx.codes.SEE_OTHER, begun.text
    async with httpx.AsyncClient() as outside:
        returned = await outside.get(begun.headers["location"])
    assert returned.headers["location"].startswith(f"{HOME}/registry/session/callback?")
    return str(returned.headers["location"])


async def signed_in(browser: httpx.AsyncClient, **asked: str) -> httpx.Response:
    answer = await browser.get(await to_callback(browser, **asked))
    assert answer.status_code == httpx.codes.SEE_OTHER, answer.text
    return answer


async def organisations(browser: httpx.AsyncClient) -> int:
    return (await browser.get("/registry/organisations")).status_code


async def test_signed_in_a_browser_is_known_and_comes_to_what_it_had_asked_for(registry: Registry) -> None:
    async with registry.browser() as browser:
        assert await organisations(browser) == httpx.codes.UNAUTHORIZED
        answer = await signed_in(browser)
        assert answer.headers["location"] == FORM
        given = [cookie for cookie in answer.headers.get_list("set-cookie") if "Max-Age=0" not in cookie]
        assert all("HttpOnly" in cookie and "SameSite=lax" in cookie for cookie in given)
        assert len(given) == 2
        assert await organisations(browser) == httpx.codes.OK
        (asked,) = registry.provider.asked
        assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
        (kept,) = await registry.sql("select * from sessions")
        assert b"again" not in kept["refresh_token"]
        secret = browser.cookies["paicha_session"]
        assert secret.encode() not in kept["secret_hash"]


async def test_who_comes_back_another_way_is_refused(registry: Registry) -> None:
    async with registry.browser() as victim, registry.browser() as another:
        address = await to_callback(another)
        answer = await victim.get(address)
        assert (answer.status_code, answer.json()["code"]) == (400, "sign_in_failed"), "of another browser"
        state = parse_qs(urlsplit(address).query)["state"][0]
        answer = await another.get("/registry/session/callback", params={"code": "made-up", "state": state})
        assert answer.json()["code"] == "sign_in_failed"
        answer = await another.get(address.replace(state, "another"))
        assert answer.json()["code"] == "sign_in_failed"
        assert (await another.get(address)).status_code == httpx.codes.SEE_OTHER
        assert (await another.get(address)).status_code == httpx.codes.BAD_REQUEST, "the same once more"
        assert await registry.sql("select 1 from sessions where account <> 'officer-1'") == []


async def test_what_a_provider_says_wrong_signs_nobody_in(registry: Registry) -> None:
    wrong: list[tuple[str, dict[str, object]]] = [
        ("id_token", {"nonce": "of another"}), ("id_token", {"nonce": None}),
        ("id_token", {"aud": "another"}), ("id_token", {"iss": "https://another.test"}),
        ("id_token", {"exp": 1}), ("id_token", {"sub": "somebody"}),
        ("access_token", {"aud": "another"}), ("access_token", {"role": "mayor"}),
        ("access_token", {"exp": 1}),
    ]  # fmt: skip
    for which, claims in wrong:
        async with registry.browser() as browser:
            setattr(registry.provider, which, claims)
            answer = await browser.get(await to_callback(browser))
            assert answer.status_code in (400, 401), (which, claims, answer.text)
            assert COOKIE not in browser.cookies
            setattr(registry.provider, which, {})
    assert await registry.sql("select 1 from sessions") == []


async def test_nobody_is_sent_to_another_address(registry: Registry) -> None:
    for to in (
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:1",
    ):
        async with registry.browser() as browser:
            assert (await signed_in(browser, to=to)).headers["location"] == "/", to


async def test_a_session_is_renewed_while_the_account_holds_and_with_what_it_may_now(
    registry: Registry,
) -> None:
    async with registry.browser() as browser:
        await signed_in(browser)
        before = browser.cookies[COOKIE]
        assert (await browser.post("/registry/session/renew")).json()["code"] == "foreign_origin"
        own = {"origin": HOME}
        assert (await browser.post("/registry/session/renew", headers=own)).status_code == 204
        assert registry.provider.refreshed == 0, "it was asked just now"
        await registry.sql("update sessions set renewed = renewed - interval '2 minutes'")
        registry.provider.access_token = {"role": "auditor", "organisation": None}
        answers = await asyncio.gather(
            *(browser.post("/registry/session/renew", headers=own) for _ in range(4))
        )
        assert {answer.status_code for answer in answers} == {204}
        assert registry.provider.refreshed == 1, "tabs that renew together ask once"
        assert browser.cookies[COOKIE] != before

        await registry.sql("update sessions set renewed = renewed - interval '2 minutes'")
        registry.provider.status = 503
        assert (await browser.post("/registry/session/renew", headers=own)).status_code == 204, "away"
        await registry.sql("update sessions set renewed = renewed - interval '2 hours'")
        assert (await browser.post("/registry/session/renew", headers=own)).status_code == 401, "for too long"
        registry.provider.status, registry.provider.holds = 200, False
        led = await browser.get("/registry/session/renew", params={"to": FORM})
        assert led.headers["location"].startswith("/registry/pages/sign-in?to=/reporting/pages/forms")
        assert await registry.sql("select 1 from sessions") == []


async def test_an_account_that_was_changed_is_asked_of_at_once(registry: Registry, tmp_path: Path) -> None:
    """Although it was just asked of; else its browser would be sent in circles."""
    own = {"origin": HOME}
    async with registry.browser() as browser:
        await signed_in(browser)
        recall(tmp_path, int(time.time()) + 1)
        registry.provider.status = 503
        assert (await browser.post("/registry/session/renew", headers=own)).status_code == 401, "away"
        registry.provider.status, registry.provider.holds = 200, False
        led = await browser.get("/registry/session/renew", params={"to": FORM})
        assert led.headers["location"].startswith("/registry/pages/sign-in")
    assert await registry.sql("select 1 from sessions") == []
    recall(tmp_path, 0)
    registry.provider.gives_refresh = False
    async with registry.browser() as browser:
        await signed_in(browser)
        recall(tmp_path, int(time.time()) + 1)
        led = await browser.get("/registry/session/renew", params={"to": FORM})
        assert led.headers["location"].startswith("/registry/pages/sign-in"), "nobody can be asked"


def recall(folder: Path, since: int) -> None:
    (folder / "recalled.json").write_text(json.dumps({"tokens_from": {"officer-1": since}}))


async def test_signing_out_ends_it_here_and_what_others_hold_is_not_renewed(registry: Registry) -> None:
    async with registry.browser() as here, registry.browser() as there:
        await signed_in(here)
        await signed_in(there)
        own = {"origin": HOME}
        assert (await here.post("/registry/session/end")).status_code == httpx.codes.FORBIDDEN
        answer = await here.post("/registry/session/end?everywhere=true", headers=own)
        assert answer.headers["location"] == "/registry/pages/sign-in?ended=true"
        assert await organisations(here) == httpx.codes.UNAUTHORIZED
        assert await organisations(there) == httpx.codes.OK, "until its cookie is too old"
        assert (await there.post("/registry/session/renew", headers=own)).status_code == 401


async def test_the_password_given_again_goes_on_with_the_same_session(registry: Registry) -> None:
    async with registry.browser() as browser:
        await signed_in(browser)
        await registry.sql("update sessions set authenticated = authenticated - 3600")
        await signed_in(browser, again="true")
        asked = registry.provider.asked[-1]
        assert (asked["prompt"], asked["max_age"], asked["login_hint"]) == ("login", "0", "officer-1")
        (session,) = await registry.sql("select authenticated, extract(epoch from began) as b from sessions")
        assert session["authenticated"] >= int(session["b"])
        registry.provider.id_token = {"auth_time": 1}
        answer = await browser.get(await to_callback(browser, again="true"))
        assert answer.json()["code"] == "sign_in_failed", "it did not ask for the password"
        registry.provider.id_token, registry.provider.login = {}, "officer-2"
        await signed_in(browser, again="true")
        assert [each["account"] for each in await registry.sql("select account from sessions")] == [
            "officer-2"
        ]


async def test_sessions_end_in_time_and_have_a_bound(registry: Registry) -> None:
    hours = "select account, round(extract(epoch from ends - began) / 3600) as hours from sessions"
    async with registry.browser() as browser:
        await signed_in(browser)
        assert [each["hours"] for each in await registry.sql(hours)] == [12]
    registry.provider.login = "officer-2"
    async with registry.browser() as browser:
        answer = await signed_in(browser, stay="true")
        assert "offline_access" in registry.provider.asked[-1]["scope"]
        assert any("Max-Age=25" in cookie for cookie in answer.headers.get_list("set-cookie"))
    registry.provider.login, registry.provider.gives_refresh = "officer-3", False
    async with registry.browser() as browser:
        await signed_in(browser, stay="true")
    found = {each["account"]: each["hours"] for each in await registry.sql(hours)}
    assert found == {"officer-1": 12, "officer-2": 720, "officer-3": 0}, "the last as its token"

    for _ in range(MOST_OF_AN_ACCOUNT + 1):
        async with registry.browser() as browser:
            await signed_in(browser)
    counted = await registry.sql("select count(*) as n from sessions where account = 'officer-3'")
    assert counted[0]["n"] == MOST_OF_AN_ACCOUNT
    await registry.sql("update sessions set ends = now()")
    async with registry.browser() as browser:
        await signed_in(browser)
    assert len(await registry.sql("select 1 from sessions")) == 1, "what is over is cleared away"


async def test_a_provider_that_does_not_answer_is_told(registry: Registry) -> None:
    registry.provider.status = 500
    async with registry.browser() as browser:
        answer = await browser.get(await to_callback(browser))
        assert (answer.status_code, answer.json()["code"]) == (503, "not_ready")
