"""`penalty.imposed`, version 1: kinds in a list, and one sum beside them, 0 where none of them is a fine.

It leaves open which kind the sum belongs to, and what `other` is.
"""

from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from shared.events.base import Event
from shared.events.hazards import PenaltyKind
from shared.events.judged import STORED
from shared.events.lists import AtMost
from shared.events.text import Id, OptionalId
from shared.json_types import Json, JsonObject


def _of_a_fine(fen: int, info: ValidationInfo) -> int:
    kinds = info.data.get("kinds")
    if info.context != STORED and fen > 0 and kinds is not None and "fine" not in kinds:
        raise PydanticCustomError("fine_not_named", "kinds has no fine")
    return fen


class PenaltyImposed1(Event):
    """执法处罚: one decision, perhaps of several kinds; the fine in fen (0 when none)."""

    type: ClassVar[str] = "penalty.imposed"
    penalty_id: Id
    unit_id: Id
    by: Id
    kinds: Annotated[list[PenaltyKind], AtMost(10)] = Field(min_length=1)
    fine_fen: Annotated[int, Field(ge=0, le=10**15), AfterValidator(_of_a_fine)]
    decision_no: Id
    hazard_id: OptionalId = None


def to_version_2(data: JsonObject) -> JsonObject:
    """The sum goes to the fine. A kind said twice is one kind; a sum without a fine is one all the same."""
    rest = {name: value for name, value in data.items() if name not in ("kinds", "fine_fen")}
    said: Any = data["kinds"]
    fen: Any = data["fine_fen"]
    kinds = dict.fromkeys([*said, *(["fine"] if fen > 0 else [])])
    parts: list[Json] = [
        {"kind": kind, "fine_fen": fen} if kind == "fine" else {"kind": kind} for kind in kinds
    ]
    return rest | {"parts": parts}
