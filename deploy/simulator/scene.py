"""Where a story is set: one unit of the town, and what its story is told with."""

from dataclasses import dataclass
from random import Random

from deploy.simulator.telling import Telling
from deploy.simulator.town import Town
from deploy.simulator.units import Unit


@dataclass(frozen=True, slots=True)
class Scene:
    telling: Telling
    town: Town
    unit: Unit
    chance: Random

    @property
    def department(self) -> str:
        """The unit's own, or the one that looks after it for want of one."""
        departments = self.town.departments
        return self.unit.department or departments[self.unit.number % len(departments)].id
