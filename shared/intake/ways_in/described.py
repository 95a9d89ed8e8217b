"""Facts and receipts as the generated descriptions of HTTP and bus tell them."""

from typing import Any, Literal

from pydantic import BaseModel, Field

_TEXT: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 200}
_FACT: dict[str, Any] = {
    "type": "object",
    "required": ["specversion", "source", "id", "type", "time", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "source": {**_TEXT, "description": "With `id`, what the fact is known by."},
        "id": _TEXT,
        "type": {**_TEXT, "example": "hazard.found"},
        "time": {"type": "string", "format": "date-time", "description": "When it occurred, with an offset."},
        "data": {"type": "object", "description": "By type: see `/asyncapi.json`."},
        "correlationid": _TEXT,
    },
}
FACTS_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"oneOf": [_FACT, {"type": "array", "maxItems": 500, "items": _FACT}]}
            }
        },
    }
}


def _is_absent(value: object) -> bool:
    return value is None


class RecordedAt(BaseModel):
    log: str
    position: int


class ReceiptAnswer(BaseModel):
    """What became of a fact; `waiting` is not final."""

    source: str | None = Field(description="Null when the message was too broken to say it, as `id`.")
    id: str | None
    outcome: Literal["accepted", "duplicate", "waiting", "rejected"]
    code: str | None = Field(
        default=None,
        exclude_if=_is_absent,
        description="Why it was rejected; absent otherwise, as `message`.",
    )
    message: str | None = Field(default=None, exclude_if=_is_absent)
    events: list[RecordedAt]
