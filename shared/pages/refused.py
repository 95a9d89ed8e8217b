"""An error below `/<service>/pages/` as a page, or as the part of one that was asked for.

Whoever refused, a route or a layer, has written a problem document; it is told here in the person's language.
Who is not signed in is led to the sign-in and back.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

import orjson
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.pages.drawing import Drawing
from shared.pages.language import language_of
from shared.pages.parts import is_part
from shared.pages.way_back import within

_PROBLEM = "application/problem+json"
RENEW = "/registry/session/renew"


class RefusedPages:
    """Outside of whatever refuses."""

    def __init__(self, app: ASGIApp, below: str, drawing: Drawing) -> None:
        self._app, self._below, self._drawing = app, below, drawing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(self._below):
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {}).setdefault("account", None)
        start: Message | None = None
        body = b""

        async def send_told(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_problem(message):
                start = message
            elif start is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    await self._told(scope, start, body)(scope, receive, send)

        await self._app(scope, receive, send_told)

    def _told(self, scope: Scope, start: Message, body: bytes) -> Response:
        request = HTTPConnection(scope)
        told = _Told(start["status"], Headers(raw=start["headers"]), orjson.loads(body))
        if told.status == HTTPStatus.UNAUTHORIZED and scope["method"] == "GET" and not is_part(request):
            return RedirectResponse(f"{RENEW}?to={quote(_asked(request))}", HTTPStatus.SEE_OTHER)
        answer = self._page(request, told)
        for name in ("retry-after", "allow"):
            if name in told.headers:
                answer.headers[name] = told.headers[name]
        return answer

    def _page(self, request: HTTPConnection, told: "_Told") -> Response:
        template = "refused_part.html" if is_part(request) else "refused.html"
        sentence = told.problem["zh" if language_of(request) == "zh" else "en"]
        reference = told.problem.get("correlationid", "")
        shown = {"code": told.problem["code"], "sentence": sentence, "reference": reference}
        shown["sign_in"] = (
            f"{RENEW}?to={quote(_came_from(request))}" if told.status == HTTPStatus.UNAUTHORIZED else ""
        )
        return self._drawing.page(request, template, status=told.status, **shown)


class _Told:
    def __init__(self, status: int, headers: Headers, problem: Mapping[str, Any]) -> None:
        self.status, self.headers, self.problem = status, headers, problem


def _is_problem(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith(_PROBLEM)


def _came_from(request: HTTPConnection) -> str:
    """The page that a form was sent from, on which it can be filled in again."""
    parts = urlsplit(request.headers.get("referer", ""))
    return within(parts.path + (f"?{parts.query}" if parts.query else ""))


def _asked(request: HTTPConnection) -> str:
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")
