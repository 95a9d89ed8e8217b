"""Nothing is answered without identity except health and the empty documentation page; no request is too
large; no exception leaves without a problem document."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.problem_answers import answer_for
from shared.identity.identity import Identity
from shared.problems import Rejected

MAX_BODY_MIB = 8
"""500 facts of 16 KiB each; larger facts are sent in smaller batches."""

_MAX_BODY = MAX_BODY_MIB * 1024 * 1024


class Guarded:
    """`open_paths` end with `/` where everything below is meant."""

    def __init__(self, app: ASGIApp, identity: Identity, open_paths: tuple[str, ...]) -> None:
        self._app = app
        self._identity = identity
        self._open = open_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._pass(scope, receive, send_noted)
        except ClientDisconnect:
            # Nobody is left to be answered, and nothing went wrong here.
            return
        except Exception as error:
            answer = answer_for(error, scope)
            if started:  # too late for another answer: the server cuts the connection
                raise
            await answer(scope, receive, send)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if not self._is_open(scope["path"]):
            scope.setdefault("state", {})["account"] = await self._identity.account(headers)
        if "\0" in scope["path"] or b"%00" in scope["query_string"]:
            # No database takes it as text, so nothing could be found under it.
            raise Rejected("invalid_request", field="address", detail="含有空字符 holds a null character")
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > _MAX_BODY:
            raise HTTPException(413, str(MAX_BODY_MIB))
        await self._app(scope, _limited(receive), send)

    def _is_open(self, path: str) -> bool:
        return any(path == known or (known.endswith("/") and path.startswith(known)) for known in self._open)


def _limited(receive: Receive) -> Receive:
    taken = 0

    async def receive_counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > _MAX_BODY:
            raise HTTPException(413, str(MAX_BODY_MIB))
        return message

    return receive_counted
