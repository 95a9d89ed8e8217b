"""Codes and refresh tokens: good for who began the sign-in, once, and for as long as the account stands."""

import io
import json
import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from deploy.embedded.accounts import keeping
from deploy.embedded.accounts.account import Details, PersonalAccount
from deploy.embedded.accounts.importing import Read
from deploy.embedded.accounts.store import change
from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.asked import Asked
from deploy.embedded.issuer.codes import SECONDS, Codes
from deploy.embedded.issuer.keys import signing_key
from deploy.embedded.issuer.refreshing import OFFLINE_SECONDS, SESSION_SECONDS, read_refresh_token
from shared.instant import SHANGHAI
from shared.logging import configure_logging
from shared.problems import Rejected
from tests.deploy.issuer.clients import ISSUER, LOGIN, Client, Issuer, hash_kept, person, running


@pytest.fixture
def password(folder: DataFolder) -> str:
    return person(folder)


@pytest.fixture
def client(issuer: Issuer) -> Client:
    return issuer.client()


def refused(answer: Any) -> str:
    assert answer.status_code == 400, answer.text
    told = answer.json()
    assert set(told) <= {"error", "error_description"}
    assert told.get("error_description", "").isascii()
    return str(told["error"])


async def test_a_code_used_twice_takes_back_what_it_gave(client: Client, password: str) -> None:
    code = client.code(await client.typed(password))
    first = (await client.redeem(code)).json()
    assert (await client.refresh(first["refresh_token"])).status_code == 200
    other = await client.tokens(password)
    assert refused(await client.redeem(code)) == "invalid_grant"
    assert refused(await client.refresh(first["refresh_token"])) == "invalid_grant"
    assert (await client.refresh(other["refresh_token"])).status_code == 200, "another sign-in stays"


@pytest.mark.parametrize(
    "more",
    [
        {"code_verifier": "x" * 43},
        {"code_verifier": "short"},
        {"redirect_uri": "https://evil.example/registry/session/callback"},
    ],
)
async def test_a_code_of_somebody_else_is_used_up(
    client: Client, password: str, more: dict[str, str]
) -> None:
    code = client.code(await client.typed(password))
    assert refused(await client.redeem(code, **more)) == "invalid_grant"
    assert refused(await client.redeem(code)) == "invalid_grant", "who tried it may try it no more"


async def test_a_code_put_into_another_sign_in_is_of_no_use(issuer: Issuer, password: str) -> None:
    attacker, victim = issuer.client(), issuer.client()
    code = victim.code(await victim.typed(password))
    assert refused(await attacker.redeem(code)) == "invalid_grant"


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"code": None}, "invalid_request"),
        ({"code_verifier": None}, "invalid_request"),
        ({"redirect_uri": None}, "invalid_request"),
        ({"client_id": None}, "invalid_request"),
        ({"client_id": "other"}, "invalid_client"),
        ({"code": "made up"}, "invalid_grant"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
    ],
)
async def test_what_is_missing_or_wrong_is_said(
    client: Client, password: str, more: dict[str, str | None], error: str
) -> None:
    code = client.code(await client.typed(password))
    assert refused(await client.redeem(code, **more)) == error
    twice = {"grant_type": ["refresh_token", "refresh_token"], "refresh_token": "a", "client_id": "paicha"}
    assert refused(await client.http.post("/issuer/token", data=twice)) == "invalid_request"


async def test_after_a_restart_codes_are_gone_and_sign_ins_are_not(folder: DataFolder, password: str) -> None:
    async with running(folder) as issuer:
        before = issuer.client()
        code = before.code(await before.typed(password))
        kept = await before.tokens(password)
    async with running(folder) as issuer:
        before.http = issuer.http
        assert refused(await before.redeem(code)) == "invalid_grant"
        assert (await before.refresh(kept["refresh_token"])).status_code == 200


def test_a_code_lives_for_a_minute_and_there_are_only_so_many() -> None:
    now = 1000.0
    codes = Codes(lambda: now)
    asked = Asked("https://x.test", "c", frozenset({"openid"}))
    code = codes.give(LOGIN, asked, 1)
    now += SECONDS - 1
    late = codes.give(LOGIN, asked, 1)
    now += 1
    assert codes.redeem(code) is None
    assert codes.redeem(late) is not None
    many = [codes.give(LOGIN, asked, 1) for _ in range(1001)]
    assert codes.redeem(many[0]) is None, "the oldest goes first"
    assert codes.redeem(many[1]) is not None
    assert codes.redeem(many[-1]) is not None


def test_what_was_taken_back_is_bounded() -> None:
    codes = Codes(lambda: 0.0)
    asked = Asked("https://x.test", "c", frozenset({"openid"}))
    families = []
    for _ in range(1002):
        code = codes.give(LOGIN, asked, 1)
        grant = codes.redeem(code)
        assert grant is not None
        families.append(grant.family)
        assert codes.redeem(code) is None
    assert [codes.has_taken_back(family) for family in (families[0], families[2], families[-1])] == [
        False, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize("what", ["disabled", "reset", "imported", "chosen", "ended"])
async def test_a_changed_account_ends_the_sign_in(
    client: Client, folder: DataFolder, password: str, what: str
) -> None:
    told = await client.tokens(password, scope="openid offline_access")
    assert (await client.refresh(told["refresh_token"])).status_code == 200
    match what:
        case "disabled":
            keeping.disable(folder, LOGIN, disabled=True)
        case "reset":
            keeping.reset(folder, LOGIN, lambda _: None)
        case "imported":
            said = {"login": LOGIN, "name": "演示甲", "role": "auditor", "township": "500112143"}
            read = [Read(1, Details.model_validate(said))]
            keeping.import_all(folder, read, lambda _: None, lambda _: None)
        case "chosen":
            keeping.reset(folder, LOGIN, lambda _: None)
            keeping.choose(folder, LOGIN, hash_kept(folder), "another-good-one")
        case _:
            change(folder, lambda accounts: accounts.with_accounts(_ended(accounts.accounts[0])))
    assert refused(await client.refresh(told["refresh_token"])) == "invalid_grant"


def _ended(account: PersonalAccount) -> PersonalAccount:
    return account.model_copy(update={"until": "2020-12-31"})


async def test_a_code_of_an_account_that_is_disabled_meanwhile(
    client: Client, folder: DataFolder, password: str
) -> None:
    code = client.code(await client.typed(password))
    keeping.disable(folder, LOGIN, disabled=True)
    assert refused(await client.redeem(code)) == "invalid_grant"


async def test_nothing_outlives_the_account(client: Client, folder: DataFolder, password: str) -> None:
    end = datetime.now(SHANGHAI).replace(microsecond=0) + timedelta(minutes=5)
    ending = {"until": end.isoformat()}
    change(folder, lambda accounts: accounts.with_accounts(accounts.accounts[0].model_copy(update=ending)))
    told = await client.tokens(password)
    assert 290 <= told["expires_in"] <= 300


async def test_how_long_a_sign_in_lasts(client: Client, folder: DataFolder, password: str) -> None:
    for scope, seconds in (("openid", SESSION_SECONDS), ("openid offline_access", OFFLINE_SECONDS)):
        told = await client.tokens(password, scope=scope)
        assert told["scope"] == " ".join(sorted(scope.split()))
        began = (await client.id_claims(told["id_token"]))["auth_time"]

        def read(at: float, token: str = told["refresh_token"]) -> object:
            return read_refresh_token(folder, ISSUER, token, at)

        assert read(began + seconds - 1) is not None
        assert read(began + seconds + 1) is None
        assert read(began - 3600) is not None, "the clock was set back"
    assert (SESSION_SECONDS, OFFLINE_SECONDS) == (12 * 3600, 30 * 24 * 3600)


async def test_each_token_is_good_for_one_thing(
    issuer: Issuer, client: Client, folder: DataFolder, password: str
) -> None:
    told = await client.tokens(password, scope="openid offline_access")
    for name in ("id_token", "refresh_token"):
        with pytest.raises(Rejected):
            await issuer.account(told[name])
    for name in ("id_token", "access_token"):
        assert refused(await client.refresh(told[name])) == "invalid_grant"
    key = signing_key(folder)
    claims = jwt.decode(told["refresh_token"], key).claims
    header = {"alg": "ES256", "kid": key.kid}
    forged = [
        jwt.encode(header, claims, key),
        jwt.encode({**header, "typ": "refresh+jwt"}, claims, ECKey.generate_key("P-256")),
        jwt.encode({**header, "typ": "refresh+jwt"}, claims | {"iss": "http://other.test"}, key),
        jwt.encode({**header, "typ": "refresh+jwt"}, claims | {"exp": None}, key),
        "not.a.token", "", "a" * 500,
    ]  # fmt: skip
    for token in forged:
        assert refused(await client.refresh(token)) in ("invalid_grant", "invalid_request")
    assert refused(await client.refresh(told["refresh_token"], client_id="other")) == "invalid_client"


async def test_just_after_a_change_nothing_is_issued_ahead_of_time(
    client: Client, folder: DataFolder, password: str
) -> None:
    """A change dates what comes after it ahead. A client without leeway, or that dates its own session by
    now, would otherwise have something that is recalled."""
    keeping.disable(folder, LOGIN, disabled=True)
    keeping.disable(folder, LOGIN, disabled=False)
    told = await client.tokens(password)
    claims = await client.id_claims(told["id_token"])
    assert claims["iat"] <= time.time()
    assert claims["auth_time"] <= claims["iat"]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the issuer's process would write."""
    written = io.StringIO()
    root, level = logging.getLogger(), logging.getLogger().level
    kept = root.handlers
    monkeypatch.setattr("sys.stdout", written)
    configure_logging("issuer", "INFO")
    yield written
    root.handlers = kept
    root.setLevel(level)


async def test_nothing_secret_is_logged(lines: io.StringIO, client: Client, password: str) -> None:
    answer = await client.typed(password)
    code = client.code(answer)
    told = (await client.redeem(code)).json()
    await client.redeem(code)
    await client.refresh(told["refresh_token"])
    await client.typed("hunter2-hunter2")
    # The client is in the same process, and logs what it asks.
    logged = "\n".join(line for line in lines.getvalue().splitlines() if '"logger":"httpx"' not in line)
    assert [json.loads(line)["service"] for line in logged.splitlines()]
    secrets = (password, "hunter2", code, client.verifier, client.state, client.nonce, "code=")
    tokens = (told[name].rpartition(".")[2] for name in ("access_token", "id_token", "refresh_token"))
    for secret in (*secrets, *tokens):
        assert secret not in logged
    assert "code_replayed" in logged
    assert '"outcome":"success"' in logged


async def test_ten_wrong_passwords_are_too_many_whichever_way_they_go(
    issuer: Issuer, client: Client, password: str
) -> None:
    ways = (
        lambda: client.typed("guess-guess"),
        lambda: issuer.by_password("guess-guess"),
        lambda: issuer.http.post("/issuer/", data={"username": LOGIN, "password": "guess-guess"}),
    )
    statuses = [(await ways[number % 3]()).status_code for number in range(10)]
    assert statuses == [401, 400, 401, 401, 400, *[429] * 5]
    limited = await client.typed(password)
    assert limited.status_code == 429
    assert int(limited.headers["retry-after"]) > 0
    assert "秒后重试" in limited.text
