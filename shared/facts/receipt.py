"""The answer to one fact, as published, stored and asked for."""

from typing import Literal, NamedTuple, TypeAlias

from shared.facts.fact import FactKey
from shared.json_types import JsonObject
from shared.problems import Rejected

Outcome: TypeAlias = Literal["accepted", "duplicate", "waiting", "rejected"]


class Receipt(NamedTuple):
    """`waiting` is not final; `duplicate` carries the first outcome's events."""

    key: FactKey
    outcome: Outcome
    events: tuple[tuple[str, int], ...] = ()
    """(log, position) of each event the fact became."""
    code: str | None = None
    message: str | None = None
    township: str = ""
    """Of a refusal: whose it is, for whoever asks later; empty for a sender that nobody knows."""

    @classmethod
    def refused(cls, key: FactKey, why: Rejected, township: str) -> "Receipt":
        return cls(key, "rejected", code=why.code, message=why.message, township=township)

    def to_json(self) -> JsonObject:
        """`source` and `id` are null when the message was too broken to say them."""
        source, fact_id = self.key.source or None, self.key.id or None
        answer: JsonObject = {"source": source, "id": fact_id, "outcome": self.outcome}
        if self.code is not None:
            answer |= {"code": self.code, "message": self.message}
        return answer | {"events": [{"log": log, "position": position} for log, position in self.events]}
