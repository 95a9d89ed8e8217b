"""Who is calling: the account behind a token or a machine key."""

from collections.abc import Mapping

from shared.facts.account import Account
from shared.identity.api_keys import PREFIX, ApiKeys
from shared.identity.recalled import Recalled
from shared.identity.signing_keys import SigningKeys
from shared.identity.tokens import TokenVerifier
from shared.problems import Rejected
from shared.settings import Settings


class Identity:
    """Knows the issuer and the machine keys of this deployment."""

    def __init__(self, tokens: TokenVerifier, api_keys: ApiKeys | None) -> None:
        self._tokens = tokens
        self._api_keys = api_keys

    @classmethod
    def from_settings(cls, settings: Settings) -> "Identity":
        tokens = TokenVerifier(
            settings.issuer, settings.audience, SigningKeys(settings.jwks), recalled=Recalled.of(settings)
        )
        return cls(tokens, ApiKeys.of(settings))

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
