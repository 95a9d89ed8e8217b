"""The innermost layer: who asks again while nothing more was applied gets the same answer at once."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from services.reporting.reading.etags import matches
from services.reporting.reading.kept_answers import KeptAnswer, KeptAnswers, asked_in, state_of
from services.reporting.reading.shared_look import SharedLook

_WITHOUT_BODY = frozenset({b"content-length", b"content-type", b"content-disposition"})


class AnsweredAgain:
    """After identity. `kept_answers` and `shared_look` stand on the state of the app."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await _still_right(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        if answer is None:
            await self._app(scope, receive, send)
        else:
            scope["route"] = answer.route
            await _send(answer, Headers(scope=scope).get("if-none-match", ""), send)


async def _still_right(scope: Scope) -> KeptAnswer | None:
    if "account" not in scope.get("state", {}):  # an open path
        return None
    kept: KeptAnswers = scope["app"].state.kept_answers
    look: SharedLook = scope["app"].state.shared_look
    asked = asked_in(scope)
    answer = kept.get(asked)
    if answer is None or state_of(await look.now()) != answer.state:
        return None
    return answer


async def _send(answer: KeptAnswer, if_none_match: str, send: Send) -> None:
    unchanged = if_none_match != "" and matches(if_none_match, answer.etag)
    if unchanged:
        headers = [header for header in answer.headers if header[0] not in _WITHOUT_BODY]
        start = {"status": HTTPStatus.NOT_MODIFIED.value, "headers": headers}
    else:
        start = {"status": HTTPStatus.OK.value, "headers": list(answer.headers)}
    await send({"type": "http.response.start", **start})
    await send({"type": "http.response.body", "body": b"" if unchanged else answer.body})
