"""A sign-in by the authorization-code flow: what a strict client gets, and what nobody gets."""

import re
from urllib.parse import urlencode

import httpx
import pytest

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.seats import seats
from shared.facts.account import Person
from tests.deploy.issuer.clients import (
    CALLBACK,
    ISSUER,
    LOGIN,
    PUBLIC,
    Issuer,
    form_of,
    own_origin,
    person,
    prepared,
    running,
    said_by,
)
from tests.deploy.towns import two_towns


async def test_the_whole_way_of_a_strict_client(issuer: Issuer, folder: DataFolder) -> None:
    password = person(folder, role="reporter", organisation="v-dasheng", office="安全员")
    said = (await issuer.http.get("/issuer/.well-known/openid-configuration")).json()
    assert said["issuer"] == ISSUER
    assert said["authorization_endpoint"] == f"{PUBLIC}/issuer/authorize"
    assert (said["token_endpoint"], said["jwks_uri"]) == (f"{ISSUER}/token", f"{ISSUER}/jwks.json")
    assert said["response_types_supported"] == ["code"]
    assert said["code_challenge_methods_supported"] == ["S256"]
    assert {"authorization_code", "refresh_token", "password"} == {*said["grant_types_supported"]}
    assert said["token_endpoint_auth_methods_supported"] == ["none"]
    assert said["authorization_response_iss_parameter_supported"] is True
    assert {"openid", "profile", "offline_access"} == {*said["scopes_supported"]}
    client = issuer.client()
    told = await client.tokens(password, f" {LOGIN.upper()} ", prompt="login", max_age="0", ui_locales="en")
    assert (told["token_type"], told["scope"]) == ("Bearer", "openid")
    assert 890 <= told["expires_in"] <= 900
    account = await issuer.account(told["access_token"])
    assert (account.name, account.organisations) == (LOGIN, {"v-dasheng"})
    assert account.person == Person("演示甲", "安全员")
    claims = await client.id_claims(told["id_token"])
    assert set(claims) <= {*said["claims_supported"]}
    assert (claims["sub"], claims["name"]) == (LOGIN, "演示甲")
    assert claims["exp"] - claims["iat"] == 600
    assert "role" not in claims
    again = (await client.refresh(told["refresh_token"])).json()
    assert (await issuer.account(again["access_token"])) == account
    assert again["refresh_token"] == told["refresh_token"], "no life is added to the sign-in"


@pytest.mark.parametrize(
    "redirect_uri",
    [
        None, "", "https://evil.example/registry/session/callback", f"{CALLBACK}/", f"{CALLBACK}?a=b",
        f"{CALLBACK}#a", CALLBACK.upper(), CALLBACK.replace("https", "http"), f"{CALLBACK}/../../evil",
        f"{PUBLIC}@evil.example/registry/session/callback",
        f"{PUBLIC}.evil.example/registry/session/callback",
        "//evil.example", "javascript:alert(1)", f"{CALLBACK}%0d%0aLocation: https://evil.example",
        f"https://evil.example/{CALLBACK}", f"{PUBLIC}:443/registry/session/callback",
    ],
)  # fmt: skip
async def test_nobody_is_sent_to_a_foreign_address(issuer: Issuer, redirect_uri: str | None) -> None:
    page = await issuer.client().page(redirect_uri=redirect_uri, response_type="nonsense")
    assert page.status_code == 400
    assert "location" not in page.headers
    assert "请从首页重新登录" in page.text
    assert "evil" not in page.text


async def test_another_client_or_an_address_given_twice_is_no_request(issuer: Issuer) -> None:
    client = issuer.client()
    assert (await client.page(client_id="other")).status_code == 400
    assert (await client.page(client_id=None)).status_code == 400
    twice = f"{urlencode(client.asked())}&{urlencode({'redirect_uri': CALLBACK})}"
    assert (await issuer.http.get(f"/issuer/authorize?{twice}")).status_code == 400
    assert (await client.page(state="s" * 600)).status_code == 400
    many = "&".join(f"f{number}=1" for number in range(30))
    assert (await issuer.http.get(f"/issuer/authorize?{urlencode(client.asked())}&{many}")).status_code == 400


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": "offline_access"}, "invalid_scope"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "tooshort"}, "invalid_request"),
        ({"code_challenge": "ü" * 43}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"prompt": "none"}, "login_required"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "nonsense"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"request": "eyJ"}, "request_not_supported"),
        ({"request_uri": "https://evil.example"}, "request_uri_not_supported"),
    ],
)
async def test_what_else_is_wrong_is_told_to_the_client(
    issuer: Issuer, more: dict[str, str | None], error: str
) -> None:
    client = issuer.client()
    told = client.told(await client.page(**more))
    assert told["error"] == error
    assert told["error_description"].isascii()
    assert "code" not in told


async def test_a_state_comes_back_as_it_was(issuer: Issuer, folder: DataFolder) -> None:
    client = issuer.client()
    client.state = "a b&c=d#e%20\"'<>\\ü状态"
    assert client.told(await client.page(prompt="none"))["error"] == "login_required"
    password = person(folder)
    assert client.code(await client.typed(password))
    page = await client.page()
    assert "<>" not in page.text
    assert form_of(page, "/issuer/authorize")["state"] == client.state
    none = await client.page(state=None, prompt="none")
    assert "state" not in none.headers["location"]


async def test_a_form_of_another_page_is_refused(issuer: Issuer, folder: DataFolder) -> None:
    password = person(folder)
    for origin in (
        "https://evil.example",
        "null",
        "https://paicha.test.evil.example",
        "http://paicha.test:81",
    ):
        answer = await issuer.client().typed(password, origin=origin)
        assert answer.status_code == 403
        assert "location" not in answer.headers
        assert answer.json()["code"] == "foreign_origin"
    for origin in ("own", None):
        client = issuer.client()
        assert client.code(await client.typed(password, origin=origin))


async def test_asked_by_a_form_it_is_asked_as_by_an_address(issuer: Issuer) -> None:
    """OpenID Connect takes both; only name and password have to be typed here."""
    client = issuer.client()
    page = await issuer.http.post(
        "/issuer/authorize", data=client.asked(login_hint=LOGIN), headers=said_by("https://elsewhere.example")
    )
    assert page.status_code == 200
    assert form_of(page, "/issuer/authorize")["username"] == LOGIN


async def test_wrong_and_unknown_sound_the_same(issuer: Issuer, folder: DataFolder) -> None:
    person(folder)
    client = issuer.client()
    answers = [await client.typed("guess", login) for login in (LOGIN, "nobody@dasheng")]
    assert [answer.status_code for answer in answers] == [401, 401]
    pages = [answer.text.replace(LOGIN, "nobody@dasheng") for answer in answers]
    assert pages[0] == pages[1]
    assert "账号或密码不正确" in pages[0]
    assert "guess" not in pages[0]


async def test_the_page_is_chinese_until_somebody_switches(issuer: Issuer) -> None:
    client = issuer.client()
    page = await client.page()
    assert '<html lang="zh-CN">' in page.text
    assert "set-cookie" not in page.headers
    english = await client.page(ui_locales="fr en-GB zh")
    assert '<html lang="en">' in english.text
    assert "paicha_language=en" in english.headers["set-cookie"]
    assert '<html lang="en">' in (await client.page()).text, "remembered"
    assert '<html lang="zh-CN">' in (await client.page(ui_locales="zh")).text
    assert "zh" in (await client.page(ui_locales="zh")).headers["set-cookie"]


async def test_every_page_is_strict(issuer: Issuer) -> None:
    page = await issuer.client().page()
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert f"form-action 'self' {PUBLIC}" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "same-origin"
    assert page.headers["cache-control"] == "no-store"
    for tag in ("<script", "<style", "style=", "onclick"):
        assert tag not in page.text
    addresses = re.findall(r'rel="stylesheet" href="([^"]+)"', page.text)
    assert [address.rpartition("/")[2] for address in addresses] == ["paicha.css", "issuer.css"]
    for address in addresses:
        styles = await issuer.http.get(address)
        assert styles.headers["content-type"].startswith("text/css")
        assert "immutable" in styles.headers["cache-control"]


async def test_at_a_seat_one_click_signs_in(folder: DataFolder) -> None:
    async with running(folder, demo=True) as issuer:
        client = issuer.client()
        page = await client.page()
        seat = next(each for each in seats(folder) if each.login == "reporter@v-dasheng")
        assert page.text.count("<form") == 1 + len(seats(folder))
        at = next(
            form
            for number in range(1, 1 + len(seats(folder)))
            if (form := form_of(page, "/issuer/authorize", number))["username"] == seat.login
        )
        answer = await issuer.http.post(
            "/issuer/authorize", data=at, headers=said_by(own_origin(issuer.http))
        )
        told = (await client.redeem(client.code(answer))).json()
        account = await issuer.account(told["access_token"])
        assert (account.name, account.person) == (seat.login, Person(seat.name, seat.office))
        assert (await client.id_claims(told["id_token"]))["name"] == seat.name
        assert (await client.refresh(told["refresh_token"])).status_code == 200
        hinted = await client.page(login_hint=seat.login, prompt="login")
        assert form_of(hinted, "/issuer/authorize", 1)["username"] == seat.login
        assert hinted.text.count("<form") == 2, "of no other seat"
        kept = told["refresh_token"]
    async with running(folder) as issuer:
        assert seat.password not in (await issuer.client().page()).text
        refused = await issuer.client().refresh(kept)
        assert refused.json()["error"] == "invalid_grant", "seats are in the demonstration alone"


async def test_a_page_of_another_town_has_its_own_seats(tmp_path_factory: pytest.TempPathFactory) -> None:
    towns = two_towns(tmp_path_factory.mktemp("campaigns"))
    folder = prepared(tmp_path_factory.mktemp("folder"), towns)
    async with running(folder, towns, demo=True) as issuer:
        page: httpx.Response = await issuer.client().page()
        for town in towns:
            assert f"村居填报员 {town.township}" in page.text


async def test_what_is_too_large_or_malformed_is_refused_as_a_page_like_all_others(issuer: Issuer) -> None:
    for path in ("/issuer/authorize", "/issuer/password", "/issuer/"):
        for body, status in ((b"a" * 9_000, 413), (b"a" * 3_000_000, 413), (b"new=1&new=2", None)):
            headers = {"accept": "text/html", "content-type": "application/x-www-form-urlencoded"}
            answer = await issuer.http.post(
                path, content=body, headers=headers | said_by(own_origin(issuer.http))
            )
            assert answer.status_code == status or (status is None and answer.status_code in {400, 410, 422})
            assert answer.headers["content-type"].startswith("text/html")
            assert 'class="head"' in answer.text, path
            assert "paicha.css" in answer.text, path
