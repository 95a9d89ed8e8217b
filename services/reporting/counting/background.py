"""What the marks of a subject depend on beyond its own entries, as known at given positions."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.subjects.merging import UNTOUCHED, Standing, survivor
from services.reporting.subjects.official import Official
from services.reporting.subjects.organisation import Organisation
from services.reporting.subjects.unit import Unit


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

    def led(self, participants: list[str], moment: int) -> bool:
        """Whether one of them held office as a leader at that moment."""
        return any(
            self.officials[person].is_leader_at(moment) for person in participants if person in self.officials
        )

    def department_at(self, unit: str, moment: int) -> str | None:
        """Of the unit as named in a fact: merging it later does not move what was done there."""
        known = self.units.get(unit)
        return None if known is None else known.department_at(moment)

    def unit_standing(self, unit: str) -> Standing:
        known = self.units.get(unit)
        return UNTOUCHED if known is None else known.standing

    def hazard_standing(self, hazard: str) -> Standing:
        return self.hazards.get(hazard, UNTOUCHED)

    def counted_unit(self, unit: str) -> str | None:
        """The unit it is for counting; None when it, or the one it was merged into, was voided."""
        end = survivor(unit, self.unit_standing)
        gone = self.unit_standing(unit).voided or self.unit_standing(end).voided
        return None if gone else end

    def counted_hazard(self, hazard: str) -> str | None:
        """Likewise for a hazard."""
        end = survivor(hazard, self.hazard_standing)
        gone = self.hazard_standing(hazard).voided or self.hazard_standing(end).voided
        return None if gone else end
