"""The ID token: who signed in and when, for the client. It names no role, so that no service takes it."""

from joserfc import jwt

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.asked import CLIENT
from deploy.embedded.issuer.codes import Grant
from deploy.embedded.issuer.keys import signing_key
from deploy.embedded.issuer.sign_in import SignedIn
from shared.json_types import JsonObject

LIFETIME_SECONDS = 600


def id_token(folder: DataFolder, issuer: str, who: SignedIn, grant: Grant) -> str:
    key = signing_key(folder)
    claims: JsonObject = {
        "iss": issuer,
        "aud": CLIENT,
        "sub": who.account.name,
        "iat": who.issued,
        "exp": who.issued + LIFETIME_SECONDS,
        "auth_time": grant.signed_in,
    }
    if grant.asked.nonce is not None:
        claims["nonce"] = grant.asked.nonce
    if who.account.person is not None:
        claims["name"] = who.account.person.name
    return jwt.encode({"alg": "ES256", "kid": key.kid}, dict(claims), key)
