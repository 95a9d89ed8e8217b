"""A major hazard is told at once, to everybody it concerns, once."""

from collections.abc import Callable

import pytest

from services.notifications.rules.demand import Demand
from tests.notifications.chain import Chain, day
from tests.notifications.rules.hazard_town import UNIT, demanded, found, whom

History = Callable[[Chain], object]
LEADERS = ["office 党委书记", "office 镇长"]
LEARNT = "duty 2025-01-29"
"""On which a chain's events are recorded."""


def told(chain: Chain) -> list[Demand]:
    return [demand for demand in demanded(chain) if demand.rule == "major_found"]


def regraded(chain: Chain, number: int, severity: str, reason: str) -> int:
    return chain.hazard("regraded", "h-1", number, severity=severity, reason=reason)


@pytest.mark.parametrize(
    ("unit", "in_charge"),
    [
        (UNIT, ["v-1", "d-1"]),
        ({"id": "u-1", "village": "v-1"}, ["v-1"]),
        (None, []),
    ],
)
def test_who_is_told(unit: dict[str, object] | None, in_charge: list[str]) -> None:
    [demand] = demanded(found(severity="major"), unit=unit)
    seats = [f"{seat} {filer}" for filer in in_charge for seat in ("reporter", "head", "member")]
    assert whom(demand) == ["safety_office", *seats, *LEADERS, LEARNT]
    assert (demand.due, demand.until) == (day(1), None)


@pytest.mark.parametrize(
    ("severity", "history", "due"),
    [
        ("general", lambda _: None, None),
        ("major", lambda _: None, 1),
        ("general", lambda c: regraded(c, 5, "major", "raised"), 5),
        ("general", lambda c: regraded(c, 5, "major", "misjudged"), 5),
        # Said again, it is nothing new, whatever its date.
        ("major", lambda c: regraded(c, 5, "major", "raised"), 1),
        ("general", lambda c: (regraded(c, 5, "major", "raised"), regraded(c, 3, "major", "raised")), 5),
        ("general", lambda c: (regraded(c, 5, "major", "raised"), regraded(c, 9, "major", "misjudged")), 5),
        # What became less is not told, and what rises again is.
        ("major", lambda c: regraded(c, 5, "general", "mitigated"), None),
        ("major", lambda c: regraded(c, 5, "general", "misjudged"), None),
        ("major", lambda c: (regraded(c, 5, "general", "mitigated"), regraded(c, 8, "major", "raised")), 8),
        ("general", lambda c: c.take_back("hazard/h-1", regraded(c, 5, "major", "raised")), None),
        # Nor is what somebody has settled.
        ("major", lambda c: c.hazard("rectification_claimed", "h-1", 5, by="unit"), 1),
        ("major", lambda c: c.hazard("closed", "h-1", 5, by="v-1"), None),
        ("major", lambda c: c.hazard("voided", "h-1", 5, reason="误报"), None),
        ("major", lambda c: c.hazard("merged", "h-1", 5, into="h-2"), None),
        (
            "major",
            lambda c: (
                c.hazard("closed", "h-1", 5, by="v-1"),
                c.hazard("look_back_failed", "h-1", 7, by="v-1"),
            ),
            1,
        ),
    ],
)
def test_when_it_is_due(severity: str, history: History, due: int | None) -> None:
    chain = found(severity=severity)
    history(chain)
    assert [demand.due for demand in told(chain)] == ([] if due is None else [day(due)])


def test_it_says_who_found_it() -> None:
    [demand] = told(found(severity="major", by="g-1"))
    assert (demand.facts["organisation"], demand.facts["organisation_name"]) == ("g-1", "名g-1")
