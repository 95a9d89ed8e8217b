"""A fact as a publisher says it, before anything of the product has seen it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

Subject = tuple[str, str]
"""(kind, business id)."""


@dataclass(frozen=True)
class Said:
    """One fact; the order of a list of them is, within a subject, the order of recording."""

    subject: Subject
    type: str
    time: datetime
    data: dict[str, Any]
    source: str
    id: str
    written_time: str
    version: int = 1
    """Of the shape of its data."""

    @property
    def key(self) -> tuple[str, str]:
        return self.source, self.id

    @property
    def service(self) -> str:
        return "registry" if self.subject[0] == "unit" else "hazards"

    def cloudevent(self) -> dict[str, Any]:
        schema = {} if self.version == 1 else {"dataschema": f"urn:paicha:{self.type}:{self.version}"}
        return schema | {
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": self.type,
            "time": self.written_time,
            "datacontenttype": "application/json",
            "data": self.data,
        }


def effective(facts: list[Said]) -> list[Said]:
    """What of one subject's facts was not taken back, `fact.voided` included, in recording order.

    A fact is taken back only by a later one, so the last word is read first.
    """
    taken_back: set[tuple[str, str]] = set()
    standing: list[Said] = []
    for fact in reversed(facts):
        if fact.key in taken_back:
            continue
        standing.append(fact)
        if fact.type == "fact.voided":
            taken_back.add((fact.data["source"], fact.data["id"]))
    return standing[::-1]


def standing(facts: list[Said]) -> list[Said]:
    """The same without the `fact.voided` themselves: what is to be counted."""
    return [fact for fact in effective(facts) if fact.type != "fact.voided"]


def of_type(facts: list[Said], *types: str) -> list[Said]:
    return [fact for fact in facts if fact.type in types]


def by_time(facts: list[Said]) -> list[Said]:
    """Ties in occurred time stay in recording order."""
    return sorted(facts, key=lambda fact: fact.time)
