"""What every side is given: the same names, the same payloads, the same lengths of streams."""

from dataclasses import dataclass
from typing import Any

_SENTENCE = "灭火器过期未更换，疏散通道堆放杂物，已责令整改"
TEXTS: dict[str, Any] = {
    "found": {"unit_id": "u-1", "by": "v-1", "severity": "general", "description": _SENTENCE},
    "changed": {"controls": _SENTENCE},
}
SHORTEST, LONGEST = 3, 8


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much is done: for real figures, or quickly to see that everything works."""

    rounds: int
    appends: dict[int, int]
    """Callers to commands in one measured run."""
    relayed: int
    copied: int
    published: int
    batch_facts: int
    single_facts: int
    latency_seconds: int

    @property
    def streams(self) -> int:
        """Existing ones: each belongs to one measured run, so that none grows longer than it should be."""
        return self.rounds * sum(self.appends.values())


FULL = Amounts(
    rounds=5,
    appends={1: 200, 32: 3_200, 256: 3_200},
    relayed=100_000,
    copied=100_000,
    published=20_000,
    batch_facts=30_000,
    single_facts=10_000,
    latency_seconds=20,
)
QUICK = Amounts(
    rounds=1,
    appends={1: 20, 32: 200, 256: 400},
    relayed=5_000,
    copied=5_000,
    published=1_000,
    batch_facts=1_000,
    single_facts=500,
    latency_seconds=3,
)


def existing(count: int) -> list[tuple[str, int]]:
    """Names of streams and how many events each has, as long as a hazard's life is."""
    return [(f"e-{n}", SHORTEST + n % (LONGEST - SHORTEST + 1)) for n in range(count)]
