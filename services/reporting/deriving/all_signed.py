"""What a log of reporting holds, before any of it is derived: keys, and what will be asked of the others."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from services.reporting.keys.known import DEPLOYMENT, KnownKey, evolve
from shared.events.catalogue import load_event
from shared.events.consolidating import ConsolidationSigned
from shared.events.envelope import Envelope
from shared.events.reporting import FrozenLog, SubmissionSigned
from shared.instant import microseconds

Number: TypeAlias = tuple[str, str]
"""Campaign and number."""


@dataclass(slots=True)
class AllSigned:
    keys: Mapping[str, KnownKey] = field(default_factory=dict)
    """As they are known at the end: one may have been revoked long after."""
    wanted: dict[str, set[int]] = field(default_factory=dict)
    """By log, the positions that something was signed at."""
    rows: dict[str, Counter[Number]] = field(default_factory=dict)
    """By township, how many sheets a submission is a row of."""
    total: int = 0

    def take(self, envelope: Envelope) -> None:
        """Raises what `load_event` raises for an event that this version can't read."""
        event = load_event(envelope.type, envelope.version, envelope.data)
        if envelope.township == DEPLOYMENT:
            occurred, recorded = microseconds(envelope.occurred), microseconds(envelope.recorded)
            self.keys = evolve(self.keys, event, occurred, recorded)
        elif isinstance(event, SubmissionSigned):
            self._want(event.logs)
        elif isinstance(event, ConsolidationSigned):
            self._want(event.logs)
            numbers = ((event.campaign_id, row.number) for row in event.rows if row.number is not None)
            self.rows.setdefault(envelope.township, Counter()).update(numbers)

    def _want(self, logs: Mapping[str, FrozenLog]) -> None:
        self.total += 1
        for log, frozen in logs.items():
            self.wanted.setdefault(log, set()).add(frozen.position)
