"""What was refused: a page for browsers, a problem document for programs."""

import json

from fastapi import Request, Response

from deploy.embedded.issuer.page import pages_for
from deploy.embedded.issuer.parameters import Unreadable
from shared.http.problem_answers import answer_for
from shared.problems import Rejected


async def refused(request: Request, error: Exception) -> Response:
    if isinstance(error, Unreadable):
        error = Rejected("invalid_request", field="body", detail=f"{error.zh} {error.en}")
    answer = answer_for(error, request.scope)
    if "text/html" not in request.headers.get("accept", ""):
        return answer
    problem = json.loads(bytes(answer.body))
    pages = pages_for(request, request.query_params.get("ui_locales", ""))
    return pages.page(
        "refused.html",
        answer.status_code,
        title=pages.said("没有完成", "This was not done"),
        text=problem[pages.language],
        code=problem["code"],
        other_language=None,
    )
