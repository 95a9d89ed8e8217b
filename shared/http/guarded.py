"""Nothing is answered without identity except health and the empty documentation page."""

from functools import partial

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.http.below import is_one_of
from shared.identity.identity import Identity
from shared.problems import Rejected


class Guarded:
    """`open_paths` end with `/` where everything below is meant."""

    def __init__(self, app: ASGIApp, identity: Identity, open_paths: tuple[str, ...]) -> None:
        self._app = app
        self._identity = identity
        self._open = open_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            if not is_one_of(scope["path"], self._open):
                headers = Headers(scope=scope)
                ask = partial(self._identity.caller, scope["method"], headers)
                account, session = await ask()
                scope.setdefault("state", {}).update(account=account, session=session, verify_again=ask)
            if "\0" in scope["path"] or b"%00" in scope["query_string"]:
                # No database takes it as text, so nothing could be found under it.
                raise Rejected("invalid_request", field="address", detail="含有空字符 holds a null character")
        await self._app(scope, receive, send)
