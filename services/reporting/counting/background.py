"""What the marks of a subject depend on beyond its own entries, as known at given positions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.reporting.counting.mark import AnyOf
from services.reporting.subjects.dated import NOTHING, AsSaid
from services.reporting.subjects.merging import UNTOUCHED, Standing, links, survivor
from services.reporting.subjects.official import Official
from services.reporting.subjects.organisation import Organisation
from services.reporting.subjects.unit import Unit
from shared.aggregates.in_force import as_it_happened


@dataclass(frozen=True, slots=True)
class Background:
    """Registry facts, and which hazards were merged into which."""

    organisations: Mapping[str, Organisation]
    officials: Mapping[str, Official]
    units: Mapping[str, Unit]
    hazards: Mapping[str, Standing]

    def kind(self, organisation: str) -> str | None:
        known = self.organisations.get(organisation)
        return None if known is None else known.kind

    def leading(self, participants: Sequence[str], moment: int) -> AnyOf:
        """The beginnings of terms by which one of them was a leader at that moment; empty: none was.

        Terms that had ended come last: beside the inspection alone, their beginnings say the same.
        """
        known = [self.officials[person] for person in participants if person in self.officials]
        if not known:
            return ()
        leading = as_it_happened([entry for official in known for entry in official.leading_at(moment)])
        if not leading:
            return ()
        former = [entry for official in known for entry in official.led_until(moment)]
        return (*leading, *(entry for entry in as_it_happened(former) if entry not in leading))

    def department_at(self, unit: str, moment: int) -> AsSaid:
        """Of the unit as named in a fact: merging it later does not move what was done there."""
        known = self.units.get(unit)
        return NOTHING if known is None else known.department_at(moment)

    def unit_standing(self, unit: str) -> Standing:
        known = self.units.get(unit)
        return UNTOUCHED if known is None else known.standing

    def hazard_standing(self, hazard: str) -> Standing:
        return self.hazards.get(hazard, UNTOUCHED)

    def counted_unit(self, unit: str) -> str | None:
        """The unit it is for counting; None when it, or the one it was merged into, was voided."""
        standing = self.unit_standing(unit)
        if standing is UNTOUCHED:
            return unit
        end = survivor(unit, self.unit_standing)
        gone = standing.voided or self.unit_standing(end).voided
        return None if gone else end

    def unit_links(self, unit: str, counted: str) -> Iterator[AnyOf]:
        """The mergers by which a unit is the one counted."""
        for link in links(unit, counted, self.unit_standing):
            yield (link,)

    def hazard_links(self, hazard: str, counted: str) -> Iterator[AnyOf]:
        """Likewise for a hazard."""
        for link in links(hazard, counted, self.hazard_standing):
            yield (link,)

    def counted_hazard(self, hazard: str) -> str | None:
        """Likewise for a hazard."""
        standing = self.hazard_standing(hazard)
        if standing is UNTOUCHED:
            return hazard
        end = survivor(hazard, self.hazard_standing)
        gone = standing.voided or self.hazard_standing(end).voided
        return None if gone else end
