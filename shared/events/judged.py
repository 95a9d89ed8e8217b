"""Texts that are looked at closely only where a quick look leaves a doubt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, ErrorDetails, core_schema

STORED = "stored"
"""Validation context of what is read back from a log: it was judged when it came in, by the rules of then."""
SENT = "sent"
"""Validation context of what somebody sends: only the names of the contract are known."""

_PLAIN, _ODD = "plain", "odd"
"""How pydantic calls the two ways in its errors."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Annotates a text: what `plain` matches passes, anything else is judged, unless it is read from a log.

    Almost every text is plain, and pydantic matches patterns a hundred times as fast as it calls Python:
    judging each text of each fact would cost a quarter of reading it.
    """

    plain: str
    """A pattern as pydantic-core takes it, within the limits of the text that is annotated."""
    judge: Callable[[str], None]
    """Raises PydanticCustomError."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = handler(source)
        odd = core_schema.with_info_after_validator_function(self._judged, text)
        return core_schema.union_schema(
            [({**text, "pattern": self.plain}, _PLAIN), (odd, _ODD)],
            mode="left_to_right",
            serialization=core_schema.simple_ser_schema("str"),
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Both ways in take the same text; what else is accepted beside it describes itself."""
        match schema:
            case {"choices": [(_, "plain"), ({"schema": text}, "odd")]}:
                return handler(text)
            case _:
                return handler(schema)

    def _judged(self, text: str, info: ValidationInfo) -> str:
        if info.context != STORED:
            self.judge(text)
        return text


def found_wrong(error: ValidationError) -> list[ErrorDetails]:
    """What is wrong, each once."""
    return each_once(error.errors(include_url=False, include_input=False))


def each_once(details: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Without what a quick look alone found: that a text was not plain is no mistake."""
    return [
        {**each, "loc": each["loc"][:-1]} if each["loc"][-1:] == (_ODD,) else each
        for each in details
        if each["loc"][-1:] != (_PLAIN,)
    ]
