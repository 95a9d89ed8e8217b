"""The signed cookie of somebody who has signed in with a browser: good for a quarter of an hour.

The service that signs people in makes it and renews it while the session lasts; every service verifies it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey
from starlette.requests import cookie_parser

from shared.facts.account import Account
from shared.identity.recalled import Recalled
from shared.identity.signing_keys import SigningKeys
from shared.identity.tokens import TokenVerifier
from shared.json_types import JsonObject
from shared.problems import Rejected
from shared.settings import Settings

COOKIE = "paicha_account"
ISSUER = AUDIENCE = "paicha-session"
LIFETIME_SECONDS = 15 * 60
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_ORIGIN = re.compile(r"https?://([^/]+)")


@dataclass(frozen=True, slots=True)
class SessionClaims:
    """What a cookie says besides the account."""

    authenticated: int
    """Seconds since 1970: when the password was asked for last."""
    ends: int
    """Of the whole session."""


def session_cookie(
    key: ECKey, account: Account, claims: SessionClaims, now: int, asked: int | None = None
) -> str:
    """Never good beyond the session's end. `asked`: when the account was looked at, where that is not now."""
    content: JsonObject = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": account.name,
        "iat": now if asked is None else asked,
        "exp": min(now + LIFETIME_SECONDS, claims.ends),
        "role": account.role,
        "township": account.township,
        "auth_time": claims.authenticated,
        "session_ends": claims.ends,
    }
    for organisation in account.organisations:
        content["organisation"] = organisation
    if account.head:
        content["head"] = True
    if account.person is not None:
        content |= {"name": account.person.name, "office": account.person.office}
    return jwt.encode({"alg": "ES256", "kid": key.kid}, dict(content), key)


class SessionCookies:
    """Verified as tokens are, under an issuer's name of its own: neither passes for the other."""

    def __init__(self, keys: SigningKeys, recalled: Recalled | None) -> None:
        self._verifier = TokenVerifier(ISSUER, AUDIENCE, keys, recalled=recalled)

    @classmethod
    def of(cls, settings: Settings) -> "SessionCookies | None":
        if settings.session_jwks is None:
            return None
        return cls(SigningKeys(settings.session_jwks), Recalled.of(settings))

    async def account(self, method: str, headers: Mapping[str, str]) -> tuple[Account, SessionClaims] | None:
        """None where there is no cookie. Refused as `unauthenticated` where it does not hold, and as
        `foreign_origin` where another page would write with it."""
        cookie = cookie_parser(headers.get("cookie", "")).get(COOKIE)
        if not cookie:
            return None
        account, claims = await self._verifier.verified(cookie)
        if method not in _SAFE:
            refuse_foreign(headers)
        return account, _claims(claims)


def refuse_foreign(headers: Mapping[str, str]) -> None:
    """A browser says from where it writes; a page of another origin may not write with this one's cookie."""
    origin = _ORIGIN.fullmatch(headers.get("origin", ""))
    if origin is None or origin[1].lower() != headers.get("host", "").lower():
        raise Rejected("foreign_origin")


def _claims(claims: Mapping[str, Any]) -> SessionClaims:
    try:
        return SessionClaims(int(claims["auth_time"]), int(claims["session_ends"]))
    except (KeyError, TypeError, ValueError):
        raise Rejected("unauthenticated", reason="claim auth_time") from None
