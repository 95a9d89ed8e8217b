"""Who is signed in: by the cookie of the pages, or a token of this issuer."""

from fastapi import Request

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.tokens import AUDIENCE
from shared.facts.account import Account
from shared.identity.recalled import Recalled
from shared.identity.session import SessionCookies
from shared.identity.signing_keys import SigningKeys
from shared.identity.tokens import TokenVerifier
from shared.problems import Rejected


class WhoAsks:
    """Accounts that were changed since are recalled for both ways alike."""

    def __init__(self, folder: DataFolder, issuer: str) -> None:
        recalled = Recalled(folder.recalled)
        keys = SigningKeys(str(folder.issuer / "jwks.json"))
        self._tokens = TokenVerifier(issuer, AUDIENCE, keys, recalled=recalled)
        self._sessions = SessionCookies(SigningKeys(str(folder.session_jwks)), recalled)

    async def account(self, request: Request) -> Account:
        """Rejected `unauthenticated` for nobody, `foreign_origin` where another page sends the cookie."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token.strip():
            return await self._tokens.account(token.strip())
        found = await self._sessions.account(request.method, request.headers)
        if found is None:
            raise Rejected("unauthenticated")
        return found[0]
