"""Tokens: a valid one names its account, ten kinds of wrong ones are refused, keys may rotate."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import OctKey, OKPKey

from shared.facts.account import Account, Person
from shared.identity.recalled import Recalled
from shared.identity.signing_keys import SigningKeys
from shared.identity.tokens import JUDGED_SECONDS, LEEWAY_SECONDS, TokenVerifier
from shared.problems import Rejected
from tests.support.issuer import AUDIENCE, ISSUER, Issuer, claims_of, encoded


@pytest.fixture
def issuer(tmp_path: Path) -> Issuer:
    return Issuer(tmp_path)


@pytest.fixture
def verifier(issuer: Issuer) -> TokenVerifier:
    return TokenVerifier(ISSUER, AUDIENCE, SigningKeys(str(issuer.path), pause=0))


async def refusal(verifier: TokenVerifier, token: str) -> str:
    with pytest.raises(Rejected) as refused:
        await verifier.account(token)
    assert refused.value.code == "unauthenticated"
    return refused.value.details["reason"]


def unsigned(alg: str, claims: dict[str, Any]) -> str:
    return f"{encoded({'alg': alg, 'kid': 'k1'})}.{encoded(claims)}."


async def test_a_valid_token_names_its_account(issuer: Issuer, verifier: TokenVerifier) -> None:
    account = await verifier.account(issuer.token())
    assert account == Account("officer-1", "500112143", "officer", frozenset({"d-safety"}))


@pytest.mark.parametrize(
    ("kind", "alg"),
    [("RSA", "RS256"), ("RSA", "PS256"), ("P-256", "ES256"), ("Ed25519", "EdDSA"), ("Ed25519", "Ed25519")],
)
async def test_every_usual_signature_is_accepted(
    issuer: Issuer, verifier: TokenVerifier, kind: str, alg: str
) -> None:
    key = issuer.add_key("other", kind)
    assert (await verifier.account(issuer.token(alg, key))).name == "officer-1"


async def test_unknown_header_parameters_are_ignored(issuer: Issuer, verifier: TokenVerifier) -> None:
    assert await verifier.account(issuer.token(header={"nonce": "x"}))


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": "https://someone.else"}, "claim iss"),
        ({"iss": None}, "claim iss"),
        ({"aud": "another-product"}, "claim aud"),
        ({"aud": None}, "claim aud"),
        ({"exp": None}, "claim exp"),
        ({"exp": "tomorrow"}, "claim exp"),
        ({"exp": int(time.time()) - 120}, "the token has expired"),
        ({"nbf": int(time.time()) + 10**8}, "claim nbf"),
        ({"iat": int(time.time()) + 10**8}, "claim iat"),
        ({"sub": None}, "claim sub"),
        ({"sub": "two words"}, "claim sub"),
        ({"role": "emperor"}, "claim role"),
        ({"role": None}, "claim role"),
        ({"role": ["operator"]}, "claim role"),
        ({"township": None}, "claim township"),
        ({"township": "5.>"}, "claim township"),
        ({"organisation": ["d-1", "d-2"]}, "claim organisation"),
        ({"name": ""}, "claim name"),
        ({"name": " "}, "claim name"),
        ({"name": 7}, "claim name"),
        ({"name": "演" * 41}, "claim name"),
        ({"name": "演示\u202e人员"}, "claim name"),
        ({"name": "演示\u200b人员"}, "claim name"),
        ({"name": "演示\n人员"}, "claim name"),
        ({"name": "演示 138 1234 5678"}, "claim name"),
        ({"name": "演示 023-67181234"}, "claim name"),
        ({"name": "演示 １３８１２３４５６７８"}, "claim name"),
        ({"name": "演示人员", "office": ["主任"]}, "claim office"),
        ({"name": "演示人员", "office": "主任 13812345678"}, "claim office"),
        ({"office": "主\x00任"}, "claim office"),
    ],
)
async def test_wrong_claims(
    issuer: Issuer, verifier: TokenVerifier, claims: dict[str, Any], reason: str
) -> None:
    assert await refusal(verifier, issuer.token(**claims)) == reason


@pytest.mark.parametrize(
    ("claims", "person"),
    [
        ({}, None),
        ({"office": "主任"}, None),
        ({"name": "演示人员"}, Person("演示人员")),
        ({"name": "演示人员", "office": ""}, Person("演示人员", "")),
        ({"name": "演　示", "office": "119 专班 主任"}, Person("演　示", "119 专班 主任")),
        ({"name": "示" * 40, "office": "Dr. O'Neil-Ａ·"}, Person("示" * 40, "Dr. O'Neil-Ａ·")),
    ],
)
async def test_a_token_names_the_person_or_nobody(
    issuer: Issuer, verifier: TokenVerifier, claims: dict[str, Any], person: Person | None
) -> None:
    account = await verifier.account(issuer.token(**claims))
    assert account.person == person
    assert account == await verifier.account(issuer.token(name="另一个演示人员")), "a person gives no right"


async def test_what_was_recalled_is_refused(issuer: Issuer, tmp_path: Path) -> None:
    """Others' tokens hold, and those given out since; one that does not say when is none of them."""
    file, now = tmp_path / "recalled.json", int(time.time())
    file.write_text('{"tokens_from": {}}', "utf-8")
    recalled = Recalled(file)
    verifier = TokenVerifier(ISSUER, AUDIENCE, SigningKeys(str(issuer.path)), recalled=recalled)
    assert await verifier.account(issuer.token(iat=None))
    file.write_text(json.dumps({"tokens_from": {"officer-1": now}}), "utf-8")
    assert await verifier.account(issuer.token(iat=now))
    assert await verifier.account(issuer.token(iat=now - 1, sub="officer-2"))
    for issued in (now - 1, None):
        assert "sign in again" in await refusal(verifier, issuer.token(iat=issued, jti="another"))


async def test_a_clock_a_minute_apart_is_forgiven(issuer: Issuer, verifier: TokenVerifier) -> None:
    assert await verifier.account(issuer.token(exp=int(time.time()) - 30))


async def test_unsigned(verifier: TokenVerifier) -> None:
    for alg in ("none", "None", "nOnE", ""):
        await refusal(verifier, unsigned(alg, claims_of()))


async def test_shared_secret_even_when_the_issuer_publishes_it(
    issuer: Issuer, verifier: TokenVerifier
) -> None:
    secret = issuer.add_key("secret", "oct")
    await refusal(verifier, issuer.token("HS256", secret))


async def test_public_key_used_as_a_shared_secret(issuer: Issuer, verifier: TokenVerifier) -> None:
    public = OctKey.import_key(json.dumps(issuer.keys[0].as_dict(private=False)), {"kid": "k1"})
    await refusal(verifier, issuer.token("HS256", public))


async def test_signed_by_another_key_under_a_known_id(issuer: Issuer, verifier: TokenVerifier) -> None:
    await refusal(verifier, issuer.token(key=OKPKey.generate_key("Ed25519", {"kid": "k1"})))


async def test_signed_by_a_key_carried_in_the_token(issuer: Issuer, verifier: TokenVerifier) -> None:
    own = OKPKey.generate_key("Ed25519", {"kid": "k1"})
    await refusal(verifier, issuer.token(key=own, header={"jwk": own.as_dict(private=False)}))


async def test_changed_after_signing(issuer: Issuer, verifier: TokenVerifier) -> None:
    head, _, signature = issuer.token().split(".")
    body = unsigned("x", claims_of(role="operator")).split(".")[1]
    await refusal(verifier, f"{head}.{body}.{signature}")


async def test_critical_header_it_does_not_know(issuer: Issuer, verifier: TokenVerifier) -> None:
    await refusal(verifier, issuer.token(header={"crit": ["half-life"], "half-life": 1}))


@pytest.mark.parametrize("token", ["", "x", "a.b", "a.b.c", "....", "é.é.é", "e30.e30.e30", "a" * 200_000])
async def test_rubbish(verifier: TokenVerifier, token: str) -> None:
    await refusal(verifier, token)


async def test_a_new_key_is_found_and_a_retired_one_refused(issuer: Issuer) -> None:
    now = 1000.0
    keys = SigningKeys(str(issuer.path), monotonic=lambda: now)
    verifier = TokenVerifier(ISSUER, AUDIENCE, keys)
    old = issuer.keys[0]
    assert await verifier.account(issuer.token(key=old))
    new = issuer.add_key("k2")
    issuer.retire(old)
    await refusal(verifier, issuer.token(key=new))  # asked a moment ago
    now += 6
    assert await verifier.account(issuer.token(key=new))
    await refusal(verifier, issuer.token(key=old))


async def test_a_retired_key_is_refused_after_ten_minutes_though_its_id_is_known(issuer: Issuer) -> None:
    now = 1000.0
    keys = SigningKeys(str(issuer.path), monotonic=lambda: now)
    verifier = TokenVerifier(ISSUER, AUDIENCE, keys)
    old = issuer.keys[0]
    issuer.add_key("k2")
    assert await verifier.account(issuer.token(key=old))
    issuer.retire(old)
    now += 601
    await refusal(verifier, issuer.token(key=old))


async def test_an_issuer_out_of_reach_is_not_the_callers_fault(tmp_path: Path) -> None:
    issuer = Issuer(tmp_path)
    verifier = TokenVerifier(ISSUER, AUDIENCE, SigningKeys(str(tmp_path / "missing.json")))
    with pytest.raises(Rejected) as refused:
        await verifier.account(issuer.token())
    assert refused.value.code == "not_ready"


def test_keys_over_plain_http_only_from_this_machine() -> None:
    SigningKeys("https://issuer.test/jwks")
    SigningKeys("http://127.0.0.1:9000/jwks")
    with pytest.raises(ValueError, match="https"):
        SigningKeys("http://issuer.test/jwks")


async def test_a_token_is_judged_again_after_five_seconds(issuer: Issuer) -> None:
    now = time.time()
    verifier = TokenVerifier(ISSUER, AUDIENCE, SigningKeys(str(issuer.path)), real_time=lambda: now)
    token = issuer.token(exp=int(now) - LEEWAY_SECONDS + 2)
    await verifier.account(issuer.token())  # the keys are read
    for seconds in (0.0, 4.9, -1.0):
        now += seconds
        assert (await verifier.account(token)).name == "officer-1"
    now += JUDGED_SECONDS
    assert await refusal(verifier, token) == "the token has expired"
