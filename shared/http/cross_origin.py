"""Pages of other origins that the operator has listed may ask; every other origin is told nothing of it.

Whoever asks proves who they are by a header that a page has to know: nothing that comes with the cookie of
somebody signed in is readable there, and nothing is done in anybody's name without their token.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ASKED_WITH = "Authorization, Content-Type, If-None-Match, Last-Event-ID, X-API-Key, X-Correlation-Id"
_READABLE = "ETag, Paicha-Demo-Clock, Paicha-Stale, Retry-After, WWW-Authenticate, X-Correlation-Id"
_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE"
_KEPT_SECONDS = "600"


class CrossOrigin:
    """Outside of whatever refuses, so that a page can read refusals too."""

    def __init__(self, app: ASGIApp, origins: frozenset[str]) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._origins:
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        origin = asked.get("origin", "")
        listed = origin in self._origins

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.add_vary_header("Origin")
                if listed:
                    headers["Access-Control-Allow-Origin"] = origin
                    headers["Access-Control-Expose-Headers"] = _READABLE
            await send(message)

        if listed and scope["method"] == "OPTIONS" and "access-control-request-method" in asked:
            await _preflight()(scope, receive, send_marked)
        else:
            await self._app(scope, receive, send_marked)


def _preflight() -> Response:
    """A browser asks so before it sends anything else, and without identity."""
    return Response(
        status_code=204,
        headers={
            "Access-Control-Allow-Methods": _METHODS,
            "Access-Control-Allow-Headers": _ASKED_WITH,
            "Access-Control-Max-Age": _KEPT_SECONDS,
        },
    )
