"""How much every part does, and the streams that every side is given: the same names and lengths."""

from collections.abc import Mapping
from dataclasses import dataclass

SHORTEST, LONGEST = 3, 8


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much is done: for real figures, or quickly to see that everything works."""

    name: str
    """Of the folder that its results are kept in."""
    rounds: int
    appends: Mapping[str, Mapping[int, int]]
    """By payload: callers to commands in one measured run."""
    bulk_streams: int
    relayed: int
    copied: int
    published: int
    batch_facts: int
    single_facts: int
    latency_seconds: int
    stored_facts: int
    """Of the campaign that is verified, archived, replayed, projected and rebuilt."""

    def streams(self, payload: str) -> int:
        """Existing ones: each belongs to one measured run, so that none grows longer than it should be."""
        return self.rounds * sum(self.appends[payload].values())


FULL = Amounts(
    name="full",
    rounds=5,
    appends={"256": {1: 200, 32: 3_200, 256: 3_200}, "real": {32: 3_200}},
    bulk_streams=20_000,
    relayed=100_000,
    copied=100_000,
    published=20_000,
    batch_facts=30_000,
    single_facts=10_000,
    latency_seconds=20,
    stored_facts=250_000,
)
QUICK = Amounts(
    name="quick",
    rounds=1,
    appends={"256": {1: 20, 32: 200, 256: 400}, "real": {32: 200}},
    bulk_streams=400,
    relayed=5_000,
    copied=5_000,
    published=1_000,
    batch_facts=1_000,
    single_facts=500,
    latency_seconds=3,
    stored_facts=3_000,
)
TINY = Amounts(
    name="tiny",
    rounds=1,
    appends={"256": {4: 12}, "real": {4: 12}},
    bulk_streams=20,
    relayed=200,
    copied=200,
    published=50,
    batch_facts=0,
    single_facts=0,
    latency_seconds=0,
    stored_facts=150,
)
"""For a test of ours alone, on the tests' servers."""


def existing(count: int) -> list[tuple[str, int]]:
    """Names of streams and how many events each has, as long as a hazard's life is."""
    return [(f"e-{n}", SHORTEST + n % (LONGEST - SHORTEST + 1)) for n in range(count)]
