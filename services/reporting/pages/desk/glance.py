"""整改率、重大未销号、逾期 at a glance: of each filer, and of the town. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.reporting.forms.documents.decimals import in_percent, rate
from services.reporting.rectification.days import day_of
from services.reporting.rectification.found_hazard import FoundHazard


@dataclass(slots=True)
class Glance:
    found: int = 0
    closed: int = 0
    major_open: int = 0
    overdue: int = 0

    @property
    def rate(self) -> str:
        return in_percent(rate(self.closed, self.found))


def glances(hazards: Iterable[FoundHazard], counted_to: int) -> dict[str, Glance]:
    """By who is credited."""
    today = day_of(counted_to).isoformat()
    found: dict[str, Glance] = defaultdict(Glance)
    for each in hazards:
        glance = found[each.filer]
        glance.found += 1
        if each.closed is not None:
            glance.closed += 1
        else:
            glance.major_open += each.major
            glance.overdue += each.deadline is not None and each.deadline < today
    return found


def together(glances: Sequence[Glance]) -> Glance:
    """A hazard is credited once, so that sums are of distinct ones."""
    return Glance(
        sum(each.found for each in glances),
        sum(each.closed for each in glances),
        sum(each.major_open for each in glances),
        sum(each.overdue for each in glances),
    )
