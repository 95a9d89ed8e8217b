"""The hazards that one visit brings to light: chosen first, so that the inspection lists them, then told."""

from collections.abc import Mapping
from dataclasses import dataclass

from deploy.simulator.deck import Deck
from deploy.simulator.hazard_asides import MAJOR_FROM_THE_START, Aside, tell_aside
from deploy.simulator.hazard_life import Hazard, tell_course
from deploy.simulator.scene import Scene
from deploy.simulator.visits import Visit
from deploy.simulator.words import words
from shared.json_types import JsonObject

_MAJOR = 0.025


@dataclass(frozen=True, slots=True)
class HazardDecks:
    courses: Deck[str]
    asides: Deck[str]


@dataclass(frozen=True, slots=True)
class Find:
    """A defect and the stories it was dealt."""

    hazard: str
    major: bool
    item: str
    description: str
    course: str
    aside: str


def choose_finds(scene: Scene, visit: Visit, count: int, decks: HazardDecks) -> list[Find]:
    return [
        _choose(scene, f"h-{scene.unit.id[2:]}-{visit.number}-{index + 1}", visit.checklist, decks)
        for index in range(count)
    ]


def _choose(scene: Scene, hazard: str, checklist: str, decks: HazardDecks) -> Find:
    chance = scene.chance
    aside = decks.asides.deal()
    major = aside in MAJOR_FROM_THE_START or chance.random() < _MAJOR
    defects: Mapping[str, list[str]] = words("hazards")["major" if major else "items"]
    item = chance.choice([code for code in defects if code.startswith(f"{checklist}.")])
    return Find(hazard, major, item, chance.choice(defects[item]), decks.courses.deal(), aside)


def tell_finds(scene: Scene, visit: Visit, finds: list[Find]) -> None:
    telling, chance = scene.telling, scene.chance
    verifier = visit.by if visit.by in (scene.unit.village.id, scene.unit.department) else scene.department
    survivor = None
    for find in finds:
        telling.latest = visit.sent
        telling.tell("hazard.found", visit.moment, _found(scene, visit, find))
        tell_aside(Aside(scene, find.hazard, visit.moment), find.aside)
        tell_course(Hazard(telling, chance, find.hazard, verifier, visit.moment), find.course, survivor)
        survivor = find.hazard


def _found(scene: Scene, visit: Visit, find: Find) -> JsonObject:
    data: JsonObject = {
        "hazard_id": find.hazard, "unit_id": scene.unit.id, "by": visit.by, "item": find.item,
        "severity": "major" if find.major else "general", "description": find.description,
        "location": scene.chance.choice(words("hazards")["places"]),
    }  # fmt: skip
    if visit.inspection is not None:
        data["inspection_id"] = visit.inspection
    return data
