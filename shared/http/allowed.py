"""Which methods an address takes. A router tells only those of the first route that fits the address."""

from collections.abc import Iterable

from starlette.routing import BaseRoute, Match
from starlette.types import Scope

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def allowed_methods(routes: Iterable[BaseRoute], scope: Scope) -> str:
    """As the `Allow` header says it."""
    tried = [(method, {**scope, "method": method}) for method in _METHODS]
    every = list(routes)
    return ", ".join(
        method for method, asked in tried if any(route.matches(asked)[0] is Match.FULL for route in every)
    )
