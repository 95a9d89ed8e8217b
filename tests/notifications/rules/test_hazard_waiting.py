"""A claim, a referral, a look-back, a listed hazard: somebody waits for somebody."""

from collections.abc import Callable

import pytest

from services.notifications.rules.demand import Demand
from tests.notifications.chain import Chain
from tests.notifications.rules.hazard_town import demanded, found, local, whom

History = Callable[[Chain], object]
Spoken = tuple[str, str, list[str]]


def spoken(demands: list[Demand]) -> list[Spoken]:
    return [(demand.rule, local(demand), whom(demand)) for demand in demands]


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (
            lambda c: c.hazard("rectification_claimed", "h-1", 3, by="unit"),
            [("claim_unanswered", "12-06 09:00", ["reporter v-1"])],
        ),
        # Thursday and three days is a Sunday.
        (
            lambda c: c.hazard("rectification_claimed", "h-1", 5, by="unit"),
            [("claim_unanswered", "12-09 09:00", ["reporter v-1"])],
        ),
        # Who claims every other day doesn't put it off.
        (
            lambda c: (
                c.hazard("rectification_claimed", "h-1", 3, by="unit"),
                c.hazard("rectification_claimed", "h-1", 5, by="unit"),
            ),
            [("claim_unanswered", "12-06 09:00", ["reporter v-1"])],
        ),
        (
            lambda c: (
                c.hazard("rectification_claimed", "h-1", 3, by="unit"),
                c.hazard("rectification_rejected", "h-1", 4, by="v-1", reason="未整改"),
            ),
            [],
        ),
        (
            lambda c: (
                c.hazard("rectification_claimed", "h-1", 3, by="unit"),
                c.hazard("rectification_rejected", "h-1", 4, by="v-1", reason="未整改"),
                c.hazard("rectification_claimed", "h-1", 6, by="unit"),
            ),
            [("claim_unanswered", "12-09 09:00", ["reporter v-1"])],
        ),
        (
            lambda c: c.take_back("hazard/h-1", c.hazard("rectification_claimed", "h-1", 3, by="unit")),
            [],
        ),
    ],
)
def test_a_claim(history: History, expected: list[Spoken]) -> None:
    chain = found()
    history(chain)
    assert spoken(demanded(chain)) == expected


def test_receivers_too_may_close_it() -> None:
    chain = found()
    chain.hazard("referred", "h-1", 2, by="v-1", to="d-1")
    chain.hazard("referred", "h-1", 2, by="v-1", to="d-2")
    chain.hazard("referral_answered", "h-1", 2, to="d-1", answer="refused")
    chain.hazard("rectification_claimed", "h-1", 3, by="unit")
    claim = next(demand for demand in demanded(chain) if demand.rule == "claim_unanswered")
    assert whom(claim) == ["reporter v-1", "reporter d-2"]


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (lambda _: None, [("look_back_due", "12-18 09:00", ["reporter v-1"])]),
        (
            lambda c: c.hazard("closed", "h-1", 9, by="v-1"),
            [("look_back_due", "12-18 09:00", ["reporter v-1"])],
        ),
        (lambda c: c.hazard("look_back_passed", "h-1", 9, by="v-1"), []),
        (lambda c: c.hazard("look_back_failed", "h-1", 9, by="v-1"), []),
        (
            lambda c: (
                c.hazard("look_back_failed", "h-1", 9, by="v-1"),
                c.hazard("closed", "h-1", 13, by="v-1"),
            ),
            # Saturday the 28th.
            [("look_back_due", "12-30 09:00", ["reporter v-1"])],
        ),
    ],
)
def test_a_look_back(history: History, expected: list[Spoken]) -> None:
    chain = found()
    chain.hazard("closed", "h-1", 3, by="d-1")
    history(chain)
    assert spoken(demanded(chain)) == expected


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (
            lambda c: c.hazard("referred", "h-1", 4, by="v-1", to="d-1"),
            [("referral_unanswered", "12-09 09:00", ["reporter d-1"])],
        ),
        (
            lambda c: c.hazard("referred", "h-1", 5, by="d-1", to="q-1"),
            [("referral_unanswered", "12-10 09:00", ["reporter d-1"])],
        ),
        # Two senders: both wait for the same answer since the first.
        (
            lambda c: (
                c.hazard("referred", "h-1", 5, by="d-1", to="q-1"),
                c.hazard("referred", "h-1", 6, by="d-2", to="q-1"),
            ),
            [("referral_unanswered", "12-10 09:00", ["reporter d-1", "reporter d-2"])],
        ),
        # Two receivers, one sender: told once.
        (
            lambda c: (
                c.hazard("referred", "h-1", 5, by="d-1", to="q-2"),
                c.hazard("referred", "h-1", 5, by="d-1", to="q-1"),
            ),
            [("referral_unanswered", "12-10 09:00", ["reporter d-1"])],
        ),
        (
            lambda c: (
                c.hazard("referred", "h-1", 4, by="v-1", to="d-1"),
                c.hazard("referred", "h-1", 6, by="v-1", to="d-2"),
            ),
            [
                ("referral_unanswered", "12-09 09:00", ["reporter d-1"]),
                ("referral_unanswered", "12-11 09:00", ["reporter d-2"]),
            ],
        ),
        (
            lambda c: (
                c.hazard("referred", "h-1", 4, by="v-1", to="d-1"),
                c.hazard("referral_answered", "h-1", 6, to="d-1", answer="accepted"),
            ),
            [],
        ),
        (
            lambda c: (
                c.hazard("referred", "h-1", 4, by="v-1", to="d-1"),
                c.hazard("referral_answered", "h-1", 6, to="d-1", answer="refused"),
                c.hazard("referred", "h-1", 9, by="v-1", to="d-1"),
            ),
            # Saturday the 14th.
            [("referral_unanswered", "12-16 09:00", ["reporter d-1"])],
        ),
        (
            lambda c: (
                c.hazard("referred", "h-1", 4, by="v-1", to="d-1"),
                c.hazard("referral_withdrawn", "h-1", 4, to="d-1", reason="送错"),
            ),
            [],
        ),
    ],
)
def test_a_referral(history: History, expected: list[Spoken]) -> None:
    chain = found()
    history(chain)
    assert spoken(demanded(chain)) == expected


def test_receivers_of_one_day_are_named_together() -> None:
    chain = found()
    chain.hazard("referred", "h-1", 5, by="d-1", to="q-2")
    chain.hazard("referred", "h-1", 5, by="d-1", to="q-1")
    [demand] = demanded(chain)
    assert (demand.facts["organisation"], demand.facts["organisation_name"]) == ("q-1", "名q-1等2个单位")


ORDER = {"by": "d-1", "level": "level-1", "leader": "o-1"}


@pytest.mark.parametrize(
    ("order", "history", "expected"),
    [
        (ORDER, lambda _: None, [("supervision_silent", "12-09 09:00", ["reporter d-1", "official o-1"])]),
        ({"by": "d-1"}, lambda _: None, [("supervision_silent", "12-09 09:00", ["reporter d-1"])]),
        # Who is in office no more, or was never known.
        *(
            (
                {"by": "d-1", "leader": leader},
                lambda _: None,
                [("supervision_silent", "12-09 09:00", ["reporter d-1", "safety_office"])],
            )
            for leader in ("o-gone", "o-unknown")
        ),
        (
            {"by": "d-1"},
            lambda c: c.hazard("controls_imposed", "h-1", 3, controls="停用"),
            [("supervision_silent", "12-10 09:00", ["reporter d-1"])],
        ),
        ({"by": "d-1"}, lambda c: c.hazard("supervision_lifted", "h-1", 3, by="d-1"), []),
        (
            {"by": "d-1"},
            lambda c: c.hazard("closed", "h-1", 3, by="v-1"),
            [("look_back_due", "12-18 09:00", ["reporter v-1"])],
        ),
    ],
)
def test_a_listed_hazard(order: dict[str, str], history: History, expected: list[Spoken]) -> None:
    chain = found()
    chain.hazard("supervision_ordered", "h-1", 2, **order)
    history(chain)
    assert spoken(demanded(chain)) == expected


def test_every_department_that_ordered_it_is_told() -> None:
    chain = found()
    chain.hazard("supervision_ordered", "h-1", 2, by="d-1", leader="o-1", level="level-1")
    chain.hazard("supervision_ordered", "h-1", 3, by="d-2", leader="o-1")
    [demand] = demanded(chain)
    assert whom(demand) == ["reporter d-1", "reporter d-2", "official o-1"]
    assert (demand.facts["organisation_name"], "level" in demand.facts) == ("名d-1等2个单位", False)


def test_the_level_is_told_where_there_is_one() -> None:
    chain = found()
    chain.hazard("supervision_ordered", "h-1", 2, by="d-1", level=2)
    assert demanded(chain)[0].facts["level"] == 2
