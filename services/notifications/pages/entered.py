"""What a form of a page says, as texts; and the body of the same question over HTTP, made from it."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qs

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from shared.problems import Rejected

_MOST_FIELDS = 100
Asked = TypeVar("Asked", bound=BaseModel)


class Entered:
    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        self._fields = fields

    def text(self, name: str) -> str | None:
        """None for what was left empty."""
        return self.raw(name).strip() or None

    def raw(self, name: str) -> str:
        """Line ends as they are written here."""
        return self._fields.get(name, [""])[0].replace("\r\n", "\n")

    def all(self, name: str) -> list[str]:
        return self._fields.get(name, [])

    @property
    def reason(self) -> str:
        said = self.text("reason")
        if said is None:
            raise Rejected("invalid_request", field="reason", detail="请写明原因 say why")
        return said


async def entered(request: Request) -> Entered:
    try:
        body = (await request.body()).decode()
        return Entered(parse_qs(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise Rejected("invalid_request", field="body", detail="应为表单 a form") from None


FormEntered = Annotated[Entered, Depends(entered)]


def asked(model: type[Asked], fields: Mapping[str, Any]) -> Asked:
    """Judged as over HTTP. What was left empty is left out."""
    said = {name: value for name, value in fields.items() if value is not None}
    try:
        return model.model_validate(said)
    except ValidationError as error:
        raise RequestValidationError(
            [{**found, "loc": ("body", *found["loc"])} for found in error.errors()]
        ) from None
