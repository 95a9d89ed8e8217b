"""Who may look into the inbox: by the address that the terminal shows, or a token of an office's seat."""

import hmac

from fastapi import Request

from shared.identity.identity import Identity
from shared.problems import Rejected

COOKIE = "paicha_inbox"
_ROLES = ("operator", "safety_office")


class NoKey(Exception):
    """A page was opened without it."""


def is_key(request: Request, given: str) -> bool:
    key: str = request.app.state.key
    return hmac.compare_digest(given.encode(), key.encode())


async def with_key(request: Request) -> None:
    """In a browser, which keeps it in a cookie."""
    if not is_key(request, request.cookies.get(COOKIE, "")):
        raise NoKey


async def with_key_or_token(request: Request) -> None:
    if is_key(request, request.cookies.get(COOKIE, "")):
        return
    identity: Identity = request.app.state.identity
    account = await identity.account(request.headers)
    request.state.account = account
    if account.role not in _ROLES:
        raise Rejected("not_allowed", detail=f"需要角色 it takes the role {' / '.join(_ROLES)}")
