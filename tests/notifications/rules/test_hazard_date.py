"""The date of a plan: near, past, and nothing more once somebody has closed it."""

from datetime import UTC, datetime

import pytest

from services.notifications.rules.demand import Demand
from shared.instant import SHANGHAI
from tests.notifications.chain import Chain
from tests.notifications.rules.hazard_town import PLAN, UNIT, demanded, found, local, whom


def planned(deadline: str, **how: str) -> Chain:
    chain = found(**how)
    chain.hazard("planned", "h-1", 2, deadline=deadline, **PLAN)
    return chain


def of_rule(chain: Chain, rule: str) -> list[Demand]:
    return [demand for demand in demanded(chain) if demand.rule == rule]


@pytest.mark.parametrize(
    ("deadline", "near", "past"),
    [
        ("2024-12-12", "12-10", ["12-13", "12-20", "12-27", "01-03"]),
        ("2024-12-09", "12-06", ["12-10", "12-17", "12-24", "12-31"]),
        ("2024-12-31", "12-27", ["01-02", "01-09", "01-16", "01-23"]),
        # 01-28 to 02-04 are a holiday: what falls into it moves behind it, and so does all that follows.
        ("2025-01-20", "01-17", ["01-21", "02-05", "02-12", "02-19"]),
        ("2025-01-30", "01-27", ["02-05", "02-12", "02-19", "02-26"]),
        # Saturday 02-08 is worked.
        ("2025-02-10", "02-08", ["02-11", "02-18", "02-25", "03-04"]),
    ],
)
def test_when_the_date_is_spoken_of(deadline: str, near: str, past: list[str]) -> None:
    demands = demanded(planned(deadline))
    assert [(demand.rule, local(demand)) for demand in demands] == [
        ("hazard_date_near", f"{near} 09:00"),
        *(("hazard_date_past", f"{day} 09:00") for day in past),
    ]


def test_each_is_overtaken_by_the_next() -> None:
    near, *past = demanded(planned("2024-12-31"))
    assert near.until == datetime(2025, 1, 1, tzinfo=SHANGHAI)
    assert [demand.until for demand in past[:-1]] == [demand.due for demand in past[1:]]
    assert past[-1].until == datetime(2025, 2, 5, 1, tzinfo=UTC)


def test_the_facts_name_ids_and_moments() -> None:
    near, past, *_ = demanded(planned("2024-12-12"))
    assert near.subject == past.subject == "hazard/h-1"
    assert near.facts == {
        "hazard": "h-1", "unit": "u-1", "organisation": "v-1", "organisation_name": "名v-1",
        "since": "2024-12-01T00:00:00.000000Z", "found": "2024-12-01T00:00:00.000000Z",
        "deadline": "2024-12-12",
    }  # fmt: skip
    assert past.facts["since"] == "2024-12-12T16:00:00.000000Z"


def test_without_a_plan_or_with_an_impossible_date_there_is_nothing() -> None:
    assert demanded(found()) == []
    for deadline in ("0001-01-01", "1999-12-31", "2099-01-01", "9999-12-31"):
        assert demanded(planned(deadline)) == []
    assert len(demanded(planned("2098-12-31"))) == 5


def test_a_claim_is_no_closure() -> None:
    chain = planned("2024-12-12")
    before = demanded(chain)
    chain.hazard("rectification_claimed", "h-1", 3, by="unit")
    assert [demand for demand in demanded(chain) if demand.rule != "claim_unanswered"] == before


def test_a_later_plan_has_another_date() -> None:
    chain = planned("2024-12-12")
    chain.hazard("planned", "h-1", 11, deadline="2024-12-20", **PLAN)
    assert [local(demand) for demand in of_rule(chain, "hazard_date_near")] == ["12-18 09:00"]


def test_closed_and_reopened_it_is_spoken_of_again() -> None:
    chain = planned("2024-12-12")
    before = demanded(chain)
    chain.hazard("closed", "h-1", 8, by="v-1")
    assert [demand.rule for demand in demanded(chain)] == ["look_back_due"]
    chain.hazard("look_back_failed", "h-1", 9, by="v-1")
    assert demanded(chain) == before


@pytest.mark.parametrize(
    ("by", "unit", "expected"),
    [
        ("v-1", UNIT, "reporter v-1"),
        ("unit", UNIT, "reporter d-1"),
        ("g-1", UNIT, "reporter d-1"),
        ("g-1", {"id": "u-1", "village": "v-1"}, "safety_office"),
        ("g-1", None, "safety_office"),
        ("v-1", None, "reporter v-1"),
    ],
)
def test_it_is_the_matter_of_the_finder(by: str, unit: dict[str, object] | None, expected: str) -> None:
    """Of a self-report who recorded it, d-1 in a chain; of a working group's the unit's department."""
    for demand in demanded(planned("2024-12-12", by=by), unit=unit):
        assert whom(demand) == [expected]


@pytest.mark.parametrize(
    ("to", "sender", "answer", "expected"),
    [
        ("d-2", "v-1", None, ["reporter v-1"]),
        ("d-2", "v-1", "refused", ["reporter v-1"]),
        ("d-2", "v-1", "accepted", ["reporter v-1", "reporter d-2"]),
        ("q-1", "d-1", "accepted", ["reporter v-1", "reporter d-1"]),
        ("q-1", "v-1", "accepted", ["reporter v-1"]),
    ],
)
def test_and_of_receivers_that_accepted(
    to: str, sender: str, answer: str | None, expected: list[str]
) -> None:
    chain = planned("2024-12-12")
    chain.hazard("referred", "h-1", 3, by=sender, to=to)
    if answer is not None:
        chain.hazard("referral_answered", "h-1", 4, to=to, answer=answer)
    assert [whom(demand) for demand in of_rule(chain, "hazard_date_near")] == [expected]
