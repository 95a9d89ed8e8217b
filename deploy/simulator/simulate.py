"""The whole campaign, unit by unit: the same seed and sizes give the same bytes, in bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2s
from random import Random

from deploy.simulator.deck import shuffled
from deploy.simulator.enforcement import MEASURES, tell_enforcement
from deploy.simulator.hazard_asides import ASIDES
from deploy.simulator.hazard_finds import HazardDecks, choose_finds, tell_finds
from deploy.simulator.hazard_life import COURSES
from deploy.simulator.scene import Scene
from deploy.simulator.self_checks import tell_self_checks
from deploy.simulator.telling import Sent, Telling
from deploy.simulator.town import Town
from deploy.simulator.unit_life import LIVES, tell_life, tell_registration
from deploy.simulator.units import Unit, make_unit
from deploy.simulator.visits import VISITS, plan_visit, tell_inspection, tell_mistaken_inspection

_EVENLY_APART = 0.999
_HAZARDS_PER_VISIT = (0, 1, 1, 2, 2, 3)
_VISITED_WITHOUT_HAZARD = 0.6


@dataclass(frozen=True, slots=True)
class Plan:
    seed: int
    units: int = 600
    hazards: int = 5_000
    until: datetime | None = None
    """Only what has been sent by then: for a deployment whose clock stands inside the window."""

    @property
    def namespace(self) -> str:
        """In every id, so that campaigns of other seeds or sizes can be published beside this one."""
        return blake2s(f"{self.seed}/{self.units}/{self.hazards}".encode(), digest_size=3).hexdigest()

    @property
    def about(self) -> int:
        """Roughly how many facts that makes, to tell how long it takes."""
        return 600 + 4 * self.units + self.hazards * 9 // 2


def simulate(town: Town, plan: Plan) -> Iterator[bytes]:
    """The facts as lines of JSON, each sheet of them in the order they were sent."""
    return (each.line for each in simulated(town, plan))


def simulated(town: Town, plan: Plan) -> Iterator[Sent]:
    """The same, each with the moment at which it is sent."""
    return _Campaign(town, plan).sent()


class _Campaign:
    def __init__(self, town: Town, plan: Plan) -> None:
        self.town, self.plan = town, plan
        seed = plan.namespace
        until = None if plan.until is None else town.calendar.moment(plan.until)
        self.telling = Telling(seed, town.calendar, until)
        self.villages = shuffled(dict.fromkeys(town.villages, 1), f"{seed}/villages")
        self.lives = shuffled(LIVES, f"{seed}/lives")
        self.visits = shuffled(VISITS, f"{seed}/visits")
        self.measures = shuffled(MEASURES, f"{seed}/measures")
        self.hazards = HazardDecks(shuffled(COURSES, f"{seed}/courses"), shuffled(ASIDES, f"{seed}/asides"))

    def sent(self) -> Iterator[Sent]:
        chance = Random(f"{self.plan.namespace}/self-checks")  # noqa: S311 - a reproducible story
        tell_self_checks(self.telling, self.town, chance)
        twin = None
        for number in range(self.plan.units):
            unit = make_unit(self.town, self.plan.namespace, number, self.villages)
            yield from self._unit(unit, twin)
            twin = unit
        yield from self.telling.rest()

    def _unit(self, unit: Unit, twin: Unit | None) -> Iterator[Sent]:
        chance = Random(f"{self.plan.namespace}/life/{unit.number}")  # noqa: S311 - a reproducible story
        scene = Scene(self.telling, self.town, unit, chance)
        life = self.lives.deal()
        self.telling.entered = unit.registered
        tell_registration(scene, life, twin)
        tell_life(scene, life, twin)
        hazards = allotted(self.plan, unit.number)
        visits = 0
        while hazards or (visits == 0 and chance.random() < _VISITED_WITHOUT_HAZARD):
            visits += 1
            hazards -= self._visit(scene, visits, hazards)
            yield from self.telling.full_sheet()

    def _visit(self, scene: Scene, number: int, most: int) -> int:
        """One visit with what was found; how many hazards it found."""
        kind = self.visits.deal()
        visit = plan_visit(scene, kind, number)
        self.telling.entered = max(scene.unit.registered, visit.sent)
        if kind == "voided":
            tell_mistaken_inspection(scene, visit)
            return 0
        count = min(most, scene.chance.choice(_HAZARDS_PER_VISIT))
        finds = choose_finds(scene, visit, count, self.hazards)
        if visit.inspection is not None:
            tell_inspection(scene, kind, visit, [one.item for one in finds])
        tell_finds(scene, visit, finds)
        if visit.inspection is not None:
            tell_enforcement(scene, visit, self.measures.deal(), finds[0].hazard if finds else None)
        return count


def allotted(plan: Plan, number: int) -> int:
    """How many hazards this unit has: uneven, and exactly `plan.hazards` over all units."""
    return _before(plan, number + 1) - _before(plan, number)


def _before(plan: Plan, number: int) -> int:
    if number in (0, plan.units):
        return plan.hazards * number // plan.units
    shift = Random(f"{plan.namespace}/share/{number}").random()  # noqa: S311 - a reproducible story
    return int(plan.hazards * (number + shift * _EVENLY_APART) / plan.units)
