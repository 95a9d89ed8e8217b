"""What happens to a simulated unit itself: registered, graded, reassigned, closed down, merged, voided."""

from deploy.simulator.moments import later, working_hour
from deploy.simulator.scene import Scene
from deploy.simulator.unit_names import credit_code
from deploy.simulator.units import Unit
from shared.json_types import JsonObject

LIVES = {
    "steady": 29, "ungraded": 3, "regraded": 4, "regraded_late": 1, "moved": 1, "reassigned": 1,
    "reassigned_late": 1, "without_department": 1, "described": 2, "closed_down": 2, "reopened": 2,
    "duplicate": 1, "voided": 1, "mistaken_grade": 1,
}  # fmt: skip
_GRADED_AT_ONCE = 0.5
_ALL_GRADED = 13


def tell_registration(scene: Scene, life: str, twin: Unit | None) -> None:
    """The unit enters the registry, usually with its grade; a duplicate is its twin under a new id."""
    unit, telling = scene.unit, scene.telling
    data = unit.registration()
    if life == "duplicate" and twin is not None:
        data |= {"name": twin.name.removeprefix("渝北区").removeprefix("大盛镇"), "village": twin.village.id}
    if life != "ungraded" and scene.chance.random() < _GRADED_AT_ONCE:
        data["grade"] = unit.grade
    telling.tell("unit.registered", unit.registered, data)
    if life != "ungraded" and "grade" not in data:
        moment = max(unit.registered + 600, working_hour(scene.chance, -3, _ALL_GRADED - 1))
        telling.tell("unit.graded", moment, {"unit_id": unit.id, "grade": unit.grade})


def tell_life(scene: Scene, life: str, twin: Unit | None) -> None:
    """Everything after the registration, told after it whatever its date."""
    unit, telling, chance = scene.unit, scene.telling, scene.chance
    one: JsonObject = {"unit_id": unit.id}
    moment = max(unit.registered + 3_600, working_hour(chance, _ALL_GRADED, 80))
    match life:
        case "regraded":
            telling.tell("unit.graded", moment, one | {"grade": chance.choice(["red", "orange", "yellow"])})
        case "regraded_late":
            graded = one | {"grade": chance.choice(["red", "orange"])}
            telling.tell("unit.graded", moment, graded, sent=later(chance, moment, 3, 15))
        case "mistaken_grade":
            mistaken = telling.tell("unit.graded", moment, one | {"grade": "red"})
            telling.take_back(mistaken, later(chance, moment, 1, 6), "分级录入错误，撤回")
        case "moved" | "reassigned" | "reassigned_late" | "without_department":
            sent = later(chance, moment, 5, 20) if life == "reassigned_late" else None
            telling.tell("unit.reassigned", moment, one | _assignment(scene, life), sent)
        case "described":
            telling.tell("unit.described", moment, one | {"uscc": credit_code(chance, unit.kind)})
            telling.tell("unit.described", moment + 900, one | {"name": f"{unit.name}（新址）"})
        case "closed_down" | "reopened":
            telling.tell("unit.closed_down", moment, one | {"reason": chance.choice(["歇业", "停业整顿"])})
            if life == "reopened":
                telling.tell("unit.reopened", later(chance, moment, 5, 20), one | {"reason": "恢复营业"})
        case "duplicate" if twin is not None:
            telling.tell("unit.merged", moment, one | {"into": twin.id}, sent=telling.calendar.end)
        case "voided":
            telling.tell("unit.voided", moment, one | {"reason": "不在本镇辖区，误录"})
        case _:
            pass


def _assignment(scene: Scene, life: str) -> JsonObject:
    unit, town = scene.unit, scene.town
    match life:
        case "moved":
            others = [one.id for one in town.villages if one != unit.village]
            return {"village": scene.chance.choice(others)}
        case "without_department":
            return {"department": None}
        case _:
            others = [one.id for one in town.departments if one.id != unit.department]
            return {"department": scene.chance.choice(others)}
