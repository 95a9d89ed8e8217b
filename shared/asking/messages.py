"""Questions and answers as they go over the bus, and as the AsyncAPI document describes them."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from shared.events.text import LARGEST_INTEGER
from shared.facts.account import Role
from shared.intake.ways_in.described import ReceiptAnswer
from shared.problems import Rejected


def _printable(text: str) -> str:
    if not text.isprintable():
        raise PydanticCustomError("not_printable", "must be a text that can be shown")
    return text


MOST_HASHES = 2_000
MOST_NAMED = 200
_Name = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_printable)]


class _Question(BaseModel):
    """An unknown field is refused: a misspelt one would be lost unseen."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class ReceiptQuestion(_Question):
    """What became of a fact of the asking publisher?"""

    source: _Name
    id: _Name


class PositionsQuestion(_Question):
    """How far have the logs come? Nothing has to be said; an empty message will do."""


class HeldReceiptQuestion(ReceiptQuestion):
    """What does the other service's database say of it?"""

    publisher: _Name


class HeldReceipt(BaseModel):
    """None for a fact that this service knows nothing of."""

    receipt: ReceiptAnswer | None


class HashesQuestion(_Question):
    """What are the hashes of the events as they are stored?"""

    after: int = Field(ge=0, le=LARGEST_INTEGER)
    limit: int = Field(ge=1, le=MOST_HASHES)


class HashesAnswer(BaseModel):
    """Of the bytes stored after the position, one after the other; fewer where the log ends."""

    logid: str
    hashes: list[str]


class WaitingQuestion(_Question):
    """How many facts of a filer wait for something that they refer to?"""

    township: _Name
    filer: _Name


class WaitingAnswer(BaseModel):
    waiting: int


class TelephoneQuestion(_Question):
    """Which telephone number is printed on a filer's report? By whom it is asked goes on record."""

    township: _Name
    filer: _Name
    signer: _Name | None = Field(description="By name; null where nobody has signed.")
    account: _Name
    role: Role


class TelephoneAnswer(BaseModel):
    """To be printed at once and kept nowhere. Null where none is known."""

    model_config = ConfigDict(hide_input_in_errors=True)

    telephone: Annotated[str, StringConstraints(max_length=40), AfterValidator(_printable)] | None


_SubjectId = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class NamesQuestion(_Question):
    """What are these called now?"""

    township: _Name
    organisations: list[_SubjectId] = Field(default=[], max_length=MOST_NAMED)
    officials: list[_SubjectId] = Field(default=[], max_length=MOST_NAMED)
    units: list[_SubjectId] = Field(default=[], max_length=MOST_NAMED)


class NamesAnswer(BaseModel):
    """By id; without those that the registry does not know."""

    organisations: dict[str, str]
    officials: dict[str, str]
    units: dict[str, str]


class SeenQuestion(_Question):
    """Which of these subjects do the organisations own, have they recorded, or do count in their cells?"""

    township: _Name
    organisations: list[_SubjectId] = Field(min_length=1, max_length=MOST_NAMED)
    kind: Literal["unit", "inspection", "hazard", "penalty", "case"]
    ids: list[_SubjectId] = Field(max_length=MOST_NAMED)


class SeenAnswer(BaseModel):
    seen: list[str]


class LogState(BaseModel):
    logid: str
    clock: str = Field(description="Nothing is recorded at or before this moment any more.")


class PositionsAnswer(BaseModel):
    """How far each log has come: as forms and receipts name positions."""

    positions: dict[str, int]
    logs: dict[str, LogState]


class ProblemAnswer(BaseModel):
    """Why there is no other answer, with the codes and sentences of problem details over HTTP."""

    code: str = Field(description="Stable; what programs go by.")
    detail: str = Field(description="Both sentences.")
    zh: str
    en: str
    correlationid: str = Field(description="Finds the log lines of this question.")

    @classmethod
    def of(cls, refusal: Rejected, correlation: str) -> "ProblemAnswer":
        return cls(
            code=refusal.code,
            detail=refusal.message,
            zh=refusal.zh,
            en=refusal.en,
            correlationid=correlation,
        )
