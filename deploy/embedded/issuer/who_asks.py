"""Who is signed in: by the cookie of the pages, or a token of this issuer."""

from fastapi import Request

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.tokens import AUDIENCE
from shared.facts.account import Account
from shared.identity.recalled import Recalled
from shared.identity.signing_keys import SigningKeys
from shared.identity.tokens import TokenVerifier
from shared.problems import Rejected

COOKIE = "paicha_account"
SESSION = "paicha-session"
"""Issuer and audience of what the cookie holds."""


class WhoAsks:
    """Accounts that were changed since are recalled for both ways alike."""

    def __init__(self, folder: DataFolder, issuer: str) -> None:
        recalled = Recalled(folder.recalled)
        session_keys = SigningKeys(str(folder.session_jwks))
        keys = SigningKeys(str(folder.issuer / "jwks.json"))
        self._sessions = TokenVerifier(SESSION, SESSION, session_keys, recalled=recalled)
        self._tokens = TokenVerifier(issuer, AUDIENCE, keys, recalled=recalled)

    async def account(self, request: Request) -> Account:
        """Rejected `unauthenticated` for nobody."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token.strip():
            return await self._tokens.account(token.strip())
        if session := request.cookies.get(COOKIE):
            return await self._sessions.account(session)
        raise Rejected("unauthenticated")
