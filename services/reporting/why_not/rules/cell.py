"""The cell that a subject is looked for in, and what it is counted in."""

from dataclasses import dataclass
from typing import Literal

from services.reporting.counting.columns import COLUMN
from services.reporting.counting.context import Context
from services.reporting.lineage.place import Place
from services.reporting.subjects.campaign import Campaign

Family = Literal["stock", "visits", "penalties", "discovery", "handling", "cases"]
FAMILY: dict[str, Family] = {
    "units": "stock",
    "units_red": "stock",
    "units_orange": "stock",
    "units_yellow": "stock",
    "units_blue": "stock",
    "inspected": "visits",
    "inspected_by_leader": "visits",
    "hazards_found": "discovery",
    "hazards_closed": "discovery",
    "major_found": "discovery",
    "major_closed": "discovery",
    "referred_to_district": "handling",
    "referred_to_town": "handling",
    "supervised": "handling",
    "penalised": "penalties",
    "fines": "penalties",
    "cases_referred": "cases",
}
"""By column, which rules say why something is not in it."""

_ALSO = {
    "inspected": ("inspection",),
    "inspected_by_leader": ("inspection",),
    "penalised": ("penalty",),
    "fines": ("unit",),
}
"""Beside what a column counts, what puts it there, or what it is about."""


@dataclass(frozen=True, slots=True)
class Cell:
    place: Place
    campaign: Campaign
    context: Context

    @property
    def column(self) -> str:
        return self.place.column

    def takes(self, filer: str) -> bool:
        """Whether what counts for this filer counts in the cell."""
        return self.place.takes(filer, self.campaign, self.context.kind)


def kinds_of(column: str) -> tuple[str, ...]:
    """The kinds of subject that may be looked for there; the column's own comes first."""
    return (COLUMN[column].counts, *_ALSO.get(column, ()))
