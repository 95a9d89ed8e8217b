"""What was refused: a page for browsers, a problem document for programs."""

import json
from http import HTTPStatus
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from deploy.embedded.issuer.page import pages_for
from deploy.embedded.issuer.parameters import Unreadable
from shared.http.problem_answers import answer_for
from shared.pages.refused import RENEW
from shared.problems import Rejected

_PEOPLE = "/issuer/people"
"""The one page that somebody has to be signed in for."""


async def refused(request: Request, error: Exception) -> Response:
    """Who is not signed in, or not any more, is led to the sign-in and back, as from every page."""
    if isinstance(error, Unreadable):
        error = Rejected("invalid_request", field="body", detail=f"{error.zh} {error.en}")
    answer = answer_for(error, request.scope)
    if "text/html" not in request.headers.get("accept", ""):
        return answer
    over = answer.status_code == HTTPStatus.UNAUTHORIZED
    if over and request.method == "GET":
        return RedirectResponse(f"{RENEW}?to={quote(_asked(request))}", HTTPStatus.SEE_OTHER)
    problem = json.loads(bytes(answer.body))
    pages = pages_for(request, request.query_params.get("ui_locales", ""))
    title = pages.said("没有完成", "This was not done")
    sign_in = f"{RENEW}?to={quote(_PEOPLE)}" if over else ""
    return pages.refused(answer.status_code, title, problem[pages.language], problem["code"], sign_in)


def _asked(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
