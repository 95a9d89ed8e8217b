"""The outermost layer: correlation id, log line, metrics and protective headers of every answer."""

import re
import time
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import metrics
from shared.clock import Clock
from shared.events.personal_data import find_in_id
from shared.http.problem_answers import shown_path
from shared.logging import correlated, get_logger, new_correlation

CORRELATION_HEADER = "X-Correlation-Id"
DEMO_CLOCK_HEADER = "Paicha-Demo-Clock"
PROTECTIVE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
"""Where a route has set one of these itself, that stands."""

_HUNG_UP = 499
"""In metrics and logs, as gateways count it: who asked was gone before there was an answer."""
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_CORRELATION = re.compile(r"[A-Za-z0-9._:-]{1,100}")
_log = get_logger("paicha.access")


class Observed:
    def __init__(self, app: ASGIApp, service: str, clock: Clock, secret_below: tuple[str, ...] = ()) -> None:
        self._app = app
        self._service = service
        self._clock = clock
        self._secret_below = secret_below

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})["shown_path"] = self._shown(scope["path"])
        given = Headers(scope=scope).get(CORRELATION_HEADER, "")
        correlation = given if _is_correlation(given) else new_correlation()
        status: int | None = None
        hung_up = False

        async def receive_noted() -> Message:
            nonlocal hung_up
            message = await receive()
            hung_up = hung_up or (message["type"] == "http.disconnect" and status is None)
            return message

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._mark(MutableHeaders(scope=message), correlation, message["status"])
            await send(message)

        began = time.perf_counter()
        with correlated(correlation):
            try:
                await self._app(scope, receive_noted, send_marked)
            finally:
                told = _HUNG_UP if hung_up else status or HTTPStatus.INTERNAL_SERVER_ERROR
                self._note(scope, int(told), time.perf_counter() - began)

    def _mark(self, headers: MutableHeaders, correlation: str, status: int) -> None:
        headers[CORRELATION_HEADER] = correlation
        if (demo := self._clock.demo) is not None:
            headers[DEMO_CLOCK_HEADER] = str(demo)
        if status != HTTPStatus.NOT_MODIFIED:
            # A browser takes the headers of a 304 in place of those that it kept with the page.
            for name, value in PROTECTIVE.items():
                headers.setdefault(name, value)

    def _shown(self, path: str) -> str:
        below = next((known for known in self._secret_below if path.startswith(known)), None)
        return path if below is None else f"{below}…"

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        found = scope.get("route")
        route = "(none)" if found is None else f"/{self._service}{found.path}"
        # Whoever asks may invent methods, and each would be a series for ever.
        method = scope["method"] if scope["method"] in _METHODS else "(other)"
        metrics.REQUESTS.labels(method, route, status).inc()
        metrics.REQUEST_SECONDS.labels(method, route).observe(seconds)
        account = scope.get("state", {}).get("account")
        _log.info(
            "client_hung_up" if status == _HUNG_UP else "request",
            method=method,
            path=shown_path(scope),
            status=status,
            milliseconds=round(seconds * 1000, 1),
            account=None if account is None else account.name,
        )


def _is_correlation(given: str) -> bool:
    """It stands in the events that come of it, so that it is no number of a person."""
    return _CORRELATION.fullmatch(given) is not None and find_in_id(given) is None
