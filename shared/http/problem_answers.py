"""Every error as RFC 9457 problem details: a stable code, a sentence in Chinese and one in English."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import Scope

from shared.event_log.connection import is_lost
from shared.events.judged import each_once
from shared.json_types import Json, JsonObject
from shared.logging import current_correlation, get_logger
from shared.problems import Rejected

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = "5"

_log = get_logger(__name__)


def shown_path(scope: Scope) -> str:
    """For logs: without what of it is a secret."""
    shown: str = scope.get("state", {}).get("shown_path", scope["path"])
    return shown


def answer_for(error: Exception, scope: Scope) -> JSONResponse:
    """Whatever was raised; what nobody foresaw is logged with its traceback and told without it."""
    if isinstance(error, Rejected):
        return problem_answer(error, scope)
    if isinstance(error, RequestValidationError):
        return _invalid_request(error, scope)
    if isinstance(error, HTTPException):
        answer = problem_answer(_refusal_of(error, scope), scope)
        answer.headers.update(error.headers or {})
        return answer
    if is_lost(error):
        _log.warning("database_away", path=shown_path(scope), error=repr(error))
        return problem_answer(Rejected("not_ready", detail="数据库暂不可用 the database is away"), scope)
    _log.error("request_failed", path=shown_path(scope), exc_info=error)
    return problem_answer(Rejected("internal_error"), scope)


def problem_answer(refusal: Rejected, scope: Scope, more: Mapping[str, Json] | None = None) -> JSONResponse:
    body: JsonObject = {
        "type": f"urn:paicha:problem:{refusal.code}",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": refusal.message,
        "code": refusal.code,
        "zh": refusal.zh,
        "en": refusal.en,
        "instance": scope["path"],
        "correlationid": current_correlation(),
        **(more or {}),
    }
    return JSONResponse(body, refusal.status, _headers(refusal), media_type=MEDIA_TYPE)


def _headers(refusal: Rejected) -> dict[str, str]:
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        reason = refusal.details.get("reason")
        told = "" if reason is None else f' error="invalid_token", error_description="{reason}"'
        return {"WWW-Authenticate": f"Bearer{told}"}
    if refusal.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        return {"Retry-After": RETRY_SECONDS}
    return {}


def _refusal_of(error: HTTPException, scope: Scope) -> Rejected:
    """What the framework refuses by itself, in our words."""
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            return Rejected("not_found", what=scope["path"])
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return Rejected("method_not_allowed", method=scope["method"])
        case HTTPStatus.REQUEST_TIMEOUT:
            return Rejected("request_too_slow")
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return Rejected("request_too_large", limit=str(error.detail))
        case status if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return Rejected("invalid_request", field="body", detail=str(error.detail))
        case _:
            return Rejected("internal_error")


def _invalid_request(error: RequestValidationError, scope: Scope) -> JSONResponse:
    """All that was wrong with the parameters, the first of them as the sentence. Values are not repeated."""
    found = each_once(error.errors())
    first = found[0]
    if first["type"] == "personal_data":
        return problem_answer(Rejected("personal_data", field=_field(first["loc"])), scope)
    refusal = Rejected("invalid_request", field=_field(first["loc"]), detail=first["msg"])
    errors: list[Json] = [{"field": _field(one["loc"]), "detail": one["msg"]} for one in found]
    return problem_answer(refusal, scope, {"errors": errors})


def _field(place: Sequence[Any]) -> str:
    return ".".join(str(part) for part in place[1:]) or str(place[0])
