"""How hazards come to light: by an inspection of a village, department or group, or the unit's own report."""

from dataclasses import dataclass

from deploy.simulator.moments import DAY, later, working_hour
from deploy.simulator.scene import Scene
from deploy.simulator.words import words
from shared.json_types import JsonObject

VISITS = {
    "village": 39, "department": 28, "joint": 9, "group": 4, "group_joint": 2, "with_leader": 2,
    "entered_late": 4, "voided": 2, "self_report": 8, "before_window": 2,
}  # fmt: skip
_CHECKLISTS = {"micro_enterprise": "2-1", "small_venue": "2-2", "other": "2-1"}
_COMES_ALONG = 0.6
_LEADER_DROPS_IN = 0.03


@dataclass(frozen=True, slots=True)
class Visit:
    """Who was there and when; `inspection` is absent when the unit reported by itself."""

    number: int
    by: str
    moment: int
    sent: int
    inspection: str | None
    checklist: str


def plan_visit(scene: Scene, kind: str, number: int) -> Visit:
    chance, unit = scene.chance, scene.unit
    days = (-60, 0) if kind == "before_window" else (0, scene.town.calendar.end // DAY)
    moment = working_hour(chance, *days)
    return Visit(
        number=number,
        by=_who(scene, kind),
        moment=moment,
        sent=later(chance, moment, 4, 21) if kind == "entered_late" else moment,
        inspection=None if kind == "self_report" else f"i-{unit.id[2:]}-{number}",
        checklist=_CHECKLISTS[unit.kind],
    )


def _who(scene: Scene, kind: str) -> str:
    unit = scene.unit
    match kind:
        case "self_report":
            return "unit"
        case "department" | "with_leader" | "joint" if unit.department is not None:
            return unit.department
        case "group" | "group_joint":
            groups = scene.town.groups_of(unit.village.id, unit.department)
            return scene.chance.choice(groups or scene.town.groups).id
        case _:
            return unit.village.id


def tell_inspection(scene: Scene, kind: str, visit: Visit, items: list[str]) -> None:
    """The inspection with the items that failed, and some that passed."""
    data: JsonObject = {
        "inspection_id": visit.inspection, "unit_id": scene.unit.id, "by": visit.by,
        "participants": _participants(scene, visit.by, kind), "checklist": visit.checklist,
        "findings": _findings(scene, visit.checklist, items),
    }  # fmt: skip
    if kind in ("joint", "group_joint"):
        data["with"] = [one for one in (scene.unit.village.id, scene.department) if one != visit.by]
    scene.telling.tell("inspection.completed", visit.moment, data, visit.sent)


def tell_mistaken_inspection(scene: Scene, visit: Visit) -> None:
    """An inspection of another unit, entered here by mistake and voided."""
    data: JsonObject = {
        "inspection_id": visit.inspection, "unit_id": scene.unit.id, "by": visit.by, "participants": [],
    }  # fmt: skip
    scene.telling.tell("inspection.completed", visit.moment, data)
    voided: JsonObject = {"inspection_id": visit.inspection, "reason": "检查对象录错"}
    scene.telling.tell("inspection.voided", later(scene.chance, visit.moment, 0, 5), voided)


def _participants(scene: Scene, by: str, kind: str) -> list[str]:
    chance, town = scene.chance, scene.town
    group = next((one for one in town.groups if one.id == by), None)
    if group is not None:
        return [one for one in group.officials if chance.random() < _COMES_ALONG]
    if kind == "with_leader" or chance.random() < _LEADER_DROPS_IN:
        return [chance.choice(town.officials)]
    return []


def _findings(scene: Scene, checklist: str, failed: list[str]) -> list[JsonObject]:
    items = [code for code in words("hazards")["items"] if code.startswith(f"{checklist}.")]
    passed = [code for code in scene.chance.sample(items, 2) if code not in failed]
    return [{"item": code, "passed": False} for code in dict.fromkeys(failed)] + [
        {"item": code, "passed": True} for code in passed
    ]
