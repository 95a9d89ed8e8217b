"""The OpenAPI document, with the errors that are sent: problem details, and never FastAPI's own form."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI

from shared.http.problem_answers import MEDIA_TYPE
from shared.problems import PROBLEMS

_TEXT = {"type": "string"}
_WRONG_FIELD = {"type": "object", "properties": {"field": _TEXT, "detail": _TEXT}}
_SAID = {
    "type": {**_TEXT, "format": "uri", "description": "`urn:paicha:problem:` and the code."},
    "title": _TEXT,
    "status": {"type": "integer"},
    "detail": {**_TEXT, "description": "Both sentences, Chinese first."},
    "code": {**_TEXT, "description": "Stable. Others may be added.", "examples": ["invalid_request"]},
    "zh": {**_TEXT, "description": "What to do, in Chinese."},
    "en": {**_TEXT, "description": "What to do, in English."},
    "instance": {**_TEXT, "description": "The path that was asked for."},
    "correlationid": {**_TEXT, "description": "Finds the lines of the log."},
}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457 problem details.",
    "required": list(_SAID),
    "properties": {
        **_SAID,
        "errors": {"type": "array", "items": _WRONG_FIELD, "description": "Of `invalid_request`."},
        "checks": {
            "type": "object",
            "additionalProperties": _TEXT,
            "description": "Of the health check: by name, `ok` or what is wrong.",
        },
    },
}

_FROM_FASTAPI = ("HTTPValidationError", "ValidationError")
_ANY, _NAMING, _CHANGING, _SENDING = (401, 403, 422, 431, 500, 503), (404, 409), (409,), (400, 408, 409, 413)


class DescribedApp(FastAPI):
    """A FastAPI that describes what its layers and its exception handlers do too."""

    def openapi(self) -> dict[str, Any]:
        return _with_problems(super().openapi())


def _with_problems(document: dict[str, Any]) -> dict[str, Any]:
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in _FROM_FASTAPI:
        schemas.pop(name, None)
    schemas["Problem"] = PROBLEM
    said: set[int] = set()
    for path in document["paths"].values():
        for method, operation in path.items():
            statuses = set(_errors(method, operation))
            operation["responses"] |= {str(status): _reference(status) for status in sorted(statuses)}
            said |= statuses
    components["responses"] = {f"Problem{status}": _response(status) for status in sorted(said)}
    return document


def _errors(method: str, operation: dict[str, Any]) -> Iterator[int]:
    """The statuses of its refusals. What asks for no account is open to all, and can't be used wrongly."""
    yield from (int(status) for status in operation["responses"] if int(status) >= HTTPStatus.BAD_REQUEST)
    if "security" not in operation:
        return
    yield from _ANY
    if operation.get("parameters"):
        yield from _NAMING
    if method != "get":
        yield from _CHANGING
    if "requestBody" in operation:
        yield from _SENDING


def _reference(status: int) -> dict[str, str]:
    return {"$ref": f"#/components/responses/Problem{status}"}


def _response(status: int) -> dict[str, Any]:
    codes = ", ".join(f"`{code}`" for code, problem in PROBLEMS.items() if problem.status == status)
    return {
        "description": f"{HTTPStatus(status).phrase}: {codes}",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
