"""Who may look into the inbox: by the address that the terminal shows, or as an office that has signed in."""

import hmac

from fastapi import Request

from shared.facts.account import Role
from shared.facts.roles_in_words import only_for
from shared.identity.identity import Identity
from shared.problems import Rejected

COOKIE = "paicha_inbox"
_ROLES: tuple[Role, ...] = ("operator", "safety_office")


def is_key(request: Request, given: str) -> bool:
    key: str = request.app.state.key
    return hmac.compare_digest(given.encode(), key.encode())


async def may_look(request: Request) -> None:
    """By the key in its cookie, by the cookie of who has signed in with a browser, or by a token."""
    if is_key(request, request.cookies.get(COOKIE, "")):
        return
    identity: Identity = request.app.state.identity
    account, _ = await identity.caller(request.method, request.headers)
    request.state.account = account
    if account.role not in _ROLES:
        raise Rejected("not_allowed", detail=only_for(*_ROLES))
