"""Whose sight of which campaign a stream shows, and the id under which it was as it was."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.read_model import FIGURES
from services.reporting.reading.positions import applied_positions
from services.reporting.reading.stale import Stale, stale_logs
from shared.canonical import canonical, digest
from shared.json_types import Json
from shared.read_model.model import FIRST, Folded
from shared.read_model.stale import stale_field
from shared.version import VERSION


@dataclass(frozen=True, slots=True)
class Sight:
    """Accounts that may see the same share one."""

    township: str
    campaign: str
    only: frozenset[str] | None
    """The filers whose cells are seen; None for all of them, and totals."""


@dataclass(frozen=True, slots=True)
class Applied:
    """How far the read model was when the cells were read: equal ones have equal cells.

    `stale`: where it stands still, and ought to be further."""

    positions: Mapping[str, int]
    log_ids: Mapping[str, str | None]
    stale: Stale = ()
    generation: str = FIRST

    @classmethod
    def of(cls, folded: Folded) -> "Applied":
        log_ids = {log: applied.log_id for log, applied in folded.checkpoints.items()}
        return cls(applied_positions(folded), log_ids, stale_logs(folded), folded.generation)

    def id_for(self, sight: Sight) -> str:
        """The positions, and a mark that is another one for another sight, release, generation or log
        begun anew."""
        only: Json = "every filer" if sight.only is None else sorted(sight.only)
        parts: list[Json] = [
            VERSION,
            FIGURES.version,
            self.generation,
            dict(self.log_ids),
            sight.township,
            sight.campaign,
            only,
        ]
        parts.append(stale_field(self.stale))
        positions = ",".join(f"{log}:{position}" for log, position in self.positions.items())
        return f"{positions};{digest(canonical(parts))[:16]}"
