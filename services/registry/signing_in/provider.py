"""The OIDC provider: what it offers, where it is asked, and whom its answers name.

Its access tokens are the very tokens that programs send; who somebody is stands in them.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
from joserfc import jwt
from joserfc.errors import JoseError

from services.registry.signing_in.pending import Pending
from shared.facts.account import Account
from shared.identity.signing_keys import SigningKeys
from shared.identity.tokens import ALGORITHMS, LEEWAY_SECONDS, TokenVerifier
from shared.logging import get_logger
from shared.problems import Rejected
from shared.settings import Settings

SECONDS = 10
"""For one question."""
_DISCOVERED_SECONDS = 600
_MOST_BYTES = 256 * 1024
_log = get_logger(__name__)


class ProviderAway(Exception):
    """It could not be asked just now."""


class SessionOver(Exception):
    """It gives this session nothing more."""


@dataclass(frozen=True, slots=True)
class Granted:
    account: Account
    authenticated: int
    """Seconds since 1970: when it asked for the password."""
    expires: int
    """Of the access token."""
    refresh_token: str | None


class Provider:
    def __init__(
        self, settings: Settings, keys: SigningKeys, tokens: TokenVerifier, http: httpx.AsyncClient
    ) -> None:
        self._settings, self._keys, self._tokens, self._http = settings, keys, tokens, http
        well_known = f"{settings.issuer}/.well-known/openid-configuration"
        self._discovery = settings.oidc_discovery or well_known
        self._found: tuple[float, Mapping[str, Any]] | None = None
        self.callback = f"{settings.public_url}/registry/session/callback"

    async def begin(self, pending: Pending, login: str | None) -> str:
        """The address to send the browser to. `login`: who is to give the password again."""
        asked = {
            "response_type": "code",
            "client_id": self._settings.oidc_client_id,
            "redirect_uri": self.callback,
            "scope": "openid profile offline_access" if pending.stay else "openid profile",
            "state": pending.state,
            "nonce": pending.nonce,
            "code_challenge": pending.challenge,
            "code_challenge_method": "S256",
        }
        if login is not None:
            asked |= {"prompt": "login", "max_age": "0", "login_hint": login}
        endpoint = (await self._offers())["authorization_endpoint"]
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    async def granted(self, code: str, pending: Pending) -> Granted:
        answer = await self._ask(
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.callback,
                "code_verifier": pending.verifier,
            }
        )
        claims = await self._id_token(answer.get("id_token"))
        if claims.get("nonce") != pending.nonce:
            raise Rejected("sign_in_failed", detail="nonce")
        # Of a provider that does not say it, the password is asked for again before anything is signed.
        authenticated = int(claims.get("auth_time") or 0)
        if pending.again is not None and authenticated < pending.began - LEEWAY_SECONDS:
            raise Rejected("sign_in_failed", detail="auth_time")
        granted = await self._granted(answer, authenticated)
        if granted.account.name != claims.get("sub"):
            raise Rejected("sign_in_failed", detail="sub")
        return granted

    async def refreshed(self, refresh_token: str, authenticated: int) -> Granted:
        answer = await self._ask({"grant_type": "refresh_token", "refresh_token": refresh_token})
        granted = await self._granted(answer, authenticated)
        if granted.refresh_token is not None:
            return granted
        # It need not give another one (RFC 6749, section 6).
        return Granted(granted.account, authenticated, granted.expires, refresh_token)

    async def _granted(self, answer: Mapping[str, Any], authenticated: int) -> Granted:
        account, claims = await self._tokens.verified(str(answer.get("access_token")))
        refresh_token = answer.get("refresh_token")
        return Granted(
            account,
            authenticated,
            int(claims["exp"]),
            refresh_token if isinstance(refresh_token, str) else None,
        )

    async def _ask(self, form: Mapping[str, str]) -> Mapping[str, Any]:
        client = {"client_id": self._settings.oidc_client_id}
        if (secret := self._settings.oidc_client_secret) is not None:
            client["client_secret"] = secret.get_secret_value()
        endpoint = (await self._offers())["token_endpoint"]
        try:
            answer = await self._http.post(endpoint, data={**form, **client})
        except httpx.HTTPError as error:
            raise ProviderAway(repr(error)) from error
        if answer.is_server_error or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise ProviderAway(f"status {answer.status_code}")
        if answer.is_client_error:
            _log.info("grant_refused", status=answer.status_code, error=_error_of(answer))
            raise SessionOver(_error_of(answer))
        return _document(answer)

    async def _offers(self) -> Mapping[str, Any]:
        now = time.monotonic()
        if self._found is not None and now - self._found[0] < _DISCOVERED_SECONDS:
            return self._found[1]
        try:
            offered = _document((await self._http.get(self._discovery)).raise_for_status())
        except httpx.HTTPError as error:
            if self._found is not None:
                return self._found[1]
            raise ProviderAway(repr(error)) from error
        if offered.get("issuer") != self._settings.issuer:
            raise ProviderAway("it names another issuer")
        self._found = now, offered
        return offered

    async def _id_token(self, token: object) -> Mapping[str, Any]:
        try:
            keys = await self._keys.holding(None)
            claims = jwt.decode(str(token), keys, algorithms=ALGORITHMS).claims
            self._required().validate(claims)
        except (JoseError, ValueError, KeyError, TypeError):
            raise Rejected("sign_in_failed", detail="id_token") from None
        return claims

    def _required(self) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self._settings.issuer},
            aud={"essential": True, "value": self._settings.oidc_client_id},
            exp={"essential": True},
            sub={"essential": True},
        )


def _document(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        read = answer.json() if len(answer.content) <= _MOST_BYTES else None
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise ProviderAway("it answered what is no JSON object")
    return read


def _error_of(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("error"))[:100]
    except (ValueError, AttributeError):
        return "no reason"
