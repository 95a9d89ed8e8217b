"""Refresh tokens: signed and kept nowhere. By one the account is looked at again, for as long as it was for.

What is signed in it says that it is for the issuer alone: no verifier of access tokens takes it.
"""

from dataclasses import dataclass

from joserfc import jwt
from joserfc.errors import JoseError

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.asked import CLIENT
from deploy.embedded.issuer.codes import Grant
from deploy.embedded.issuer.keys import signing_key

AUDIENCE = "paicha-refresh"
TYPE = "refresh+jwt"
OFFLINE_SECONDS = 30 * 24 * 3600
"""From the sign-in, where the client asked for `offline_access`."""
SESSION_SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True)
class Refreshing:
    login: str
    issued: int
    """A later change of the account ends it."""
    family: str


def refresh_token(folder: DataFolder, issuer: str, grant: Grant) -> str:
    key = signing_key(folder)
    lifetime = OFFLINE_SECONDS if "offline_access" in grant.asked.scope else SESSION_SECONDS
    claims = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": grant.login,
        "client_id": CLIENT,
        "iat": grant.signed_in,
        "exp": grant.signed_in + lifetime,
        "jti": grant.family,
    }
    return jwt.encode({"alg": "ES256", "kid": key.kid, "typ": TYPE}, claims, key)


def read_refresh_token(folder: DataFolder, issuer: str, text: str, now: float) -> Refreshing | None:
    """By our own clock, which also wrote it: no leeway. None for whatever is no refresh token of ours."""
    expected = jwt.JWTClaimsRegistry(
        now=lambda: int(now),
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": AUDIENCE},
        client_id={"essential": True, "value": CLIENT},
        exp={"essential": True},
    )
    try:
        token = jwt.decode(text, signing_key(folder), algorithms=["ES256"])
        if token.header.get("typ") != TYPE:
            return None
        # A clock that was set back since makes no token invalid: it was ours then too.
        expected.validate({name: value for name, value in token.claims.items() if name != "iat"})
        return Refreshing(token.claims["sub"], token.claims["iat"], token.claims["jti"])
    except (JoseError, ValueError, KeyError, TypeError):
        return None
