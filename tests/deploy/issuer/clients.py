"""A client of the issuer as strict as OpenID Connect asks for; its pages are read without a browser."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from deploy.embedded.accounts import keeping, passwords
from deploy.embedded.accounts.account import Details
from deploy.embedded.accounts.passwords import Cost
from deploy.embedded.accounts.store import ensure_accounts, read_accounts
from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.app import create_app
from deploy.embedded.issuer.keys import ensure_keys
from deploy.embedded.issuer.proof_key import challenge_of
from deploy.embedded.issuer.seats import ensure_seats
from deploy.embedded.issuer.town import Town, read_towns
from deploy.embedded.session_key import ensure_session_key
from shared.facts.account import Account
from shared.identity.recalled import Recalled
from shared.identity.signing_keys import SigningKeys
from shared.identity.tokens import TokenVerifier
from tests.deploy.towns import FIRST
from tests.support.sockets import LOOPBACK, served

ISSUER = "http://issuer.test/issuer"
PUBLIC = "https://paicha.test"
CALLBACK = f"{PUBLIC}/registry/session/callback"
LOGIN = "zhang.san@dasheng"
CHOSEN = "乌龙茶-correct-horse"


def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is measured elsewhere is not waited for here."""
    for place in (passwords, keeping):
        monkeypatch.setattr(place, "OF_FIRST", Cost(2**4, 8, 1))
        monkeypatch.setattr(place, "OF_CHOSEN", Cost(2**5, 8, 1))
    monkeypatch.setattr(keeping, "CHOOSING_SECONDS", 0)
    monkeypatch.setattr("deploy.embedded.issuer.trying.GUESSING_PAUSE", 0)


def prepared(path: Path, towns: tuple[Town, ...] | None = None) -> DataFolder:
    """A folder as the deployment prepares it, seats included."""
    folder = DataFolder(path)
    folder.create()
    ensure_keys(folder)
    ensure_session_key(folder)
    ensure_accounts(folder, FIRST)
    ensure_seats(folder, towns or read_towns())
    return folder


def first_password(folder: DataFolder, login: str = LOGIN, **more: Any) -> str:
    """Of an account that is made."""
    details = {"login": login, "name": "演示甲", "role": "leader", "township": FIRST} | more
    return keeping.add(folder, Details.model_validate(details), lambda _: None).password


def person(folder: DataFolder, login: str = LOGIN, password: str = CHOSEN, **more: Any) -> str:
    """Of an account whose person has chosen it."""
    first_password(folder, login, **more)
    keeping.choose(folder, login, hash_kept(folder, login), password)
    return password


def hash_kept(folder: DataFolder, login: str = LOGIN) -> str:
    kept = read_accounts(folder).of(login)
    assert kept is not None
    return kept.password


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self.actions: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        if tag == "form":
            self.forms.append({})
            self.actions.append(of.get("action") or "")
        if tag == "input" and of.get("name"):
            self.forms[-1][str(of["name"])] = of.get("value") or ""


def form_of(page: httpx.Response, action: str, nth: int = 0) -> dict[str, str]:
    """What the page's form sends where nothing is typed."""
    read = _Forms()
    read.feed(page.text)
    found = [form for form, its in zip(read.forms, read.actions, strict=True) if its == action]
    return found[nth]


@dataclass
class Client:
    """It has begun one sign-in."""

    http: httpx.AsyncClient
    verifier: str
    state: str
    nonce: str

    def asked(self, **more: str | None) -> dict[str, str]:
        """Parameters of the authorization request; None leaves one out."""
        usual: dict[str, str | None] = {
            "response_type": "code", "client_id": "paicha", "redirect_uri": CALLBACK, "scope": "openid",
            "state": self.state, "nonce": self.nonce, "code_challenge": challenge_of(self.verifier),
            "code_challenge_method": "S256",
        }  # fmt: skip
        return {name: value for name, value in (usual | more).items() if value is not None}

    async def page(self, **more: str | None) -> httpx.Response:
        return await self.http.get("/issuer/authorize", params=self.asked(**more))

    async def typed(
        self, password: str, login: str = LOGIN, origin: str | None = "own", **more: str | None
    ) -> httpx.Response:
        """Name and password, into the form of the page."""
        page = await self.page(**more)
        assert page.status_code == 200, page.text
        form = form_of(page, "/issuer/authorize") | {"username": login, "password": password}
        headers = said_by(own_origin(self.http) if origin == "own" else origin)
        return await self.http.post("/issuer/authorize", data=form, headers=headers)

    def code(self, answer: httpx.Response) -> str:
        """From the redirect, which must be an answer to this very request, by this very issuer."""
        told = self.told(answer)
        assert set(told) == {"code", "state", "iss"}, told
        return told["code"]

    def told(self, answer: httpx.Response) -> dict[str, str]:
        assert answer.status_code == 303, answer.text
        address = urlsplit(answer.headers["location"])
        assert f"{address.scheme}://{address.netloc}{address.path}" == CALLBACK
        told = {name: value for name, (value,) in parse_qs(address.query, strict_parsing=True).items()}
        assert (told["state"], told["iss"]) == (self.state, ISSUER)
        return told

    async def redeem(self, given: str, **more: str | None) -> httpx.Response:
        usual: dict[str, str | None] = {
            "grant_type": "authorization_code", "code": given, "redirect_uri": CALLBACK,
            "client_id": "paicha", "code_verifier": self.verifier,
        }  # fmt: skip
        form = {name: value for name, value in (usual | more).items() if value is not None}
        return await self.http.post("/issuer/token", data=form)

    async def refresh(self, token: str, **more: str) -> httpx.Response:
        form = {"grant_type": "refresh_token", "refresh_token": token, "client_id": "paicha"} | more
        return await self.http.post("/issuer/token", data=form)

    async def tokens(self, password: str, login: str = LOGIN, **more: str | None) -> dict[str, Any]:
        """The whole way."""
        answer = await self.redeem(self.code(await self.typed(password, login, **more)))
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    async def id_claims(self, token: str) -> dict[str, Any]:
        """Verified as OpenID Connect Core has it, in 3.1.3.7, without any leeway."""
        keys = KeySet.import_key_set((await self.http.get("/issuer/jwks.json")).json())
        read = jwt.decode(token, keys, algorithms=["ES256"])
        now = int(time.time())
        jwt.JWTClaimsRegistry(
            now=now,
            iss={"essential": True, "value": ISSUER},
            aud={"essential": True, "value": "paicha"},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": self.nonce},
            auth_time={"essential": True},
        ).validate(read.claims)
        return read.claims


def own_origin(http: httpx.AsyncClient) -> str:
    """As a browser says it of a page that came from there."""
    return str(http.base_url).rstrip("/")


def said_by(origin: str | None) -> dict[str, str]:
    return {} if origin is None else {"Origin": origin}


@dataclass
class Issuer:
    """One that runs."""

    folder: DataFolder
    http: httpx.AsyncClient

    def client(self) -> Client:
        return Client(self.http, token_urlsafe(48), token_urlsafe(16), token_urlsafe(16))

    async def by_password(self, password: str, login: str = LOGIN) -> httpx.Response:
        return await self.http.post("/issuer/token", data={"username": login, "password": password})

    async def account(self, token: str) -> Account:
        """As a service reads it."""
        keys, recalled = SigningKeys(str(self.folder.issuer / "jwks.json")), Recalled(self.folder.recalled)
        return await TokenVerifier(ISSUER, "paicha", keys, recalled=recalled).account(token)


@asynccontextmanager
async def running(
    folder: DataFolder, towns: tuple[Town, ...] | None = None, *, demo: bool = False
) -> AsyncIterator[Issuer]:
    app = create_app(folder, ISSUER, PUBLIC, towns or read_towns(), demo=demo)
    async with (
        served(app) as port,
        httpx.AsyncClient(base_url=f"http://{LOOPBACK}:{port}", timeout=20) as http,
    ):
        yield Issuer(folder, http)
