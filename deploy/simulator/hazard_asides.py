"""What may happen beside the life of a simulated hazard: regraded, referred, put under listed supervision."""

from collections.abc import Mapping
from dataclasses import dataclass

from deploy.simulator.moments import DAY, later
from deploy.simulator.scene import Scene

ASIDES: Mapping[str, int] = {
    "none": 68, "raised": 3, "raise_taken_back": 1, "mitigated": 3, "misjudged_up": 2, "misjudged_down": 2,
    "referred": 5, "referred_late": 1, "referred_on": 2, "referral_refused": 2, "referral_withdrawn": 1,
    "referral_sent_anew": 1, "referred_to_district": 3, "supervised": 2, "supervised_late": 1, "lifted": 3,
}  # fmt: skip
MAJOR_FROM_THE_START = frozenset({"mitigated", "misjudged_down"})
_LEADER_NAMED = 0.7


@dataclass(frozen=True, slots=True)
class Aside:
    """One hazard of the scene's unit."""

    scene: Scene
    hazard: str
    found: int

    def tell(self, what: str, moment: int, late: int = 0, /, **data: str) -> str:
        return self.scene.telling.tell(
            f"hazard.{what}", moment, {"hazard_id": self.hazard, **data}, sent=moment + late
        )

    def pick_department(self) -> str:
        """Another than the unit's own."""
        others = [one.id for one in self.scene.town.departments if one.id != self.scene.department]
        return self.scene.chance.choice(others)

    def after(self, moment: int, least_days: int, most_days: int) -> int:
        return later(self.scene.chance, moment, least_days, most_days)

    def days(self, story: str) -> int:
        """By how much it is entered late, if at all."""
        return self.scene.chance.randint(3, 20) * DAY if story.endswith("_late") else 0


def tell_aside(aside: Aside, story: str) -> None:
    moment = aside.after(aside.found, 0, 6)
    if moment >= aside.scene.telling.calendar.end:
        return
    match story:
        case "none":
            pass
        case "raised":
            aside.tell("regraded", moment, severity="major", reason="raised")
        case "raise_taken_back":
            raised = aside.tell("regraded", moment, severity="major", reason="raised")
            aside.scene.telling.take_back(raised, aside.after(moment, 0, 4), "升级误录，撤回")
        case "mitigated":
            aside.tell("regraded", moment, severity="general", reason="mitigated")
        case "misjudged_up":
            aside.tell("regraded", moment, severity="major", reason="misjudged")
        case "misjudged_down":
            aside.tell("regraded", moment, severity="general", reason="misjudged")
        case "supervised" | "supervised_late" | "lifted":
            _supervise(aside, story, moment)
        case _:
            _refer(aside, story, moment)


def _supervise(aside: Aside, story: str, moment: int) -> None:
    scene = aside.scene
    data = {"by": scene.department, "level": scene.chance.choice(scene.town.supervision_levels)}
    if scene.chance.random() < _LEADER_NAMED:
        data["leader"] = scene.chance.choice(scene.town.officials)
    aside.tell("supervision_ordered", moment, aside.days(story), **data)
    if story == "lifted":
        aside.tell("supervision_lifted", aside.after(moment, 10, 30), by=scene.department)


def _refer(aside: Aside, story: str, moment: int) -> None:
    scene = aside.scene
    village, department = scene.unit.village.id, scene.department
    if story == "referred_to_district":
        receiver = scene.chance.choice(scene.town.district_departments).id
        aside.tell("referred", moment, by=department, to=receiver)
        return
    aside.tell("referred", moment, aside.days(story), by=village, to=department)
    answered = aside.after(moment, 1, 5)
    match story:
        case "referred" | "referred_on":
            aside.tell("referral_answered", answered, to=department, answer="accepted")
            if story == "referred_on":
                aside.tell("referred", answered + DAY, by=department, to=aside.pick_department())
        case "referral_refused":
            remark = "不属于本科室职责"
            aside.tell("referral_answered", answered, to=department, answer="refused", remark=remark)
            aside.tell("referred", answered + DAY, by=village, to=aside.pick_department())
        case "referral_withdrawn" | "referral_sent_anew":
            aside.tell("referral_withdrawn", answered, to=department, reason="移送对象选错")
            if story == "referral_sent_anew":
                aside.tell("referred", answered + DAY, by=village, to=department)
        case _:
            pass
