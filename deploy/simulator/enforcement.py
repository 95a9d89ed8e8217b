"""What a department does about a unit: penalties and cases, some revoked, voided or withdrawn."""

from collections.abc import Mapping
from random import Random

from deploy.simulator.moments import later
from deploy.simulator.scene import Scene
from deploy.simulator.visits import Visit
from shared.json_types import JsonObject

MEASURES: Mapping[str, int] = {
    "none": 48, "fined": 3, "fined_and_stopped": 1, "stopped": 1, "suspended": 1, "warned": 1,
    "revoked": 1, "voided": 1, "case": 1, "case_withdrawn": 1, "case_sent_anew": 1,
}  # fmt: skip
_KINDS: Mapping[str, list[str]] = {
    "fined_and_stopped": ["fine", "stop_work"], "stopped": ["stop_work"], "suspended": ["suspend_business"],
    "warned": ["other"],
}  # fmt: skip
_FINES_IN_YUAN = (200, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 35_000)
_WITH_FEN = 0.1


def tell_enforcement(scene: Scene, visit: Visit, measure: str, hazard: str | None) -> None:
    moment = later(scene.chance, visit.moment, 2, 20)
    if measure == "none" or moment >= scene.telling.calendar.end:
        return
    if measure.startswith("case"):
        _tell_case(scene, visit, moment, measure)
    else:
        _tell_penalty(scene, visit, moment, measure, hazard)


def _tell_penalty(scene: Scene, visit: Visit, moment: int, measure: str, hazard: str | None) -> None:
    unit, telling = scene.unit, scene.telling
    penalty = f"p-{unit.id[2:]}-{visit.number}"
    year = telling.calendar.day(moment).year
    kinds = _KINDS.get(measure, ["fine"])
    data: JsonObject = {
        "penalty_id": penalty, "unit_id": unit.id, "by": scene.department, "kinds": kinds,
        "fine_fen": _fine(scene.chance) if "fine" in kinds else 0,
        "decision_no": f"渝北大盛安罚〔{year}〕{unit.number + 1}-{visit.number}号",
    }  # fmt: skip
    if hazard is not None:
        data["hazard_id"] = hazard
    telling.tell("penalty.imposed", moment, data)
    if measure in ("revoked", "voided"):
        reason = "复议后撤销" if measure == "revoked" else "文书录入错误"
        sent = later(scene.chance, moment, 3, 15)
        telling.tell(f"penalty.{measure}", sent, {"penalty_id": penalty, "reason": reason})


def _fine(chance: Random) -> int:
    """Mostly round sums; now and then one with fen, as late charges make them."""
    return chance.choice(_FINES_IN_YUAN) * 100 + (
        chance.randint(1, 9_999) if chance.random() < _WITH_FEN else 0
    )


def _tell_case(scene: Scene, visit: Visit, moment: int, measure: str) -> None:
    receiver = scene.chance.choice(scene.town.district_departments).id
    case = f"c-{scene.unit.id[2:]}-{visit.number}"
    referred: JsonObject = {
        "case_id": case, "unit_id": scene.unit.id, "by": scene.department, "to": receiver,
    }  # fmt: skip
    scene.telling.tell("case.referred", moment, referred)
    if measure != "case":
        withdrawn = later(scene.chance, moment, 1, 6)
        scene.telling.tell("case.withdrawn", withdrawn, {"case_id": case, "reason": "材料不全，撤回补正"})
        if measure == "case_sent_anew":
            scene.telling.tell("case.referred", later(scene.chance, withdrawn, 2, 8), referred)
