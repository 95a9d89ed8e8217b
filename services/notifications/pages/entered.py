"""What a form of a page says, as texts; and the body of the same question over HTTP, made from it."""

from collections.abc import Mapping
from typing import Any, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from shared.problems import Rejected

Asked = TypeVar("Asked", bound=BaseModel)


def text(form: Mapping[str, str], name: str) -> str | None:
    """None for what was left empty."""
    return form.get(name, "").strip() or None


def reason_in(form: Mapping[str, str]) -> str:
    said = text(form, "reason")
    if said is None:
        raise Rejected("invalid_request", field="reason", detail="请写明原因 say why")
    return said


def asked(model: type[Asked], fields: Mapping[str, Any]) -> Asked:
    """Judged as over HTTP. What was left empty is left out."""
    said = {name: value for name, value in fields.items() if value is not None}
    try:
        return model.model_validate(said)
    except ValidationError as error:
        raise RequestValidationError(
            [{**found, "loc": ("body", *found["loc"])} for found in error.errors()]
        ) from None
