"""The innermost layer: who asks again while nothing more was applied gets the same answer at once."""

import asyncio
from collections.abc import Hashable
from http import HTTPStatus

from starlette.datastructures import Headers, State
from starlette.types import ASGIApp, Receive, Scope, Send

from services.reporting.reading.etags import matches
from services.reporting.reading.kept_answers import KeptAnswer, KeptAnswers, asked_in

_WITHOUT_BODY = frozenset({b"content-length", b"content-type", b"content-disposition"})


class AnsweredAgain:
    """After identity. `kept_answers` and `shared_look` stand on the state of the app."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._under_way: dict[Hashable, asyncio.Event] = {}
        """What is just being answered anew: whoever asks the same waits for it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = _asked(scope)
        if asked is None or scope["app"].state.kept_answers.get(asked) is None:
            await self._app(scope, receive, send)
            return
        answer = await self._still_right(scope["app"].state, asked)
        if answer is not None:
            scope["route"] = answer.route
            await _send(answer, Headers(scope=scope).get("if-none-match", ""), send)
            return
        done = self._under_way[asked] = asyncio.Event()
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way.pop(asked, None)
            done.set()

    async def _still_right(self, state: State, asked: Hashable) -> KeptAnswer | None:
        kept: KeptAnswers = state.kept_answers
        looked = await state.shared_look.now()
        while (answer := kept.get(asked)) is not None:
            if answer.holds_at(looked):
                return answer
            if asked not in self._under_way:
                return None
            await self._under_way[asked].wait()
        return None


def _asked(scope: Scope) -> Hashable | None:
    """None for what is never kept; without an account it is an open path."""
    if scope["type"] != "http" or scope["method"] != "GET" or "account" not in scope.get("state", {}):
        return None
    return asked_in(scope)


async def _send(answer: KeptAnswer, if_none_match: str, send: Send) -> None:
    unchanged = if_none_match != "" and matches(if_none_match, answer.etag)
    if unchanged:
        headers = [header for header in answer.headers if header[0] not in _WITHOUT_BODY]
        start = {"status": HTTPStatus.NOT_MODIFIED.value, "headers": headers}
    else:
        start = {"status": HTTPStatus.OK.value, "headers": list(answer.headers)}
    await send({"type": "http.response.start", **start})
    await send({"type": "http.response.body", "body": b"" if unchanged else answer.body})
