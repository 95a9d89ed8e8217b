"""The life of one simulated hazard: planned, claimed, closed, looked back at, taken back, voided, merged."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from deploy.simulator.moments import DAY, HOUR, later
from deploy.simulator.telling import Telling
from deploy.simulator.unit_names import person
from deploy.simulator.words import words

COURSES: Mapping[str, int] = {
    "open": 7, "planned": 8, "controlled": 4, "claimed": 4, "closed_on_the_spot": 4, "closed": 38,
    "rejected": 6, "looked_back": 12, "relapsed": 3, "relapsed_again_closed": 4, "closure_taken_back": 2,
    "closure_restored": 1, "closed_late": 2, "voided": 3, "merged": 2,
}  # fmt: skip
_PLANNED = 0.7
_CLAIMED_BY_UNIT = 0.8


@dataclass(slots=True)
class Hazard:
    """A hazard while its life is told: where it stands in time."""

    telling: Telling
    chance: Random
    id: str
    verifier: str
    """The village or department that verifies and closes."""
    now: int

    def step(self, what: str, least: float, most: float, late: int = 0, /, **data: str) -> str | None:
        """The next fact of its life, entered so many seconds late; none once the window is over."""
        self.now = later(self.chance, self.now, least, most)
        if self.now >= self.telling.calendar.end:
            return None
        return self.telling.tell(
            f"hazard.{what}", self.now, {"hazard_id": self.id, **data}, sent=self.now + late
        )

    def correct(self, what: str, **data: str) -> None:
        """A correction of the whole hazard: the last that is told of it."""
        moment = max(self.now, min(later(self.chance, self.now, 1, 9), self.telling.calendar.end - HOUR))
        sent = max(moment, self.telling.latest + 600)
        self.telling.tell(f"hazard.{what}", moment, {"hazard_id": self.id, **data}, sent)


def tell_course(hazard: Hazard, course: str, survivor: str | None) -> None:
    match course:
        case "open":
            pass
        case "planned":
            _plan(hazard)
        case "controlled":
            _plan(hazard)
            hazard.step("controls_imposed", 0, 1, controls=hazard.chance.choice(words("hazards")["controls"]))
        case "closed_on_the_spot":
            hazard.step("closed", 0, 0, by=hazard.verifier, remark="现场整改完毕")
        case "voided":
            hazard.correct("voided", reason="复核不属于隐患，误报")
        case "merged" if survivor is not None:
            hazard.correct("merged", into=survivor)
        case _:
            if hazard.chance.random() < _PLANNED:
                _plan(hazard)
            _rectify(hazard, course)


def _plan(hazard: Hazard) -> None:
    lists, chance = words("hazards"), hazard.chance
    deadline = hazard.telling.calendar.day(hazard.now + chance.randint(5, 30) * DAY)
    hazard.step(
        "planned", 0, 2, responsible=person(chance), measures=chance.choice(lists["measures"]),
        funds=chance.choice(lists["funds"]), deadline=deadline.isoformat(),
        contingency=chance.choice(lists["contingencies"]),
    )  # fmt: skip


def _rectify(hazard: Hazard, course: str) -> None:
    _claim(hazard)
    if course == "claimed":
        return
    if course == "rejected":
        hazard.step("rectification_rejected", 0, 3, by=hazard.verifier, reason="整改不到位，退回重改")
        _claim(hazard)
    closure = _close(hazard, late=hazard.chance.randint(3, 15) * DAY if course == "closed_late" else 0)
    if closure is not None:
        _after_closure(hazard, course, closure)


def _claim(hazard: Hazard) -> None:
    by = "unit" if hazard.chance.random() < _CLAIMED_BY_UNIT else hazard.verifier
    hazard.step("rectification_claimed", 2, 14, by=by)


def _close(hazard: Hazard, late: int = 0) -> str | None:
    return hazard.step("closed", 0, 4, late, by=hazard.verifier, remark="现场核查，同意销号")


def _after_closure(hazard: Hazard, course: str, closure: str) -> None:
    match course:
        case "looked_back":
            hazard.step("look_back_passed", 7, 25, by=hazard.verifier)
        case "relapsed" | "relapsed_again_closed":
            failed = hazard.step("look_back_failed", 7, 25, by=hazard.verifier, remark="问题反弹")
            if failed is not None and course == "relapsed_again_closed":
                _claim(hazard)
                _close(hazard)
        case "closure_taken_back" | "closure_restored":
            moment = later(hazard.chance, hazard.now, 1, 6)
            undone = hazard.telling.take_back(closure, moment, "销号录入错误，撤回")
            if course == "closure_restored":
                hazard.telling.take_back(undone, later(hazard.chance, moment, 0, 2), "撤回有误，恢复销号")
        case _:
            pass
