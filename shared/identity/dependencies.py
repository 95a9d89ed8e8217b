"""How an HTTP route asks who is calling: `CurrentAccount`, or `require_role(…)` for some roles only.

What is answered for hours asks again and again whether the caller still may: `StillAllowed`.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPBearer

from shared.facts.account import Account, Role
from shared.facts.roles_in_words import not_for, only_for
from shared.problems import Rejected

# Both are for the OpenAPI document: every request was verified before its route was looked for.
_BEARER = HTTPBearer(auto_error=False, description="A token of the issuer, or a machine key `pk_…`.")
_KEY = APIKeyHeader(name="X-API-Key", auto_error=False, description="A machine key `pk_…`.")


async def current_account(
    request: Request,
    _bearer: Annotated[object, Security(_BEARER)],
    _key: Annotated[object, Security(_KEY)],
) -> Account:
    """The verified account behind this request."""
    account: Account = request.state.account
    return account


CurrentAccount = Annotated[Account, Depends(current_account)]


async def beyond_figures(account: CurrentAccount) -> Account:
    """Keys of dashboards see figures alone: no persons, and no unit or hazard by its id."""
    if account.role == "dashboard":
        raise Rejected("not_allowed", detail=not_for(account.role))
    return account


BeyondFigures = Annotated[Account, Depends(beyond_figures)]


async def still_allowed(request: Request, account: CurrentAccount) -> Callable[[], Awaitable[None]]:
    """Raises `unauthenticated` once these credentials have expired, were taken away, or give other rights."""

    async def judge_again() -> None:
        if (await request.state.verify_again()).account != account:
            raise Rejected("unauthenticated", reason="the rights have changed")

    return judge_again


StillAllowed = Annotated[Callable[[], Awaitable[None]], Depends(still_allowed)]


def require_role(*roles: Role) -> Callable[[Account], Awaitable[Account]]:
    """The verified account, refused with `not_allowed` unless it has one of the roles."""

    async def account_with_role(account: CurrentAccount) -> Account:
        if account.role not in roles:
            raise Rejected("not_allowed", detail=only_for(*roles))
        return account

    return account_with_role
