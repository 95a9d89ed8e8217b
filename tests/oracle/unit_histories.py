"""Units with every change and correction, each fact acceptable when it is said."""

from typing import Any

from tests.oracle.said import Said, of_type, standing
from tests.oracle.teller import Teller

GRADES = ("red", "orange", "yellow", "blue")
KINDS = ("micro_enterprise", "small_venue", "other")


def unit_history(teller: Teller, unit: str) -> list[Said]:
    facts = [_registered(teller, unit)]
    for _ in range(teller.rng.choice((0, 1, 2, 3, 4, 6, 9))):
        said = _next(teller, facts)
        if said is not None:
            facts.append(said)
    return facts


def _registered(teller: Teller, unit: str) -> Said:
    rng = teller.rng
    time = teller.moments.before_window() if rng.random() < 0.6 else teller.moments.draw()
    return teller.say(
        ("unit", unit),
        "unit.registered",
        time,
        unit_id=unit,
        name=f"大盛{rng.randint(1, 99)}号店",
        kind=rng.choice(KINDS),
        village=teller.pick("village"),
        **teller.maybe(0.7, department=teller.pick("department")),
        **teller.maybe(0.6, grade=rng.choice(GRADES)),
        **teller.maybe(0.1, uscc="91350100M000100Y43"),
        **teller.maybe(0.2, address="大盛镇明月街"),
    )


def _next(teller: Teller, facts: list[Said]) -> Said | None:
    rng, subject = teller.rng, facts[0].subject
    if of_type(standing(facts), "unit.voided"):
        return teller.take_back(facts) if rng.random() < 0.3 else None
    what = rng.choices(
        ("graded", "reassigned", "closed_down", "reopened", "described", "merged", "voided", "taken back"),
        (20, 25, 12, 12, 4, 5, 4, 12),
    )[0]
    if what == "taken back":
        return teller.take_back(facts)
    if what == "merged" and teller.other(subject) is None:
        return None
    corrects = what in ("merged", "voided")
    time = teller.moments.draw(after=None if corrects else facts[0].time)
    return teller.say(subject, f"unit.{what}", time, unit_id=subject[1], **_details(teller, what, facts))


def _details(teller: Teller, what: str, facts: list[Said]) -> dict[str, Any]:
    rng = teller.rng
    match what:
        case "graded":
            return {"grade": rng.choice(GRADES)}
        case "reassigned":
            return rng.choice(
                (
                    {"department": teller.pick("department")},
                    {"department": None},
                    {"village": teller.pick("village")},
                    {"village": teller.pick("village"), "department": teller.pick("department")},
                    {"village": teller.pick("village"), "department": None},
                )
            )
        case "described":
            return rng.choice(({"name": "改名后的店"}, {"address": "新址"}, {"kind": rng.choice(KINDS)}))
        case "merged":
            return {"into": teller.other(facts[0].subject)}
        case "voided":
            return {"reason": teller.reason()}
        case _:
            return teller.maybe(0.5, reason=teller.reason())
