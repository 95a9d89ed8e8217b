"""After a deadline: said on three working days, told to the member once, then listed until the next one."""

import pytest

from services.notifications.rules.town import View
from tests.notifications.rules.winter import at, demanded, moment, place, said, shown, town

ALL = "reporter+head+safety_office"
FOURTH = [
    f"01-14 18:05 report_overdue {ALL}",
    "01-15 09:00 report_escalated member",
    f"01-15 09:00 report_overdue_again {ALL}",
    f"01-16 09:00 report_overdue_again {ALL}",
    *(f"01-{day} 09:00 report_overdue_listed safety_office" for day in (17, 20, 21, 22, 23, 24, 26, 27)),
]
"""01-26 is a Sunday that is worked, 01-28 to 02-04 are off."""


def after(period: str, given_: View | None = None, **more: object) -> list[str]:
    there = town({f"{period}/v-mingyue": given_} if given_ else {}, **more)  # type: ignore[arg-type]  # of a test
    demands = demanded(there, period)
    return said(each for each in demands if each.rule.startswith(("report_overdue", "report_escalated")))


def test_a_deadline_on_a_working_day() -> None:
    assert after("4") == FOURTH


@pytest.mark.parametrize(
    ("period", "first"), [("1", "12-02"), ("2", "12-16"), ("5", "02-05"), ("3", "12-30"), ("final", "03-07")]
)
def test_the_first_time_of_the_winter(period: str, first: str) -> None:
    hour = "18:05" if period in ("3", "final") else "09:00"
    assert f"{first} {hour} report_overdue {ALL}" in after(period)


def test_on_a_rest_day_all_waits_for_the_next_working_day() -> None:
    assert after("2")[:4] == [
        "12-16 09:00 report_escalated member",
        f"12-16 09:00 report_overdue {ALL}",
        f"12-17 09:00 report_overdue_again {ALL}",
        f"12-18 09:00 report_overdue_again {ALL}",
    ]


def test_each_is_overtaken_by_the_next() -> None:
    demands = [each for each in demanded(town(), "4") if each.rule.startswith("report_overdue")]
    nexts = [*(each.due for each in demands[1:]), moment("01-30 18:00")]
    assert [each.until for each in demands[:-1]] == nexts[:-1]
    assert shown(demands[-1].until) == "01-30 18:00"
    escalated = next(each for each in demanded(town(), "4") if each.rule == "report_escalated")
    assert (escalated.audience[0].of, shown(escalated.until)) == ("v-mingyue", "01-30 18:00")


def test_the_last_one_is_listed_for_thirty_days() -> None:
    assert after("final")[-1] == "04-03 09:00 report_overdue_listed safety_office"
    assert len(after("final")) < 30


@pytest.mark.parametrize("state", ["signed", "accepted"])
def test_what_is_done_is_not_overdue(state: str) -> None:
    assert after("4", place(state)) == []


def test_what_the_next_period_covers_is_not_overdue() -> None:
    assert after("4", consolidated={"annex-4": ["5"]}) == []
    assert after("4", consolidated={"annex-3": ["5"], "annex-4": ["3", "4"]}) == FOURTH


def test_who_was_rung_up_is_not_escalated() -> None:
    rung = frozenset({"report/dasheng-2024-winter/4/v-mingyue"})
    assert after("4", rung=rung) == [each for each in FOURTH if "escalated" not in each]


@pytest.mark.parametrize(
    ("extended", "then"),
    [
        (
            "01-20 12:00",
            [f"01-20 18:05 report_overdue {ALL}", "01-21 09:00 report_escalated member",
             f"01-21 09:00 report_overdue_again {ALL}"],
        ),
        (
            "01-25 12:00",
            ["01-26 09:00 report_escalated member", f"01-26 09:00 report_overdue {ALL}",
             f"01-27 09:00 report_overdue_again {ALL}"],
        ),
        (
            "01-20 23:00",
            ["01-21 09:00 report_escalated member", f"01-21 09:00 report_overdue {ALL}",
             f"01-22 09:00 report_overdue_again {ALL}"],
        ),
        ("02-10 18:00", []),
    ],
    ids=["a working day", "a rest day", "late in the evening", "after the next deadline"],
)  # fmt: skip
def test_what_is_extended_counts_from_then(extended: str, then: list[str]) -> None:
    assert after("4", place("none", extended=extended))[:3] == then


def test_what_was_returned_late_is_overdue_only_when_its_time_is_over() -> None:
    given_ = place("returned", "01-16 10:00", until="01-17 18:00")
    assert after("4", given_)[:2] == [
        f"01-17 18:05 report_overdue {ALL}", "01-20 09:00 report_escalated member"
    ]  # fmt: skip
    facts = demanded(town({"4/v-mingyue": given_}), "4")[-1].facts
    assert facts["deadline"] == at("01-17 18:00")


def test_the_head_is_told_of_what_waits_for_the_head() -> None:
    waiting = place("waiting_review", "01-15 20:00")
    assert after("4", waiting)[:2] == [
        "01-16 09:00 report_overdue_again head+safety_office",
        "01-17 09:00 report_overdue_listed safety_office",
    ]
    assert demanded(town({"4/v-mingyue": waiting}), "4")[0].facts["waits_for"] == "head"
