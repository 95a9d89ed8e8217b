"""The kinds of text that events hold, and what publishers may send in place of it."""

from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    SerializeAsAny,
    StringConstraints,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from shared.facts.personal_data import find_personal_data

STORED = "stored"
"""Validation context of what is read back from a log: it was judged when it came in, by the rules of then."""
SENT = "sent"
"""Validation context of what somebody sends: only the names of the contract are known."""
LARGEST_INTEGER = 2**53 - 1
"""The largest that every reader of JSON keeps exact."""


def _without_personal_data(text: str, info: ValidationInfo) -> str:
    if info.context == STORED:
        return text
    found = find_personal_data(text)
    if found is not None:
        raise PydanticCustomError("personal_data", "{found}", {"found": found.value})
    return text


def _a_day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("invalid_date", "not a day of the calendar") from None
    return text


def _blank_is_absent(sent: Any) -> Any:
    return None if isinstance(sent, str) and not sent.strip() else sent


def _null_is_empty(sent: Any) -> Any:
    return [] if sent is None else sent


def _or_an_integer(sent: Any, read_text: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    if type(sent) is int and abs(sent) <= LARGEST_INTEGER:  # a bool is an int to `isinstance`
        _without_personal_data(str(sent), info)
        return sent
    return read_text(sent)


Id = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=200, pattern=r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$"
    ),
]
"""A publisher's business id: no control characters, no space at either end."""

Code = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""A code of somebody else's: whether it is one is judged by whoever knows its form."""

Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=4000, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$"),
    AfterValidator(_without_personal_data),
]
"""Free text for people. A mobile phone or identity number in it is refused: the log is for ever."""

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_a_day)]
"""A calendar day in Asia/Shanghai, `2024-12-31`."""

Instant = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]
"""A moment as `shared.instant.write_instant` writes it."""

# Systems that keep a blank where nothing was entered mean nothing by it.
OptionalId = Annotated[Id | None, BeforeValidator(_blank_is_absent)]
OptionalCode = Annotated[Code | None, BeforeValidator(_blank_is_absent)]
OptionalText = Annotated[Text | None, BeforeValidator(_blank_is_absent)]
BLANK_IS_ABSENT = BeforeValidator(_blank_is_absent)
"""For anything else that may be left out."""

NULL_IS_EMPTY = BeforeValidator(_null_is_empty)
"""For a list."""

# What the contract names without a type, kept as it was sent.
TextOrInteger = Annotated[
    SerializeAsAny[Text], WrapValidator(_or_an_integer, json_schema_input_type=Text | int)
]
OptionalIdOrInteger = Annotated[
    SerializeAsAny[Id] | None,
    WrapValidator(_or_an_integer, json_schema_input_type=Id | int | None),
    BeforeValidator(_blank_is_absent),
]
