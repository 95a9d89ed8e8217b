"""Hazards with all of their life: every fact acceptable at the moment it is said, in any order of times."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.oracle import hazard_state
from tests.oracle.said import Said, of_type, standing
from tests.oracle.teller import Teller

Step = Callable[[Teller, list[Said], datetime], dict[str, Any] | None]
"""The data of the next fact, or None when it could not be said at that time."""


def hazard_history(teller: Teller, hazard: str) -> list[Said]:
    facts = [_found(teller, hazard)]
    for _ in range(teller.rng.choice((0, 1, 2, 3, 4, 5, 7, 10, 14))):
        said = _next(teller, facts)
        if said is not None:
            facts.append(said)
    return facts


def _found(teller: Teller, hazard: str) -> Said:
    rng = teller.rng
    by = rng.choices(
        (teller.pick("department"), teller.pick("village"), teller.pick("working_group"), "unit"),
        (40, 30, 20, 10),
    )[0]
    return teller.say(
        ("hazard", hazard),
        "hazard.found",
        teller.moments.draw(),
        hazard_id=hazard,
        unit_id=rng.choice(teller.ids["unit"]),
        by=by,
        severity=rng.choices(("general", "major"), (3, 1))[0],
        description="灭火器过期，疏散通道堆放杂物",
        **teller.maybe(0.2, item="2-1.7"),
        **teller.maybe(0.2, location="二楼仓库"),
        **teller.maybe(0.1, inspection_id=rng.choice(teller.ids["inspection"])),
    )


def _next(teller: Teller, facts: list[Said]) -> Said | None:
    rng, subject = teller.rng, facts[0].subject
    if of_type(standing(facts), "hazard.voided"):
        return teller.take_back(facts) if rng.random() < 0.3 else None
    if rng.random() < 0.12:
        return teller.take_back(facts)
    type_ = rng.choices(list(STEPS), [weight for weight, _ in STEPS.values()])[0]
    corrects = type_ in ("hazard.referral_withdrawn", "hazard.voided", "hazard.merged")
    time = teller.moments.draw(after=None if corrects else facts[0].time)
    data = STEPS[type_][1](teller, facts, time)
    if data is None:
        return None
    if data.get("reason") == "misjudged" and rng.random() < 0.5:
        time = teller.moments.draw()
    return teller.say(subject, type_, time, hazard_id=subject[1], **data)


def _planned(teller: Teller, facts: list[Said], time: datetime) -> dict[str, Any] | None:
    if hazard_state.closed_at(facts, time):
        return None
    return {
        "responsible": "店主",
        "measures": "更换灭火器",
        "funds": "自筹 500 元",
        "deadline": teller.rng.choice(("2024-12-31", "2025-02-28")),
        "contingency": "停业撤离",
    }


def _controls(_: Teller, facts: list[Said], time: datetime) -> dict[str, Any] | None:
    return None if hazard_state.closed_at(facts, time) else {"controls": "专人值守"}


def _claimed(teller: Teller, facts: list[Said], time: datetime) -> dict[str, Any] | None:
    if hazard_state.closed_at(facts, time):
        return None
    return {"by": teller.rng.choice(("unit", _anybody(teller)))}


def _rejected(teller: Teller, facts: list[Said], time: datetime) -> dict[str, Any] | None:
    if hazard_state.closed_at(facts, time):
        return None
    return {"by": _anybody(teller), "reason": "未整改到位"}


def _verifier(teller: Teller) -> str:
    return teller.pick(teller.rng.choice(("department", "village")))


def _anybody(teller: Teller) -> str:
    return teller.rng.choice(list(teller.town.kinds))


def _closed(teller: Teller, _: list[Said], __: datetime) -> dict[str, Any] | None:
    return {"by": _verifier(teller), **teller.maybe(0.2, remark="已现场核验")}


def _looked_back(teller: Teller, facts: list[Said], time: datetime) -> dict[str, Any] | None:
    return {"by": _anybody(teller)} if hazard_state.closed_at(facts, time) else None


def _regraded(teller: Teller, _: list[Said], __: datetime) -> dict[str, Any] | None:
    reason, severity = teller.rng.choice(
        (("raised", "major"), ("mitigated", "general"), ("misjudged", "major"), ("misjudged", "general"))
    )
    return {"severity": severity, "reason": reason}


def _referred(teller: Teller, _: list[Said], __: datetime) -> dict[str, Any] | None:
    if teller.rng.random() < 0.4:
        return {"by": teller.pick("village"), "to": teller.pick("department")}
    by = teller.pick("department")
    others = [id_ for id_ in teller.town.of_kind("department") if id_ != by]
    to = teller.pick("district_department") if teller.rng.random() < 0.7 else teller.rng.choice(others)
    return {"by": by, "to": to}


def _answered(teller: Teller, facts: list[Said], time: datetime) -> dict[str, Any] | None:
    known = [sent for sent in hazard_state.sendings(facts) if sent.time <= time]
    if not known:
        return None
    return {"to": teller.rng.choice(known).data["to"], "answer": teller.rng.choice(("accepted", "refused"))}


def _withdrawn(teller: Teller, facts: list[Said], _: datetime) -> dict[str, Any] | None:
    live = hazard_state.sendings(facts)
    return {"to": teller.rng.choice(live).data["to"], "reason": teller.reason()} if live else None


def _supervised(teller: Teller, _: list[Said], __: datetime) -> dict[str, Any] | None:
    return {
        "by": teller.pick("department"),
        **teller.maybe(0.5, level=teller.rng.choice(("1", "2", "3"))),
        **teller.maybe(0.3, leader=teller.rng.choice(list(teller.town.terms))),
    }


def _lifted(teller: Teller, facts: list[Said], time: datetime) -> dict[str, Any] | None:
    by = hazard_state.supervisor_at(facts, time)
    return None if by is None else {"by": teller.rng.choice((by, _anybody(teller)))}


def _voided(teller: Teller, _: list[Said], __: datetime) -> dict[str, Any] | None:
    return {"reason": teller.reason()}


def _merged(teller: Teller, facts: list[Said], _: datetime) -> dict[str, Any] | None:
    into = teller.other(facts[0].subject)
    return None if into is None else {"into": into}


STEPS: dict[str, tuple[int, Step]] = {
    "hazard.planned": (3, _planned),
    "hazard.controls_imposed": (2, _controls),
    "hazard.rectification_claimed": (4, _claimed),
    "hazard.closed": (18, _closed),
    "hazard.rectification_rejected": (4, _rejected),
    "hazard.look_back_passed": (3, _looked_back),
    "hazard.look_back_failed": (10, _looked_back),
    "hazard.regraded": (18, _regraded),
    "hazard.referred": (18, _referred),
    "hazard.referral_answered": (4, _answered),
    "hazard.referral_withdrawn": (7, _withdrawn),
    "hazard.supervision_ordered": (6, _supervised),
    "hazard.supervision_lifted": (4, _lifted),
    "hazard.voided": (3, _voided),
    "hazard.merged": (4, _merged),
}
