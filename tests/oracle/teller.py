"""What every kind of subject needs to tell its history: names, instants, ids, and taking back."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from tests.oracle.moments import Moments
from tests.oracle.said import Said, Subject, effective
from tests.oracle.town import Town

REASONS = ("录入错误", "重复登记", "误报", "现场核实后更正")
SOURCES = ("/ledger", "urn:app:phone", "/import/2024")
ODD_NAMES = ("店/3 号", "a.b*c>", "U%2F1", "甲—乙", "x:y:z")


@dataclass
class Teller:
    """One campaign's random source. Ids repeat across sources: (source, id) is what is unique."""

    rng: Random
    town: Town
    moments: Moments
    prefix: str
    ids: dict[str, list[str]] = field(default_factory=dict)
    """Business ids by kind; all are chosen before any history, so that histories can name each other."""
    _numbers: dict[str, int] = field(default_factory=dict)

    def name_subjects(self, kind: str, count: int) -> None:
        odd = [f"{self.prefix}{kind}-{name}" for name in ODD_NAMES]
        plain = [f"{self.prefix}{kind}-{number}" for number in range(count)]
        self.ids[kind] = (odd[: count // 10] + plain)[:count]

    def say(self, subject: Subject, type_: str, time: datetime, **data: Any) -> Said:
        source = self.rng.choice(SOURCES)
        number = self._numbers[source] = self._numbers.get(source, 0) + 1
        return Said(subject, type_, time, data, source, f"{self.prefix}{number}", self.moments.write(time))

    def maybe(self, chance: float, **fields: Any) -> dict[str, Any]:
        return fields if self.rng.random() < chance else {}

    def reason(self) -> str:
        return self.rng.choice(REASONS)

    def pick(self, kind: str) -> str:
        return self.rng.choice(self.town.of_kind(kind))

    def other(self, subject: Subject) -> str | None:
        others = [id_ for id_ in self.ids[subject[0]] if id_ != subject[1]]
        return self.rng.choice(others) if others else None

    def take_back(self, facts: list[Said], keep_first: bool = True) -> Said | None:
        """A `fact.voided` of any fact still in force, another `fact.voided` included; not of the first."""
        candidates = [fact for fact in effective(facts) if not keep_first or fact is not facts[0]]
        if not candidates:
            return None
        wrong = self.rng.choice(candidates)
        return self.say(
            wrong.subject,
            "fact.voided",
            self.moments.draw(),
            source=wrong.source,
            id=wrong.id,
            reason=self.reason(),
        )
