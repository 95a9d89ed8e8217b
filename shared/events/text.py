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

from shared.characters import is_fit_for_people, is_seen
from shared.events.judged import STORED, Judged
from shared.events.personal_data import PersonalData, find_in_id, find_personal_data
from shared.events.plain import PLAIN_CODE, PLAIN_ID, PLAIN_TEXT

LARGEST_INTEGER = 2**53 - 1
"""The largest that every reader of JSON keeps exact."""


def _judge_id(text: str) -> None:
    _judge_code(text)
    _refuse_personal(find_in_id(text))


def _judge_code(text: str) -> None:
    if not is_seen(text):
        raise PydanticCustomError("unseen_characters", "characters that can't be seen")


def _judge_text(text: str) -> None:
    if not is_fit_for_people(text):
        raise PydanticCustomError("control_characters", "control characters, or such as turn the text around")
    _refuse_personal(find_personal_data(text))


def _refuse_personal(found: PersonalData | None) -> None:
    if found is not None:
        raise PydanticCustomError("personal_data", "{found}", {"found": found.value})


def _a_day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("invalid_date", "not a day of the calendar") from None
    return text


def _blank_is_absent(sent: Any) -> Any:
    return None if isinstance(sent, str) and not sent.strip() else sent


def _or_an_integer(sent: Any, read_text: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    if type(sent) is int and abs(sent) <= LARGEST_INTEGER:  # a bool is an int to `isinstance`
        if info.context != STORED:
            _judge_text(str(sent))
        return sent
    return read_text(sent)


Id = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=200, pattern=r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$"
    ),
    Judged(PLAIN_ID, _judge_id),
]
"""A publisher's business id: characters that are seen, no space at either end, no number of a person."""

Code = Annotated[
    str,
    StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$"),
    Judged(PLAIN_CODE, _judge_code),
]
"""A code of somebody else's: whether it is one is judged by whoever knows its form."""

_SAYS_SOMETHING = r"^[^\x00]*[^\s\x00][^\x00]*$"

Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=4000, pattern=_SAYS_SOMETHING),
    Judged(PLAIN_TEXT, _judge_text),
]
"""Free text for people. A mobile phone or identity number in it is refused: the log is for ever. So is what a
terminal would obey, and what would make a sheet read otherwise than it was signed."""

Remark = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, pattern=_SAYS_SOMETHING),
    Judged(PLAIN_TEXT, _judge_text),
]
"""A short text for people; likewise."""

Section = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2000, pattern=_SAYS_SOMETHING),
    Judged(PLAIN_TEXT, _judge_text),
]
"""Some paragraphs for people; likewise."""

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

# What the contract names without a type, kept as it was sent.
TextOrInteger = Annotated[
    SerializeAsAny[Text], WrapValidator(_or_an_integer, json_schema_input_type=Text | int)
]
OptionalIdOrInteger = Annotated[
    SerializeAsAny[Id] | None,
    WrapValidator(_or_an_integer, json_schema_input_type=Id | int | None),
    BeforeValidator(_blank_is_absent),
]
