"""How long the lists of a fact may be."""

from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from shared.events.judged import STORED


@dataclass(frozen=True, slots=True)
class AtMost:
    """Annotates a list or a table: more items than a real one ever has are refused, none of them looked at.

    What stands in a log is read however long it is.
    """

    items: int
    null_is_empty: bool = False
    """Systems that have nothing to list may say so with null."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_before_validator_function(self._counted, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        described = handler(schema)
        limit = "maxProperties" if described.get("type") == "object" else "maxItems"
        return described | {limit: self.items}

    def _counted(self, sent: Any, info: ValidationInfo) -> Any:
        if sent is None and self.null_is_empty:
            return []
        if info.context != STORED and isinstance(sent, list | dict) and len(sent) > self.items:
            raise PydanticCustomError("too_many_items", "at most {items} items", {"items": self.items})
        return sent
