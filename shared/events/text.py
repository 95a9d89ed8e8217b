"""The kinds of text that events hold."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from shared.facts.personal_data import find_personal_data

STORED = "stored"
"""Validation context of what is read back from a log: it was judged when it came in, by the rules of then."""


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
