"""What one sender has sent and has no final receipt for: until that comes a fact is not safe."""

import time
from dataclasses import dataclass, field
from typing import Any

from tests.oracle.said import Said

FINAL = ("accepted", "duplicate")


@dataclass
class Outstanding:
    """In the order of the first sending."""

    facts: dict[tuple[str, str], tuple[Said, float]] = field(default_factory=dict)
    answered: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    """There should be none: the facts are all acceptable."""

    def __len__(self) -> int:
        return len(self.facts)

    def begin(self, facts: list[Said]) -> None:
        now = time.monotonic()
        for fact in facts:
            self.facts[fact.key] = (fact, now)

    def overdue(self, seconds: float) -> list[Said]:
        before = time.monotonic() - seconds
        return [fact for fact, sent in self.facts.values() if sent <= before]

    def take(self, receipt: dict[str, Any]) -> None:
        self.answered += 1
        if receipt["outcome"] in FINAL:
            self.facts.pop((receipt["source"], receipt["id"]), None)
        elif receipt["outcome"] == "rejected":
            self.refused.append(receipt)
