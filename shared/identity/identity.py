"""Who is calling: the account behind a token, a machine key, or the cookie of who signed in by a browser."""

from collections.abc import Mapping
from typing import NamedTuple

from shared.facts.account import Account
from shared.identity.api_keys import PREFIX, ApiKeys
from shared.identity.recalled import Recalled
from shared.identity.session import SessionClaims, SessionCookies
from shared.identity.signing_keys import SigningKeys
from shared.identity.tokens import TokenVerifier
from shared.problems import Rejected
from shared.settings import Settings


class Caller(NamedTuple):
    account: Account
    session: SessionClaims | None = None
    """Of who signed in by a browser."""


class Identity:
    """Knows the issuer, the machine keys and the keys of session cookies of this deployment."""

    def __init__(
        self, tokens: TokenVerifier, api_keys: ApiKeys | None, cookies: SessionCookies | None = None
    ) -> None:
        self._tokens = tokens
        self._api_keys = api_keys
        self._cookies = cookies

    @classmethod
    def from_settings(cls, settings: Settings) -> "Identity":
        tokens = TokenVerifier(
            settings.issuer, settings.audience, SigningKeys(settings.jwks), recalled=Recalled.of(settings)
        )
        return cls(tokens, ApiKeys.of(settings), SessionCookies.of(settings))

    async def caller(self, method: str, headers: Mapping[str, str]) -> Caller:
        """Who says who they are by a header is not looked at by the cookie that a browser adds."""
        if self._cookies is not None and "authorization" not in headers and "x-api-key" not in headers:
            signed_in = await self._cookies.account(method, headers)
            if signed_in is not None:
                return Caller(*signed_in)
        return Caller(await self.account(headers))

    async def account(self, headers: Mapping[str, str]) -> Account:
        """From `Authorization: Bearer …` or `X-API-Key`; refused as `unauthenticated` without a valid one."""
        scheme, _, credential = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and credential.strip():
            credential = credential.strip()
            if credential.startswith(PREFIX):
                return self._of_key(credential)
            return await self._tokens.account(credential)
        if key := headers.get("x-api-key"):
            return self._of_key(key)
        raise Rejected("unauthenticated")

    def _of_key(self, key: str) -> Account:
        account = None if self._api_keys is None else self._api_keys.account(key)
        if account is None:
            raise Rejected("unauthenticated", reason="unknown key")
        return account
